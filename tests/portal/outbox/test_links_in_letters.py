"""The link of a letter: made when it leaves, the same at every attempt, and nowhere stored."""

from typing import Any, Never

import pytest
from django.core import mail
from pytest_django import Settings

from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from tests.portal.outbox import failing_servers
from tests.portal.outbox.letters import come_due, letter, link_kind, linked_letter, words_of

pytestmark = pytest.mark.django_db


def test_a_letter_without_a_link_holds_nothing_to_make_one_of() -> None:
    kept = letter()

    assert (kept.link_kind, kept.link_target, kept.link_seed, kept.related_to) == ("", "", "", "")
    OutboxMessage.objects.update(status=OutboxMessage.Status.FAILED)
    outbox.resend(kept)
    assert OutboxMessage.objects.get().link_seed == ""


def test_the_link_opens_once_the_letter_left_and_is_never_stored(links: Any) -> None:
    linked_letter()
    assert links == []

    outbox.deliver_due()

    assert words_of(mail.outbox[0]) == f"Apri\n\nhttps://example.org/7/{links[0]}"
    assert links[0] not in str(list(OutboxMessage.objects.values()))


def test_attempts_that_failed_leave_no_link_that_opens_and_all_carry_the_same(
    links: Any, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{failing_servers.__name__}.LosesTheAnswer"
    message = linked_letter()
    for _attempt in range(9):
        come_due()
        outbox.deliver_due()
    assert OutboxMessage.objects.get().status == OutboxMessage.Status.FAILED
    assert links == []

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    message.refresh_from_db()
    outbox.resend(message)
    outbox.deliver_due()

    # Any of the ten may have arrived: each holds the link that opens now.
    assert len(links) == 1
    assert {words_of(message) for message in mail.outbox} == {f"Apri\n\nhttps://example.org/7/{links[0]}"}
    assert len(mail.outbox) == 10


def test_a_worker_killed_before_it_recorded_the_sending_leaves_no_link_that_opens(
    links: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked_letter()

    class Killed(BaseException):
        pass

    def killed(_message: Any) -> Never:
        raise Killed

    monkeypatch.setattr(outbox, "_record_sent", killed)
    with pytest.raises(Killed):
        outbox.deliver_due()
    assert links == []
    monkeypatch.undo()
    monkeypatch.setitem(outbox._link_kinds, "test", link_kind(links))

    come_due()
    outbox.deliver_due()

    first, second = mail.outbox
    assert words_of(first) == words_of(second) == f"Apri\n\nhttps://example.org/7/{links[0]}"
    assert len(links) == 1


def test_two_letters_carry_two_links_and_a_letter_sent_anew_a_third(links: Any) -> None:
    message = linked_letter()
    letter(key="2", body=outbox.LINK_PLACEHOLDER, link_kind="test", link_target="7")
    outbox.deliver_due()
    message.refresh_from_db()
    outbox.resend(message)
    outbox.deliver_due()

    assert len(set(links)) == 3


def test_a_letter_sent_anew_makes_its_link_of_new_chance(links: Any) -> None:
    message = linked_letter()
    outbox.deliver_due()
    message.refresh_from_db()

    outbox.resend(message)

    seed = OutboxMessage.objects.get().link_seed
    assert len(seed) == OutboxMessage._meta.get_field("link_seed").max_length


def test_a_letter_tried_before_an_update_of_the_portal_and_after_it_holds_one_link(
    links: Any, settings: Settings
) -> None:
    settings.SECRET_KEY = "a key for this test"
    linked_letter()
    OutboxMessage.objects.update(
        message_id="6f1c1a52-31c6-4d6b-9c3e-0d6a3f3f7a10", link_seed="what was left to chance"
    )

    outbox.deliver_due()

    # As links were made from the first release on: a letter may arrive twice, and both must open.
    assert links == ["9sKSRo5HDgQ4tMhMJv9UUA"]


def test_a_seed_alone_makes_no_link_of_another_letter(links: Any) -> None:
    linked_letter()
    letter(key="2", body=outbox.LINK_PLACEHOLDER, link_kind="test", link_target="7")
    OutboxMessage.objects.update(link_seed="the same")

    outbox.deliver_due()

    assert len(set(links)) == 2
