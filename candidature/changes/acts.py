"""The acts on a term, whole or not at all: what the page says, the log, its history, and who is to be told.

The letters follow from what the page says (`candidature.published`), some minutes later. What an editor has
not published yet is left as it is, with the new term in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Revision

from candidature.pages.opening import SUSPENSION
from candidature.pages.participation import ParticipationPage
from candidature.published import history
from candidature.published.history import Term, What, kind_of
from candidature.published.noting import moment
from portal.models import User

# In the history of the page.
ACTION = "candidature.term"


@dataclass(frozen=True)
class Given:
    """Who acts, and what they wrote of it."""

    by: User
    note: str
    office_note: str = ""


class ChangedMeanwhileError(Exception):
    """The term is not as it was on the screen: a colleague was faster."""


def shown(page: ParticipationPage) -> str:
    """What an act goes by, as its page carries it: two that are equal say the same of the term."""
    return f"{page.term.mark}|{page.suspended}|{moment(page.suspended_until)}"


def move(page: ParticipationPage, closes_at: datetime, given: Given, at: datetime, *, was: str) -> What:
    """Gives a page another term, and says what that means to who reads of it.

    Args:
        was: `shown` of the page as it was on the screen.

    Raises:
        ChangedMeanwhileError: nothing is done.
    """

    def change(live: ParticipationPage) -> What:
        before = live.term
        live.closes_at, live.concluded = closes_at, False
        return kind_of(before, live.term, at)

    return _act(page, change, given, at, was)


def suspend(page: ParticipationPage, until: datetime | None, given: Given, at: datetime, *, was: str) -> What:
    """Stops a page from taking anything, until a moment or until it is resumed; as `move`."""

    def change(live: ParticipationPage) -> What:
        live.suspended, live.suspended_until, live.suspension_reason = True, until, given.note
        return What.SUSPENDED

    return _act(page, change, given, at, was)


def resume(
    page: ParticipationPage, closes_at: datetime | None, given: Given, at: datetime, *, was: str
) -> What:
    """Ends a suspension, with another term or the same; as `move`."""

    def change(live: ParticipationPage) -> What:
        live.suspended, live.suspended_until, live.suspension_reason = False, None, ""
        if closes_at is not None:
            live.closes_at, live.concluded = closes_at, False
        return What.RESUMED

    return _act(page, change, given, at, was)


def close(page: ParticipationPage, given: Given, at: datetime, *, was: str) -> What:
    """Ends it now; as `move`."""

    def change(live: ParticipationPage) -> What:
        live.suspended, live.suspended_until, live.suspension_reason = False, None, ""
        live.closes_at, live.concluded = at, False
        return What.CLOSED

    return _act(page, change, given, at, was)


@transaction.atomic
def _act(
    page: ParticipationPage,
    change: Callable[[ParticipationPage], What],
    given: Given,
    at: datetime,
    was: str,
) -> What:
    model = type(page)
    # Whoever sends or publishes waits, or is waited for.
    live = model.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if shown(live) != was:
        raise ChangedMeanwhileError
    before = live.term
    drafts = _Drafts(live)
    what = change(live)
    revision = live.save_revision(user=given.by, changed=False, clean=False)
    live.live_revision = revision
    live.save(clean=False)
    drafts.follow(live, before)
    history.write_term(live.pk, what, before.closes_at, live.closes_at, given, at)
    data = {"what": str(what.label), "note": given.note, "office_note": given.office_note}
    log(instance=live, action=ACTION, user=given.by, revision=revision, data=data)
    return what


class _Drafts:
    """What was written of a page and is not published: it takes over a term that it had not changed."""

    def __init__(self, live: ParticipationPage) -> None:
        self.latest: Revision | None = live.get_latest_revision() if live.has_unpublished_changes else None
        scheduled = live.revisions.filter(approved_go_live_at__isnull=False)
        self.scheduled: list[Revision] = list(scheduled)

    def follow(self, live: ParticipationPage, before: Term) -> None:
        for revision in self.scheduled:
            _rewrite(revision, live, before)
        if self.latest is None:
            return
        draft = self.latest.as_object()
        _take_over(draft, live, before)
        task = live.current_workflow_task_state
        newest = draft.save_revision(user=self.latest.user, changed=False, clean=False)
        if self.latest.approved_go_live_at is not None:
            newest.approved_go_live_at, self.latest.approved_go_live_at = (
                self.latest.approved_go_live_at,
                None,
            )
            newest.save(update_fields=["approved_go_live_at"])
            Revision.objects.filter(pk=self.latest.pk).update(approved_go_live_at=None)
        if task is not None and task.revision_id == self.latest.pk:
            task.revision = newest
            task.save(update_fields=["revision"])


def _rewrite(revision: Revision, live: ParticipationPage, before: Term) -> None:
    """A version that waits for its hour is the one that will be published: it says the term as it is."""
    draft = revision.as_object()
    _take_over(draft, live, before)
    revision.content = draft.serializable_data()
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _take_over(draft: Any, live: ParticipationPage, before: Term) -> None:
    if draft.term.mark == before.mark:
        draft.closes_at, draft.concluded = live.closes_at, live.concluded
    for name in SUSPENSION:
        setattr(draft, name, getattr(live, name))
