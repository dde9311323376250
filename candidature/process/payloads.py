"""What some transitions bring with them, besides a reason and a term."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from moduli import Answers


@dataclass(frozen=True)
class Document:
    """A document that the form did not ask for."""

    label: str
    help: str = ""


@dataclass(frozen=True)
class AskedFor:
    """What a request of integration asks for.

    Attributes:
        questions: keys of questions that the applicant was asked; for a set, those that each was asked count.
        everything: all of them may be changed.
        documents: what the form lacks; they become questions of these submissions' own form.
    """

    questions: tuple[str, ...] = ()
    everything: bool = False
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Made:
    """A change that was made, as whoever may take it back remembers it.

    Attributes:
        entry: the number of its entry in the log.
        version: that of the submission once it was made.
        before: the columns as they were (`rules.RESTORED`), of types that JSON knows.
    """

    entry: int
    version: int
    before: Mapping[str, Any]


@dataclass(frozen=True)
class NewVersion:
    """What takes the place of what was sent.

    Attributes:
        answers: all of them, checked.
        applicant: the columns of the applicant that change, never the address.
        zone_id: the competent zone, where the applicant's columns change.
    """

    answers: Answers
    applicant: Mapping[str, Any] = field(default_factory=dict)
    zone_id: int | None = None
