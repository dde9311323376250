"""The index follows what is public: at once, whatever is done to a page and wherever."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page, PageViewRestriction

from news.models import NewsPage
from portal.worker.chores import publish_scheduled
from search.index import writing
from search.index.models import IndexedPage, PageWord, Word
from territori.models import CommitteeMember, PathParticipant
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.news.factories import (
    ExperienceIndexPageFactory,
    ExperiencePageFactory,
    GuidelineIndexPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    TopicFactory,
)
from tests.portal.pages.visits import visit
from tests.territori.factories import (
    CommunityHousePageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PathPageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
    ZoneFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]


@pytest.fixture
def search() -> Page:
    return SearchPageFactory.create(parent=make_home())


@pytest.fixture
def committed(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[..., None]:
    """Does something, and what follows its commit."""

    def do(act: Callable[[], object]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            act()

    return do


def is_found(search: Page, word: str) -> bool:
    response = visit(search, f"?q={word}")
    assert response.status_code == 200
    return "Nessun risultato" not in response.content.decode()


def titles(search: Page, word: str) -> set[str]:
    html = visit(search, f"?q={word}").content.decode()
    return {
        " ".join(one.get_text().split()) for one in BeautifulSoup(html, "html.parser").select("main h3 a")
    }


def test_what_is_published_is_found_at_once_and_no_more_once_it_is_not(
    search: Page, committed: Callable[..., None]
) -> None:
    page = StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    assert is_found(search, "consultorio")

    committed(page.unpublish)
    assert not is_found(search, "consultorio")
    assert not PageWord.objects.filter(page=page.pk).exists()

    committed(lambda: page.save_revision().publish())
    assert is_found(search, "consultorio")


def test_a_draft_is_not_found_until_it_is_published_and_the_former_words_then_are_gone(
    search: Page, committed: Callable[..., None]
) -> None:
    page = StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    page.title = "L’ambulatorio"
    page.abstract = "Segretissimo."

    committed(page.save_revision)
    assert not is_found(search, "segretissimo")
    # What is read again meanwhile is what is public.
    writing.mark([page.pk])
    writing.write_due()
    assert not is_found(search, "ambulatorio")

    committed(lambda: page.latest_revision.publish())
    assert is_found(search, "ambulatorio")
    assert not is_found(search, "consultorio")


def test_topics_that_are_published_with_a_page_are_found_with_it(
    search: Page, committed: Callable[..., None]
) -> None:
    news = NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=search.get_parent()))
    news.topics.add(TopicFactory.create(name="Cronicità"))

    committed(lambda: news.save_revision().publish())

    assert is_found(search, "cronicità")


def test_a_deleted_page_is_gone_with_those_below_it(search: Page, committed: Callable[..., None]) -> None:
    above = StandardPageFactory.create(parent=search.get_parent(), title="Sopra")
    StandardPageFactory.create(parent=above, title="Il consultorio")

    committed(above.delete)

    assert not is_found(search, "consultorio")
    assert not IndexedPage.objects.filter(page__title="Il consultorio").exists()


def test_a_page_that_moves_below_a_private_one_is_not_found_until_it_moves_back(
    search: Page, committed: Callable[..., None]
) -> None:
    home = search.get_parent()
    secret = StandardPageFactory.create(parent=home, title="Riservata")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    page = StandardPageFactory.create(parent=Page.objects.get(pk=home.pk), title="Il consultorio")

    committed(lambda: page.move(Page.objects.get(pk=secret.pk), "last-child"))
    assert not is_found(search, "consultorio")

    committed(lambda: Page.objects.get(pk=page.pk).move(Page.objects.get(pk=home.pk), "last-child"))
    assert is_found(search, "consultorio")


def test_a_page_whose_time_is_over_is_not_found_though_the_worker_is_late(search: Page) -> None:
    page = StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(minutes=1))
    assert is_found(search, "consultorio")

    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert not is_found(search, "consultorio")


def test_what_the_worker_publishes_at_its_time_is_found(search: Page, committed: Callable[..., None]) -> None:
    page = StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio", live=False)
    page.go_live_at = timezone.now() - timedelta(seconds=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    assert not is_found(search, "consultorio")

    committed(publish_scheduled)

    assert is_found(search, "consultorio")


def test_what_bypasses_every_signal_is_hidden_at_once_and_found_after_the_nightly_reading(
    search: Page,
) -> None:
    page = StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    Page.objects.filter(pk=page.pk).update(live=False)
    assert not is_found(search, "consultorio")

    Page.objects.filter(pk=page.pk).update(live=True, title="L’ambulatorio")
    writing.refresh()
    writing.write_due()

    assert is_found(search, "ambulatorio")
    assert not is_found(search, "consultorio")


def test_the_other_address_of_a_page_is_no_second_result(
    search: Page, committed: Callable[..., None]
) -> None:
    home = search.get_parent()
    page = StandardPageFactory.create(parent=home, title="Il consultorio")

    committed(lambda: page.create_alias(parent=Page.objects.get(pk=home.pk), update_slug="altro"))
    writing.write_due()

    assert "1 risultato per" in visit(search, "?q=consultorio").content.decode()


def test_who_looks_for_a_municipality_finds_its_zone_also_after_it_changed_zones(search: Page) -> None:
    index = TerritoryIndexPageFactory.create(parent=search.get_parent())
    first, second = ZoneFactory.create(name="Prima"), ZoneFactory.create(name="Seconda")
    municipality = MunicipalityFactory.create(name="Borgofinto", zone=first)
    TerritoryPageFactory.create(parent=index, zone=first, title="Zona uno")
    TerritoryPageFactory.create(parent=index, zone=second, title="Zona due")
    assert "Zona uno" in visit(search, "?q=borgofinto").content.decode()

    municipality.zone = second
    municipality.save()
    writing.write_due()

    html = visit(search, "?q=borgofinto").content.decode()
    assert "Zona due" in html
    assert "Zona uno" not in html


def test_a_topic_with_another_name_is_found_by_it(search: Page) -> None:
    topic = TopicFactory.create(name="Cronicità")
    news = NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=search.get_parent()))
    news.topics.add(topic)
    news.save()
    writing.write_due()

    topic.name = "Invecchiamento"
    topic.save()
    writing.write_due()

    assert is_found(search, "invecchiamento")
    assert not is_found(search, "cronicità")


def test_who_looks_for_a_body_finds_where_it_sits_and_takes_part_also_by_its_new_name(search: Page) -> None:
    zone = TerritoryPageFactory.create(
        parent=TerritoryIndexPageFactory.create(parent=search.get_parent()), title="Val Finta"
    )
    path = PathPageFactory.create(parent=zone, title="Il percorso")
    body = OrganisationFactory.create(name="Auserfinta")
    PathParticipant.objects.create(page=path, organisation=body)
    CommitteeMember.objects.create(page=zone, organisation=body, person="Rosalinda Segreta")
    writing.mark([zone.pk, path.pk])
    writing.write_due()
    assert {"Il percorso", "Val Finta"} <= titles(search, "auserfinta")

    body.name = "Mutuafinta"
    body.save()
    writing.write_due()

    assert {"Il percorso", "Val Finta"} <= titles(search, "mutuafinta")
    assert not is_found(search, "auserfinta")
    # Who sits there for it is named on the page alone, and until the term ends.
    assert not is_found(search, "rosalinda")


def test_what_a_page_shows_is_found_wherever_on_it_it_stands(search: Page) -> None:
    home = search.get_parent()
    zone = TerritoryPageFactory.create(
        parent=TerritoryIndexPageFactory.create(parent=home),
        title="Val Finta",
        contacts=[("contacts", {"office": "Portineria"})],
        committee_contacts=[("contacts", {"office": "Segretariato"})],
    )
    CommunityHousePageFactory.create(
        parent=zone,
        title="Casa",
        opening_hours="Mercoledì pomeriggio",
        contacts=[("contacts", {"office": "Sportellone"})],
    )
    GuidelineIndexPageFactory.create(parent=home, title="Linee guida", body=[("text", "<p>Vademecum</p>")])
    ExperiencePageFactory.create(
        parent=ExperienceIndexPageFactory.create(parent=home),
        title="Esperienza",
        region="Basilicata",
        author="Redazionefinta",
        sources="<p>Bollettino</p>",
    )
    writing.write_due()

    words = {"portineria": "Val Finta", "segretariato": "Val Finta", "mercoledì": "Casa"}
    words |= {"sportellone": "Casa", "vademecum": "Linee guida", "basilicata": "Esperienza"}
    words |= {"redazionefinta": "Esperienza", "bollettino": "Esperienza"}
    assert {word: titles(search, word) for word in words} == {word: {page} for word, page in words.items()}


def test_a_page_that_cannot_be_read_keeps_its_mark_and_stops_no_other(
    search: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    news = NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=search.get_parent()))
    page = StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    writing.mark([news.pk, page.pk])
    monkeypatch.setattr(NewsPage, "search_facts", property(lambda page: 1 / 0))

    assert writing.write_due() == 1

    assert list(IndexedPage.objects.filter(due=True).values_list("pk", flat=True)) == [news.pk]
    assert f"Page {news.pk} could not be read" in caplog.text


def test_a_page_that_says_what_it_said_is_not_written_again(search: Page) -> None:
    page = StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    before = set(PageWord.objects.filter(page=page.pk).values_list("pk", flat=True))

    writing.mark([page.pk])
    writing.write_due()

    assert set(PageWord.objects.filter(page=page.pk).values_list("pk", flat=True)) == before
    assert not IndexedPage.objects.filter(due=True).exists()


def test_words_that_stand_nowhere_any_more_are_forgotten(search: Page) -> None:
    page = StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    page.title = "L’ambulatorio"
    page.save()
    writing.write_due()
    assert Word.objects.filter(text="consultorio").exists()

    writing.prune()

    assert not Word.objects.filter(text="consultorio").exists()
    assert Word.objects.filter(text="ambulatorio").exists()


def test_a_word_is_looked_for_as_a_new_dictionary_lists_it(search: Page) -> None:
    StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    Word.objects.filter(text="consultorio").update(stem="altro")
    assert not is_found(search, "consultorio")

    writing.refresh()

    assert is_found(search, "consultorio")


def test_a_page_is_weighed_anew_where_a_release_weighs_otherwise(
    search: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    (before,) = PageWord.objects.filter(page=page.pk).values_list("weight", flat=True)
    monkeypatch.setattr(writing, "TITLE", 2 * writing.TITLE)

    writing.refresh()
    writing.write_due()

    (after,) = PageWord.objects.filter(page=page.pk).values_list("weight", flat=True)
    assert after == 2 * before
