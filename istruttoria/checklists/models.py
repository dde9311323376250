"""The answers to the checks that a call lists: one for each check of a submission, with who gave it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.models import Submission

LONGEST_REMARK = 1000


class Answer(models.TextChoices):
    """What was found."""

    YES = "yes", _("Sì")
    NO = "no", _("No")
    NOT_NEEDED = "na", _("Non serve")


# With these a check is not open any more.
SETTLED = (Answer.YES, Answer.NOT_NEEDED)


class CheckAnswer(models.Model):
    """What was found for one check, which is kept in the words in which it was asked then."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="check_answers")
    # The id of the check's block in its call.
    key = models.CharField(max_length=36)
    asked = models.CharField(_("controllo"), max_length=300)
    required = models.BooleanField()
    answer = models.CharField(_("risposta"), max_length=3, choices=Answer.choices)
    remark = models.TextField(_("nota"), blank=True, max_length=LONGEST_REMARK)
    # Empty once the account is gone, whose name then stands in the label alone.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("risposta a un controllo")
        verbose_name_plural = _("risposte ai controlli")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="check_answered_once")]

    def __str__(self) -> str:
        return f"{self.submission} {self.key} {self.answer}"
