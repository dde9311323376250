"""The term is moved, and taking part suspended, in one act: page, history, drafts and letters follow."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import querydict_from_html

from candidature.intake import sending
from candidature.intake.receiving import WindowClosedError
from candidature.models import CallPage, Draft, PageChange, Submission
from candidature.pages.window import Reason
from candidature.privacy import retention
from candidature.published import telling
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.changes.conftest import text
from tests.candidature.factories import EventPageFactory, draft_token
from tests.candidature.public.journey import form_of
from tests.istruttoria.people import administrator, committee_member, member_of
from tests.portal.editorial.test_doors import text_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOTE = "Lo chiedono le associazioni."


def address(page: Any) -> str:
    return reverse("changes:term", args=[page.pk])


def press(client: Client, page: Any, shown: Any = None, **typed: Any) -> Any:
    """The form as it is shown, filled in."""
    shown = shown or client.get(address(page))
    data = querydict_from_html(shown.content.decode(), form_id="w-editor-form")
    for name, value in {"note": NOTE, **typed}.items():
        data[name] = f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if hasattr(value, "year") else value
    return client.post(address(page), data, follow=True)


def newest() -> Any:
    return PageChange.objects.first()


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def minute(moment: Any) -> Any:
    return moment.replace(second=0, microsecond=0)


def letters(later: timedelta = timedelta(minutes=6)) -> list[Any]:
    moment = timezone.now() + later
    with mock.patch("django.utils.timezone.now", return_value=moment):
        telling.tell_due(moment)
        mail.outbox.clear()
        outbox.deliver_due()
    return list(mail.outbox)


def test_an_extension_is_public_logged_and_told(editor: Client, page: Any) -> None:
    draft_token(page, email="ada@example.org")
    outbox.deliver_due()
    until = minute(page.closes_at + 5 * DAY)
    shown = editor.get(address(page))
    assert "Cambia il termine e scrivi a 1 persona" in text_of(shown)

    done = press(editor, page, shown, act="move", closes_at=until, office_note="Decreto 12")

    assert "Il termine è stato prorogato" in text_of(done)
    assert fresh(page).closes_at == until
    change = newest()
    assert (change.what, change.before, change.until) == ("extended", page.closes_at, until)
    entry = PageLogEntry.objects.get(page=page.pk, action="candidature.term")
    assert entry.data["office_note"] == "Decreto 12"
    history = text_of(editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])))
    assert NOTE in history
    public = text_of(Client().get(page.url))
    assert NOTE in public
    assert "Decreto 12" not in public
    (letter,) = letters()
    assert letter.to == ["ada@example.org"]
    assert "Il termine è prorogato" in letter.subject
    assert NOTE in letter.body


@pytest.mark.parametrize(
    ("closes", "act", "moved", "what"),
    [
        (7, "move", 3, "shortened"),
        (-1, "move", 3, "reopened"),
        (7, "close", None, "closed"),
        (7, "suspend", None, "suspended"),
    ],
)
def test_each_act_is_called_what_it_is(
    editor: Client, page: Any, closes: int, act: str, moved: int | None, what: str
) -> None:
    now = timezone.now()
    CallPage.objects.filter(pk=page.pk).update(opens_at=now - 3 * DAY, closes_at=now + closes * DAY)
    press(editor, page, act=act, **({"closes_at": now + moved * DAY} if moved else {}))
    assert newest().what == what
    assert fresh(page).accepts() is (what in ("shortened", "reopened"))


def test_what_is_suspended_keeps_drafts_says_why_and_takes_nothing(editor: Client, page: Any) -> None:
    token = draft_token(page, answers={"a": "Ciò che ho scritto"}, email="ada@example.org")
    outbox.deliver_due()
    Draft.objects.update(expires_at=timezone.now() + DAY)

    press(editor, page, act="suspend", note="Ricorso al TAR <em>pendente</em>.")

    assert fresh(page).standing().reason is Reason.SUSPENDED
    public = Client().get(page.url)
    assert "Ricorso al TAR &lt;em&gt;pendente" in public.content.decode()
    assert reverse("candidature:start", args=[page.pk]) not in text_of(public)
    # Whoever presses “Invia” at that moment, too.
    with pytest.raises(WindowClosedError):
        sending.submit(token, received_at=timezone.now(), notice_id=page.privacy_notice_id)
    told = Client().get(reverse("candidature:summary", args=[token]))
    assert told.status_code == 409
    words = " ".join(re.sub(r"<[^>]+>", " ", text_of(told)).split())
    assert "È sospeso: non si può inviare" in words
    assert "Ricorso al TAR" in words
    assert "Ciò che ho scritto" in words
    # Thirty days later the draft is there.
    assert retention.prune_drafts(timezone.now() + 60 * DAY) == 0
    (letter,) = letters()
    assert "È sospeso: la tua bozza resta salvata" in letter.subject

    press(editor, page, act="resume", note="Il ricorso è respinto.")

    assert fresh(page).accepts()
    (letter,) = letters(timedelta(minutes=20))
    assert "Riprende" in letter.subject
    assert "Il ricorso è respinto." in letter.body
    sending.submit(token, received_at=timezone.now(), notice_id=page.privacy_notice_id)
    assert Submission.objects.count() == 1


def test_a_suspension_with_an_hour_ends_by_itself(editor: Client, page: Any) -> None:
    until = minute(timezone.now() + 2 * DAY)
    press(editor, page, act="suspend", suspended_until=until)
    assert fresh(page).standing(until - timedelta(seconds=1)).reason is Reason.SUSPENDED
    assert fresh(page).accepts(until)


def test_a_draft_of_the_page_neither_ends_a_suspension_nor_brings_the_old_term_back(
    editor: Client, page: Any
) -> None:
    draft = fresh(page)
    draft.title = "Titolo in bozza"
    draft.save_revision(user=administrator())
    until = minute(page.closes_at + 5 * DAY)

    press(editor, page, act="move", closes_at=until)
    press(editor, page, act="suspend")

    assert fresh(page).title == page.title
    assert fresh(page).has_unpublished_changes
    waiting = fresh(page).get_latest_revision_as_object()
    assert (waiting.title, waiting.closes_at) == ("Titolo in bozza", until)
    fresh(page).get_latest_revision().publish()
    live = fresh(page)
    assert (live.title, live.closes_at, live.suspended) == ("Titolo in bozza", until, True)


def test_a_version_that_waits_for_its_hour_takes_the_new_term(editor: Client, page: Any) -> None:
    draft = fresh(page)
    draft.steps = form_of([text("a")])
    draft.go_live_at = timezone.now() + DAY
    draft.save_revision(user=administrator()).publish()
    until = minute(page.closes_at + 5 * DAY)

    press(editor, page, act="move", closes_at=until)

    scheduled = fresh(page).scheduled_revision
    assert scheduled is not None
    assert scheduled.as_object().closes_at == until
    assert fresh(page).closes_at == until


def test_two_who_act_at_once_are_one_act(editor: Client, page: Any) -> None:
    shown = editor.get(address(page))
    press(editor, page, shown, act="move", closes_at=page.closes_at + 5 * DAY)

    second = press(editor, page, shown, act="move", closes_at=page.closes_at + 9 * DAY)

    assert second.status_code == 400
    assert "Nel frattempo un’altra persona ha cambiato il termine" in text_of(second)
    assert NOTE in text_of(second)
    assert PageChange.objects.exclude(what="form").count() == 1


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({}, "Scegli che cosa vuoi fare."),
        ({"act": "move"}, "Scrivi il nuovo termine"),
        ({"act": "move", "closes_at": "2020-01-01 10:00"}, "già passato"),
        ({"act": "move", "closes_at": "9999-01-01 10:00"}, "Controlla l’anno"),
        ({"act": "move", "closes_at": "domani"}, "valid"),
        ({"act": "close", "note": " "}, "Scrivi il motivo"),
        ({"act": "suspend", "suspended_until": "2149-01-01 10:00"}, "il termine sarà già passato"),
        ({"act": "resume"}, "resume"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    editor: Client, page: Any, typed: Any, complaint: str
) -> None:
    refused = press(editor, page, **typed)
    assert refused.status_code == 400
    assert complaint in text_of(refused)
    assert not PageChange.objects.exclude(what="form").exists()


def test_a_term_that_passed_while_suspended_is_asked_for_anew(editor: Client, page: Any) -> None:
    press(editor, page, act="suspend")
    now = timezone.now()
    CallPage.objects.filter(pk=page.pk).update(opens_at=now - 9 * DAY, closes_at=now - DAY)
    assert "il termine è passato durante la sospensione" in text_of(press(editor, page, act="resume")).lower()
    press(editor, page, act="resume", closes_at=now + DAY)
    assert fresh(page).accepts()


def test_letters_wait_while_the_mail_is_down(editor: Client, page: Any) -> None:
    draft_token(page, email="ada@example.org")
    outbox.deliver_due()
    press(editor, page, act="close")
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=OSError):
        letters()
    waiting = OutboxMessage.objects.get(key__contains="draft_term_closed")
    assert waiting.recipient == "ada@example.org"
    assert waiting.sent_at is None


def test_an_event_is_suspended_too(editor: Client, page: Any) -> None:
    event = EventPageFactory.create(parent=page.get_parent())
    press(editor, event, act="suspend")
    assert fresh(event).standing().reason is Reason.SUSPENDED


def test_only_who_may_publish_acts(client: Client, page: Any) -> None:
    assert client.get(address(page)).status_code == 302
    client.force_login(committee_member(page))
    assert client.get(address(page)).status_code == 302
    assert client.post(address(page), {"act": "close", "note": NOTE}).status_code == 302
    assert fresh(page).accepts()
    for role in (Role.EDITORS, Role.OFFICERS):
        client.force_login(member_of(role))
        assert client.get(address(page)).status_code == 200
