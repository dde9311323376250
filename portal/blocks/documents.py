"""Documents to download."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class DocumentListBlock(blocks.StructBlock):
    """A list of documents, each with its format, weight and version."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Titolo"))
    documents = blocks.ListBlock(
        DocumentChooserBlock(required=False, label=_("Documento")), label=_("Documenti"), default=[]
    )

    class Meta:
        icon = "doc-full"
        label = _("Documenti")
        template = "blocks/documents.html"
