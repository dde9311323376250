"""The marks that staff give to submissions, in words of their own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 40
NAME_TAKEN = _("C’è già un’etichetta con questo nome.")


class Colour(models.TextChoices):
    """Each is a text on its own tint, at 4.5:1 or more (`review.css`); the name says the same without it."""

    GREY = "grey", _("Grigio")
    BLUE = "blue", _("Blu")
    TEAL = "teal", _("Verde acqua")
    GREEN = "green", _("Verde")
    YELLOW = "yellow", _("Giallo")
    ORANGE = "orange", _("Arancione")
    RED = "red", _("Rosso")
    VIOLET = "violet", _("Viola")


class Label(models.Model):
    """A mark that can be put on the submissions of one page, or of all."""

    name = models.CharField(
        _("nome"),
        max_length=LONGEST_NAME,
        help_text=_("Breve, e che non dica nulla della persona: per esempio «Da richiamare»."),
    )
    colour = models.CharField(_("colore"), max_length=8, choices=Colour.choices, default=Colour.GREY)
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("avviso o evento"),
    )

    class Meta:
        ordering = [Lower("name"), "pk"]
        verbose_name = _("etichetta")
        verbose_name_plural = _("etichette")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(page__isnull=True),
                name="label_for_all_once",
                violation_error_message=NAME_TAKEN,
            ),
            models.UniqueConstraint(
                "page",
                Lower("name"),
                name="label_once_for_each_page",
                violation_error_message=NAME_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Labelling(models.Model):
    """A label on a submission, which goes with either."""

    submission = models.ForeignKey(
        "candidature.Submission",
        on_delete=models.CASCADE,
        related_name="labellings",
        # The constraint below serves.
        db_index=False,
    )
    label = models.ForeignKey(
        Label,
        on_delete=models.CASCADE,
        related_name="labellings",
        # "labelling_by_label" serves.
        db_index=False,
    )
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    put_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("etichetta messa")
        verbose_name_plural = _("etichette messe")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "label"], name="label_once_on_each_submission")
        ]
        indexes = [models.Index(fields=["label", "submission"], name="labelling_by_label")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.label_id}"
