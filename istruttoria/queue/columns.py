"""The rows of the queue: what of a submission stands in each column, and how.

They are put together here: a template for each cell, and one that goes from cell to cell, cost more than the
row itself, and a full page of fifty rows would take twice as long as one with three.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BaseColumn, Column, Table

from candidature.confirmations.noting import is_unconfirmed
from candidature.models import Submission
from candidature.statuses import STILL_EXAMINED
from istruttoria.columns.offered import FACTS, facts_of
from istruttoria.labels.offered import Mark, marks_on
from istruttoria.queue.addresses import detail_of_list, listing_parameters
from istruttoria.queue.listing import Listing
from istruttoria.queue.observations import observation_words
from istruttoria.queue.words import age, pause, status_words, term, tone, work_term
from istruttoria.trail import proposed_outcome
from portal.italian.days import in_small_letters, with_article

# The CSS classes of what stands below something else, and of what is to be looked at.
NOTE, NEWS = "review-note", "review-unread"


class QueueTable(Table):
    """A table whose columns draw their cells without a template."""

    template_name = "istruttoria/queue/table.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "rows": self._rows(context)}

    def _rows(self, context: Mapping[str, Any]) -> SafeString:
        """The rows, of cells that are safe as they are."""
        columns = self.columns.values()
        rows = ("".join(column.render_cell_html(one, context) for column in columns) for one in self.data)
        return mark_safe("".join(f"<tr>{row}</tr>\n" for row in rows))  # noqa: S308 - each cell is escaped


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
            news = _spans([(NEWS, words)])
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
    """The state, and below it what there is to know of who works on it, and of what came or is missing."""

    def render_cell_html(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        state = (f"review-status {tone(instance)}", status_words(instance))
        account = parent_context["request"].user
        return format_html("<td>{}</td>", _spans([state, *_notes(instance, account.pk)]))


def _notes(submission: Submission, account: int) -> Iterator[tuple[str, str]]:
    """The lines below a state, each after its CSS class."""
    if submission.assigned_to_id == account:
        yield NOTE, _("Assegnata a te")
    elif submission.assigned_to:
        yield NOTE, _("Assegnata a %(who)s") % {"who": submission.assigned_to}
    if by_when := work_term(submission):
        yield f"{NOTE} {by_when.tone}", by_when.words
    if submission.undelivered_since:
        yield NOTE, _("Lettera non consegnata")
    if submission.is_to_hand_over:  # type: ignore[attr-defined]
        yield NOTE, _("Lettera da consegnare a mano")
    if is_unconfirmed(submission):
        yield NOTE, _("Manca la conferma di altri")
    if submission.is_maybe_twice:  # type: ignore[attr-defined]
        yield NOTE, _("Forse un doppione")
    if submission.status in STILL_EXAMINED:
        yield from _of_opinions(submission)
    # Who proposed it and why is on its page.
    if submission.proposal and (outcome := proposed_outcome(submission.proposal.action, submission.kind)):
        yield NOTE, _("Proposta: %(outcome)s") % {"outcome": outcome}
    if observations := observation_words(submission):
        yield NEWS if submission.is_observed else NOTE, observations  # type: ignore[attr-defined]
    if submission.unread_since:
        yield NEWS, _("Messaggio da leggere, %(unread)s") % {"unread": age(submission.unread_since)}
    if day := submission.erasure_by:  # type: ignore[attr-defined]
        by_when_in_words = in_small_letters(with_article(day, "il j M Y"))
        yield NOTE, _("Chiede la cancellazione: risposta entro %(day)s") % {"day": by_when_in_words}


def _of_opinions(submission: Any) -> Iterator[tuple[str, str]]:
    if submission.has_opinion:
        yield NEWS, _("Parere arrivato")
    if submission.has_late_opinion:
        yield NEWS, _("Parere in ritardo")
    if submission.has_unreached_opinion:
        yield NEWS, _("Richiesta di parere non recapitata")


def _spans(lines: Iterable[tuple[str, str]]) -> SafeString:
    """Texts, each after its CSS class."""
    return format_html_join("\n", '<span class="{}">{}</span>', lines)


class AgeColumn(Column):
    def render_cell_html(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        return format_html(
            '<td class="review-age"><span title="{}">{}</span></td>',
            date_format(timezone.localtime(instance.submitted_at), "j F Y, H:i"),
            age(instance.submitted_at),
        )


class TermColumn(Column):
    """By when somebody is waited for, and whether that was suspended."""

    def render_cell_html(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        due, suspended = term(instance), pause(instance, briefly=True)
        lines = [(f"{NOTE} {due.tone}", due.in_column)] if due else []
        if suspended:
            lines.append((NOTE, suspended))
        return format_html('<td class="review-age">{}</td>', _spans(lines))


class ApplicantColumn(Column):
    """The name, bold where something is new; below it how they came, and the labels."""

    def render_cell_html(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        name = instance.applicant_name
        if instance.is_unread:  # type: ignore[attr-defined]
            name = format_html('<b class="review-new">{}</b>', name)
        notes = [(NOTE, instance.contact_name)] if instance.organisation_name else []
        if instance.is_from_desk:
            channel = instance.get_channel_display().lower()
            notes.append((NOTE, f"{_('Allo sportello')} · {channel}"))
        labels = marks_on(instance)
        return format_html(
            '<td class="review-applicant">{}{}{}</td>', name, _spans(notes), _labels(labels) if labels else ""
        )


def _labels(labels: list[Mark]) -> SafeString:
    """As `istruttoria/labels/mark.html` shows one. The colour never says what the name does not."""
    marks = _spans([(f"review-label review-label--{label.colour}", label.name) for label in labels])
    return format_html(
        '<span class="review-labels"><span class="w-sr-only">{}</span>{}</span>', _("Etichette:"), marks
    )


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
