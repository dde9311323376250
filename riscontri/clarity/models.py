"""What visitors answered to «Quanto sono chiare le informazioni su questa pagina?»."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from riscontri.clarity.answers import LONGEST_DETAIL, MOST_STARS, Answer
from riscontri.handling import Handled


class PageRating(Handled):
    """One opinion about one page. Nothing tells whose it is.

    Attributes:
        answer: what was good or hard; empty when the question was passed over.
        detail: free words, emptied after `retention.DETAIL_KEPT_FOR`.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("pagina")
    )
    stars = models.PositiveSmallIntegerField(
        _("stelle"), validators=[MinValueValidator(1), MaxValueValidator(MOST_STARS)]
    )
    answer = models.CharField(_("motivo"), max_length=12, choices=Answer, blank=True)
    detail = models.CharField(_("parole"), max_length=LONGEST_DETAIL, blank=True)
    given_at = models.DateTimeField(_("data"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("parere su una pagina")
        verbose_name_plural = _("pareri sulle pagine")
        default_permissions = ("view", "change")
        indexes = [models.Index(fields=["page", "given_at"], name="rating_of_page")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stars__gte=1, stars__lte=MOST_STARS), name="rating_of_1_to_5_stars"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stars}/{MOST_STARS}"
