"""What an applicant said of themselves, in words: the same on every page, receipt and letter."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidature.submissions.applicants import Applicant
from moduli.fields import readable_phone


def rows(applicant: Applicant) -> list[tuple[str, str]]:
    """Label and value of what an applicant said of themselves, blanks left out."""
    municipality = applicant.municipality
    found = [
        (_("Partecipa"), applicant.get_applicant_kind_display()),
        (_("Organizzazione o gruppo"), applicant.organisation_name),
        (_("Nome e cognome"), applicant.contact_name),
        (_("Data di nascita"), date_format(applicant.birth_date, "j F Y") if applicant.birth_date else ""),
        (_("Email"), applicant.email),
        (_("Telefono"), readable_phone(applicant.phone)),
        (_("Comune"), str(municipality) if municipality else _("Altro comune, non in elenco")),
    ]
    return [(label, value) for label, value in found if value]


def differing(before: Applicant, after: Applicant) -> list[tuple[str, str, str]]:
    """Label, former and later value of what is said otherwise of who applies."""
    former, later = dict(rows(before)), dict(rows(after))
    return [
        (label, former.get(label, ""), later.get(label, ""))
        for label in dict.fromkeys([*former, *later])
        if former.get(label) != later.get(label)
    ]
