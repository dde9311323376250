"""The questions as they were asked, stored once and shared by all that were asked them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.db.utils import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Far longer than a transaction lasts: what was made for a submission being written is not taken from it.
UNNAMED_KEPT_FOR = timedelta(days=1)


def digest_of(schema: Mapping[str, Any]) -> str:
    """The SHA-256 of a schema, the same however its entries are ordered."""
    written = json.dumps(schema, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


class FormVersionManager(models.Manager["FormVersion"]):
    def holding(self, schema: Mapping[str, Any], digest: str = "") -> "FormVersion":
        """The version with exactly these questions, made if nobody was asked them yet.

        Two requests at once get the same row: the second waits for the first, or finds what it made.

        Args:
            digest: of the schema, where it is known.
        """
        digest = digest or digest_of(schema)
        # Nearly always it is there, and its questions, which may be many, are at hand.
        with connection.cursor() as cursor:
            cursor.execute(_NUMBER, [digest])
            row = cursor.fetchone()
        if row is None:
            return self.get_or_create(digest=digest, defaults={"schema": schema})[0]
        return FormVersion.from_db(self.db, ["id", "digest"], [row[0], digest])

    def prune(self) -> int:
        """Deletes the versions that nothing names, neither answers nor the history of a page."""
        unnamed = self.filter(created_at__lt=timezone.now() - UNNAMED_KEPT_FOR)
        for relation in FormVersion._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ForeignObjectRel):
                named = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
                unnamed = unnamed.exclude(Exists(named))
        pruned = 0
        for version in unnamed.only("pk"):
            try:
                with transaction.atomic():
                    version.delete()
                pruned += 1
            except (ProtectedError, IntegrityError):
                # Somebody was just asked these very questions again: the version stays.
                continue
        return pruned


class FormVersion(models.Model):
    """A schema as `moduli.schema.freeze` makes it. Never changed: a trigger of the database refuses it.

    Forms of different pages that ask exactly the same share a row.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    schema = models.JSONField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[FormVersionManager] = FormVersionManager()

    class Meta:
        verbose_name = _("versione del modulo")
        verbose_name_plural = _("versioni dei moduli")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.created_at:%Y-%m-%d}"


# Asked whenever somebody begins.
_NUMBER = f'SELECT "id" FROM "{FormVersion._meta.db_table}" WHERE "digest" = %s'  # noqa: S608 - ours
