"""The one row that says which database this is, and of which generation of the schema."""

import uuid
from typing import Any

from django.db import connection, models

from portal.startup.generation import SCHEMA_GENERATION

ONLY = 1


class Installation(models.Model):
    """Made with the tables; a restored backup brings back an older one, which is how it is recognised.

    Attributes:
        identity: differs between two databases that were made apart.
        schema_generation: see `portal.startup.generation`.
        departures: grows by one before each letter leaves. `portal.outbox.departures` keeps the same figure
            outside the database.
    """

    identity = models.UUIDField(default=uuid.uuid4, editable=False)
    schema_generation = models.PositiveIntegerField(editable=False)
    departures = models.PositiveBigIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return str(self.identity)

    @classmethod
    def current(cls) -> "Installation":
        installation, _created = cls.objects.get_or_create(
            pk=ONLY, defaults={"schema_generation": SCHEMA_GENERATION}
        )
        return installation


def make_installation_after_migrate(sender: Any, **_options: Any) -> None:
    """Receiver of `post_migrate`: marks a new database with the generation of this code."""
    # `migrate` may have been told to stop at an earlier migration.
    if Installation._meta.db_table in connection.introspection.table_names():
        Installation.current()
