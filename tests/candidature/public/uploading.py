"""The script that sends a file in pieces, as far as the server sees it (`frontend/src/js/uploads.js`)."""

from pathlib import Path
from typing import Any

from django.test import Client

from candidature.models import UploadedFile

CONTENT = b"%PDF-1.7\n" + b"0123456789" * 100
HALF = 500


class Script:
    """Announces a file for the question `cv` and sends it, to the address that a page names."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.upload = ""

    def announce(self, content: bytes = CONTENT, name: str = "cv.pdf", **changes: Any) -> Any:
        said = {"question": "cv", "name": name, "size": len(content), "modified": 17, "replaces": ""}
        answer = self.client.post(self.address, {**said, **changes})
        if answer.status_code == 200:
            self.upload = answer.json()["upload"]
        return answer

    def send(self, piece: bytes, at: int = 0) -> Any:
        return self.client.post(
            f"{self.address}?upload={self.upload}&offset={at}",
            piece,
            content_type="application/offset+octet-stream",
        )

    def ask(self) -> Any:
        return self.client.head(f"{self.address}?upload={self.upload}")

    def attach(self, content: bytes = CONTENT, name: str = "cv.pdf", **changes: Any) -> Any:
        """The whole file at once."""
        begun = self.announce(content, name, **changes)
        return begun if begun.status_code != 200 else self.send(content)

    def remove(self, public_id: str) -> Any:
        return self.client.post(self.address, {"remove": public_id})

    def call_off(self) -> Any:
        return self.client.post(f"{self.address}?upload={self.upload}", {"cancel": "1"})


def content_of(stored: UploadedFile) -> bytes:
    with stored.file.open() as file:
        return bytes(file.read())


def bytes_kept(settings: Any) -> list[Path]:
    return [path for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file()]
