"""Names of files in an archive."""

import pytest

from portal.archives.names import LONGEST, Folder, clean


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("statuto.pdf", "statuto.pdf"),
        ("../../etc/passwd", "_._etc_passwd"),
        ("C:\\temp\\a.pdf", "C__temp_a.pdf"),
        ("con.pdf", "_con.pdf"),
        ("NUL", "_NUL"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("...", "file"),
        ("", "file"),
        ("fine. ", "fine"),
        ("riga\ndue.pdf", "rigadue.pdf"),
        ("Citta\u0300.pdf", "Città.pdf"),
    ],
)
def test_a_name_leads_nowhere_and_is_written_everywhere(given: str, made: str) -> None:
    assert clean(given) == made


def test_a_long_name_keeps_its_extension() -> None:
    name = clean("è" * 300 + ".p7m")

    assert name.endswith("è.p7m")
    assert len(name.encode()) <= LONGEST


def test_no_name_is_given_twice_however_it_is_written() -> None:
    folder = Folder()

    assert [folder.name(name) for name in ("A.pdf", "a.PDF", "a.pdf", "b")] == [
        "A.pdf",
        "a (2).PDF",
        "a (3).pdf",
        "b",
    ]
    long = "x" * 300
    assert len({folder.name(long) for _time in range(3)}) == 3
