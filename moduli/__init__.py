"""Forms that an editor composes in a StreamField, for any Wagtail site.

An editor puts *steps* on a page, *questions* in a step, and more questions under an option of a choice. This
package asks them, checks what comes back and reads the answers in words. It stores nothing, sends nothing
and knows neither who answers nor why: it imports `portal` and nothing else of this house.

The way of a form, with the names that take part:

    class MyPage(Page):
        steps = StreamField(StepsBlock(), blank=True)

    schema = freeze(page.steps)                         questions as plain data: keep it beside the answers
    eligibility_step(schema)                            what is asked before all else
    ways_out(step, answers)                             who may not go on, why, and where to instead
    on_paper(schema)                                    the whole of it, to be printed and filled in by hand
    needed_files(schema), seconds_to_fill_in(schema)    what to tell before anybody begins
    schema = for_kind(schema, kind)                     what is asked of who is of one kind
    asked_form(schema, answers)                         … and answered so: some questions, some steps, are not
    form = StepForm(schema["steps"][0], request.POST, request.FILES, answers=…, uploads=…)
    form.nodes(), "moduli/questions.html"               what the page draws
    form.unrevealed()                                   branches to show before anything is complained about
    form.typed(), form.new_files()                      what a draft keeps, right or wrong
    is_complete(step, typed, uploads)                   whether a step lacks nothing
    kept_form(step, typed, uploads)                     its form, with what is wrong in what a draft keeps
    check_answers(schema, typed, uploads)               everything once more, before it counts
    readable(schema, answers, uploads)                  question and answer in words, step by step
    changes(old, new)                                   what to tell whoever was answering the old form
    part_of(schema, keys), with_files(schema, …)        some questions asked again, documents added
    answer_columns(schema), answer_cells(schema, …)     the same as columns and typed cells of a spreadsheet
    compare(readable(…), readable(…))                   what changed between two sets of answers
    written_questions(page.steps, "steps")              what to tell an editor of a form before it is public
    identifying(schema, answers)                        the codes among them that name one person or body

`walk(questions)` visits all questions, nested ones included. Files are any objects with the attributes of
`Upload`; `SkipOversizedFiles` keeps a request with a huge one from filling the disk.

A type of question is one file: a `QuestionType` with its `QuestionBlock` (see `docs/question-type.md`). Types
of this package stand in `moduli/types/` and announce themselves with `register`; those of a site are named
in the setting `MODULI_QUESTION_TYPES`, a list of dotted paths of classes.

The names below are the public face, with those of `moduli.files` (what an attachment must be) and of
`moduli.fields` (controls that other forms borrow); whatever else is in here may change, and nobody outside
imports it. They are imported when first asked for, because blocks and forms need settings and models need
blocks.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moduli.answers import Row, Section, identifying, in_words, readable
    from moduli.blocks import StepsBlock
    from moduli.building import offer_ready_sets
    from moduli.cells import AnswerColumn, answer_cells, answer_columns
    from moduli.check import IncompleteAnswersError, check_answers, is_complete, kept_form
    from moduli.comparing import ChangedStep, compare
    from moduli.condition_words import conditions_in_words
    from moduli.conditions import asked_form, asked_keys, conditional_keys, for_kind, on_its_own, settled
    from moduli.differences import Change, changes, questions_by_key, same_question, tightens
    from moduli.effort import NeededFile, needed_files, seconds_to_fill_in
    from moduli.eligibility import eligibility_step
    from moduli.files.upload import SkipOversizedFiles, Upload
    from moduli.form import TYPED_LIMIT, StepForm, answerable
    from moduli.leading_out import LeadsOutBlock, all_ways_out, leads_anybody_out, ways_out
    from moduli.nodes import Node, conditions_of
    from moduli.only_if import OnlyIfBlock
    from moduli.paper import PaperQuestion, on_paper
    from moduli.parts import Asked, asked_of, keys_of, part_of, with_files
    from moduli.proofreading import (
        WrittenQuestion,
        equal_labels,
        hard_to_read,
        sensitive,
        unreachable,
        written_questions,
    )
    from moduli.reachable import broken_conditions, nobody_meets
    from moduli.schema import freeze
    from moduli.shape import FORMAT, Answers, Question, Schema, Step, chosen_options, walk
    from moduli.taking_over import taken_over
    from moduli.types.base import Copier, QuestionBlock, QuestionType
    from moduli.types.registry import type_of
    from moduli.types.table_rows import changed_table

__all__ = [
    "FORMAT",
    "TYPED_LIMIT",
    "AnswerColumn",
    "Answers",
    "Asked",
    "Change",
    "ChangedStep",
    "Copier",
    "IncompleteAnswersError",
    "LeadsOutBlock",
    "NeededFile",
    "Node",
    "OnlyIfBlock",
    "PaperQuestion",
    "Question",
    "QuestionBlock",
    "QuestionType",
    "Row",
    "Schema",
    "Section",
    "SkipOversizedFiles",
    "Step",
    "StepForm",
    "StepsBlock",
    "Upload",
    "WrittenQuestion",
    "all_ways_out",
    "answer_cells",
    "answer_columns",
    "answerable",
    "asked_form",
    "asked_keys",
    "asked_of",
    "broken_conditions",
    "changed_table",
    "changes",
    "check_answers",
    "chosen_options",
    "compare",
    "conditional_keys",
    "conditions_in_words",
    "conditions_of",
    "eligibility_step",
    "equal_labels",
    "for_kind",
    "freeze",
    "hard_to_read",
    "identifying",
    "in_words",
    "is_complete",
    "kept_form",
    "keys_of",
    "leads_anybody_out",
    "needed_files",
    "nobody_meets",
    "offer_ready_sets",
    "on_its_own",
    "on_paper",
    "part_of",
    "questions_by_key",
    "readable",
    "same_question",
    "seconds_to_fill_in",
    "sensitive",
    "settled",
    "taken_over",
    "tightens",
    "type_of",
    "unreachable",
    "walk",
    "ways_out",
    "with_files",
    "written_questions",
]

_MODULES = {
    "moduli.answers": ["Row", "Section", "identifying", "in_words", "readable"],
    "moduli.blocks": ["StepsBlock"],
    "moduli.building": ["offer_ready_sets"],
    "moduli.cells": ["AnswerColumn", "answer_cells", "answer_columns"],
    "moduli.check": ["IncompleteAnswersError", "check_answers", "is_complete", "kept_form"],
    "moduli.comparing": ["ChangedStep", "compare"],
    "moduli.condition_words": ["conditions_in_words"],
    "moduli.conditions": [
        "asked_form",
        "asked_keys",
        "conditional_keys",
        "for_kind",
        "on_its_own",
        "settled",
    ],
    "moduli.differences": ["Change", "changes", "questions_by_key", "same_question", "tightens"],
    "moduli.eligibility": ["eligibility_step"],
    "moduli.effort": ["NeededFile", "needed_files", "seconds_to_fill_in"],
    "moduli.files.upload": ["SkipOversizedFiles", "Upload"],
    "moduli.form": ["StepForm", "TYPED_LIMIT", "answerable"],
    "moduli.leading_out": ["LeadsOutBlock", "all_ways_out", "leads_anybody_out", "ways_out"],
    "moduli.only_if": ["OnlyIfBlock"],
    "moduli.paper": ["PaperQuestion", "on_paper"],
    "moduli.proofreading": [
        "WrittenQuestion",
        "equal_labels",
        "hard_to_read",
        "sensitive",
        "unreachable",
        "written_questions",
    ],
    "moduli.nodes": ["Node", "conditions_of"],
    "moduli.reachable": ["broken_conditions", "nobody_meets"],
    "moduli.parts": ["Asked", "asked_of", "keys_of", "part_of", "with_files"],
    "moduli.schema": ["freeze"],
    "moduli.shape": ["FORMAT", "Answers", "Question", "Schema", "Step", "chosen_options", "walk"],
    "moduli.taking_over": ["taken_over"],
    "moduli.types.base": ["Copier", "QuestionBlock", "QuestionType"],
    "moduli.types.registry": ["type_of"],
    "moduli.types.table_rows": ["changed_table"],
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
