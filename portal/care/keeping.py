"""Keeps what an editor typed of the care of a page, and what a translation has of its original."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Page

from portal.accounts.models import User
from portal.care.models import PageCare


@dataclass(frozen=True)
class TypedCare:
    """What stands in the editor of a page."""

    owner: User | None
    review_on: date | None
    needs_no_review: bool


def care_of(page: Page) -> PageCare:
    """The row of a page, or one that is not stored."""
    found = PageCare.objects.filter(page_id=page.pk).select_related("owner").first() if page.pk else None
    return found or PageCare(page_id=page.pk)


def keep(page: Page, typed: TypedCare) -> None:
    """Stores what was typed; a page of which nobody says anything gets no row."""
    stored = care_of(page)
    # A page that is never read again has no date.
    review_on = None if typed.needs_no_review else typed.review_on
    wanted = (typed.owner.pk if typed.owner else None, review_on, typed.needs_no_review)
    if wanted == (stored.owner_id, stored.review_on, stored.needs_no_review):
        return
    PageCare.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "owner": typed.owner,
            "review_on": review_on,
            "needs_no_review": typed.needs_no_review,
        },
    )


def hand_on_to_translation(source_obj: Any, target_obj: Any, **_kwargs: Any) -> None:
    """Receiver of `copy_for_translation_done`: who answers for a page answers for its translation too.

    Its date it does not get: it is published, and grows old, by itself.
    """
    if not isinstance(source_obj, Page):
        return
    owner_id = care_of(source_obj).owner_id
    if owner_id is not None:
        PageCare.objects.get_or_create(page_id=target_obj.pk, defaults={"owner_id": owner_id})
