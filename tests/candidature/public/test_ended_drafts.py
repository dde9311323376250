"""A draft that ended while a page of it was open: what was typed there is shown, to be copied."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.models import Draft
from tests.candidature.confirmations.asking import draft_with
from tests.candidature.public.by_buttons import begin, two_steps
from tests.candidature.public.others import call
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

ENDS = {"expired": 410, "erased": 404}


def end(how: str) -> None:
    if how == "expired":
        Draft.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    else:
        Draft.objects.all().delete()


def typed(form: Any, **values: str) -> Any:
    for name, value in values.items():
        form[name] = value
    return form


@pytest.mark.parametrize("how", ENDS)
def test_who_one_is(django_app: DjangoTestApp, how: str) -> None:
    place = MunicipalityFactory.create(name="Cortona")
    first = begin(django_app, two_steps()).forms["step-form"]
    typed(first, applicant_kind="citizen", first_name="Adalgisa", municipality=place.cadastral_code)
    end(how)

    told = first.submit("action", value="next", status=ENDS[how])

    shown = told.html.select_one(".answers").get_text(" ")
    assert "Adalgisa" in shown
    assert "Cortona" in shown
    assert "Per me, come cittadina o cittadino" in shown


def test_of_an_erased_draft_a_municipality_has_the_name_that_the_register_gives_it_now(
    django_app: DjangoTestApp,
) -> None:
    forms = [begin(django_app, two_steps()).forms["step-form"] for _draft in range(2)]
    end("erased")
    typed(forms[0], first_name="Adalgisa").submit("action", value="next", status=404)
    place = MunicipalityFactory.create(name="Cortona")

    forms[1]["municipality"].force_value(place.cadastral_code)
    told = forms[1].submit("action", value="next", status=404)

    assert "Cortona" in told.html.select_one(".answers").get_text(" ")


@pytest.mark.parametrize("how", ENDS)
def test_the_answers_of_a_step(django_app: DjangoTestApp, how: str) -> None:
    _draft, token = draft_with(call())
    step = django_app.get(f"/candidature/bozza/{token}/passo/1/").forms["step-form"]
    typed(step, **{"q-a": "Un orto per tutti"})
    end(how)

    assert "Un orto per tutti" in step.submit("action", value="next", status=ENDS[how]).text


@pytest.mark.parametrize("how", ENDS)
def test_who_confirms(django_app: DjangoTestApp, how: str) -> None:
    _draft, token = draft_with(call(most_partners=1))
    form = django_app.get(f"/candidature/bozza/{token}/chi-conferma/").forms["step-form"]
    typed(form, name="Ugo Blu")
    end(how)

    assert "Ugo Blu" in form.submit("action", value="save", status=ENDS[how]).text
