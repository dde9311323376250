"""Blocks and texts that may leave the portal, and whether what arrives is what an editor could have written.

A picture, a document or another page is a number here and means something else elsewhere: they stay.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Protocol, TypeVar, runtime_checkable

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import (
    Block,
    ChooserBlock,
    ListBlock,
    MultipleChoiceBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
)
from wagtail.rich_text import features as registry

from moduli import LeadsOutBlock, OnlyIfBlock

# Marks of Wagtail's editor: what names a thing of this database, and what only the editor needs.
_LINKED, _BLOCK_KEY = "linktype", "data-block-key"
# Wagtail gives each block a UUID; the key ends up in names of fields, and a frozen form keeps no more of it.
_KEY = re.compile(r"[0-9A-Za-z_-]{1,36}")
Kind = TypeVar("Kind")


@runtime_checkable
class KnownByName(Protocol):
    """A block whose value is a number here, and elsewhere the name of what it chooses."""

    def name_of(self, value: str) -> str | None:
        """The name of what is chosen; None where there is no such thing."""

    def of_name(self, name: str) -> str | None:
        """What is stored for the thing of this name here; None where there is none."""


class UnknownBlockError(Exception):
    """Something that no form or text of this portal holds; the message says what and where."""


def leaving(html: str) -> tuple[str, int]:
    """Rich text without inner links and without what is embedded, and how many there were.

    The words of a link stay.
    """
    soup = BeautifulSoup(html, "html.parser")
    inner = soup.select(f"a[{_LINKED}]")
    embedded = soup.select("embed")
    for link in inner:
        link.unwrap()
    for thing in embedded:
        thing.decompose()
    for marked in soup.select(f"[{_BLOCK_KEY}]"):
        del marked[_BLOCK_KEY]
    return str(soup), len(inner) + len(embedded)


def arriving(html: str, features: list[str] | None) -> str:
    """Rich text as the editor would have stored it: whatever its buttons could not have made is gone."""
    if not html:
        return ""
    converter = ContentstateConverter(features or registry.get_default_features())
    return str(converter.to_database_format(converter.from_database_format(leaving(html)[0])))


def blocks_leaving(block: Block, stored: Any) -> tuple[Any, int]:
    """What of one block's stored value may travel, and how many things were left out; None for nothing.

    A block that shows a thing which stays is left out whole: its caption would speak of nothing.
    """
    match block:
        case ChooserBlock():
            return None, int(stored is not None)
        case KnownByName():
            return (block.name_of(stored) if stored else stored), 0
        case RichTextBlock():
            return leaving(stored or "")
        case LeadsOutBlock():
            return _way_out_leaving(stored or {})
        case StructBlock():
            return _struct_leaving(block, stored or {})
        case StreamBlock():
            return _items_leaving([(block.child_blocks[item["type"]], item) for item in stored or []])
        case ListBlock():
            return _items_leaving([(block.child_block, item) for item in stored or []])
    return stored, 0


def _struct_leaving(block: StructBlock, stored: Any) -> tuple[dict[str, Any] | None, int]:
    if not isinstance(stored, dict):
        # Wagtail's block of an image may hold its number alone.
        return None, 1
    kept, lost, is_whole = {}, 0, True
    for name, child in block.child_blocks.items():
        if name not in stored:
            continue
        kept[name], missing = blocks_leaving(child, stored[name])
        lost += missing
        is_whole &= not (missing and kept[name] is None)
    return (kept if is_whole else None), lost


def _way_out_leaving(stored: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Why an answer leads out is said without the page too."""
    return {**stored, "page": None}, int(stored.get("page") is not None)


def _items_leaving(items: list[tuple[Block, dict[str, Any]]]) -> tuple[list[dict[str, Any]], int]:
    kept, lost = [], 0
    for block, item in items:
        value, missing = blocks_leaving(block, item["value"])
        lost += missing
        if value is not None or not missing:
            kept.append({**item, "value": value})
    return kept, lost


def blocks_arriving(block: Block, stored: Any, place: str) -> Any:
    """A block's stored value, its texts as the editor would have stored them.

    Wagtail passes over what it does not know; here it is refused, because nobody would notice what is lost.

    Args:
        place: where it stands, in words, for what is said of it.

    Raises:
        UnknownBlockError
    """
    match block:
        case ChooserBlock():
            if stored is not None:
                raise _wrong(place)
            return None
        case KnownByName():
            return _known(block, stored, place)
        case OnlyIfBlock():
            if block.to_python(stored) != stored:
                raise _wrong(place)
            return stored
        case RichTextBlock():
            return arriving(_checked(stored, str, place), block.features)
        case StructBlock():
            _refuse_unknown(_checked(stored, dict, place), block.child_blocks, place)
            return {
                name: blocks_arriving(child, stored[name], f"{place} › {child.label or name}")
                for name, child in block.child_blocks.items()
                if name in stored
            }
        case StreamBlock():
            found = []
            for number, item in _numbered(stored, place):
                _refuse_unknown([item["type"]], block.child_blocks, place)
                child = block.child_blocks[item["type"]]
                found.append({**item, "value": blocks_arriving(child, item["value"], f"{place} › {number}")})
            return found
        case ListBlock():
            return [
                {**item, "value": blocks_arriving(block.child_block, item["value"], f"{place} › {number}")}
                for number, item in _numbered(stored, place)
            ]
        case MultipleChoiceBlock():
            return [_checked(choice, str, place) for choice in _checked(stored, list, place)]
    if isinstance(stored, dict | list):
        raise _wrong(place)
    if stored and not _is_read(block, stored):
        raise _wrong(place)
    return stored


def _is_read(block: Block, stored: Any) -> bool:
    """Whether the block makes something of a value; of words where a day or an amount stands it does not."""
    try:
        return block.to_python(stored) is not None
    except (ValueError, TypeError, ArithmeticError):
        return False


def refuse_repeated(stored: Any, place: str) -> None:
    """Refuses a key that two blocks have: answers are kept by it, and would change places with the blocks.

    Raises:
        UnknownBlockError
    """
    for key, times in Counter(_keys(stored)).items():
        if times > 1:
            sentence = _("%(place)s: due blocchi hanno lo stesso identificativo, «%(key)s».")
            raise UnknownBlockError(sentence % {"place": place, "key": key})


def _keys(stored: Any) -> Iterator[str]:
    if isinstance(stored, dict):
        if set(stored) == {"type", "value", "id"}:
            yield stored["id"]
        stored = list(stored.values())
    if isinstance(stored, list):
        for inner in stored:
            yield from _keys(inner)


def _known(block: KnownByName, name: Any, place: str) -> str | None:
    if not name:
        return None
    found = block.of_name(_checked(name, str, place))
    if found is None:
        sentence = _("%(place)s: qui non c’è «%(name)s», che la domanda nomina. Caricalo e riprova.")
        raise UnknownBlockError(sentence % {"place": place, "name": name[:80]})
    return found


def _numbered(stored: Any, place: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The items of a list of blocks, from 1: each with a type, a value and a key."""
    for number, item in enumerate(_checked(stored, list, place), start=1):
        _checked(item, dict, place)
        if (
            set(item) != {"type", "value", "id"}
            or not isinstance(item["type"], str)
            or not _is_key(item["id"])
        ):
            raise _wrong(f"{place} › {number}")
        yield number, item


def refusals(error: ValidationError, block: Block, value: Any, place: str) -> Iterator[str]:
    """What cleaning a block's value found, each with where it stands: Wagtail keeps a tree of errors."""
    inner = getattr(error, "block_errors", None)
    if inner is None:
        yield from (f"{place}: {message}" for message in error.messages)
        return
    outer: Any = getattr(error, "non_block_errors", None)
    for own in outer.as_data() if outer else ():
        yield from (f"{place}: {message}" for message in own.messages)
    for key, found in inner.items() if isinstance(inner, dict) else enumerate(inner):
        if found is None:
            continue
        if isinstance(block, StructBlock):
            child, held, name = block.child_blocks[key], value[key], block.child_blocks[key].label or key
        else:
            part = value[key] if isinstance(block, StreamBlock) else value.bound_blocks[key]
            child, held, name = part.block, part.value, key + 1
        yield from refusals(found, child, held, f"{place} › {name}")


def _is_key(text: object) -> bool:
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


def _checked(stored: Any, kind: type[Kind], place: str) -> Kind:
    if not isinstance(stored, kind):
        raise _wrong(place)
    return stored


def _wrong(place: str) -> UnknownBlockError:
    return UnknownBlockError(_("%(place)s: non è scritto come lo scrive questo portale.") % {"place": place})


def _refuse_unknown(names: Any, known: Any, place: str) -> None:
    if unknown := sorted(str(name) for name in names if name not in known):
        raise UnknownBlockError(
            _("%(place)s: questo portale non conosce «%(name)s».") % {"place": place, "name": unknown[0][:80]}
        )
