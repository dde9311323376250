"""What a version of a page would change for those who are writing or have sent, were it published now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from candidature.changes.people import People, people
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Window
from candidature.published.consents import FORM, TERM, WHO, Consent, Step
from candidature.published.history import What, kind_of
from moduli import Change, changes


@dataclass(frozen=True)
class Pending:
    """A published page and the version that is to take its place."""

    live: ParticipationPage
    draft: ParticipationPage
    at: datetime
    people: People

    @cached_property
    def form_changes(self) -> list[Change]:
        """What differs in the form; empty where that is nobody's concern."""
        if not self._concerns(self.people.sent or self.people.writing):
            return []
        if self.live.form_digest == self.draft.form_digest:
            return []
        return changes(self.live.schema, self.draft.schema)

    @cached_property
    def term(self) -> What | None:
        """What happens to the term; None where that is nobody's concern."""
        before, after = self.live.term, self.draft.term
        if before.mark == after.mark or not self._concerns(self.people.writing):
            return None
        return kind_of(before, after, self.at)

    @cached_property
    def admits_others(self) -> bool:
        """Whether others may take part than before; False where that is nobody's concern."""
        return self.live.admits_whom != self.draft.admits_whom and self._concerns(self.people.writing)

    @cached_property
    def steps(self) -> list[Step]:
        """What is to be agreed to."""
        found = []
        if self.form_changes:
            found.append(Step(FORM, self.live.form_digest, self.draft.form_digest))
        if self.term is not None:
            found.append(Step(TERM, self.live.term.mark, self.draft.term.mark))
        if self.admits_others:
            found.append(Step(WHO, self.live.admits_whom.mark, self.draft.admits_whom.mark))
        return found

    @property
    def unconfirmed(self) -> Iterable[Step]:
        """Those that nobody agreed to yet."""
        return [step for step in self.steps if not Consent.objects.is_given(self.live.pk, step)]

    def _concerns(self, number: int) -> bool:
        """Whether a change that is published later may find somebody, too."""
        is_later = self.draft.go_live_at is not None and self.draft.go_live_at > self.at
        return bool(number) or is_later


def pending(draft: ParticipationPage, at: datetime | None = None) -> Pending | None:
    """What publishing a version of a page would mean.

    None for what nobody can read yet, a translation (its original decides), and what is closed and stays so.
    """
    at = at or timezone.now()
    if draft.original_id is not None:
        return None
    live = type(draft).objects.filter(pk=draft.pk, live=True).first()
    if live is None or all(page.window(at) is Window.CLOSED for page in (live, draft)):
        return None
    return Pending(live, draft, at, people(live, at))
