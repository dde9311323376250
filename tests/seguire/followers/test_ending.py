"""What ends without a press: two years of silence, and mailboxes that do not exist."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.models import OutboxMessage
from portal.outbox import delivery_reports, rejections, undelivered
from portal.outbox import sending as outbox
from portal.privacy import holdings
from seguire.digests import writing
from seguire.followers import ending, keeping
from seguire.models import Follower, FollowRequest, Subscription
from tests.portal.outbox import failing_servers
from tests.seguire import site

pytestmark = pytest.mark.django_db

ASKED_AFTER = keeping.KEPT_FOR - keeping.ANSWER_WITHIN


def in_days(days: float) -> Any:
    return timezone.now() + timedelta(days=days)


def test_whoever_says_nothing_is_asked_a_month_before_and_then_forgotten() -> None:
    site.following("ada@example.org", site.zone())
    almost = timezone.now() + ASKED_AFTER

    assert ending.ask_whether_wanted(almost - timedelta(hours=1)) == 0
    assert ending.ask_whether_wanted(almost) == 1
    assert ending.ask_whether_wanted(almost) == 0
    [asked] = site.read()
    assert asked.to == ["ada@example.org"]
    assert "Vuoi ancora" in asked.subject
    assert "List-Unsubscribe" in asked.extra_headers
    assert ending.forget_unwanted(almost + keeping.ANSWER_WITHIN - timedelta(hours=1)) == 0
    assert ending.forget_unwanted(almost + keeping.ANSWER_WITHIN + timedelta(hours=1)) == 1
    assert not Follower.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_asked_late_one_still_has_a_month() -> None:
    site.following("ada@example.org", site.zone())
    late = timezone.now() + 2 * keeping.KEPT_FOR
    ending.ask_whether_wanted(late)

    assert ending.forget_unwanted(late + timedelta(days=29)) == 0
    assert ending.forget_unwanted(late + timedelta(days=30)) == 1


def test_the_button_of_that_letter_keeps_the_address(client: Client) -> None:
    site.following("ada@example.org", site.zone())
    almost = timezone.now() + ASKED_AFTER
    ending.ask_whether_wanted(almost)
    [link] = [one for one in site.links_in(site.read()[0]) if one.endswith("/ancora/")]

    client.get(link)
    assert Follower.objects.get().asked_at is not None
    client.post(link)

    assert Follower.objects.get().asked_at is None
    assert ending.forget_unwanted(almost + timedelta(days=31)) == 0


def test_asked_in_vain_of_who_answered_meanwhile_the_letter_does_not_leave() -> None:
    follower = site.following("ada@example.org", site.zone())
    ending.ask_whether_wanted(timezone.now() + ASKED_AFTER)
    Follower.objects.filter(pk=follower.pk).update(asked_at=None)

    assert site.read() == []


def sent_news() -> OutboxMessage:
    zone = site.zone()
    site.following("ada@example.org", zone)
    site.news("Il punto", territories=[zone])
    site.digest()
    return OutboxMessage.objects.get(link_kind="seguire.news")


@pytest.mark.parametrize(
    "reason", ["5.1.1 User unknown", "(550, b'5.1.10 Recipient not found')", "5.2.1 disabled"]
)
def test_a_mailbox_that_does_not_exist_ends_it_at_once(reason: str) -> None:
    letter = sent_news()

    assert rejections.mark(letter, OutboxMessage.Status.BOUNCED, reason)

    assert not Follower.objects.exists()
    assert OutboxMessage.objects.get().status == OutboxMessage.Status.BOUNCED


def test_what_may_be_our_own_fault_ends_it_only_after_a_while() -> None:
    letter = sent_news()
    for _turn in range(ending.MOST_REFUSALS - 1):
        rejections.mark(letter, OutboxMessage.Status.BOUNCED, "5.7.1 Message blocked as spam")
    assert Follower.objects.exists()

    rejections.mark(letter, OutboxMessage.Status.BOUNCED, "5.7.1 Message blocked as spam")

    assert not Follower.objects.exists()


def test_refusals_of_long_ago_do_not_count() -> None:
    letter = sent_news()
    Follower.objects.update(refusals=4, refused_at=timezone.now() - ending.REFUSALS_WITHIN)

    rejections.mark(letter, OutboxMessage.Status.BOUNCED, "5.7.1 Message blocked as spam")

    assert Follower.objects.get().refusals == 1


def test_a_report_of_the_mail_server_is_enough() -> None:
    letter = sent_news()
    report = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nNo.\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {letter.header_id}\n\n--b--\n"
    )

    assert delivery_reports.take(report.encode()) == delivery_reports.Taken.MARKED

    assert not Follower.objects.exists()


def test_a_mistyped_address_that_is_refused_is_forgotten(settings: Settings) -> None:
    asked = site.asked("nessuno@example.org", site.zone())
    letter = OutboxMessage.objects.get()

    rejections.mark(letter, OutboxMessage.Status.REFUSED, "5.1.1 User unknown")

    assert not FollowRequest.objects.filter(pk=asked.pk).exists()


def test_the_bounce_of_a_letter_to_somebody_else_ends_nothing() -> None:
    letter = sent_news()
    OutboxMessage.objects.update(recipient="altra@example.org")
    letter.refresh_from_db()

    rejections.mark(letter, OutboxMessage.Status.BOUNCED, "5.1.1 User unknown")

    assert Follower.objects.exists()


def test_officers_are_not_written_to_about_news_that_come_back() -> None:
    letter = sent_news()

    rejections.mark(letter, OutboxMessage.Status.BOUNCED, "5.7.1 blocked")

    assert undelivered.stopped_counts() == {}
    assert undelivered.tell_officers() == 0


def test_letters_with_news_are_forgotten_after_ten_days() -> None:
    sent_news()

    keeping.prune(in_days(9))
    assert OutboxMessage.objects.filter(link_kind="seguire.news").exists()
    keeping.prune(in_days(11))

    assert not OutboxMessage.objects.filter(link_kind__startswith="seguire.").exists()


def test_ten_thousand_news_do_not_delay_a_decision_nor_count_as_late() -> None:
    lane = OutboxMessage.Lane
    for number, one in enumerate((lane.LAST, lane.ORDINARY)):
        outbox.enqueue_many(
            [
                outbox.message(
                    key=str(number), recipient="a@example.org", subject=str(number), body="x", lane=one
                )
            ]
        )
    OutboxMessage.objects.update(
        created_at=timezone.now() - timedelta(hours=1), next_attempt_at=timezone.now() - timedelta(hours=1)
    )

    assert [one.subject for one in undelivered.late()] == ["1"]
    assert {one.subject for one in undelivered.late(timezone.now() + timedelta(hours=6))} == {"0", "1"}
    assert [one.subject for one in site.read()] == ["1", "0"]


def test_a_person_gets_and_erases_what_is_held_of_them() -> None:
    zone = site.zone("Zona Val di Prova")
    site.following("ada@example.org", zone)
    site.following("bo@example.org", zone)
    mine = {one.model: one for one in holdings() if one.model.startswith("seguire.")}

    exported = [one.export(row) for one in mine.values() for row in one.rows_of("ADA@example.org")]
    for one in mine.values():
        for row in one.rows_of("ADA@example.org"):
            if one.erase is not None:
                one.erase(row)

    assert "Zona Val di Prova" in str(exported)
    assert [one.email for one in Follower.objects.all()] == ["bo@example.org"]
    assert Subscription.objects.count() == 1


def test_forgotten_while_the_letter_was_on_its_way_nothing_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zone = site.zone()
    follower = site.following("ada@example.org", zone)
    site.news("Il punto", territories=[zone])
    writing.write_due(site.morning())
    fill = outbox._as_email

    def forgotten(message: Any) -> Any:
        email = fill(message)
        keeping.forget(follower)
        return email

    monkeypatch.setattr(outbox, "_as_email", forgotten)
    site.read()

    assert not Follower.objects.exists()
    assert not OutboxMessage.objects.filter(recipient="ada@example.org").exists()


def test_a_server_that_refuses_the_address_at_once_counts_too(settings: Settings) -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    site.news("Il punto", territories=[zone])
    settings.EMAIL_BACKEND = f"{failing_servers.__name__}.RefusesRecipients"
    writing.write_due(site.morning())
    outbox.deliver_due()

    # It did not say that there is no such mailbox in the words of RFC 3463: once is not enough.
    assert Follower.objects.get().refusals == 1
