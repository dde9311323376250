"""Staff write the middle of a letter; the rest stands around it, and nothing that a citizen typed is read."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from candidature.actors import Actor, ActorKind
from candidature.letters.own_words import LETTERS, Wanted, Words, find
from candidature.models import CallPage, LogEntry, ParticipationIndexPage, Submission
from candidature.process import workflow
from candidature.process.guards import is_explained
from candidature.process.transitions import TRANSITIONS
from candidature.shelf import travelling
from candidature.shelf.copying import draft_from
from istruttoria.wording import keeping
from istruttoria.wording.models import LetterWords
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.factories import (
    EVERYTHING,
    CallPageFactory,
    EventPageFactory,
    participation_index,
    submitted,
)
from tests.istruttoria.bulk.jobs import finished, prepared
from tests.istruttoria.people import administrator, committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    django_app.set_user(user)
    return user


@pytest.fixture
def index() -> ParticipationIndexPage:
    return participation_index(Page.objects.get(depth=1))


@pytest.fixture
def call(index: ParticipationIndexPage) -> CallPage:
    page: CallPage = CallPageFactory.create(parent=index, title="Orti in città")
    return page


def of_page(page: Any, letter: str = "rejected") -> str:
    return reverse("wording:of_page", args=[page.pk, letter])


def write(page: Any, letter: str, text: str, comes_next: str = "") -> None:
    words = Words(text, comes_next)
    keeping.write(page.pk, str(page.kind), letter, words, administrator(), seen=None)


def decided(submission: Submission, action: str, **more: Any) -> str:
    """The letter of a decision, as text."""
    actor = Actor.staff(administrator())
    workflow.transition(submission.pk, action, actor, expected_version=submission.version, **more)
    return OutboxMessage.objects.filter(related_to=submission.reference).latest("pk").body


# By which the portal goes on by itself with what nobody completed; seats of events are no such thing.
BY_ITSELF = ("give_more_time", "lapse", "close_incomplete")


def test_every_letter_of_the_staff_or_of_a_term_can_be_worded_with_what_its_change_asks() -> None:
    sent_by = [
        step
        for step in TRANSITIONS
        if step.letter and (step.by is ActorKind.STAFF or step.action in BY_ITSELF)
    ]

    assert {step.letter for step in sent_by} == set(LETTERS)
    for step in sent_by:
        worded = LETTERS[step.letter]
        assert (worded.reason, worded.term) == (is_explained in step.guards, step.needs_due_date)
        assert worded.kinds == {str(kind) for kind in step.kinds}


def test_what_is_saved_on_the_page_is_what_the_next_letter_says(
    django_app: DjangoTestApp, officer: User, call: CallPage
) -> None:
    form = django_app.get(of_page(call)).forms["words"]
    form["text"] = "la domanda {codice} per «{avviso}» non è ammessa.\r\n\r\nGrazie, {nome}."
    form.submit().follow()

    body = decided(submitted(call, first_name="Maria"), "reject", reason="Manca lo statuto.")

    submission = Submission.objects.get()
    paragraphs = body.split("\n\n")
    assert paragraphs[:3] == [
        "Gentile Maria,",
        f"la domanda {submission.reference} per «Orti in città» non è ammessa.",
        "Grazie, Maria.",
    ]
    assert paragraphs[3:5] == ["Motivazione:", "Manca lo statuto."]
    assert "Tribunale amministrativo regionale" in body
    assert "⟦collegamento-personale⟧" in body
    assert "Ti ringraziamo di averla presentata" not in body


def test_a_reason_put_among_the_words_is_not_quoted_again(call: CallPage) -> None:
    write(call, "rejected", "non è ammessa, perché: {motivazione}")

    body = decided(submitted(call), "reject", reason="Manca lo statuto.")

    assert body.count("Manca lo statuto.") == 1
    assert "Motivazione:" not in body


def test_nothing_that_was_typed_is_read_as_a_placeholder_or_as_the_link(call: CallPage) -> None:
    write(call, "rejected", "{motivazione}")

    body = decided(submitted(call), "reject", reason="{codice} {nome} ⟦collegamento-personale⟧ {% now 'Y' %}")

    assert "\n\n{codice} {nome}  {% now 'Y' %}\n\n" in body
    assert body.count("⟦collegamento-personale⟧") == 1


def test_a_request_says_its_term_and_what_is_asked_whatever_the_words(call: CallPage) -> None:
    write(call, "info_requested", "ci serve altro.")

    due_at = timezone.now() + timedelta(days=10)
    body = decided(
        submitted(call), "request_info", reason="Manca lo statuto.", due_at=due_at, asked=EVERYTHING
    )

    assert "ci serve altro." in body
    assert "Hai tempo fino a" in body
    assert "l’istruttoria riprende" in body
    assert "Completa ora" in body


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("{Nome} ciao", "forse intendi «{nome}»"),
        ("{codcie}", "forse intendi «{codice}»"),
        ("{termine}", "ma non qui"),
        ("{xyz}", "«{xyz}» non è un segnaposto."),
        ("graffa { sola", "senza la sua compagna"),
    ],
)
def test_a_misspelt_placeholder_is_told_with_those_there_are(
    typed: str, told: str, django_app: DjangoTestApp, officer: User, call: CallPage
) -> None:
    form = django_app.get(of_page(call)).forms["words"]
    form["text"] = typed

    response = form.submit(status=400)

    shown = BeautifulSoup(response.text, "html.parser").get_text(" ")
    assert told in shown
    assert "{avviso}, {nome}, {candidato}, {codice}" in shown
    assert not LetterWords.objects.exists()


def test_the_words_of_all_hold_where_a_page_has_none_and_only_for_its_kind(
    django_app: DjangoTestApp, officer: User, call: CallPage
) -> None:
    form = django_app.get(reverse("wording:for_all", args=["call", "accepted"])).forms["words"]
    form["text"], form["next"] = "benvenuta.", "Vieni lunedì."
    form.submit().follow()
    own = CallPageFactory.create()
    write(own, "accepted", "evviva.")
    event = EventPageFactory.create()

    assert "benvenuta.\n\nVieni lunedì." in decided(submitted(call), "accept")
    assert "evviva.\n\nTi scriviamo per i prossimi passi" in decided(submitted(own), "accept")
    assert "benvenuta" not in decided(submitted(event), "reopen", reason="Uno.")


def test_going_back_leaves_the_text_of_the_portal_and_who_did_it(
    django_app: DjangoTestApp, officer: User, call: CallPage
) -> None:
    write(call, "rejected", "no.")

    page = django_app.get(of_page(call))
    assert "Torna al testo del portale" in page.text
    page.forms["words"].submit("what", value="reset").follow()

    assert "Ti ringraziamo" in decided(submitted(call), "reject", reason="Uno.")
    assert [row.is_own for row in LetterWords.objects.all()] == [False, True]
    assert str(officer) in django_app.get(of_page(call)).text


def test_of_two_editors_the_second_is_told_and_loses_nothing(
    django_app: DjangoTestApp, officer: User, call: CallPage
) -> None:
    form = django_app.get(of_page(call)).forms["words"]
    form["text"] = "le mie."
    write(call, "rejected", "le sue.")

    told = form.submit(status=409)

    assert "le sue." in told.text
    assert told.forms["words"]["text"].value == "le mie."
    assert LetterWords.objects.get().text == "le sue."
    told.forms["words"].submit().follow()
    assert LetterWords.objects.get(is_current=True).text == "le mie."


def test_pressing_twice_writes_once(django_app: DjangoTestApp, officer: User, call: CallPage) -> None:
    form = django_app.get(of_page(call)).forms["words"]
    form["text"] = "le mie."

    form.submit().follow()
    form.submit().follow()

    assert LetterWords.objects.count() == 1


def test_the_letter_is_read_on_an_invented_person_and_on_one_within_reach(
    django_app: DjangoTestApp, officer: User, call: CallPage
) -> None:
    submission, elsewhere = submitted(call, first_name="Zoe"), submitted(CallPageFactory.create())
    page = django_app.get(of_page(call))
    page.forms["words"]["text"] = "ciao {nome}, {codice}."

    invented = page.forms["words"].submit("what", value="read")
    assert "ciao Rosa, CS-2026-7KQ4-XW9M." in _letter(invented)

    invented.forms["words"]["submission"] = str(submission.pk)
    real = invented.forms["words"].submit("what", value="read")
    assert f"ciao Zoe, {submission.reference}." in _letter(real)
    assert LogEntry.objects.filter(submission=submission, action="viewed").count() == 1

    real.forms["words"]["submission"].force_value(str(elsewhere.pk))
    real.forms["words"].submit("what", value="read", status=400)
    assert not LetterWords.objects.exists()


def _letter(page: Any) -> str:
    return str(page.html.find("iframe", class_="review-letter-whole")["srcdoc"])


@pytest.mark.parametrize("kind", ["call", "event"])
def test_every_letter_for_all_can_be_read_on_an_invented_person(
    kind: str, django_app: DjangoTestApp, officer: User
) -> None:
    for letter, worded in LETTERS.items():
        if kind in worded.kinds:
            page = django_app.get(reverse("wording:for_all", args=[kind, letter]))
            page.forms["words"]["text"] = " ".join(f"{{{name}}}" for name in worded.placeholders(kind))
            read = page.forms["words"].submit("what", value="read")
            assert "CS-2026-7KQ4-XW9M" in _letter(read)
            assert "{" not in BeautifulSoup(_letter(read), "html.parser").body.get_text()  # type: ignore[union-attr]


def test_an_editor_writes_words_and_reads_them_on_nobody_real(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    submitted(call)
    django_app.set_user(member_of(Role.EDITORS))

    page = django_app.get(of_page(call))

    assert "submission" not in page.forms["words"].fields
    page.forms["words"]["text"] = "ciao {nome}."
    assert "ciao Rosa." in _letter(page.forms["words"].submit("what", value="read"))


def test_who_only_reviews_writes_no_words(django_app: DjangoTestApp, call: CallPage) -> None:
    django_app.set_user(committee_member(call))

    for address in (reverse("wording:index"), reverse("wording:page", args=[call.pk]), of_page(call)):
        # Wagtail leads back to its home, with a word of why.
        assert django_app.get(address, status=302).location == reverse("wagtailadmin_home")


def test_what_is_no_letter_or_no_page_is_not_there(
    django_app: DjangoTestApp, officer: User, call: CallPage, index: ParticipationIndexPage
) -> None:
    event = EventPageFactory.create(parent=index)
    nowhere = [
        of_page(call, "receipt"),
        of_page(event, "admissible"),
        reverse("wording:for_all", args=["event", "admissible"]),
        reverse("wording:for_all", args=["nothing", "rejected"]),
        reverse("wording:page", args=[999_999]),
    ]
    for address in nowhere:
        django_app.get(address, status=404)


def test_a_copy_takes_the_words_of_its_model(call: CallPage) -> None:
    write(call, "rejected", "no, grazie.")

    draft = draft_from(call, {"title": "Di nuovo"}, administrator())

    [row] = LetterWords.objects.filter(page=draft.pk)
    assert (row.letter, row.text, row.kind, row.is_current) == ("rejected", "no, grazie.", "call", True)


def test_many_letters_cost_one_query_more_than_without_words(
    call: CallPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(call, "rejected", "no.")
    other = CallPageFactory.create()
    wanted = {Wanted(page.pk, "call", letter) for page in (call, other) for letter in LETTERS}

    with django_assert_num_queries(1):
        assert find(wanted) == {Wanted(call.pk, "call", "rejected"): Words("no.")}
    with django_assert_num_queries(0):
        find({Wanted(call.pk, "call", "receipt")})


def test_words_with_a_placeholder_that_is_gone_leave_as_the_portal_says_them(call: CallPage) -> None:
    LetterWords.objects.create(page=call, kind="call", letter="rejected", text="{antico}", by_label="Prima")

    assert "Ti ringraziamo" in decided(submitted(call), "reject", reason="Uno.")


def test_words_travel_in_the_file_of_a_call(call: CallPage, index: ParticipationIndexPage) -> None:
    write(call, "accepted", "benvenuta.", "Vieni lunedì.")

    left = travelling.packed(call)
    made = travelling.arrived(travelling.unpacked(left), index, administrator()).page

    assert json.loads(travelling.packed(made))["letters"] == json.loads(left)["letters"]
    assert LetterWords.objects.get(page=made.pk).next == "Vieni lunedì."


@pytest.mark.parametrize(
    ("letter", "words", "told"),
    [
        ("receipt", {"text": "ciao", "next": ""}, "non conosce la lettera «receipt»"),
        ("rejected", {"text": "{nmoe}", "next": ""}, "forse intendi «{nome}»"),
        ("rejected", {"text": "", "next": "nulla"}, "lo dice la legge"),
    ],
)
def test_a_file_with_words_that_nobody_could_have_written_is_refused(
    letter: str, words: dict[str, str], told: str, call: CallPage, index: ParticipationIndexPage
) -> None:
    content = json.loads(travelling.packed(call)) | {"letters": {letter: words}}
    before = CallPage.objects.count()

    with pytest.raises(travelling.BadFileError, match=re.escape(told)):
        travelling.arrived(travelling.unpacked(json.dumps(content).encode()), index, administrator())
    assert CallPage.objects.count() == before


def test_many_decided_at_once_say_it_in_the_words_of_each_page(
    call: CallPage, index: ParticipationIndexPage
) -> None:
    other = CallPageFactory.create(parent=index)
    write(call, "accepted", "benvenuta, {nome}.")
    rows = [submitted(call, first_name="Zoe"), submitted(call, first_name="Ada"), submitted(other)]

    finished(prepared(administrator(), "accept", *rows))

    letters = [OutboxMessage.objects.filter(related_to=row.reference).latest("pk").body for row in rows]
    assert "benvenuta, Zoe." in letters[0]
    assert "benvenuta, Ada." in letters[1]
    assert "è stata selezionata" in letters[2]
