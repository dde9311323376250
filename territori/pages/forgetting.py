"""Names of persons in committees go when their term is over: from pages, and from all of their versions.

Who leaves before is named by no page, and goes from the versions that were published or left behind.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from territori.pages.committee import CommitteeMember, over
from territori.pages.territories import TerritoryPage

_AT_ONCE = 50


def forget_names(today: date | None = None) -> int:
    """Erases the names of those whose term ended before `today`, or who left.

    Returns:
        In how many rows and versions.
    """
    day = today or timezone.localdate()
    ended = CommitteeMember.objects.filter(until__lt=day).exclude(person="")
    number: int = ended.update(person="") + _forget_in_versions(day)
    return number


def _forget_in_versions(day: date) -> int:
    # Before the names: who is named by what is published meanwhile is then found among them.
    live = dict(TerritoryPage.objects.filter(live=True).values_list("pk", "live_revision"))
    named = _named()
    kind = ContentType.objects.get_for_model(TerritoryPage)
    versions = Revision.objects.filter(content_type=kind).values_list("pk", "object_id")
    found = 0
    for pk, page in versions.iterator(chunk_size=_AT_ONCE):
        is_past = pk <= (live.get(int(page)) or 0)
        found += _forget_in_version(pk, day, named[int(page)] if is_past else None)
    return found


def _named() -> defaultdict[int, set[str]]:
    """Whom each page names."""
    names: defaultdict[int, set[str]] = defaultdict(set)
    for page, person in CommitteeMember.objects.exclude(person="").values_list("page", "person"):
        names[page].add(_folded(person))
    return names


def _forget_in_version(pk: int, day: date, named: Collection[str] | None) -> bool:
    """One after the other and locked: an editor may be saving it.

    Args:
        named: whom its page names now; none for a version that is newer than what is published, where
            somebody may stand who is yet to come.
    """
    with transaction.atomic():
        version = Revision.objects.select_for_update().filter(pk=pk).only("content").first()
        members = version.content.get("committee_members", []) if version else []
        gone = [
            one
            for one in members
            if one.get("person")
            and (over(one, day) or (named is not None and _folded(one["person"]) not in named))
        ]
        for one in gone:
            one["person"] = ""
        if version and gone:
            Revision.objects.filter(pk=pk).update(content=version.content)
        return bool(gone)


def _folded(person: str) -> str:
    return person.strip().casefold()
