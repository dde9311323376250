"""A draft made from a call or an event: what it asks and says again, without what belonged to that one time.

Which fields stay behind is said by the page (`exclude_fields_in_copy`), so that every way of copying that
Wagtail knows leaves them behind too.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.actions.copy_page import CopyPageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from candidature.letters import own_words
from candidature.pages.index import ParticipationIndexPage
from candidature.pages.participation import ParticipationPage
from portal.models import User


def free_slug(page: ParticipationPage, parent: Page, title: str = "") -> str:
    """An address below `parent` that no other page has, made of the title."""
    return str(find_available_slug(parent, slugify(title or page.title)[:200] or str(page.kind)))


def added_as_draft(page: ParticipationPage, index: ParticipationIndexPage, user: User) -> ParticipationPage:
    """A page that was just made, below the index, where nobody sees it before it is published."""
    page.slug = page.slug or free_slug(page, index)
    page.live = False
    page.has_unpublished_changes = True
    page.owner = user
    with transaction.atomic():
        index.add_child(instance=page)
        page.save_revision(user=user, log_action="wagtail.create")
    return page


@transaction.atomic
def draft_from(model: ParticipationPage, fresh: Mapping[str, Any], user: User) -> ParticipationPage:
    """A new page beside the model, which nobody sees before it is published.

    It is made from what the editor shows, changes that were not published included.

    Args:
        fresh: the fields that the copy has of its own, the title among them.

    Raises:
        wagtail.actions.copy_page.CopyPagePermissionError: this account may add no page there.
    """
    parent = model.get_parent()
    slug = free_slug(model, parent, fresh["title"])
    source = model.get_latest_revision_as_object()
    action = CopyPageAction(
        source,
        to=parent,
        # Wagtail sets on the row only what it copies; all of them are in the revision that is edited.
        update_attrs={**fresh, "slug": slug, "copied_from": model.page_ptr},
        copy_revisions=False,
        keep_live=False,
        user=user,
    )
    made: ParticipationPage = action.execute()
    type(made).objects.filter(pk=made.pk).update(copied_from=model.pk, draft_title=fresh["title"])
    own_words.give(made, own_words.of_page(model.answered_id), user)
    return made
