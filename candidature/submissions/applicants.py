"""Who applies or signs up, as drafts and what was sent say it alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import ITALIAN


class ApplicantKind(models.TextChoices):
    CITIZEN = "citizen", _("Cittadina o cittadino")
    ORGANISATION = "organisation", _("Organizzazione o gruppo")


class Applicant(models.Model):
    """Who applies: real columns, because the queue filters and sorts on them."""

    applicant_kind = models.CharField(
        _("chi si candida"), max_length=12, choices=ApplicantKind.choices, default=ApplicantKind.CITIZEN
    )
    first_name = models.CharField(_("nome"), max_length=80)
    last_name = models.CharField(_("cognome"), max_length=80)
    organisation_name = models.CharField(_("denominazione"), max_length=200, blank=True)
    # Blank only for what was typed at the desk for somebody who has none.
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("telefono"), max_length=30, blank=True)
    # Only of citizens, and only where the page has a minimum age.
    birth_date = models.DateField(_("data di nascita"), null=True, blank=True)
    municipality = models.ForeignKey(
        "territori.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("comune"),
    )

    # In which letters to them are written: that of the pages on which they wrote.
    language = models.CharField(max_length=5, default=ITALIAN, editable=False)

    class Meta:
        abstract = True

    @property
    def applicant_name(self) -> str:
        """The organisation's name, or the person's."""
        return self.organisation_name or self.contact_name

    @property
    def contact_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
