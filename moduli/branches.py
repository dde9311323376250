"""Blocks of questions under an option: the options of a choice, and what each of them opens."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, CharBlock, ListBlock, StreamBlock, StructBlock, StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError

from moduli.leading_out import FoldedLeadsOutBlock

# One for all options of all levels, so that the edit page carries its definition once.
_OUT = FoldedLeadsOutBlock()


class QuestionsBlock(StreamBlock):
    """Questions one below the other, in a step or under an answer.

    Of those that make no sense anywhere else, `stays` says so: the editor does not offer to move them.
    """

    class Meta:
        stays = False


class OptionsBlock(ListBlock):
    """The options of a choice: at least two, each with its own label."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if len(value) < 2:
            raise ListBlockValidationError(
                non_block_errors=ErrorList([str(_("Servono almeno due opzioni tra cui scegliere."))])
            )
        seen: set[str] = set()
        twice: dict[int, ValidationError] = {}
        for index, option in enumerate(value):
            label = " ".join(option["label"].split()).casefold()
            if label in seen:
                message = _("Questa opzione c’è già: chi risponde non saprebbe distinguerle.")
                twice[index] = StructBlockValidationError(block_errors={"label": ValidationError(message)})
            seen.add(label)
        if twice:
            raise ListBlockValidationError(block_errors=twice)
        return value


class Level:
    """One level of the form as its choices see it: `below` are the questions that they may open.

    At the last level there are none; choices then lose their branches and keep the rest of their JSON.
    """

    def __init__(self, below: list[tuple[str, Block]]) -> None:
        self._below = below

    def branch(self, name: str, label: str | Promise) -> list[tuple[str, Block]]:
        """The block of the questions of one branch, in a list that is empty at the last level."""
        return [(name, QuestionsBlock(self._below, label=label, required=False))] if self._below else []

    @cached_property
    def options(self) -> OptionsBlock:
        """Made once for all choices of the level, so that the edit page carries the definition once."""
        option: list[tuple[str, Block]] = [
            ("label", CharBlock(label=_("Opzione"), max_length=255)),
            *self.branch("questions", _("Domande che questa opzione apre")),
            ("out", _OUT),
        ]
        # A new choice starts with two empty options, the least it can have.
        return OptionsBlock(
            StructBlock(option, label=_("Opzione")),
            label=_("Opzioni"),
            default=[{"label": ""}, {"label": ""}],
        )
