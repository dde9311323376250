"""What is new on the site: each thing once, and nothing that not everybody may read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.rich_text import RichText

from candidature.published.history import PageChange
from eventi.models import EventPage
from seguire.digests.letter import _shown
from seguire.happened.news import lately
from seguire.happened.noticing import PAUSE, newest, notice
from seguire.models import Novelty
from tests.candidature.factories import EventPageFactory
from tests.news.factories import TopicFactory
from tests.seguire import site
from tests.territori.factories import PathPageFactory

pytestmark = pytest.mark.django_db

STARTS = datetime(2035, 6, 10, 15, tzinfo=UTC)


def later() -> datetime:
    return timezone.now() + 2 * PAUSE


def found(page: Any) -> list[str]:
    notice(later())
    return list(Novelty.objects.filter(page=page).values_list("what", flat=True))


def test_the_first_look_finds_what_is_there_and_the_second_nothing() -> None:
    site.call()

    assert notice(later()) > 0
    assert notice(later()) == 0


def test_a_page_published_a_moment_ago_waits_for_the_pause() -> None:
    call = site.call()
    call.save_revision().publish()

    notice(timezone.now() + PAUSE / 2)
    assert not Novelty.objects.filter(page=call).exists()

    assert found(call) == ["published"]


def test_published_again_it_is_not_new_again() -> None:
    call = site.call()
    notice(later())
    call.unpublish()
    call.refresh_from_db()
    call.save_revision().publish()

    assert found(call) == ["published"]


@pytest.mark.parametrize("state", ["draft", "private", "below a private page"])
def test_what_not_everybody_may_read_is_no_novelty(state: str) -> None:
    call = site.call(live=state != "draft")
    if state != "draft":
        of = call if state == "private" else call.get_parent()
        of.view_restrictions.create(restriction_type="password", password="x")

    assert found(call) == []


def test_what_is_opened_to_everybody_is_new_then() -> None:
    call = site.call()
    restriction = call.view_restrictions.create(restriction_type="login")
    assert found(call) == []
    restriction.delete()

    assert found(call) == ["published"]


def test_a_change_counts_where_the_public_is_told_why() -> None:
    call = site.call()
    notice(later())
    at = timezone.now() - 2 * PAUSE
    PageChange.objects.create(page=call, what="extended", at=at, note="Lo chiedono i comuni.")
    PageChange.objects.create(page=call, what="form", at=at, office_note="Solo per noi.")

    assert found(call) == ["published", "changed"]
    [told] = [one for one in lately()[1] if one.what == "changed"]
    assert told.label == "Il termine è stato prorogato"
    assert ("Perché:", "Lo chiedono i comuni.") in told.details


def test_an_outcome_is_told_once() -> None:
    call = site.call()
    notice(later())
    call.outcome = [("text", RichText("<p>Ammessi: uno.</p>"))]
    call.save()
    assert found(call) == ["published", "outcome"]
    call.outcome = [("text", RichText("<p>Ammessi: due.</p>"))]
    call.save()

    assert found(call) == ["published", "outcome"]


def event(**facts: Any) -> Any:
    above = site.call().get_parent().specific
    return EventPageFactory.create(
        parent=above, starts_at=STARTS, ends_at=STARTS + timedelta(hours=2), place="Sala", **facts
    )


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"starts_at": STARTS - timedelta(hours=1)}, ["moved"]),
        ({"place": "Biblioteca"}, ["relocated"]),
        ({"place": "  SALA. "}, []),
        ({"title": "Altro titolo"}, []),
        ({"online_url": "https://example.org/stanza"}, []),
        ({"cancelled": True, "cancellation_note": "La sala è inagibile."}, ["cancelled"]),
    ],
)
def test_of_an_event_it_counts_when_and_where(changes: dict[str, Any], what: list[str]) -> None:
    page = event()
    notice(later())
    for name, value in changes.items():
        setattr(page, name, value)
    page.save()

    assert found(page) == ["published", *what]


@pytest.mark.parametrize("is_noticed", [True, False], ids=["noticed", "not noticed yet"])
def test_a_new_event_that_was_cancelled_meanwhile_is_told_as_cancelled_or_not_at_all(
    is_noticed: bool,
) -> None:
    notice()
    page = event()
    notice(later())
    page.place, page.starts_at = "Biblioteca", STARTS - timedelta(hours=1)
    page.save()
    notice(later())
    page.cancelled, page.cancellation_note = True, "La sala è inagibile."
    page.save()
    if is_noticed:
        notice(later())

    told = _shown([one for one in lately()[1] if one.page_id == page.pk])

    assert [one.label for one in told] == (["È annullato"] if is_noticed else [])
    assert all(dict(one.details) == {"Perché:": "La sala è inagibile."} for one in told)


def test_an_event_that_is_over_when_it_comes_to_the_site_is_no_new_appointment() -> None:
    notice()
    past = timezone.now() - timedelta(days=400)
    above = site.call().get_parent().specific
    over = EventPageFactory.create(parent=above, starts_at=past, ends_at=past + timedelta(hours=2))
    begun = EventPageFactory.create(parent=above, starts_at=past, ends_at=None)
    goes_on = EventPageFactory.create(
        parent=above, starts_at=past, ends_at=timezone.now() + timedelta(days=9)
    )
    undated = EventPageFactory.create(parent=above, starts_at=None, ends_at=None)

    assert [found(one) for one in (over, begun)] == [[], []]
    assert [found(one) for one in (goes_on, undated)] == [["published"], ["published"]]


def test_an_event_that_goes_back_and_forth_is_told_each_time() -> None:
    page = event()
    for place in ("Sala", "Biblioteca", "Sala"):
        page.place = place
        page.save()
        kinds = found(page)
    page.cancelled = True
    page.save()
    found(page)
    page.cancelled = False
    page.save()

    assert kinds == ["published", "relocated", "relocated"]
    assert found(page) == [*kinds, "cancelled", "restored"]


def test_the_room_that_only_guests_know_is_kept_nowhere() -> None:
    event(online_url="https://example.org/stanza-segreta")
    notice(later())

    assert "segreta" not in str(list(Novelty.objects.values_list()))
    assert "segreta" not in str(lately())


def test_a_past_event_that_is_corrected_is_no_news() -> None:
    page = event()
    notice(later())
    EventPage.objects.update(
        starts_at=timezone.now() - timedelta(days=9), ends_at=timezone.now() - timedelta(days=8)
    )
    notice(later())
    EventPage.objects.update(place="Altrove")

    assert found(page) == ["published"]


def test_it_concerns_whoever_follows_what_it_belongs_to() -> None:
    zone, other = site.zone("Prima"), site.zone("Seconda")
    path = PathPageFactory.create(parent=zone.get_parent().specific)
    call = site.call(territories=[zone], path_page=path)
    topic = TopicFactory.create()
    news = site.news("Il punto", territories=[other], related=[call], topics=[topic])
    notice(later())

    keys = {one.page_id: one.keys for one in lately()[1]}

    assert keys[call.pk] == {("page", pk) for pk in (call.pk, zone.pk, path.pk, call.get_parent().pk)}
    of_news = {("page", pk) for pk in (news.pk, other.pk, call.pk, news.get_parent().pk)}
    assert keys[news.pk] == of_news | {("topic", topic.pk)}


def test_what_was_taken_down_since_is_not_told() -> None:
    call = site.call()
    notice(later())
    call.unpublish()

    assert [one for one in lately()[1] if one.page_id == call.pk] == []


def test_a_look_costs_the_same_for_many_pages() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            notice(later())
        return len(asked)

    event()
    notice(later())
    few = cost()
    for _number in range(5):
        site.call()
        event()
    notice(later())

    assert cost() == few


def test_before_anybody_looked_all_that_is_there_is_old() -> None:
    site.call()

    assert newest() == Novelty.objects.order_by("-pk")[0].pk
