"""Public pages show nothing of the review."""

from portal.page_cache.declared import Unseen

PUBLIC = [
    Unseen(
        (
            "istruttoria.Absence",
            "istruttoria.BulkJob",
            "istruttoria.BulkRow",
            "istruttoria.CheckAnswer",
            "istruttoria.ColumnChoice",
            "istruttoria.DefaultFilter",
            "istruttoria.DuplicateHint",
            "istruttoria.Export",
            "istruttoria.Label",
            "istruttoria.Labelling",
            "istruttoria.LetterWords",
            "istruttoria.LikenessMark",
            "istruttoria.Mention",
            "istruttoria.MentionSilence",
            "istruttoria.Note",
            "istruttoria.Opening",
            "istruttoria.Opinion",
            "istruttoria.OpinionFile",
            "istruttoria.OpinionLink",
            "istruttoria.ReminderSilence",
            "istruttoria.SavedFilter",
            "istruttoria.Score",
            "istruttoria.TakenList",
        ),
        "The staff's side.",
    )
]
