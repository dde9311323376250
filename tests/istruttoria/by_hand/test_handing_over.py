"""What would be mailed to somebody without an address is printed, handed over, and marked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.intake import contact, reminders
from candidature.links import secret_links
from candidature.models import AddressProof, CallPage, FollowLink, LogEntry, Submission
from candidature.privacy import portable, requests
from candidature.process import by_hand
from candidature.process.workflow import transition
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import EVERYTHING, CallPageFactory, EventPageFactory, overseer
from tests.candidature.public.mailbox import code_in, read_letters
from tests.istruttoria.desk.at_the_desk import typed
from tests.istruttoria.people import committee_member, member_of
from tests.reading_pdf import plain, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(
        office="Ufficio partecipazione", contact_email="ufficio@example.org"
    )
    return made


@pytest.fixture
def clerk(page: CallPage) -> User:
    return committee_member(page)


@pytest.fixture
def submission(page: CallPage, clerk: User) -> Submission:
    """Of somebody without an address."""
    return typed(page, clerk, first_name="Ada", last_name="Prova")


def detail(app: Any, submission: Submission, user: User) -> Any:
    return app.get(f"/admin/candidature/{submission.pk}/", user=user)


def pressed(shown: Any, button: str) -> Any:
    """The answer to the button of the first form whose address ends so."""
    return next(form for form in shown.forms.values() if form.action.endswith(button)).submit()


def follow_address(words: str) -> str:
    found = re.search(r"/candidature/segui/[\w-]+/", words.replace("\n", ""))
    assert found, words
    return found.group()


def waiting() -> list[str]:
    """The letters that wait to be handed over, by the name in their key."""
    found = OutboxMessage.objects.filter(status=OutboxMessage.Status.BY_HAND).order_by("pk")
    return [message.key.split(":")[2] for message in found]


def asked_to_complete(submission: Submission) -> Submission:
    return transition(
        submission.pk,
        "request_info",
        Actor.staff(overseer()),
        expected_version=submission.version,
        reason="Manca la firma.",
        due_at=timezone.now() + timedelta(days=5),
        asked=EVERYTHING,
    )


def test_no_letter_without_an_address_is_ever_tried_by_mail(submission: Submission) -> None:
    asked_to_complete(submission)

    assert read_letters() == []
    assert waiting() == ["receipt", "info_requested"]


def test_the_printed_receipt_carries_the_personal_link_and_the_link_opens(
    django_app: DjangoTestApp, submission: Submission, clerk: User, client: Client
) -> None:
    assert not FollowLink.objects.exists()

    printed = pressed(detail(django_app, submission, clerk), "/ricevuta/")

    words = text_of(printed.body)
    for told in ("allo sportello da Ufficio partecipazione", "su carta", "La tua pagina personale"):
        assert plain(told) in words
    assert plain(str(clerk)) not in words
    assert client.get(follow_address(text_of(printed.body))).status_code == 200
    assert LogEntry.objects.filter(action=by_hand.PRINTED, actor=clerk).exists()


def test_the_screens_say_that_the_notice_was_handed_over_and_not_read(
    django_app: DjangoTestApp, submission: Submission, clerk: User, client: Client
) -> None:
    printed = pressed(detail(django_app, submission, clerk), "/ricevuta/")
    followed = client.get(follow_address(text_of(printed.body))).content.decode()

    for shown in (followed, detail(django_app, submission, clerk).text):
        assert "Informativa consegnata" in shown
        assert "Informativa letta" not in shown


def test_printed_twice_it_is_the_same_link(
    django_app: DjangoTestApp, submission: Submission, clerk: User
) -> None:
    shown = detail(django_app, submission, clerk)
    first, second = (follow_address(text_of(pressed(shown, "/ricevuta/").body)) for _turn in range(2))
    letter = pressed(shown, f"/lettera/{OutboxMessage.objects.get().pk}/")

    assert first == second == follow_address(letter.text)
    assert FollowLink.objects.count() == 1


def test_a_link_that_was_ended_is_not_opened_again_by_printing(
    django_app: DjangoTestApp, submission: Submission, clerk: User, client: Client
) -> None:
    ended = follow_address(text_of(pressed(detail(django_app, submission, clerk), "/ricevuta/").body))

    secret_links.renew(submission, Actor.staff(overseer()))
    printed = pressed(detail(django_app, submission, clerk), "/ricevuta/")

    assert client.get(ended).status_code == 410
    assert client.get(follow_address(text_of(printed.body))).status_code == 200


def test_a_letter_that_was_handed_over_is_no_work_any_more_and_the_log_says_who(
    django_app: DjangoTestApp, submission: Submission, clerk: User
) -> None:
    listed = django_app.get("/admin/sportello/da-consegnare/", user=clerk)
    assert "Abbiamo ricevuto la tua candidatura" in listed

    again = pressed(listed, "/consegnata/").follow()

    assert "Niente da consegnare" in again
    message = OutboxMessage.objects.get()
    assert (message.status, message.link_seed) == (OutboxMessage.Status.SENT, "")
    entry = LogEntry.objects.get(action=by_hand.HANDED_OVER)
    assert (entry.actor, entry.details) == (clerk, {"message": str(message.message_id)})
    assert "Lettera consegnata a mano" in detail(django_app, submission, clerk)


def test_marked_by_two_it_is_handed_over_once(
    django_app: DjangoTestApp, submission: Submission, clerk: User
) -> None:
    shown = detail(django_app, submission, clerk)

    pressed(shown, "/consegnata/")
    second = pressed(shown, "/consegnata/").follow()

    assert "Questa lettera non aspetta più" in second
    assert LogEntry.objects.filter(action=by_hand.HANDED_OVER).count() == 1


def test_nobody_prints_or_marks_what_their_committee_does_not_see(
    submission: Submission, client: Client
) -> None:
    letter = OutboxMessage.objects.get()
    client.force_login(committee_member(CallPageFactory.create()))
    own = f"/admin/candidature/{submission.pk}"

    for address in ("ricevuta/", f"lettera/{letter.pk}/", f"lettera/{letter.pk}/consegnata/"):
        assert client.post(f"{own}/{address}").status_code == 404
    assert submission.reference not in client.get("/admin/sportello/da-consegnare/").content.decode()
    assert not FollowLink.objects.exists()


def test_the_letter_of_another_submission_is_not_printed_below_this_one(
    submission: Submission, page: CallPage, clerk: User, client: Client
) -> None:
    other = typed(page, clerk, first_name="Bea", last_name="Altra")
    theirs = OutboxMessage.objects.get(related_to=other.reference)
    client.force_login(clerk)

    answer = client.post(f"/admin/candidature/{submission.pk}/lettera/{theirs.pk}/")

    assert answer.status_code == 302
    assert not FollowLink.objects.exists()


def test_a_link_is_opened_by_no_mere_look(submission: Submission, clerk: User, client: Client) -> None:
    client.force_login(clerk)

    assert client.get(f"/admin/candidature/{submission.pk}/ricevuta/").status_code == 405
    assert not FollowLink.objects.exists()


def test_who_writes_an_address_later_gets_by_mail_what_was_to_be_handed_over(
    submission: Submission,
) -> None:
    contact.ask(submission, "ada@example.org", client="")
    assert waiting() == ["receipt"]
    [proof] = read_letters()

    contact.prove_by_code(submission, code_in(proof))

    assert waiting() == []
    assert {letter.to[0] for letter in read_letters()} == {"ada@example.org"}
    submission.refresh_from_db()
    assert submission.email == "ada@example.org"


def test_a_message_of_the_office_is_told_by_a_letter_to_hand_over(
    django_app: DjangoTestApp, submission: Submission, clerk: User
) -> None:
    form = detail(django_app, submission, clerk).forms["risposta"]
    form["q-text"] = "Passi in ufficio."

    shown = form.submit().follow()

    assert "La lettera che avvisa chi lo riceve è da consegnare a mano" in shown
    assert waiting() == ["receipt", "message"]


def test_a_reminder_is_no_letter_to_hand_over(submission: Submission) -> None:
    asked = asked_to_complete(submission)
    Submission.objects.filter(pk=asked.pk).update(updated_at=timezone.now() - timedelta(days=4))
    letter = OutboxMessage.objects.get(key__endswith=":info_requested")
    by_hand.hand_over(submission, letter, Actor.staff(overseer()))
    soon = timezone.now() + timedelta(days=3, hours=1)

    assert reminders.write_due(soon) == 0
    assert "info_reminder" not in waiting()

    Submission.objects.filter(pk=asked.pk).update(email="ada@example.org")
    assert reminders.write_due(soon) == 1


def test_what_is_resent_from_the_register_is_not_mailed_to_nobody(submission: Submission) -> None:
    message = OutboxMessage.objects.get()
    by_hand.hand_over(submission, message, Actor.staff(overseer()))
    message.refresh_from_db()

    outbox.resend(message)

    assert waiting() == ["receipt"]
    assert read_letters() == []


def test_erasure_is_asked_of_the_office_by_who_has_no_address(
    django_app: DjangoTestApp, submission: Submission, clerk: User, client: Client
) -> None:
    own = follow_address(text_of(pressed(detail(django_app, submission, clerk), "/ricevuta/").body))

    shown = client.get(f"{own}cancella/").content.decode()
    client.post(f"{own}cancella/", {"action": "begin"})

    assert "Di te non abbiamo un indirizzo" in " ".join(shown.split())
    assert not AddressProof.objects.exists()
    assert waiting() == ["receipt"]


def test_what_is_erased_leaves_no_letter_that_nobody_could_hand_over(
    submission: Submission, page: CallPage
) -> None:
    officer = member_of(Role.OFFICERS)
    requests.ask(Submission.objects.get(pk=submission.pk), page, timezone.now())

    requests.grant(submission.pk, officer)

    assert not OutboxMessage.objects.exists()
    assert not Submission.objects.exists()


def test_every_page_of_who_has_no_address_can_be_read(
    django_app: DjangoTestApp, submission: Submission, clerk: User, client: Client
) -> None:
    own = follow_address(text_of(pressed(detail(django_app, submission, clerk), "/ricevuta/").body))

    for page in ("", "recapiti/", "messaggi/", "ritira/", "riusa/", "correggi/"):
        answer = client.get(f"{own}{page}", follow=True)
        assert answer.status_code == 200, page
    assert portable.everything(submission)["channel"] == "paper"


def test_who_is_told_of_a_seat_by_hand_has_the_same_link_on_the_receipt(django_app: DjangoTestApp) -> None:
    officer = member_of(Role.OFFICERS)
    signed_up = typed(EventPageFactory.create(), officer, phone="+393471234567")

    printed = pressed(detail(django_app, signed_up, officer), "/ricevuta/")

    assert follow_address(text_of(printed.body))
    assert waiting() == ["seat_confirmed"]
