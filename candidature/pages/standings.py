"""Where many pages stand at once: for lists, cards and teasers, without a query for each."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from candidature.pages.kinds import participation_models
from candidature.pages.window import Facts, Standing, standing

if TYPE_CHECKING:
    from portal.pages.teasers import Teaser


def standings(page_ids: Iterable[int], at: datetime | None = None) -> dict[int, Standing]:
    """How pages stand at a moment (now, unless given), by id; a query or two for each kind of page.

    Ids of pages that nobody can answer are left out.
    """
    at = at or timezone.now()
    wanted = list(page_ids)
    found: dict[int, Facts] = {}
    for model in participation_models() if wanted else ():
        found |= model.facts_of(wanted, at)
    return {pk: standing(facts, at) for pk, facts in found.items()}


def describe_teasers(teasers: "list[Teaser]") -> None:
    """Gives teasers of pages that people can answer their state and its words; the portal asks."""
    found = standings(teaser.pk for teaser in teasers)
    for teaser in teasers:
        if own := found.get(teaser.pk):
            teaser.state, teaser.state_label, teaser.when = own.tone, own.label, own.when
