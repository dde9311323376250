"""What a page that nothing takes any more held when its button was pressed, to be read and copied."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from candidature.public.filling import press
from moduli import Schema, StepForm, on_its_own, readable

Rows = list[tuple[str, str]]


def of_step(request: HttpRequest, schema: Schema) -> Rows:
    """Label and text of everything that was typed into a posted step; blanks left out."""
    position = press.position(schema, request.POST.get(press.STEP, ""))
    if position is None:
        # Its questions are gone, so nothing names the answers.
        answers = [
            text for name in request.POST if name.startswith("q-") for text in request.POST.getlist(name)
        ]
        return [(_("Risposta"), text) for text in answers if text.strip()]
    step = on_its_own(schema["steps"][position - 1])
    form = StepForm(step, request.POST)
    sections = readable({**schema, "steps": [step]}, form.typed())
    return [(row.label, row.text) for section in sections for row in section.rows if row.text]
