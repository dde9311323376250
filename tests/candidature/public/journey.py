"""A person at the keyboard: fills in the pages of the journey through Django's client."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from candidature.tokens import new_token
from tests.moduli.builders import PDF, block, item

WHO = {
    "applicant_kind": "citizen",
    "first_name": "Ada",
    "last_name": "Prova",
    "email": "ada@example.org",
    "phone": "",
    "municipality": "other",
}


def form_of(*steps: list[dict[str, Any]]) -> str:
    """A form whose steps hold these questions, as a StreamField stores it."""
    return json.dumps(
        [
            {
                "type": "step",
                "id": f"s{number}",
                "value": {"title": f"Passo {number}", "questions": questions},
            }
            for number, questions in enumerate(steps, start=1)
        ]
    )


def rich_form() -> str:
    """Two steps: a choice that opens questions two levels deep, then a file and a declaration."""
    deepest = block("yes_no", "runts", label="Iscritta al RUNTS?", required=True,
                    if_yes=[block("short_text", "number", label="Numero RUNTS", required=True)])  # fmt: skip
    return form_of(
        [
            block(
                "one_choice",
                "type",
                label="Che cosa siete?",
                required=True,
                options=[
                    item("Associazione", deepest, id_="formal"),
                    item("Gruppo informale", id_="informal"),
                ],
            ),
            block("long_text", "why", label="Perché?", required=True, max_length=500),
        ],
        [
            block(
                "file", "cv", label="Curriculum", required=True, kinds=["pdf"], max_megabytes=1, max_files=1
            ),
            block("declaration", "true", label="Dichiaro che è vero"),
        ],
    )


class Journey:
    """One applicant with one secret."""

    def __init__(self, page: Any, client: Client | None = None) -> None:
        self.page = page
        self.client = client or Client(enforce_csrf_checks=True)
        self.token = new_token()

    def start(self, **changes: Any) -> Any:
        address = reverse("candidature:start", args=[self.page.pk])
        return self.client.post(address, {**WHO, "token": self.token, **changes})

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"candidature:{name}", args=[self.token, *args])

    def get(self, name: str, *args: Any) -> Any:
        return self.client.get(self.url(name, *args))

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        return self.client.post(self.url(name, *args), data)

    def step(self, position: int, action: str = "next", **answers: Any) -> Any:
        """Presses a button of a step; `answers` by question key, `shown` for the branches of the page."""
        data = {("shown" if key == "shown" else f"q-{key}"): value for key, value in answers.items()}
        return self.post("step", position, action=action, **data)

    def send(self, **changes: Any) -> Any:
        return self.post("summary", **{"notice": self.page.privacy_notice_id, "notice_read": "on", **changes})

    def fill_in(self) -> None:
        """Everything up to the summary, for `rich_form`."""
        self.start()
        self.step(1, type="informal", why="Per la mia comunità")
        self.step(2, cv=pdf(), true="on")


def attachment() -> dict[str, Any]:
    """A question that asks for one PDF of at most one megabyte."""
    return block("file", "cv", label="Curriculum", required=True, kinds=["pdf"], max_megabytes=1, max_files=1)


def pdf(name: str = "curriculum.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
