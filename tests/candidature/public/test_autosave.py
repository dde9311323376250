"""What is typed into a step is saved while it is typed, and the answer says so to the script."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Draft
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.by_buttons import begin, first_step, two_steps
from tests.candidature.public.journey import form_of
from tests.moduli.builders import answer, ask, block
from tests.portal.web.test_outage import locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return two_steps()


@pytest.fixture
def form(django_app: DjangoTestApp, page: CallPage) -> Any:
    """The form of the first step of questions."""
    return first_step(django_app, page).submit("action", value="next").follow().forms["step-form"]


def saved(form: Any, **typed: str) -> Any:
    """What the script is answered; it posts the form as it stands, with an action of its own."""
    for name, value in typed.items():
        form[f"q-{name}"] = value
    fields = [*((name, value) for name, value in form.submit_fields() if name != "action")]
    return form.response.goto("", method="post", params=[*fields, ("action", "autosave")])


def test_what_is_typed_is_saved_and_it_is_said_when(form: Any) -> None:
    before = timezone.localtime()

    answer = saved(form, a="A metà").json

    assert answer["said"] in {f"Salvato alle {at:%H:%M}" for at in (before, timezone.localtime())}
    assert answer["goesOn"]
    assert Draft.objects.get().answers["a"] == "A metà"


def test_the_page_that_saved_itself_meets_no_other_tab(form: Any) -> None:
    for text in ("Uno", "Uno e due", "Uno, due e tre"):
        form["seen"].value = saved(form, a=text).json["seen"]
    form["q-a"] = "Uno, due, tre."

    assert "esito" not in form.submit("action", value="next", status=302).location
    assert Draft.objects.get().answers["a"] == "Uno, due, tre."


def test_what_another_tab_wrote_is_not_overwritten_and_the_script_leaves_off(
    form: Any, django_app: DjangoTestApp
) -> None:
    other = django_app.get(form.response.request.path).forms["step-form"]
    other["q-a"] = "Di là"
    other.submit("action", value="save", status=302)

    answer = saved(form, a="Di qua").json

    assert not answer["goesOn"]
    assert "premi «Salva»" in answer["said"]
    assert Draft.objects.get().answers["a"] == "Di là"
    told = form.submit("action", value="save", status=302).follow()
    assert "ci sono due versioni" in told.text


def test_a_mistake_is_saved_and_not_complained_of(form: Any) -> None:
    assert "error" not in saved(form, a="x" * 1000).text
    assert Draft.objects.get().answers["a"] == "x" * 1000


def test_at_a_limit_and_after_the_closing_the_script_is_told(
    form: Any, page: CallPage, limits: Any, settings: Any
) -> None:
    most = settings.LIMITS["LIMIT_UPLOAD_MB_PER_HOUR"]
    limits(LIMIT_UPLOAD_MB_PER_HOUR=0)
    assert "molti dati" in saved(form, a="Uno").json["said"]
    limits(LIMIT_UPLOAD_MB_PER_HOUR=most)

    assert page.closes_at
    late = page.closes_at + timedelta(seconds=1)
    with mock.patch("portal.web.arrival.timezone.now", return_value=late):
        answer = saved(form, a="Due").json

    assert "termine è passato" in answer["said"]
    assert not answer["goesOn"]


def test_a_portal_that_cannot_write_says_so(committed_db: None, django_app: DjangoTestApp) -> None:
    form = first_step(django_app, two_steps()).submit("action", value="next").follow().forms["step-form"]

    with locked():
        answer = saved(form, a="Uno").json

    assert "non riesce a salvare" in answer["said"]
    assert answer["seen"] == ""


def test_only_buttons_save_while_there_is_no_address(django_app: DjangoTestApp, page: CallPage) -> None:
    path = begin(django_app, page).request.path.replace("passo/0", "passo/1")

    assert "data-autosave " not in django_app.get(path).text


def test_a_text_with_a_limit_tells_the_script_of_it() -> None:
    html = str(answer(ask("long_text", max_length=500))["q-a"])

    assert 'data-limit="500"' in html
    assert "{count} di {limit} caratteri" in html
    assert "maxlength" not in html


def test_what_another_tab_wrote_beside_stays_however_often_this_one_saves_itself(
    django_app: DjangoTestApp,
) -> None:
    page = CallPageFactory.create(
        steps=form_of([block("short_text", name, label=name, required=False) for name in ("a", "b")])
    )
    form = first_step(django_app, page).submit("action", value="next").follow().forms["step-form"]
    other = django_app.get(form.response.request.path).forms["step-form"]
    other["q-b"] = "Di là"
    other.submit("action", value="save", status=302)

    for text in ("Uno", "Uno e due"):
        form["seen"].value = saved(form, a=text).json["seen"]

    assert Draft.objects.get().answers == {"a": "Uno e due", "b": "Di là"}
