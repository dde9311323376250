"""What a browser does while an answer is typed: which keyboard it shows, what it offers and corrects."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from moduli.types.registry import question_types
from tests.moduli.builders import answer, ask, option
from tests.moduli.types.test_every_type import OPTIONS

NAMES = ("type", "inputmode", "autocomplete", "autocapitalize", "spellcheck")
CODE = {"type": "text", "autocapitalize": "characters", "spellcheck": "false"}
DIGITS = {"type": "text", "inputmode": "numeric", "spellcheck": "false"}
EMAIL = {"type": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
# By type, with what an editor chose.
EXPECTED: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("short_text", {}, {"type": "text", "autocapitalize": "sentences"}),
    ("long_text", {}, {"autocapitalize": "sentences", "spellcheck": "true"}),
    ("number", {"whole": True}, DIGITS),
    ("number", {"whole": False}, {**DIGITS, "inputmode": "decimal"}),
    ("number", {"whole": True, "minimum": "-5"}, {k: v for k, v in DIGITS.items() if k != "inputmode"}),
    ("date", {}, {"type": "date"}),
    ("date", {"minimum_age": 18}, {"type": "date", "autocomplete": "bday"}),
    ("one_choice", {"options": [option("one"), option("two")]}, {"type": "radio"}),
    ("several_choices", {"options": [option("one"), option("two")]}, {"type": "checkbox"}),
    ("yes_no", OPTIONS["yes_no"], {"type": "radio"}),
    ("email", {}, EMAIL),
    ("pec", {}, {**EMAIL, "autocomplete": "section-pec email"}),
    ("phone", {}, {"type": "tel", "autocomplete": "tel"}),
    ("tax_code", {"holder": "person"}, CODE),
    ("tax_code", {"holder": "either"}, CODE),
    ("tax_code", {"holder": "organisation"}, {**CODE, "inputmode": "numeric"}),
    ("vat_number", {}, DIGITS),
    ("iban", {}, CODE),
    ("address", {}, {"autocomplete": "street-address", "autocapitalize": "words", "spellcheck": "false"}),
    ("money", {}, {**DIGITS, "inputmode": "decimal"}),
    (
        "web_address",
        {},
        {
            "type": "text",
            "inputmode": "url",
            "autocomplete": "url",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    ),
    ("ranking", OPTIONS["ranking"], {}),
    (
        "signature",
        {},
        {"type": "text", "autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"},
    ),
    ("scale", OPTIONS["scale"], {"type": "radio"}),
    ("publication_consent", OPTIONS["publication_consent"], {"type": "radio"}),
    ("file", {}, {"type": "file"}),
    ("declaration", {}, {"type": "checkbox"}),
    ("list_entry", {"list_name": "Scuole", "list_version": None, "list_number": 0}, {}),
    ("municipality", {}, {"autocomplete": "address-level2", "autocapitalize": "words"}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("type_", "chosen", "attributes"), EXPECTED)
def test_a_control_brings_the_right_keyboard(type_: str, chosen: Any, attributes: dict[str, str]) -> None:
    control = BeautifulSoup(str(answer(ask(type_, **chosen))["q-a"]), "html.parser").find(
        ["input", "textarea", "select"]
    )

    assert control is not None
    assert {name: value for name, value in control.attrs.items() if name in NAMES} == attributes


def test_no_type_is_missing_here() -> None:
    # The controls in the rows of a table are those of other types.
    answered = {kind.key for kind in question_types() if not kind.asks_nothing} - {"table"}
    assert {type_ for type_, _chosen, _attributes in EXPECTED} == answered
