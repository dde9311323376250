"""Makes a version of the text whenever a patto is published with other words than before."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from patti.texts.pages import PattoPage
from patti.texts.versions import PattoVersion, digest_of


def follow(instance: Any, **_kwargs: Any) -> None:
    """Receiver of `page_published` of these pages."""
    if instance.live and instance.is_original:
        freeze(instance)


def freeze(page: PattoPage) -> PattoVersion:
    """The version that says what the page says: the last one, or a new one.

    A version that nobody signed gives its number to the next: a slip that is put right before anybody read
    it is no change of what was agreed.
    """
    body = page.text_blocks
    digest = digest_of(page.title, page.promoter, body)
    with transaction.atomic():
        # Two who publish at once make one after the other; who asks to sign waits for the version.
        Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        last, before = locked_versions(page)
        if last is not None and last.digest != digest and not last.is_signed():
            last.delete()
            last = before
        if last is not None and last.digest == digest:
            return last
        number = last.number + 1 if last is not None else 1
        note = page.change_note if number > 1 else ""
        words = {"title": page.title, "promoter": page.promoter, "body": body, "note": note}
        return PattoVersion.objects.create(page=page, number=number, digest=digest, **words)


def locked_versions(page: PattoPage) -> tuple[PattoVersion | None, PattoVersion | None]:
    """The last version and the one before, locked until the transaction ends."""
    versions = PattoVersion.objects.select_for_update(of=("self",)).filter(page=page)
    some = list(versions.order_by("-number")[:2])
    return (some[0] if some else None, some[1] if len(some) > 1 else None)


def needs_note(page: PattoPage) -> bool:
    """Whether publishing the page as it is would make a version of which nobody says what changed."""
    last = PattoVersion.objects.filter(page=page).order_by("-number").first() if page.pk else None
    if last is None or last.digest == digest_of(page.title, page.promoter, page.text_blocks):
        return False
    note = page.change_note.strip()
    if last.is_signed():
        return not note or note == last.note.strip()
    return last.number > 1 and not note
