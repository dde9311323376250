"""What a clerk types of who applies is saved while it is typed, whatever the address: no link could end."""

import pytest
from django_webtest import DjangoTestApp

from candidature.models import Draft
from portal.roles import Role
from tests.candidature.factories import CallPageFactory
from tests.istruttoria.desk.at_the_desk import WHO, arrived
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db


def test_the_first_step_saves_itself_with_and_without_an_address(django_app: DjangoTestApp) -> None:
    form = arrived(django_app, CallPageFactory.create(), member_of(Role.OFFICERS)).forms["step-form"]
    html = form.response.html.select_one("#step-form")
    assert "data-autosave" in html.attrs
    assert "data-address" not in html.attrs

    for typed in (WHO, {"email": "ada@example.org"}, {"email": "bea@example.org"}):
        for name, value in typed.items():
            form[name] = value
        fields = [*((name, value) for name, value in form.submit_fields() if name != "action")]
        answer = form.response.goto("", method="post", params=[*fields, ("action", "autosave")]).json
        assert answer["saved"]
        form["seen"].value = answer["seen"]

    draft = Draft.objects.get()
    assert (draft.email, draft.first_name) == ("bea@example.org", "Ada")


def test_of_a_step_that_nobody_knows_it_is_said_that_it_is_gone(django_app: DjangoTestApp) -> None:
    first = arrived(django_app, CallPageFactory.create(), member_of(Role.OFFICERS)).forms["step-form"]
    for name, value in WHO.items():
        first[name] = value
    form = first.submit("action", value="next").follow().forms["step-form"]
    form["step"].force_value("s9")
    fields = [*((name, value) for name, value in form.submit_fields() if name != "action")]

    told = form.response.goto("", method="post", params=[*fields, ("action", "autosave")]).json

    assert (told["said"], told["goesOn"], told["saved"]) == ("Questo passo non c’è più", False, False)
