"""By when each page is to be read again, and who answers for it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from home.models import HomePage
from portal.models import PageCare, PortalSettings
from portal.rereading.due import due, next_date, with_terms
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, UserFactory, participation_index
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.news.factories import NewsPageFactory

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2026, 1, 10, 12, tzinfo=ZoneInfo("Europe/Rome"))
A_YEAR_LATER = date(2027, 1, 10)


@pytest.fixture
def home() -> HomePage:
    return make_home()


def term_of(page: Page) -> Any:
    found: Any = with_terms(Page.objects.all()).get(pk=page.pk)
    return found


def months(number: int, home: HomePage) -> None:
    site = home.get_site()
    PortalSettings.objects.update_or_create(site=site, defaults={"review_after_months": number})


def test_a_page_is_read_again_a_year_after_its_publication(home: HomePage) -> None:
    page = StandardPageFactory.create(parent=home, last_published_at=PUBLISHED)

    assert term_of(page).due_on == A_YEAR_LATER


def test_the_settings_say_after_how_many_months_and_none_is_never(home: HomePage) -> None:
    page = StandardPageFactory.create(parent=home, last_published_at=PUBLISHED)
    months(6, home)
    assert term_of(page).due_on == date(2026, 7, 11)

    months(0, home)

    assert term_of(page).due_on is None


def test_the_day_is_that_of_italy(home: HomePage) -> None:
    midnight = datetime(2026, 1, 10, 0, 30, tzinfo=ZoneInfo("Europe/Rome"))
    page = StandardPageFactory.create(parent=home, last_published_at=midnight)

    assert term_of(page).due_on == A_YEAR_LATER


def test_a_date_of_its_own_comes_before_and_counts_without_any_term_too(home: HomePage) -> None:
    page = StandardPageFactory.create(parent=home, last_published_at=PUBLISHED)
    PageCare.objects.create(page=page, review_on=date(2026, 2, 1))
    assert term_of(page).due_on == date(2026, 2, 1)

    months(0, home)

    assert term_of(page).due_on == date(2026, 2, 1)


def test_what_needs_no_reading_has_no_date(home: HomePage) -> None:
    page = StandardPageFactory.create(parent=home, last_published_at=PUBLISHED)
    PageCare.objects.create(page=page, needs_no_review=True)

    assert term_of(page).due_on is None


def test_news_and_calls_do_not_grow_old_unless_somebody_says_so(home: HomePage) -> None:
    news = NewsPageFactory.create(parent=home, last_published_at=PUBLISHED)
    call = CallPageFactory.create(parent=participation_index(home), last_published_at=PUBLISHED)
    assert term_of(news).due_on is None
    assert term_of(call).due_on is None

    PageCare.objects.create(page=news, review_on=date(2026, 2, 1))

    assert term_of(news).due_on == date(2026, 2, 1)


def test_drafts_and_aliases_are_not_read_again(home: HomePage) -> None:
    StandardPageFactory.create(parent=home, live=False, last_published_at=PUBLISHED)
    page = StandardPageFactory.create(parent=home, last_published_at=PUBLISHED)
    page.create_alias(update_slug="altrove")

    found = due(with_terms(Page.objects.all()), A_YEAR_LATER)

    assert [one.pk for one in found] == [page.pk]


def test_a_page_is_due_on_its_day_and_not_the_day_before_the_oldest_first(home: HomePage) -> None:
    later = StandardPageFactory.create(parent=home, last_published_at=PUBLISHED)
    sooner = StandardPageFactory.create(parent=home, last_published_at=PUBLISHED - timedelta(days=1))

    def found(day: date) -> list[int]:
        return [one.pk for one in due(with_terms(Page.objects.all()), day)]

    assert found(A_YEAR_LATER - timedelta(days=1)) == [sooner.pk]
    assert found(A_YEAR_LATER) == [sooner.pk, later.pk]


def test_whoever_was_named_answers_else_whoever_made_the_page_if_they_are_still_there(
    home: HomePage,
) -> None:
    maker, named = member_of(Role.EDITORS), UserFactory.create()
    page = StandardPageFactory.create(parent=home, owner=maker)
    assert term_of(page).answering_id == maker.pk
    PageCare.objects.create(page=page, owner=named)
    assert term_of(page).answering_id == named.pk

    named.is_active = False
    named.save()
    assert term_of(page).answering_id == maker.pk

    # They review now, and edit no page.
    maker.groups.set([Group.objects.get(name=Role.REVIEWERS)])
    assert term_of(page).answering_id is None
    maker.groups.set([Group.objects.get(name=Role.OFFICERS)])
    assert term_of(page).answering_id == maker.pk

    maker.delete()
    assert term_of(page).answering_id is None


def test_a_page_that_was_read_is_read_again_a_year_later_also_where_the_settings_say_never(
    home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.rereading.due.timezone.localdate", lambda: date(2026, 3, 1))
    months(0, home)
    assert next_date() == date(2027, 3, 1)

    months(6, home)

    assert next_date() == date(2026, 8, 30)


def test_terms_cost_the_same_queries_for_many_pages(home: HomePage, django_assert_num_queries: Any) -> None:
    list(with_terms(Page.objects.all()))
    for _number in range(10):
        StandardPageFactory.create(parent=home, last_published_at=PUBLISHED)

    with django_assert_num_queries(3):
        assert len(list(due(with_terms(Page.objects.all()), A_YEAR_LATER))) == 10
