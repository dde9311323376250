"""The life of a link that shows a draft: made by an editor, ended by its term, by hand, or by publication."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from candidature.pages.participation import ParticipationPage
from candidature.trying.models import PreviewLink
from portal.models import User
from portal.privacy.tokens import digest, is_well_formed, new_token

# So long whoever comes by an ended link is told how it ended; afterwards it leads to nothing.
TOLD_FOR = timedelta(days=60)


class Ended(StrEnum):
    """Why a link shows nothing any more."""

    REVOKED = "revoked"
    PUBLISHED = "published"
    EXPIRED = "expired"


def make(page: ParticipationPage, by: User) -> tuple[PreviewLink, str]:
    """A link to the draft of a page, and its secret, which nobody can read again."""
    token = new_token()
    expires_at = timezone.now() + timedelta(days=settings.LIMITS["PREVIEW_LINK_DAYS"])
    link = PreviewLink.objects.create(
        page_id=page.pk, token_hash=digest(token), made_by=by, expires_at=expires_at
    )
    return link, token


def find(token: str) -> PreviewLink | None:
    """The link with this secret, ended or not."""
    if not is_well_formed(token):
        return None
    return PreviewLink.objects.select_related("page").filter(token_hash=digest(token)).first()


def ended(link: PreviewLink, now: datetime | None = None) -> Ended | None:
    """Why it shows nothing any more; None while it does."""
    if link.revoked_at is not None:
        return Ended.REVOKED
    published = link.page.last_published_at
    if link.page.live and published is not None and published >= link.made_at:
        return Ended.PUBLISHED
    return Ended.EXPIRED if link.expires_at <= (now or timezone.now()) else None


def of(page: ParticipationPage) -> "QuerySet[PreviewLink]":
    """All of a page that are still told of, newest first."""
    return PreviewLink.objects.select_related("page", "made_by").filter(page_id=page.pk)


def revoke(link: PreviewLink) -> None:
    """Ends it now, and what was tried by it."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    link.trials.all().delete()


def prune(now: datetime | None = None) -> int:
    """Forgets the links of which nobody is told any more; returns how many."""
    old = PreviewLink.objects.filter(expires_at__lte=(now or timezone.now()) - TOLD_FOR)
    number = old.count()
    old.delete()
    return number
