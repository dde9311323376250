"""Conditions that cannot hold, as an editor is told of them before a form is public, each with its place.

Read from the blocks, not from the frozen form: what freezing leaves out is just what has to be found.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock

from moduli.kinds import kinds
from moduli.only_if import ONLY_IF
from moduli.types.base import QuestionType, written_text
from moduli.types.registry import type_named
from portal.editorial.findings import Remark
from portal.editorial.parts import Part, inside

# A question is named in a remark by so many of its letters.
_SHOWN = 70


@dataclass(frozen=True)
class _Written:
    """A step or a question as it stands in the editor; `kind` is None of a step.

    Attributes:
        id: of its block.
        opened_by: ids of the questions it stands in, with the options that open it; None for any.
        step: what it stands in, if it is a question.
    """

    id: str
    place: str
    value: Any
    kind: QuestionType[Any] | None
    step: "_Written | None" = None
    opened_by: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        words = " ".join(written_text(self.value, "label" if self.kind else "title").split())
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"
        return shown or str(_("senza testo"))

    @property
    def only_if(self) -> dict[str, Any]:
        return self.value.get(ONLY_IF) or {}

    @property
    def condition_place(self) -> str:
        return f"{self.place}.{ONLY_IF}"

    @property
    def answers(self) -> list[dict[str, Any]]:
        return list(self.only_if.get("answers", []))

    @property
    def options(self) -> dict[str, bool]:
        """The ids of the options that somebody may choose, and whether who does may go on."""
        if self.kind is None or not self.kind.decides:
            return {}
        options = self.value.get("options")
        if options is None:
            outs = {"yes": self.value.get("yes_out"), "no": self.value.get("no_out")}
            return {key: not _leads_out(out) for key, out in outs.items()}
        return {
            str(child.id): not _leads_out(child.value.get("out"))
            for child in options.bound_blocks
            if written_text(child.value, "label")
        }

    def called(self) -> str:
        """As the subject of a sentence."""
        said = _("La domanda «%(name)s»") if self.kind else _("Il passo «%(name)s»")
        return said % {"name": self.name}


def broken_conditions(steps: Any, field_name: str) -> Iterator[Remark]:
    """Steps and questions that depend on what does not stand above them.

    Args:
        field_name: of the field of the page.
    """
    every = list(_everything(steps, field_name))
    order = {one.id: place for place, one in enumerate(every) if one.kind}
    known = {kind for kind, _label in kinds()}
    for place, one in enumerate(every):
        if set(one.only_if.get("kinds", [])) - known:
            yield Remark(
                _("%(asked)s si mostra a un tipo di partecipante che non esiste: sceglilo di nuovo.")
                % {"asked": one.called()},
                one.condition_place,
            )
        for answer in one.answers:
            found = order.get(answer["question"])
            said = _broken(
                one, None if found is None else every[found], answer, is_above=(found or 0) < place
            )
            if said:
                yield Remark(said, one.condition_place)


def _broken(asked: _Written, decides: _Written | None, answer: Mapping[str, Any], *, is_above: bool) -> str:
    """Why a condition on an answer cannot hold; empty where it can."""
    words = {"asked": asked.called(), "other": decides.name if decides else ""}
    if decides is None:
        said = _("%(asked)s dipende da una domanda che non c’è più: scegli di nuovo quando si mostra.")
    elif decides is asked:
        said = _("%(asked)s dipende da sé stessa: scegli una domanda che viene prima.")
    elif decides.id in asked.opened_by:
        said = _("%(asked)s sta già dentro «%(other)s»: togli «%(other)s» dalle sue condizioni.")
    elif not is_above:
        said = _(
            "%(asked)s dipende da «%(other)s», che ora viene dopo: sposta «%(other)s» più su, o scegli di "
            "nuovo quando si mostra."
        )
    elif decides.kind is None or not decides.kind.decides:
        said = _("%(asked)s dipende da «%(other)s», che non è una scelta: scegli un’altra domanda.")
    elif not answer["options"]:
        said = _("%(asked)s dipende da «%(other)s», ma non è detto con quali risposte: spuntane almeno una.")
    elif set(answer["options"]) - set(decides.options):
        said = _(
            "%(asked)s dipende da una risposta a «%(other)s» che non c’è più, o che non ha un testo: scegli "
            "di nuovo."
        )
    else:
        return ""
    return said % words


def nobody_meets(steps: Any, field_name: str, admitted: Collection[str]) -> Iterator[Remark]:
    """Steps and questions whose conditions no applicant meets.

    Args:
        field_name: of the field of the page.
        admitted: the kinds of applicants who may answer.
    """
    every = list(_everything(steps, field_name))
    by_id = {one.id: one for one in every if one.kind}
    found: dict[str, _Wanted] = {}
    for one in every:
        wanted = found[one.id] = _wanted(one, by_id, found, admitted)
        if wanted.is_possible:
            continue
        if one.step is not None and not found[one.step.id].is_possible:
            # Said of the step.
            continue
        if below := _below_a_way_out(one, by_id):
            yield Remark(below, one.place)
        elif one.only_if:
            yield Remark(_impossible(one, wanted), one.condition_place)


@dataclass
class _Wanted:
    """What must be so for something to be asked: of which kinds one is, and what one chose."""

    kinds: set[str]
    options: dict[str, set[str]]

    @property
    def is_possible(self) -> bool:
        return bool(self.kinds) and all(self.options.values())

    def with_all(self, other: "_Wanted") -> "_Wanted":
        merged = _Wanted(self.kinds & other.kinds, dict(self.options))
        for key, options in other.options.items():
            merged.options[key] = merged.options.get(key, options) & options
        return merged


def _wanted(
    one: _Written, by_id: Mapping[str, _Written], found: Mapping[str, _Wanted], admitted: Collection[str]
) -> _Wanted:
    named = one.only_if.get("kinds")
    wanted = _Wanted(set(admitted) & set(named) if named else set(admitted), {})
    if one.step is not None:
        wanted = wanted.with_all(found[one.step.id])
    conditions = [(answer["question"], answer["options"]) for answer in one.answers]
    conditions += [(key, [option]) for key, option in one.opened_by.items() if option is not None]
    for key, options in conditions:
        decides = by_id.get(key)
        if decides is None or key not in found or decides.kind is None or not options:
            # Broken, and said elsewhere.
            continue
        wanted = wanted.with_all(found[key])
        going_on = {option for option in options if decides.options.get(option)}
        if decides.kind.takes_several and going_on:
            # Who chose one may have chosen another too.
            continue
        wanted = wanted.with_all(_Wanted(set(wanted.kinds), {key: going_on}))
    return wanted


def _below_a_way_out(one: _Written, by_id: Mapping[str, _Written]) -> str:
    """What is wrong with a question that an answer opens which leads out; empty where none does.

    Of what stands below such a question itself that is said already.
    """
    key, option = [("", None), *one.opened_by.items()][-1]
    decides = by_id.get(key)
    if decides is None or option is None or decides.options.get(option, True):
        return ""
    return _("%(asked)s non la vedrebbe nessuno: la apre una risposta a «%(other)s» che porta fuori.") % {
        "asked": one.called(),
        "other": decides.name,
    }


def _impossible(one: _Written, wanted: _Wanted) -> str:
    labels = dict(kinds())
    if not wanted.kinds:
        named = [labels[kind] for kind in one.only_if.get("kinds", []) if kind in labels]
        words = {"asked": one.called(), "kinds": get_text_list([f"«{name}»" for name in named], _("e"))}
        if named:
            return (
                _(
                    "%(asked)s non la vedrebbe nessuno: si mostra solo a %(kinds)s, che qui non può "
                    "partecipare o a cui non si chiede ciò da cui dipende."
                )
                % words
            )
    return _(
        "%(asked)s non la vedrebbe nessuno: le sue condizioni si escludono a vicenda, o chiedono una "
        "risposta con cui non si può partecipare."
    ) % {"asked": one.called()}


def _everything(steps: Any, field_name: str) -> Iterator[_Written]:
    """Steps and questions in their order, each step before its questions."""
    for part in inside(Part(field_name, steps.stream_block, steps)) if steps else []:
        step = _Written(_id(part), part.place, part.value, None)
        yield step
        for inner in inside(part):
            if isinstance(inner.block, StreamBlock):
                yield from _questions(inner, step, {})


def _questions(stream: Part, step: _Written, opened_by: Mapping[str, str | None]) -> Iterator[_Written]:
    for child, part in zip(stream.value or [], inside(stream), strict=True):
        question = _Written(_id(part), part.place, part.value, type_named(child.block_type), step, opened_by)
        yield question
        for inner in inside(part):
            if isinstance(inner.block, StreamBlock):
                # The questions that a yes opens, or a no.
                option = inner.place.rpartition("_")[2]
                yield from _questions(inner, step, {**opened_by, question.id: option})
            elif isinstance(inner.block, ListBlock):
                for item in inside(inner):
                    for below in inside(item):
                        if isinstance(below.block, StreamBlock):
                            yield from _questions(below, step, {**opened_by, question.id: _id(item)})


def _id(part: Part) -> str:
    return part.place.rpartition(".")[2]


def _leads_out(out: Any) -> bool:
    return bool(out and out.get("leads_out"))
