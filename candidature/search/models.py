"""The words by which a submission is found. They are personal data, and go with the submission."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubmissionWord(models.Model):
    """One word of a submission, folded as `candidature.search.words` does.

    Stored as bytes, because their order is then the same on every database, whatever language it sorts by:
    the words that begin alike stand beside each other in the index.
    """

    submission = models.ForeignKey(
        "candidature.Submission",
        on_delete=models.CASCADE,
        related_name="search_words",
        # The constraint below serves.
        db_index=False,
    )
    word = models.BinaryField()

    class Meta:
        verbose_name = _("parola di ricerca")
        verbose_name_plural = _("parole di ricerca")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "word"], name="search_word_once"),
        ]
        indexes = [models.Index(fields=["word", "submission"], name="search_word_begins")]

    def __str__(self) -> str:
        return bytes(self.word).decode()
