"""Lists that a question lets choose from, as the staff load them: schools, associations, codes.

What is loaded is a version and never changes: a form names the version that it shows, and what was sent goes
on reading right. A list with versions is not deleted, because frozen forms name them.
"""

from typing import Any

from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class ReferenceList(models.Model):
    """A list by its name; what is in it are its versions."""

    name = models.CharField(
        _("nome"),
        max_length=120,
        help_text=_("Per esempio: Scuole della Toscana. Lo legge chi compone i moduli."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("elenco di riferimento")
        verbose_name_plural = _("elenchi di riferimento")
        constraints = [models.UniqueConstraint(Lower("name"), name="reference_list_name_unique")]

    def __str__(self) -> str:
        return self.name

    def present(self) -> "ReferenceListVersion | None":
        """The newest version, without its entries. One query."""
        return self.versions.defer("entries").first()

    def take(self, entries: list[tuple[str, str]]) -> bool:
        """Makes a new version of these entries, code and label of each; whether it differs from the last."""
        with transaction.atomic():
            # Two who load at once make two versions, one after the other.
            ReferenceList.objects.select_for_update().get(pk=self.pk)
            last = self.versions.first()
            if last is not None and last.pairs() == entries:
                return False
            number = last.number + 1 if last else 1
            self.versions.create(number=number, entries=[list(entry) for entry in entries], size=len(entries))
        return True


class ReferenceListVersion(models.Model):
    """What was in a list from one loading to the next.

    Attributes:
        entries: code and label of each, in the order of the file.
        size: how many there are.
    """

    reference_list = models.ForeignKey(
        ReferenceList, on_delete=models.PROTECT, related_name="versions", verbose_name=_("elenco")
    )
    number = models.PositiveIntegerField(_("versione"))
    entries: "models.JSONField[Any, Any]" = models.JSONField(_("voci"))
    size = models.PositiveIntegerField(_("quante voci"))
    loaded_at = models.DateTimeField(_("caricata"), auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("versione di un elenco")
        verbose_name_plural = _("versioni degli elenchi")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["reference_list", "number"], name="reference_list_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.reference_list}, {_('versione')} {self.number}"

    def pairs(self) -> list[tuple[str, str]]:
        """Code and label of each entry."""
        return [(code, label) for code, label in self.entries]
