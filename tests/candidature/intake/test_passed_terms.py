"""Once a term is over, who did not send is told once, and what is written is kept as the page says."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidature.confirmations.naming import Named
from candidature.intake import confirming, others, passed_terms
from candidature.letters import draft_letters
from candidature.models import CallPage, Draft, SendingRequest
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, EventPageFactory, draft_token, submitted

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SOON = timedelta(minutes=30)


def closed(**fields: Any) -> CallPage:
    """A call with one draft, whose term passed half an hour ago."""
    page: CallPage = CallPageFactory.create(**fields)
    draft_token(page, email="ada@example.org")
    close(page)
    return page


def close(page: CallPage) -> None:
    CallPage.objects.filter(pk=page.pk).update(closes_at=timezone.now() - SOON)
    page.refresh_from_db()


def letters() -> list[str]:
    passed = OutboxMessage.objects.filter(key__contains=draft_letters.PASSED).order_by("pk")
    return list(passed.values_list("recipient", flat=True))


def test_who_has_a_draft_is_told_once() -> None:
    closed()

    passed_terms.tell_due()
    passed_terms.tell_due(timezone.now() + DAY)

    assert letters() == ["ada@example.org"]


@pytest.mark.parametrize(("one_each", "told"), [(True, []), (False, ["ada@example.org"])])
def test_who_sent_another_draft_is_not_told_where_each_sends_one(one_each: bool, told: list[str]) -> None:
    page: CallPage = CallPageFactory.create(one_each=one_each)
    draft_token(page, email="ada@example.org")
    submitted(page, email="Ada@example.org")
    close(page)

    passed_terms.tell_due()

    assert letters() == told


def test_an_event_that_took_sign_ups_until_it_began_tells_who_did_not_send() -> None:
    event: Any = EventPageFactory.create()
    draft_token(event, answers={}, email="ada@example.org")
    begins = timezone.now() - SOON
    type(event).objects.filter(pk=event.pk).update(
        starts_at=begins, ends_at=begins + DAY / 8, closes_at=begins + DAY
    )

    passed_terms.tell_due(begins + timedelta(minutes=9))
    assert letters() == []
    passed_terms.tell_due()
    passed_terms.tell_due(begins + DAY + SOON)

    assert letters() == ["ada@example.org"]


def test_nobody_is_told_before_the_last_press_is_written_nor_days_later() -> None:
    page = closed()
    assert page.closes_at

    for at in (page.closes_at + timedelta(minutes=9), page.closes_at + 3 * DAY):
        passed_terms.tell_due(at)

    assert letters() == []


def test_nobody_is_told_where_the_page_says_so_who_stopped_letters_or_by_a_suspended_call() -> None:
    closed(tells_missed_term=False)
    closed()
    Draft.objects.update(no_reminders=True)
    page = closed()
    CallPage.objects.filter(pk=page.pk).update(suspended=True)

    passed_terms.tell_due()

    assert letters() == []


def pressed(page: CallPage) -> Draft:
    """The draft of somebody who pressed "Invia" in time and was to prove the address."""
    draft_token(page, email="ada@example.org")
    draft = Draft.objects.get()
    assert page.privacy_notice_id
    confirming.keep_press(
        draft, page, pressed_at=timezone.now(), notice_id=page.privacy_notice_id, shown=page.form_digest
    )
    assert SendingRequest.objects.exists()
    return draft


@pytest.mark.parametrize("waits", [{}, {"most_partners": 2, "waits_for_others": True}])
def test_who_pressed_in_time_has_only_to_confirm_and_is_not_told(waits: dict[str, Any]) -> None:
    page: CallPage = CallPageFactory.create(**waits)
    pressed(page)
    close(page)

    passed_terms.tell_due()

    assert letters() == []


@pytest.mark.parametrize("is_proved", [False, True])
def test_who_pressed_while_others_were_to_confirm_is_told(is_proved: bool) -> None:
    page: CallPage = CallPageFactory.create(most_partners=2, waits_for_others=True)
    draft = pressed(page)
    others.save(draft, None, Named("Rita Neri", "auser@example.org", "Auser"), {}, client="")
    if is_proved:
        others.ask_missing(draft, client="")
        assert not SendingRequest.objects.exists()
    close(page)

    passed_terms.tell_due()

    assert letters() == ["ada@example.org"]


def test_who_was_told_that_the_term_is_over_at_once_is_not_told_again() -> None:
    page = closed()
    draft = Draft.objects.get()
    OutboxMessage.objects.bulk_create(draft_letters.of_a_page(draft_letters.CLOSED, [draft], page, "7"))

    passed_terms.tell_due()

    assert letters() == []


def test_a_draft_written_long_ago_is_kept_for_the_days_of_the_page_and_a_recent_one_no_shorter() -> None:
    page = closed(draft_days=20)
    draft_token(page, email="bea@example.org")
    old, recent = Draft.objects.order_by("pk")
    assert page.closes_at
    Draft.objects.filter(pk=old.pk).update(expires_at=timezone.now() + DAY)

    passed_terms.tell_due()

    old.refresh_from_db()
    assert old.expires_at == page.closes_at + 20 * DAY
    assert Draft.objects.get(pk=recent.pk).expires_at == recent.expires_at


def test_none_is_told_in_quiet_hours() -> None:
    now = timezone.localtime()
    page = closed(quiet_from=(now - timedelta(hours=1)).time(), quiet_until=(now + timedelta(hours=1)).time())

    passed_terms.tell_due()
    assert letters() == []

    passed_terms.tell_due(now + timedelta(hours=2))
    assert letters() == ["ada@example.org"]
    letter = OutboxMessage.objects.get()
    assert (letter.quiet_from, letter.quiet_until) == (page.quiet_from, page.quiet_until)
