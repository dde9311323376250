"""What a job refused is tried again, as it is now; and its letters wait as long as was chosen."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from candidature.messages.models import Message
from candidature.models import CallPage, Submission
from candidature.statuses import Status
from istruttoria.bulk import working
from istruttoria.bulk.leaving import leave_at, words_of
from istruttoria.bulk.models import BulkJob, BulkRow
from istruttoria.bulk.words import FAILED
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import submitted
from tests.istruttoria.bulk.jobs import (
    CHOOSE,
    finished,
    form_with,
    holders,
    outcome_letters,
    prepared,
    states,
)
from tests.istruttoria.people import administrator, committee_member, member_of

pytestmark = pytest.mark.django_db


def address(job: BulkJob) -> str:
    return reverse("candidature_review:bulk_job", args=[job.pk])


def test_what_was_refused_or_failed_is_prepared_anew_with_what_was_typed(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    done, changed, failed = (submitted(page) for _one in range(3))
    changed.version += 1
    job = prepared(
        officer, "reject", done, changed, failed, reason="Fuori tema.", letters=BulkJob.Letters.ON_RELEASE
    )
    job.rows.filter(submission=failed).update(state=BulkRow.State.REFUSED, refusal=FAILED)
    finished(job)
    assert states(job) == ["done", "refused", "refused"]

    shown = form_with(django_app.get(address(job)), "what").submit("what", value="again").follow()

    anew = BulkJob.objects.exclude(pk=job.pk).get()
    assert shown.request.path == address(anew)
    assert anew.state == BulkJob.State.PREPARED
    assert (anew.act, anew.reason, anew.letters) == ("reject", "Fuori tema.", BulkJob.Letters.ON_RELEASE)
    assert [row.submission for row in anew.rows.all()] == [changed, failed]
    assert states(anew) == ["waiting", "waiting"]
    assert Submission.objects.filter(status=Status.REJECTED).count() == 1
    finished(anew)
    assert Submission.objects.filter(status=Status.REJECTED).count() == 3
    assert "Riprova quelle rimaste" not in django_app.get(address(anew)).text


def refused_and_tried(client: Client, user: User, *rows: Submission) -> tuple[BulkJob, list[BulkJob]]:
    """A job of messages that refused these rows, and two that were prepared to try them again."""
    for row in rows:
        row.version += 1
    job = finished(prepared(user, "message", *rows, text="Una novità."))
    client.force_login(user)
    for _tab in range(2):
        client.post(address(job), {"what": "again"})
    return job, list(BulkJob.objects.filter(again_of=job).order_by("pk"))


def test_what_was_tried_again_is_not_offered_a_second_time(client: Client, page: CallPage) -> None:
    user = member_of(Role.OFFICERS)
    one, other = submitted(page), submitted(page)
    job, (first, second) = refused_and_tried(client, user, one, other)
    first.rows.filter(submission=other).delete()
    assert "Riprova quelle rimaste (2)" in " ".join(client.get(address(job)).content.decode().split())

    finished(first)

    assert "Riprova quelle rimaste (1)" in " ".join(client.get(address(job)).content.decode().split())
    client.post(address(job), {"what": "again"})
    third = BulkJob.objects.exclude(pk__in=[job.pk, first.pk, second.pk]).get()
    assert [row.submission for row in third.rows.all()] == [other]
    finished(third)
    assert "Riprova" not in client.get(address(job)).content.decode()
    client.post(address(job), {"what": "again"})
    assert BulkJob.objects.count() == 4
    assert Message.objects.count() == 2


def test_what_the_act_leads_nowhere_from_is_offered_only_once_it_stands_elsewhere(
    client: Client, page: CallPage
) -> None:
    user = member_of(Role.OFFICERS)
    ended, failed = submitted(page), submitted(page)
    job = prepared(user, "reject", ended, failed, reason="Fuori tema.")
    job.rows.filter(submission=failed).update(state=BulkRow.State.REFUSED, refusal=FAILED)
    Submission.objects.filter(pk=ended.pk).update(status=Status.WITHDRAWN)
    finished(job)
    client.force_login(user)

    def offered() -> str:
        return " ".join(client.get(address(job)).content.decode().split())

    assert states(job) == ["refused", "refused"]
    assert "Riprova quelle rimaste (1)" in offered()
    Submission.objects.filter(pk=failed.pk).update(status=Status.REJECTED)
    assert "Riprova quelle rimaste" not in offered()
    Submission.objects.filter(pk=ended.pk).update(status=Status.IN_REVIEW)
    assert "Riprova quelle rimaste (1)" in offered()


def test_of_two_that_try_the_same_again_only_one_writes_the_message(client: Client, page: CallPage) -> None:
    user = member_of(Role.OFFICERS)
    row = submitted(page)
    job, (first, second) = refused_and_tried(client, user, row)

    for one in (second, first):
        client.post(address(one), {"what": "confirm"})
        working.go_on()

    assert Message.objects.filter(submission=row).count() == 1
    assert (states(second), states(first)) == (["done"], ["refused"])
    text = client.get(address(first)).content.decode()
    assert "È già in un altro lavoro, che la riprova." in text
    assert "Riprova quelle rimaste" not in text
    assert "Riprova quelle rimaste" not in client.get(address(job)).content.decode()


def test_what_a_colleague_took_meanwhile_is_not_taken_from_them(client: Client, page: CallPage) -> None:
    user, to, colleague = (member_of(Role.OFFICERS) for _one in range(3))
    held, failed, taken, free = (submitted(page) for _one in range(4))
    yesterday = timezone.now() - timedelta(days=1)
    job = prepared(user, "assign", held, failed, taken, free, target=to.pk, due_at=yesterday)
    job.rows.filter(submission__in=[failed, taken]).update(state=BulkRow.State.REFUSED, refusal=FAILED)
    Submission.objects.filter(pk=held.pk).update(assigned_to=colleague)
    finished(job)
    assert states(job) == ["refused", "refused", "refused", "done"]
    Submission.objects.filter(pk=taken.pk).update(assigned_to=colleague)
    client.force_login(user)
    assert "da qui non si riprova" in client.get(address(job)).content.decode()

    client.post(address(job), {"what": "again"})

    anew = BulkJob.objects.get(again_of=job)
    assert [row.submission for row in anew.rows.all()] == [failed, taken]
    assert states(anew) == ["waiting", "refused"]
    finished(anew)
    assert holders(held, failed, taken) == [colleague, to, colleague]
    assert failed.work_by is None, "a day that is over is given to nobody"
    assert "Riprova quelle rimaste" not in client.get(address(anew)).content.decode()


def test_only_who_may_make_the_change_tries_again_and_only_what_they_see(
    client: Client, officer: User, page: CallPage
) -> None:
    member = committee_member(page)
    row = submitted(page)
    row.version += 1
    decision = finished(prepared(member, "accept", row))
    taken = finished(prepared(member, "take", row))
    client.force_login(member)

    assert "Riprova" not in client.get(address(decision)).content.decode()
    client.post(address(decision), {"what": "again"})
    assert "Riprova" in client.get(address(taken)).content.decode()
    member.committees.clear()
    client.post(address(taken), {"what": "again"})
    assert BulkJob.objects.count() == 2


def test_the_letters_wait_as_long_as_was_chosen(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    row = submitted(page)
    form = django_app.get(reverse(CHOOSE), {"scelta": row.pk, "azione": "accept"}).forms["che-cosa"]
    assert form["letters"].value == "after"
    form["letters"] = "hour"

    shown = form.submit().follow()

    assert "Partono da sole dopo un’ora" in shown.text
    finished(BulkJob.objects.get())
    wait = outcome_letters().get().next_attempt_at - timezone.now()
    assert timedelta(minutes=58) < wait <= timedelta(hours=1)


def test_in_the_morning_is_at_eight_of_the_day_after_the_confirmation() -> None:
    zone = timezone.get_default_timezone()
    confirmed = datetime(2026, 10, 24, 23, 50, tzinfo=zone)
    job = BulkJob(letters=BulkJob.Letters.NEXT_MORNING, confirmed_at=confirmed)

    # Past midnight it is still the same morning, and the clocks went back in between.
    leaves = leave_at(job, confirmed + timedelta(minutes=20))

    assert leaves == datetime(2026, 10, 25, 8, tzinfo=zone)
    assert leave_at(BulkJob(letters=BulkJob.Letters.ON_RELEASE), confirmed) is None


@pytest.mark.parametrize("written", [time(7, 55), time(8), time(11, 30)])
def test_what_is_written_when_the_morning_is_there_can_still_be_taken_back(
    written: time, settings: Settings
) -> None:
    settings.BULK_LETTERS_WAIT_MINUTES = 10
    zone = timezone.get_default_timezone()
    confirmed = datetime(2026, 11, 29, 18, tzinfo=zone)
    job = BulkJob(letters=BulkJob.Letters.NEXT_MORNING, confirmed_at=confirmed)
    now = datetime.combine(confirmed.date() + timedelta(days=1), written, tzinfo=zone)

    assert leave_at(job, now) == now + timedelta(minutes=10)


def test_the_morning_is_named_as_italian_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = timezone.get_default_timezone()
    for today, words in ((30, "martedì 1º dicembre"), (29, "lunedì 30 novembre")):
        monkeypatch.setattr(timezone, "now", lambda day=today: datetime(2026, 11, day, 18, tzinfo=zone))

        assert words_of(BulkJob.Letters.NEXT_MORNING) == f"Partono da sole domattina alle 8 ({words})"


def test_who_oversees_may_be_given_many_and_administrators_may_not(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    other, unseated, admin = member_of(Role.OFFICERS), member_of(Role.REVIEWERS), administrator()
    row = submitted(page)
    form = django_app.get(reverse(CHOOSE), {"scelta": row.pk, "azione": "assign"}).forms["che-cosa"]

    offered = {value for value, *_rest in form["target"].options}

    assert str(other.pk) in offered
    assert offered.isdisjoint({str(unseated.pk), str(admin.pk)})
