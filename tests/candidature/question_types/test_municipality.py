"""The municipality, a type of question that the engine gets from the settings."""

from typing import Any

import pytest

from moduli import StepForm, readable
from moduli.types.registry import question_types
from territori.models import Municipality
from tests.moduli.builders import answer, ask, block, error_of, frozen, schema_of, step

pytestmark = pytest.mark.django_db
VINCI = {"code": "M059", "label": "Vinci (FI)"}


@pytest.fixture
def vinci(db: None) -> Any:
    return Municipality.objects.create(name="Vinci", province="FI", cadastral_code="M059")


def test_an_editor_finds_it_where_it_has_always_been() -> None:
    keys = [kind.key for kind in question_types()]
    place = keys.index("municipality")
    assert keys[place - 2] == "vat_number"
    assert keys[place + 1] == "address"


def test_it_is_frozen_with_nothing_of_its_own() -> None:
    [question] = frozen(block("municipality", "m1", label="Dove?"))
    assert question == {"key": "m1", "type": "municipality", "label": "Dove?", "help": "", "required": True}
    [unfinished] = frozen({"type": "municipality", "value": {}})
    assert unfinished["label"] == "(domanda senza testo)"


def test_a_municipality_is_kept_with_the_name_it_has_today(vinci: Any) -> None:
    form = answer(ask("municipality"), "M059")
    assert form.answers() == {"a": VINCI}
    vinci.name = "Vinci Nuova"
    vinci.save()
    assert readable(schema_of(step(ask("municipality"))), {"a": VINCI})[0].rows[0].text == "Vinci (FI)"


def test_the_one_kept_is_chosen_when_the_page_is_shown_again(vinci: Any) -> None:
    form = StepForm(step(ask("municipality")), answers={"a": VINCI})
    assert '<option value="M059" selected>' in str(form["q-a"])


def test_one_that_is_not_in_the_register_is_refused(vinci: Any) -> None:
    assert error_of(ask("municipality"), "Z999").startswith("«Z999» non è nell’elenco dei comuni")
    assert error_of(ask("municipality"), "") == "Scegli il comune."
    assert answer(ask("municipality", required=False), "").answers() == {}


def test_who_lives_outside_the_register_can_still_answer() -> None:
    kept = answer(ask("municipality"), "other").answers()
    assert kept == {"a": {"code": "other", "label": "Altro comune, non in elenco"}}


def test_what_is_not_chosen_from_the_list_reads_as_it_was_typed() -> None:
    assert readable(schema_of(step(ask("municipality"))), {"a": "Vinci"})[0].rows[0].text == "Vinci"
    assert StepForm(step(ask("municipality")), answers={"a": "Vinci"})["q-a"].value() == "Vinci"
