"""“Chi sei” open in two tabs: the second to save is told, and nothing that it never showed is overwritten."""

from typing import Any

import pytest
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Draft, PendingRevision, Submission
from tests.candidature.factories import CallPageFactory, begun, submitted
from tests.candidature.public.revising import ANSWERS, personal, three_steps
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

TOLD = "Di questo passo ci sono due versioni"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(steps=three_steps())
    return made


@pytest.fixture
def address(page: CallPage) -> str:
    """Of the first step of a draft that says who."""
    _draft, token = begun(page, email="ada@example.org", first_name="Ada", last_name="Prova")
    return f"/candidature/bozza/{token}/passo/0/"


def press(shown: Any, action: str = "next", **typed: str) -> Any:
    form = shown.forms["step-form"]
    for name, value in typed.items():
        form[name] = value
    return form.submit("action", value=action).maybe_follow()


def test_the_second_to_save_reads_both_texts_and_decides(django_app: DjangoTestApp, address: str) -> None:
    first, second = django_app.get(address), django_app.get(address)
    press(first, last_name="Bianchi")

    told = press(second, last_name="Verdi")

    assert TOLD in told.text
    assert "Bianchi" in told.text
    assert told.forms["step-form"]["last_name"].value == "Verdi"
    # Nothing was overwritten, and the page is no answer of a press.
    assert Draft.objects.get().last_name == "Bianchi"
    assert told.request.method == "GET"
    left = press(told)
    assert TOLD not in left.text
    assert Draft.objects.get().last_name == "Verdi"
    assert TOLD not in django_app.get(address).text


def test_who_wants_the_other_text_writes_it_back(django_app: DjangoTestApp, address: str) -> None:
    first, second = django_app.get(address), django_app.get(address)
    press(first, last_name="Bianchi")

    press(press(second, last_name="Verdi"), last_name="Bianchi")

    assert Draft.objects.get().last_name == "Bianchi"


def test_what_only_one_tab_changed_is_kept_of_both(django_app: DjangoTestApp, address: str) -> None:
    first, second = django_app.get(address), django_app.get(address)
    press(first, last_name="Bianchi")

    after = press(second, phone="055 1234567")

    assert TOLD not in after.text
    draft = Draft.objects.get()
    assert (draft.last_name, draft.phone) == ("Bianchi", "+390551234567")


def test_a_field_that_the_other_tab_left_wrong_waits_to_be_corrected(
    django_app: DjangoTestApp, address: str
) -> None:
    first, second = django_app.get(address), django_app.get(address)
    press(first, last_name="")

    after = press(second, phone="055 1234567")

    assert TOLD not in after.text
    assert "Scrivi il cognome." in after.text
    assert "055 123 4567" in after.forms["step-form"]["phone"].value


@pytest.mark.parametrize("action", ["next", "save"])
def test_the_same_form_pressed_twice_says_nothing_of_two_tabs(
    django_app: DjangoTestApp, address: str, action: str
) -> None:
    shown = django_app.get(address)
    # Kept and shown otherwise than it was typed.
    press(shown, action, phone="0551234567", first_name=" Ada  Maria ", municipality="other")

    again = press(shown, action, phone="0551234567", first_name=" Ada  Maria ", municipality="other")

    assert TOLD not in again.text
    assert Draft.objects.get().phone == "+390551234567"


def test_a_municipality_is_told_by_its_name(django_app: DjangoTestApp, address: str) -> None:
    one, other = MunicipalityFactory.create(name="Cortona"), MunicipalityFactory.create(name="Bibbiena")
    first, second = django_app.get(address), django_app.get(address)
    press(first, municipality=one.cadastral_code)

    told = press(second, municipality=other.cadastral_code)

    assert "Bibbiena (" in told.html.select_one(".answers").text
    assert "Cortona (" in told.html.select_one(".answers").text


def test_the_address_of_the_other_tab_is_not_replaced_unseen(django_app: DjangoTestApp, address: str) -> None:
    first, second = django_app.get(address), django_app.get(address)
    press(first, email="bea@example.org")

    form = second.forms["step-form"]
    form["email"] = "carla@example.org"
    # Its link ended with the address: the browser that wrote it is led on, and posts once more.
    posted = form.submit_fields("action", submit_value="next")
    led_on = django_app.post(address, posted)
    assert led_on.status_code == 307
    told = django_app.post(led_on.location, posted).follow()

    assert TOLD in told.text
    assert Draft.objects.get().email == "bea@example.org"


def test_of_a_correction_the_same(django_app: DjangoTestApp, page: CallPage) -> None:
    address = personal(submitted(page, answers=dict(ANSWERS)), "correggi/passo/0/")
    first, second = django_app.get(address), django_app.get(address)
    press(first, last_name="Bianchi")

    told = press(second, last_name="Verdi")

    assert TOLD in told.text
    assert PendingRevision.objects.get().applicant["last_name"] == "Bianchi"
    press(told)
    assert PendingRevision.objects.get().applicant["last_name"] == "Verdi"
    assert Submission.objects.get().last_name not in ("Bianchi", "Verdi")
