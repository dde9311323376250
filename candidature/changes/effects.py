"""What each change of a form means, and for how many of those who are writing."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidature.changes.pending import Pending
from candidature.changes.people import being_written
from moduli import Answers, Change, Schema, questions_by_key, tightens

# Of the drafts, those written last: enough to know whom a change meets.
MOST_READ = 2_000

NAMES: dict[str, str | Promise] = {
    "added": gettext_lazy("Domanda nuova"),
    "removed": gettext_lazy("Domanda tolta"),
    "reworded": gettext_lazy("Parole cambiate"),
    "option_removed": gettext_lazy("Risposta tolta"),
    "option_added": gettext_lazy("Risposta nuova"),
    "option_reworded": gettext_lazy("Risposta riscritta"),
    "leads_out": gettext_lazy("Risposta che ora porta fuori"),
    "lets_in": gettext_lazy("Risposta che non porta più fuori"),
    "way_out": gettext_lazy("Perché una risposta porta fuori"),
    "asked_if": gettext_lazy("Si mostra ad altri"),
    "rules": gettext_lazy("Regola cambiata"),
    "required": gettext_lazy("Diventa obbligatoria"),
    "optional": gettext_lazy("Diventa facoltativa"),
    "moved": gettext_lazy("In un altro passo"),
    "explained": gettext_lazy("Spiegazione cambiata"),
}


@dataclass(frozen=True)
class Effect:
    """One change with whom it concerns.

    Attributes:
        matters: whether it can cost somebody something, so that the public is to be told why.
        for_whom: one or two sentences.
    """

    change: Change
    matters: bool
    for_whom: str

    @property
    def name(self) -> str:
        return str(NAMES[self.change.what])


def effects(pending: Pending) -> list[Effect]:
    """Of every change that publishing would make, in the order in which they are told."""
    return _effects(
        pending.form_changes,
        pending.live.schema,
        pending.draft.schema,
        Meeting(pending.form_changes, pending.live.pk, pending.people.writing, pending.at),
    )


class Meeting:
    """How many of those who are writing a change meets: with an answer, or with the option that goes."""

    def __init__(self, found: Iterable[Change], page_id: int, writing: int, at: datetime) -> None:
        self.writing = writing
        self.number: Counter[str] = Counter()
        keys = {change.key for change in found}
        drafts = being_written(page_id, at).order_by("-updated_at").values_list("answers", flat=True)
        # Whoever writes at the same moment is counted or not: nothing hangs on one more or less.
        for answers in drafts[:MOST_READ].iterator() if keys and writing else ():
            self.number.update(key for key in keys if _holds(answers, key))

    def with_answer(self, change: Change) -> int:
        return self.number[change.key]

    def without(self, change: Change) -> int:
        return max(0, min(self.writing, MOST_READ) - self.number[change.key])


def _effects(found: Iterable[Change], old: Schema, new: Schema, meeting: Meeting) -> list[Effect]:
    before, now = questions_by_key(old), questions_by_key(new)

    def matters(change: Change) -> bool:
        if change.what == "added":
            return bool(now[change.key]["required"])
        if change.what == "rules":
            return tightens(before[change.key], now[change.key])
        # Of some of those who write it may ask what they were not asked, or nothing of what they wrote.
        return change.what in ("removed", "option_removed", "leads_out", "required", "asked_if")

    return [Effect(change, matters(change), _sentence(change, matters(change), meeting)) for change in found]


def _sentence(change: Change, matters: bool, meeting: Meeting) -> str:
    return _SENTENCES.get(change.what, _nothing)(change, matters, meeting)


def _added(_change: Change, matters: bool, meeting: Meeting) -> str:
    if not matters:
        return _("Chi sta scrivendo la trova, se vuole rispondere. Chi ha già inviato non deve fare nulla.")
    writing = ngettext(
        "%(n)d persona che sta scrivendo dovrà rispondere prima di inviare.",
        "%(n)d persone che stanno scrivendo dovranno rispondere prima di inviare.",
        meeting.writing,
    ) % {"n": meeting.writing}
    sent = _("Chi ha già inviato non ha questa risposta: nella coda risulterà non chiesta.")
    return f"{writing} {sent}" if meeting.writing else sent


def _removed(change: Change, _matters: bool, meeting: Meeting) -> str:
    answered = meeting.with_answer(change)
    if not answered:
        return _(
            "Di chi sta scrivendo nessuno ha ancora risposto. Chi ha già inviato conserva la sua risposta."
        )
    return ngettext(
        "%(n)d persona che sta scrivendo ha già risposto: la risposta non si invia più, ma la può rileggere.",
        "%(n)d persone che stanno scrivendo hanno già risposto: la risposta non si invia più, ma la possono "
        "rileggere.",
        answered,
    ) % {"n": answered}


def _option_removed(change: Change, _matters: bool, meeting: Meeting) -> str:
    chosen = meeting.with_answer(change)
    if not chosen:
        return _("Di chi sta scrivendo nessuno l’ha scelta. Chi ha già inviato conserva la sua scelta.")
    return ngettext(
        "%(n)d persona che sta scrivendo l’ha scelta: dovrà scegliere di nuovo.",
        "%(n)d persone che stanno scrivendo l’hanno scelta: dovranno scegliere di nuovo.",
        chosen,
    ) % {"n": chosen}


def _leads_out(change: Change, _matters: bool, meeting: Meeting) -> str:
    chosen = meeting.with_answer(change)
    sent = _("Chi ha già inviato conserva la sua risposta.")
    if not chosen:
        return f"{_('Di chi sta scrivendo nessuno l’ha scelta.')} {sent}"
    said = ngettext(
        "%(n)d persona che sta scrivendo l’ha scelta: così non potrà inviare.",
        "%(n)d persone che stanno scrivendo l’hanno scelta: così non potranno inviare.",
        chosen,
    ) % {"n": chosen}
    return f"{said} {sent}"


def _required(change: Change, _matters: bool, meeting: Meeting) -> str:
    lacking = meeting.without(change)
    if not lacking:
        return _("Chi sta scrivendo ha già risposto.") if meeting.writing else _nothing(change, True, meeting)
    return ngettext(
        "%(n)d persona che sta scrivendo non ha ancora risposto, e dovrà farlo prima di inviare.",
        "%(n)d persone che stanno scrivendo non hanno ancora risposto, e dovranno farlo prima di inviare.",
        lacking,
    ) % {"n": lacking}


def _rules(change: Change, matters: bool, meeting: Meeting) -> str:
    answered = meeting.with_answer(change)
    if not (matters and answered):
        return _nothing(change, matters, meeting)
    return ngettext(
        "%(n)d persona che sta scrivendo ha già risposto: se la risposta non va più bene glielo diciamo "
        "prima dell’invio.",
        "%(n)d persone che stanno scrivendo hanno già risposto: a chi ha una risposta che non va più bene lo "
        "diciamo prima dell’invio.",
        answered,
    ) % {"n": answered}


def _asked_if(change: Change, _matters: bool, meeting: Meeting) -> str:
    answered = meeting.with_answer(change)
    sent = _("Chi ha già inviato non deve fare nulla.")
    if not answered:
        return f"{_('Chi sta scrivendo la trova solo se ora lo riguarda.')} {sent}"
    said = ngettext(
        "%(n)d persona che sta scrivendo ha già risposto: se ora non la riguarda, la risposta non si invia.",
        "%(n)d persone che stanno scrivendo hanno già risposto: a chi ora non riguarda, la risposta non si "
        "invia.",
        answered,
    ) % {"n": answered}
    return f"{said} {sent}"


def _reworded(change: Change, _matters: bool, meeting: Meeting) -> str:
    answered = meeting.with_answer(change)
    if not answered:
        return _nothing(change, False, meeting)
    return ngettext(
        "%(n)d persona che sta scrivendo ha già risposto alle parole di prima: la risposta resta, e le "
        "mostriamo che cosa è cambiato.",
        "%(n)d persone che stanno scrivendo hanno già risposto alle parole di prima: le risposte restano, e "
        "mostriamo loro che cosa è cambiato.",
        answered,
    ) % {"n": answered}


def _nothing(_change: Change, _matters: bool, _meeting: Meeting) -> str:
    return _("Nessuno deve rifare nulla.")


_SENTENCES: dict[str, Callable[[Change, bool, Meeting], str]] = {
    "added": _added,
    "removed": _removed,
    "option_removed": _option_removed,
    "leads_out": _leads_out,
    "required": _required,
    "asked_if": _asked_if,
    "rules": _rules,
    "reworded": _reworded,
    "option_reworded": _reworded,
}


def _holds(answers: Answers, key: str) -> bool:
    """Whether there is an answer to a question; with a full stop in the key, whether its option is chosen."""
    question, _dot, option = key.partition(".")
    answer: Any = answers.get(question)
    if not option:
        return answer not in (None, "", [], {}, False)
    return option in (answer if isinstance(answer, list) else [answer])
