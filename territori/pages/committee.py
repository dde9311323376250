"""Who sits in the Comitato di Partecipazione of a zone: bodies, their offices and, where typed, a name."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from portal.pages import years
from territori.organisations.models import Organisation


class CommitteeMember(Orderable):
    """A body in a zone's committee, and its office. A person's name ends with the term (decision 115)."""

    class Office(models.TextChoices):
        PRESIDENT = "president", gettext_lazy("Presidenza")
        VICE_PRESIDENT = "vice_president", gettext_lazy("Vicepresidenza")
        SECRETARY = "secretary", gettext_lazy("Segreteria")
        MEMBER = "member", gettext_lazy("Componente")

    public_addresses = ("organisation__website",)

    page = ParentalKey("territori.TerritoryPage", on_delete=models.CASCADE, related_name="committee_members")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("ente o associazione"),
        help_text=gettext_lazy("Tra i «Soggetti coinvolti»: se manca, aggiungilo prima lì."),
    )
    office = models.CharField(
        gettext_lazy("carica"), max_length=20, choices=Office.choices, default=Office.MEMBER
    )
    since = models.DateField(gettext_lazy("in carica dal"), null=True, blank=True)
    until = models.DateField(
        gettext_lazy("fine del mandato"),
        null=True,
        blank=True,
        help_text=gettext_lazy("L’ultimo giorno. Con un nome è obbligatoria: passata, il nome si cancella."),
    )
    person = models.CharField(
        gettext_lazy("nome della persona"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy(
            "Facoltativo, e pubblico. Scrivilo solo se un atto lo rende noto o la persona è d’accordo."
        ),
    )

    panels = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("office")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
        FieldPanel("person"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("componente del Comitato")
        verbose_name_plural = gettext_lazy("componenti del Comitato")

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_office_display()})"

    def clean(self) -> None:
        super().clean()
        for name in ("since", "until"):
            day: date | None = getattr(self, name)
            if day and (wrong := years.refusal(day.year)):
                raise ValidationError({name: wrong})
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("La fine non può venire prima dell’inizio.")})
        if self.person.strip() and self.until is None:
            raise ValidationError(
                {"until": _("Con un nome serve la fine del mandato: quel giorno il nome si cancella.")}
            )

    def is_over_at(self, day: date) -> bool:
        """Whether its term ended before a day; one without an end goes on."""
        return self.until is not None and self.until < day

    @property
    def shown_person(self) -> str:
        """The name, while the term lasts."""
        return "" if self.is_over_at(timezone.localdate()) else self.person.strip()


def over(member: Any, day: date) -> bool:
    """The same of a member as a version of the page stores it."""
    until = member.get("until")
    return bool(until) and date.fromisoformat(until) < day
