"""Between "Invia" and sending: the address is proved by a link or a code, and nobody is late by it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import confirming, sending
from candidature.links import draft_codes, draft_links
from candidature.models import CallPage, Draft, DraftCode, SendingRequest, Submission
from candidature.pages.participation import ParticipationPage
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    PrivacyNoticeFactory,
    draft_token,
    submitted,
)
from tests.candidature.public.by_buttons import ANSWER, FORM, first_step, save, two_steps
from tests.candidature.public.journey import form_of
from tests.candidature.public.mailbox import code_in, links_in, read_letters
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return two_steps()


def at(moment: Any) -> Any:
    """The moment at which requests reach the server."""
    return mock.patch("portal.web.arrival.timezone.now", return_value=moment)


def closing(page: ParticipationPage) -> datetime:
    assert page.closes_at
    return page.closes_at


def to_summary(app: Any, page: ParticipationPage, **changes: Any) -> Any:
    """The summary, with an answer in it."""
    form = first_step(app, page, **changes).submit("action", value="next").follow().forms[FORM]
    form["q-a"] = ANSWER
    second = form.submit("action", value="next").follow().forms[FORM]
    return second.submit("action", value="next").follow()


def press_send(summary: Any) -> Any:
    """What is seen after "Invia"."""
    summary.forms[FORM]["notice_read"] = True
    return summary.forms[FORM].submit("action", value="send").follow()


def confirm_form(shown: Any) -> Any:
    return shown.forms[FORM]


def type_code(shown: Any, code: str) -> Any:
    form = confirm_form(shown)
    form["code"] = code
    return form.submit("action", value="send").follow()


def test_nothing_is_sent_until_the_code_of_the_letter_is_typed(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))

    assert "Non è ancora partito nulla" in shown.text
    assert "ada@example.org" in shown.text
    assert not Submission.objects.exists()
    (letter,) = read_letters()
    assert letter.to == ["ada@example.org"]
    assert "Conferma l’indirizzo e invia – Partner per l’ascolto" in letter.subject
    assert f"{timezone.localtime(closing(page)):%H:%M}" in letter.body
    assert code_in(letter) not in OutboxMessage.objects.get().body
    assert ANSWER not in letter.body

    receipt = type_code(shown, code_in(letter))

    assert Submission.objects.get().reference in receipt.text
    assert Submission.objects.get().answers["a"] == ANSWER
    assert len(read_letters()) == 1
    assert not DraftCode.objects.exists()
    assert not SendingRequest.objects.exists()


def test_the_link_of_the_letter_shows_a_button_and_only_its_press_sends(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    press_send(to_summary(django_app, page))
    (letter,) = read_letters()
    (link,) = links_in(letter)

    # A mail program that opens every link sends nothing.
    for _look in range(2):
        opened = django_app.get(link)
    assert "code" not in confirm_form(opened).fields
    assert not Submission.objects.exists()

    receipt = confirm_form(opened).submit("action", value="send").follow()

    assert Submission.objects.get().reference in receipt.text


def test_who_resumed_from_a_letter_has_proved_the_address(django_app: DjangoTestApp, page: CallPage) -> None:
    save(django_app, page)
    (letter,) = read_letters()
    summary = django_app.get(links_in(letter)[0])

    receipt = press_send(summary)

    assert Submission.objects.get().reference in receipt.text


def test_a_letter_that_has_not_left_proves_nothing(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = press_send(to_summary(django_app, page))

    assert not DraftCode.objects.exists()
    told = type_code(shown, "000 000")

    assert "non è quello" in told.html.select_one(".error-summary").get_text()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0:.3} {0:.3}"])
def test_a_code_is_read_however_it_is_spaced(django_app: DjangoTestApp, page: CallPage, typed: str) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])
    written = typed.format(code.replace(" ", "")) if "0" not in typed else f"{code[:3]}-{code[4:]}"

    type_code(shown, written)

    assert Submission.objects.exists()


def test_an_empty_code_is_asked_for_and_counts_as_no_mistake(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])

    for _press in range(6):
        shown = type_code(shown, "  ")
        assert "Scrivi il codice" in shown.html.select_one(".error-summary").get_text()

    type_code(shown, code)
    assert Submission.objects.exists()


def test_five_wrong_codes_end_the_right_one_and_another_letter_brings_another(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])
    wrong = "111 111" if code != "111 111" else "222 222"
    for _press in range(5):
        shown = type_code(shown, wrong)
    assert not DraftCode.objects.exists()

    shown = type_code(shown, code)
    assert not Submission.objects.exists()
    OutboxMessage.objects.update(sent_at=timezone.now() - confirming.PAUSE)
    shown = shown.forms[FORM + 1].submit("action", value="again").follow()
    (letter,) = read_letters()

    type_code(shown, code_in(letter))
    assert Submission.objects.exists()


def test_four_wrong_codes_do_not(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])
    for _press in range(4):
        shown = type_code(shown, "abc")

    type_code(shown, code)

    assert Submission.objects.exists()


def test_the_code_of_one_draft_is_no_code_of_another(django_app: DjangoTestApp, page: CallPage) -> None:
    press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])
    shown = press_send(to_summary(django_app, CallPageFactory.create(steps=page.steps)))
    read_letters()

    assert "non è quello" in type_code(shown, code).text
    assert not Submission.objects.exists()


def test_pressing_again_sends_no_second_letter_at_once(django_app: DjangoTestApp, page: CallPage) -> None:
    summary = to_summary(django_app, page)
    for _press in range(3):
        shown = press_send(summary)
    assert len(read_letters()) == 1

    shown.forms[FORM + 1].submit("action", value="again", status=302)
    assert not read_letters()
    OutboxMessage.objects.update(sent_at=timezone.now() - confirming.PAUSE)
    shown.forms[FORM + 1].submit("action", value="again", status=302)
    assert len(read_letters()) == 1


def test_letters_that_crossed_each_other_are_all_good(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = press_send(to_summary(django_app, page))
    first = code_in(read_letters()[0])
    OutboxMessage.objects.update(sent_at=timezone.now() - confirming.PAUSE)
    shown = shown.forms[FORM + 1].submit("action", value="again").follow()
    assert code_in(read_letters()[0]) != first

    type_code(shown, first)

    assert Submission.objects.exists()


def test_a_wrong_address_is_corrected_there_and_the_old_letter_is_of_no_use(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page, email="sbagliata@example.org"))
    (old,) = read_letters()
    form = shown.forms[FORM + 2]
    form["email"] = "giusta@"
    told = form.submit("action", value="address").follow()
    assert "Scrivi un indirizzo completo" in told.html.select_one(".error-summary").get_text()
    form = told.forms[FORM + 2]
    assert form["email"].value == "giusta@"
    form["email"] = "Giusta@example.org"

    shown = form.submit("action", value="address").follow()

    assert "Giusta@example.org" in shown.text
    assert shown.forms[FORM + 2]["email"].value == ""
    (letter,) = read_letters()
    assert letter.to == ["Giusta@example.org"]
    assert "non è quello" in type_code(shown, code_in(old)).text
    stranger = Client().get(links_in(old)[0])
    assert stranger.status_code == 410
    type_code(shown, code_in(letter))
    assert Submission.objects.get().email == "Giusta@example.org"


def test_the_same_address_written_again_keeps_the_code(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])
    form = shown.forms[FORM + 2]
    form["email"] = " ADA@example.org"

    shown = form.submit("action", value="address").follow()

    type_code(shown, code)
    assert Submission.objects.exists()


def test_an_address_changed_after_the_proof_is_to_be_proved_again(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])
    draft = Draft.objects.get()
    assert confirming.prove_by_code(draft, code)
    first = shown.click("Torna al riepilogo").click(href=r"passo/0/\?da=riepilogo", index=-1)
    first.forms["step-form"]["email"] = "altra@example.org"
    summary = first.forms["step-form"].submit("action", value="summary").follow()

    shown = press_send(summary)

    assert "code" in confirm_form(shown).fields
    assert not Submission.objects.exists()
    assert read_letters()[0].to == ["altra@example.org"]


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


def test_a_notice_that_changed_meanwhile_is_read_before_anything_leaves(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])
    page.privacy_notice = PrivacyNoticeFactory.create()
    page.save()

    told = type_code(shown, code)

    assert "L’informativa è cambiata" in told.text
    assert not Submission.objects.exists()
    # The address is proved by now.
    assert "CS-" in press_send(told).text


def test_a_second_press_on_the_confirmation_leads_to_the_same_receipt(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    form = confirm_form(shown)
    form["code"] = code_in(read_letters()[0])

    first, second = form.submit("action", value="send"), form.submit("action", value="send")

    assert first.location == second.location
    assert Submission.objects.count() == 1


def test_the_page_of_a_draft_that_nobody_sent_leads_to_the_summary(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page)

    asked = django_app.get(summary.request.path.replace("riepilogo", "conferma"))

    assert asked.location == summary.request.path


def test_whose_address_it_is_not_learns_nothing_and_can_send_nothing(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    """Who writes somebody's address holds the draft, and cannot send it without that mailbox."""
    shown = press_send(to_summary(django_app, page, email="vittima@example.org"))
    token = shown.request.path.split("/")[3]
    read_letters()

    notice = page.privacy_notice_id
    for address in (f"/candidature/bozza/{token}/riepilogo/", shown.request.path):
        data = {"notice": notice, "notice_read": "on", "action": "send", "form_key": "a" * 22, "code": "1"}
        Client().post(address, data)

    assert not Submission.objects.exists()
    draft = Draft.objects.get()
    assert not confirming.is_proved(draft, token)
    assert not draft_links.is_mailed(draft, token)


def test_guesses_at_the_same_moment_are_all_counted(committed_db: None, django_app: DjangoTestApp) -> None:
    shown = press_send(to_summary(django_app, two_steps()))
    read_letters()
    data = {"action": "send", "code": "wrong", "form_key": "a" * 22}

    def guess(_number: int) -> None:
        try:
            Client().post(shown.request.path, data)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(guess, range(5)))

    assert not DraftCode.objects.exists()


def test_two_confirmations_at_the_same_moment_send_once(
    committed_db: None, django_app: DjangoTestApp
) -> None:
    shown = press_send(to_summary(django_app, two_steps()))
    code = code_in(read_letters()[0])
    key = re.search(r'name="form_key" value="([^"]+)"', shown.text)
    assert key
    data = {"action": "send", "code": code, "form_key": key.group(1)}

    def press(_number: int) -> Any:
        try:
            return Client().post(shown.request.path, data)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(press, range(4)))

    assert len(addresses) == 1
    assert "/inviata/" in addresses.pop()
    assert Submission.objects.count() == 1


def test_a_code_is_six_digits_and_follows_from_the_letter_alone() -> None:
    codes = {draft_codes._code(f"{number:022d}") for number in range(200)}

    assert len(codes) > 190
    assert all(re.fullmatch("[0-9]{6}", code) for code in codes)
    assert draft_codes._code("x" * 22) == draft_codes._code("x" * 22)


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


@pytest.mark.parametrize("change", ["question", "applicants"])
def test_a_form_changed_after_the_closing_says_whom_to_write_to(
    django_app: DjangoTestApp, page: CallPage, change: str
) -> None:
    summary = to_summary(django_app, page)
    with at(closing(page) - timedelta(seconds=1)):
        shown = press_send(summary)
        code = code_in(read_letters()[0])
    if change == "question":
        page.steps = form_of([block("short_text", "new", label="Nuova", required=True)])
    else:
        page.allowed_applicants = "organisation"
    page.save()

    with at(closing(page) + timedelta(minutes=5)):
        told = type_code(shown, code)

    assert "ciò che avevi scritto non basta più" in told.text
    assert "ufficio@example.org" in told.text
    assert not Submission.objects.exists()


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 5000, "\ud83d".encode("utf-8", "replace").decode(), "@"])
def test_no_address_breaks_its_correction_and_none_is_cut(
    django_app: DjangoTestApp, page: CallPage, typed: str
) -> None:
    shown = press_send(to_summary(django_app, page))

    answer = Client().post(shown.request.path, {"action": "address", "email": typed})

    assert answer.status_code == 302
    again = django_app.get(answer["Location"]).forms[FORM + 2]["email"].value
    assert again == typed.replace("\x00", "")


def test_an_address_typed_wrong_is_no_error_when_the_page_is_opened_again(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    form = shown.forms[FORM + 2]
    form["email"] = "giusta@"
    form.submit("action", value="address", status=302)

    opened = django_app.get(shown.request.path)

    assert opened.html.select_one(".error-summary") is None
    assert opened.forms[FORM + 2]["email"].value == "giusta@"


def test_after_too_many_wrong_codes_another_letter_leaves_at_once(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    read_letters()
    for _press in range(5):
        shown = type_code(shown, "abc")

    shown.forms[FORM + 1].submit("action", value="again", status=302)

    assert len(read_letters()) == 1


def test_an_address_changed_and_changed_back_is_written_to_again(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    read_letters()
    for email in ("altra@example.org", "ada@example.org"):
        form = shown.forms[FORM + 2]
        form["email"] = email
        shown = form.submit("action", value="address").follow()
        (letter,) = read_letters()

    type_code(shown, code_in(letter))
    assert Submission.objects.get().email == "ada@example.org"


def test_who_asks_again_too_soon_is_told_to_wait(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = press_send(to_summary(django_app, page))

    told = shown.forms[FORM + 1].submit("action", value="again").follow()

    assert "appena partita, o sta per partire" in told.text


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
