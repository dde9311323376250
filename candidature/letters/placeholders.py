"""What stands in braces in the words of an office, and what it becomes in a letter.

The words are read once: what a placeholder becomes, typed by a citizen or not, is never read again.
"""

import re
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.submissions.models import Submission
from portal.letters.blocks import LINK_PLACEHOLDER
from portal.people import names

REASON, TERM = "motivazione", "termine"
# Each with what it becomes, for whoever writes; the page's title has a name of its own for each kind of page.
_MEANINGS: dict[str, str | Promise] = {
    "nome": gettext_lazy("il nome di chi ha inviato"),
    "candidato": gettext_lazy("nome e cognome, o il nome dell’organizzazione"),
    "codice": gettext_lazy("il codice di ciò che ha inviato"),
    "protocollo": gettext_lazy("il numero e la data di protocollo, se ci sono già"),
    "inviata": gettext_lazy("il giorno dell’invio"),
    "ufficio": gettext_lazy("l’ufficio competente"),
    "responsabile": gettext_lazy("chi è responsabile del procedimento"),
    REASON: gettext_lazy("la motivazione scritta da chi decide"),
    TERM: gettext_lazy("il giorno e l’ora entro cui rispondere"),
}
_IN_BRACES = re.compile(r"\{([^{}\n]*)\}")
# How like a known name must be what is suggested instead, from 0 to 1.
_ALIKE = 0.5


def known(kind: str, *, reason: bool, term: bool) -> list[str]:
    """The placeholders of a letter, in the order in which they are listed.

    Args:
        reason, term: whether the letter gives a reason, and asks for something by a day.
    """
    hidden = ({REASON} if not reason else set()) | ({TERM} if not term else set())
    return [titles()[kind], *(name for name in _MEANINGS if name not in hidden)]


def titles() -> dict[str, str]:
    """By kind of page, the placeholder that its title has."""
    return {str(model.kind): model.words.title_placeholder for model in participation_models()}


def meaning(name: str) -> str:
    return str(_MEANINGS.get(name, gettext_lazy("il titolo della pagina a cui ha risposto")))


def used(words: str) -> set[str]:
    return {name.strip() for name in _IN_BRACES.findall(words)}


def check(words: str, allowed: list[str]) -> None:
    """Accepts words in whose braces only these names stand.

    Raises:
        ValidationError: a sentence for each that is none of them, with the nearest, then those there are.
    """
    problems = [_problem(name, allowed) for name in dict.fromkeys(_IN_BRACES.findall(words))]
    found = [problem for problem in problems if problem]
    if re.search(r"[{}]", _IN_BRACES.sub("", words)):
        found.append(_("C’è una parentesi graffa senza la sua compagna: servono solo ai segnaposto."))
    if found:
        listed = ", ".join(f"{{{name}}}" for name in allowed)
        raise ValidationError([*found, _("Qui si possono usare: %(names)s.") % {"names": listed}])


def _problem(written: str, allowed: list[str]) -> str:
    name = written.strip()
    if name in allowed:
        return ""
    if name in _MEANINGS or name in titles().values():
        return _("«{%(name)s}» c’è, ma non qui.") % {"name": name}
    if near := get_close_matches(name.casefold(), allowed, n=1, cutoff=_ALIKE):
        return _("«{%(name)s}» non è un segnaposto: forse intendi «{%(near)s}».") % {
            "name": written,
            "near": near[0],
        }
    return _("«{%(name)s}» non è un segnaposto.") % {"name": written}


def filled(words: str, values: dict[str, str]) -> list[str]:
    """The paragraphs of words that were checked, each with what its placeholders become."""
    paragraphs = re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip())
    return [
        _IN_BRACES.sub(lambda found: values[found[1].strip()], paragraph.strip())
        for paragraph in paragraphs
        if paragraph.strip()
    ]


def values(submission: Submission, page: ParticipationPage, reason: str) -> dict[str, str]:
    """What each placeholder becomes in the letter about one submission; none is ever empty in a sentence."""
    term = submission.info_due_at
    found = {
        "nome": names.greeting(submission.first_name) or _("chi ci ha scritto"),
        "candidato": _named(submission),
        "codice": submission.reference,
        "protocollo": str(submission.protocol) or _("non ancora assegnato"),
        "inviata": date_format(localtime(submission.submitted_at), "j F Y"),
        page.words.title_placeholder: page.title,
        "ufficio": page.office or _("l’ufficio"),
        "responsabile": page.responsible_person or _("chi è responsabile del procedimento"),
        REASON: reason.strip(),
        TERM: date_format(localtime(term), r"j F Y, \o\r\e H:i") if term else "",
    }
    # Where the personal link goes is the letter's matter, whatever somebody typed.
    return {name: value.replace(LINK_PLACEHOLDER, "") for name, value in found.items()}


def _named(submission: Submission) -> str:
    """Who sent it, unless a mail program could make a link of it."""
    name = " ".join(submission.applicant_name.split())
    try:
        names.check_organisation(name)
    except ValidationError:
        return _("chi ci ha scritto")
    return name
