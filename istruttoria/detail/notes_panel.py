"""The internal notes about a submission, on its page and on their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from candidature.models import Submission
from istruttoria.notes.models import Note
from istruttoria.notes.writing import LONGEST_TEXT
from istruttoria.permissions import may_answer
from portal.forms.text import PlainTextForm
from portal.models import User
from portal.privacy.tokens import new_token

# On the page of the submission; all of them have a page of their own.
SHOWN = 5


class NoteForm(PlainTextForm):
    """A note, new or reworded (`seen`: the version that the page showed)."""

    text = forms.CharField(
        label=_("Scrivi una nota"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_TEXT,
        help_text=_(
            "La legge chi vede questa candidatura, mai chi l’ha inviata. Con «@Nome Cognome» nomini chi "
            "lavora con te: una lettera lo avvisa."
        ),
        error_messages={"required": _("Scrivi la nota.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=10**6)


@dataclass(frozen=True)
class Former:
    """What a note said before, and until when."""

    text: str
    until: datetime | None


@dataclass(frozen=True)
class Shown:
    """A note as whoever looks reads it; whether they may still change it, and until when."""

    note: Note
    former: list[Former]
    may_change: bool


def shown(note: Note, user: User, at: datetime) -> Shown:
    former = [Former(str(one["text"]), parse_datetime(str(one["until"]))) for one in note.former]
    return Shown(note, former, note.may_change(user, at))


def newest_of(submission: Submission, at_most: int | None = SHOWN) -> QuerySet[Note]:
    """The newest notes first, and one more, which tells that there are others; all, where none is said."""
    found = submission.notes.order_by("-written_at", "-pk")
    return found[: at_most + 1] if at_most else found


def context(
    submission: Submission,
    user: User,
    *,
    at_most: int | None = None,
    note_form: NoteForm | None = None,
    newest: list[Note] | None = None,
    **_others: Any,
) -> dict[str, Any]:
    """What the template of the notes needs. One query, unless they were read.

    Args:
        at_most: only so many of the newest notes.
        newest: those, and one more (`newest_of`), where they were read already.
    """
    found = list(newest_of(submission, at_most) if newest is None else newest)
    has_earlier = at_most is not None and len(found) > at_most
    now = timezone.now()
    return {
        "notes": [shown(note, user, now) for note in reversed(found[:at_most] if at_most else found)],
        "has_earlier_notes": has_earlier,
        "may_note": may_answer(user),
        "note_form": note_form or NoteForm(auto_id="nota-%s"),
        "note_key": new_token(),
    }
