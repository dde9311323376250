"""By when each page is to be read again, and who answers for it."""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from wagtail.models import Page, Site, get_page_models
from wagtail.permissions import page_permission_policy

from portal.pages.base import BasePage
from portal.pages.models import PortalSettings

# Of a site whose settings name no term: a page that was read is read again after so long.
A_YEAR = timedelta(days=365)
_DAYS_OF_A_MONTH = 365 / 12


def portal_settings() -> PortalSettings:
    site = Site.objects.filter(is_default_site=True).first()
    return PortalSettings.for_site(site) if site else PortalSettings()


def usual_term() -> timedelta | None:
    """How long after its publication a page is read again where it has no date of its own; None for never."""
    months = portal_settings().review_after_months
    return timedelta(days=round(months * _DAYS_OF_A_MONTH)) if months else None


def next_date() -> date:
    """By when a page that was read today is to be read again."""
    return timezone.localdate() + (usual_term() or A_YEAR)


def with_terms(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Public pages with `due_on`, a date or None, and `answering_id`, an active account or None.

    An alias says what its original says, and is not read by itself. One query for the settings and the kinds.
    """
    active = When(care__owner__is_active=True, then="care__owner")
    # Whoever was chosen stays until another is; who only made the page does while they may edit pages.
    may_edit = page_permission_policy.users_with_permission("change").order_by().values("pk")
    maker = When(owner__in=may_edit, then="owner")
    rows: QuerySet[Page] = pages.filter(live=True, depth__gt=1, alias_of=None).annotate(
        due_on=Case(
            When(care__needs_no_review=True, then=Value(None)),
            default=Coalesce("care__review_on", _usual_date()),
            output_field=DateField(),
        ),
        answering_id=Coalesce(
            Case(active, output_field=IntegerField()), Case(maker, output_field=IntegerField())
        ),
    )
    return rows


def due(pages: "QuerySet[Page]", today: date) -> "QuerySet[Page]":
    """Those of `with_terms` whose time has come, the oldest first."""
    return pages.filter(due_on__lte=today).order_by("due_on", "pk")


def _usual_date() -> Case:
    """Of a page without a date of its own."""
    term = usual_term()
    none = Value(None, output_field=DateField())
    if term is None:
        return Case(default=none, output_field=DateField())
    moment = ExpressionWrapper(F("last_published_at") + Value(term), output_field=DateTimeField())
    return Case(
        When(Q(content_type__in=_growing_old()), then=TruncDate(moment)),
        default=none,
        output_field=DateField(),
    )


def _growing_old() -> list[int]:
    """The kinds of page that are read again although nobody said when."""
    kinds = [kind for kind in get_page_models() if issubclass(kind, BasePage) and kind.grows_old]
    return [found.pk for found in ContentType.objects.get_for_models(*kinds).values()]
