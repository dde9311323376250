"""What a page that nothing takes any more held when its button was pressed, to be read and copied."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.http import HttpRequest
from django.utils.choices import flatten_choices

from candidature.pages.participation import ParticipationPage
from candidature.public import other_form, others
from candidature.public.applicant import ApplicantForm
from candidature.public.applicant_words import TO_APPLICANT
from candidature.public.filling.typed import Rows, of_step
from candidature.submissions.applicants import ApplicantKind
from moduli import Schema

# Of which nobody knows any more what it asked.
_NO_FORM: Schema = {"format": 0, "steps": []}


def rows(request: HttpRequest, page: ParticipationPage | None, number: int | None) -> Rows:
    """Label and text of everything that was typed into a posted page of the form; blanks left out.

    Args:
        page: None where nobody knows any more which one was answered.
        number: of the step at whose address it arrived; None for another page, on which only others who
            confirm are typed.
    """
    if request.method != "POST":
        return []
    if others.WHO in request.POST:
        return other_form.typed_rows(request.POST)
    if number is None:
        return []
    if number == 0:
        return of_the_applicant(request.POST, page) if page else _of_any_applicant(request.POST)
    return of_step(request, page.schema if page else _NO_FORM)


def of_the_applicant(data: Mapping[str, Any], page: ParticipationPage) -> Rows:
    """Label and text of a first step as it was typed, right or wrong; blanks left out."""
    form = ApplicantForm(page, data)
    found = []
    for bound in form.visible_fields():
        value = bound.value()
        if value and bound.name != "website":
            choices = dict(flatten_choices(getattr(bound.field, "choices", [])))
            found.append((str(bound.label), str(choices.get(value, value))))
    return found


def _of_any_applicant(data: Mapping[str, Any]) -> Rows:
    """The same where it is not known for what page: what it does not ask was not typed."""
    kinds = {
        ApplicantKind.CITIZEN.value: TO_APPLICANT.as_citizen,
        ApplicantKind.ORGANISATION.value: TO_APPLICANT.as_organisation,
    }
    found = []
    # A copy, as each form makes one: a field of the class keeps the register that it read first.
    for name, field in deepcopy(ApplicantForm.base_fields).items():
        value = data.get(name, "")
        if value and name != "website":
            choices = {**dict(flatten_choices(getattr(field, "choices", []))), **kinds}
            found.append((str(field.label or TO_APPLICANT.which), str(choices.get(value, value))))
    return found
