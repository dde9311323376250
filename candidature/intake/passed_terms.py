"""Once a term is over: what was not sent is kept for as long as the page says, and its writer is told so.

Nobody is told who pressed “Invia” in time and has only to prove the address, nor who sent another draft where
each sends one, nor who was told already that the term was moved to now or that nothing takes place.
Who pressed while others were still to confirm is told: nothing comes of it any more.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from candidature.intake import moved_terms, others
from candidature.letters import draft_letters
from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.submissions import keeping
from candidature.submissions.drafts import SendingRequest
from portal.models import OutboxMessage

# A press in the last second is written by then.
AFTER = timedelta(minutes=10)
# A worker that was away for longer tells nobody any more.
WITHIN = timedelta(days=3)


def tell_due(now: datetime | None = None) -> int:
    """Writes the letters about terms that are over, once for each; returns how many pages that concerned."""
    now = now or timezone.now()
    concerned = 0
    for model in participation_models():
        over = model.ends_within(now - WITHIN, now - AFTER)
        for page in model._default_manager.filter(over, original=None, live=True):
            concerned += _tell(page, now)
    return concerned


def _tell(page: ParticipationPage, now: datetime) -> bool:
    term = page.last_moment
    if term is None or page.is_suspended(now) or page.is_cancelled:
        return False
    keeping.until(page.pk, term, now, timedelta(days=page.draft_days))
    if not page.tells_missed_term or (page.quiet_hours and page.quiet_hours.cover(now)):
        return False
    numbers = moved_terms.mailboxes(page, now)
    pressed = _pressed(page, numbers)
    references = {f"bozza-{number}": number for number in numbers if number not in pressed}
    for number in _told(references):
        references.pop(number)
    occasion = f"passed {term:%Y-%m-%d %H:%M}"
    left = sorted(references.values())
    for first in range(0, len(left), moved_terms.AT_ONCE):
        at_once = left[first : first + moved_terms.AT_ONCE]
        moved_terms.write(draft_letters.PASSED, page, at_once, now, occasion, {})
    return bool(left)


def _pressed(page: ParticipationPage, numbers: list[int]) -> set[int]:
    """Of these drafts, those of which only the address was missing when "Invia" was pressed."""
    requests = SendingRequest.objects.filter(draft__in=numbers)
    if not (page.waits_for_others and page.asks_others):
        return set(requests.values_list("draft", flat=True))
    return {
        request.draft_id
        for request in requests.select_related("draft")
        if others.had_confirmed(request.draft, page, request.pressed_at)
    }


def _told(references: dict[str, int]) -> set[str]:
    """Of these drafts, those whose last letter about the term said that nothing can be sent any more."""
    letters = OutboxMessage.objects.filter(
        related_to__in=references, key__contains=draft_letters.OF_A_TERM
    ).order_by("pk")
    last = dict(letters.values_list("related_to", "key"))
    over = tuple(f":{name}:" for name in (draft_letters.CLOSED, draft_letters.CANCELLED))
    return {about for about, key in last.items() if any(name in key for name in over)}
