"""The first step as it is saved while it is typed: what concerns anybody else changes only by a button."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidature.intake import drafts, others
from candidature.intake.drafts import FirstStep
from candidature.pages.participation import ParticipationPage
from candidature.submissions.drafts import Draft

OTHER_ADDRESS = _(
    "Non salvato: con un altro indirizzo email si salva solo con i pulsanti. Premi «Avanti» o «Salva»."
)


class OtherAddressError(Exception):
    """Saving it would end the link of the draft, by which the page is open (decision 124)."""


def held_back(locked: Draft, step: FirstStep, page: ParticipationPage, day: date) -> FirstStep:
    """The step as a script may save it: another guardian is only kept as typed, and takes nobody's place yet.

    Args:
        day: on which it counts as written.

    Raises:
        OtherAddressError: nothing of it may be saved.
    """
    if drafts.ends_links(locked, step.email or locked.email):
        raise OtherAddressError
    if step.guardian is None:
        return step
    present, named = others.guardian_of(locked, page, day), step.guardian.named
    before = present and (present.name, present.email)
    now = named and (named.name, named.email)
    return step if before == now else replace(step, identity=None, guardian=None)
