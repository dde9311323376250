"""Where each confirmation stands, in the words of who asked, of the office and of the documents."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.confirmations import letters, noting
from candidature.confirmations.applications import Application
from candidature.confirmations.models import Confirmation
from candidature.log.models import LogEntry
from candidature.submissions.models import Submission
from portal.italian.days import with_article

State = Confirmation.State

_HAPPENED = {
    noting.ASKED: gettext_lazy("Chiesta la conferma a %(who)s"),
    noting.REMINDED: gettext_lazy("Mandato un promemoria a %(who)s, che non ha ancora risposto"),
    noting.UNDELIVERED: gettext_lazy("La lettera non è arrivata a %(who)s"),
    noting.ON_PAPER: gettext_lazy("Ha firmato su carta: %(who)s"),
    noting.GIVEN: gettext_lazy("Ha confermato: %(who)s"),
    noting.DECLINED: gettext_lazy("Non conferma: %(who)s"),
    noting.OBJECTED: gettext_lazy("Non vuole essere contattato: %(who)s"),
    noting.FILE_READ: gettext_lazy("Ha aperto un file: %(who)s"),
    noting.TAKEN_OFF: gettext_lazy("Non si chiede più la conferma a %(who)s"),
}


@dataclass(frozen=True)
class Line:
    """One who is asked.

    Attributes:
        who, role: in words.
        contact: whom to ask there, and the address.
        state: where it stands, and since when; `tone` is its look.
        is_outdated: they confirmed what was written before the last changes.
    """

    confirmation: Confirmation
    who: str
    role: str
    contact: str
    state: str
    tone: str
    is_outdated: bool

    @property
    def is_settled(self) -> bool:
        """Whether they confirmed what is written now."""
        one = self.confirmation
        return one.is_signed_draft or (one.state == State.CONFIRMED and not self.is_outdated)

    @property
    def is_former(self) -> bool:
        """Whether nobody asks them any more."""
        return self.confirmation.state == State.REMOVED

    @property
    def unfinished(self) -> str:
        """What was typed of them and is still to be completed or corrected."""
        return ", ".join(text for text in self.confirmation.typed.values() if text)


def lines(
    application: Application,
    confirmations: Iterable[Confirmation] | None = None,
    *,
    unreached: Container[int] = (),
) -> list[Line]:
    """All that are asked. One query, unless they are given.

    Args:
        unreached: whom our last letter did not reach, by their key (`letters.not_delivered`).
    """
    rows = application.confirmations() if confirmations is None else list(confirmations)
    content = application.content if rows else ""
    return [_line(one, content, is_unreached=one.pk in unreached) for one in rows]


def lines_now(application: Application, confirmations: Iterable[Confirmation] | None = None) -> list[Line]:
    """The same with what became of the letters to those who did not answer; a query more for those."""
    rows = application.confirmations() if confirmations is None else list(confirmations)
    return lines(application, rows, unreached=letters.not_delivered(one for one in rows if one.is_asked))


def said_no_before(confirmations: Iterable[Confirmation]) -> list[Line]:
    """Of those taken off, who had said no, by their part alone; of the others nothing."""
    return [
        replace(_line(one, ""), who=str(one.get_role_display()), role="", tone="refused")
        for one in confirmations
        if one.state == State.REMOVED and one.refuses_letters and one.answered_at
    ]


def in_the_way(asked: Iterable[Line]) -> list[str]:
    """Of those who said no, what is to be done: without them, or others in their place, it stays missing."""
    return [_in_the_way(line) for line in asked if line.confirmation.said_no]


def _in_the_way(line: Line) -> str:
    one = line.confirmation
    if one.is_guardian:
        who = one.name or _("Chi hai indicato come genitore")
        return _("%(who)s non conferma: indica un’altra persona.") % {"who": who}
    who = one.who or _("Un partner")
    return _("%(who)s non conferma: toglilo o indicane un altro.") % {"who": who}


def names_of(
    submission: Submission, confirmations: Iterable[Confirmation] | None = None
) -> Mapping[str, str]:
    """Who it is, by the number that the log holds; nobody who was forgotten. At most one query.

    Args:
        confirmations: all of them, those taken off too, where they were read already.
    """
    if not submission.has_confirmations:
        return {}
    rows = submission.confirmations.all() if confirmations is None else confirmations
    return {str(one.pk): one.who for one in rows if one.who}


def happened(entry: LogEntry, names: Mapping[str, str]) -> str:
    """An entry of the log about a confirmation, in words.

    Args:
        names: see `names_of`; else the entry says which part it was.
    """
    role = str(Confirmation.Role(entry.details[noting.ROLE]).label)
    name = names.get(entry.details[noting.NUMBER], "")
    return _HAPPENED[entry.action] % {"who": f"{name} ({role})" if name else role}


def _line(one: Confirmation, content: str, *, is_unreached: bool = False) -> Line:
    is_outdated = bool(one.content) and not one.said_no and not one.has_confirmed(content)
    contact = [one.name if one.body else "", one.email]
    return Line(
        confirmation=one,
        who=one.who or _("Nessun nome"),
        role=str(one.get_role_display()),
        contact=", ".join(part for part in contact if part),
        state=_state(one, is_outdated, is_unreached and one.is_asked),
        tone=_tone(one, is_outdated),
        is_outdated=is_outdated,
    )


def _state(one: Confirmation, is_outdated: bool, is_unreached: bool) -> str:
    hour = _("j F Y, \\o\\r\\e H:i")
    day = with_article(timezone.localtime(one.answered_at), f"il {hour}") if one.answered_at else ""
    if one.state == State.REMOVED:
        return _("Ha risposto di no %(day)s: poi non gli è stato più chiesto") % {"day": day}
    if one.is_signed_draft:
        return _("Ha firmato su carta")
    if is_unreached and one.asked_at:
        asked = with_article(timezone.localtime(one.asked_at), "del")
        return _("Non ha risposto: la lettera %(day)s non è arrivata") % {"day": asked}
    if is_outdated and one.state == State.ASKED and one.asked_at:
        return _("Ha confermato prima delle ultime modifiche: la nuova lettera è %(day)s") % {
            "day": with_article(timezone.localtime(one.asked_at), "del")
        }
    if one.on_paper and is_outdated:
        return _("Ha firmato su carta, arrivata %(day)s, prima delle ultime modifiche") % {"day": day}
    if one.on_paper and one.state == State.CONFIRMED:
        return _("Ha firmato su carta, arrivata %(day)s") % {"day": day}
    if is_outdated:
        return _("Ha confermato %(day)s, prima delle ultime modifiche") % {"day": day}
    if one.state == State.CONFIRMED:
        return _("Ha confermato %(day)s") % {"day": day}
    if one.state == State.DECLINED:
        return _("Non conferma: ha risposto %(day)s") % {"day": day}
    if one.state == State.ASKED and one.asked_at:
        asked = with_article(timezone.localtime(one.asked_at), "del")
        return _("Non ha ancora risposto: la lettera è %(day)s") % {"day": asked}
    if not one.is_named:
        return _("Da completare") if one.typed else _("Senza email: serve la sua firma su carta")
    return str(one.get_state_display())


def _tone(one: Confirmation, is_outdated: bool) -> str:
    if one.said_no:
        return "refused"
    return "open" if one.is_signed_draft or (one.state == State.CONFIRMED and not is_outdated) else "waiting"
