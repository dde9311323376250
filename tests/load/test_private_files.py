"""What real processes write can be read by the account they run under, and by no other on the machine."""

import os
import stat
import time
import urllib.request
from pathlib import Path

from tests.load.server import Server

# A web server of another account may hand these over.
PUBLIC = ("media", "static")
WRITE = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.mail import send_mail
storages["private"].save("ab/prova", ContentFile(b"prova"))
default_storage.save("images/prova.png", ContentFile(b"prova"))
send_mail("Prova", "Prova", None, ["a@example.org"])
"""
OF_SQLITE = {"portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm", "portal.sqlite3-line"}


def readable_by_others(top: Path) -> list[str]:
    """Files and folders that group or others may open, but public ones."""
    return sorted(
        str(path.relative_to(top))
        for path in top.rglob("*")
        if path.relative_to(top).parts[0] not in (*PUBLIC, "log", "run")
        and stat.S_IMODE(path.lstat().st_mode) & 0o077
    )


def test_what_the_portal_writes_is_private(server: Server) -> None:
    # As most machines have it, and worse than any should; the tables were made under it too.
    before = os.umask(0)
    try:
        server.manage("shell", "-v", "0", "-c", WRITE)
        server.start()
    finally:
        os.umask(before)
    urllib.request.urlopen(f"{server.address}/admin/login/", timeout=60).close()  # noqa: S310 - ours
    expected = {"mail", "private", *(() if server.database_url else OF_SQLITE)}

    def written() -> set[str]:
        return {path.name for path in server.var.iterdir()}

    deadline = time.monotonic() + 60
    while not expected <= written() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert expected <= written()
    assert readable_by_others(server.var) == []
    assert list((server.var / "mail").iterdir())
    for log in (server.var / "log").iterdir():
        assert stat.S_IMODE(log.stat().st_mode) == 0o600, log.name
    picture = server.var / "media" / "images" / "prova.png"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (picture, picture.parent)] == [0o644, 0o755]
