"""Which years somebody may have meant."""

from django.utils.translation import gettext as _

# One typed wrong, such as 0202 or 9999, has no moment in UTC, no month after it, or no day to erase data.
SENSIBLE_YEARS = range(1950, 2151)


def refusal(year: int) -> str:
    """Why a year is none that was meant; empty for one that may be."""
    if year in SENSIBLE_YEARS:
        return ""
    return _("Controlla l’anno: %(year)d non può essere giusto.") % {"year": year}
