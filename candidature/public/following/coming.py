"""What comes next and by when, as far as it is known: the lines on top of the personal page."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.counts.pace import Likely, likely
from candidature.public.following.part import Followed
from candidature.statuses import Status
from portal.italian.days import with_article

# The next word is the office's.
_WITH_THE_OFFICE = (Status.RECEIVED, Status.IN_REVIEW, Status.ADMISSIBLE)


def lines(followed: Followed) -> list[str]:
    """Sentences, the most certain first."""
    submission = followed.submission
    if submission.status not in _WITH_THE_OFFICE or followed.page.is_cancelled:
        return []
    today = timezone.localtime(followed.at).date()
    found = [_term(submission.respond_by, today)]
    expected = likely(submission, followed.page)
    # What was likely and did not happen is of no use to anybody.
    if expected is not None and expected.day >= today:
        found.append(_likely(expected, submission.respond_by))
    return [sentence for sentence in found if sentence]


def _term(respond_by: date | None, today: date) -> str:
    if respond_by is None:
        return ""
    if respond_by < today:
        return _(
            "Il termine per rispondere era %(day)s ed è passato: puoi chiedere notizie ai contatti qui sotto."
        ) % {"day": _day(respond_by)}
    return _("La risposta ti arriva entro %(day)s.") % {"day": _day(respond_by)}


def _likely(expected: Likely, respond_by: date | None) -> str:
    day = _day(expected.day)
    if expected.days == 0:
        return _("Di solito l’ufficio risponde il giorno stesso.")
    if expected.of_page:
        usual = ngettext(
            "Qui l’ufficio di solito risponde entro %(days)d giorno",
            "Qui l’ufficio di solito risponde entro %(days)d giorni",
            expected.days,
        )
    else:
        usual = ngettext(
            "Di solito questo ufficio risponde entro %(days)d giorno",
            "Di solito questo ufficio risponde entro %(days)d giorni",
            expected.days,
        )
    usual %= {"days": expected.days}
    if 0 < expected.half < expected.days:
        usual += " " + _("(la metà delle volte entro %(half)d)") % {"half": expected.half}
    if respond_by is not None and expected.day > respond_by:
        return _("%(usual)s: potrebbe arrivare %(day)s, cioè dopo il termine.") % {
            "usual": usual,
            "day": day,
        }
    return _("%(usual)s: probabilmente entro %(day)s.") % {"usual": usual, "day": day}


def _day(day: date) -> str:
    return with_article(day)
