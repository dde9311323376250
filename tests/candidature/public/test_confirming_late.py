"""Nobody is late because a letter is slow, and nobody gains by it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import confirming, sending
from candidature.models import CallPage, Draft, SendingRequest, Submission
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from tests.candidature.factories import (
    EventPageFactory,
    PrivacyNoticeFactory,
    draft_token,
    submitted,
)
from tests.candidature.public.by_buttons import ANSWER, FORM, first_step, two_steps
from tests.candidature.public.confirming import at, closing, confirm_form, press_send, to_summary, type_code
from tests.candidature.public.mailbox import code_in, read_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return two_steps()


def test_who_pressed_in_time_confirms_after_the_closing_and_the_press_counts(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    pressed_at = closing(page) - timedelta(seconds=1)
    summary = to_summary(django_app, page)
    with at(pressed_at):
        shown = press_send(summary)
        code = code_in(read_letters()[0])

    with at(closing(page) + timedelta(hours=1)):
        # From any page of the draft one comes to what is left to do.
        assert django_app.get(summary.request.path).follow().request.path == shown.request.path
        again = django_app.get(shown.request.path)
        assert f"alle ore {timezone.localtime(pressed_at):%H:%M:%S}" in again.text
        assert "Torna al riepilogo" not in again.text
        type_code(again, code)

    assert Submission.objects.get().submitted_at == pressed_at


def test_a_wrong_address_is_corrected_after_the_closing_too(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page, email="sbagliata@example.org")
    with at(closing(page) - timedelta(seconds=1)):
        shown = press_send(summary)
        read_letters()

    with at(closing(page) + timedelta(hours=1)):
        form = shown.forms[FORM + 2]
        form["email"] = "giusta@example.org"
        shown = form.submit("action", value="address").follow()
        type_code(shown, code_in(read_letters()[0]))

    assert Submission.objects.get().email == "giusta@example.org"


def test_what_is_typed_after_the_closing_is_shown_and_changes_nothing_that_was_sent_in_time(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page)
    step = summary.click(href=r"passo/1/\?da=riepilogo", index=-1).forms["step-form"]
    first = summary.click(href=r"passo/0/\?da=riepilogo", index=-1).forms["step-form"]
    with at(closing(page) - timedelta(seconds=1)):
        press_send(summary)
        code = code_in(read_letters()[0])
    step["q-a"] = "Scritto troppo tardi"
    first["last_name"] = "Tardi"

    with at(closing(page) + timedelta(minutes=5)):
        told = step.submit("action", value="save", status=409)
        assert "Scritto troppo tardi" in told.text
        assert "Tardi" in first.submit("action", value="save", status=409).text
        type_code(told.click("Conferma e invia"), code)

    assert Submission.objects.get().answers["a"] == ANSWER
    assert Submission.objects.get().last_name == "Prova"


def test_a_press_once_it_counts_no_more_leads_to_where_it_says_so(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page)
    with at(closing(page) - timedelta(seconds=1)):
        shown = press_send(summary)

    with at(closing(page) + timedelta(days=8)):
        led = confirm_form(shown).submit("action", value="send", status=302)
        told = django_app.get(led.location, status=410)

    assert led.location == shown.request.path
    assert ANSWER in told.text


def test_answers_that_changed_by_another_way_are_not_sent_by_a_press_before_the_closing(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page)
    with at(closing(page) - timedelta(seconds=1)):
        shown = press_send(summary)
        read_letters()
    Draft.objects.update(answers={"a": "Altro"})

    with at(closing(page) + timedelta(minutes=5)):
        late = django_app.get(shown.request.path, status=410)

    assert "Altro" in late.text


def test_a_day_after_the_letter_the_press_counts_no_more(django_app: DjangoTestApp, page: CallPage) -> None:
    summary = to_summary(django_app, page)
    with at(closing(page) - timedelta(seconds=1)):
        shown = press_send(summary)

    left_at = closing(page) + timedelta(days=5)
    with at(left_at):
        # The mail server was mute: the letter has not left yet.
        assert "da quando la lettera parte" in django_app.get(shown.request.path).text
        code = code_in(read_letters()[0])
    with at(left_at + timedelta(days=1)):
        django_app.get(shown.request.path, status=410)
        # Sent again by staff, it begins no new term.
        outbox.resend(OutboxMessage.objects.get())
        read_letters()
        django_app.get(shown.request.path, status=410)
    with at(left_at + timedelta(days=1) - timedelta(seconds=1)):
        type_code(django_app.get(shown.request.path), code)

    assert Submission.objects.exists()


def test_however_mute_the_mail_server_a_press_counts_a_week(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page)
    pressed_at = closing(page) - timedelta(seconds=1)
    with at(pressed_at):
        shown = press_send(summary)

    with at(pressed_at + confirming.AT_MOST - timedelta(seconds=1)):
        django_app.get(shown.request.path)
    with at(pressed_at + confirming.AT_MOST):
        django_app.get(shown.request.path, status=410)


def test_a_press_after_the_closing_is_too_late(django_app: DjangoTestApp, page: CallPage) -> None:
    summary = to_summary(django_app, page)

    with at(closing(page)):
        summary.forms[FORM]["notice_read"] = True
        summary.forms[FORM].submit("action", value="send", status=302).follow(status=410)

    assert not SendingRequest.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("why", ["begun", "unpublished"])
def test_what_begins_or_is_suspended_meanwhile_takes_nothing(django_app: DjangoTestApp, why: str) -> None:
    event = EventPageFactory.create(steps=two_steps().steps)
    summary = to_summary(django_app, event)
    with at(closing(event) - timedelta(seconds=1)):
        shown = press_send(summary)
        read_letters()
    if why == "unpublished":
        event.unpublish()

    with at(event.starts_at if why == "begun" else closing(event) + timedelta(seconds=1)):
        django_app.get(shown.request.path, status=410)


def test_a_press_in_the_last_minute_counts_whatever_was_pressed_days_before(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page)
    press_send(summary)
    read_letters()
    early = timezone.now() - timedelta(days=5)
    SendingRequest.objects.update(pressed_at=early, confirm_until=early + timedelta(days=1))
    OutboxMessage.objects.update(sent_at=early)

    with at(closing(page) - timedelta(minutes=1)):
        shown = press_send(django_app.get(summary.request.path))
        code = code_in(read_letters()[0])
    with at(closing(page) + timedelta(minutes=1)):
        type_code(django_app.get(shown.request.path), code)

    assert Submission.objects.exists()


def test_a_press_in_time_is_kept_where_no_letter_may_be_written(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    summary = to_summary(django_app, page)
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=0)
    with at(closing(page) - timedelta(minutes=1)):
        shown = press_send(summary)
    assert "La lettera non è partita" in shown.text
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=5)

    with at(closing(page) + timedelta(hours=1)):
        shown = shown.forms[FORM + 1].submit("action", value="again").follow()
        type_code(shown, code_in(read_letters()[0]))

    assert Submission.objects.get().submitted_at == closing(page) - timedelta(minutes=1)


@pytest.mark.parametrize("is_proved", [True, False])
def test_a_press_held_back_sends_nothing_that_was_written_after_the_closing(
    django_app: DjangoTestApp, page: CallPage, is_proved: bool
) -> None:
    """A request may begin in time and take minutes to arrive whole."""
    summary = to_summary(django_app, page)
    if is_proved:
        confirming.prove(Draft.objects.get())
    step = summary.click(href=r"passo/1/\?da=riepilogo", index=-1).forms["step-form"]
    step["q-a"] = "Scritto dopo la chiusura"
    with at(closing(page) + timedelta(minutes=10)):
        step.submit("action", value="save", status=302)

    with at(closing(page) - timedelta(seconds=1)):
        summary.forms[FORM]["notice_read"] = True
        summary.forms[FORM].submit("action", value="send", status=302)

    assert not Submission.objects.exists()
    assert not SendingRequest.objects.exists()


def test_a_notice_that_changed_after_the_closing_is_read_on_the_same_page(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page)
    with at(closing(page) - timedelta(seconds=1)):
        shown = press_send(summary)
        code = code_in(read_letters()[0])
    page.privacy_notice = PrivacyNoticeFactory.create(title="Quella nuova")
    page.save()

    with at(closing(page) + timedelta(minutes=5)):
        told = type_code(shown, code)
        assert "L’informativa è cambiata dopo che hai premuto" in told.text
        assert "Quella nuova" in told.text
        assert "occorre dichiarare" in told.text
        confirm_form(told)["notice_read"] = True
        confirm_form(told).submit("action", value="send").follow()

    assert Submission.objects.get().privacy_notice == page.privacy_notice


def test_a_page_for_others_after_the_closing_says_whom_to_write_to(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page)
    with at(closing(page) - timedelta(seconds=1)):
        shown = press_send(summary)
        code = code_in(read_letters()[0])
    page.allowed_applicants = "organisation"
    page.save()

    with at(closing(page) + timedelta(minutes=5)):
        told = type_code(shown, code)

    assert "ciò che avevi scritto non basta più" in told.text
    assert "ufficio@example.org" in told.text
    assert not Submission.objects.exists()


def test_a_step_saved_again_with_nothing_in_it_voids_no_press(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    first = first_step(django_app, page).submit("action", value="go-3").follow().follow()
    shown = press_send(first)
    step = django_app.get(shown.request.path.replace("conferma", "passo/2")).forms["step-form"]
    with at(closing(page) - timedelta(minutes=1)):
        press_send(django_app.get(first.request.path))
        step.submit("action", value="save", status=302)

    with at(closing(page) + timedelta(minutes=1)):
        django_app.get(shown.request.path, status=200)


def test_who_confirms_late_stands_behind_who_waited_meanwhile(django_app: DjangoTestApp) -> None:
    event = EventPageFactory.create(capacity=1, steps=two_steps().steps)
    submitted(event, answers={})
    summary = to_summary(django_app, event)
    with at(closing(event) - timedelta(hours=3)):
        shown = press_send(summary)
        (code,) = [code_in(letter) for letter in read_letters() if "ada@example.org" in letter.to]
    sending.submit(
        draft_token(event, answers={}, email="due@example.org"),
        received_at=closing(event) - timedelta(hours=2),
        notice_id=event.privacy_notice_id,
    )
    with at(closing(event) + timedelta(hours=1)):
        type_code(shown, code)

    line = Submission.objects.filter(status="reserve").order_by("submitted_at", "pk")
    assert [each.email for each in line] == ["due@example.org", "ada@example.org"]


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ({"capacity": 1}, "Il posto si assegna quando confermi, non quando hai premuto «Invia»"),
        (
            {"admission": "moderated"},
            "L’iscrizione conta da quando confermi, non da quando hai premuto «Invia»",
        ),
        ({"capacity": None}, "L’iscrizione conta da quando confermi, non da quando hai premuto «Invia»"),
    ],
)
def test_page_and_letter_of_an_event_say_that_the_proof_counts_and_not_the_press(
    django_app: DjangoTestApp, way: dict[str, Any], told: str
) -> None:
    event = EventPageFactory.create(steps=two_steps().steps, **way)
    shown = press_send(to_summary(django_app, event))
    (letter,) = read_letters()
    # Once it left, the page says until when.
    again = django_app.get(shown.request.path)

    for text in (shown.text, str(letter.body), again.text):
        words = " ".join(text.split())
        assert told in words
        assert "a evento iniziato non si può più" in words
        assert "vale quel momento" not in words
        assert "vale il momento in cui" not in words


def test_an_event_that_may_write_no_letter_now_promises_nothing_of_the_press(
    django_app: DjangoTestApp, limits: Any
) -> None:
    summary = to_summary(django_app, EventPageFactory.create(steps=two_steps().steps))
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=0)

    shown = press_send(summary)

    assert "La lettera non è partita" in shown.text
    assert "hai premuto «Invia» è salvo" not in shown.text


def test_page_and_letter_of_a_call_say_that_the_press_counts(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    (letter,) = read_letters()

    assert "vale quel momento" in shown.text
    assert "vale il momento in cui hai premuto «Invia»" in " ".join(str(letter.body).split())
