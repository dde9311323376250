"""Documents of the demonstration: a page of plain lines each."""

from django.core.files.base import ContentFile

from demo.building.pdf import plain_pdf
from portal.models import PortalDocument


def document(title: str, name: str, *lines: str) -> PortalDocument:
    """The document of this title, made where it is not there yet; `name` is that of its file."""
    found: PortalDocument | None = PortalDocument.objects.filter(title=title).first()
    if found is not None:
        return found
    made = PortalDocument(title=title)
    made.file.save(f"{name}.pdf", ContentFile(plain_pdf([title, *lines])), save=True)
    return made
