"""One application after the other: what it says stands beside the form, and deciding leads on to the next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.pages.participation import ParticipationPage
from candidature.process.workflow import transition
from candidature.statuses import Status
from istruttoria.decisions import earlier_reasons
from istruttoria.decisions.earlier_reasons import MOST_OFFERED
from istruttoria.queue.words import term
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import EVERYTHING, CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def officer(django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    django_app.set_user(user)
    return user


def confirmation(app: DjangoTestApp, submission: Submission, action: str, **listed: str) -> Any:
    """The page that asks to confirm, opened from a list."""
    return app.get(reverse("candidature_review:decide", args=[submission.pk, action]), params=listed)


def detail(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def rejected(page: ParticipationPage, reason: str) -> Submission:
    submission = submitted(page)
    actor = Actor.staff(member_of(Role.OFFICERS))
    return transition(submission.pk, "reject", actor, expected_version=1, reason=reason)


# Onwards


@pytest.mark.parametrize("ordering", ["", "-submitted_at", "status"])
def test_deciding_leads_to_the_next_of_the_list_and_says_what_became_of_the_former(
    django_app: DjangoTestApp, officer: User, page: CallPage, ordering: str
) -> None:
    first, second, third = submitted(page), submitted(page), submitted(page)
    # The one in the middle has one of the others behind it, whichever way the list runs.
    following = first if ordering.startswith("-") else third
    listed = {"ordering": ordering, "page": str(page.pk)}
    form = confirmation(django_app, second, "accept", **listed).forms["decision"]

    arrived = form.submit("then", value="next").follow()

    assert arrived.request.path == detail(following)
    assert arrived.request.GET["page"] == str(page.pk)
    assert f"{second.reference}. Fatto: lo stato è «Selezionata»" in arrived.text
    assert arrived.html.find("a", string=lambda text: text and "Rivedi" in text)["href"].startswith(
        detail(second)
    )


def test_the_next_is_the_next_that_waits_for_whoever_decides(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    first, theirs, taken, mine = (submitted(page) for _turn in range(4))
    Submission.objects.filter(pk=theirs.pk).update(assigned_to=committee_member(page))
    distant = timezone.localdate() + timedelta(days=90)
    Submission.objects.filter(page=page).update(respond_by=distant)
    Submission.objects.filter(pk=taken.pk).update(status=Status.IN_REVIEW)

    form = confirmation(django_app, first, "accept").forms["decision"]

    assert form.submit("then", value="next").follow().request.path == detail(mine)


def test_after_the_last_of_the_list_comes_the_list(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    form = confirmation(django_app, submitted(page), "accept", page=str(page.pk)).forms["decision"]

    arrived = form.submit("then", value="next").follow()

    assert arrived.request.path == reverse("candidature_review:index")
    assert arrived.request.GET["page"] == str(page.pk)
    assert "Nessuna candidatura corrisponde" in arrived.text
    assert "Fatto: lo stato è «Selezionata»" in arrived.text


def test_the_next_is_never_one_out_of_reach(django_app: DjangoTestApp, page: CallPage) -> None:
    django_app.set_user(committee_member(page))
    mine, _others = submitted(page), submitted(CallPageFactory.create())

    arrived = confirmation(django_app, mine, "take").forms["decision"].submit("then", value="next").follow()

    # Taken, it is still to be worked through, and the last of what this account may see.
    assert arrived.request.path == reverse("candidature_review:index")


def test_whoever_wants_to_stays_with_what_was_decided(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    first, _second = submitted(page), submitted(page)
    page_of_first = confirmation(django_app, first, "accept")
    stays = page_of_first.html.find("button", string=lambda text: text and "Conferma:" in text)
    assert stays.get("name") is None

    arrived = page_of_first.forms["decision"].submit().follow()

    assert arrived.request.path == detail(first)


# Beside the form


def test_the_answers_stand_beside_the_form_and_reading_them_is_logged(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    submission = submitted(page, answers={"q-motivation": "Per la mia valle."})

    for _twice in range(2):
        assert "Per la mia valle." in confirmation(django_app, submission, "reject").text

    assert LogEntry.objects.filter(submission=submission, actor=officer, action="viewed").count() == 1


def test_the_answers_are_still_there_when_a_colleague_was_faster(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    submission = submitted(page, answers={"q-motivation": "Per la mia valle."})
    form = confirmation(django_app, submission, "accept").forms["decision"]
    transition(submission.pk, "take", Actor.staff(committee_member(page)), expected_version=1)

    assert "Per la mia valle." in form.submit("then", value="next", status=409).text


def test_the_page_costs_few_queries_however_many_reasons_there_are(
    django_app: DjangoTestApp,
    officer: User,
    page: CallPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(8):
        rejected(page, f"Motivo {number}.")
    submission = submitted(page)
    confirmation(django_app, submission, "reject")

    with django_assert_max_num_queries(16):
        confirmation(django_app, submission, "reject")


# Reasons that were written already


def offered(app: DjangoTestApp, submission: Submission, action: str = "reject") -> list[str]:
    found = confirmation(app, submission, action).html.select(".review-earlier p")
    return [text.get_text() for text in found]


def test_reasons_of_the_same_step_on_the_same_call_are_offered_once_each_the_last_first(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    elsewhere = CallPageFactory.create()
    for text in ("Manca lo statuto.", "Fuori zona.", "Manca lo statuto. "):
        rejected(page, text)
    rejected(elsewhere, "Di un altro avviso.")
    reserve = submitted(page)
    transition(reserve.pk, "reserve", Actor.staff(officer), expected_version=1, reason="Di un altro passo.")

    assert offered(django_app, submitted(page)) == ["Manca lo statuto.", "Fuori zona."]
    assert offered(django_app, submitted(page), "accept") == []


def test_only_some_are_offered_and_only_the_last_ones_are_looked_through(
    django_app: DjangoTestApp, officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MOST_OFFERED + 2):
        rejected(page, f"Motivo {number}.")
    assert len(offered(django_app, submitted(page))) == MOST_OFFERED

    monkeypatch.setattr(earlier_reasons, "LOOKED_THROUGH", 2)
    last = MOST_OFFERED + 1
    assert offered(django_app, submitted(page)) == [f"Motivo {last}.", f"Motivo {last - 1}."]


def test_what_was_written_about_others_than_ones_own_is_not_offered(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    rejected(page, "Motivo riservato.")
    django_app.set_user(committee_member(page))
    mine = submitted(page)
    assert offered(django_app, mine, "request_info") == []

    asked = Actor.staff(committee_member(page))
    transition(
        submitted(page).pk,
        "request_info",
        asked,
        expected_version=1,
        reason="Manca la firma.",
        due_at=timezone.now() + timedelta(days=5),
        asked=EVERYTHING,
    )
    assert offered(django_app, mine, "request_info") == ["Manca la firma."]


# Terms in words

TODAY = datetime(2026, 6, 17, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "words", "is_late", "is_soon"),
    [
        (-400, "risposta in ritardo di 400 giorni", True, False),
        (-1, "risposta in ritardo di 1 giorno", True, False),
        (0, "risposta entro oggi", False, True),
        (1, "risposta entro domani", False, True),
        (5, "risposta entro 5 giorni, lun 22 giu", False, True),
        (8, "risposta entro gio 25 giu", False, False),
        (365, "risposta entro gio 17 giu 2027", False, False),
    ],
)
def test_the_term_of_an_answer_is_counted_in_days(
    days: int, words: str, is_late: bool, is_soon: bool
) -> None:
    submission = Submission(status=Status.IN_REVIEW, respond_by=TODAY.date() + timedelta(days=days))

    told = term(submission, TODAY)

    assert told is not None
    assert (told.words, told.is_late, told.is_soon) == (words, is_late, is_soon)


@pytest.mark.parametrize(
    ("due", "words", "is_late"),
    [
        (timedelta(seconds=1), "integrazione entro oggi", False),
        (timedelta(0), "integrazione scaduta oggi", True),
        (timedelta(days=-1), "integrazione scaduta ieri", True),
        (timedelta(days=-2), "integrazione scaduta da 2 giorni", True),
    ],
)
def test_an_integration_is_late_from_its_very_moment(due: timedelta, words: str, is_late: bool) -> None:
    """It is what is waited for now, whatever the term of the answer."""
    submission = Submission(status=Status.NEEDS_INFO, info_due_at=TODAY + due, respond_by=date(2026, 1, 1))

    told = term(submission, TODAY)

    assert told is not None
    assert (told.words, told.is_late) == (words, is_late)


def test_nobody_is_waited_for_where_all_is_done() -> None:
    assert term(Submission(status=Status.ACCEPTED, respond_by=date(2026, 1, 1)), TODAY) is None
    assert term(Submission(status=Status.RECEIVED), TODAY) is None
