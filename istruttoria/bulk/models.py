"""A decision on many submissions, and what becomes of each."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.process.payloads import AskedFor, Document, Made
from candidature.statuses import Status

# Its reason and its rows are forgotten so long after they were made; one that nobody confirmed, much sooner.
KEPT_FOR = timedelta(days=90)
UNCONFIRMED_KEPT_FOR = timedelta(days=1)
# How what its letters are found by begins.
BATCHES = "bulk:"


class BulkJob(models.Model):
    """One act on many submissions, as it was when its author saw what it would come to.

    The act (`acts`) is asked for each row again when it is done: permission, scope, version and guards.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("Da confermare")
        RUNNING = "running", _("In corso")
        DONE = "done", _("Finito")
        UNDOING = "undoing", _("Annullamento in corso")
        UNDONE = "undone", _("Annullato")

    class Letters(models.TextChoices):
        """Until when the letters can be taken back."""

        AFTER_A_WHILE = "after", _("Partono da sole dopo qualche minuto")
        AN_HOUR = "hour", _("Partono da sole dopo un’ora")
        NEXT_MORNING = "morning", _("Partono da sole domattina alle 8")
        ON_RELEASE = "release", _("Aspettano finché non le lascio partire")

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # The job whose rest this one tries again.
    again_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    act = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    # A message, with its placeholders in braces.
    text = models.TextField(blank=True)
    # By when an applicant has to answer; of an assignment, by when it should be looked at.
    due_at = models.DateTimeField(null=True)
    asked = models.JSONField(null=True)
    # The number of the account that they are given to, or of the label.
    target = models.PositiveBigIntegerField(null=True)
    # The parameters of the list from which the rows were chosen, to go back to it.
    listing = models.TextField(blank=True)
    letters = models.CharField(max_length=8, choices=Letters.choices, default=Letters.AFTER_A_WHILE)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PREPARED)
    prepared_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("lavoro su molte candidature")
        verbose_name_plural = _("lavori su molte candidature")
        indexes = [
            # What the worker looks for every few seconds, among the jobs of three months.
            models.Index(
                fields=["id"], condition=models.Q(state__in=("running", "undoing")), name="bulk_under_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"

    @property
    def batch(self) -> str:
        """By what its letters are found in the outbox."""
        return f"{BATCHES}{self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.UNDOING)

    @property
    def what_is_asked(self) -> AskedFor | None:
        """What a request of integration asks for."""
        if self.asked is None:
            return None
        documents = tuple(Document(**one) for one in self.asked["documents"])
        return AskedFor(tuple(self.asked["questions"]), self.asked["everything"], documents)


class BulkRow(models.Model):
    """One submission of a job: as its author saw it, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Da fare")
        DONE = "done", _("Fatta")
        REFUSED = "refused", _("Non si può")
        STOPPED = "stopped", _("Non toccata: fermata prima")
        UNDONE = "undone", _("Annullata")
        KEPT = "kept", _("Fatta, e non si annulla più")

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="rows")
    submission = models.ForeignKey("candidature.Submission", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    # Who had it then.
    holder = models.PositiveBigIntegerField(null=True)
    from_status = models.CharField(max_length=12, choices=Status.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # Why not (`words.REFUSALS`).
    refusal = models.CharField(max_length=40, blank=True)
    # What is needed to take it back.
    made = models.JSONField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "submission"], name="bulk_row_once")]
        indexes = [models.Index(fields=["job", "state", "position"], name="bulk_row_next")]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.submission_id}"

    @property
    def change(self) -> Made:
        """The change that was made of it."""
        stored: dict[str, Any] = self.made or {}
        return Made(stored["entry"], stored["version"], stored["before"])
