"""Between "Invia" and sending the address is proved, by a link or by a code."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import confirming, drafts
from candidature.links import draft_codes, draft_links
from candidature.models import CallPage, Draft, DraftCode, SendingRequest, Submission
from portal.models import OutboxMessage
from tests.candidature.factories import (
    CallPageFactory,
    PrivacyNoticeFactory,
)
from tests.candidature.public.by_buttons import ANSWER, FORM, save, two_steps
from tests.candidature.public.confirming import closing, confirm_form, press_send, to_summary, type_code
from tests.candidature.public.mailbox import code_in, links_in, read_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return two_steps()


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

    assert "non è quello" in told.html.select_one("[role=alert]").get_text()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("between", ["", " ", "-", "  . "])
def test_a_code_is_read_however_it_is_spaced(django_app: DjangoTestApp, page: CallPage, between: str) -> None:
    shown = press_send(to_summary(django_app, page))
    first, second = code_in(read_letters()[0]).split()

    type_code(shown, f" {first}{between}{second} ")

    assert Submission.objects.exists()


def test_an_empty_code_is_asked_for_and_counts_as_no_mistake(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])

    for _press in range(6):
        shown = type_code(shown, "  ")
        assert "Scrivi il codice" in shown.html.select_one("[role=alert]").get_text()

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


def test_after_too_many_wrong_codes_another_letter_leaves_at_once(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    read_letters()
    for _press in range(5):
        shown = type_code(shown, "abc")

    shown.forms[FORM + 1].submit("action", value="again", status=302)

    assert len(read_letters()) == 1


def test_who_asks_again_too_soon_is_told_to_wait(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = press_send(to_summary(django_app, page))

    told = shown.forms[FORM + 1].submit("action", value="again").follow()

    assert "appena partita, o sta per partire" in told.text


def test_what_another_tab_wrote_while_the_summary_was_open_is_not_sent_unseen(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = to_summary(django_app, page)
    in_another_tab(summary, "Un’altra risposta")

    told = press_send(summary)

    assert "Le risposte sono cambiate dopo che hai aperto il riepilogo" in told.text
    assert "Un’altra risposta" in told.text
    assert not SendingRequest.objects.exists()
    assert "Conferma l’indirizzo" in press_send(told).html.h1.text


@pytest.mark.parametrize("looked_again", [True, False])
def test_nor_is_what_was_written_between_the_press_and_the_code(
    django_app: DjangoTestApp, page: CallPage, looked_again: bool
) -> None:
    summary = to_summary(django_app, page)
    shown = press_send(summary)
    (letter,) = read_letters()
    in_another_tab(summary, "Un’altra risposta")

    told = django_app.get(shown.request.path).follow() if looked_again else type_code(shown, code_in(letter))

    assert "Le risposte sono cambiate" in told.text
    assert not Submission.objects.exists()
    if not looked_again:
        # The address is proved by then: the press on what was read sends it.
        press_send(told)
        assert Submission.objects.get().answers["a"] == "Un’altra risposta"


def test_nor_is_what_was_written_while_the_press_was_being_kept(
    django_app: DjangoTestApp, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary, keep = to_summary(django_app, page), confirming.keep_press

    def overtaken(*arguments: Any, **named: Any) -> bool:
        drafts.save_answers(Draft.objects.get(), {"a": "Mai vista"})
        return keep(*arguments, **named)

    monkeypatch.setattr(confirming, "keep_press", overtaken)
    told = press_send(summary)

    assert "Le risposte sono cambiate dopo che hai aperto il riepilogo" in told.text
    assert not SendingRequest.objects.exists()
    assert not read_letters()


def in_another_tab(summary: Any, answer: str) -> None:
    step = summary.test_app.get(summary.request.path.replace("riepilogo", "passo/1")).forms["step-form"]
    step["q-a"] = answer
    step.submit("action", value="next")
