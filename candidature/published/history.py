"""What changed on a page while people could read it: its form and its term, when, by whom and why.

A form is noted with whatever publishes it, in that transaction (`note_form`); a term that an account moved
with its reason, by the act of its own (`candidature.changes`) or by publishing the page (`note_term`), as who
may take part (`note_admission`). Nobody changes a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context

from candidature.published.admission import Admission
from candidature.published.consents import FORM, TERM, WHO, Consent, Given
from candidature.published.noting import moment
from candidature.submissions.form_versions import FormVersion

# Of the versions of a form, newest first, when somebody is told what was written of them.
_LOOKED_AT = 20
# Of what a note may have, in signs.
LONGEST_NOTE = 500


class What(models.TextChoices):
    """What changed, as the public reads it."""

    FORM = FORM, _("Il modulo è cambiato")
    WHO = WHO, _("È cambiato chi può partecipare")
    EXTENDED = "extended", _("Il termine è stato prorogato")
    SHORTENED = "shortened", _("Il termine è stato anticipato")
    REOPENED = "reopened", _("Si è riaperto")
    CLOSED = "closed", _("Si è chiuso prima del termine")
    SUSPENDED = "suspended", _("È stato sospeso")
    RESUMED = "resumed", _("È ripreso")


class PageChange(models.Model):
    """One change. Of a form, `form_version` is what is asked from then on; of a term, `until` its new end.

    `note` is read by everybody; `office_note` (a decree, a request) by the staff alone.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=12, choices=What.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.TextField(max_length=LONGEST_NOTE, blank=True)
    office_note = models.TextField(max_length=LONGEST_NOTE, blank=True)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, null=True, related_name="+")
    before = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["page", "-at"], name="page_changes_newest_first")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.what} {self.at:%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Term:
    """Until when a page takes answers, as its editor says it.

    Attributes:
        closes_at: none where it is not known.
        concluded: whether it is over without a day.
    """

    closes_at: datetime | None
    concluded: bool

    @property
    def mark(self) -> str:
        """The same for two terms that are the same to the minute."""
        return f"{moment(self.closes_at)}|{self.concluded}"

    def is_over(self, at: datetime) -> bool:
        return self.concluded or self.closes_at is None or self.closes_at <= at


def kind_of(before: Term, after: Term, at: datetime) -> What:
    """What moving a term at this moment means to who reads of it."""
    if after.is_over(at):
        return What.CLOSED
    if before.is_over(at):
        return What.REOPENED
    earlier = before.closes_at and after.closes_at and after.closes_at < before.closes_at
    return What.SHORTENED if earlier else What.EXTENDED


def note_form(page_id: int, schema: Mapping[str, Any], digest: str, at: datetime) -> None:
    """Notes which form a published page has, if it is another than before.

    The caller has locked the page, and saves it in this transaction.
    """
    forms = PageChange.objects.filter(page=page_id, what=What.FORM)
    if next(iter(forms.values_list("form_version__digest", flat=True)[:1]), None) == digest:
        return
    _write_form(page_id, schema, digest, at, Consent.objects.used(page_id, FORM, digest))


def begin(page_id: int, schema: Mapping[str, Any], digest: str, at: datetime) -> None:
    """Notes the form of a page that was not there before, in the transaction that makes it."""
    _write_form(page_id, schema, digest, at, None)


def _write_form(
    page_id: int, schema: Mapping[str, Any], digest: str, at: datetime, given: Given | None
) -> None:
    PageChange.objects.create(
        page_id=page_id,
        what=What.FORM,
        at=at,
        by=given.by if given else _who(),
        note=given.note if given else "",
        office_note=given.office_note if given else "",
        form_version=FormVersion.objects.holding(schema, digest),
    )


def notes_since(page_id: int, known: int | None) -> list[str]:
    """What was written of the changes of a form since a version of it (by number), newest first."""
    forms = PageChange.objects.filter(page=page_id, what=What.FORM)
    found = []
    for version, note in forms.values_list("form_version", "note")[:_LOOKED_AT]:
        if version == known:
            break
        found.append(note)
    return [note for note in found if note]


def reason_of(page_id: int, term: Term) -> str:
    """Why the term of a page is as it is now, if that was written; one query."""
    acts = PageChange.objects.filter(page=page_id).exclude(what__in=(What.FORM, What.WHO))
    newest = acts.first()
    return newest.note if newest and Term(newest.until, False).mark == term.mark else ""


def note_term(page_id: int, term: Term, at: datetime) -> None:
    """Notes a term that was moved by publishing the page, once that was agreed to; the same holds."""
    given = Consent.objects.used(page_id, TERM, term.mark)
    if given is not None:
        before = Term(given.until_before, given.was_concluded)
        write_term(page_id, kind_of(before, term, at), before.closes_at, term.closes_at, given, at)


def note_admission(page_id: int, admission: Admission, at: datetime) -> None:
    """Notes that others are admitted than before, once that was agreed to; the same holds."""
    given = Consent.objects.used(page_id, WHO, admission.mark)
    if given is not None:
        PageChange.objects.create(
            page_id=page_id,
            what=What.WHO,
            at=at,
            by=given.by,
            note=given.note,
            office_note=given.office_note,
        )


def write_term(
    page_id: int, what: What, before: datetime | None, until: datetime | None, given: Given, at: datetime
) -> None:
    """Adds a change of a term: from when to when, by whom, and why."""
    PageChange.objects.create(
        page_id=page_id,
        what=what,
        at=at,
        by=given.by,
        note=given.note,
        office_note=given.office_note,
        before=before,
        until=until,
    )


def _who() -> Any:
    """The account at whose request this happens; none for the clock and for programs."""
    user = get_active_log_context().user
    return user if getattr(user, "pk", None) else None
