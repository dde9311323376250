"""The page "Calendario": a month, or all that is to come; for everybody, a territory or a path."""

from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult

from eventi.agenda.feeds import feed
from eventi.agenda.happenings import Happening, Wanted, by_day, first_and_last, happenings
from eventi.agenda.months import Month, weeks
from portal.pages.base import BasePage
from portal.pages.narrowing import Narrowing
from portal.pages.pagination import paginate
from portal.web import calendar_files
from territori.models import PathPage, TerritoryPage
from territori.pages.choices import Choice, offered

# Below the address of the page.
FILE_PATH = "ics"
PER_PAGE = 20
# A subscribed calendar keeps what was lately; what is longer over stands on the pages.
KEPT_IN_FILE = timedelta(days=92)
AS_LIST = "elenco"


class Filters:
    """What the address asks for. What does not exist is no filter."""

    def __init__(self, request: HttpRequest, locale_id: int) -> None:
        self.territories = offered(TerritoryPage, locale_id, request.GET.get("zona", ""))
        self.paths = offered(PathPage, locale_id, request.GET.get("percorso", ""))
        self.locale_id = locale_id
        self.as_list = request.GET.get("vista") == AS_LIST
        self.month = Month.written(request.GET.get("mese", "")) or Month.of(timezone.localdate())

    @cached_property
    def chosen(self) -> list[Choice]:
        """The territory and the path, as far as one was chosen."""
        return [one for one in (*self.territories, *self.paths) if one.is_chosen]

    @cached_property
    def wanted(self) -> Wanted:
        def pk_of(choices: list[Choice]) -> int | None:
            return next((one.pk for one in choices if one.is_chosen), None)

        return Wanted(self.locale_id, territory=pk_of(self.territories), path=pk_of(self.paths))

    @property
    def parameters(self) -> dict[str, int]:
        """Whose calendar it is, as an address says it."""
        named = {"zona": self.wanted.territory, "percorso": self.wanted.path}
        return {name: pk for name, pk in named.items() if pk is not None}

    @property
    def narrowing(self) -> Narrowing:
        """What of the calendar is shown; the whole of it is the present month of everybody."""
        is_present = self.as_list or self.month == Month.of(timezone.localdate())
        titles = [one.title for one in self.chosen]
        return Narrowing.to(
            vista=(AS_LIST if self.as_list else "", _("Tutto ciò che viene")),
            mese=("" if is_present else str(self.month), date_format(self.month.first, "F Y")),
            **{
                name: (str(pk), title)
                for (name, pk), title in zip(self.parameters.items(), titles, strict=True)
            },
        )


class CalendarPage(BasePage):
    """What takes place and by when one must have answered."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1

    template = "eventi/agenda/calendar_page.html"
    is_kind_to_search = False

    class Meta:
        verbose_name = _("calendario")
        verbose_name_plural = _("calendari")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """The file for other calendars stands below its address."""
        if path_components == [FILE_PATH] and self.live:
            return RouteResult(self, kwargs={"as_file": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, as_file: bool = False, **kwargs: Any) -> Any:
        if as_file:
            filters = Filters(request, self.locale_id)
            name = " – ".join([self.title, *(one.title for one in filters.chosen)])
            return calendar_files.answer(
                feed(happenings(filters.wanted, timezone.now() - KEPT_IN_FILE), name)
            )
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        filters = Filters(request, self.locale_id)
        shown = _list(request, filters) if filters.as_list else _month(filters)
        file = f"{self.full_url or ''}{FILE_PATH}/"
        if filters.parameters:
            file = f"{file}?{urlencode(filters.parameters)}"
        return {
            **super().get_context(request, *args, **kwargs),
            "filters": filters,
            "file_url": file,
            # Devices that know a calendar open it with this.
            "subscribe_url": urlsplit(file)._replace(scheme="webcal").geturl(),
            **shown,
        }


def _month(filters: Filters) -> dict[str, Any]:
    month = filters.month
    found = happenings(filters.wanted, month.begins, month.next.begins)
    bounds = first_and_last(filters.wanted)
    return {
        "narrowing": filters.narrowing,
        "month": month,
        "weeks": weeks(month, found, timezone.localdate()),
        "days": by_day(found, month.first),
        # Only where there is something: whoever reads for a machine would turn the leaves for ever.
        "previous": month.previous if bounds and bounds[0] < month.begins else None,
        "next": month.next if bounds and bounds[1] >= month.next.begins else None,
        "nearest": _nearest(month, bounds) if not found else None,
    }


def _nearest(month: Month, bounds: tuple[datetime, datetime] | None) -> Month | None:
    """The month nearest to one that holds nothing and lies before or after all that there is."""
    if bounds is None:
        return None
    first, last = (Month.of(timezone.localdate(moment)) for moment in bounds)
    nearest = min(max(month, first), last)
    return nearest if nearest != month else None


def _list(request: HttpRequest, filters: Filters) -> dict[str, Any]:
    now = timezone.now()
    listing = paginate(request, happenings(filters.wanted, now), PER_PAGE)
    found: list[Happening] = list(listing.object_list)
    return {
        "narrowing": filters.narrowing.on_page(listing.number),
        "listing": listing,
        "days": by_day(found, timezone.localdate(now)),
    }
