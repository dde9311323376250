"""The whole form on one page, beside the editor: every step, with the branches that a choice opens."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from candidature.pages.participation import ParticipationPage
from candidature.pages.preview_modes import Preview
from candidature.public.applicant import ApplicantForm
from candidature.public.filling import page_order
from candidature.question_types.municipality import put_first
from moduli import Schema, Step, StepForm, conditions_in_words, conditions_of, questions_by_key


@dataclass(frozen=True)
class ShownStep:
    """One step as it is drawn; without `step`, the fixed one that asks who it is.

    Attributes:
        only_if: on what it depends whether it is shown, as the script reads it.
        only_if_in_words: the same for people; both empty for a step that everybody sees.
    """

    form: ApplicantForm | StepForm
    step: Step | None = None
    only_if: str = ""
    only_if_in_words: str = ""


def whole_form(request: HttpRequest, page: ParticipationPage) -> HttpResponse:
    """Draws the steps in the order in which people come to them. Nothing can be sent from here."""
    schema = page.form_asked
    asked = [number for number in page_order.numbers(schema) if number <= len(schema["steps"])]
    shown = [
        _who(page) if number == 0 else _step(page, schema, schema["steps"][number - 1]) for number in asked
    ]
    context = {"page": page, "shown": shown, "reserved": page.reserved_sentence}
    return render(request, "candidature/public/whole_form.html", context)


WHOLE_FORM = Preview("modulo", _("Modulo: tutti i passi"), whole_form)


def _who(page: ParticipationPage) -> ShownStep:
    form = ApplicantForm(page)
    # No program fills in what nobody can send.
    del form.fields["website"]
    return ShownStep(form)


def _step(page: ParticipationPage, schema: Schema, step: Step) -> ShownStep:
    form = StepForm(step)
    form.tells_ways_out = True
    put_first(form.every_field, page.nearest_zone_ids)
    words = conditions_in_words(step.get("only_if", {}), questions_by_key(schema))
    return ShownStep(form, step, conditions_of(step), words)
