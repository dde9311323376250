"""Images and documents with what an Italian public site must say about them."""

from pathlib import PurePath

from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, get_rendition_storage
from wagtail.images.models import Image as WagtailImage
from wagtail.search.index import AutocompleteField, FilterField, RelatedFields, SearchField

from portal import active_content


class PortalImage(AbstractImage):
    """An image with the author to credit and a caption."""

    credit = models.CharField(_("autore o fonte"), max_length=255, blank=True)
    caption = models.CharField(_("didascalia"), max_length=255, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit", "caption")
    # Wagtail's, and whoever chooses one may look for words among those with a tag.
    search_fields = [
        *(one for one in AbstractImage.search_fields if one.field_name != "tags"),
        RelatedFields(
            "tags", [SearchField("name", boost=10), AutocompleteField("name"), FilterField("name")]
        ),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("immagine")
        verbose_name_plural = _("immagini")
        permissions = [("choose_portalimage", "Can choose image")]


class PortalRendition(AbstractRendition):
    """A picture in one size, and the same as AVIF once the worker has made it (`portal.media.avif`)."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")
    avif = models.FileField(
        upload_to="images", storage=get_rendition_storage, max_length=255, blank=True, editable=False
    )
    # Also where it came out no smaller, or could not be made.
    avif_was_tried = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]


class PortalDocument(AbstractDocument):
    """A public document with the version printed on it."""

    version = models.CharField(
        _("versione"), max_length=40, blank=True, help_text=_("Per esempio: 1.2 oppure maggio 2026.")
    )

    admin_form_fields = (*WagtailDocument.admin_form_fields, "version")

    @property
    def notes(self) -> str:
        """Its format, weight and version, as far as they are known, in words."""
        notes = [self.file_extension.upper()] if self.file_extension else []
        if self.file_size:
            notes.append(filesizeformat(self.file_size))
        if self.version:
            notes.append(gettext("versione %(version)s") % {"version": self.version})
        return ", ".join(notes)

    def clean(self) -> None:
        """Checks the extension as Wagtail does, then that a file just sent runs nothing when opened.

        Raises:
            ValidationError: neither is so.
        """
        super().clean()
        if self.file and not self.file._committed:
            name = PurePath(self.file.name)
            active_content.refuse(self.file.file, name.name, name.suffix.lower().removeprefix("."))

    class Meta(AbstractDocument.Meta):
        verbose_name = _("documento")
        verbose_name_plural = _("documenti")
        permissions = [("choose_portaldocument", "Can choose document")]
