"""Answers that lead out: this is not for you, why, and where to go instead.

Any choice of a form may have some, whether it is asked before anything else (`moduli.eligibility`) or in a
step. An answer that leads out is not a valid one, so whatever way it comes nobody can send it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import (
    BooleanBlock,
    PageChooserBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from moduli.conditions import Chosen, asked_form, visible
from moduli.shape import Answers, Option, Question, Schema, Step, chosen_options, walk

# Code of the error of an answer that leads out.
LEADS_OUT = "leads_out"


class LeadsOutBlock(StructBlock):
    """Whether an answer leads out, why, and where to."""

    leads_out = BooleanBlock(
        label=gettext_lazy("Chi risponde così non può partecipare"),
        required=False,
    )
    why = TextBlock(
        label=gettext_lazy("Perché, e che cosa può fare"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Per esempio: «L’avviso è per chi ha compiuto 18 anni. Puoi venire agli incontri aperti a "
            "tutti.» Sotto compaiono da soli i contatti della pagina e ciò che è aperto adesso."
        ),
    )
    page = PageChooserBlock(
        label=gettext_lazy("Pagina a cui mandare"),
        required=False,
        help_text=gettext_lazy("Un altro avviso, un evento o una pagina del sito."),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation or not value.get("leads_out") or value.get("why"):
            return value
        said = ValidationError(_("Scrivi perché: chi risponde così deve sapere come mai si ferma qui."))
        raise StructBlockValidationError(block_errors={"why": said})

    class Meta:
        form_classname = "struct-block leads-out"


class FoldedLeadsOutBlock(LeadsOutBlock):
    """The same of an answer to a question in a step, where it is rarely needed: it stands folded."""

    class Meta:
        label = gettext_lazy("Porta fuori?")
        collapsed = True
        label_format = ""
        help_text = gettext_lazy(
            "Se lo puoi chiedere prima di tutto, usa le domande d’ingresso: chi non può partecipare non "
            "scrive nulla."
        )
        form_classname = "struct-block leads-out"


@dataclass(frozen=True)
class WayOut:
    """An answer that leads out.

    Attributes:
        question, answer: in words.
        why: what the editor says to whoever gave it.
        page_id: of the page where they are sent instead, if there is one.
    """

    question: str
    answer: str
    why: str
    page_id: int | None


def ways_out(step: Step, answers: Answers) -> list[WayOut]:
    """The answers to a step that lead out, of questions that are asked of who answers so.

    Args:
        step: as it is asked (`asked_form`).
        answers: by the key of the question.
    """
    return [
        WayOut(question["label"], option["label"], out["why"], out["page"])
        for question, _depth in visible(step["questions"], answers, Chosen())
        for option in chosen_options(question, answers.get(question["key"]))
        if (out := option.get("leads_out"))
    ]


def all_ways_out(schema: Schema, answers: Answers) -> list[WayOut]:
    """The same of a whole form.

    Args:
        schema: of who answers (`for_kind`).
    """
    if not leads_anybody_out(schema):
        return []
    return [out for step in asked_form(schema, answers)["steps"] for out in ways_out(step, answers)]


def leads_anybody_out(schema: Schema) -> bool:
    """Whether any answer to a form leads out."""
    return any(
        "leads_out" in option
        for step in schema["steps"]
        for question in walk(step["questions"])
        for option in question.get("options", [])
    )


def whom_it_stops(option: Option) -> str:
    """What an option says of whoever chooses it, where it leads out; else empty."""
    if "leads_out" not in option:
        return ""
    why = option["leads_out"]["why"]
    return _("Chi risponde così non può partecipare. %(why)s").strip() % {"why": why}


def whys(question: Question) -> dict[str, str]:
    """Why the options of a question lead out that do, by their keys."""
    return {
        option["key"]: option["leads_out"]["why"]
        for option in question.get("options", [])
        if "leads_out" in option
    }


def refuse_out(chosen: Iterable[str], reasons: dict[str, str]) -> None:
    """Refuses an answer that chooses an option that leads out.

    Args:
        chosen: the keys of options.
        reasons: see `whys`.

    Raises:
        ValidationError: with every reason.
    """
    said = [
        ValidationError(
            _("Con questa risposta non si può partecipare: %(why)s"),
            code=LEADS_OUT,
            params={"why": reasons[key] or _("chiedi all’ufficio perché.")},
        )
        for key in chosen
        if key in reasons
    ]
    if said:
        raise ValidationError(said)


def all_lead_out(outs: Iterable[Any]) -> str:
    """What is wrong where each of these answers leads out; empty where one lets in, or there is none.

    Args:
        outs: what stands beside each (`LeadsOutBlock`).
    """
    leading = [bool(out and out.get("leads_out")) for out in outs]
    if not leading or not all(leading):
        return ""
    return _("Ogni risposta porta fuori: nessuno potrebbe partecipare. Lasciane almeno una che fa entrare.")


def with_way_out(option: Option, written: Any, text: str) -> Option:
    """An option with what an editor wrote beside it, if it leads out.

    Args:
        written: the value of a `LeadsOutBlock`, perhaps None.
        text: why, without blanks around it.
    """
    if not written or not written.get("leads_out"):
        return option
    page = written.get("page")
    return {**option, "leads_out": {"why": text, "page": page.pk if page else None}}
