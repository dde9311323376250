"""Who began and did not send, or was asked to complete and did not, is reminded twice, and no more."""

from datetime import datetime, timedelta
from typing import Any, cast
from unittest import mock

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.access.scope import DECIDE, OVERSEE, REVIEW
from candidature.actors import Actor
from candidature.intake import moved_terms, reminders, sending
from candidature.intake.moved_terms import MOST_UNPROVED
from candidature.letters import draft_letters
from candidature.links import secret_links
from candidature.models import CallPage, Draft, Submission
from candidature.process.workflow import transition
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.privacy.tokens import digest, new_token
from tests.candidature.factories import (
    EVERYTHING,
    CallPageFactory,
    EventPageFactory,
    draft_token,
    overseer,
    staff,
    submitted,
)
from tests.candidature.messages.conversations import from_applicant
from tests.candidature.public.journey import form_of
from tests.candidature.public.mailbox import links_in
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def page() -> CallPage:
    return cast(CallPage, CallPageFactory.create(title="Partner per l’ascolto"))


def closing(page: CallPage) -> datetime:
    assert page.closes_at
    return page.closes_at


def begun(page: Any, before: timedelta = timedelta(days=5), **who: Any) -> Draft:
    """A draft that nobody has touched since so long before the closing."""
    draft_token(page, **who)
    draft = Draft.objects.latest("pk")
    at = closing(page) - before
    Draft.objects.filter(pk=draft.pk).update(created_at=at, updated_at=at, expires_at=at + timedelta(days=30))
    return Draft.objects.get(pk=draft.pk)


def at(moment: datetime) -> Any:
    return mock.patch("django.utils.timezone.now", return_value=moment)


def read(moment: datetime) -> list[Any]:
    mail.outbox.clear()
    with at(moment):
        outbox.deliver_due()
    return list(mail.outbox)


@pytest.mark.parametrize(
    ("before", "written"),
    [
        (49 * HOUR, 0),
        (48 * HOUR, 1),
        (13 * HOUR, 1),
        (12 * HOUR, 0),
        (4 * HOUR, 0),
        (3 * HOUR, 1),
        (0.5 * HOUR, 1),
        (0.1 * HOUR, 0),
        (0 * HOUR, 0),
        (-1 * HOUR, 0),
    ],
)
def test_the_letter_leaves_in_its_time_and_not_later(page: CallPage, before: timedelta, written: int) -> None:
    begun(page)

    assert reminders.write_due(closing(page) - before) == written


def test_each_leaves_once_and_names_the_call_the_term_and_the_next_thing(page: CallPage) -> None:
    draft = begun(page, email="ada@example.org")
    for hours in (48, 47, 24, 13):
        reminders.write_due(closing(page) - hours * HOUR)
    assert OutboxMessage.objects.count() == 1

    (letter,) = read(closing(page) - 47 * HOUR)

    assert letter.to == ["ada@example.org"]
    assert letter.subject.endswith("la tua bozza non è ancora inviata – Partner per l’ascolto")
    assert f"{timezone.localtime(closing(page)):%H:%M}" in letter.body
    on, stop = links_in(letter)
    with at(closing(page) - 46 * HOUR):
        assert "Controlla e invia" in Client().get(on).content.decode()
        assert "smettere di ricevere" in Client().get(stop).content.decode()
    for hours in (3, 2, 1):
        reminders.write_due(closing(page) - hours * HOUR)
    assert OutboxMessage.objects.filter(related_to=f"bozza-{draft.pk}").count() == 2


def test_a_new_term_is_reminded_of_anew(page: CallPage) -> None:
    begun(page)
    reminders.write_due(closing(page) - 48 * HOUR)
    page.closes_at = closing(page) + timedelta(days=10)
    page.save()
    Draft.objects.update(expires_at=page.closes_at + timedelta(days=1))

    assert reminders.write_due(closing(page) - 48 * HOUR) == 1


@pytest.mark.parametrize("why", ["sent", "stopped", "no address", "just begun", "writing now", "expired"])
def test_who_need_not_be_reminded_is_not(page: CallPage, why: str) -> None:
    draft = begun(page, before=47 * HOUR if why == "just begun" else timedelta(days=5))
    now = closing(page) - 40 * HOUR
    changes: dict[str, dict[str, Any]] = {
        "stopped": {"no_reminders": True},
        "no address": {"email": ""},
        "writing now": {"updated_at": now - timedelta(minutes=5)},
        "expired": {"expires_at": now},
    }
    Draft.objects.filter(pk=draft.pk).update(**changes.get(why, {"phone": ""}))
    if why == "sent":
        draft.delete()

    assert reminders.write_due(now) == 0


def test_who_gave_an_answer_that_leads_out_is_not_reminded_until_it_is_another() -> None:
    out = {"leads_out": True, "why": "È per chi vive qui."}
    page = CallPageFactory.create(steps=form_of([block("yes_no", "here", label="Vivi qui?", no_out=out)]))
    draft = begun(page)
    Draft.objects.filter(pk=draft.pk).update(answers={"here": "no"})
    now = closing(page) - 40 * HOUR

    assert reminders.write_due(now) == 0

    Draft.objects.filter(pk=draft.pk).update(answers={"here": "yes"})
    assert reminders.write_due(now) == 1


def test_who_cannot_send_the_draft_written_last_is_reminded_of_one_that_can_be_sent() -> None:
    out = {"leads_out": True, "why": "È per chi vive qui."}
    page = CallPageFactory.create(steps=form_of([block("yes_no", "here", label="Vivi qui?", no_out=out)]))
    may_be_sent = begun(page, before=timedelta(days=6), email="ada@example.org")
    latest = begun(page, before=timedelta(days=4), email="ada@example.org")
    Draft.objects.filter(pk=may_be_sent.pk).update(answers={"here": "yes"})
    Draft.objects.filter(pk=latest.pk).update(answers={"here": "no"})

    assert reminders.write_due(closing(page) - 40 * HOUR) == 1
    assert OutboxMessage.objects.get().related_to == f"bozza-{may_be_sent.pk}"


@pytest.mark.parametrize("why", ["unpublished", "no notice"])
def test_what_takes_nothing_reminds_nobody(page: CallPage, why: str) -> None:
    begun(page)
    if why == "unpublished":
        page.unpublish()
    else:
        page.privacy_notice = None
        page.save()

    assert reminders.write_due(closing(page) - 40 * HOUR) == 0


def test_an_event_reminds_too_and_one_that_has_begun_does_not() -> None:
    event = EventPageFactory.create()
    begun(event)
    assert reminders.write_due(closing(event) - 40 * HOUR) == 1
    event.starts_at = closing(event) - 5 * HOUR
    event.save()

    assert reminders.write_due(closing(event) - 3 * HOUR) == 0


@pytest.mark.parametrize("closes", ["later", "at its end"])
def test_an_event_that_takes_sign_ups_until_it_begins_reminds_before_that(closes: str) -> None:
    event = EventPageFactory.create()
    event.starts_at = closing(event)
    event.ends_at = event.starts_at + 2 * HOUR
    event.closes_at = event.ends_at if closes == "at its end" else event.starts_at + timedelta(days=20)
    event.save()
    draft_token(event)
    begun_at = event.starts_at - timedelta(days=5)
    Draft.objects.update(created_at=begun_at, updated_at=begun_at)

    written = [reminders.write_due(event.starts_at - before * HOUR) for before in (60, 48, 47, 12, 3, 1, 0.1)]

    assert written == [0, 1, 0, 0, 1, 0, 0]
    (letter,) = read(event.starts_at - 2 * HOUR)[-1:]
    assert f"{timezone.localtime(event.starts_at):%H:%M}" in letter.body


def test_one_address_is_reminded_once_of_the_draft_written_last(page: CallPage) -> None:
    begun(page, before=timedelta(days=6), email="ada@example.org")
    latest = begun(page, before=timedelta(days=4), email="Ada@example.org")
    begun(page, before=timedelta(days=5), email="ada@example.org")

    assert [reminders.write_due(closing(page) - hours * HOUR) for hours in (48, 47)] == [1, 0]
    assert OutboxMessage.objects.get().related_to == f"bozza-{latest.pk}"

    # Going on with another is not reminded of the same term anew.
    Draft.objects.exclude(pk=latest.pk).update(updated_at=closing(page) - 47 * HOUR)
    assert reminders.write_due(closing(page) - 40 * HOUR) == 0


def reminded_of_drafts() -> int:
    return OutboxMessage.objects.filter(key__contains=f":{draft_letters.REMINDER}:").count()


def reminded_and_sent(page: Any, other: dict[str, Any], **who: Any) -> None:
    """One draft left behind, as somebody else where it says so, and another reminded of and sent since."""
    begun(page, before=timedelta(days=6), **{**who, **other})
    draft = begun(page, before=timedelta(days=4), **who)
    reminders.write_due(closing(page) - 48 * HOUR)
    assert reminded_of_drafts() == 1
    token, _columns = secret_links.replace_draft_link(draft, new_token())
    Draft.objects.filter(pk=draft.pk).update(token_hash=digest(token), written_at=None)
    sending.submit(token, received_at=closing(page) - 47 * HOUR, notice_id=page.privacy_notice_id)


@pytest.mark.parametrize(("one_each", "written"), [(True, 0), (False, 1)])
def test_who_sent_another_is_reminded_of_nothing_that_they_were_told_or_cannot_send(
    page: CallPage, one_each: bool, written: int
) -> None:
    CallPage.objects.filter(pk=page.pk).update(one_each=one_each)
    page.refresh_from_db()
    reminded_and_sent(page, {}, email="ada@example.org")

    assert reminders.write_due(closing(page) - 46 * HOUR) == 0
    assert reminders.write_due(closing(page) - 3 * HOUR) == written


def test_who_withdrew_what_they_sent_may_send_another_and_is_reminded_of_it(page: CallPage) -> None:
    reminded_and_sent(page, {}, email="ada@example.org")
    Submission.objects.update(status="withdrawn")

    assert reminders.write_due(closing(page) - 3 * HOUR) == 1


@pytest.mark.parametrize(("other", "written"), [({}, 0), ({"first_name": "Leo"}, 1)])
def test_at_an_event_somebody_else_of_the_same_address_is_reminded_in_their_turn(
    other: dict[str, Any], written: int
) -> None:
    event = EventPageFactory.create()
    who = {"first_name": "Ada", "last_name": "Prova", "email": "ada@example.org"}
    reminded_and_sent(event, other, **who)

    assert reminders.write_due(closing(event) - 46 * HOUR) == 0
    assert reminders.write_due(closing(event) - 3 * HOUR) == written


def test_an_address_that_nobody_proved_is_reminded_twice_whatever_becomes_of_the_term(page: CallPage) -> None:
    for email in ("mai@example.org", "mai@example.org", "ada@example.org"):
        begun(page, email=email)
    Draft.objects.filter(email="mai@example.org").update(proved_email="")
    for _time in range(3):
        for hours in (48, 3):
            reminders.write_due(closing(page) - hours * HOUR)
        page.closes_at = closing(page) + timedelta(days=5)
        page.save()

    recipients = list(OutboxMessage.objects.values_list("recipient", flat=True))
    assert recipients.count("mai@example.org") == MOST_UNPROVED
    assert recipients.count("ada@example.org") == 6


def test_what_is_written_is_not_made_again_and_many_are_written_in_turns(page: CallPage) -> None:
    for number in range(moved_terms.AT_ONCE + 2):
        begun(page, email=f"p{number}@example.org")
    due_at = closing(page)
    asked_to_complete(page, due_at, timezone.now())
    now = due_at - 48 * HOUR
    assert reminders.write_due(now) == moved_terms.AT_ONCE + 3

    with (
        CaptureQueriesContext(connection) as queries,
        mock.patch("candidature.letters.draft_letters.blocks_of") as about_drafts,
        mock.patch("candidature.letters.writing.blocks_of") as about_sent,
    ):
        assert reminders.write_due(now + HOUR) == 0

    assert not about_drafts.called
    assert not about_sent.called
    assert len(queries) <= 20


@pytest.mark.parametrize("why", ["sent", "stopped", "closed"])
def test_a_letter_that_waits_too_long_does_not_leave(page: CallPage, why: str) -> None:
    token = draft_token(page)
    Draft.objects.update(
        created_at=closing(page) - timedelta(days=5), updated_at=closing(page) - timedelta(days=5)
    )
    reminders.write_due(closing(page) - 3 * HOUR)
    if why == "sent":
        received = closing(page) - 2 * HOUR
        Draft.objects.update(written_at=None)
        sending.submit(token, received_at=received, notice_id=page.privacy_notice_id)
    if why == "stopped":
        Draft.objects.update(no_reminders=True)

    letters = read(closing(page) + (HOUR if why == "closed" else -HOUR))

    assert [letter for letter in letters if "Il termine si avvicina" in letter.subject] == []


def test_the_link_that_stops_them_asks_first_and_ends_no_other_link(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    begun(page)
    reminders.write_due(closing(page) - 48 * HOUR)
    (letter,) = read(closing(page) - 47 * HOUR)
    _on, stop = links_in(letter)
    asked = django_app.get(stop)
    assert not Draft.objects.get().no_reminders

    told = asked.forms[0].submit().follow()

    assert "Non riceverai altri promemoria" in told.text
    draft = Draft.objects.get()
    assert draft.no_reminders
    assert not draft.only_by_letter
    assert reminders.write_due(closing(page) - 3 * HOUR) == 0


def asked_to_complete(
    page: CallPage, due_at: datetime, asked_at: datetime, *, letter: str = ""
) -> Submission:
    """One of whom something is asked, by a letter in this state; it is no longer kept where none is named."""
    submission = submitted(page)
    officer = Actor.staff(overseer())
    asked = transition(
        submission.pk,
        "request_info",
        officer,
        expected_version=1,
        reason="Manca il motivo.",
        due_at=due_at,
        asked=EVERYTHING,
    )
    Submission.objects.filter(pk=asked.pk).update(updated_at=asked_at)
    leave_letter(":info_requested", letter)
    return asked


def leave_letter(key: str, status: str) -> None:
    """Puts the letter whose key ends so in a state; where none is named, letters are no longer kept."""
    if status:
        OutboxMessage.objects.filter(key__endswith=key).update(status=status)
    else:
        OutboxMessage.objects.all().delete()


def test_who_was_asked_to_complete_is_reminded_twice(page: CallPage) -> None:
    due_at = timezone.now() + timedelta(days=10)
    submission = asked_to_complete(page, due_at, timezone.now())

    for hours in (72, 48, 47, 20, 11, 3, 2, 1):
        reminders.write_due(due_at - hours * HOUR)

    first, _second = OutboxMessage.objects.order_by("pk")
    assert OutboxMessage.objects.count() == 2
    assert first.recipient == submission.email
    assert "completa la tua candidatura entro " in first.subject
    assert f"{timezone.localtime(due_at):%H:%M}" in first.body
    assert page.title in first.body


def test_who_was_given_less_time_than_that_or_wants_none_is_not(page: CallPage) -> None:
    due_at = timezone.now() + timedelta(days=10)
    submission = asked_to_complete(page, due_at, due_at - 30 * HOUR)
    assert reminders.write_due(due_at - 20 * HOUR) == 0

    Submission.objects.filter(pk=submission.pk).update(no_reminders=True)
    assert reminders.write_due(due_at - 3 * HOUR) == 0


@pytest.mark.parametrize(
    ("status", "written"),
    [
        ("draft", 0),
        ("approval", 0),
        ("held", 0),
        ("by_hand", 0),
        ("failed", 0),
        ("refused", 0),
        ("aborted", 0),
        ("pending", 1),
        ("sent", 1),
        # The applicant may have given another address since.
        ("bounced", 1),
    ],
)
def test_who_was_not_told_is_not_reminded_until_the_letter_has_left(
    page: CallPage, status: str, written: int
) -> None:
    due_at = timezone.now() + timedelta(days=12)
    asked_to_complete(page, due_at, timezone.now(), letter=status)
    forewarned(page, due_at, letter=status, email="altra@example.org")
    before = OutboxMessage.objects.count()

    assert reminders.write_due(due_at - 48 * HOUR) == 2 * written
    assert OutboxMessage.objects.count() == before + 2 * written


@pytest.mark.parametrize("letter", ["info_reminder", "forewarned_reminder"])
def test_the_letter_to_who_is_waited_for_stops_them_too_and_asks_first(
    django_app: DjangoTestApp, page: CallPage, letter: str
) -> None:
    due_at = timezone.now() + timedelta(days=12)
    if letter == "info_reminder":
        asked_to_complete(page, due_at, timezone.now())
    else:
        forewarned(page, due_at)
    reminders.write_due(due_at - 48 * HOUR)
    (sent,) = read(due_at - 47 * HOUR)
    on, stop = links_in(sent)
    assert stop == f"{on}promemoria/"
    asked = django_app.get(stop)
    assert "Vuoi smettere di ricevere promemoria?" in asked.text
    assert not Submission.objects.get().no_reminders

    asked.forms[0].submit()

    assert Submission.objects.get().no_reminders
    assert "Non riceverai altri promemoria" in django_app.get(stop).text
    assert reminders.write_due(due_at - 3 * HOUR) == 0


def test_the_personal_page_stops_them(django_app: DjangoTestApp, page: CallPage) -> None:
    due_at = timezone.now() + timedelta(days=10)
    asked_to_complete(page, due_at, timezone.now())
    reminders.write_due(due_at - 48 * HOUR)
    (letter,) = read(due_at - 47 * HOUR)
    followed = django_app.get(links_in(letter)[0])

    told = (
        next(form for form in followed.forms.values() if form.action.endswith("/promemoria/"))
        .submit()
        .follow()
    )

    assert "Non ti mandiamo promemoria" in told.text
    assert Submission.objects.get().no_reminders


def forewarned(page: CallPage, due_at: datetime, *, letter: str = "", **who: Any) -> Submission:
    """A submission whose applicant was told the reasons against it."""
    submission = submitted(page, **who)
    told = transition(
        submission.pk,
        "forewarn",
        Actor.staff(staff(REVIEW, DECIDE, OVERSEE)),
        expected_version=1,
        reason="Manca la firma.",
        due_at=due_at,
    )
    leave_letter(":forewarned", letter)
    return told


def test_who_may_still_object_is_reminded_twice(page: CallPage) -> None:
    due_at = timezone.now() + timedelta(days=12)
    submission = forewarned(page, due_at)

    for hours in (72, 48, 47, 20, 11, 3, 2, 1):
        reminders.write_due(due_at - hours * HOUR)

    first, _second = OutboxMessage.objects.order_by("pk")
    assert OutboxMessage.objects.count() == 2
    assert first.recipient == submission.email
    assert "puoi ancora inviare le tue osservazioni entro " in first.subject
    assert "Manca la firma" not in str(first.body)


def test_who_objected_or_wants_no_reminders_gets_none(page: CallPage) -> None:
    due_at = timezone.now() + timedelta(days=12)
    objected, silent = forewarned(page, due_at), forewarned(page, due_at, email="altra@example.org")
    from_applicant(objected, "Eccola, firmata.")
    OutboxMessage.objects.all().delete()

    reminders.write_due(due_at - 48 * HOUR)
    assert [letter.related_to for letter in OutboxMessage.objects.all()] == [silent.reference]

    Submission.objects.filter(pk=silent.pk).update(no_reminders=True)
    assert reminders.write_due(due_at - 3 * HOUR) == 0
