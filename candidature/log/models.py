"""The log of what happened to submissions. It is only ever added to.

Entries hold codes, the public reference, protocol numbers and the labels of staff, never what an
applicant wrote. They outlive the account of the person who acted and the submission itself; database triggers
(`candidature.log.triggers`) refuse every other change. Reasons may name people, so they live in rows of their
own that go when the submission is erased.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.actors import in_words
from candidature.statuses import Kind, Status

# The action of the first entry: it came, or somebody at the desk typed what came.
RECEIVED = "received"
# The action of the entry that a submission leaves behind when it is erased.
ERASED = "erased"
# In its details: the number that its row had, by which the lists are known in which it left.
NUMBER = "number"
# Of the entry by which a change was taken back before anybody was told: its state is that of before.
TAKEN_BACK = "undo"
# In its details: which entry told of that change.
UNDONE = "undone"
# In the details of a refusal: whoever made it knew that the letter with the reasons had not left before.
UNTOLD = "untold"


class LogEntry(models.Model):
    """One fact: who did what to which submission, and when."""

    at = models.DateTimeField(_("quando"), default=timezone.now, db_index=True)
    submission = models.ForeignKey(
        "candidature.Submission", on_delete=models.SET_NULL, null=True, related_name="log"
    )
    reference = models.CharField(_("codice"), max_length=24, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    actor_label = models.CharField(_("da chi"), max_length=200)
    action = models.CharField(_("azione"), max_length=40)
    from_status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    details = models.JSONField(
        default=dict, help_text="Codes, protocol numbers, dates and names of accounts only."
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("voce del registro")
        verbose_name_plural = _("registro")
        default_permissions = ()
        indexes = [
            # What was erased is listed and searched by code without reading the log of everything else.
            models.Index(
                fields=["-at", "-id", "reference"],
                condition=models.Q(action=ERASED),
                name="log_of_erasures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.action}"

    @property
    def who(self) -> str:
        """Who did it, for whoever reads it now."""
        return in_words(self.actor_label)


class Reason(models.Model):
    """Why a transition was made, in the words that the applicant (for a proposal, staff) reads.

    Erased with the submission.
    """

    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, related_name="reason")
    submission = models.ForeignKey("candidature.Submission", on_delete=models.CASCADE, related_name="reasons")
    text = models.TextField(_("motivazione"))

    class Meta:
        verbose_name = _("motivazione")
        verbose_name_plural = _("motivazioni")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text
