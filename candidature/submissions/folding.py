"""By what lists sort applicants."""

from typing import Any

from django.db import models

from candidature.submissions.applicants import Applicant
from portal.italian.words import folded

# Of a name, in bytes: what follows tells no two apart that stand in one list.
LONGEST_KEY = 80


def name_key(applicant: Applicant) -> bytes:
    """By what lists sort an applicant: the organisation's name, or surname and first name.

    Bytes, because their order is the same on every database, whatever language it sorts by.
    """
    name = applicant.organisation_name or f"{applicant.last_name} {applicant.first_name}"
    return " ".join(folded(name).split()).encode()[:LONGEST_KEY]


class NameKeyField(models.BinaryField[Any, Any]):
    """Holds the `name_key` of its row, whenever the row is saved with this column."""

    def pre_save(self, model_instance: Any, add: bool) -> bytes:
        key = name_key(model_instance)
        setattr(model_instance, self.attname, key)
        return key
