"""The letter with what is new. It is written empty, and filled when it leaves: by then a page may be gone.

Nothing of what somebody follows stands in the outbox, and what is told is noted only once the letter left: it
is told once, however often the worker is killed. Of two that wait the later tells all, the other is dropped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.italian.days import with_article
from portal.languages import reading
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from seguire.followers import secret_links
from seguire.followers.keeping import forget
from seguire.followers.kinds import NEWS
from seguire.followers.letters import follower_of
from seguire.followers.models import Follower, Frequency, Subscription
from seguire.happened.concerning import Key
from seguire.happened.models import Novelty, What
from seguire.happened.news import News, lately

# Of one letter; the rest is on the site.
MOST = 40


@dataclass(frozen=True)
class Chapter:
    """What is new about one thing that is followed.

    Attributes:
        is_last: it is not followed any longer after this letter.
    """

    title: str
    news: Sequence[News]
    is_last: bool = False
    is_gone: bool = False


def subject(at: datetime) -> str:
    day = with_article(timezone.localtime(at), "del")
    return _("Aggiornamenti %(day)s – %(site)s") % {"day": day, "site": settings.SITE_NAME}


def messages(followers: Iterable[Follower], language: str, last: int, at: datetime) -> list[OutboxMessage]:
    """A letter to each about what has a number up to `last`; one for each morning on which it is due.

    Args:
        language: of all of them.
    """
    with reading(language):
        heading, empty = subject(at), blocks(at)
    return [_message(one, language, last, at, heading, empty) for one in followers]


def _message(
    follower: Follower, language: str, last: int, at: datetime, heading: str, empty: list[Block]
) -> OutboxMessage:
    written = outbox.message(
        key=f"{NEWS}:{follower.pk}:{follower.next_at:%Y%m%d}",
        recipient=follower.email,
        subject=heading,
        body=empty,
        link_kind=NEWS,
        link_target=f"{follower.pk}:{last}",
        lane=OutboxMessage.Lane.LAST,
        language=language,
    )
    # What ends later than this is told by the next one.
    written.created_at = at
    return written


def blocks(at: datetime) -> list[Block]:
    """The letter, with the place where what is new goes."""
    return rendered("seguire/letters/news.txt", {"heading": subject(at)})


def by_key(news: Iterable[News]) -> dict[Key, list[News]]:
    """What concerns each thing that can be followed."""
    found: dict[Key, list[News]] = {}
    for one in news:
        for key in one.keys:
            found.setdefault(key, []).append(one)
    return found


def has_news(
    subscription: Subscription, known: Mapping[Key, Sequence[News]], last: int, at: datetime
) -> bool:
    """Whether there is anything to tell of what is followed, be it that it is gone."""
    if _is_gone(subscription, at):
        return True
    key = subscription.key
    return any(subscription.told < one.number <= last for one in known.get(key, ())) if key else False


def _is_gone(subscription: Subscription, at: datetime) -> bool:
    return subscription.ended_at is not None and subscription.ended_at <= at


def chapters(
    subscriptions: Iterable[Subscription], known: Mapping[Key, Sequence[News]], last: int, at: datetime
) -> list[Chapter]:
    """What is told to one follower: each novelty once, under the first of the things that it concerns."""
    found: list[Chapter] = []
    told: set[int] = set()
    for one in subscriptions:
        if _is_gone(one, at):
            found.append(Chapter(one.title, (), is_last=True, is_gone=True))
            continue
        about = known.get(one.key, ()) if one.key else ()
        new = [news for news in about if one.told < news.number <= last]
        is_last = any(one.key in news.ends for news in new)
        fresh = [news for news in _shown(new) if news.number not in told]
        told |= {news.number for news in new}
        if fresh or is_last:
            found.append(Chapter(one.title, fresh, is_last=is_last))
    return found


def _shown(news: Sequence[News]) -> list[News]:
    """Of a page that is new itself, only that."""
    new_pages = {one.page_id for one in news if one.what == What.PUBLISHED}
    return [one for one in news if one.what == What.PUBLISHED or one.page_id not in new_pages]


def in_words(found: Sequence[Chapter], follower: Follower, *, is_end: bool) -> list[Block]:
    """What stands in the letter, and the ways to change and to end it."""
    room = MOST
    cut: list[Chapter] = []
    for chapter in found:
        cut.append(Chapter(chapter.title, chapter.news[:room], chapter.is_last, chapter.is_gone))
        room = max(0, room - len(chapter.news))
    token = secret_links.token_of(follower)
    context = {
        "chapters": cut,
        "more": sum(len(chapter.news) for chapter in found) > MOST,
        "site_url": settings.SITE_URL,
        "is_end": is_end,
        "manage": secret_links.address("mine", token),
        "stop": secret_links.address("stop", token),
        "frequency": Frequency(follower.frequency).label.lower(),
    }
    return rendered("seguire/letters/_news.txt", context)


def filled(message: OutboxMessage, _secret: str) -> list[Block]:
    """What is new, as everybody may read it now.

    Raises:
        LinkTargetGoneError: the address is forgotten, another letter told it, or it is not public any more.
    """
    follower = follower_of(message)
    _newest, news = lately(message.language)
    subscriptions = list(follower.subscriptions.all())
    found = chapters(subscriptions, by_key(news), _last(message), message.created_at)
    if not found:
        raise outbox.LinkTargetGoneError(message.link_target)
    ending = sum(chapter.is_last for chapter in found)
    return in_words(found, follower, is_end=ending == len(subscriptions))


def note_told(message: OutboxMessage, _secret: str) -> None:
    """Notes that this was told, and ends what it said is over; without anything left the address goes."""
    last = _last(message)
    follower = Follower.objects.select_for_update().filter(pk=message.link_target.partition(":")[0]).first()
    if follower is None:
        return
    mine = list(follower.subscriptions.annotate(translation_key=F("page__translation_key")))
    # Whatever language it is followed in, an outcome is noticed on the page that is answered.
    outcomes = Novelty.objects.filter(
        what=What.OUTCOME,
        page__translation_key__in=[one.translation_key for one in mine if one.translation_key],
        page__live=True,
        pk__lte=last,
    )
    ends = dict(outcomes.values_list("page__translation_key", "pk"))
    over = [
        one.pk
        for one in mine
        if _is_gone(one, message.created_at) or one.told < ends.get(one.translation_key, 0)
    ]
    follower.subscriptions.filter(pk__in=over).delete()
    follower.subscriptions.filter(told__lt=last).update(told=last)
    if len(over) == len(mine):
        forget(follower, but=message.pk)


def _last(message: OutboxMessage) -> int:
    return int(message.link_target.partition(":")[2])
