"""What a page lacks to be complete, as its own fields and blocks say it: the rules that a draft may break."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import Block, BlockField, ListBlock, StreamBlock, StructBlock
from wagtail.models import Page

from portal.editorial.findings import Occasion, Remark
from portal.editorial.parts import Part, inside, streams

# Fields of the tree, which no editor fills in.
_NOT_WRITTEN = {"path", "depth", "numchild", "url_path", "content_type", "translation_key", "locale"}


def incomplete(page: Page, _occasion: Occasion) -> Iterator[Remark]:
    """What the editor's form would complain about if the page were published now."""
    try:
        page.full_clean(exclude=_NOT_WRITTEN)
    except ValidationError as error:
        for name, found in error.error_dict.items():
            place = "" if name == NON_FIELD_ERRORS else name
            for one in found:
                yield from _said(one, place, _label_of(page, place))
    for name, block, value in streams(page):
        try:
            block.clean(value)
        except ValidationError as error:
            yield from _of_part(Part(name, block, value), error, _label_of(page, name))


def complaints(form: BaseForm) -> Iterator[Remark]:
    """What a form of the editor refuses, as it was posted, each with its place."""
    for name, found in form.errors.as_data().items():
        field = form.fields.get(name)
        label = capfirst(str(form[name].label)) if field else ""
        for error in found:
            if isinstance(field, BlockField):
                yield from _of_part(Part(name, field.block, form[name].value()), error, label)
            else:
                yield from _said(error, name if field else "", label)
    for name, formset in getattr(form, "formsets", {}).items():
        for inner in formset.forms:
            for remark in complaints(inner):
                yield Remark(remark.sentence, name)
        for error in formset.non_form_errors().as_data():
            yield from _said(error, name, "")


def _of_part(part: Part, error: ValidationError, label: str) -> Iterator[Remark]:
    if not _is_nested(error):
        yield from _said(error, part.place, label)
        return
    nested: Any = error
    for own in nested.non_block_errors.as_data():
        yield from _said(own, part.place, label)
    below = inside(part)
    for key, inner in nested.block_errors.items():
        found = _child(part, below, key)
        if found is None:
            yield from _said(inner, part.place, label)
        else:
            yield from _of_part(found, inner, _words(label, found.block))


def _child(part: Part, below: list[Part], key: Any) -> Part | None:
    if isinstance(part.block, StreamBlock | ListBlock):
        return below[key] if isinstance(key, int) and key < len(below) else None
    if isinstance(part.block, StructBlock) and key in part.block.child_blocks:
        # A picture with its alternative text is a struct whose value is no mapping.
        value = part.value.get(key) if hasattr(part.value, "get") else None
        return Part(f"{part.place}.{key}", part.block.child_blocks[key], value)
    return None


def _is_nested(error: ValidationError) -> bool:
    return hasattr(error, "block_errors")


def _said(error: ValidationError, place: str, label: str) -> Iterator[Remark]:
    for message in error.messages:
        yield Remark(
            _("%(where)s: %(message)s") % {"where": label, "message": message} if label else message, place
        )


def _words(label: str, block: Block | None) -> str:
    own = capfirst(str(block.label)) if block is not None and block.label else ""
    return f"{label} › {own}" if label and own else label or own


def _label_of(page: Page, name: str) -> str:
    if not name:
        return ""
    field: Any = page._meta.get_field(name)
    return capfirst(str(getattr(field, "verbose_name", name)))
