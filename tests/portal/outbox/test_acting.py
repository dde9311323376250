"""Letters that staff read, correct, keep back and let go before they leave."""

from typing import Any, cast

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry
from candidature.process.workflow import transition
from portal.letters.blocks import Late
from portal.models import FormerLetter, OutboxMessage, User
from portal.outbox import acting, editing, previewing
from portal.outbox import sending as outbox
from portal.privacy import consultations
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import member_of
from tests.portal.outbox.letters import corrected, letter, letter_to

pytestmark = pytest.mark.django_db

Status = OutboxMessage.Status


@pytest.fixture
def officer(django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    django_app.set_user(user)
    return user


def inspected(message: OutboxMessage) -> str:
    return reverse("portal_outboxmessage_modeladmin_inspect", args=[message.pk])


def standing(key: str, **columns: Any) -> OutboxMessage:
    message = letter_to(key)
    OutboxMessage.objects.filter(pk=message.pk).update(**columns)
    message.refresh_from_db()
    return message


# Approval


def test_a_page_may_want_its_letters_approved_and_receipts_leave_all_the_same(
    django_app: DjangoTestApp, officer: User
) -> None:
    page: CallPage = CallPageFactory.create(letters_need_approval=True)
    one = submitted(page)
    transition(one.pk, "accept", Actor.staff(officer), expected_version=1)
    written = OutboxMessage.objects.get(subject__contains="selezionata")
    assert written.status == Status.APPROVAL
    outbox.deliver_due()
    assert [sent.subject.split(" –")[0] for sent in mail.outbox] == ["Abbiamo ricevuto la tua candidatura"]

    home = django_app.get("/admin/")
    assert "1</strong> da approvare" in home.text
    shown = django_app.get(inspected(written))
    released = shown.forms[form_of(shown)].submit("what", value="release").follow()

    assert "di nuovo in partenza" in released.text
    outbox.deliver_due()
    assert "selezionata" in mail.outbox[-1].subject
    assert LogEntry.objects.filter(submission=one, action=consultations.LETTER_RELEASED).count() == 1


def form_of(response: Any) -> Any:
    return next(key for key, form in response.forms.items() if "what" in form.fields)


def test_the_home_says_that_letters_wait_only_to_who_may_let_them_go(client: Client) -> None:
    standing("a", status=Status.APPROVAL)
    for role, told in ((Role.OFFICERS, True), (Role.REVIEWERS, False)):
        client.force_login(member_of(role))
        assert ("da approvare" in client.get("/admin/").content.decode()) is told


# One and many


@pytest.mark.parametrize(
    ("columns", "possible"),
    [
        ({"status": "pending"}, ["abort", "keep"]),
        ({"status": "pending", "attempts": 2}, ["retry"]),
        ({"status": "draft"}, ["release", "abort"]),
        ({"status": "approval"}, ["release", "abort"]),
        ({"status": "sent"}, ["retry"]),
        ({"status": "failed"}, ["retry", "abort"]),
        ({"status": "bounced"}, ["retry"]),
        ({"status": "held"}, ["retry", "abort"]),
        ({"status": "by_hand"}, ["abort", "keep"]),
        ({"status": "aborted"}, []),
    ],
)
def test_what_can_be_done_follows_from_where_a_letter_stands(
    columns: dict[str, Any], possible: list[str]
) -> None:
    message = standing("a", **columns)

    assert acting.possible(message) == possible
    for what in set(acting.ALLOWED) - set(possible):
        assert acting.act(what, [message.pk]) == []
    message.refresh_from_db()
    assert message.status == columns["status"]


def test_what_was_annulled_never_leaves_and_what_was_kept_leaves_when_let_go() -> None:
    annulled, kept = letter_to("annullata"), letter_to("trattenuta")
    acting.act(acting.ABORT, [annulled.pk])
    acting.act(acting.KEEP, [kept.pk])
    outbox.deliver_due()
    assert mail.outbox == []

    acting.act(acting.RELEASE, [annulled.pk, kept.pk])
    outbox.deliver_due()

    assert [sent.subject for sent in mail.outbox] == ["trattenuta"]


def test_many_are_done_by_boxes_and_what_cannot_be_is_said(django_app: DjangoTestApp, officer: User) -> None:
    standing("uno", status=Status.FAILED)
    standing("due", status=Status.FAILED)
    standing("tre", status=Status.ABORTED)
    register = django_app.get(reverse("portal_outboxmessage_modeladmin_index"))
    bar = register.forms["lettere"]
    for number in range(3):
        bar.set("letter", True, index=number)

    shown = bar.submit("what", value="retry").follow()

    assert "fatto per 2 lettere" in shown.text
    assert "1 è rimasta com’era" in shown.text
    assert OutboxMessage.objects.filter(status=Status.PENDING).count() == 2


@pytest.mark.parametrize(
    "posted", [{}, {"what": "zzz"}, {"what": "abort", "letter": "abc"}, {"what": "abort", "letter": "9" * 30}]
)
def test_nonsense_does_nothing(client: Client, posted: dict[str, str]) -> None:
    message = letter_to("a")
    client.force_login(member_of(Role.OFFICERS))

    assert client.post(reverse("outbox_act_on_many"), posted).status_code in (302, 400)
    assert client.post(reverse("outbox_act", args=[message.pk]), {"what": "zzz"}).status_code == 400
    message.refresh_from_db()
    assert message.status == Status.PENDING


# Corrected


def test_a_letter_is_corrected_before_it_leaves_and_what_stood_there_is_kept(
    django_app: DjangoTestApp, officer: User, links: Any
) -> None:
    message = letter(
        body=f"Gentile Ada,\n\nè andata cosi.\n\n{outbox.LINK_PLACEHOLDER}", link_kind="test", link_target="7"
    )
    page = django_app.get(inspected(message)).click("Correggi")
    form = page.forms["lettera"]
    form["subject"] = "Un  oggetto\nmigliore"
    form["part_1"] = "è andata così, <b>davvero</b>."
    form["added_0"] = "Un saluto."

    shown = form.submit().follow()

    assert "Il testo di prima" in shown.text
    former = FormerLetter.objects.get()
    assert (former.subject, former.replaced_by) == ("Oggetto", officer)
    assert "è andata cosi." in former.body
    outbox.deliver_due()
    [sent] = mail.outbox
    assert sent.subject == "Un oggetto migliore"
    assert "è andata così, <b>davvero</b>.\n\nUn saluto." in sent.body
    assert "&lt;b&gt;davvero" in str(cast(EmailMultiAlternatives, sent).alternatives[0][0])
    assert "https://example.org/7/" in sent.body


def test_two_who_correct_the_same_letter_do_not_write_over_each_other(
    django_app: DjangoTestApp, officer: User
) -> None:
    message = letter()
    first, second = (
        django_app.get(reverse("outbox_edit", args=[message.pk])).forms["lettera"] for _one in "ab"
    )
    first["subject"] = "Il primo"
    first.submit()
    second["subject"] = "Il secondo"

    told = second.submit(status=409)

    message.refresh_from_db()
    assert message.subject == "Il primo"
    assert "un collega l’ha cambiata" in told.text
    assert told.forms["lettera"]["subject"].value == "Il secondo"
    told.forms["lettera"].submit()
    message.refresh_from_db()
    assert message.subject == "Il secondo"


def test_what_left_meanwhile_is_not_corrected(django_app: DjangoTestApp, officer: User) -> None:
    message = letter()
    form = django_app.get(reverse("outbox_edit", args=[message.pk])).forms["lettera"]
    outbox.deliver_due()
    form["subject"] = "Troppo tardi"

    assert "intanto la lettera è partita" in form.submit().follow().text
    message.refresh_from_db()
    assert (message.subject, FormerLetter.objects.count()) == ("Oggetto", 0)


# Corrected while somebody else has it on the screen


def test_only_the_letter_that_was_read_is_approved(django_app: DjangoTestApp, officer: User) -> None:
    message = standing("a", status=Status.APPROVAL)
    shown = django_app.get(inspected(message))
    corrected(message, "Un altro testo.")

    told = shown.forms[form_of(shown)].submit("what", value="release").follow()

    message.refresh_from_db()
    assert message.status == Status.APPROVAL
    assert "Intanto un collega l’ha corretta: rileggila, poi approvala." in told.text
    told.forms[form_of(told)].submit("what", value="release")
    message.refresh_from_db()
    assert message.status == Status.PENDING


def test_of_many_to_approve_those_corrected_since_they_were_shown_wait(
    django_app: DjangoTestApp, officer: User
) -> None:
    former, changed, _same = (standing(key, status=Status.APPROVAL) for key in ("uno", "due", "tre"))
    corrected(former, "Prima che si aprisse l’elenco.")
    register = django_app.get(reverse("portal_outboxmessage_modeladmin_index"))
    corrected(changed, "Dopo.")
    bar = register.forms["lettere"]
    for number in range(3):
        bar.set("letter", True, index=number)

    told = bar.submit("what", value="release").follow()

    assert "fatto per 2 lettere" in told.text
    assert "1 aspetta ancora: è stata corretta dopo che hai aperto la pagina." in told.text
    assert "rimasta com’era" not in told.text
    now = dict(OutboxMessage.objects.values_list("key", "status"))
    assert now == {"uno": Status.PENDING, "due": Status.APPROVAL, "tre": Status.PENDING}


@pytest.mark.parametrize("posted", ["", "ieri", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_page_that_does_not_say_when_it_was_drawn_approves_nothing_corrected(posted: str) -> None:
    assert editing.moment_of(posted).year == 1970


# Read


def test_a_letter_is_read_as_its_reader_sees_it_and_holds_no_secret(client: Client, links: Any) -> None:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    one = submitted(CallPageFactory.create())
    message = OutboxMessage.objects.get(related_to=one.reference, subject__contains="ricevuto")

    read = client.get(reverse("outbox_preview", args=[message.pk]))

    text = read.content.decode()
    assert "<h1" in text
    assert "Apri la tua pagina" in text
    assert previewing.NOWHERE in text
    assert outbox.LINK_PLACEHOLDER not in text
    assert read["Content-Security-Policy"].startswith("sandbox;")
    assert LogEntry.objects.filter(action=consultations.LETTER_READ, submission=one, actor=user).count() == 1
    late = letter(key="2", body=[Late()], link_kind="test", link_target="7")
    assert "creato al momento dell’invio" in previewing.as_seen(late)
