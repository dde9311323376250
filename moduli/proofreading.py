"""What an editor would want to be told of a form before anybody fills it in.

Read from the blocks, not from the frozen form: each remark names the place in the editor, and a question that
freezing leaves out is just what has to be found.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock

from moduli.only_if import ONLY_IF
from moduli.types.base import QuestionType, written_text
from moduli.types.registry import type_named
from portal.editorial.findings import Remark
from portal.editorial.parts import Part, inside
from portal.editorial.readability import gulpease
from portal.editorial.sensitive_words import SensitiveWords

# A question is named in a remark by so many of its letters.
_SHOWN = 70


@dataclass(frozen=True)
class WrittenQuestion:
    """A question as it stands in the editor.

    Attributes:
        branches: the places of the branches that it stands in, outermost first.
        is_unreachable: whether a branch around it is opened by an option that nobody is shown.
    """

    place: str
    kind: QuestionType[Any]
    value: Any
    branches: tuple[str, ...]
    is_unreachable: bool

    @property
    def label(self) -> str:
        return written_text(self.value, "label")

    @property
    def name(self) -> str:
        """How a remark names it."""
        label = " ".join(self.label.split())
        return label if len(label) <= _SHOWN else f"{label[:_SHOWN].rstrip()}…"

    @property
    def _kinds(self) -> set[str]:
        """The kinds of applicants whom alone it is asked of; empty for all."""
        return set((self.value.get(ONLY_IF) or {}).get("kinds", []))

    def may_stand_beside(self, other: "WrittenQuestion") -> bool:
        """Whether one person may be asked both.

        Not where two options of one choice open them, nor where each is for another kind of applicant.
        """
        kinds, others = self._kinds, other._kinds
        if kinds and others and kinds.isdisjoint(others):
            return False
        shorter, longer = sorted((self.branches, other.branches), key=len)
        return longer[: len(shorter)] == shorter


def written_questions(steps: Any, field: str) -> list[WrittenQuestion]:
    """All questions of a page's steps, in their order, nested ones after the one that opens them.

    Args:
        field: the name of the field of the page.
    """
    found: list[WrittenQuestion] = []
    for step in inside(Part(field, steps.stream_block, steps)) if steps else []:
        for part in inside(step):
            if isinstance(part.block, StreamBlock):
                found += _questions(part, (), is_unreachable=False)
    return found


def _questions(stream: Part, branches: tuple[str, ...], *, is_unreachable: bool) -> Iterator[WrittenQuestion]:
    for child, part in zip(stream.value or [], inside(stream), strict=True):
        question = WrittenQuestion(
            part.place, type_named(child.block_type), part.value, branches, is_unreachable
        )
        yield question
        for branch, unseen in _branches(part):
            inner = (*branches, branch.place)
            yield from _questions(branch, inner, is_unreachable=is_unreachable or unseen)


def _branches(question: Part) -> Iterator[tuple[Part, bool]]:
    """The questions that a question opens, and whether what opens them is left out of the form."""
    for part in inside(question):
        if isinstance(part.block, StreamBlock):
            yield part, False
        elif isinstance(part.block, ListBlock):
            for option in inside(part):
                unseen = not written_text(option.value, "label")
                yield from (
                    (below, unseen) for below in inside(option) if isinstance(below.block, StreamBlock)
                )


def unreachable(questions: list[WrittenQuestion]) -> Iterator[Remark]:
    """Questions that nobody would ever be asked."""
    for question in questions:
        if question.is_unreachable:
            yield Remark(
                _("La domanda «%(name)s» non la vedrebbe nessuno: l’opzione che la apre non ha un testo.")
                % {"name": question.name},
                question.place,
            )


def equal_labels(questions: list[WrittenQuestion]) -> Iterator[Remark]:
    """Questions that one person would be asked in the same words."""
    by_words: dict[str, list[WrittenQuestion]] = defaultdict(list)
    for question in questions:
        words = " ".join(question.label.split()).casefold().rstrip(" ?.:")
        if question.kind.asks_nothing or not words:
            continue
        if any(question.may_stand_beside(earlier) for earlier in by_words[words]):
            yield Remark(
                _("Due domande si chiamano «%(name)s»: né chi risponde né chi legge le distingue.")
                % {"name": question.name},
                f"{question.place}.label",
            )
        by_words[words].append(question)


def sensitive(questions: list[WrittenQuestion], words: SensitiveWords) -> Iterator[Remark]:
    """Questions that seem to ask for what a form should not ask for without need."""
    for question in questions:
        texts = [question.label, written_text(question.value, "help"), *_options(question)]
        found = words.found_in("\n".join(texts))
        if found:
            yield Remark(
                _(
                    "La domanda «%(name)s» sembra chiedere dati delicati (%(words)s): tienila solo se "
                    "il dato serve davvero, e l’informativa lo dice."
                )
                % {"name": question.name, "words": ", ".join(found)},
                question.place,
            )


def hard_to_read(questions: list[WrittenQuestion], threshold: int) -> Iterator[Remark]:
    """Labels and helps whose index of Gulpease is below a threshold."""
    for question in questions:
        for name in ("label", "help"):
            index = gulpease(written_text(question.value, name))
            if index is not None and index < threshold:
                sentence = (
                    _(
                        "La domanda «%(name)s» è difficile da leggere (indice Gulpease %(index)d): usa frasi "
                        "più corte e parole più comuni."
                    )
                    if name == "label"
                    else _(
                        "L’aiuto della domanda «%(name)s» è difficile da leggere (indice Gulpease "
                        "%(index)d): usa frasi più corte e parole più comuni."
                    )
                )
                yield Remark(sentence % {"name": question.name, "index": index}, f"{question.place}.{name}")


def _options(question: WrittenQuestion) -> list[str]:
    options = question.value.get("options")
    # A list of options; a reference list names its own elsewhere.
    return [written_text(option, "label") for option in options or [] if hasattr(option, "get")]
