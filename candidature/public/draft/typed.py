"""What a page that nothing takes any more held when its button was pressed, to be read and copied."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.choices import flatten_choices

from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import ApplicantForm
from candidature.public.filling.typed import Rows, of_step


def rows(request: HttpRequest, page: ParticipationPage, number: int | None) -> Rows:
    """Label and text of everything that was typed into a posted step; blanks left out.

    Args:
        number: of the step at whose address it arrived; None for another page, which holds nothing typed.
    """
    if request.method != "POST" or number is None:
        return []
    if number == 0:
        return of_the_applicant(request.POST, page)
    return of_step(request, page.schema)


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
