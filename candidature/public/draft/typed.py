"""What a page that nothing takes any more held when its button was pressed, to be read and copied."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import ApplicantForm
from candidature.public.draft import route
from moduli import StepForm, freeze, readable

Rows = list[tuple[str, str]]


def rows(request: HttpRequest, page: ParticipationPage, number: int | None) -> Rows:
    """Label and text of everything that was typed into a posted step; blanks left out.

    Args:
        number: of the step at whose address it arrived; None for another page, which holds nothing typed.
    """
    if request.method != "POST" or number is None:
        return []
    if number == 0:
        return of_the_applicant(request.POST, page)
    schema = freeze(page.steps)
    position = route.position(schema, request.POST.get(route.STEP, ""))
    if position is None:
        # Its questions are gone, so nothing names the answers.
        answers = [
            text for name in request.POST if name.startswith("q-") for text in request.POST.getlist(name)
        ]
        return [(_("Risposta"), text) for text in answers if text.strip()]
    step = schema["steps"][position - 1]
    form = StepForm(step, request.POST)
    [section] = readable({**schema, "steps": [step]}, form.typed())
    return [(row.label, row.text) for row in section.rows if row.text]


def of_the_applicant(data: Mapping[str, Any], page: ParticipationPage) -> Rows:
    """Label and text of a first step as it was typed, right or wrong; blanks left out."""
    form = ApplicantForm(page, data)
    found = []
    for bound in form.visible_fields():
        value = bound.value()
        if value and bound.name != "website":
            choices = dict(getattr(bound.field, "choices", []))
            found.append((str(bound.label), str(choices.get(value, value))))
    return found
