"""Privacy notices: each version is a row, so a submission can say which one its applicant read."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from candidature.notices import readers

NOTICE_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link"]


class PrivacyNotice(models.Model):
    """The notice of GDPR art. 13 as it read in one version. Reading it is acknowledged; it is not consent."""

    title = models.CharField(_("titolo"), max_length=200)
    version = models.CharField(_("versione"), max_length=40, help_text=_("Per esempio: 1.0 oppure 2026-11."))
    body = RichTextField(
        _("testo"),
        features=NOTICE_FEATURES,
        help_text=_("Una volta usata da una candidatura non si modifica più: crea una nuova versione."),
    )
    published_on = models.DateField(_("in vigore dal"), default=timezone.localdate)

    panels = [FieldPanel("title"), FieldPanel("version"), FieldPanel("published_on"), FieldPanel("body")]

    class Meta:
        ordering = ["title", "-published_on"]
        verbose_name = _("informativa privacy")
        verbose_name_plural = _("informative privacy")
        constraints = [
            models.UniqueConstraint(fields=["title", "version"], name="privacy_notice_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {_('versione')} {self.version}"

    def is_in_use(self) -> bool:
        return any(getattr(self, name).exists() for name in readers.accessors())
