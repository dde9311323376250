"""Pages answer for their kind: below `eventi` nobody asks whether something is an event."""

import re

from tests.architecture.rooms import ROOT

# Tables whose key is the stored code of a kind: the words of states, and which transitions a kind has.
TABLES = {"candidature/statuses.py", "candidature/process/transitions.py", "candidature/public/states.py"}
APPS_BELOW = ("portal", "moduli", "territori", "news", "candidature", "istruttoria")
QUESTION = re.compile(
    r"Kind\.EVENT|EventPage|is_event|(from|import) eventi|(page|submission)\.kind (==|!=|is|in) "
)
IN_TEMPLATES = re.compile(r"is_event|\bkind (==|!=)|\.starts_at")


def test_no_module_below_the_events_asks_for_them() -> None:
    asking = {
        str(path.relative_to(ROOT))
        for app in APPS_BELOW
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and QUESTION.search(path.read_text(encoding="utf-8"))
    }

    assert {name for name in asking if not name.startswith("portal/settings/")} - TABLES == set()


def test_no_template_below_the_events_asks_for_them() -> None:
    folders = (ROOT / "templates" / app for app in ("candidature", "istruttoria", "includes"))
    asking = [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in folder.rglob("*.*")
        if IN_TEMPLATES.search(path.read_text(encoding="utf-8"))
    ]

    assert asking == []


def test_asking_would_be_found() -> None:
    assert QUESTION.search("if page.kind == Kind.EVENT:")
    assert QUESTION.search("from eventi.pages import EventPage")
    assert IN_TEMPLATES.search('{% if page.kind == "event" %}')
