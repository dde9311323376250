"""The words of an office in the letters of its decisions, as they were written one after the other."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterWords(models.Model):
    """What was written for one letter: for one page, or for all pages of its kind. Nobody changes a row.

    The newest is the current one. Where both texts are empty its author went back to the words that hold
    without it.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10)
    letter = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    next = models.TextField(blank=True)
    is_current = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)
    # Empty once the account is gone, whose name then stands in the label alone.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("parole di una lettera")
        verbose_name_plural = _("parole delle lettere")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "letter"],
                condition=Q(is_current=True, page__isnull=False),
                name="letter_words_of_page_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "letter"],
                condition=Q(is_current=True, page__isnull=True),
                name="letter_words_for_all_once",
            ),
        ]
        indexes = [models.Index(fields=["page", "letter"], name="letter_words_by_page")]

    def __str__(self) -> str:
        return f"{self.page_id or self.kind} {self.letter} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_own(self) -> bool:
        """Whether it says anything."""
        return bool(self.text or self.next)
