"""Announcements on every page, from a moment to another."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import PreviewableMixin

from portal.languages import ITALIAN, reading, spoken

# What stands there longer is no announcement: nobody reads it any more.
LONGEST = timedelta(days=180)


class Announcement(PreviewableMixin, models.Model):
    """A short notice that every page shows while its time lasts."""

    class Tone(models.TextChoices):
        URGENT = "urgent", _("Urgente")
        PLAIN = "plain", _("Informativo")

    title = models.CharField(_("titolo"), max_length=100)
    title_en = models.CharField(
        _("titolo in inglese"),
        max_length=100,
        blank=True,
        help_text=_("Per le pagine in inglese; senza, vi compare quello italiano."),
    )
    text = models.CharField(
        _("testo"), max_length=300, blank=True, help_text=_("Una o due frasi, senza formattazione.")
    )
    text_en = models.CharField(
        _("testo in inglese"),
        max_length=300,
        blank=True,
        help_text=_("Per le pagine in inglese; senza, vi compare quello italiano."),
    )
    tone = models.CharField(
        _("tono"),
        max_length=8,
        choices=Tone.choices,
        default=Tone.PLAIN,
        help_text=_("«Urgente» è rosso e sta prima degli altri: per ciò che non può aspettare."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pagina che spiega"),
        help_text=_("Se c’è, il titolo porta lì; nelle pagine in inglese, alla traduzione pubblicata."),
    )
    shown_from = models.DateTimeField(_("si mostra dal"), default=timezone.now)
    shown_until = models.DateTimeField(
        _("fino al"), help_text=_("Da questo momento non compare più, senza che nessuno debba toglierlo.")
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldPanel("text"),
        FieldPanel("text_en"),
        FieldPanel("tone"),
        PageChooserPanel("page"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")])], heading=_("Quando")
        ),
    ]

    class Meta:
        ordering = ["-shown_until"]
        verbose_name = _("annuncio")
        verbose_name_plural = _("annunci su tutte le pagine")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not (self.shown_from and self.shown_until):
            return
        if self.shown_until <= self.shown_from:
            raise ValidationError({"shown_until": _("La fine viene dopo l’inizio.")})
        if self.shown_until - self.shown_from > LONGEST:
            raise ValidationError(
                {"shown_until": _("Al massimo sei mesi: ciò che resta sempre ha una pagina sua.")}
            )

    @property
    def is_urgent(self) -> bool:
        return self.tone == self.Tone.URGENT

    @property
    def state(self) -> str:
        """In a word, for the list of the staff."""
        now = timezone.now()
        if now < self.shown_from:
            return gettext("in programma")
        return gettext("si vede") if now < self.shown_until else gettext("finito")

    def said(self, name: str) -> tuple[str, str]:
        """One of its sentences in the language that is spoken now, otherwise in Italian.

        Returns:
            The words, and their language for `lang` where that is another than the one that is spoken.
        """
        language, italian = spoken(), str(getattr(self, name))
        if language == ITALIAN:
            return italian, ""
        words = str(getattr(self, f"{name}_{language}")).strip()
        return (words, "") if words else (italian, ITALIAN)

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        """The languages of the site, by their codes."""
        return [(ITALIAN, _("In italiano")), ("en", _("In inglese"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        with reading(mode_name):
            answer: HttpResponseBase = super().serve_preview(request, mode_name).render()
        return answer

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "portal/announcement_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "announcements": [self]}
