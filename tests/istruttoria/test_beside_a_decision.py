"""What colleagues and experts left about a submission stands beside the decision, closed, to be read."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries

from candidature.actors import EXPERT, Actor
from candidature.models import CallPage, Submission
from candidature.process import changes
from candidature.process.workflow import transition
from istruttoria.checklists.answering import Given, answer
from istruttoria.checklists.reading import mark
from istruttoria.decisions.beside import NOTES_SHOWN
from istruttoria.notes import writing as notes
from istruttoria.opinions import asking as opinions
from istruttoria.opinions.models import Opinion
from portal.privacy.tokens import new_token
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.intake.intake import corrected
from tests.candidature.messages.conversations import from_applicant
from tests.candidature.process.test_forewarning import forewarned, passed
from tests.candidature.public.journey import pdf
from tests.istruttoria.checklists.test_checks import STATUTE, checks
from tests.istruttoria.people import committee_member, member_of
from tests.istruttoria.scores.points import ROOTS, criteria, scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(
        checks=checks((STATUTE, "Lo statuto è firmato", True)), scoring=criteria((ROOTS, "Radicamento", 5))
    )
    return made


def with_opinion(submission: Submission) -> None:
    Opinion.objects.create(
        submission=submission,
        state=Opinion.State.GIVEN,
        name="Ugo Verdi",
        email="ugo@example.net",
        question="Si può fare?",
        text="È fattibile.",
        due_at=timezone.now(),
        given_at=timezone.now(),
        key_hash=submission.reference,
    )
    changes.record(submission, opinions.GIVEN, EXPERT)


def test_what_was_left_stands_there_closed_and_costs_few_queries(
    django_app: DjangoTestApp, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    officer, colleague = member_of(Role.OFFICERS), committee_member(page)
    django_app.set_user(officer)
    for number in range(3):
        other = submitted(page)
        transition(other.pk, "reject", Actor.staff(officer), expected_version=1, reason=f"Motivo {number}.")
    submission = submitted(page)
    corrected(submission, {"q-motivation": "Con più tempo."})
    submission.refresh_from_db()
    notes.write(submission, colleague, "Ho telefonato.", key=new_token())
    answer(submission, [Given(STATUTE, "yes", "", mark("", ""))], colleague)
    scored(submission, colleague, 3)
    with_opinion(submission)
    forewarned(submission, officer)
    from_applicant(submission, "Ho firmato anch’io.", pdf("firma.pdf"))
    passed(submission)
    address = reverse("candidature_review:decide", args=[submission.pk, "reject"])
    django_app.get(address)

    with django_assert_max_num_queries(20):
        shown = django_app.get(address).html

    for name, words in {
        "differenze": "Con più tempo.",
        "controlli": "Lo statuto è firmato Sì",
        "punti": "3 su 5",
        "pareri": "È fattibile.",
        "note": "Ho telefonato.",
    }.items():
        part = shown.select_one(f"details#accanto-{name}")
        assert not part.has_attr("open")
        assert words in " ".join(part.get_text(" ", strip=True).split())
    # What must be answered is open.
    assert "Ho firmato anch’io." in shown.select_one("#osservazioni-section").get_text()
    # The decision is the one form that can be pressed.
    assert not shown.select(".review-main form")


def test_beside_the_newest_notes_stands_how_many_there_are_and_the_way_to_all(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    colleague = committee_member(page)
    django_app.set_user(member_of(Role.OFFICERS))
    submission = submitted(page)
    address = reverse("candidature_review:decide", args=[submission.pk, "reject"])
    for number in range(NOTES_SHOWN):
        notes.write(submission, colleague, f"Nota {number}.", key=new_token())
    all_there = django_app.get(address).html.select_one("#accanto-note")
    assert all_there.summary.get_text(" ", strip=True) == f"Note interne ({NOTES_SHOWN})"
    assert not all_there.select("a")
    notes.write(submission, colleague, "L’ultima.", key=new_token())

    response = django_app.get(address)

    shown = response.html.select_one("#accanto-note")
    assert shown.summary.get_text(" ", strip=True) == f"Note interne ({NOTES_SHOWN + 1})"
    assert "Nota 0." not in shown.text
    assert "Nota 0." in response.click("Mostra tutte le note").text


def test_where_nobody_left_anything_nothing_stands_there(django_app: DjangoTestApp) -> None:
    django_app.set_user(member_of(Role.OFFICERS))
    submission = submitted(CallPageFactory.create())

    shown = django_app.get(reverse("candidature_review:decide", args=[submission.pk, "reject"])).html

    assert not shown.select("details.review-beside")
