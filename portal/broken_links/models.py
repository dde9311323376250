"""What the last look at the pages found."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

# Longer addresses of other sites are not looked at.
LONGEST_ADDRESS = 500


class OutsideAddress(models.Model):
    """An address of another site that public pages link to, and how it answered."""

    # It is broken once it failed on so many days, with no answer between them.
    DAYS_UNTIL_BROKEN = 3

    url = models.CharField(max_length=LONGEST_ADDRESS, unique=True)
    asked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.url


class BrokenLink(models.Model):
    """A link in a public page whose target is not there."""

    class Fault(models.TextChoices):
        PAGE_GONE = "page_gone", _("La pagina collegata non esiste più")
        PAGE_HIDDEN = "page_hidden", _("La pagina collegata non è pubblicata")
        DOCUMENT_GONE = "document_gone", _("Il documento collegato non esiste più")
        ANCHOR_GONE = "anchor_gone", _("Nella pagina collegata non c’è quel punto")
        OUTSIDE = "outside", _("L’altro sito non risponde, o lì non c’è più nulla")

    # Otherwise Wagtail would say of every page that this row uses it.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("pagina"))
    # Its path in the editor, as Wagtail writes it.
    place = models.CharField(max_length=500)
    # The same in words.
    where = models.CharField(_("dove"), max_length=255)
    fault = models.CharField(_("che cosa non va"), max_length=16, choices=Fault.choices)
    # The number of a page or document, or an address as it is written.
    target = models.CharField(max_length=LONGEST_ADDRESS)
    # What is known of it: nothing where it is gone.
    target_title = models.CharField(_("dove portava"), max_length=LONGEST_ADDRESS, blank=True)
    found_at = models.DateTimeField(_("trovato il"), auto_now_add=True)

    class Meta:
        ordering = ["page__title", "pk"]
        verbose_name = _("collegamento interrotto")
        verbose_name_plural = _("collegamenti interrotti")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "place", "fault", "target"], name="broken_link_once_in_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.where}: {self.get_fault_display()}"
