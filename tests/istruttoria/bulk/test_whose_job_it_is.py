"""Who may begin, read, confirm and stop a job over many, and whose right counts when it is done."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process.workflow import transition
from candidature.statuses import Status
from istruttoria.bulk import working
from istruttoria.bulk.models import BulkJob
from portal.models import OutboxMessage, User
from portal.privacy import consultations
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.bulk.jobs import CHOOSE, finished, outcome_letters, prepared, states
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


def test_only_what_is_within_reach_is_chosen_and_others_see_no_job(client: Client, page: CallPage) -> None:
    mine, foreign = submitted(page), submitted(CallPageFactory.create())
    reviewer = committee_member(page)
    client.force_login(reviewer)
    url = reverse(CHOOSE)

    response = client.post(f"{url}?scelta={mine.pk}&scelta={foreign.pk}&azione=take", {"letters": "after"})

    job = BulkJob.objects.get()
    assert response["Location"] == reverse("candidature_review:bulk_job", args=[job.pk])
    assert [row.submission for row in job.rows.all()] == [mine]
    for stranger, status in (
        (committee_member(page), 404),
        (member_of(Role.EDITORS), 302),
        (member_of(Role.OFFICERS), 200),
    ):
        client.force_login(stranger)
        assert client.get(response["Location"]).status_code == status


def test_another_officer_reads_a_job_but_does_not_confirm_it(client: Client, page: CallPage) -> None:
    job = prepared(member_of(Role.OFFICERS), "accept", submitted(page))
    client.force_login(member_of(Role.OFFICERS))
    url = reverse("candidature_review:bulk_job", args=[job.pk])

    for what in ("confirm", "discard"):
        client.post(url, {"what": what})

    job.refresh_from_db()
    assert job.state == BulkJob.State.PREPARED


def test_whoever_may_not_make_a_change_neither_stops_nor_spoils_it(client: Client, page: CallPage) -> None:
    member = committee_member(page)
    job = finished(prepared(member, "propose_reject", submitted(page), reason="Manca lo statuto."))
    client.force_login(member_of(Role.OFFICERS))
    url = reverse("candidature_review:bulk_job", args=[job.pk])
    assert "Annulla tutto" not in client.get(url).content.decode()

    assert client.post(url, {"what": "undo"}).status_code == 302

    job.refresh_from_db()
    assert (job.state, states(job)) == ("done", ["done"])
    client.force_login(member)
    assert "Annulla tutto" in client.get(url).content.decode()


def test_what_was_confirmed_in_another_tab_is_not_said_to_be_dropped(client: Client, page: CallPage) -> None:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    job = prepared(user, "accept", submitted(page))
    url = reverse("candidature_review:bulk_job", args=[job.pk])
    working.confirm(job)

    answer = client.post(url, {"what": "discard"}, follow=True)

    assert answer.redirect_chain[-1][0] == url
    assert "Nel frattempo è stato confermato" in answer.content.decode()
    assert BulkJob.objects.get().state == BulkJob.State.RUNNING


def test_a_step_that_the_account_may_not_make_is_not_offered(client: Client, page: CallPage) -> None:
    one = submitted(page)
    client.force_login(committee_member(page))

    shown = client.get(f"{reverse(CHOOSE)}?scelta={one.pk}").content.decode()
    client.post(f"{reverse(CHOOSE)}?scelta={one.pk}&azione=accept", {"letters": "after"})

    assert "Prendi in carico" in shown
    assert "Accogli" not in shown.replace("Proponi di accogliere", "")
    assert not BulkJob.objects.exists()


@pytest.mark.parametrize("lost", ["group", "active", "account"])
def test_who_lost_the_right_meanwhile_changes_nothing(page: CallPage, lost: str) -> None:
    user = member_of(Role.OFFICERS)
    one = submitted(page)
    job = prepared(user, "accept", one)
    if lost == "group":
        user.groups.clear()
    elif lost == "active":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        user.delete()

    assert states(finished(job)) == ["refused"]
    one.refresh_from_db()
    assert one.status == Status.RECEIVED


def test_a_member_who_left_the_committee_no_longer_decides_for_it(page: CallPage) -> None:
    reviewer = committee_member(page)
    one = submitted(page)
    job = prepared(reviewer, "take", one)
    reviewer.committees.clear()

    assert states(finished(job)) == ["refused"]
    one.refresh_from_db()
    assert one.status == Status.RECEIVED


def written_by(member: User, *rows: Submission) -> BulkJob:
    """A job of an account of a committee, whose letters wait until somebody lets them leave."""
    for row in rows:
        transition(row.pk, "take", Actor.staff(member), expected_version=1)
        row.refresh_from_db()
    return finished(prepared(member, "admit", *rows, letters=BulkJob.Letters.ON_RELEASE))


def test_an_author_who_may_no_longer_decide_lets_no_letter_leave(client: Client, page: CallPage) -> None:
    author = member_of(Role.OFFICERS)
    one = submitted(page)
    job = finished(prepared(author, "accept", one, letters=BulkJob.Letters.ON_RELEASE))
    author.groups.set([Group.objects.get(name=Role.REVIEWERS)])
    client.force_login(author)
    url = reverse("candidature_review:bulk_job", args=[job.pk])

    assert "partire le lettere adesso" not in client.get(url).content.decode()
    assert client.post(url, {"what": "release"}).status_code == 302

    assert outcome_letters().get().status == OutboxMessage.Status.DRAFT
    assert not LogEntry.objects.filter(action=consultations.LETTER_RELEASED).exists()


def test_only_letters_about_what_its_author_still_sees_are_let_leave(client: Client, page: CallPage) -> None:
    other_page = CallPageFactory.create()
    author = committee_member(page, other_page)
    mine, lost = submitted(page), submitted(other_page)
    job = written_by(author, mine, lost)
    author.committees.get().pages.remove(other_page)
    client.force_login(author)
    url = reverse("candidature_review:bulk_job", args=[job.pk])

    told = client.post(url, {"what": "release"}, follow=True).content.decode()

    assert "1 lettera è in partenza." in told
    assert "Le lettere di ciò che non vedi più le fa partire chi lo vede." in told
    assert "partire le lettere adesso" not in told
    left = dict(outcome_letters().values_list("related_to", "status"))
    assert left == {
        mine.reference: OutboxMessage.Status.PENDING,
        lost.reference: OutboxMessage.Status.DRAFT,
    }
