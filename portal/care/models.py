"""What is noted beside a page."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageCare(models.Model):
    """Of a page about which anybody said something; the others have no row."""

    # Otherwise Wagtail would say of every page that this row uses it.
    wagtail_reference_index_ignore = True

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="care")
    # Empty: whoever made the page, as Wagtail notes it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Empty: so long after its last publication as the settings of the portal say.
    review_on = models.DateField(null=True, blank=True)
    needs_no_review = models.BooleanField(default=False)

    # When somebody last said that the page is right as it stands.
    reread_at = models.DateTimeField(null=True, editable=False)

    # Of which date letters told, how often, and when last. Another date is told of anew.
    told_for = models.DateField(null=True, editable=False)
    told_on = models.DateField(null=True, editable=False)
    times_told = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("cura di una pagina")
        verbose_name_plural = _("cura delle pagine")

    def __str__(self) -> str:
        return str(self.page)
