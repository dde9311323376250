"""A form that an editor changes while somebody writes: carried over question by question, and told of.

A draft names the form as its writer knows it. When the page asks something else, what changed is shown until
a page that showed it is left by a button; then it is kept in the draft, to be read until sending. Answers
stay under the keys of their questions. What was answered to a question that is gone, an option of it that is
gone included, stays among the answers, and in words in `Draft.former_answers`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from candidature.intake import two_tabs
from candidature.pages.participation import ParticipationPage
from candidature.pages.publications import form_changed_at
from candidature.published.history import notes_since
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from candidature.submissions.form_versions import FormVersion
from moduli import (
    Answers,
    Change,
    Question,
    Schema,
    Step,
    StepForm,
    changes,
    in_words,
    on_its_own,
    questions_by_key,
    same_question,
    walk,
)


@dataclass(frozen=True)
class Former:
    """What was answered to a question, or chosen among its options, that is no longer there.

    Attributes:
        key: of the question; of an option, with its question's before a full stop.
    """

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Told:
    """A change of the form, as it is told.

    Attributes:
        at: since when the form is so, if it is known.
        former: answers that the changed form no longer asks for.
        notes: what the office wrote of it.
    """

    at: datetime | None
    changes: list[Change]
    former: list[Former] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class AskedNow:
    """The form of a page at this moment, and which one the posted page showed.

    Attributes:
        shown: digest of the form that the posted page showed; empty for none, or one that shows no form.
    """

    page: ParticipationPage
    shown: str = ""

    @property
    def schema(self) -> Schema:
        return self.page.schema

    @property
    def digest(self) -> str:
        return self.page.form_digest

    @property
    def is_stale(self) -> bool:
        """Whether the posted page showed another form than the present one."""
        return bool(self.shown) and self.shown != self.digest


@dataclass(frozen=True)
class Beside:
    """What a page with an older form held that the step as it is now does not ask.

    Attributes:
        asked_then: the questions that the page showed, by key.
        answers: to be kept under their keys: to questions that moved elsewhere, or are gone.
        former: the latter in words.
    """

    asked_then: dict[str, Question]
    answers: Answers
    former: list[Former]


def is_known(draft: Draft, now: AskedNow) -> bool:
    """Whether the writer of a draft knows the form as it is."""
    if draft.form_version_id is None:
        return False
    is_the_same = draft.form_version_id == now.page.form_version_id
    return is_the_same or bool(draft.form_version and draft.form_version.digest == now.digest)


def unseen(draft: Draft, now: AskedNow, uploads: Iterable[UploadedFile] = ()) -> Told | None:
    """What changed since the form that the writer of a draft knows; None for nothing.

    Who has answered nothing yet is told nothing: they meet the form as it is.
    """
    if draft.form_version_id is None or not draft.answers or is_known(draft, now):
        return None
    version = draft.form_version
    known: Schema = version.schema if version else now.schema
    found = changes(known, now.schema)
    notes = notes_since(now.page.answered_id, draft.form_version_id)
    return Told(form_changed_at(now.page), found, former(known, found, draft.answers, uploads), notes)


def not_asked_before(draft: Draft, now: AskedNow) -> set[str]:
    """The keys of the questions that the writer of a draft did not have to answer in the form they know."""
    version = draft.form_version
    if version is None or is_known(draft, now):
        return set()
    known = questions_by_key(version.schema)
    return {
        key
        for key, question in questions_by_key(now.schema).items()
        if not same_question(known.get(key), question) or not known[key]["required"]
    }


def seen_before(draft: Draft) -> list[Told]:
    """The changes that the writer of a draft was told of, newest first."""
    told = [
        Told(
            parse_datetime(one["at"]) if one["at"] else None,
            [Change(**each) for each in one["changes"]],
            notes=one.get("notes", []),
        )
        for one in draft.form_changes
    ]
    return told[::-1]


def no_longer_asked(draft: Draft, schema: Schema) -> list[Former]:
    """What a draft holds in words for questions and options that a form does not have."""
    asked = questions_by_key(schema)
    there = {
        *asked,
        *(f"{key}.{option['key']}" for key, one in asked.items() for option in one.get("options", [])),
    }
    return [Former(**one) for one in draft.former_answers if one["key"] not in there]


def former(
    known: Schema, found: Iterable[Change], answers: Answers, uploads: Iterable[UploadedFile] = ()
) -> list[Former]:
    """What was answered in an older form that the changes took away, in words; blanks left out."""
    stored, questions = list(uploads), questions_by_key(known)
    return [
        Former(change.key, change.label, text)
        for change in found
        if (text := _lost(change, questions, answers, stored))
    ]


def acknowledged(locked: Draft, now: AskedNow) -> dict[str, Any]:
    """The columns of a locked draft once a page that showed the present form was left by a button.

    Nothing for a page that showed another one: what changed is still to be told.
    """
    if now.shown != now.digest or is_known(locked, now):
        return {}
    values: dict[str, Any] = {}
    told = unseen(locked, now, locked.files.all())
    if told is not None:
        record = {
            "at": told.at.isoformat() if told.at else "",
            "changes": [asdict(c) for c in told.changes],
            "notes": told.notes,
        }
        values = {
            "form_changes": [*locked.form_changes, record],
            "former_answers": with_former(locked, told.former),
        }
    return {**values, "form_version": FormVersion.objects.holding(now.schema, now.digest)}


def with_former(draft: Draft, more: Iterable[Former]) -> list[dict[str, str]]:
    """The former answers of a draft with more of them, each text once."""
    kept = list(draft.former_answers)
    return kept + [one for one in map(asdict, more) if one not in kept]


def beside(now: AskedNow, step_key: str, data: Mapping[str, Any], files: Mapping[str, Any]) -> Beside | None:
    """What a page with an older form held of the step with this key; None where that form is not known."""
    version = FormVersion.objects.filter(digest=now.shown).first()
    steps = version.schema["steps"] if version else []
    step = next((step for step in steps if step["key"] == step_key), None)
    if version is None or step is None:
        return None
    form = StepForm(on_its_own(step), data)
    typed = {key: answer for key, answer in form.typed().items() if key not in form.file_keys()}
    present = questions_by_key(now.schema)
    was = _of_step(step)
    here = {key for one in now.schema["steps"] if one["key"] == step_key for key in _of_step(one)}
    gone = [key for key in was if not same_question(was[key], present.get(key))]
    # Under a key that another type of question has now nothing else can stand.
    taken = {*here, *(key for key in gone if key in present)}
    return Beside(
        was,
        {key: answer for key, answer in typed.items() if answer is not None and key not in taken},
        [*_in_words(was, gone, typed), *_not_kept(was, gone, files)],
    )


def clashing(beside: Beside, draft: Draft, seen: str) -> Beside:
    """The same, without answers that another tab wrote differently meanwhile: those are former ones, too.

    Args:
        seen: which answers the posted page showed (`candidature.intake.two_tabs.seen`).
    """
    nothing: Step = {"key": "", "title": "", "intro": "", "questions": []}
    answers, both = two_tabs.clashes(nothing, draft.answers, beside.answers, seen)
    # Their questions are there, so they are named apart from what is kept under the key.
    more = [replace(one, key=f"{one.key}.") for one in _in_words(beside.asked_then, both, beside.answers)]
    return replace(beside, answers=answers, former=[*beside.former, *more])


def _of_step(step: Step) -> dict[str, Question]:
    return {question["key"]: question for question in walk(step["questions"])}


def _lost(
    change: Change, questions: dict[str, Question], answers: Answers, uploads: list[UploadedFile]
) -> str:
    """What a change took from the answers, in words; empty for nothing."""
    if change.what == "removed":
        return in_words(questions[change.key], answers.get(change.key), uploads)
    if change.what == "option_removed":
        key, _dot, option = change.key.partition(".")
        chosen = answers.get(key)
        return change.before if option in (chosen if isinstance(chosen, list) else [chosen]) else ""
    return ""


def _in_words(was: dict[str, Question], keys: list[str], typed: Answers) -> Iterator[Former]:
    for key in keys:
        if text := in_words(was[key], typed.get(key)):
            yield Former(key, was[key]["label"], text)


def _not_kept(was: dict[str, Question], gone: list[str], files: Any) -> Iterator[Former]:
    """The names of files that were attached to questions that are gone."""
    for key in gone:
        for upload in files.getlist(f"q-{key}"):
            yield Former(key, was[key]["label"], str(upload.name))
