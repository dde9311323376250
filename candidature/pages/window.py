"""Whether a page can be answered at a moment and by whom, and the words for it: the one place that knows.

Pages, cards, teasers, lists and forms ask here, so no two of them ever disagree. `standing` is the rule,
on facts alone; `candidature.pages.standings` reads the facts of many pages at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class AllowedApplicants(TextChoices):
    """Who may answer a page."""

    CITIZENS = "citizen", gettext_lazy("Solo cittadine e cittadini")
    ORGANISATIONS = "organisation", gettext_lazy("Solo organizzazioni e gruppi")
    BOTH = "both", gettext_lazy("Persone e organizzazioni")


class Window(StrEnum):
    """Whether a page takes part requests at a given moment. Computed from its facts, never stored."""

    UNDATED = "undated"
    NOT_READY = "not_ready"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a page is open or not."""

    OPEN = "open"
    FULL = "full"
    UPCOMING = "upcoming"
    NO_NOTICE = "no_notice"
    NO_QUESTIONS = "no_questions"
    UNDATED = "undated"
    UNPUBLISHED = "unpublished"
    CLOSED = "closed"
    CONCLUDED = "concluded"
    BEGUN = "begun"
    OVER = "over"
    CANCELLED = "cancelled"

    @property
    def window(self) -> Window:
        return _WINDOWS.get(self, Window.CLOSED)


_WINDOWS = {
    Reason.OPEN: Window.OPEN,
    Reason.FULL: Window.OPEN,
    Reason.UPCOMING: Window.UPCOMING,
    Reason.UNDATED: Window.UNDATED,
    Reason.NO_NOTICE: Window.NOT_READY,
    Reason.NO_QUESTIONS: Window.NOT_READY,
    # It was taken down while somebody was writing, or in the language that decides: it may come back.
    Reason.UNPUBLISHED: Window.NOT_READY,
}
# How the label looks: the classes that the cards and the pages know.
_TONES = {Reason.OPEN: "open", Reason.FULL: "waiting", Reason.UPCOMING: "upcoming"}


@dataclass(frozen=True)
class Facts:
    """All that decides. `is_full` says that a sign-up would go to the waiting list; nobody else is told.

    `has_questions` is true too where who comes is all there is to ask. `is_published` asks for the original
    of a translation as well. `labels` and `sentences` are the words of the kind of page for the reasons that
    need its own; a sentence may name `day` and `hour` of the opening, `closes` and `starts`.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    concluded: bool = False
    has_notice: bool = True
    has_questions: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_full: bool = False
    is_cancelled: bool = False
    is_published: bool = True
    admits: str = AllowedApplicants.BOTH
    labels: Mapping[Reason, str | Promise] = field(default_factory=dict)
    sentences: Mapping[Reason, str | Promise] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """Open or closed, why, and how to say it.

    Attributes:
        label: one to three words, for a badge.
        heading: the title of the page that somebody meets instead of the form.
        sentence: the whole of it, with day and hour; it stands alone, and after `heading` too.
        when: the moment that matters to a reader of a card: when an event begins, until when a call is open.
        until: the last moment for answering, for as far as it is known.
        reserved: for whom alone it is, in a few words, while anybody may still come; empty for everybody.
        reserved_sentence: the same for who is about to answer.
    """

    reason: Reason
    label: str
    heading: str
    sentence: str
    when: str
    until: datetime | None = None
    reserved: str = ""
    reserved_sentence: str = ""

    @property
    def window(self) -> Window:
        return self.reason.window

    @property
    def is_open(self) -> bool:
        return self.window is Window.OPEN

    @property
    def tone(self) -> str:
        return _TONES.get(self.reason, "closed")


def reason(facts: Facts, at: datetime) -> Reason:
    """The rule. In time means `opens_at <= at < closes_at`, and for what takes place also before it begins.

    What is cancelled stays so, whatever day it is. What takes place takes nobody from the moment it begins,
    whatever its closing date says. A page without a single question, where one is needed, is still being
    prepared.
    """
    if facts.is_cancelled:
        return Reason.CANCELLED
    end = facts.ends_at or facts.starts_at
    if end is not None and end <= at:
        return Reason.OVER
    if facts.starts_at is not None and facts.starts_at <= at:
        return Reason.BEGUN
    if facts.closes_at and at >= facts.closes_at:
        return Reason.CLOSED
    if facts.concluded:
        return Reason.CONCLUDED
    if not facts.is_published:
        return Reason.UNPUBLISHED
    if not (facts.opens_at and facts.closes_at):
        return Reason.UNDATED
    if at < facts.opens_at:
        return Reason.UPCOMING
    if not facts.has_notice:
        return Reason.NO_NOTICE
    if not facts.has_questions:
        return Reason.NO_QUESTIONS
    return Reason.FULL if facts.is_full else Reason.OPEN


def standing(facts: Facts, at: datetime | None = None) -> Standing:
    """How a page stands at a moment (now, unless given), with the words for it."""
    at = at or timezone.now()
    found = reason(facts, at)
    may_come = found.window is not Window.CLOSED
    return Standing(
        found,
        _label(found, facts),
        _heading(found),
        _sentence(found, facts, at),
        _when(found, facts),
        last_moment(facts),
        _reserved(facts.admits) if may_come else "",
        _reserved_sentence(facts.admits) if may_come else "",
    )


def _label(why: Reason, facts: Facts) -> str:
    if why in facts.labels:
        return str(facts.labels[why])
    return {
        Reason.OPEN: _("Aperto"),
        Reason.FULL: _("Posti esauriti"),
        Reason.UPCOMING: _("Non ancora aperto"),
        Reason.CLOSED: _("Chiuso"),
        Reason.BEGUN: _("Iniziato"),
        Reason.OVER: _("Concluso"),
        Reason.CANCELLED: _("Annullato"),
        Reason.CONCLUDED: _("Concluso"),
        Reason.UNDATED: _("Date da definire"),
        Reason.NO_NOTICE: _("In preparazione"),
        Reason.NO_QUESTIONS: _("In preparazione"),
        Reason.UNPUBLISHED: _("Sospeso"),
    }[why]


def _heading(why: Reason) -> str:
    return {
        Reason.CLOSED: _("Il termine è passato"),
        Reason.BEGUN: _("L’evento è già iniziato"),
        Reason.OVER: _("L’evento è concluso"),
        Reason.CANCELLED: _("L’evento è annullato"),
        Reason.CONCLUDED: _("Il termine è passato"),
        Reason.UPCOMING: _("Non è ancora aperto"),
        Reason.NO_NOTICE: _("Non è ancora aperto"),
        Reason.NO_QUESTIONS: _("Non è ancora aperto"),
        Reason.UNPUBLISHED: _("È sospeso"),
    }.get(why, _("Il modulo non è aperto"))


def _sentence(why: Reason, facts: Facts, at: datetime) -> str:
    values = {
        "closes": _moment(last_moment(facts)),
        "starts": _moment(facts.starts_at),
        "day": _day(facts.opens_at),
        "hour": _hour(facts.opens_at),
    }
    if why is Reason.OPEN and _begins_before_it_closes(facts):
        return _("Ci si può iscrivere fino all’inizio dell’evento, %(starts)s.") % values
    if why is Reason.UNDATED:
        return _undated(facts, at, values)
    if why in facts.sentences:
        return str(facts.sentences[why]) % values
    return {
        Reason.OPEN: _("Aperto fino a %(closes)s."),
        Reason.FULL: _("I posti sono finiti. Ci si può iscrivere alla lista d’attesa fino a %(closes)s."),
        Reason.UPCOMING: _(
            "Apre %(day)s alle ore %(hour)s; si potranno inviare candidature fino a %(closes)s."
        ),
        Reason.CLOSED: _("Si potevano inviare candidature fino a %(closes)s."),
        Reason.CONCLUDED: _("Non si può più partecipare. La data di chiusura non è disponibile."),
        Reason.BEGUN: _("L’evento è iniziato %(starts)s: non ci si può più iscrivere."),
        Reason.OVER: _("L’evento si è già svolto: non ci si può più iscrivere."),
        Reason.CANCELLED: _("L’evento è stato annullato: non si terrà e non ci si può iscrivere."),
        Reason.NO_NOTICE: _(
            "Il modulo non è ancora pronto: manca l’informativa privacy, da leggere prima dell’invio. "
            "Il termine previsto è %(closes)s."
        ),
        Reason.NO_QUESTIONS: _(
            "Il modulo non è ancora pronto: stiamo preparando le domande. Il termine previsto è %(closes)s."
        ),
        Reason.UNPUBLISHED: _("L’ufficio lo ha sospeso: per ora non si può partecipare."),
    }[why] % values


def _undated(facts: Facts, at: datetime, values: Mapping[str, str]) -> str:
    """One of the two dates is missing, or both."""
    if facts.opens_at is None:
        return _("Non si può partecipare: la data di apertura non è disponibile.")
    if at < facts.opens_at:
        return _("Apre %(day)s alle ore %(hour)s; la data di chiusura non è disponibile.") % values
    return _("Non si può ancora partecipare: la data di chiusura non è disponibile.")


def _reserved(admits: str) -> str:
    return "" if admits == AllowedApplicants.BOTH else str(AllowedApplicants(admits).label)


def _reserved_sentence(admits: str) -> str:
    return {
        AllowedApplicants.CITIZENS.value: _(
            "Riservato a cittadine e cittadini: si partecipa a nome proprio, non per un’organizzazione."
        ),
        AllowedApplicants.ORGANISATIONS.value: _(
            "Riservato a organizzazioni e gruppi, anche informali: non si partecipa a titolo personale."
        ),
    }.get(admits, "")


def _when(why: Reason, facts: Facts) -> str:
    if facts.starts_at:
        return _moment(facts.starts_at)
    if why is Reason.UPCOMING:
        return _("da %(moment)s") % {"moment": _moment(facts.opens_at)}
    if facts.closes_at and why.window is not Window.CLOSED:
        return _("entro %(moment)s") % {"moment": _moment(facts.closes_at)}
    return ""


def _begins_before_it_closes(facts: Facts) -> bool:
    return bool(facts.starts_at and facts.closes_at and facts.starts_at < facts.closes_at)


def last_moment(facts: Facts) -> datetime | None:
    """Until when something can be sent: the closing date, or the beginning of the event if that is sooner."""
    moments = [moment for moment in (facts.closes_at, facts.starts_at) if moment is not None]
    return min(moments) if moments else None


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "l j F Y") if moment else ""


def _hour(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "H:i") if moment else ""


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return _("%(day)s, ore %(hour)s") % {"day": _day(moment), "hour": _hour(moment)}
