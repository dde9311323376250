"""Who may see which submission. Every list, page, file and export asks `scope`, and nothing else decides."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from candidature.access.models import Committee
from portal.models import User

REVIEW = "candidature.review_submission"
PROPOSE = "candidature.propose_submission"
DECIDE = "candidature.decide_submission"
REVERSE = "candidature.reverse_submission"
OVERSEE = "candidature.oversee_submission"
EXPORT = "candidature.export_submission"
ENTER = "candidature.enter_submission"

RowsT = TypeVar("RowsT", bound="QuerySet[Any]")


@dataclass(frozen=True)
class Reach:
    """What an account may read: everything, or what came for these pages or concerns these zones.

    `pages` and `zones` hold ids, or a query that gives them.
    """

    everything: bool = False
    pages: Any = ()
    zones: Any = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be within it: the account sits on no committee with a page or a zone."""
        return not (self.everything or self.pages or self.zones)

    def narrow(self, rows: RowsT) -> RowsT:
        """The rows within reach, of submissions or of whatever else has their `page` and `zone`."""
        if self.everything:
            return rows
        if isinstance(self.pages, QuerySet):
            # Subqueries, not joins: the result keeps one row a submission and can be locked for update.
            return rows.filter(Q(page__in=self.pages) | Q(zone__in=self.zones))
        if not self.pages and not self.zones:
            return rows.none()
        if not self.zones:
            return rows.filter(page__in=self.pages)
        if not self.pages:
            return rows.filter(zone__in=self.zones)
        # As a value rather than as two conditions: otherwise databases gather the rows of either by two
        # indexes and sort them all, when the first fifty of one index in order would do.
        within = Case(
            When(Q(page__in=self.pages) | Q(zone__in=self.zones), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        return rows.filter(within)


def _reach(user: User | AnonymousUser) -> Reach:
    if not user.is_active:
        return Reach()
    if user.has_perm(OVERSEE):
        return Reach(everything=True)
    if not user.has_perm(REVIEW):
        return Reach()
    mine = Committee.objects.filter(members=user.pk)
    return Reach(
        pages=Committee.pages.through.objects.filter(committee__in=mine).values("page"),
        zones=Committee.zones.through.objects.filter(committee__in=mine).values("zone"),
    )


def scope(submissions: RowsT, user: User | AnonymousUser) -> RowsT:
    """Narrows submissions to those that the account may read.

    Whoever oversees sees all. A reviewer sees what came for the pages, or concerns the zones, of the
    committees they sit on. Nobody else, editors included, sees any. Committees are looked up when the result
    is: right for one submission, slow for a list of many (see `reach_now`).
    """
    return _reach(user).narrow(submissions)


def reach_now(user: User | AnonymousUser) -> Reach:
    """The same scope with the committees looked up now, in one query, for the lists of one request.

    Never kept longer: what a committee reaches may change before the next.
    """
    reach = _reach(user)
    if not isinstance(reach.pages, QuerySet):
        return reach
    pages = reach.pages.order_by().values_list(Value("page"), "page")
    zones = reach.zones.order_by().values_list(Value("zone"), "zone")
    found = list(pages.union(zones))
    return Reach(
        pages=tuple(sorted(pk for what, pk in found if what == "page")),
        zones=tuple(sorted(pk for what, pk in found if what == "zone")),
    )
