"""What a set holds, and how it goes into a form: checked as if it had been typed, with keys of its own.

It is written like the file of a call (`candidature.shelf.portable`): a list that a question names is there by
its name, and what is a number of this database, such as a page, is left behind.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamBlock, StreamValue

from candidature.pages.kinds import participation_models
from candidature.shelf import portable
from moduli import Schema, broken_conditions, freeze, walk

# More than the longest form that the builder is measured with, twice over.
MOST_QUESTIONS = 200
_ITEM = {"type", "value", "id"}
# What is stored of an answer on which a question depends (`moduli.only_if`).
_CONDITION = {"question", "options"}


class UnusableSetError(Exception):
    """Nothing can be made of it; the message says why, for whoever chose it."""


@dataclass(frozen=True)
class Contents:
    """Steps that go into a form.

    Attributes:
        steps: their value, with keys that no other block has.
        remarks: what their reader should put right.
    """

    steps: StreamValue
    remarks: list[str]

    @property
    def schema(self) -> Schema:
        return freeze(self.steps)


def block() -> StreamBlock:
    """The block of the steps of a page: it is the same for every kind."""
    made: StreamBlock = participation_models()[0]._meta.get_field("steps").stream_block
    return made


def posted(data: QueryDict) -> StreamValue:
    """The steps of a form as its editor sends it.

    Raises:
        UnusableSetError: an editor sends no such thing.
    """
    try:
        value: StreamValue = block().value_from_datadict(data, MultiValueDict(), "steps")
    except (LookupError, ValueError, TypeError):
        raise UnusableSetError(_("Il modulo non è arrivato intero: riprova.")) from None
    return value


def packed(steps: StreamValue, chosen: Collection[str]) -> tuple[list[dict[str, Any]], int]:
    """The chosen steps and questions as a set holds them, and how many links to pages stayed behind.

    Args:
        chosen: ids of steps and questions, which come with all that stands in them. A question that another
            one opens comes without that other one, and is asked of everybody.

    Raises:
        UnusableSetError: nothing or too much was chosen, or something in it is not finished.
    """
    stored = list(_chosen([child.get_prep_value() for child in steps], chosen))
    if not stored:
        raise UnusableSetError(_("Scegli almeno una domanda."))
    value = steps.stream_block.to_python(stored)
    try:
        value = steps.stream_block.clean(value)
    except ValidationError as error:
        wrong = " ".join(portable.refusals(error, steps.stream_block, value, _("Modulo")))
        raise UnusableSetError(_("Prima completa ciò che hai scelto. %(wrong)s") % {"wrong": wrong}) from None
    if size_of(freeze(value)) > MOST_QUESTIONS:
        raise UnusableSetError(
            _("Un gruppo tiene al massimo %(most)d domande: scegline meno.") % {"most": MOST_QUESTIONS}
        )
    kept, lost = portable.blocks_leaving(steps.stream_block, [child.get_prep_value() for child in value])
    return kept, lost


def _chosen(stored: list[dict[str, Any]], chosen: Collection[str]) -> Iterator[dict[str, Any]]:
    for step in stored:
        if step["id"] in chosen:
            yield step
            continue
        questions = list(_chosen_below(step["value"]["questions"], chosen))
        if questions:
            yield {**step, "value": {**step["value"], "questions": questions}}


def _chosen_below(questions: list[dict[str, Any]], chosen: Collection[str]) -> Iterator[dict[str, Any]]:
    for one in questions:
        if one["id"] in chosen:
            yield one
        else:
            yield from _chosen_below(list(_opened(one["value"])), chosen)


def _opened(value: Any) -> Iterator[dict[str, Any]]:
    """The questions that the answers of a question open, as they are stored."""
    lists = [inner for inner in value.values() if isinstance(inner, list)] if isinstance(value, dict) else []
    for one in (one for inner in lists for one in inner if isinstance(one, dict) and set(one) >= _ITEM):
        # An item is an option, and opens questions; what is no item is one of them.
        if one["type"] == "item":
            yield from _opened(one["value"])
        else:
            yield one


def unpacked(content: Any) -> Contents:
    """What a set holds, ready for a form.

    Raises:
        UnusableSetError: it names what this portal does not have, or is not written as this portal writes it.
    """
    steps = block()
    try:
        stored = portable.blocks_arriving(steps, content, _("Gruppo"))
        portable.refuse_repeated(stored, _("Gruppo"))
        arrived = with_fresh_keys(stored)
        value = steps.to_python(arrived)
        remarks = list(_unfinished(steps, value))
        if size_of(freeze(value)) > MOST_QUESTIONS:
            raise UnusableSetError(_("Il gruppo ha troppe domande."))
    except portable.UnknownBlockError as error:
        raise UnusableSetError(str(error)) from None
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        # Of what was stored by another hand; whatever it is, no form is made of it.
        raise UnusableSetError(_("Il gruppo non si legge: è stato salvato in un’altra forma.")) from None
    if not len(value):
        raise UnusableSetError(_("Il gruppo è vuoto."))
    return Contents(value, remarks)


def _unfinished(steps: StreamBlock, value: StreamValue) -> Iterator[str]:
    try:
        steps.clean(value)
    except ValidationError as error:
        yield from portable.refusals(error, steps, value, _("Gruppo"))
    # What was put aside without the question on which it depends.
    yield from (remark.sentence for remark in broken_conditions(value, "steps"))


def with_fresh_keys(stored: Any) -> Any:
    """The same blocks under keys that no other block has."""
    keys = {one["id"]: str(uuid.uuid4()) for one in _items(stored)}
    return _rekeyed(stored, keys)


def _items(stored: Any) -> Iterator[dict[str, Any]]:
    """Every step, question and option, as it is stored."""
    if isinstance(stored, dict):
        if set(stored) >= _ITEM:
            yield stored
        for inner in stored.values():
            yield from _items(inner)
    elif isinstance(stored, list):
        for inner in stored:
            yield from _items(inner)


def _rekeyed(stored: Any, keys: Mapping[str, str]) -> Any:
    if isinstance(stored, list):
        return [_rekeyed(inner, keys) for inner in stored]
    if not isinstance(stored, dict):
        return stored
    if set(stored) == _CONDITION:
        options = [keys.get(option, option) for option in stored["options"]]
        return {"question": keys.get(stored["question"], stored["question"]), "options": options}
    inner = {name: _rekeyed(value, keys) for name, value in stored.items()}
    return {**inner, "id": keys[stored["id"]]} if set(stored) >= _ITEM else inner


def size_of(schema: Schema) -> int:
    """How many questions there are, nested ones included."""
    return sum(1 for step in schema["steps"] for _question in walk(step["questions"]))


def in_words(content: Any) -> str:
    """How many questions are stored, also of what cannot be read as a set."""
    items = list(_items(content))
    steps = [one["value"] for one in items if one["type"] in ("step", "eligibility")]
    direct = sum(len(step.get("questions") or ()) for step in steps if isinstance(step, dict))
    asked = ngettext("%(number)d domanda", "%(number)d domande", direct) % {"number": direct}
    # What is in a list and no question: options, columns.
    opened = sum(one["type"] != "item" for one in items) - len(steps) - direct
    if opened <= 0:
        return asked
    more = ngettext(
        "%(number)d che si apre secondo le risposte", "%(number)d che si aprono secondo le risposte", opened
    )
    return f"{asked}, {more % {'number': opened}}"
