"""How the queue is narrowed: by what is to be done, and by the columns of a submission."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.validators import MinValueValidator
from django.db.models import QuerySet, Sum, TextChoices, Value
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page

from candidature.access.scope import Reach, reach_now
from candidature.counts.models import SubmissionCountQuerySet
from candidature.models import ErasureRequest, Submission, SubmissionCount
from candidature.pages.kinds import kind_choices
from candidature.statuses import Status
from candidature.submissions.models import SubmissionQuerySet
from territori.models import Zone

# Of the filter of those who asked that their data be erased.
ASKED = "asked"


class Stage(TextChoices):
    """Where the work stands, coarser than the status: what a reviewer opens the queue for."""

    TODO = "todo", _("Da lavorare")
    WAITING = "waiting", _("In attesa di integrazione")
    DONE = "done", _("Concluse")
    ALL = "all", _("Tutte")


STAGE_STATUSES: dict[str, tuple[Status, ...]] = {
    Stage.TODO: (Status.RECEIVED, Status.IN_REVIEW, Status.ADMISSIBLE),
    Stage.WAITING: (Status.NEEDS_INFO,),
    Stage.DONE: (Status.ACCEPTED, Status.RESERVE, Status.REJECTED, Status.WITHDRAWN),
    Stage.ALL: tuple(Status),
}


def stage_of(parameters: Any) -> Stage:
    """The stage asked for. Who searches, or picks a state or something to look after, looks everywhere; else
    what is to be done.
    """
    asked = parameters.get("stage")
    if asked in Stage.values:
        return Stage(asked)
    everywhere = ("q", "status", "unreached", "messages", "erasure")
    return Stage.ALL if any(parameters.get(name) for name in everywhere) else Stage.TODO


def in_stage(submissions: QuerySet[Submission], stage: Stage) -> QuerySet[Submission]:
    return submissions if stage is Stage.ALL else submissions.filter(status__in=STAGE_STATUSES[stage])


# What is asked of the messages.
UNREAD = "unread"

Choices = list[tuple[str, str]]


def _pages_and_zones(reach: Reach) -> tuple[Choices, Choices]:
    """What can be chosen, in one query: calls and events with something to see, and every zone."""
    with_something = (
        reach.narrow(SubmissionCount.objects.all()).order_by().values("page").annotate(total=Sum("how_many"))
    )
    pages = Page.objects.filter(pk__in=with_something.filter(total__gt=0).values("page"))
    rows = (
        pages.order_by()
        .values_list(Value("page"), "pk", "title")
        .union(Zone.objects.order_by().values_list(Value("zone"), "pk", "name"), all=True)
    )
    ordered = sorted(rows, key=lambda row: (row[2].casefold(), row[1]))
    return (
        [(str(pk), words) for what, pk, words in ordered if what == "page"],
        [(str(pk), words) for what, pk, words in ordered if what == "zone"],
    )


# Long before any submission, and late enough to have a moment in UTC on every database.
EARLIEST_DAY = date(1900, 1, 1)


class DaysField(django_filters.fields.DateRangeField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in self.fields:
            day.validators.append(MinValueValidator(EARLIEST_DAY))


class DaysFilter(django_filters.DateFromToRangeFilter):
    field_class = DaysField


class SubmissionFilterSet(WagtailFilterSet):
    """The filters of the queue. Values that make no sense are left out, and the list says so."""

    stage = django_filters.ChoiceFilter(
        label=_("Lavorazione"),
        choices=Stage.choices,
        method="ignore",
        empty_label=None,
        widget=forms.RadioSelect,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Stato"),
        choices=Status.choices,
        widget=forms.CheckboxSelectMultiple,
        # A state is a column, so no row comes twice: DISTINCT would only sort a hundred thousand of them.
        distinct=False,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Tipo"), choices=kind_choices, empty_label=_("Tutti"), widget=forms.RadioSelect
    )
    page = django_filters.ChoiceFilter(
        label=_("Avviso o evento"), empty_label=_("Tutti"), widget=forms.Select
    )
    zone = django_filters.ChoiceFilter(label=_("Zona-distretto"), empty_label=_("Tutte"), widget=forms.Select)
    unreached = django_filters.ChoiceFilter(
        label=_("Lettere"),
        choices=[("1", _("Non consegnate"))],
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="with_letters_undelivered",
    )
    messages = django_filters.ChoiceFilter(
        label=_("Messaggi"),
        choices=[(UNREAD, _("Da leggere"))],
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="with_unread",
    )
    submitted_at = DaysFilter(label=_("Inviata"), widget=DateRangePickerWidget)

    erasure = django_filters.ChoiceFilter(
        label=_("Cancellazione dei dati"),
        choices=[(ASKED, _("Chiesta, senza risposta"))],
        empty_label=_("Tutte"),
        method="asks_erasure",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Submission
        fields = [
            "stage",
            "status",
            "kind",
            "page",
            "zone",
            "unreached",
            "messages",
            "submitted_at",
            "erasure",
        ]

    def __init__(
        self, data: Any, queryset: QuerySet[Submission] | None = None, *, request: HttpRequest
    ) -> None:
        super().__init__(data, queryset, request=request)
        # What the account may read, looked up once: the list and its counts hold to the same.
        self.reach = reach_now(request.user)
        pages, zones = _pages_and_zones(self.reach)
        self.filters["page"].extra["choices"] = pages
        self.filters["zone"].extra["choices"] = zones

    def ignore(self, queryset: QuerySet[Submission], _name: str, _value: str) -> QuerySet[Submission]:
        """The stage is applied by the list, because it holds even when nothing was chosen."""
        return queryset

    def asks_erasure(self, queryset: QuerySet[Submission], _name: str, _value: str) -> QuerySet[Submission]:
        """Those that wait for an answer, of which there are few."""
        waiting = ErasureRequest.objects.filter(refused_at=None)
        return queryset.filter(pk__in=waiting.values("submission"))

    def with_letters_undelivered(
        self, queryset: QuerySet[Submission], _name: str, _value: str
    ) -> QuerySet[Submission]:
        return queryset.filter(undelivered_since__isnull=False)

    def with_unread(self, queryset: SubmissionQuerySet, _name: str, _value: str) -> QuerySet[Submission]:
        return queryset.with_unread()

    @property
    def page_titles(self) -> dict[int, str]:
        """The titles of the pages with something to see, by their ids."""
        return {int(pk): title for pk, title in self.filters["page"].extra["choices"]}

    @property
    def is_beyond_counts(self) -> bool:
        """Whether the list is narrowed by what the counts do not know: then its rows are counted."""
        chosen = self.form.cleaned_data
        return any(chosen.get(name) for name in ("submitted_at", "unreached", "messages", "erasure"))

    def narrowed_by_columns(self, counts: SubmissionCountQuerySet) -> SubmissionCountQuerySet:
        """The counts of what the filters choose, all but what `is_beyond_counts`."""
        for name in ("status", "kind", "page", "zone"):
            counts = self.filters[name].filter(counts, self.form.cleaned_data.get(name))
        return counts
