"""The first step as it is typed on a telephone, and filled in by a browser that knows who is writing."""

import pytest
from django_webtest import DjangoTestApp

from tests.candidature.factories import CallPageFactory
from tests.candidature.public.by_buttons import begin

pytestmark = pytest.mark.django_db

NAME = {"autocapitalize": "words", "spellcheck": "false"}
EXPECTED = {
    "organisation_name": {"type": "text", "autocomplete": "organization", **NAME},
    "first_name": {"type": "text", "autocomplete": "given-name", **NAME},
    "last_name": {"type": "text", "autocomplete": "family-name", **NAME},
    "email": {"type": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    "phone": {"type": "tel", "autocomplete": "tel"},
    "municipality": {"autocomplete": "address-level2", "autocapitalize": "words"},
}

# "off" would keep a browser that goes back from putting in again what was typed.
GUARDIAN = {"guardian_name": "section-guardian name", "guardian_email": "section-guardian email"}


def test_each_field_brings_its_keyboard_and_says_what_it_is_of_whoever_writes(
    django_app: DjangoTestApp,
) -> None:
    shown = begin(django_app, CallPageFactory.create()).html

    names = ("type", "inputmode", "autocomplete", "autocapitalize", "spellcheck")
    found = {
        name: {key: value for key, value in shown.find(attrs={"name": name}).attrs.items() if key in names}
        for name in EXPECTED
    }
    assert found == EXPECTED


def test_of_a_guardian_a_browser_offers_nothing_of_whoever_writes_and_loses_nothing(
    django_app: DjangoTestApp,
) -> None:
    page = CallPageFactory.create(allowed_applicants="citizen", minimum_age=16, guardian_confirms=True)
    shown = begin(django_app, page).html

    offered = {name: shown.find(attrs={"name": name})["autocomplete"] for name in GUARDIAN}
    assert offered == GUARDIAN
