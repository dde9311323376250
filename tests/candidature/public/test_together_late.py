"""A press that only asked others to confirm counts for nothing after the closing."""

from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Draft, SendingRequest, Submission
from tests.candidature.public.by_buttons import FORM
from tests.candidature.public.confirming import press_send, type_code
from tests.candidature.public.mailbox import code_in, read_letters
from tests.candidature.public.others import answer, letter_to
from tests.candidature.public.test_together import (
    PARTNER,
    draft,
    link_of_partner,
    name,
    summary,
    with_partners,
)

pytestmark = pytest.mark.django_db


def pressed_unproved(app: DjangoTestApp) -> tuple[str, Any]:
    """The address of a draft that waits for a partner, and what is seen after "Invia" on it, not proved."""
    address = draft(with_partners(waits_for_others=True))
    Draft.objects.update(proved_email="")
    name(app, address)
    return address, press_send(summary(app, address))


@pytest.mark.parametrize("is_proved", [False, True])
def test_after_the_closing_a_press_that_waited_for_others_leads_to_what_was_written(
    django_app: DjangoTestApp, is_proved: bool
) -> None:
    address, shown = pressed_unproved(django_app)
    step = django_app.get(f"{address}passo/1/").forms["step-form"]
    if is_proved:
        type_code(shown, code_in(letter_to("ada@example.org", read_letters())))
        assert not SendingRequest.objects.exists()
    asked = [letter.to for letter in read_letters() if letter.to == [PARTNER]]
    assert asked == ([[PARTNER]] if is_proved else [])
    CallPage.objects.update(closes_at=timezone.now())

    late = django_app.get(f"{address}riepilogo/", status=410)

    assert "Insieme" in late.text
    assert "ufficio@example.org" in late.text
    assert "Chiedi le conferme" not in late.text
    saved = step.submit("action", value="next", status=302)
    assert "Hai premuto «Invia» in tempo" not in saved.text
    shown.forms[FORM].submit("action", value="send", status=302)
    assert not [letter for letter in read_letters() if letter.to == [PARTNER]]


def test_a_press_after_the_closing_is_not_dated_at_one_that_waited_for_others(
    django_app: DjangoTestApp,
) -> None:
    address, shown = pressed_unproved(django_app)
    type_code(shown, code_in(letter_to("ada@example.org", read_letters())))
    answer(django_app.get(link_of_partner(read_letters())), "confirm")
    ready = summary(django_app, address)
    CallPage.objects.update(closes_at=timezone.now())

    ready.forms[FORM]["notice_read"] = True
    ready.forms[FORM].submit("action", value="send", status=302).follow(status=410)

    assert not Submission.objects.exists()


def test_a_press_counts_where_all_had_confirmed_and_only_the_address_was_missing(
    django_app: DjangoTestApp,
) -> None:
    address, shown = pressed_unproved(django_app)
    type_code(shown, code_in(letter_to("ada@example.org", read_letters())))
    answer(django_app.get(link_of_partner(read_letters())), "confirm")
    read_letters()
    # Another address is another to prove.
    Draft.objects.update(email="bea@example.org", proved_email="")
    shown = press_send(summary(django_app, address))
    assert "vale quel momento" in " ".join(shown.text.split())
    CallPage.objects.update(closes_at=timezone.now())

    type_code(shown, code_in(letter_to("bea@example.org", read_letters())))

    assert Submission.objects.get().confirmations.get().state == "confirmed"


def test_whom_nobody_must_confirm_proves_the_address_after_the_closing_as_elsewhere(
    django_app: DjangoTestApp,
) -> None:
    address = draft(with_partners(waits_for_others=True))
    Draft.objects.update(proved_email="")
    shown = press_send(summary(django_app, address))
    CallPage.objects.update(closes_at=timezone.now())

    type_code(shown, code_in(letter_to("ada@example.org", read_letters())))

    assert Submission.objects.exists()


def test_where_no_letter_may_be_written_now_nothing_is_promised_of_a_press_that_only_asks(
    django_app: DjangoTestApp, limits: Any
) -> None:
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=0)

    _address, shown = pressed_unproved(django_app)

    assert "La lettera non è partita" in shown.text
    assert "hai premuto «Invia» è salvo" not in shown.text
