"""Letters that the portal sends by itself when a term passes are worded and read as those of the staff."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import Page

from candidature.letters.own_words import LETTERS
from candidature.models import Submission
from candidature.pages.promised import AfterInfoTerm
from candidature.process import lapsing
from candidature.statuses import Status
from istruttoria.wording.models import LetterWords
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import participation_index
from tests.candidature.process.test_lapsing import HOUR, asked
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db

Letter = tuple[str, AfterInfoTerm, Callable[[datetime], int]]
LETTERS_OF_TERMS: list[Letter] = [
    ("more_time", AfterInfoTerm.REMIND, lapsing.remind_due),
    ("info_lapsed", AfterInfoTerm.RESUME, lapsing.resume_due),
    ("closed_incomplete", AfterInfoTerm.CLOSE, lapsing.close_due),
]


@pytest.fixture
def officer(django_app: DjangoTestApp) -> None:
    django_app.set_user(member_of(Role.OFFICERS))


def to_complete(after: AfterInfoTerm = AfterInfoTerm.WAIT) -> Submission:
    """One that is to be completed, of a page that officers may edit."""
    index = participation_index(Page.objects.get(depth=1))
    return asked(parent=index, after_info_term=after)


def page_of(django_app: DjangoTestApp, submission: Submission, letter: str) -> Any:
    return django_app.get(reverse("wording:of_page", args=[submission.page_id, letter]))


def sent(letter: str, moved: Callable[[datetime], int]) -> str:
    """The letter, as text, once its term is over; of what is closed, once both are."""
    now = timezone.now() + 2 * HOUR
    assert moved(now) == 1
    if letter == "closed_incomplete":
        outbox.deliver_due()
        assert moved(now + timedelta(days=12)) == 1
    return OutboxMessage.objects.filter(key__endswith=f":{letter}").get().body


@pytest.mark.parametrize(("letter", "after", "moved"), LETTERS_OF_TERMS)
def test_what_is_saved_on_the_page_is_what_the_letter_says(
    django_app: DjangoTestApp,
    officer: None,
    letter: str,
    after: AfterInfoTerm,
    moved: Callable[[datetime], int],
) -> None:
    submission = to_complete(after)
    page = page_of(django_app, submission, letter)
    assert "Parte da sola, dove la pagina lo prevede" in page.text
    form = page.forms["words"]
    form["text"] = "la domanda {codice} ha una sua storia."
    form.submit().follow()

    body = sent(letter, moved)

    assert f"la domanda {submission.reference} ha una sua storia." in body
    # What it must say stays, whatever the words are.
    must = {
        "more_time": ("puoi ancora inviare l’integrazione fino a", "Completa ora"),
        "info_lapsed": ("Non devi fare altro.",),
        "closed_incomplete": ("Motivazione:", "Tribunale amministrativo regionale"),
    }
    for words in must[letter]:
        assert words in body


@pytest.mark.parametrize("letter", [letter for letter, _after, _moved in LETTERS_OF_TERMS])
def test_it_is_read_on_a_real_submission_which_its_log_tells(
    django_app: DjangoTestApp, officer: None, letter: str
) -> None:
    submission = to_complete()
    form = page_of(django_app, submission, letter).forms["words"]
    names = LETTERS[letter].placeholders("call")
    form["text"] = " ".join(f"{{{name}}}" for name in names)
    form["submission"] = str(submission.pk)

    read = form.submit("what", value="read")

    shown = BeautifulSoup(read.html.find("iframe", class_="review-letter-whole")["srcdoc"], "html.parser")
    assert submission.reference in shown.get_text()
    assert "{" not in shown.body.get_text()  # type: ignore[union-attr]
    assert submission.log.filter(action="viewed").count() == 1
    submission.refresh_from_db()
    assert submission.status == Status.NEEDS_INFO


@pytest.mark.parametrize(
    ("letter", "wrong"),
    [("info_lapsed", "{termine}"), ("info_lapsed", "{motivazione}"), ("closed_incomplete", "{termine}")],
)
def test_a_placeholder_of_another_letter_is_refused(
    django_app: DjangoTestApp, officer: None, letter: str, wrong: str
) -> None:
    form = page_of(django_app, to_complete(), letter).forms["words"]
    form["text"] = f"entro {wrong}."

    assert f"«{wrong}» c’è, ma non qui." in form.submit(status=400).text
    assert not LetterWords.objects.exists()


@pytest.mark.parametrize(("letter", "says_next"), [("more_time", False), ("info_lapsed", True)])
def test_what_comes_next_is_an_offices_where_no_term_or_law_says_it(
    django_app: DjangoTestApp, officer: None, letter: str, says_next: bool
) -> None:
    form = page_of(django_app, to_complete(), letter).forms["words"]

    assert ("next" in form.fields) is says_next


def test_the_list_tells_which_leave_by_themselves(django_app: DjangoTestApp, officer: None) -> None:
    listed = django_app.get(reverse("wording:index")).html

    notes = [note.get_text(" ", strip=True) for note in listed.select("section .desk-list .review-note")]
    alone = [note for note in notes if note.startswith("Parte da sola")]
    # For calls and for events.
    assert len(alone) == 2 * len(LETTERS_OF_TERMS)
    assert any(note.endswith("Chiusa come incompleta") for note in alone)
