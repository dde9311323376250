"""Who confirms: what is typed of them is lost by no button, in no second tab, and not at the term."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import confirming, others
from candidature.models import CallPage, Confirmation
from portal.web import outage
from tests.candidature.confirmations.asking import RITA, draft_with, sent_with
from tests.candidature.intake.intake import send
from tests.candidature.public.confirming import at
from tests.candidature.public.others import answer, call, onwards
from tests.candidature.public.revising import personal

pytestmark = pytest.mark.django_db

TOLD = "Di questo passo ci sono due versioni"
TYPED: dict[str, Any] = {"body": "Pro loco", "name": "Ugo Blu"}


def page_of(app: DjangoTestApp, token: str, opened: Any = "") -> Any:
    return app.get(f"/candidature/bozza/{token}/chi-conferma/{opened and f'?cambia={opened}'}")


def pressed(shown: Any, action: str, status: int = 302, **typed: str) -> Any:
    """What is seen after a button of the rendered form."""
    form = shown.forms["step-form"]
    for name, text in typed.items():
        form[name] = text
    led = form.submit("action", value=action, status=status)
    return led.follow() if status == 302 else led


@pytest.mark.parametrize("button", ["go-0", "go-1", "go-2"])
def test_the_list_of_steps_keeps_what_is_half_typed(django_app: DjangoTestApp, button: str) -> None:
    _draft, token = draft_with(call(most_partners=2))

    pressed(page_of(django_app, token), button, **TYPED)

    [kept] = Confirmation.objects.all()
    assert kept.typed == {**TYPED, "email": ""}
    back = page_of(django_app, token)
    assert "Pro loco, Ugo Blu" in back.text
    again = answer(back, "open")
    assert again.forms["step-form"]["name"].value == "Ugo Blu"


def test_the_summary_is_reached_once_what_is_typed_is_right_and_with_nothing_typed(
    django_app: DjangoTestApp,
) -> None:
    _draft, token = draft_with(call(most_partners=2))
    assert onwards(page_of(django_app, token)).request.path.endswith("/riepilogo/")
    assert not Confirmation.objects.exists()

    told = pressed(page_of(django_app, token), "next", **TYPED)

    assert told.request.method == "GET"
    assert "Scrivi la sua email." in told.text
    assert told.forms["step-form"]["body"].value == "Pro loco"
    summary = pressed(told, "next", email="ugo@example.org")
    assert "ugo@example.org" in summary.text
    assert Confirmation.objects.get().email == "ugo@example.org"


@pytest.mark.parametrize("button", ["open", "remove"])
def test_a_button_beside_somebody_else_keeps_what_is_typed(django_app: DjangoTestApp, button: str) -> None:
    _draft, token = draft_with(call(most_partners=2), RITA)
    rita = Confirmation.objects.get()

    pressed(page_of(django_app, token), f"{button}-{rita.pk}", **TYPED)

    assert Confirmation.objects.filter(typed={**TYPED, "email": ""}).count() == 1
    assert Confirmation.objects.filter(email=RITA.email).exists() == (button == "open")


def test_who_is_taken_off_while_corrected_is_not_named_anew(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call(most_partners=2), RITA)
    rita = Confirmation.objects.get()

    pressed(page_of(django_app, token, rita.pk), f"remove-{rita.pk}", name="Rita Verdi")

    assert not Confirmation.objects.exists()


def test_the_same_press_again_keeps_one(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call(most_partners=2))
    shown = page_of(django_app, token)
    for button in ("go-1", "save"):
        pressed(shown, button, **TYPED)
    assert Confirmation.objects.count() == 1

    opened = page_of(django_app, token, Confirmation.objects.get().pk)
    for _press in range(2):
        pressed(opened, "save", name=" Ugo  Blu ", email="Ugo@Example.org")
    assert Confirmation.objects.count() == 1


def test_two_tabs_that_correct_one_partner_are_told_and_both_are_shown(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call(most_partners=2), RITA)
    rita = Confirmation.objects.get()
    first, second = (page_of(django_app, token, rita.pk) for _tab in range(2))
    pressed(first, "save", name="Rita Bianchi")

    told = pressed(second, "save", 409, name="Rita Verdi")

    assert TOLD in told.text
    assert "Rita Bianchi" in told.text
    assert told.forms["step-form"]["name"].value == "Rita Verdi"
    assert Confirmation.objects.get().name == "Rita Bianchi"
    pressed(told, "save")
    assert Confirmation.objects.get().name == "Rita Verdi"


def test_what_only_one_tab_changed_is_kept_of_both(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call(most_partners=2), RITA)
    rita = Confirmation.objects.get()
    first, second = (page_of(django_app, token, rita.pk) for _tab in range(2))
    pressed(first, "save", name="Rita Bianchi")

    pressed(second, "save", body="Auser Arezzo")

    kept = Confirmation.objects.get()
    assert (kept.name, kept.body) == ("Rita Bianchi", "Auser Arezzo")


def test_of_who_was_replaced_in_another_tab_the_typed_text_is_shown(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call(most_partners=2), RITA)
    rita = Confirmation.objects.get()
    first, second = (page_of(django_app, token, rita.pk) for _tab in range(2))
    pressed(first, "save", email="altra@example.org")

    told = pressed(second, "save", 409, name="Rita Verdi")

    assert "è stata tolta o sostituita" in told.text
    assert "Rita Verdi" in told.text
    assert Confirmation.objects.get().email == "altra@example.org"


def test_while_nothing_can_be_saved_it_is_in_the_page(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call(most_partners=2))
    shown = page_of(django_app, token)

    with mock.patch.object(others, "save", side_effect=outage.OutageError):
        refused = pressed(shown, "go-1", 503, **TYPED)

    assert refused.forms["step-form"]["name"].value == "Ugo Blu"
    assert "non riesce a salvare" in refused.text


@pytest.mark.parametrize("button", ["save", "next", "go-1"])
def test_typed_before_the_term_and_pressed_after_it_is_kept_and_shown(
    django_app: DjangoTestApp, button: str
) -> None:
    _draft, token = draft_with(page := call(most_partners=2))
    shown = page_of(django_app, token)
    CallPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    form = shown.forms["step-form"]
    form["body"], form["name"] = "Pro loco", "Ugo Blu"
    led = form.submit("action", value=button, status=302)

    told = django_app.get(led.location, status=410)
    assert page.title in told.text
    assert "Ugo Blu" in told.text


def test_after_the_term_a_button_takes_nobody_off(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call(most_partners=2), RITA)
    shown = page_of(django_app, token)
    CallPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    button = f"remove-{Confirmation.objects.get().pk}"
    led = shown.forms["step-form"].submit("action", value=button, status=302)

    assert django_app.get(led.location, status=410)
    assert Confirmation.objects.get().email == RITA.email


def test_from_a_tab_left_open_after_sending_it_is_shown(django_app: DjangoTestApp) -> None:
    page = call(most_partners=2)
    _draft, token = draft_with(page)
    shown = page_of(django_app, token)
    send(page, token)

    told = pressed(shown, "save", 410, **TYPED)

    assert "è già stata inviata" in told.text
    assert "Ugo Blu" in told.text


def test_where_partners_are_asked_for_no_more_it_is_shown(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call(most_partners=2))
    shown = page_of(django_app, token)
    CallPage.objects.update(most_partners=0)

    told = pressed(shown, "save", 409, **TYPED)

    assert "Ugo Blu" in told.text


def test_of_what_was_sent_only_the_button_of_the_form_names_anybody(django_app: DjangoTestApp) -> None:
    sent = sent_with(call(most_partners=2), RITA)
    rita = Confirmation.objects.get()
    assert sent.has_confirmations
    shown = django_app.get(personal(sent, f"chi-conferma/?cambia={rita.pk}"))
    Confirmation.objects.update(asked_at=timezone.now() - timedelta(hours=1))

    again = pressed(shown, f"again-{rita.pk}", email="altra@example.org")

    assert again.forms["step-form"]["email"].value == "altra@example.org"
    assert Confirmation.objects.get().email == RITA.email


def test_after_the_term_what_finds_no_room_is_shown_all_the_same(django_app: DjangoTestApp) -> None:
    draft, token = draft_with(call(most_partners=1))
    shown = page_of(django_app, token)
    others.save(draft, None, RITA, {}, client="")
    CallPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    told = pressed(shown, "save", 409, **TYPED)

    assert "Ugo Blu" in told.text


def test_what_was_sent_in_time_waits_for_the_code_and_what_is_typed_late_is_shown(
    django_app: DjangoTestApp,
) -> None:
    draft, token = draft_with(page := call(most_partners=2))
    shown = page_of(django_app, token)
    now = timezone.now()
    confirming.keep_press(
        draft, page, pressed_at=now, notice_id=page.privacy_notice_id, shown=page.form_digest
    )
    CallPage.objects.update(closes_at=now + timedelta(seconds=1))

    with at(now + timedelta(minutes=5)):
        told = pressed(shown, "save", 409, **TYPED)

    assert "questa modifica non conta" in told.text
    assert "Ugo Blu" in told.text
    assert not Confirmation.objects.exists()
