"""Whether a page can be answered at a moment and by whom, and the words for it: the one place that knows.

Pages, cards, teasers, lists and forms ask here, so no two of them ever disagree. `standing` is the rule,
on facts alone; `candidature.pages.standings` reads the facts of many pages at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

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


class AdmittedFrom(TextChoices):
    """From where people may answer a page: the municipality of who applies counts."""

    EVERYWHERE = "all", gettext_lazy("Da ovunque")
    ITS_TERRITORIES = "own", gettext_lazy("Solo dai suoi territori")
    CHOSEN = "chosen", gettext_lazy("Solo da zone scelte")


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
    REACHED = "reached"
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
    SUSPENDED = "suspended"

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
    Reason.SUSPENDED: Window.NOT_READY,
}
# How the label looks: the classes that the cards and the pages know.
_TONES = {Reason.OPEN: "open", Reason.FULL: "waiting", Reason.UPCOMING: "upcoming"}
# Translated when one of them is said: a list of pages says many.
_LABELS: Mapping[Reason, str | Promise] = {
    Reason.OPEN: gettext_lazy("Aperto"),
    Reason.FULL: gettext_lazy("Posti esauriti"),
    Reason.REACHED: gettext_lazy("Numero raggiunto"),
    Reason.UPCOMING: gettext_lazy("Non ancora aperto"),
    Reason.CLOSED: gettext_lazy("Chiuso"),
    Reason.BEGUN: gettext_lazy("Iniziato"),
    Reason.OVER: gettext_lazy("Concluso"),
    Reason.CANCELLED: gettext_lazy("Annullato"),
    Reason.CONCLUDED: gettext_lazy("Concluso"),
    Reason.UNDATED: gettext_lazy("Date da definire"),
    Reason.NO_NOTICE: gettext_lazy("In preparazione"),
    Reason.NO_QUESTIONS: gettext_lazy("In preparazione"),
    Reason.UNPUBLISHED: gettext_lazy("Sospeso"),
    Reason.SUSPENDED: gettext_lazy("Sospeso"),
}
_NOT_OPEN = gettext_lazy("Il modulo non è aperto")
_HEADINGS: Mapping[Reason, str | Promise] = {
    Reason.CLOSED: gettext_lazy("Il termine è passato"),
    Reason.REACHED: gettext_lazy("Il numero massimo è raggiunto"),
    Reason.CONCLUDED: gettext_lazy("Il termine è passato"),
    Reason.UPCOMING: gettext_lazy("Non è ancora aperto"),
    Reason.NO_NOTICE: gettext_lazy("Non è ancora aperto"),
    Reason.NO_QUESTIONS: gettext_lazy("Non è ancora aperto"),
    Reason.UNPUBLISHED: gettext_lazy("È sospeso"),
    Reason.SUSPENDED: gettext_lazy("È sospeso"),
}
_SENTENCES: Mapping[Reason, str | Promise] = {
    Reason.OPEN: gettext_lazy("Aperto fino a %(closes)s."),
    Reason.FULL: gettext_lazy(
        "I posti sono finiti. Ci si può iscrivere alla lista d’attesa fino a %(closes)s."
    ),
    Reason.REACHED: gettext_lazy(
        "Per ora non si può inviare: sono già arrivate tutte le candidature che si possono ricevere. Se "
        "qualcuno si ritira, si può di nuovo fino a %(closes)s."
    ),
    Reason.UPCOMING: gettext_lazy(
        "Apre %(day)s alle ore %(hour)s; si potranno inviare candidature fino a %(closes)s."
    ),
    Reason.CLOSED: gettext_lazy("Si potevano inviare candidature fino a %(closes)s."),
    Reason.CONCLUDED: gettext_lazy("Non si può più partecipare. La data di chiusura non è disponibile."),
    Reason.NO_NOTICE: gettext_lazy(
        "Il modulo non è ancora pronto: manca l’informativa privacy, da leggere prima dell’invio. "
        "Il termine previsto è %(closes)s."
    ),
    Reason.NO_QUESTIONS: gettext_lazy(
        "Il modulo non è ancora pronto: stiamo preparando le domande. Il termine previsto è %(closes)s."
    ),
    Reason.UNPUBLISHED: gettext_lazy("L’ufficio lo ha sospeso: per ora non si può partecipare."),
    Reason.SUSPENDED: gettext_lazy(
        "L’ufficio lo ha sospeso: per ora non si può inviare. Quando riprende lo diciamo qui."
    ),
}


@dataclass(frozen=True)
class Facts:
    """All that decides. `is_full` says that as many came as are taken: one more waits where there is a line
    for it (`has_waiting_list`), and is not taken where there is none.

    `has_questions` is true too where who comes is all there is to ask. `is_published` asks for the original
    of a translation as well. `suspended_until` is when a suspension ends by itself. `zones` names those
    from which people may come, where only some may (`admits_from`); looked up when it is said. `labels`,
    `headings` and `sentences` are the words of the kind of page for the reasons that need its own; what takes
    place has them for all that only it knows. A sentence may name `day` and `hour` of the opening, `closes`,
    `starts` and `resumes`.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    concluded: bool = False
    has_notice: bool = True
    has_questions: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_full: bool = False
    has_waiting_list: bool = True
    is_cancelled: bool = False
    is_published: bool = True
    is_suspended: bool = False
    suspended_until: datetime | None = None
    admits: str = AllowedApplicants.BOTH
    admits_from: str = AdmittedFrom.EVERYWHERE
    zones: Any = ""
    labels: Mapping[Reason, str | Promise] = field(default_factory=dict)
    headings: Mapping[Reason, str | Promise] = field(default_factory=dict)
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
    whatever its closing date says. A suspension stops the closing, so that nobody is late. A page without a
    single question, where one is needed, is still being prepared. One that got all it takes is closed for as
    long as nobody withdraws.
    """
    if facts.is_cancelled:
        return Reason.CANCELLED
    end = facts.ends_at or facts.starts_at
    if end is not None and end <= at:
        return Reason.OVER
    if facts.starts_at is not None and facts.starts_at <= at:
        return Reason.BEGUN
    if is_suspended(facts.is_suspended, facts.suspended_until, at) and not facts.concluded:
        return Reason.SUSPENDED
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
    if not facts.is_full:
        return Reason.OPEN
    return Reason.FULL if facts.has_waiting_list else Reason.REACHED


def standing(facts: Facts, at: datetime | None = None) -> Standing:
    """How a page stands at a moment (now, unless given), with the words for it."""
    at = at or timezone.now()
    found = reason(facts, at)
    may_come = found.window is not Window.CLOSED
    return Standing(
        found,
        _label(found, facts),
        _heading(found, facts),
        _sentence(found, facts, at),
        _when(found, facts),
        last_moment(facts),
        _reserved(facts) if may_come else "",
        _reserved_sentence(facts) if may_come else "",
    )


def reserved_sentence(facts: Facts, at: datetime) -> str:
    """`Standing.reserved_sentence` alone, for a page that says nothing else of it."""
    return "" if reason(facts, at).window is Window.CLOSED else _reserved_sentence(facts)


def _label(why: Reason, facts: Facts) -> str:
    return str(facts.labels[why] if why in facts.labels else _LABELS[why])


def _heading(why: Reason, facts: Facts) -> str:
    return str(facts.headings[why] if why in facts.headings else _HEADINGS.get(why, _NOT_OPEN))


def _sentence(why: Reason, facts: Facts, at: datetime) -> str:
    values = {
        "closes": _moment(last_moment(facts)),
        "starts": _moment(facts.starts_at),
        "resumes": _moment(facts.suspended_until),
        "day": _day(facts.opens_at),
        "hour": _hour(facts.opens_at),
    }
    if why is Reason.OPEN and _begins_before_it_closes(facts):
        return _("Ci si può iscrivere fino all’inizio dell’evento, %(starts)s.") % values
    if why in facts.sentences:
        return str(facts.sentences[why]) % values
    if why is Reason.UNDATED:
        return _undated(facts, at, values)
    if why is Reason.SUSPENDED and facts.suspended_until:
        return _("L’ufficio lo ha sospeso: si potrà di nuovo inviare da %(resumes)s.") % values
    return str(_SENTENCES[why]) % values


def _undated(facts: Facts, at: datetime, values: Mapping[str, str]) -> str:
    """One of the two dates is missing, or both."""
    if facts.opens_at is None:
        return _("Non si può partecipare: la data di apertura non è disponibile.")
    if at < facts.opens_at:
        return _("Apre %(day)s alle ore %(hour)s; la data di chiusura non è disponibile.") % values
    return _("Non si può ancora partecipare: la data di chiusura non è disponibile.")


def _reserved(facts: Facts) -> str:
    kinds = "" if facts.admits == AllowedApplicants.BOTH else str(AllowedApplicants(facts.admits).label)
    from_where = "" if facts.admits_from == AdmittedFrom.EVERYWHERE else _("Solo da alcune zone")
    return " · ".join(part for part in (kinds, from_where) if part)


def _reserved_sentence(facts: Facts) -> str:
    kinds = {
        AllowedApplicants.CITIZENS.value: _(
            "Riservato a cittadine e cittadini: si partecipa a nome proprio, non per un’organizzazione."
        ),
        AllowedApplicants.ORGANISATIONS.value: _(
            "Riservato a organizzazioni e gruppi, anche informali: non si partecipa a titolo personale."
        ),
    }.get(facts.admits, "")
    return " ".join(part for part in (kinds, _from_where(facts)) if part)


def _from_where(facts: Facts) -> str:
    if facts.admits_from == AdmittedFrom.EVERYWHERE or not (zones := str(facts.zones)):
        return ""
    counts = {
        AllowedApplicants.CITIZENS.value: _(
            "Si partecipa solo da qui: %(zones)s. Conta il comune dove vivi."
        ),
        AllowedApplicants.ORGANISATIONS.value: _(
            "Si partecipa solo da qui: %(zones)s. Conta il comune dove ha sede l’organizzazione."
        ),
    }.get(
        facts.admits,
        _("Si partecipa solo da qui: %(zones)s. Conta il comune dove vivi, o dove ha sede l’organizzazione."),
    )
    return counts % {"zones": zones}


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


def is_suspended(said: bool, until: datetime | None, at: datetime) -> bool:
    """Whether a suspension holds at a moment; one without an end holds until it is taken back."""
    return said and (until is None or at < until)


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
