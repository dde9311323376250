"""A letter that is not to be sent any more: asked before, said where it matters, and put back."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import LogEntry, Submission
from candidature.process.workflow import transition
from portal.models import OutboxMessage, User
from portal.outbox import acting, taking_back
from portal.outbox import sending as outbox
from portal.privacy import consultations
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import administrator, member_of
from tests.portal.outbox.letters import letter_to

pytestmark = pytest.mark.django_db

Status = OutboxMessage.Status
REGISTER = "portal_outboxmessage_modeladmin_index"


@pytest.fixture
def officer(django_app: DjangoTestApp) -> User:
    user = administrator()
    django_app.set_user(user)
    return user


def inspected(message: OutboxMessage) -> str:
    return reverse("portal_outboxmessage_modeladmin_inspect", args=[message.pk])


def refused(officer: User) -> tuple[Submission, OutboxMessage]:
    one = submitted(CallPageFactory.create(letters_need_approval=True))
    transition(one.pk, "reject", Actor.staff(officer), expected_version=1, reason="Fuori zona.")
    return one, OutboxMessage.objects.get(key=f"{one.reference}:2:rejected")


def test_one_press_stops_no_letter_and_the_page_before_says_what_it_means(
    django_app: DjangoTestApp, officer: User
) -> None:
    _one, message = refused(officer)
    shown = django_app.get(inspected(message))
    assert "Annulla" not in [button.text.strip() for button in shown.html.find_all("button")]

    asked = shown.forms[form_of(shown)].submit("what", value="abort").follow()

    message.refresh_from_db()
    assert message.status == Status.APPROVAL
    assert "non partirà" in asked.text
    assert "vale lo stesso" in asked.text
    assert asked.html.find("a", string="Torna indietro")["href"] == inspected(message)
    done = asked.forms[form_of(asked)].submit("what", value="abort").follow()
    message.refresh_from_db()
    assert message.status == Status.ABORTED
    assert "La lettera non parte più" in done.text


def form_of(response: object) -> object:
    return next(key for key, form in response.forms.items() if "what" in form.fields)  # type: ignore[attr-defined]


def test_many_are_asked_too_and_only_those_that_can_be_stopped_are_named(
    django_app: DjangoTestApp, officer: User
) -> None:
    letters = [letter_to(key) for key in ("uno", "due", "tre")]
    OutboxMessage.objects.filter(pk=letters[2].pk).update(status=Status.SENT)
    bar = django_app.get(reverse(REGISTER)).forms["lettere"]
    for number in range(3):
        bar.set("letter", True, index=number)

    asked = bar.submit("what", value="abort").follow()

    assert "tre@example.org" not in asked.text
    assert OutboxMessage.objects.filter(status=Status.ABORTED).count() == 0
    done = asked.forms[form_of(asked)].submit("what", value="abort").follow()
    assert "«Non mandarle più»: fatto per 2 lettere." in done.text


def test_nothing_is_asked_of_letters_that_cannot_be_stopped_or_of_who_may_not(client: Client) -> None:
    message = letter_to("a")
    client.force_login(member_of(Role.REVIEWERS))
    assert client.get(reverse("outbox_stop"), {"letter": message.pk}).status_code in (302, 403)
    client.force_login(administrator())
    for nonsense in ("abc", "9" * 30, ""):
        assert client.get(reverse("outbox_stop"), {"letter": nonsense})["Location"] == reverse(REGISTER)
    OutboxMessage.objects.update(status=Status.SENT)
    assert client.get(reverse("outbox_stop"), {"letter": message.pk})["Location"] == reverse(REGISTER)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"status": "approval"}, "approval"),
        ({"status": "draft"}, "draft"),
        ({"status": "by_hand", "recipient": ""}, "by_hand"),
        # It would leave by itself: it waits for a word first.
        ({"status": "pending"}, "draft"),
        ({"status": "failed", "attempts": 9}, "draft"),
        ({"status": "held", "held_from": "approval"}, "approval"),
    ],
)
def test_what_staff_stopped_is_put_back_where_it_waited(before: dict[str, object], after: str) -> None:
    message = letter_to("a")
    OutboxMessage.objects.filter(pk=message.pk).update(**before)
    acting.act(acting.ABORT, [message.pk])
    message.refresh_from_db()
    assert acting.possible(message) == ["put_back"]

    acting.act(acting.PUT_BACK, [message.pk])

    message.refresh_from_db()
    assert (message.status, message.held_from, message.stopped_at) == (after, "", None)
    outbox.deliver_due()
    assert mail.outbox == []


def test_a_letter_put_back_leaves_with_a_link_that_opens(django_app: DjangoTestApp, officer: User) -> None:
    one, message = refused(officer)
    acting.act(acting.ABORT, [message.pk])
    shown = django_app.get(inspected(message))

    back = shown.forms[form_of(shown)].submit("what", value="put_back").follow()

    assert "aspetta che qualcuno la approvi" in back.text
    assert LogEntry.objects.get(action=consultations.LETTER_PUT_BACK).submission == one
    acting.act(acting.RELEASE, [message.pk])
    outbox.deliver_due()
    assert "Fuori zona." in mail.outbox[-1].body
    assert "http" in mail.outbox[-1].body.split("Apri la tua pagina:")[1]


def test_what_was_taken_back_with_its_decision_is_not_put_back() -> None:
    message = letter_to("a")
    acting.act(acting.ABORT, [message.pk])
    assert taking_back.may_have_left([message.key]) == set()
    taking_back.take_back([message.key])

    message.refresh_from_db()
    assert acting.possible(message) == []


def test_its_page_says_that_nobody_was_told_and_leads_to_the_letter(
    django_app: DjangoTestApp, officer: User
) -> None:
    one, message = refused(officer)
    detail = reverse("candidature_review:detail", args=[one.pk])
    assert "Non comunicata" not in django_app.get(detail).text
    acting.act(acting.ABORT, [message.pk])

    told = django_app.get(detail)

    assert "Non comunicata" in told.text
    assert "Rimettila tra quelle da mandare" in told.click("Apri la lettera", href=inspected(message)).text
    acting.act(acting.PUT_BACK, [message.pk])
    assert "Non comunicata" not in django_app.get(detail).text
    acting.act(acting.ABORT, [message.pk])
    one.refresh_from_db()
    transition(one.pk, "reopen", Actor.staff(officer), expected_version=one.version, reason="Si riesamina.")
    assert "Non comunicata" not in django_app.get(detail).text


def test_the_bar_offers_what_can_be_done_with_the_letters_in_sight(
    django_app: DjangoTestApp, officer: User
) -> None:
    for key, status in (("a", Status.SENT), ("b", Status.BOUNCED), ("c", Status.APPROVAL)):
        OutboxMessage.objects.filter(pk=letter_to(key).pk).update(status=status)

    def offered(status: str) -> list[str]:
        shown = django_app.get(reverse(REGISTER), {"status__exact": status})
        bar = shown.html.find(id="lettere")
        return [one["value"] for one in bar.find_all("button", value=True)] if bar else []

    assert offered("sent") == ["retry"]
    assert offered("bounced") == ["retry"]
    assert offered("approval") == ["release", "abort"]
    acting.act(acting.ABORT, list(OutboxMessage.objects.values_list("pk", flat=True)))
    assert offered("aborted") == ["put_back"]
    OutboxMessage.objects.update(held_from="")
    assert offered("aborted") == []


def test_a_letter_leads_to_what_it_is_about_for_who_may_open_it(
    django_app: DjangoTestApp, officer: User
) -> None:
    one, message = refused(officer)
    detail = reverse("candidature_review:detail", args=[one.pk])

    assert django_app.get(inspected(message)).click(one.reference, href=detail).status_code == 200
    django_app.set_user(member_of(Role.OFFICERS))
    shown = django_app.get(inspected(message))
    assert one.reference in shown.text
    may_open = Submission.objects.visible_to(member_of(Role.OFFICERS)).exists()
    assert (detail in shown.text) is may_open
