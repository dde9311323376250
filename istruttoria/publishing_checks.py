"""What is looked at before a call is published that the review knows of."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from candidature.models import CallPage
from istruttoria.outcome.moved import moved
from portal.editorial.findings import Check, Occasion, Remark, Severity


def outcome_moved(call: CallPage, _occasion: Occasion) -> Iterator[Remark]:
    """The outcome names applications by states that they have no more, or leaves some out."""
    how_many = moved({call.pk: call.outcome}).get(call.pk, 0) if call.pk else 0
    if how_many:
        said = ngettext(
            "L’esito non dice più com’è andata per %(n)d candidatura: preparalo di nuovo.",
            "L’esito non dice più com’è andata per %(n)d candidature: preparalo di nuovo.",
            how_many,
        )
        yield Remark(said % {"n": how_many}, "outcome")


CHECKS = [Check("outcome_moved", Severity.WARNING, CallPage, outcome_moved)]
