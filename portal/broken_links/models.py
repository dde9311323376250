"""What the last look at the pages found."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class BrokenLink(models.Model):
    """A link in a public page whose target is not there."""

    class Fault(models.TextChoices):
        PAGE_GONE = "page_gone", _("La pagina collegata non esiste più")
        PAGE_HIDDEN = "page_hidden", _("La pagina collegata non è pubblicata")
        DOCUMENT_GONE = "document_gone", _("Il documento collegato non esiste più")

    # Otherwise Wagtail would say of every page that this row uses it.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("pagina"))
    # Its path in the editor, as Wagtail writes it.
    place = models.CharField(max_length=500)
    # The same in words.
    where = models.CharField(_("dove"), max_length=255)
    fault = models.CharField(_("che cosa non va"), max_length=16, choices=Fault.choices)
    target = models.BigIntegerField()
    # What is known of it: nothing where it is gone.
    target_title = models.CharField(_("dove portava"), max_length=255, blank=True)
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
