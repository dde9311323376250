"""“Chi conferma” is saved while it is typed: nobody is named by it, and nobody is written to."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import others
from candidature.models import CallPage, Confirmation, Draft
from portal.models import OutboxMessage
from portal.roles import Role
from tests.candidature.confirmations.asking import RITA, draft_with, sent_with
from tests.candidature.factories import begun
from tests.candidature.intake.intake import send
from tests.candidature.public.others import call
from tests.candidature.public.revising import personal
from tests.istruttoria.desk.at_the_desk import WHO, arrived
from tests.istruttoria.people import member_of
from tests.portal.web.test_outage import locked

pytestmark = pytest.mark.django_db

UGO = {"body": "Pro loco", "name": "Ugo Blu", "email": "ugo@example.org"}


def page_of(app: DjangoTestApp, token: str, opened: Any = "") -> Any:
    return app.get(f"/candidature/bozza/{token}/chi-conferma/{opened and f'?cambia={opened}'}")


def saved(shown: Any, **typed: str) -> dict[str, Any]:
    """What the script is answered; it posts the rendered form with an action of its own."""
    form = shown.forms["step-form"]
    for name, text in typed.items():
        form[name] = text
    fields = [(name, value) for name, value in form.submit_fields() if name != "action"]
    told = shown.goto("", method="post", params=[*fields, ("action", "autosave")]).json
    if told["seen"]:
        form["seen"].value = told["seen"]
    return dict(told)


def pressed(shown: Any, action: str) -> Any:
    return shown.forms["step-form"].submit("action", value=action, status=302).follow()


def test_who_is_typed_is_kept_in_one_place_and_named_by_a_button_alone(django_app: DjangoTestApp) -> None:
    shown = page_of(django_app, draft_with(call(most_partners=1))[1])
    assert "data-autosave" in shown.html.select_one("#step-form").attrs
    assert shown.html.select_one("#step-form [data-autosaved]") is not None
    before = timezone.localtime()

    assert saved(shown, body="Pro")["saved"]
    said = saved(shown, **UGO)

    assert said["said"] in {f"Salvato alle {at:%H:%M}" for at in (before, timezone.localtime())}
    assert said["goesOn"]
    [kept] = Confirmation.objects.all()
    assert (kept.typed, kept.name, kept.email) == (UGO, "", "")
    again = django_app.get(f"{shown.request.path}?cambia={kept.pk}")
    assert again.forms["step-form"]["name"].value == "Ugo Blu"

    pressed(shown, "save")
    [named] = Confirmation.objects.all()
    assert (named.typed, named.body, named.name, named.email) == ({}, *UGO.values())


def test_what_the_script_sends_as_the_page_is_left_names_nobody_a_second_time(
    django_app: DjangoTestApp,
) -> None:
    shown = page_of(django_app, draft_with(call(most_partners=2))[1])
    for name, text in UGO.items():
        shown.forms["step-form"][name] = text
    pressed(shown, "save")

    assert saved(shown, **UGO)["saved"]

    [named] = Confirmation.objects.all()
    assert (named.typed, named.email) == ({}, UGO["email"])


@pytest.mark.parametrize("button", ["next", "go-1"])
def test_every_button_names_who_the_script_saved_as_if_it_had_not(
    django_app: DjangoTestApp, button: str
) -> None:
    shown = page_of(django_app, draft_with(call(most_partners=2))[1])
    saved(shown, **UGO)

    pressed(shown, button)

    assert Confirmation.objects.get().email == UGO["email"]


def test_a_correction_waits_for_a_button_too_and_is_nothing_once_it_is_taken_back(
    django_app: DjangoTestApp,
) -> None:
    shown = page_of(django_app, draft_with(call(most_partners=1), RITA)[1], Confirmation.objects.get().pk)

    saved(shown, name="Rita Verdi")
    rita = Confirmation.objects.get()
    assert (rita.name, rita.typed["name"]) == (RITA.name, "Rita Verdi")
    saved(shown, name=RITA.name)
    assert Confirmation.objects.get().typed == {}

    saved(shown, name="Rita Verdi")
    pressed(shown, "next")
    assert Confirmation.objects.get().name == "Rita Verdi"


def test_who_deletes_what_they_typed_leaves_nobody(django_app: DjangoTestApp) -> None:
    shown = page_of(django_app, draft_with(call(most_partners=2))[1])
    assert saved(shown)["saved"]
    saved(shown, **UGO)

    assert saved(shown, body="", name="", email="")["saved"]
    assert not Confirmation.objects.exists()
    assert saved(shown, **UGO)["saved"]
    assert Confirmation.objects.get().typed == UGO


def test_of_what_was_sent_a_correction_is_kept_and_nobody_is_written_to(django_app: DjangoTestApp) -> None:
    sent = sent_with(call(most_partners=2), RITA)
    rita, letters = Confirmation.objects.get(), OutboxMessage.objects.count()
    shown = django_app.get(personal(sent, f"chi-conferma/?cambia={rita.pk}"))

    assert saved(shown, email="altra@example.org")["saved"]

    rita.refresh_from_db()
    assert (rita.email, rita.typed["email"]) == (RITA.email, "altra@example.org")
    assert OutboxMessage.objects.count() == letters
    type(sent).objects.update(status="withdrawn")
    told = saved(shown, email="terza@example.org")
    assert (told["said"], told["goesOn"]) == ("Non si chiede più la conferma a nessuno.", False)


def test_another_tab_that_wrote_differently_is_not_overwritten(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(call(most_partners=2), RITA)
    rita = Confirmation.objects.get()
    here, there = (page_of(django_app, token, rita.pk) for _tab in range(2))
    saved(there, name="Rita Bianchi")
    saved(here, body="Auser Arezzo")
    assert Confirmation.objects.get().typed == {
        "body": "Auser Arezzo",
        "name": "Rita Bianchi",
        "email": RITA.email,
    }

    told = saved(here, name="Rita Verdi")

    assert "premi «Salva»" in told["said"]
    assert not told["goesOn"]
    assert Confirmation.objects.get().typed["name"] == "Rita Bianchi"


def test_what_finds_no_room_or_nobody_is_said(django_app: DjangoTestApp) -> None:
    draft, token = draft_with(call(most_partners=1))
    shown = page_of(django_app, token)
    others.save(draft, None, RITA, {}, client="")
    assert saved(shown, **UGO)["said"] == "Non se ne possono indicare altri."

    opened = page_of(django_app, token, Confirmation.objects.get().pk)
    Confirmation.objects.all().delete()
    told = saved(opened, name="Ugo Blu")
    assert "è stata tolta o sostituita" in told["said"]
    assert (told["goesOn"], told["saved"]) == (False, False)


def test_at_a_limit_it_is_tried_again(django_app: DjangoTestApp, limits: Any) -> None:
    shown = page_of(django_app, draft_with(call(most_partners=1))[1])
    limits(LIMIT_UPLOAD_MB_PER_HOUR=0)

    told = saved(shown, **UGO)

    assert "molti dati" in told["said"]
    assert (told["goesOn"], told["saved"]) == (True, False)


def test_after_the_closing_it_is_kept_and_the_script_leaves_off(django_app: DjangoTestApp) -> None:
    shown = page_of(django_app, draft_with(call(most_partners=1))[1])
    CallPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    told = saved(shown, **UGO)

    assert told["said"] == "Il termine è passato: non si può più inviare."
    assert not told["goesOn"]
    assert Confirmation.objects.get().typed == UGO


def test_once_the_draft_is_sent_it_is_said(django_app: DjangoTestApp) -> None:
    _draft, token = draft_with(page := call(most_partners=1))
    shown = page_of(django_app, token)
    send(page, token)

    assert saved(shown, **UGO)["said"] == "Questa bozza è già stata inviata"


def test_before_there_is_an_address_only_buttons_save(django_app: DjangoTestApp) -> None:
    _draft, token = begun(call(most_partners=1))
    Draft.objects.update(email="")

    form = page_of(django_app, token).html.select_one("#step-form")

    assert "data-autosave" not in form.attrs
    assert "data-kept" in form.attrs


def test_at_the_desk_it_is_saved_without_an_address_too(django_app: DjangoTestApp) -> None:
    page = call(most_partners=1)
    first = arrived(django_app, page, member_of(Role.OFFICERS)).forms["step-form"]
    for name, value in WHO.items():
        first[name] = value
    first.submit("action", value="save", status=302)
    shown = django_app.get(first.response.request.path.replace("passo/0", "chi-conferma"))

    assert saved(shown, **{**UGO, "email": ""})["saved"]
    assert Confirmation.objects.get().typed["name"] == "Ugo Blu"
    CallPage.objects.update(most_partners=0)
    assert saved(shown, name="Ugo Rossi")["said"] == "Non si chiede più la conferma a nessuno."


def test_a_portal_that_cannot_write_says_so(committed_db: None, django_app: DjangoTestApp) -> None:
    shown = page_of(django_app, draft_with(call(most_partners=1))[1])

    with locked():
        told = saved(shown, **UGO)

    assert "non riesce a salvare" in told["said"]
    assert (told["goesOn"], told["saved"]) == (True, False)
