"""The first step, "Chi sei", open in two tabs: as with other steps, the second to save reads both texts.

What is compared is what a page shows: a number is typed in many ways and shown in one.
"""

from collections.abc import Callable, Mapping
from typing import Any

from candidature.intake import two_tabs
from candidature.intake.drafts import FirstStep
from candidature.public.applicant import ApplicantForm
from candidature.public.filling.clash import Clash

# Reads the first step from the text of its fields.
ReadApplicant = Callable[[Mapping[str, Any]], ApplicantForm]


def seen(form: ApplicantForm, held: Mapping[str, Any]) -> str:
    """What a page that shows this says of it, for its hidden input."""
    return two_tabs.texts_seen(form.texts(held))


def seen_now(form: ApplicantForm, saved: FirstStep) -> str:
    """The same of a page that stays as it is after it was saved.

    Args:
        form: as it was posted.
    """
    return two_tabs.texts_seen(form.texts(form.typed() if saved.identity is None else form.as_shown()))


def read(form: ApplicantForm, again: ReadApplicant, held: Mapping[str, Any], shown: str) -> FirstStep:
    """The posted step, against what is kept of it now.

    Args:
        form: as it was posted.
        again: reads the form once more, where another tab left something in it.
        held: what is kept now, as the form shows it.
        shown: what the posted page said by `seen`; empty when it said nothing, and then it simply counts.
    """
    typed = form.texts(form.as_shown())
    saved, clashes = two_tabs.clashing_texts(form.texts(held), typed, shown)
    if saved != typed:
        form = again({name: form.data.get(name) for name in form.data} | saved)
    is_valid = form.is_valid()
    return FirstStep(
        form.identity() if is_valid else None,
        form.typed(),
        form.cleaned_data.get("email", ""),
        clashes,
        guardian=form.guardian() if is_valid else None,
    )


def both_texts(form: ApplicantForm, held: Mapping[str, Any], clashes: Mapping[str, str]) -> list[Clash]:
    """What this tab wrote and what is kept, of the fields that another tab wrote differently."""
    kept = form.texts(held)
    return [
        Clash(str(field.label), form.in_words(name, clashes[name]), form.in_words(name, kept[name]))
        for name, field in form.fields.items()
        if name in clashes and name in kept
    ]
