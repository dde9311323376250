"""The municipality as a list, those of the call first, and as a script has it typed."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Draft
from candidature.pages.window import AdmittedFrom
from candidature.public.previewing.whole_form import WHOLE_FORM
from candidature.question_types.searchable import plain_text
from moduli import StepForm
from territori.models import Municipality, Zone
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.by_buttons import begin, first_step
from tests.candidature.public.journey import form_of
from tests.moduli.builders import answer, ask, block, error_of, step
from tests.territori.factories import TerritoryPageFactory, ZoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(db: None) -> None:
    here, elsewhere = ZoneFactory.create(name="Mugello"), ZoneFactory.create(name="Lunigiana")
    for name, province, code, zone in [
        ("Vinci", "FI", "M059", None),
        ("Forlì del Sannio", "IS", "D703", elsewhere),
        ("San Godenzo", "FI", "H904", here),
        ("Castro", "VT", "C279", None),
        ("Castro", "BG", "C337", None),
        ("L’Aquila", "AQ", "A345", elsewhere),
    ]:
        Municipality.objects.create(name=name, province=province, cadastral_code=code, zone=zone)


@pytest.fixture
def page(register: None) -> CallPage:
    page: CallPage = CallPageFactory.create(
        steps=form_of([block("municipality", "where", label="Dove?", required=True)])
    )
    page.territories.set(
        [TerritoryPageFactory.create(zone=Municipality.objects.get(name="San Godenzo").zone)]
    )
    page.save()
    return page


@pytest.mark.parametrize(
    "typed",
    [
        "M059",
        "Vinci (FI)",
        "vinci",
        " VINCI ",
        "vinci fi",
        "Vinci  ( fi )",
    ],
)
def test_a_name_that_means_one_is_taken(register: None, typed: str) -> None:
    assert answer(ask("municipality"), typed).answers() == {"a": {"code": "M059", "label": "Vinci (FI)"}}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("forli del sannio", "D703"),
        ("FORLI' DEL SANNIO", "D703"),
        ("l aquila", "A345"),
        ("L'Aquila", "A345"),
        ("castro (bg)", "C337"),
        ("altro comune non in elenco", "other"),
    ],
)
def test_accents_signs_and_capitals_do_not_matter(register: None, typed: str, code: str) -> None:
    assert answer(ask("municipality"), typed).answers()["a"]["code"] == code


@pytest.mark.parametrize("typed", ["Vin", "Vinci (PI)", "Z999", "--", "<b>Vinci</b>x"])
def test_what_is_none_is_named_and_stays_to_be_corrected(register: None, typed: str) -> None:
    form = answer(ask("municipality"), typed)

    [said] = form.errors["q-a"]
    assert str(said).startswith(f"«{typed}» non è nell’elenco dei comuni")
    assert form.typed() == {"a": typed}
    shown = str(StepForm(step(ask("municipality")), answers={"a": typed})["q-a"])
    assert "selected" not in shown.replace('value="" selected', "")
    assert 'data-typed="' in shown
    assert 'data-typed=""' not in shown


def test_a_name_of_two_is_asked_once_more(register: None) -> None:
    assert error_of(ask("municipality"), "castro").startswith("Più comuni si chiamano «castro»")


def test_what_was_typed_is_chosen_in_the_list_that_is_shown_again(register: None) -> None:
    shown = str(StepForm(step(ask("municipality")), answers={"a": "vinci"})["q-a"])

    assert '<option value="M059" selected>' in shown
    assert 'data-typed=""' in shown


def groups(select: Any) -> list[str]:
    """What stands in a list, in its order: groups by name, with how many are in each."""
    return [
        f"{child['label']}: {', '.join(option.text for option in child.find_all('option'))}"
        if child.name == "optgroup"
        else child.text
        for child in select.find_all(["optgroup", "option"], recursive=False)
    ]


def test_those_of_the_call_come_first_in_both_places(django_app: DjangoTestApp, page: CallPage) -> None:
    expected = [
        "Scegli un comune",
        "Mugello: San Godenzo (FI)",
        "Altri comuni: Castro (BG), Castro (VT), Forlì del Sannio (IS), L’Aquila (AQ), Vinci (FI)",
        "Altro comune, non in elenco",
    ]
    assert groups(begin(django_app, page).html.find(id="id_municipality")) == expected

    shown = first_step(django_app, page).submit("action", value="next").follow()

    found = groups(shown.html.find(id="q-where"))
    assert found[1] == expected[1]
    assert found[-1] == expected[-1]


def test_those_of_chosen_zones_come_before_those_that_the_call_is_about(
    django_app: DjangoTestApp, page: CallPage, rf: RequestFactory
) -> None:
    page.admits_from = AdmittedFrom.CHOSEN
    page.admitted_zones.set([Zone.objects.get(name="Lunigiana")])
    page.save()
    expected = "Lunigiana: Forlì del Sannio (IS), L’Aquila (AQ)"

    who = first_step(django_app, page, municipality="A345")
    step = who.submit("action", value="next").follow()
    beside_the_editor = BeautifulSoup(WHOLE_FORM.show(rf.get("/"), page).content, "html.parser")

    for select in (
        who.response.html.find(id="id_municipality"),
        step.html.find(id="q-where"),
        beside_the_editor.find(id="q-where"),
    ):
        assert groups(select)[1] == expected


def test_a_call_without_zones_has_one_list(register: None, django_app: DjangoTestApp) -> None:
    shown = begin(django_app, CallPageFactory.create()).html.find(id="id_municipality")

    assert shown.find("optgroup") is None
    assert groups(shown)[0] == "Scegli un comune"


def test_what_is_typed_in_the_first_step_is_kept_and_understood(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    form = first_step(django_app, page)
    form["municipality"].force_value("san godenzo")
    form.submit("action", value="next").follow()

    assert Draft.objects.get().municipality == Municipality.objects.get(name="San Godenzo")

    again = begin(django_app, page).forms["step-form"]
    again["municipality"].force_value("San Godezno")
    told = again.submit("action", value="next").follow()
    assert "«San Godezno» non è nell’elenco" in told.text
    assert told.html.find(id="id_municipality")["data-typed"] == "San Godezno"


def test_names_are_compared_without_what_people_leave_out() -> None:
    assert plain_text("  Forlì-del  SANNIO’ ") == "forli del sannio"
    assert plain_text("Ⅻ") == "xii"
