"""The words by which a submission is found. They are personal data, and go with the submission."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubmissionWord(models.Model):
    """One word of a submission, folded as `candidature.search.words` does.

    Stored as bytes, because their order is then the same on every database, whatever language it sorts by:
    the words that begin alike stand beside each other in the index.

    The page and the zone of the submission stand beside it, called as there, so that the scope narrows words
    as it narrows submissions: whoever searches reads what is within reach, and nothing else takes time.
    """

    submission = models.ForeignKey(
        "candidature.Submission",
        on_delete=models.CASCADE,
        related_name="search_words",
        # The constraint below serves.
        db_index=False,
    )
    page = models.PositiveBigIntegerField()
    zone = models.PositiveBigIntegerField(null=True)
    word = models.BinaryField()

    class Meta:
        verbose_name = _("parola di ricerca")
        verbose_name_plural = _("parole di ricerca")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "word"], name="search_word_once"),
        ]
        # None begins with the word: a database that could choose it would count what is out of reach.
        indexes = [
            models.Index(fields=["page", "word", "submission"], name="search_word_by_page"),
            models.Index(fields=["zone", "word", "submission"], name="search_word_by_zone"),
        ]

    def __str__(self) -> str:
        return bytes(self.word).decode()
