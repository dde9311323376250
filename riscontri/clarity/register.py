"""«Pareri sulle pagine»: each opinion, for whoever edits the pages."""

from datetime import datetime
from typing import Any

from django.contrib.admin.filters import DateFieldListFilter, SimpleListFilter
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from portal.registers.base import in_words
from riscontri.clarity.models import PageRating
from riscontri.registers import HandledRegister

# The filter offers so many pages; any other is reached from the report or from the page itself.
MOST_PAGES = 100


class GivenFilter(DateFieldListFilter):
    """By the day on which an opinion came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("data")


class PageFilter(SimpleListFilter):
    """By the page: the most discussed ones are offered, each can be asked for."""

    title = gettext_lazy("pagina")
    parameter_name = "pagina"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        counted = PageRating.objects.order_by().values("page").annotate(how_many=Count("pk"))
        numbers = list(counted.order_by("-how_many", "page").values_list("page", flat=True)[:MOST_PAGES])
        if (asked := self.number(request.GET.get(self.parameter_name, ""))) and asked not in numbers:
            numbers.append(asked)
        pages = Page.objects.filter(pk__in=numbers).order_by("title").values_list("pk", "title")
        return [(str(pk), title) for pk, title in pages]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PageRating]) -> QuerySet[PageRating]:
        number = self.number(self.value() or "")
        return queryset.filter(page=number) if number else queryset

    @staticmethod
    def number(value: str) -> int | None:
        """What stands in the address, as the number of a page; None for anything else."""
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None


class WordsFilter(SimpleListFilter):
    """Only what holds a remark."""

    title = gettext_lazy("parole")
    parameter_name = "parole"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("si", _("con parole")), ("no", _("senza parole"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PageRating]) -> QuerySet[PageRating]:
        match self.value():
            case "si":
                return queryset.exclude(detail="")
            case "no":
                return queryset.filter(detail="")
        return queryset


class RatingRegister(HandledRegister):
    model = PageRating
    menu_label = gettext_lazy("Tutti i pareri")
    menu_icon = "list-ul"
    menu_order = 200
    list_display = ("choice", "given", "of_page", "drawn", "answer", "detail", "state")
    list_filter = ("state", "stars", WordsFilter, PageFilter, ("given_at", GivenFilter))
    search_fields = ("detail", "page__title")
    ordering = ("-given_at", "-pk")
    list_select_related = ("page",)
    register_export = ("given_at", "page", "stars", "answer", "detail", "state")
    export_filename = "pareri-sulle-pagine"

    def moment_of(self, row: PageRating) -> datetime:
        return row.given_at

    def given(self, rating: PageRating) -> str:
        return in_words(rating.given_at)

    given.short_description = gettext_lazy("Data")  # type: ignore[attr-defined]
    given.admin_order_field = "given_at"  # type: ignore[attr-defined]

    def of_page(self, rating: PageRating) -> SafeString:
        return format_html('<a href="{}">{}</a>', rating.page.url or "", rating.page.title)

    of_page.short_description = gettext_lazy("Pagina")  # type: ignore[attr-defined]
    of_page.admin_order_field = "page__title"  # type: ignore[attr-defined]

    def drawn(self, rating: PageRating) -> SafeString:
        words = _("%(stars)d su 5") % {"stars": rating.stars}
        return format_html(
            '<span aria-hidden="true">{}</span> <span class="w-sr-only">{}</span>', "★" * rating.stars, words
        )

    drawn.short_description = gettext_lazy("Stelle")  # type: ignore[attr-defined]
    drawn.admin_order_field = "stars"  # type: ignore[attr-defined]
