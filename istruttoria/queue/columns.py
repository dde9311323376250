"""The cells of the queue: what of a submission stands in each column, and how.

What is one text or one link is put together here: a template for each cell costs more than the row itself,
and a full page of fifty rows would take twice as long as one with three.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BaseColumn, Column

from candidature.confirmations.noting import is_unconfirmed
from candidature.models import Submission
from candidature.statuses import STILL_EXAMINED
from istruttoria.columns.offered import FACTS, facts_of
from istruttoria.labels.offered import marks_on
from istruttoria.queue.addresses import detail_of_list, listing_parameters
from istruttoria.queue.listing import Listing
from istruttoria.queue.observations import observation_words
from istruttoria.queue.words import age, pause, status_words, term, tone, work_term
from istruttoria.trail import proposed_outcome


class ChoiceColumn(BaseColumn):
    """The box by which a row is chosen, among others to be worked on together."""

    header_template_name = "istruttoria/bulk/select_header.html"

    def render_cell_html(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        return format_html(
            '<td class="bulk-cell"><input type="checkbox" name="scelta" value="{}" form="molte-insieme" '
            'data-w-bulk-target="item" data-action="w-bulk#toggle" aria-label="{}"></td>',
            str(instance.pk),
            _("Scegli %(reference)s") % {"reference": instance.reference},
        )


class ReferenceColumn(Column):
    """The reference, linked to the detail; the list's own parameters go along, for "next" and "back".

    What changed since the account opened it is bold, and says so.
    """

    def __init__(self, name: str, *, query: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.query = query

    def render_cell_html(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        news = ""
        if instance.is_unread:  # type: ignore[attr-defined]
            words = _("Cambiata da quando l’hai aperta") if instance.was_opened else _("Mai aperta")  # type: ignore[attr-defined]
            news = format_html('<span class="review-unread">{}</span>', words)
        return format_html(
            '<td class="title"><div class="title-wrapper"><a href="{}">{}</a></div>{}</td>',
            detail_of_list(instance.pk, self.query),
            instance.reference,
            news,
        )


class TextColumn(Column):
    """A text and nothing else."""

    def render_cell_html(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        value = self.get_value(instance)
        return format_html("<td>{}</td>", "" if value is None else str(value))


class StatusColumn(Column):
    cell_template_name = "istruttoria/status_cell.html"

    def get_cell_context_data(
        self, instance: Submission, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        proposal = instance.proposal
        context["value"] = status_words(instance)
        outcome = proposed_outcome(proposal.action, instance.kind) if proposal else ""
        unread = age(instance.unread_since) if instance.unread_since else ""
        return {
            **context,
            "tone": tone(instance),
            "is_mine": instance.assigned_to_id == parent_context["request"].user.pk,
            "work_term": work_term(instance),
            "outcome": outcome,
            "unread": unread,
            "observations": observation_words(instance),
            "unconfirmed": is_unconfirmed(instance),
            "tells_of_opinions": instance.status in STILL_EXAMINED,
        }


class AgeColumn(Column):
    def render_cell_html(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        return format_html(
            '<td class="review-age"><span title="{}">{}</span></td>',
            date_format(timezone.localtime(instance.submitted_at), "j F Y, H:i"),
            age(instance.submitted_at),
        )


class TermColumn(Column):
    cell_template_name = "istruttoria/term_cell.html"

    def get_value(self, instance: Submission) -> str:
        return ""

    def get_cell_context_data(
        self, instance: Submission, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "term": term(instance), "pause": pause(instance, briefly=True)}


class ApplicantColumn(Column):
    cell_template_name = "istruttoria/applicant_cell.html"

    def get_cell_context_data(
        self, instance: Submission, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "labels": marks_on(instance)}


class PageColumn(Column):
    """Two lines of the title, whole where the pointer rests and for a screen reader."""

    def render_cell_html(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        return format_html(
            '<td><span class="review-clamped" title="{0}">{0}</span></td>', self.get_value(instance)
        )


class AssigneeColumn(TextColumn):
    def get_value(self, instance: Submission) -> str:
        return str(instance.assigned_to or "–")


class ScoreColumn(TextColumn):
    """The mean of all points, and of how many colleagues; what the account may not know yet is not told."""

    def get_value(self, instance: Submission) -> str:
        told: str = instance.score_in_words  # type: ignore[attr-defined]
        return told


class AnswerColumn(TextColumn):
    """What was answered to one question, `name` its key."""

    def get_value(self, instance: Submission) -> str:
        answers: dict[str, str] = instance.answers_in_columns  # type: ignore[attr-defined]
        return answers.get(self.name) or "–"


FACT_COLUMNS: dict[str, Callable[[Any], Column]] = {
    "status": lambda label: StatusColumn("status_label", label=label, sort_key="status"),
    "page": lambda label: PageColumn("page", label=label, sort_key="page__title", accessor="page.title"),
    "zone": lambda label: TextColumn("zone", label=label, sort_key="zone__name"),
    "assigned_to": lambda label: AssigneeColumn("assigned_to", label=label),
    "score": lambda label: ScoreColumn("score", label=label),
    "submitted_at": lambda label: AgeColumn("submitted_at", label=label, sort_key="submitted_at"),
    "term_on": lambda label: TermColumn("term_on", label=label, sort_key="term_on"),
    "municipality": lambda label: TextColumn("municipality", label=label),
    "kind_of_applicant": lambda label: TextColumn(
        "kind_of_applicant", label=label, accessor="get_applicant_kind_display"
    ),
    "protocol_number": lambda label: TextColumn("protocol_number", label=label),
}


def columns_for(listing: Listing) -> list[Column]:
    """Who it is, then what the account chose; questions only where the list is of their page."""
    filters, labels = listing.filters, listing.question_labels
    query = listing_parameters(filters.request.GET).urlencode()
    return [
        ChoiceColumn("choice"),
        ReferenceColumn("reference", label=_("Codice"), sort_key="reference", query=query),
        ApplicantColumn("applicant_name", label=_("Chi"), sort_key="name_key"),
        *(FACT_COLUMNS[name](FACTS[name]) for name in facts_of(filters.columns)),
        *(AnswerColumn(key, label=labels[key]) for key in filters.questions if key in labels),
    ]
