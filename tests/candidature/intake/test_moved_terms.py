"""Who has a draft is told, once for each published change, until when it can be sent now."""

from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from candidature.intake import drafts, moved_terms
from candidature.models import CallPage, Draft
from candidature.privacy import retention
from candidature.published import telling
from candidature.submissions import keeping
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from tests.candidature.factories import CallPageFactory, EventPageFactory, begun, draft_token, identity
from tests.candidature.public.mailbox import links_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def call() -> Any:
    return CallPageFactory.create(title="Partner per l’ascolto")


def publish(page: Any, **changes: Any) -> Any:
    found = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(found, name, value)
    found.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def told(at: datetime | None = None) -> list[Any]:
    """What reaches mailboxes about a term once the worker has had its turn."""
    moment = at or timezone.now() + timedelta(minutes=6)
    with mock.patch("django.utils.timezone.now", return_value=moment):
        telling.tell_due(moment)
        mail.outbox.clear()
        outbox.deliver_due()
    keys = OutboxMessage.objects.filter(key__contains=":draft_term_").values_list("message_id", flat=True)
    ids = {f"<{key}@cantieri-della-salute>" for key in keys}
    return [letter for letter in mail.outbox if letter.extra_headers["Message-ID"] in ids]


def test_an_extended_term_is_told_with_the_new_moment_and_the_way_on(call: Any) -> None:
    draft_token(call, email="ada@example.org")
    closes_at = call.closes_at + 10 * DAY
    publish(call, closes_at=closes_at)

    (letter,) = told()

    assert letter.to == ["ada@example.org"]
    assert "Il termine è prorogato" in letter.subject
    assert "Partner per l’ascolto" in letter.subject
    body = " ".join(letter.body.split())
    assert f"c’è tempo fino a {_day(closes_at)}" in body
    assert f"Prima era {_day(call.closes_at)}" in body
    on, stop = links_in(letter)
    assert "Controlla e invia" in Client().get(on).content.decode()
    asked = Client().get(stop).content.decode()
    assert "smettere di ricevere" in asked
    # They end with the reminders.
    assert "nemmeno quando il termine cambia" in asked
    assert told() == []


def _day(moment: datetime) -> str:
    from django.utils.formats import date_format

    return date_format(timezone.localtime(moment), "l j F Y, \\o\\r\\e H:i")


@pytest.mark.parametrize(
    ("before", "after", "subject"),
    [
        ({"closes_at": -1}, {"closes_at": 5}, "Si può di nuovo partecipare"),
        ({"closes_at": 9}, {"closes_at": 2}, "Il termine è anticipato"),
        ({"closes_at": 9}, {"closes_at": -0.5}, "non si può più inviare"),
        ({"closes_at": 9}, {"closes_at": None, "concluded": True}, "non si può più inviare"),
        ({"closes_at": -1}, {"closes_at": -0.5}, None),
        ({"closes_at": 9}, {"closes_at": 9, "title": "Altro titolo"}, None),
    ],
)
def test_each_change_of_a_term_has_its_letter(
    call: Any, before: Any, after: Any, subject: str | None
) -> None:
    now = timezone.now()

    def dated(values: Any) -> Any:
        return {
            key: now + value * DAY if type(value) in (int, float) else value for key, value in values.items()
        }

    draft_token(call)
    # As it was told, whatever was open when the draft was begun.
    CallPage.objects.filter(pk=call.pk).update(opens_at=now - 9 * DAY)
    page = publish(call, **dated(before))
    told()
    publish(page, **dated(after))

    letters = told()

    assert [subject in letter.subject for letter in letters] == ([True] if subject else [])


def test_an_event_moved_before_its_closing_and_one_that_is_cancelled_tell_who_is_writing() -> None:
    event: Any = EventPageFactory.create(title="Laboratorio", steps="[]")
    draft_token(event, answers={})
    page = publish(event, starts_at=event.closes_at - DAY, ends_at=None)
    (moved,) = told()
    publish(page, cancelled=True, cancellation_note="Si rifà in primavera.")
    (cancelled,) = told()

    assert "Il termine è anticipato" in moved.subject
    assert "L’evento è annullato" in cancelled.subject
    assert "Si rifà in primavera." in cancelled.body


def test_who_opens_only_later_is_told_when_it_opens(call: Any) -> None:
    draft_token(call)
    opens_at = timezone.now() + 3 * DAY
    publish(call, opens_at=opens_at, closes_at=opens_at + 5 * DAY)
    assert told() == []

    assert len(told(opens_at + timedelta(minutes=1))) == 1


@pytest.mark.parametrize("why", ["stopped", "no address", "expired", "another page"])
def test_who_cannot_or_will_not_be_written_to_is_not(call: Any, why: str) -> None:
    draft_token(CallPageFactory.create() if why == "another page" else call)
    changes: dict[str, Any] = {
        "stopped": {"no_reminders": True},
        "no address": {"email": ""},
        "expired": {"expires_at": timezone.now() - DAY},
    }
    Draft.objects.update(**changes.get(why, {"phone": ""}))
    publish(call, closes_at=call.closes_at + DAY)

    assert told() == []


def test_one_address_gets_one_letter_however_many_drafts_it_has(call: Any) -> None:
    for _time in range(3):
        draft_token(call, email="ada@example.org")
    draft_token(call, email="ugo@example.org")
    publish(call, closes_at=call.closes_at + DAY)

    assert sorted(letter.to[0] for letter in told()) == ["ada@example.org", "ugo@example.org"]


def test_an_address_that_nobody_proved_is_not_written_to_without_end(call: Any) -> None:
    begun(call, email="mai@example.org")
    draft_token(call, email="ada@example.org")
    received: list[str] = []
    page = call
    for days in range(1, 8):
        page = publish(page, closes_at=call.closes_at + days * DAY)
        received += [letter.to[0] for letter in told()]

    assert received.count("mai@example.org") == moved_terms.MOST_UNPROVED
    assert received.count("ada@example.org") == moved_terms.MOST


def test_who_writes_by_the_link_of_a_letter_is_told_on_until_the_address_is_another(call: Any) -> None:
    draft, _token = begun(call, email="ada@example.org")
    page = publish(call, suspended=True)
    received = told()
    (link,) = links_in(received[0])
    Client().post(link.replace("riepilogo", "passo/1"), {"action": "save", "form_key": "a" * 22})
    for changes in ({"suspended": False}, {"closes_at": call.closes_at + DAY}):
        page = publish(page, **changes)
        received += told()

    assert [letter.subject.split(":")[0] for letter in received] == [
        "È sospeso",
        "Riprende",
        "Il termine è prorogato",
    ]
    draft.refresh_from_db()
    assert draft.is_proved
    drafts.save_identity(draft, identity(email="altra@example.org"))
    draft.refresh_from_db()
    assert not draft.is_proved


def test_a_draft_is_kept_until_the_new_term_is_over_even_if_it_is_saved_again(call: Any) -> None:
    token = draft_token(call)
    drafts.begin(call)
    term = timezone.now() + 90 * DAY
    publish(call, closes_at=term)
    kept = Draft.objects.get(email__gt="")
    assert kept.expires_at == term + keeping.AFTER_THE_TERM
    drafts.save_answers(kept, {"q-motivation": "Ancora"})

    retention.prune_drafts(term + DAY)

    assert list(Draft.objects.values_list("pk", flat=True)) == [kept.pk]
    assert token
    retention.prune_drafts(term + keeping.AFTER_THE_TERM)
    assert not Draft.objects.exists()


def test_a_term_put_back_before_anybody_was_told_is_not_told(call: Any) -> None:
    draft_token(call)
    page = publish(call, closes_at=call.closes_at + DAY)
    publish(page, closes_at=call.closes_at)

    assert told() == []
