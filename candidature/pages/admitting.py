"""Whom a page admits: from which zones, of what kind and age, and how many."""

from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from candidature.pages.kept import Kept
from candidature.pages.others import Others
from candidature.pages.window import AdmittedFrom
from candidature.published.admission import Admission
from candidature.submissions.applicants import Applicant


class Admitting(Kept, Others):
    """The zones that a page concerns and admits, and whether it admits an applicant."""

    territories = ParentalManyToManyField(
        "territori.TerritoryPage", blank=True, related_name="%(class)ss", verbose_name=_("territori")
    )
    admitted_zones = ParentalManyToManyField(
        "territori.Zone", blank=True, related_name="+", verbose_name=_("zone ammesse")
    )

    class Meta:
        abstract = True

    def zone_ids(self) -> list[int]:
        """The zones that it concerns, where it names any."""
        return self.once("zones", lambda: [territory.zone_id for territory in self.territories.all()])

    def admitted_zone_ids(self) -> list[int]:
        """The zones from which alone people may come; none where they may come from everywhere.

        It is so too while the zones are still to be chosen, which no page is published with.
        """
        return [zone.pk for zone in self._admitted_zones()]

    def admitted_zone_names(self) -> list[str]:
        """The same by name."""
        return [zone.name for zone in self._admitted_zones()]

    def _admitted_zones(self) -> list[Any]:
        if self.admits_from == AdmittedFrom.EVERYWHERE:
            return []
        return self.once("admitted zones", self.answered._read_admitted_zones)

    def _read_admitted_zones(self) -> list[Any]:
        if self.admits_from == AdmittedFrom.CHOSEN:
            found = self.admitted_zones.all()
        else:
            found = [territory.zone for territory in self.territories.all() if territory.zone]
        return sorted({zone.pk: zone for zone in found}.values(), key=lambda zone: zone.name)

    def _zones_in_words(self) -> Any:
        if self.admits_from == AdmittedFrom.EVERYWHERE:
            return ""
        return SimpleLazyObject(lambda: ", ".join(self.admitted_zone_names()))

    def admits_zone(self, zone_id: int | None) -> bool:
        """Whether who is from this zone may take part; None is a municipality whose zone is not known."""
        zones = self.admitted_zone_ids()
        return not zones or zone_id in zones

    def admits_applicant(self, applicant: Applicant) -> bool:
        """Whether an applicant may take part, by what they are and where they are from."""
        return self.admits(applicant.applicant_kind) and self.admits_place_of(applicant)

    def admits_place_of(self, applicant: Applicant) -> bool:
        """Whether whoever is from there may take part, whatever they are."""
        place = applicant.municipality if self.admits_from != AdmittedFrom.EVERYWHERE else None
        return self.admits_zone(place.zone_id if place else None)

    @property
    def most_taken(self) -> int | None:
        """How many may send at most; None where that is not limited, or where one more would wait."""
        return None

    @property
    def admits_whom(self) -> Admission:
        """Whom it admits."""
        zones = tuple(self.admitted_zone_names())
        return Admission(self.allowed_applicants, zones, self.minimum_age, self.most_taken)

    def nearest_zone_ids(self) -> list[int]:
        """Those whose municipalities come first in a list: the admitted ones, else those it concerns."""
        return self.admitted_zone_ids() or self.zone_ids()
