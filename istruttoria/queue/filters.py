"""How the queue is narrowed: by what is to be done, and by the columns of a submission.

What can be chosen is looked up in `istruttoria.queue.offered`.
"""

from collections import Counter
from collections.abc import Container, Iterator
from datetime import date
from functools import partial
from typing import Any, TypeVar

import django_filters
from django import forms
from django.core.validators import MinValueValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from candidature.access.scope import reach_now
from candidature.confirmations.noting import UNCONFIRMED
from candidature.models import ErasureRequest, Submission
from candidature.pages.kinds import kind_choices
from candidature.process.transitions import TRANSITIONS
from candidature.statuses import LABELS_OF_BOTH
from candidature.submissions.models import SubmissionQuerySet
from istruttoria.columns.offered import questions_of
from istruttoria.duplicates.reading import maybe_twice
from istruttoria.labels.offered import carrying
from istruttoria.queue.needs import APART, Need, Needed, counts_for, named, needs_of, waiting_for
from istruttoria.queue.observations import Observations, observing_so
from istruttoria.queue.offered import COUNTED, Choices, Offered, WhenAsked, names_within, offered_to
from istruttoria.queue.stages import STAGE_STATUSES, Stage, stage_of
from istruttoria.queue.terms import TermNow, standing_so
from istruttoria.scores.own import OwnPoints, open_for_points, scored_by
from portal.models import OutboxMessage

# Of the filter of letters: those of who has no address.
TO_HAND_OVER = "by_hand"
# Of the filter of those who asked that their data be erased.
ASKED = "asked"
# What is asked of the messages.
UNREAD = "unread"
# Of the filter of those whom others confirm: somebody has not, or said no.
MISSING = "missing"
# Of the filter of duplicates.
TWICE = "maybe"
# Of the filter of proposals: any.
PROPOSED = "any"

# What is asked of who works on them, besides an account.
ME, NOBODY = "me", "nobody"
WHOSE = [(ME, _("Me")), (NOBODY, _("Nessuno"))]

# By the decision that is proposed, the steps that propose it.
PROPOSING = {
    decision: [step.action for step in TRANSITIONS if step.proposes == decision]
    for decision in ("accept", "reserve", "reject")
}

# The filters that are columns of submissions, and of their counts.
COLUMNS = ("status", "kind", "page", "zone", "assigned_to")
# Submissions, or their counts.
CountedT = TypeVar("CountedT", bound=QuerySet[Any])

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
    """The filters of the queue. Values that make no sense are left out, and the list says so.

    Attributes:
        counts_by_columns: whether what waits for the account is counted as the columns choose it, too, where
            it is asked for: for the list alone, whose tabs and filters say so.
    """

    counts_by_columns = False

    need = django_filters.ChoiceFilter(
        label=_("Ti aspetta"),
        method="needing",
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
    )
    stage = django_filters.ChoiceFilter(
        label=_("Lavorazione"),
        choices=Stage.choices,
        method="ignore",
        empty_label=None,
        widget=forms.RadioSelect,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Stato"),
        choices=[(status.value, label) for status, label in LABELS_OF_BOTH.items()],
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
    term = django_filters.ChoiceFilter(
        label=_("Termine"),
        choices=TermNow.choices,
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="whose_term",
    )
    label = django_filters.MultipleChoiceFilter(
        label=_("Etichetta"), widget=forms.CheckboxSelectMultiple, method="with_label"
    )
    unreached = django_filters.ChoiceFilter(
        label=_("Lettere"),
        choices=[("1", _("Non consegnate")), (TO_HAND_OVER, _("Da consegnare a mano"))],
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="with_letters",
    )
    messages = django_filters.ChoiceFilter(
        label=_("Messaggi"),
        choices=[(UNREAD, _("Da leggere"))],
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="with_unread",
    )
    observations = django_filters.ChoiceFilter(
        label=_("Osservazioni"),
        choices=Observations.choices,
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="with_observations",
    )
    others = django_filters.ChoiceFilter(
        label=_("Conferme di altri"),
        choices=[(MISSING, _("Qualcuno non ha ancora confermato"))],
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="unconfirmed",
    )
    proposal = django_filters.ChoiceFilter(
        label=_("Proposta"),
        choices=[
            (PROPOSED, _("Ce n’è una")),
            ("accept", _("Di accogliere")),
            ("reserve", _("Di mettere in riserva")),
            ("reject", _("Di non accogliere")),
        ],
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="with_proposal",
    )
    assigned_to = django_filters.ChoiceFilter(
        label=_("Assegnate a"), empty_label=_("Chiunque"), widget=forms.Select, method="of_whom"
    )
    twice = django_filters.ChoiceFilter(
        label=_("Doppioni"),
        choices=[(TWICE, _("Forse doppie"))],
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="maybe_sent_twice",
    )
    points = django_filters.ChoiceFilter(
        label=_("I miei punti"),
        choices=OwnPoints.choices,
        empty_label=_("Tutte"),
        widget=forms.RadioSelect,
        method="with_own_points",
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
            "need",
            "stage",
            "status",
            "kind",
            "page",
            "zone",
            "assigned_to",
            "term",
            "label",
            "unreached",
            "messages",
            "observations",
            "others",
            "proposal",
            "twice",
            "points",
            "submitted_at",
            "erasure",
        ]

    def __init__(
        self, data: Any, queryset: QuerySet[Submission] | None = None, *, request: HttpRequest
    ) -> None:
        super().__init__(data, queryset, request=request)
        # What the account may read, looked up once: the list and its counts hold to the same.
        self.reach = reach_now(request.user)
        for name in ("page", "zone", "label"):
            self.filters[name].extra["choices"] = WhenAsked(partial(self._choices, name))
        self.filters["assigned_to"].extra["choices"] = WhenAsked(self._whose)
        self.filters["need"].extra["choices"] = [(one.value, one.label) for one in needs_of(request.user)]

    @cached_property
    def offered(self) -> Offered:
        """What can be chosen, and what is needed."""
        asked = self.data or {}
        return offered_to(self.request.user, self.reach, stage_of(asked), told_apart=self._told_apart)

    @property
    def _told_apart(self) -> str:
        """The need whose submissions are told apart by columns: any, where columns narrow the tabs of all."""
        asked = self.data or {}
        need = asked.get("need", "")
        if not self.counts_by_columns or need not in needs_of(self.request.user):
            return ""
        return Need.ANY if any(asked.get(name) for name in COLUMNS) else need

    def look_up(self) -> None:
        """Looks up what can be chosen and what is needed, for what is asked afterwards (`known_of_need`,
        `known_counts`).
        """
        _known = self.offered

    @property
    def _has_looked_up(self) -> bool:
        return "offered" in self.__dict__

    def count_beside(self) -> None:
        """Shows beside each value of the filters how many there are in this part of the work, or how many of
        what waits for the account.
        """
        counted = self._totals_of_need() if self.asked_need else self.offered.totals
        whose = counted["assigned_to"]
        # Each is of a page, and of an account or of nobody.
        besides = {ME: whose[str(self.request.user.pk)], NOBODY: counted["page"].total() - whose.total()}
        for name in COUNTED:
            field = self.form.fields[name]
            known = {**counted[name], **(besides if name == "assigned_to" else {})}
            field.widget.choices = [
                (value, f"{words} ({known[value]})" if known.get(value) else words)
                for value, words in field.choices
            ]

    def _totals_of_need(self) -> dict[str, Counter[str]]:
        """By filter and value, how many need of the account what is asked for, in this part of the work."""
        totals: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
        here, waiting = STAGE_STATUSES[stage_of(self.data)], self.offered.waiting
        codes = {one.code for one in waiting if counts_for(self.asked_need, one.code)}
        for how_many, code, values in waiting:
            if code in codes:
                status, page, zone, whose = values
                totals["status"][status] += how_many
                if status in here:
                    totals["page"][page] += how_many
                    totals["zone"][zone] += how_many
                    totals["assigned_to"][whose] += how_many
        # Those of nobody are added by whoever tells how many that is.
        del totals["assigned_to"][""]
        return totals

    @cached_property
    def needed(self) -> list[Needed]:
        """How much needs something of the account, of what the columns choose where it `knows_needs`."""
        chosen = list(self._chosen_apart()) if self.asked_need and self.counts_by_columns else []
        waiting = (
            one for one in self.offered.waiting if all(one.values[place] in among for place, among in chosen)
        )
        return named(waiting, self.request.user)

    def _chosen_apart(self) -> Iterator[tuple[int, Container[str]]]:
        """What the columns choose: by the place of a value in `APART`, among which it has to be."""
        chosen = self.form.cleaned_data
        own = {ME: str(self.request.user.pk), NOBODY: ""}
        for name in COLUMNS:
            value = chosen.get(name)
            if not value:
                continue
            if name == "kind":
                pages = self.offered.kind_of_page.items()
                yield APART.index("page"), {page for page, kind in pages if kind == value}
            else:
                yield APART.index(name), value if name == "status" else {own.get(value, value)}

    @cached_property
    def columns(self) -> list[str] | None:
        """The keys of the columns that the account chose; None while it never did."""
        return self.offered.columns

    def _choices(self, name: str) -> Choices:
        return self.offered.choices[name]

    def _whose(self) -> Choices:
        # The account itself stands there once, as “Me”.
        own = str(self.request.user.pk)
        return [*WHOSE, *((pk, words) for pk, words in self._choices("account") if pk != own)]

    def ignore(self, queryset: QuerySet[Submission], _name: str, _value: str) -> QuerySet[Submission]:
        """The stage is applied by the list, because it holds even when nothing was chosen."""
        return queryset

    def needing(self, queryset: QuerySet[Submission], _name: str, value: str) -> QuerySet[Submission]:
        return waiting_for(queryset, value, self.request.user)

    def of_whom(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Of submissions or of their counts."""
        if value == NOBODY:
            return queryset.filter(assigned_to__isnull=True)
        return queryset.filter(assigned_to=self.request.user.pk if value == ME else int(value))

    def whose_term(self, queryset: QuerySet[Submission], _name: str, value: str) -> QuerySet[Submission]:
        return standing_so(queryset, value)

    def asks_erasure(self, queryset: QuerySet[Submission], _name: str, _value: str) -> QuerySet[Submission]:
        """Those that wait for an answer, of which there are few."""
        waiting = ErasureRequest.objects.filter(refused_at=None)
        return queryset.filter(pk__in=waiting.values("submission"))

    def maybe_sent_twice(
        self, queryset: QuerySet[Submission], _name: str, _value: str
    ) -> QuerySet[Submission]:
        return maybe_twice(queryset, self.reach.narrow)

    def with_own_points(self, queryset: QuerySet[Submission], _name: str, value: str) -> QuerySet[Submission]:
        if value == OwnPoints.GIVEN:
            return queryset.filter(pk__in=self.with_all_own_points)
        return self.lacking_own_points(queryset)

    def lacking_own_points(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """Those to which the account has still to give points."""
        return open_for_points(queryset).exclude(pk__in=self.with_all_own_points)

    @cached_property
    def with_all_own_points(self) -> QuerySet[Any]:
        """The ids of the submissions that wait for no points of the account."""
        return scored_by(self.request.user)

    def with_label(
        self, queryset: QuerySet[Submission], _name: str, value: list[str]
    ) -> QuerySet[Submission]:
        return carrying(queryset, value) if value else queryset

    def with_letters(self, queryset: QuerySet[Submission], _name: str, value: str) -> QuerySet[Submission]:
        if value == TO_HAND_OVER:
            waiting = OutboxMessage.objects.filter(status=OutboxMessage.Status.BY_HAND)
            return queryset.filter(reference__in=waiting.order_by().values("related_to"))
        return queryset.filter(undelivered_since__isnull=False)

    def with_unread(self, queryset: SubmissionQuerySet, _name: str, _value: str) -> QuerySet[Submission]:
        return queryset.with_unread()

    def with_observations(
        self, queryset: QuerySet[Submission], _name: str, value: str
    ) -> QuerySet[Submission]:
        return observing_so(queryset, value)

    def with_proposal(self, queryset: QuerySet[Submission], _name: str, value: str) -> QuerySet[Submission]:
        """By their ids, from the index of proposals."""
        proposed = Submission.objects.filter(proposal__isnull=False).order_by()
        if value != PROPOSED:
            proposed = proposed.filter(proposal__action__in=PROPOSING[value])
        return queryset.filter(pk__in=proposed.values("pk"))

    def unconfirmed(self, queryset: QuerySet[Submission], _name: str, _value: str) -> QuerySet[Submission]:
        return queryset.filter(UNCONFIRMED)

    def names_of(self, name: str) -> dict[int, str]:
        """The names of the pages with something to see, or of the zones, by their ids."""
        # A page about one submission asks for nothing else of what can be chosen.
        if not self._has_looked_up:
            return names_within(self.reach, name)
        return {int(pk): words for pk, words in self._choices(name)}

    @property
    def one_page(self) -> int | None:
        """The page to which the list is narrowed, if it is to one."""
        chosen = self.form.cleaned_data.get("page")
        return int(chosen) if chosen else None

    @property
    def questions(self) -> list[str]:
        """The keys of the questions that stand as columns: only in the list of their page."""
        return questions_of(self.columns, self.one_page)

    @property
    def asked_need(self) -> str:
        """What of what waits for the account is asked for, as a code; empty for all."""
        return str(self.form.cleaned_data.get("need") or "")

    @property
    def narrows_need(self) -> bool:
        """Whether anything is chosen beside what waits for the account and the part of the work."""
        chosen = self.form.cleaned_data.items()
        return any(value for name, value in chosen if name not in ("need", "stage"))

    @property
    def lacks_own_points(self) -> bool:
        """Whether those are asked for to which the account has still to give points."""
        answer: bool = self.form.cleaned_data.get("points") == OwnPoints.MISSING
        return answer

    @property
    def is_beyond_counts(self) -> bool:
        """Whether the list is narrowed by what neither counts nor needs know: then its rows are counted."""
        chosen = self.form.cleaned_data
        if chosen.get("points") == OwnPoints.GIVEN:
            return True
        return any(
            chosen.get(name)
            for name in (
                "submitted_at",
                "term",
                "unreached",
                "messages",
                "observations",
                "others",
                "erasure",
                "label",
                "twice",
                "proposal",
            )
        )

    @property
    def known_of_need(self) -> int | None:
        """How many there are of the need that is asked for, where the tabs have counted it."""
        if not self.asked_need or not self.knows_needs or not self._has_looked_up:
            return None
        return next(one.how_many for one in self.needed if one.need == self.asked_need)

    def known_counts(self, name: str) -> Counter[tuple[int | None, str]] | None:
        """How many of each `page`, or `zone`, stand in each state, where nothing narrows what was offered."""
        if self.asked_need or not self.knows_needs or not self._has_looked_up:
            return None
        return self.offered.counted[name]

    @property
    def knows_needs(self) -> bool:
        """Whether what waits for the account has been counted as all filters choose it."""
        if self.is_beyond_counts or self.lacks_own_points:
            return False
        if self.asked_need and self.counts_by_columns:
            return True
        return not any(self.form.cleaned_data.get(name) for name in COLUMNS)

    def narrowed_by_columns(self, counts: CountedT) -> CountedT:
        """Submissions, or their counts, by all that is chosen but `need` and what `is_beyond_counts`.

        Of `lacks_own_points` it is only looked to which points can be given at all.
        """
        if self.lacks_own_points:
            counts = open_for_points(counts)
        for name in COLUMNS:
            counts = self.filters[name].filter(counts, self.form.cleaned_data.get(name))
        return counts
