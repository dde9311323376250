"""No letter greets with a stranger’s link: the form takes no such name, and one that slips in is left out."""

import pytest
from django_webtest import DjangoTestApp

from candidature.letters import writing as letters
from candidature.models import Draft
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.public.by_buttons import begin


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["first_name", "last_name", "organisation_name"])
def test_the_form_says_so_at_the_field_and_keeps_what_was_typed(
    django_app: DjangoTestApp, field: str
) -> None:
    page = CallPageFactory.create()
    form = begin(django_app, page).forms["step-form"]
    form["applicant_kind"] = "organisation"
    form["organisation_name"] = "Il Melograno"
    form["first_name"], form["last_name"], form["email"] = "Ada", "Prova", "ada@example.org"
    form["municipality"] = "other"
    form[field] = "https://evil.example/premio"

    response = form.submit("action", value="next", status=302).follow()

    assert "togli indirizzi di siti" in response.text
    assert response.forms["step-form"][field].value == "https://evil.example/premio"
    assert not Draft.objects.exclude(first_name="").exists()


@pytest.mark.django_db
def test_a_letter_to_a_name_that_slipped_in_offers_nothing_to_press() -> None:
    submission = submitted(CallPageFactory.create(), first_name="evil.example/premio")

    body = OutboxMessage.objects.get(related_to=submission.reference).body
    assert "evil.example" not in body
    assert body.startswith("Buongiorno,")


@pytest.mark.django_db
def test_every_other_letter_greets_by_name() -> None:
    submission = submitted(CallPageFactory.create(), first_name="M.Teresa")
    letters.write("withdrawn", submission)

    written = OutboxMessage.objects.all()
    assert all(letter.body.startswith("Gentile M. Teresa,") for letter in written)
