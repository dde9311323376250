"""The reasons against an application are told before it is refused, with ten days to object."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from candidature.actors import APPLICANT, Actor
from candidature.intake import reminders
from candidature.messages.models import Message
from candidature.models import FollowLink, LogEntry, Submission
from candidature.pages.promised import AfterInfoTerm
from candidature.privacy import portable
from candidature.privacy.erasure_day import term_of
from candidature.process import lapsing, workflow
from candidature.process.workflow import (
    NotForewarnedError,
    NotPossibleError,
    StillObservableError,
    TermTooShortError,
    UntoldError,
)
from candidature.statuses import Status
from istruttoria.bulk.words import code_of, in_words
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.privacy import tokens
from portal.roles import Role
from tests.candidature.factories import EVERYTHING, CallPageFactory, EventPageFactory, overseer, submitted
from tests.candidature.messages.conversations import from_applicant
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

WHY = "Manca la firma di chi rappresenta il gruppo."


@pytest.fixture
def officer() -> User:
    return member_of(Role.OFFICERS)


@pytest.fixture
def submission() -> Submission:
    return submitted(CallPageFactory.create(forewarns=True))


def last_second(days: int) -> datetime:
    """Of the day so many days from today, in Rome."""
    return timezone.make_aware(
        datetime.combine(timezone.localdate() + timedelta(days=days), time(23, 59, 59))
    )


def act(submission: Submission, action: str, user: User, **more: Any) -> Submission:
    submission.refresh_from_db()
    version = submission.version
    return workflow.transition(submission.pk, action, Actor.staff(user), expected_version=version, **more)


def forewarned(submission: Submission, user: User, days: int = 10) -> Submission:
    return act(submission, "forewarn", user, reason=WHY, due_at=last_second(days))


def passed(submission: Submission) -> None:
    """As if the term that was given were over, an hour ago."""
    Submission.objects.filter(pk=submission.pk).update(info_due_at=timezone.now() - timedelta(hours=1))


def personal_page(app: DjangoTestApp, submission: Submission) -> Any:
    secret = tokens.new_token()
    FollowLink.objects.create(submission=submission, token_hash=tokens.digest(secret))
    return app.get(reverse("candidature:follow", args=[secret]))


def test_where_the_call_asks_for_it_nothing_is_refused_before_the_reasons_were_told(
    submission: Submission, officer: User
) -> None:
    with pytest.raises(NotForewarnedError):
        act(submission, "reject", officer, reason=WHY)

    forewarned(submission, officer)
    outbox.deliver_due()
    passed(submission)
    assert act(submission, "reject", officer, reason=WHY).status == Status.REJECTED


def test_elsewhere_it_may_be_refused_at_once(officer: User) -> None:
    assert act(submitted(CallPageFactory.create()), "reject", officer, reason=WHY).status == Status.REJECTED


@pytest.mark.parametrize("days", [1, 9])
def test_less_than_ten_days_are_not_given(submission: Submission, officer: User, days: int) -> None:
    with pytest.raises(TermTooShortError):
        forewarned(submission, officer, days)

    submission.refresh_from_db()
    assert submission.status == Status.RECEIVED


def test_nobody_refuses_it_while_its_applicant_may_object(submission: Submission, officer: User) -> None:
    forewarned(submission, officer)

    with pytest.raises(StillObservableError):
        act(submission, "reject", officer, reason=WHY)


@pytest.mark.parametrize(
    "status",
    [status for status in OutboxMessage.Status if status != OutboxMessage.Status.SENT],
)
def test_who_refuses_though_the_reasons_never_left_says_that_they_know_it(
    submission: Submission, officer: User, status: str
) -> None:
    forewarned(submission, officer)
    OutboxMessage.objects.filter(key__endswith=":forewarned").update(status=status)
    passed(submission)

    with pytest.raises(UntoldError):
        act(submission, "reject", officer, reason=WHY)
    submission.refresh_from_db()
    assert submission.status == Status.FOREWARNED

    assert act(submission, "reject", officer, reason=WHY, knows_untold=True).status == Status.REJECTED
    assert LogEntry.objects.get(action="reject").details == {"untold": "1"}


def test_many_are_not_refused_where_the_reasons_never_left(submission: Submission, officer: User) -> None:
    told = submitted(submission.page.specific)
    forewarned(told, officer)
    outbox.deliver_due()
    forewarned(submission, officer)
    for one in (told, submission):
        passed(one)
        one.refresh_from_db()

    versions = {told.pk: told.version, submission.pk: submission.version}
    outcomes = workflow.transition_many(versions, "reject", Actor.staff(officer), reason=WHY)

    assert [type(one.refusal) for one in outcomes] == [type(None), UntoldError]
    assert "non è partita" in in_words(code_of(outcomes[1].refusal or ValueError()))


def test_the_reasons_go_out_with_their_term_and_are_no_decision(
    submission: Submission, officer: User
) -> None:
    OutboxMessage.objects.all().delete()
    forewarned(submission, officer)

    [letter] = OutboxMessage.objects.all()
    assert WHY in letter.body
    assert "Non è ancora una decisione" in letter.body
    assert "23:59" in letter.body
    submission.refresh_from_db()
    assert term_of(submission, submission.page.specific).is_open


def test_what_the_applicant_writes_in_time_is_kept_as_an_objection_and_later_it_is_a_message(
    submission: Submission, officer: User
) -> None:
    before = from_applicant(submission, "Una domanda.")
    forewarned(submission, officer)
    submission.refresh_from_db()
    in_time = from_applicant(submission, "La firma c’è, a pagina 3.")
    passed(submission)
    late = from_applicant(submission, "Ancora una cosa.")

    assert [message.is_observation for message in (before, in_time, late)] == [False, True, False]
    assert LogEntry.objects.filter(action="observed").count() == 1
    written = portable.everything(submission)["messages"]
    assert [one["is_observation"] for one in written] == [False, True, False]


def test_who_reads_the_personal_page_finds_reasons_term_and_the_way_to_object(
    django_app: DjangoTestApp, submission: Submission, officer: User
) -> None:
    forewarned(submission, officer)
    shown = personal_page(django_app, submission)
    assert WHY in shown.text
    assert "Non è ancora una decisione" in shown.text

    writing = shown.click("Scrivi le tue osservazioni")
    assert "vale come osservazioni" in writing.text
    [form] = [form for form in writing.forms.values() if "q-text" in form.fields]
    form["q-text"] = "La firma c’è, a pagina 3."
    form.submit()

    assert Message.objects.get().is_observation
    again = personal_page(django_app, submission)
    assert "Hai già inviato delle osservazioni" in again.text
    assert "Osservazioni inviate" in again.text


def test_an_objection_begun_in_time_and_finished_after_the_term_counts(
    django_app: DjangoTestApp, submission: Submission, officer: User, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES, settings.TRUST_ARRIVAL_TIME = 1, True
    forewarned(submission, officer)
    writing = personal_page(django_app, submission).click("Scrivi le tue osservazioni")
    over_at = timezone.now() - timedelta(minutes=2)
    Submission.objects.filter(pk=submission.pk).update(info_due_at=over_at)
    [form] = [form for form in writing.forms.values() if "q-text" in form.fields]
    form["q-text"] = "La firma c’è, a pagina 3."

    called_at = f"{timezone.now().timestamp():.3f}"
    read_for_three_minutes = {"X-Request-Start": called_at, "X-Request-Time": "180.000"}
    form.submit(headers=read_for_three_minutes)

    assert Message.objects.get().is_observation
    assert LogEntry.objects.get(action="observed").at < over_at


def test_nothing_is_refused_while_what_came_in_time_may_still_be_under_way(
    submission: Submission, officer: User, settings: Settings
) -> None:
    settings.ARRIVAL_MAX_SECONDS = 900
    forewarned(submission, officer)
    outbox.deliver_due()

    Submission.objects.filter(pk=submission.pk).update(info_due_at=timezone.now() - timedelta(minutes=24))
    with pytest.raises(StillObservableError):
        act(submission, "reject", officer, reason=WHY)

    Submission.objects.filter(pk=submission.pk).update(info_due_at=timezone.now() - timedelta(minutes=26))
    assert act(submission, "reject", officer, reason=WHY).status == Status.REJECTED


def test_once_the_term_is_over_the_personal_page_offers_it_no_more(
    django_app: DjangoTestApp, submission: Submission, officer: User
) -> None:
    forewarned(submission, officer)
    passed(submission)
    shown = personal_page(django_app, submission)

    assert "Il termine per le osservazioni è passato" in shown.text
    assert "Scrivi le tue osservazioni" not in shown.text


def test_an_office_that_is_convinced_goes_on_and_says_so(submission: Submission, officer: User) -> None:
    forewarned(submission, officer)
    OutboxMessage.objects.all().delete()

    going_on = act(submission, "reconsider", officer)

    assert (going_on.status, going_on.info_due_at) == (Status.IN_REVIEW, None)
    assert OutboxMessage.objects.get().key.split(":")[2] == "reconsidered"
    with pytest.raises(NotForewarnedError):
        act(submission, "reject", officer, reason=WHY)


def test_it_can_be_withdrawn_meanwhile(submission: Submission, officer: User) -> None:
    forewarned(submission, officer)
    submission.refresh_from_db()

    gone = workflow.transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)
    assert (gone.status, gone.info_due_at) == (Status.WITHDRAWN, None)


def test_a_reviewer_proposes_and_does_not_tell(submission: Submission) -> None:
    reviewer = committee_member(submission.page.specific)

    with pytest.raises(workflow.NotAllowedError):
        forewarned(submission, reviewer)


# What nobody completed.


def asked(due_at: datetime | None = None, **fields: Any) -> Submission:
    submission = submitted(CallPageFactory.create(**fields))
    user = overseer()
    due_at = due_at or timezone.now() + timedelta(hours=1)
    act(submission, "request_info", user, reason="Manca lo statuto.", due_at=due_at, asked=EVERYTHING)
    outbox.deliver_due()
    return submission


def days_later(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


@pytest.mark.parametrize("after", AfterInfoTerm.values)
def test_whatever_follows_the_term_reminders_leave_before_it_and_none_after(after: str) -> None:
    due_at = timezone.now() + timedelta(days=5)
    submission = asked(due_at, after_info_term=after)

    written = [reminders.write_due(due_at - timedelta(hours=hours)) for hours in (72, 48, 3, -1)]

    assert written == [0, 1, 1, 0]
    about = OutboxMessage.objects.filter(related_to=submission.reference)
    assert about.filter(key__contains="info_reminder").count() == 2


def test_what_nobody_completed_is_closed_after_its_reasons_were_told_and_nobody_objected() -> None:
    submission = asked(after_info_term=AfterInfoTerm.CLOSE)

    assert lapsing.close_due(days_later(0)) == 0
    assert lapsing.close_due(days_later(0.1)) == 1
    submission.refresh_from_db()
    assert submission.status == Status.FOREWARNED
    assert submission.info_due_at is not None
    assert timezone.localtime(submission.info_due_at).date() == timezone.localdate(
        days_later(0.1)
    ) + timedelta(days=10)
    outbox.deliver_due()

    assert lapsing.close_due(days_later(9)) == 0
    assert lapsing.close_due(days_later(12)) == 1
    submission.refresh_from_db()
    closed = Submission.objects.get()
    assert (closed.status, closed.info_due_at) == (Status.REJECTED, None)
    assert lapsing.close_due(days_later(13)) == 0
    letters = [
        key.split(":")[2] for key in OutboxMessage.objects.order_by("pk").values_list("key", flat=True)
    ]
    assert letters[-2:] == ["forewarned", "closed_incomplete"]
    actions = list(LogEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["forewarn_lapsed", "close_incomplete"]


def test_what_was_objected_to_waits_for_whoever_decides() -> None:
    submission = asked(after_info_term=AfterInfoTerm.CLOSE)
    lapsing.close_due(days_later(0.1))
    submission.refresh_from_db()
    outbox.deliver_due()
    from_applicant(submission, "Ero in ospedale: eccolo.")

    assert lapsing.close_due(days_later(12)) == 0
    submission.refresh_from_db()
    assert submission.status == Status.FOREWARNED


def test_reasons_that_an_officer_told_close_nothing_by_themselves(officer: User) -> None:
    submission = submitted(CallPageFactory.create(after_info_term=AfterInfoTerm.CLOSE))
    forewarned(submission, officer)

    assert lapsing.close_due(days_later(12)) == 0
    passed(submission)
    submission.refresh_from_db()
    with pytest.raises((NotPossibleError, workflow.MissingReasonError)):
        workflow.move("close_incomplete", [submission], submission.page.specific, timezone.now())


@pytest.mark.parametrize("after", [AfterInfoTerm.WAIT, AfterInfoTerm.RESUME])
def test_on_other_pages_nothing_is_told_by_itself(after: AfterInfoTerm) -> None:
    asked(after_info_term=after)

    assert lapsing.close_due(days_later(1)) == 0


def test_an_event_does_it_in_its_own_words(officer: User) -> None:
    submission = submitted(EventPageFactory.create(admission="moderated"))
    forewarned(submission, officer)

    assert "la tua iscrizione" in OutboxMessage.objects.latest("pk").subject
