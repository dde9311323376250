"""The entries that `random_forms` chooses from, as they stand in the database."""

from candidature.models import ReferenceList
from tests.moduli.random_forms import ASKS_NOTHING, Others
from tests.territori.factories import MunicipalityFactory


def every_other_type() -> Others:
    """Writes a list and a municipality; what is frozen of the questions about them, and of words alone."""
    schools = ReferenceList.objects.create(name="Scuole & «licei»")
    schools.take([("A1", "<Verdi> & C."), ("A2", "Forlì – Liceo"), ("A3", "Verdi")])
    MunicipalityFactory.create(name="Vinci", province="FI", cadastral_code="M059")
    version = schools.versions.get()
    return {
        "list_entry": {"list_name": schools.name, "list_version": version.pk, "list_number": version.number},
        "municipality": {},
        ASKS_NOTHING: {"text": "<Da leggere> & basta"},
    }
