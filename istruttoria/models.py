"""The models of the review, by their rooms."""

from istruttoria.absences.models import Absence
from istruttoria.bulk.models import BulkJob, BulkRow
from istruttoria.checklists.models import CheckAnswer
from istruttoria.columns.models import ColumnChoice
from istruttoria.duplicates.models import DuplicateHint, LikenessMark
from istruttoria.exports.models import Export, TakenList
from istruttoria.labels.models import Label, Labelling
from istruttoria.notes.models import Mention, MentionSilence, Note
from istruttoria.opening.models import Opening
from istruttoria.opinions.models import Opinion, OpinionFile, OpinionLink
from istruttoria.reminding.models import ReminderSilence
from istruttoria.saved.models import DefaultFilter, SavedFilter
from istruttoria.scores.models import Score
from istruttoria.wording.models import LetterWords

__all__ = [
    "Absence",
    "BulkJob",
    "BulkRow",
    "CheckAnswer",
    "ColumnChoice",
    "DefaultFilter",
    "DuplicateHint",
    "Export",
    "Label",
    "Labelling",
    "LetterWords",
    "LikenessMark",
    "Mention",
    "MentionSilence",
    "Note",
    "Opening",
    "Opinion",
    "OpinionFile",
    "OpinionLink",
    "ReminderSilence",
    "SavedFilter",
    "Score",
    "TakenList",
]
