"""A letter that asks to confirm and comes back is work: of who asked, and in sight of the office."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.confirmations.models import Confirmation
from candidature.intake import confirming, others
from candidature.models import Submission
from portal.models import OutboxMessage
from portal.outbox import delivery_reports, rejections
from portal.outbox.models import MESSAGE_ID_HOST
from tests.candidature.confirmations.asking import RITA, confirm, draft_with, logged, sent_with
from tests.candidature.factories import UserFactory
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import GUARDIAN, call, for_minors, letter_to, sent_by_minor

pytestmark = pytest.mark.django_db

LEAD = "ada@example.org"
REPORT = """\
From: MAILER-DAEMON@x
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

sorry
--b
Content-Type: message/delivery-status

Reporting-MTA: dns;x

Final-Recipient: rfc822;{address}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: <{number}@{host}>

--b--
"""


def come_back(address: str) -> None:
    letter = OutboxMessage.objects.get(recipient=address)
    report = REPORT.format(address=address, number=letter.message_id, host=MESSAGE_ID_HOST)
    taken = delivery_reports.take(report.replace("\n", "\r\n").encode())
    assert taken is delivery_reports.Taken.MARKED


def words_of(app: Any, address: str) -> str:
    return " ".join(app.get(address).html.select_one("main").get_text(" ", strip=True).split())


def test_of_a_draft_the_lead_is_told_and_reads_it_wherever_they_are_listed(django_app: DjangoTestApp) -> None:
    draft, token = draft_with(call(most_partners=1, waits_for_others=True), RITA)
    confirming.prove(draft)
    others.ask_missing(draft, client="")
    read_letters()
    come_back(RITA.email)
    [told] = read_letters()
    assert told.to == [LEAD]
    assert RITA.email in told.body
    assert links_in(told)
    for page in ("riepilogo", "chi-conferma"):
        assert "non è arrivata" in words_of(django_app, f"/candidature/bozza/{token}/{page}/")


def test_of_what_was_sent_lead_and_office_read_it(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    personal = links_in(letter_to(LEAD, read_letters()))[0]
    come_back(GUARDIAN)
    assert [letter.to for letter in read_letters()] == [[LEAD]]
    assert "non è arrivata" in words_of(django_app, personal)
    staff = Client()
    staff.force_login(UserFactory.create(is_superuser=True))
    sent = Submission.objects.get()
    shown = staff.get(reverse("candidature_review:detail", args=[sent.pk])).content.decode()
    assert re.search(r"la lettera del[^<]*non è arrivata", shown)
    # It is no letter to who applied that did not arrive.
    assert sent.undelivered_since is None
    assert ("confirmation_undelivered", "Sistema") in logged(sent)


@pytest.mark.parametrize("meanwhile", ["confirmed", "corrected", "over"])
def test_nobody_is_told_of_a_letter_from_which_nothing_is_awaited(meanwhile: str) -> None:
    submission = sent_with(call(most_partners=1), RITA)
    read_letters()
    letter = OutboxMessage.objects.get(recipient=RITA.email)
    if meanwhile == "confirmed":
        confirm(Confirmation.objects.get())
    elif meanwhile == "corrected":
        Confirmation.objects.update(email="giusta@example.org")
    else:
        Submission.objects.update(status="withdrawn")
    read_letters()
    rejections.mark(letter, OutboxMessage.Status.BOUNCED, "5.1.1")
    assert read_letters() == []
    assert "confirmation_undelivered" not in [action for action, _by in logged(submission)]


def test_the_same_letter_is_told_of_once() -> None:
    sent_with(call(most_partners=1), RITA)
    read_letters()
    letter = OutboxMessage.objects.get(recipient=RITA.email)
    for _time in range(2):
        rejections.mark(letter, OutboxMessage.Status.BOUNCED, "5.1.1")
    assert len(read_letters()) == 1
