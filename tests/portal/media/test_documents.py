"""Public documents are of the kinds that a public body publishes, and none that a browser would run."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from portal.models import PortalDocument
from tests.moduli.builders import P7M

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["pagina.html", "disegno.svg", "programma.exe", "senza-estensione"])
def test_what_a_browser_or_a_computer_would_run_is_refused(name: str) -> None:
    document = PortalDocument(title="Prova", file=ContentFile(b"<script>", name=name))

    with pytest.raises(ValidationError):
        document.clean()


def test_a_signed_document_is_taken() -> None:
    PortalDocument(title="Prova", file=ContentFile(P7M, name="atto.pdf.p7m")).clean()
