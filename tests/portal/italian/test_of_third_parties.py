"""The Italian of libraries, where it is no good Italian."""

import pytest
from django.utils.translation import gettext, override


@pytest.mark.parametrize(
    ("english", "named", "italian"),
    [
        ("New: %(model_name)s", {"model_name": "Notizia"}, "Aggiungi: Notizia"),
        ("Copied from %(title)s", {"title": "Partecipa"}, "Copiata da Partecipa"),
        ("Choose an image", {}, "Scegli un’immagine"),
    ],
)
def test_what_editors_read_is_corrected(english: str, named: dict[str, str], italian: str) -> None:
    with override("it"):
        assert gettext(english) % named == italian
