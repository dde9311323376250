"""Organisations that take part in paths ("soggetti coinvolti")."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class Organisation(models.Model):
    """A public body, association or firm. What it does in a path is said there, not here."""

    name = models.CharField(_("nome"), max_length=200, unique=True)
    website = models.URLField(_("sito"), blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Compare accanto al nome nei percorsi: non serve che lo ripeta a parole."),
    )

    panels = [FieldPanel("name"), FieldPanel("website"), FieldPanel("logo")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("soggetto")
        verbose_name_plural = _("soggetti coinvolti")

    def __str__(self) -> str:
        return self.name
