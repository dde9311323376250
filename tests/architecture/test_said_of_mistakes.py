"""What is said of a mistake is said by the portal: nowhere on the public site does Django speak.

Its own words name no thing: “Questo campo è obbligatorio.”
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core import validators
from django.urls import get_resolver

from moduli.types.registry import question_types, type_of
from portal.forms.public import PublicForm
from tests.moduli.builders import ask, option

# What a browser cannot cause: a text where a list is sent, a file both chosen and taken off.
IMPOSSIBLE = {"contradiction"}


def public_forms(above: type[PublicForm] = PublicForm) -> Iterator[type[PublicForm]]:
    for form in above.__subclasses__():
        if not form.__module__.startswith("tests."):
            yield form
        yield from public_forms(form)


def djangos_words(field: forms.Field) -> Iterator[str]:
    """The codes of the mistakes of which this field would speak with Django's words."""
    theirs: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            theirs |= vars(kind).get("default_error_messages", {})
    checked = {one.code for one in field.validators if isinstance(one, validators.BaseValidator)}
    yield from checked - set(field.error_messages)
    can_happen = set(theirs) - IMPOSSIBLE - ({"max_length"} - checked)
    if not field.required:
        can_happen.discard("required")
    yield from (code for code in can_happen if str(field.error_messages[code]) == str(theirs[code]))


def test_of_no_field_of_the_public_site_django_speaks() -> None:
    # With the addresses come the views and their forms.
    list(get_resolver().reverse_dict)
    found = [
        f"{form.__module__}.{form.__name__}.{name}: {code}"
        for form in public_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        for code in djangos_words(field)
    ]

    assert "candidature.public.applicant" in {form.__module__ for form in public_forms()}
    assert found == []


@pytest.mark.parametrize("kind", [one.key for one in question_types() if not one.asks_nothing])
def test_of_no_question_django_speaks(kind: str) -> None:
    columns = [{"key": "c", "label": "Nome", "type": "short_text", "required": True}]
    options = [option("a"), option("b")]
    shape: dict[str, Any] = {
        "options": options,
        "columns": columns,
        "first": "",
        "last": "",
        "list_version": None,
    }
    question = ask(kind, **{"minimum": None, "maximum": None, **shape})

    assert list(djangos_words(type_of(question).form_field(question))) == []
