"""Staff send an applicant a new personal link, from the page of the submission."""

import re

import pytest
from django.core import mail
from django.test import Client
from django_webtest import DjangoTestApp

from candidature.access import scope as access
from candidature.models import FollowLink, LogEntry, Submission
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, CommitteeFactory, staff, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission() -> Submission:
    return submitted(CallPageFactory.create(), email="ada@example.org")


def test_the_button_of_the_detail_page_ends_all_links_and_sends_a_new_one(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    outbox.deliver_due()
    mail.outbox.clear()
    officer = member_of(Role.OFFICERS)

    page = django_app.get(f"/admin/candidature/{submission.pk}/", user=officer)
    form = next(one for one in page.forms.values() if one.action.endswith("/nuovo-collegamento/"))
    after = form.submit().follow()

    assert "la lettera con quello nuovo è in partenza" in after.text
    assert not FollowLink.objects.filter(revoked_at=None).exists()
    outbox.deliver_due()
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]
    found = re.search(r"/candidature/segui/[^/\s]+/", str(mail.outbox[0].body))
    assert found
    link = found.group()
    assert submission.reference in Client().get(link).content.decode()
    entry = LogEntry.objects.get(action="link_renewed")
    assert (entry.submission, entry.actor) == (submission, officer)


def test_a_second_click_sends_no_second_letter(client: Client, submission: Submission) -> None:
    outbox.deliver_due()
    mail.outbox.clear()
    client.force_login(member_of(Role.OFFICERS))

    for _click in range(2):
        client.post(f"/admin/candidature/{submission.pk}/nuovo-collegamento/")
    outbox.deliver_due()

    assert len(mail.outbox) == 1


def test_whoever_may_not_decide_or_does_not_see_it_sends_nothing(
    client: Client, submission: Submission
) -> None:
    reader = staff("wagtailadmin.access_admin", access.REVIEW)
    committee = CommitteeFactory.create()
    committee.members.add(reader)
    committee.pages.add(submission.page_id)
    for user in (reader, committee_member(CallPageFactory.create())):
        client.force_login(user)
        client.post(f"/admin/candidature/{submission.pk}/nuovo-collegamento/")

    assert FollowLink.objects.filter(revoked_at=None).exists()
    assert not LogEntry.objects.filter(action="link_renewed").exists()
