"""The columns that can be chosen: facts of a submission and, in the list of one call, its questions.

A fact's key is its name, a question's `q:<page>:<key of the question>`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from candidature.models import FormVersion, Submission
from istruttoria.columns.models import LONGEST_KEYS, ColumnChoice
from moduli import Question, readable, type_of, walk
from portal.models import User

# The reference and who sent it are always there: without them a row is nobody's.
FACTS = {
    "status": _("Stato"),
    "page": _("Avviso o evento"),
    "zone": _("Zona-distretto"),
    "assigned_to": _("Assegnata a"),
    "score": _("Punteggio"),
    "submitted_at": _("Inviata"),
    "term_on": _("Termine"),
    "municipality": _("Comune"),
    "kind_of_applicant": _("Si presenta come"),
    "protocol_number": _("Numero di protocollo"),
}
# Whose it is stands below the state.
USUAL = ("status", "page", "zone", "submitted_at", "term_on")
# Questions shown beside the facts; more are read on the page of the submission.
MOST_QUESTIONS = 6
# In characters; the whole answer is on the page of the submission.
LONGEST_ANSWER = 120


@dataclass(frozen=True)
class QuestionColumn:
    """A question of a call that can stand in its list."""

    key: str
    label: str


def key_of(page: int, question: str) -> str:
    return f"q:{page}:{question}"


def facts_of(keys: Sequence[str] | None) -> list[str]:
    """The facts among the chosen columns, in the order in which they are offered; the usual ones for none."""
    return list(USUAL) if keys is None else [name for name in FACTS if name in keys]


def questions_of(keys: Iterable[str] | None, page: int | None) -> list[str]:
    """The keys of the questions of this page among the chosen columns."""
    begins = f"q:{page}:"
    found = [key.removeprefix(begins) for key in keys or () if key.startswith(begins)]
    return found[:MOST_QUESTIONS]


def may_be_a_column(question: Question) -> bool:
    """Files are read on the page of the submission; so is personal data that nobody put in sight."""
    kind = type_of(question)
    if kind.asks_nothing or kind.takes_files:
        return False
    return kind.is_listed(question) or not kind.is_personal(question)


def question_columns(page: Page) -> list[QuestionColumn]:
    """The questions of the form of a call, as it is now, that can be columns."""
    asked = (question for step in page.specific.schema["steps"] for question in walk(step["questions"]))
    return [QuestionColumn(one["key"], one["label"]) for one in asked if may_be_a_column(one)]


def with_answers(rows: Iterable[Submission], questions: Collection[str]) -> dict[str, str]:
    """Gives each row its `answers_in_columns`, by question; one query, for the versions of the form.

    Only what was asked of each and answered, in the words of the form as it was asked.

    Returns:
        The words of the questions, by their keys.
    """
    rows, labels = list(rows), dict[str, str]()
    versions = FormVersion.objects.in_bulk({row.form_version_id for row in rows})
    for row in rows:
        row.form_version = versions[row.form_version_id]
        schema = row.schema
        allowed = {
            question["key"]
            for step in schema["steps"]
            for question in walk(step["questions"])
            if question["key"] in questions and may_be_a_column(question)
        }
        shown = {
            one.key: one
            for section in readable(schema, row.answers)
            for one in section.rows
            if one.key in allowed
        }
        labels |= {key: one.label for key, one in shown.items()}
        row.answers_in_columns = {  # type: ignore[attr-defined]
            key: _shortened(one.text) for key, one in shown.items()
        }
    return labels


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ANSWER else f"{text[: LONGEST_ANSWER - 1].rstrip()}…"


def choose(user: User, keys: Iterable[str], page: int | None, questions: Iterable[str]) -> None:
    """Remembers the facts, and the questions of one page; those of other pages stay, as far as they fit."""
    facts = [name for name in FACTS if name in set(keys)]
    with transaction.atomic():
        choice, _made = ColumnChoice.objects.select_for_update().get_or_create(account=user)
        begins = f"q:{page}:"
        elsewhere = [key for key in choice.keys.split() if key.startswith("q:")]
        own = (
            elsewhere if page is None else [key_of(page, question) for question in questions][:MOST_QUESTIONS]
        )
        others = [] if page is None else [key for key in elsewhere if not key.startswith(begins)]
        kept = [*facts, *own]
        for key in others:
            if len(" ".join([*kept, key])) <= LONGEST_KEYS:
                kept.append(key)
        choice.keys = " ".join(kept)
        choice.save(update_fields=["keys"])


def forget(user: User) -> None:
    """The usual columns again."""
    ColumnChoice.objects.filter(account=user).delete()
