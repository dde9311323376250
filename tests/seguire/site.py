"""A small site with something to follow, and what those who follow it get to read."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.utils import timezone
from wagtail.models import Page, Site

from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people.addresses import normal
from seguire.digests import writing
from seguire.followers import asking, confirming, subjects
from seguire.followers.confirming import find
from seguire.followers.hours import next_moment
from seguire.followers.models import Follower, FollowRequest, Frequency
from seguire.happened import noticing
from tests.candidature.factories import CallPageFactory, participation_index
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.territori.factories import TerritoryIndexPageFactory, TerritoryPageFactory


def root() -> Page:
    return Site.objects.get().root_page


def zone(title: str = "Zona Val di Prova") -> Any:
    above = TerritoryIndexPageFactory._meta.model.objects.first() or TerritoryIndexPageFactory.create(
        parent=root()
    )
    return TerritoryPageFactory.create(parent=above, title=title)


def call(**facts: Any) -> Any:
    above = Page.objects.filter(slug="partecipa").first() or participation_index(root())
    territories = facts.pop("territories", ())
    page = CallPageFactory.create(parent=above.specific, **facts)
    if territories:
        page.territories.set(territories)
        page.save()
    return page


def news(title: str, territories: Any = (), related: Any = (), topics: Any = ()) -> Any:
    above = NewsIndexPageFactory._meta.model.objects.first() or NewsIndexPageFactory.create(parent=root())
    page = NewsPageFactory.create(parent=above, title=title)
    page.territories.set(territories)
    for target in related:
        page.related_links.create(target=target)
    page.topics.set([topic.name for topic in topics])
    page.save()
    return page


def asked(address: str, *pages: Any, frequency: str = Frequency.DAILY) -> FollowRequest:
    """Somebody asked to follow these; no letter has left yet."""
    wanted = [subject for page in pages if (subject := subjects.of_page(page))]
    asking.ask(normal(address), wanted, frequency, at=timezone.now())
    return FollowRequest.objects.order_by("pk").last()  # type: ignore[return-value]


def following(address: str, *pages: Any, frequency: str = Frequency.DAILY) -> Follower:
    """Somebody who asked, read the letter and pressed its button."""
    asked(address, *pages, frequency=frequency)
    [link] = links_in(read()[-1])
    token = link.rstrip("/").rpartition("/")[2]
    request = find(token, timezone.now())
    assert request is not None
    follower = confirming.confirm(request, at=timezone.now())
    assert follower is not None
    return follower


def links_in(letter: Any) -> list[str]:
    return re.findall(r"https?://[^/\s]+(/seguire/[^\s]+)", str(letter.body))


def read() -> list[Any]:
    """All that left until now and was not read yet."""
    mail.outbox.clear()
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    while outbox.deliver_due().sent:
        pass
    return list(mail.outbox)


def morning(days: int = 1) -> datetime:
    """Eight o'clock of a day to come."""
    return next_moment(Frequency.DAILY, timezone.now() + timedelta(days=days - 1))


def monday() -> datetime:
    return next_moment(Frequency.WEEKLY, timezone.now())


def digest(at: datetime | None = None) -> list[Any]:
    """The letters of a morning."""
    writing.write_due(at or morning())
    return read()


def noticed() -> None:
    """What is there now is nothing new from now on."""
    noticing.notice(timezone.now() + timedelta(minutes=30))


def posting(page: Any) -> Any:
    """The one form of a page that changes something; the search of the header only asks."""
    [form] = {id(form): form for form in page.forms.values() if form.method.upper() == "POST"}.values()
    return form
