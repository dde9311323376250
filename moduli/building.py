"""The editor of a form, as Wagtail's scripts are told of it: a line each, buttons that say what they do.

The blocks are Wagtail's; `frontend/src/js/form-builder.js` extends what draws them. Nothing that is stored
depends on it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

from moduli.blocks import StepsBlock
from moduli.branches import OptionsBlock, QuestionsBlock
from moduli.kinds import kinds
from moduli.leading_out import FoldedLeadsOutBlock


def sentences() -> dict[str, str]:
    """What the scripts say, with gaps in braces."""
    return {
        "add_chosen_set": _("Aggiungi"),
        "add_set": _("Aggiungi un gruppo pronto"),
        "add_set_here": _("Aggiungi un gruppo pronto al passo {number}"),
        "add_step": _("Aggiungi un passo o le domande d’ingresso"),
        "add_to_step": _("Aggiungi una domanda al passo {number}"),
        "add_below": _("Aggiungi una domanda sotto «{answer}»"),
        "add_entry": _("Aggiungi una domanda d’ingresso"),
        "add_option": _("Aggiungi un’opzione a «{question}»"),
        "and": _("», «"),
        "breaks": _("Ora la condizione di «{names}» non regge più: rivedila, o annulla."),
        "before": _("{what}, prima di {next}"),
        "cancel": _("Annulla"),
        "condition_add": _("Aggiungi una risposta data prima"),
        "condition_always": _(
            "Se non scegli nulla si mostra a tutti. Di più condizioni devono valere tutte; di più risposte "
            "alla stessa domanda ne basta una."
        ),
        "condition_answer": _("Alla domanda {number} «{question}» ha risposto:"),
        "condition_gone": _("Dipende da una domanda che non c’è più, o che ora viene dopo."),
        "condition_kinds": _("Chi partecipa è:"),
        "condition_no_choice": _("Prima di qui non ci sono domande a scelta."),
        "condition_remove": _("Togli la domanda {number} dalle condizioni"),
        "condition_remove_gone": _("Togli questa condizione"),
        "deleted": _("Hai eliminato «{name}»."),
        "duplicated": _("Hai duplicato «{name}»."),
        "entry": _("Ingresso"),
        "leads_out": _("porta fuori"),
        "leads_out_with": _("porta fuori chi risponde «{answers}»"),
        "many_questions": _("{count} domande"),
        "move": _("Sposta in un altro passo"),
        "move_where": _("Dove vuoi spostare «{name}»?"),
        "moved": _("«{name}» ora è al posto {place} di {count}."),
        "moved_to": _("Hai spostato «{name}» in fondo al passo {step}."),
        "no": _("No"),
        "no_other_step": _("Non c’è un altro passo: aggiungine uno."),
        "one_question": _("1 domanda"),
        "only_answer": _("solo se a {number} risponde «{answers}»"),
        "only_broken": _("condizione da rivedere"),
        "only_kinds": _("solo per «{kinds}»"),
        "opened_by": _("si apre con «{answer}»"),
        "opens_many": _("apre {count} domande"),
        "opens_one": _("apre 1 domanda"),
        "optional": _("facoltativa"),
        "or": _("» o «"),
        "pasted": _("Hai incollato {count} opzioni."),
        "required": _("obbligatoria"),
        "set_added": _("Hai aggiunto «{name}»."),
        "set_choose": _("Quale gruppo?"),
        "set_failed": _("Non è andata: il portale non risponde. Riprova."),
        "set_keep": _("Metti da parte domande come gruppo pronto"),
        "set_keep_about": _("A che cosa serve (facoltativo)"),
        "set_keep_action": _("Metti da parte"),
        "set_keep_as": _("Dove?"),
        "set_keep_here": _("Metti da parte domande del passo {number}"),
        "set_keep_instead": _("Al posto di «{name}» ({size})"),
        "set_keep_new": _("In un gruppo nuovo"),
        "set_keep_replace": _("Sostituisci «{name}»"),
        "set_keep_name": _("Nome del gruppo"),
        "set_keep_shared": _("Lo vede tutta la redazione"),
        "set_keep_which": _("Quali domande?"),
        "set_nothing": _("Il modulo non ha ancora domande."),
        "set_one_entry": _("Le domande d’ingresso del gruppo non sono state aggiunte: il modulo ne ha già."),
        "set_place": _("Dove?"),
        "set_place_before": _("Come passi nuovi, prima di «{step}»"),
        "set_place_end": _("Come passi nuovi, in fondo al modulo"),
        "set_place_step": _("Nel passo {number}, in fondo"),
        "step": _("Passo {number}. {title}"),
        "undo": _("Annulla l’ultima modifica"),
        "undone": _("Fatto: è tutto come prima."),
        "untitled": _("senza testo"),
        "yes": _("Sì"),
    }


class _Building:
    """The scripts and styles of the form builder, after Wagtail's."""

    @cached_property
    def media(self) -> forms.Media:
        ours = forms.Media(js=["portal/js/form-builder.js"], css={"all": ["portal/css/form-builder.css"]})
        found: forms.Media = super().media + ours  # type: ignore[misc]
        return found


# Where sets of questions are offered and kept, by name; of a site that has none, nothing.
_ready_sets: list[Callable[[], dict[str, str]]] = []


def offer_ready_sets(addresses: Callable[[], dict[str, str]]) -> None:
    """Lets the editor take ready sets of questions into a form, and put questions aside as one.

    Args:
        addresses: `offered` lists them, each with the address of its blocks; `keep` takes the form as it is
            posted with `set-name`, `set-about`, `set-is_shared` and the ids `set-chosen`; in the place of an
            earlier set, with `set-replaces` and `set-seen` as `offered` gave them.
    """
    _ready_sets.append(addresses)


class StepsAdapter(_Building, StreamBlockAdapter):
    js_constructor = "moduli.Steps"

    def js_args(self, block: StepsBlock) -> list[Any]:
        *others, meta = super().js_args(block)
        sets = {name: address for addresses in _ready_sets for name, address in addresses().items()}
        return [*others, {**meta, "sentences": sentences(), "kinds": kinds(), "readySets": sets}]


class QuestionsAdapter(_Building, StreamBlockAdapter):
    js_constructor = "moduli.Questions"

    def js_args(self, block: QuestionsBlock) -> list[Any]:
        *others, meta = super().js_args(block)
        return [*others, {**meta, "stays": block.meta.stays}]


class OptionsAdapter(_Building, ListBlockAdapter):
    js_constructor = "moduli.Options"


class FoldedAdapter(_Building, StructBlockAdapter):
    js_constructor = "moduli.Folded"


def announce() -> None:
    """Called once all blocks are there."""
    register(StepsAdapter(), StepsBlock)
    register(QuestionsAdapter(), QuestionsBlock)
    register(OptionsAdapter(), OptionsBlock)
    register(FoldedAdapter(), FoldedLeadsOutBlock)
