"""Who follows something gets a letter of a morning, each novelty once, and none where nothing is new."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from wagtail.rich_text import RichText

from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from seguire.digests import letter, writing
from seguire.followers import ending, secret_links
from seguire.followers.hours import is_day, next_moment
from seguire.happened import noticing
from seguire.happened.news import News
from seguire.models import Follower, Frequency, Novelty, Subscription
from tests.portal.outbox import failing_servers
from tests.seguire import site

pytestmark = pytest.mark.django_db

ROME = ZoneInfo("Europe/Rome")


def test_what_is_new_about_a_zone_is_told_the_next_morning_and_never_again() -> None:
    zone, other = site.zone("Prima"), site.zone("Seconda")
    site.following("ada@example.org", zone)
    site.call(title="Partner per un punto di ascolto", territories=[zone])
    site.call(title="Un altro avviso", territories=[other])

    [told] = site.digest()

    assert told.to == ["ada@example.org"]
    assert "Nuovo avviso: Partner per un punto di ascolto" in told.body
    assert "Un altro avviso" not in told.body
    assert site.digest(site.morning(2)) == []


def test_where_nothing_is_new_nothing_leaves() -> None:
    zone = site.zone()
    site.call(territories=[zone])
    site.following("ada@example.org", zone)

    assert site.digest() == []
    assert Follower.objects.get().next_at == site.morning(2)


def test_whoever_wants_it_weekly_is_written_to_on_monday() -> None:
    zone = site.zone()
    site.following("ada@example.org", zone, frequency=Frequency.WEEKLY)
    site.news("Il punto", territories=[zone])
    before = site.monday() - timedelta(hours=12)

    assert writing.write_due(before) == 0
    [told] = site.digest(site.monday())
    assert "Il punto" in told.body


def test_nothing_is_written_at_night() -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    site.news("Il punto", territories=[zone])
    night = site.morning() + timedelta(hours=14)

    assert writing.write_due(night) == 0
    assert len(site.digest(site.morning(2))) == 1


def test_what_concerns_two_things_stands_once_in_the_letter() -> None:
    zone = site.zone("Una zona")
    call = site.call(title="Un avviso", territories=[zone])
    site.following("ada@example.org", zone, call)
    site.news("Il punto", territories=[zone], related=[call])

    [told] = site.digest()

    assert told.body.count("Novità: Il punto") == 1


def test_what_is_taken_down_or_closed_before_it_leaves_is_not_told() -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    gone, closed = site.news("Uno", territories=[zone]), site.news("Due", territories=[zone])
    stays = site.news("Tre", territories=[zone])
    writing.write_due(site.morning())
    gone.unpublish()
    closed.view_restrictions.create(restriction_type="login")

    [told] = site.read()

    assert stays.title in told.body
    assert "Uno" not in told.body
    assert "Due" not in told.body


def test_where_all_of_it_is_taken_down_the_letter_does_not_leave() -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    page = site.news("Uno", territories=[zone])
    writing.write_due(site.morning())
    page.unpublish()

    assert site.read() == []
    assert not OutboxMessage.objects.exclude(status=OutboxMessage.Status.SENT).exists()


def test_killed_while_it_writes_it_goes_on_with_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BATCH", 2)
    zone = site.zone()
    for number in range(5):
        site.following(f"p{number}@example.org", zone)
    site.news("Il punto", territories=[zone])
    written: list[Any] = []

    def dies(messages: Any) -> None:
        enqueue(messages)
        written.append(messages)
        if len(written) == 2:
            raise KeyboardInterrupt

    enqueue = outbox.enqueue_many
    monkeypatch.setattr(outbox, "enqueue_many", dies)
    with pytest.raises(KeyboardInterrupt):
        writing.write_due(site.morning())
    monkeypatch.setattr(outbox, "enqueue_many", enqueue)
    writing.write_due(site.morning() + timedelta(minutes=2))

    assert sorted(one.to[0] for one in site.read()) == [f"p{number}@example.org" for number in range(5)]


def test_killed_after_the_letter_left_the_same_one_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    site.news("Il punto", territories=[zone])
    writing.write_due(site.morning())
    mail.outbox.clear()
    record = outbox._record_sent

    def dies(_message: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(outbox, "_record_sent", dies)
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver_due()
    monkeypatch.setattr(outbox, "_record_sent", record)
    [first] = mail.outbox
    [again] = site.read()

    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]
    assert first.body == again.body
    assert site.digest(site.morning(2)) == []


def test_after_two_mornings_without_a_mail_server_each_novelty_is_told_once(settings: Settings) -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    site.news("Uno", territories=[zone])
    writing.write_due(site.morning())
    site.news("Due", territories=[zone])
    writing.write_due(site.morning(2))
    assert OutboxMessage.objects.filter(status=OutboxMessage.Status.PENDING).count() == 2

    letters = site.read()

    bodies = " ".join(one.body for one in letters)
    assert bodies.count("Novità: Uno") == 1
    assert bodies.count("Novità: Due") == 1


def test_the_later_of_two_that_wait_tells_all_and_the_other_is_dropped() -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    site.news("Uno", territories=[zone])
    writing.write_due(site.morning())
    site.news("Due", territories=[zone])
    writing.write_due(site.morning(2))
    first, second = OutboxMessage.objects.filter(link_kind="seguire.news").order_by("pk")
    OutboxMessage.objects.filter(pk=first.pk).update(next_attempt_at=timezone.now() + timedelta(hours=1))
    mail.outbox.clear()
    outbox.deliver_due()

    [told] = mail.outbox
    assert "Uno" in told.body
    assert "Due" in told.body
    assert site.read() == []
    assert second.pk != first.pk


def test_a_server_that_is_away_loses_nothing(settings: Settings) -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    site.news("Il punto", territories=[zone])
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{failing_servers.__name__}.BrokenServer"
    writing.write_due(site.morning())
    outbox.deliver_due()
    settings.EMAIL_BACKEND = working

    [told] = site.read()

    assert "Il punto" in told.body


def test_one_press_ends_it_as_the_header_of_the_letter_says() -> None:
    zone = site.zone()
    follower = site.following("ada@example.org", zone)
    site.news("Il punto", territories=[zone])

    [told] = site.digest()

    address = secret_links.address("stop", secret_links.token_of(follower))
    assert told.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert told.extra_headers["Auto-Submitted"] == "auto-generated"
    assert address in told.body


def test_what_staff_read_of_the_letter_does_not_say_what_is_followed() -> None:
    zone = site.zone("Zona Val di Prova")
    follower = site.following("ada@example.org", zone)
    site.news("Il punto", territories=[zone])
    site.digest()

    written = OutboxMessage.objects.get(link_kind="seguire.news")

    text = f"{written.subject} {written.content} {written.body} {written.related_to}"
    assert "Val di Prova" not in text
    assert "Il punto" not in text
    assert secret_links.token_of(follower) not in text


def test_with_the_outcome_following_a_call_ends_and_the_letter_says_so() -> None:
    zone = site.zone()
    call = site.call(title="Partner")
    site.following("ada@example.org", call, zone)
    call.outcome = [("text", RichText("<p>Ammessi: uno.</p>"))]
    call.save()

    [told] = site.digest()

    assert "È uscito l’esito: Partner" in told.body
    assert "Con l’esito gli aggiornamenti su questo avviso finiscono." in told.body
    assert [one.page_id for one in Subscription.objects.all()] == [zone.pk]


def test_where_nothing_else_is_followed_the_address_goes_with_it() -> None:
    call = site.call(title="Partner")
    site.following("ada@example.org", call)
    call.outcome = [("text", RichText("<p>Ammessi: uno.</p>"))]
    call.save()

    [told] = site.digest()

    assert "abbiamo cancellato il tuo indirizzo" in told.body
    assert "/seguire/" not in told.body
    assert not Follower.objects.exists()


@pytest.mark.parametrize("way", ["unpublished", "deleted"])
def test_a_page_that_is_gone_is_told_once_and_ends(way: str) -> None:
    gone, stays = site.zone("Se ne va"), site.zone("Resta")
    site.following("ada@example.org", gone, stays)
    gone.unpublish() if way == "unpublished" else gone.delete()
    ending.look_after()
    ending.look_after(timezone.now() + ending.AWAY_FOR)

    [told] = site.digest(site.morning(9))

    assert "Se ne va" in told.body
    assert "non è più sul sito" in told.body
    assert [one.title for one in Subscription.objects.all()] == ["Resta"]
    assert site.digest(site.morning(10)) == []


def test_a_page_that_comes_back_within_a_week_goes_on() -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    zone.unpublish()
    ending.look_after()
    zone.refresh_from_db()
    zone.save_revision().publish()
    ending.look_after(timezone.now() + timedelta(days=6))
    ending.look_after(timezone.now() + timedelta(days=8))

    assert Subscription.objects.get().ended_at is None
    assert Subscription.objects.get().away_since is None


def test_forty_novelties_at_most_and_a_word_that_there_are_more() -> None:
    news = [
        News(
            number,
            frozenset(),
            "published",
            number,
            frozenset(),
            "Novità",
            f"N{number}.",
            "https://example.org/",
        )
        for number in range(50)
    ]
    follower = Follower(email="ada@example.org", frequency=Frequency.DAILY, seed="x")

    blocks = letter.in_words([letter.Chapter("Zona", news)], follower, is_end=False)

    assert "N39." in str(blocks)
    assert "N40." not in str(blocks)
    assert "C’è altro" in str(blocks)


@pytest.mark.parametrize(
    ("now", "frequency", "expected"),
    [
        # The clocks go forward in the night of 29 March 2026, and back in that of 25 October.
        (datetime(2026, 3, 28, 8, 0, tzinfo=ROME), "daily", "2026-03-29T08:00:00+02:00"),
        (datetime(2026, 10, 24, 23, 59, tzinfo=ROME), "daily", "2026-10-25T08:00:00+01:00"),
        (datetime(2026, 5, 4, 7, 59, tzinfo=ROME), "weekly", "2026-05-04T08:00:00+02:00"),
        (datetime(2026, 5, 4, 8, 0, tzinfo=ROME), "weekly", "2026-05-11T08:00:00+02:00"),
        (datetime(2026, 5, 5, 3, 0, tzinfo=ROME), "daily", "2026-05-05T08:00:00+02:00"),
    ],
)
def test_the_next_morning_is_at_eight_in_rome(now: datetime, frequency: str, expected: str) -> None:
    assert timezone.localtime(next_moment(frequency, now)).isoformat() == expected


def test_it_is_day_from_eight_to_twenty() -> None:
    at = [
        datetime(2026, 5, 4, hour, minute, tzinfo=ROME)
        for hour, minute in ((7, 59), (8, 0), (19, 59), (20, 0))
    ]

    assert [is_day(one) for one in at] == [False, True, True, False]


def test_after_days_without_a_worker_one_letter_tells_it_all() -> None:
    zone = site.zone()
    site.following("ada@example.org", zone)
    site.news("Uno", territories=[zone])
    site.noticed()
    site.news("Due", territories=[zone])

    [told] = site.digest(site.morning(5))

    assert "Uno" in told.body
    assert "Due" in told.body


def test_a_batch_costs_the_same_for_few_and_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = site.zone()

    def cost(people: int) -> int:
        for _number in range(people):
            number = Follower.objects.count()
            follower = Follower.objects.create(
                email=f"p{number}@example.org",
                frequency=Frequency.DAILY,
                next_at=site.morning(),
                **secret_links.new(),
            )
            Subscription.objects.create(follower=follower, page=zone, title="Zona", told=noticing.newest())
        site.news(f"Novità {people}", territories=[zone])
        Follower.objects.update(next_at=site.morning())
        noticing.notice(site.morning())
        with CaptureQueriesContext(connection) as asked:
            writing.write_due(site.morning())
        OutboxMessage.objects.all().delete()
        # How many rows go into one statement is the database's matter.
        return sum(not one["sql"].startswith("INSERT") for one in asked.captured_queries)

    cost(1)

    assert cost(2) == cost(60)


def test_an_old_page_that_is_put_into_a_zone_is_no_news() -> None:
    zone = site.zone()
    news = site.news("Il punto")
    site.noticed()
    site.following("ada@example.org", zone)
    news.territories.set([zone])
    news.save()

    assert site.digest() == []
    assert Novelty.objects.filter(page=news).count() == 1
