"""Whatever changes what pages show, the next visitor sees it: in this process and in every other."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from candidature.pages.preparation import MEASURED_AT_MOST
from home.models import StandardPage
from news.models import NewsIndexPage, NewsTopic
from portal.edition.models import Edition
from portal.models import PortalDocument, PortalImage
from portal.page_cache.layer import PageCache
from portal.page_cache.memory import Memory
from portal.page_cache.requests import admission
from portal.page_cache.versions import Versions
from portal.pages.models import PortalSettings
from territori.models import Closure, OpeningHours, PathParticipant
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    participation_index,
    submitted,
)
from tests.candidature.pages.spent_times import sent
from tests.home.factories import StandardPageFactory, make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory, TopicFactory
from tests.portal.page_cache.asking import Answer, ask
from tests.territori.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    PathPageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.usefixtures("committed_db")

# Files of the pictures that a page shows.
_PICTURES = re.compile(r"/media/images/[^ \"]+")

Ask = Callable[..., Answer]


@pytest.fixture
def versions() -> Iterator[Versions]:
    versions = Versions()
    yield versions
    versions.close()


@pytest.fixture
def visit(versions: Versions) -> Ask:
    """Asks a process of its own, which keeps what it may."""
    cache = PageCache(WSGIHandler(), admission(), versions.read, Memory(10_000_000, 1000))
    return lambda page, **more: ask(cache, page if isinstance(page, str) else path_of(page), **more)


@pytest.fixture
def home(versions: Versions) -> Page:
    home = make_home()
    # Read for the first time they are made, which is a change.
    PortalSettings.for_site(Site.objects.get())
    return home


def path_of(page: Page) -> str:
    text: str = urlsplit(Page.objects.get(pk=page.pk).url).path
    return text


def publish(page: Page, **fields: Any) -> None:
    page = page.specific
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def seen(visit: Ask, page: Page | str) -> str:
    """What a visitor reads, from memory by now."""
    visit(page)
    # Pictures are made, and settings written, when they are shown for the first time.
    visit(page)
    answer = visit(page)
    assert (answer.status, answer.how) == (200, "hit")
    return answer.text


def test_a_published_page_is_seen_where_it_stands_and_where_it_is_listed(visit: Ask, home: Page) -> None:
    index = NewsIndexPageFactory.create(parent=home)
    page = NewsPageFactory.create(parent=index, title="Prima")
    assert "Prima" in seen(visit, page)
    assert "Prima" in seen(visit, index)

    publish(page, title="Dopo")

    assert "Dopo" in visit(page).text
    assert "Dopo" in visit(index).text


def test_an_unpublished_page_is_gone_and_comes_back(visit: Ask, home: Page) -> None:
    page = StandardPageFactory.create(parent=home)
    seen(visit, page)
    page.unpublish()
    assert visit(f"/{page.slug}/").status == 404
    page.save_revision().publish()
    assert visit(page).status == 200


def test_a_moved_page_is_gone_where_it_was(visit: Ask, home: Page) -> None:
    section, page = (StandardPageFactory.create(parent=home) for _one in range(2))
    before = path_of(page)
    seen(visit, before)

    page.move(section, "last-child")

    moved = visit(before)
    assert (moved.status, moved.headers["Location"]) == (301, path_of(page))
    assert visit(page).status == 200
    assert path_of(page) != before


def test_a_deleted_page_is_gone(visit: Ask, home: Page) -> None:
    page = StandardPageFactory.create(parent=home)
    before = path_of(page)
    seen(visit, page)
    page.delete()
    assert visit(before).status == 404


def test_the_menu_follows_on_every_page(visit: Ask, home: Page) -> None:
    page = StandardPageFactory.create(parent=home, title="Chi siamo")
    assert "Chi siamo" not in seen(visit, home)
    publish(page, show_in_menus=True)
    assert "Chi siamo" in visit(home).text


def test_settings_follow_even_when_changed_in_bulk(visit: Ask, home: Page) -> None:
    seen(visit, home)
    PortalSettings.objects.update(tagline="Un motto nuovo")
    assert "Un motto nuovo" in visit(home).text


def test_a_snippet_follows(visit: Ask, home: Page) -> None:
    index = NewsIndexPageFactory.create(parent=home)
    topic = TopicFactory.create(name="Salute")
    page = NewsPageFactory.create(parent=index)
    NewsTopic.objects.create(tag=topic, content_object=page)
    assert "Salute" in seen(visit, page)

    topic.name = "Benessere"
    topic.save()
    assert "Benessere" in seen(visit, page)

    NewsTopic.objects.all().delete()
    assert "Benessere" not in visit(page).text


def test_zones_and_municipalities_follow(visit: Ask, home: Page) -> None:
    territory = TerritoryPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=home))
    seen(visit, territory)
    municipality = MunicipalityFactory.create(name="Borgo Nuovo", zone=territory.zone)
    assert "Borgo Nuovo" in seen(visit, territory)
    municipality.name = "Borgo Vecchio"
    municipality.save()
    assert "Borgo Vecchio" in visit(territory).text


def test_who_takes_part_in_a_path_follows(visit: Ask, home: Page) -> None:
    territory = TerritoryPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=home))
    path = PathPageFactory.create(parent=territory)
    organisation = OrganisationFactory.create(name="Gruppo Uno")
    PathParticipant.objects.create(page=path, organisation=organisation)
    assert "Gruppo Uno" in seen(visit, path)
    organisation.name = "Gruppo Due"
    organisation.save()
    assert "Gruppo Due" in visit(path).text


def test_a_carta_follows_its_entries_and_their_hours(visit: Ask, home: Page) -> None:
    territory = TerritoryPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=home))
    carta = ResourceIndexPageFactory.create(parent=territory)
    page = ResourcePageFactory.create(parent=carta, title="Sportello")
    narrowed = {"query": "comune=&per=anziani&tipo=sociale&aperto="}
    assert "Sportello" in seen(visit, carta)
    assert [visit(carta, **narrowed).how for _time in range(2)] == ["miss", "hit"]

    OpeningHours.objects.create(page=page, days="lun", opens="09:00", closes="13:00")
    assert "dalle 09:00 alle 13:00" in visit(carta).text
    assert "dalle 09:00 alle 13:00" in visit(carta, **narrowed).text
    closure = Closure.objects.create(page=page, first_day=timezone.localdate(), reason="Trasloco")
    assert "Trasloco" in seen(visit, page)
    closure.delete()
    assert "Trasloco" not in visit(page).text
    publish(page, title="Sportello nuovo")
    assert "Sportello nuovo" in visit(carta).text
    page.specific.unpublish()
    assert "Sportello nuovo" not in visit(carta).text


def test_a_picture_follows_with_its_words_and_its_file(visit: Ask, home: Page) -> None:
    index = NewsIndexPageFactory.create(parent=home)
    image = PortalImage.objects.create(title="Piazza", file=get_test_image_file(), credit="Foto di Uno")
    page = NewsPageFactory.create(parent=index, image=image)
    assert "Foto di Uno" in seen(visit, page)

    image.credit = "Foto di Due"
    image.save()
    assert "Foto di Due" in seen(visit, page)

    image.file = get_test_image_file("altra.png", size=(800, 500))
    image.save()
    image.renditions.all().delete()
    assert "altra" in visit(page).text


def test_a_document_follows(visit: Ask, home: Page) -> None:
    document = PortalDocument.objects.create(title="Atti", file=ContentFile(b"uno", name="uno.txt"))
    link = f'<p><a linktype="document" id="{document.pk}">Gli atti</a></p>'
    page: StandardPage = StandardPageFactory.create(parent=home)
    publish(page, body=[("text", link)])
    assert "uno.txt" in seen(visit, page)

    document.file.save("due.txt", ContentFile(b"due"))

    assert "due.txt" in visit(page).text


def test_a_document_follows_with_its_title_and_its_version(visit: Ask, home: Page) -> None:
    document = PortalDocument.objects.create(title="Atti", file=ContentFile(b"uno", name="uno.txt"))
    page: StandardPage = StandardPageFactory.create(parent=home)
    publish(page, body=[("documents", {"title": "Documenti", "documents": [document]})])
    assert "Atti</a>" in seen(visit, page)

    document.title, document.version = "Atti del convegno", "1.2"
    document.save()

    after = visit(page).text
    assert "Atti del convegno</a>" in after
    assert "versione 1.2" in after


def test_a_picture_is_cut_anew_around_what_an_editor_points_at(visit: Ask, home: Page) -> None:
    index = NewsIndexPageFactory.create(parent=home)
    image = PortalImage.objects.create(title="Piazza", file=get_test_image_file(size=(1600, 900)))
    NewsPageFactory.create(parent=index, image=image)
    before = set(_PICTURES.findall(seen(visit, index)))
    assert before

    image.focal_point_x, image.focal_point_y = 100, 100
    image.focal_point_width = image.focal_point_height = 60
    image.save()

    assert before.isdisjoint(_PICTURES.findall(visit(index).text))


def test_a_collection_that_is_closed_closes_its_files_and_has_pages_drawn_anew(
    visit: Ask, home: Page
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Riservata")
    document = PortalDocument.objects.create(
        title="Atti", file=ContentFile(b"uno", name="uno.txt"), collection=collection
    )
    page: StandardPage = StandardPageFactory.create(parent=home)
    publish(page, body=[("documents", {"title": "Documenti", "documents": [document]})])
    seen(visit, page)
    assert (visit(document.url).body, visit(document.url).how) == (b"uno", "pass")

    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert visit(document.url).status == 302
    assert visit(page).how == "miss"

    restriction.delete()
    assert visit(document.url).body == b"uno"
    assert visit(page).how == "miss"


def test_an_alias_follows_its_page(visit: Ask, home: Page) -> None:
    page = StandardPageFactory.create(parent=home, title="Prima")
    page.create_alias(update_slug="copia", parent=home)
    assert "Prima" in seen(visit, "/copia/")
    publish(page, title="Dopo")
    assert "Dopo" in visit("/copia/").text


def test_a_redirect_is_followed_and_its_end_too(visit: Ask, home: Page) -> None:
    assert visit("/vecchia/").status == 404
    redirect = Redirect.add_redirect("/vecchia/", home)
    assert visit("/vecchia/").status == 301
    redirect.delete()
    assert visit("/vecchia/").status == 404


def test_a_page_that_is_restricted_is_no_more_for_everybody(visit: Ask, home: Page) -> None:
    page = StandardPageFactory.create(parent=home, title="Per pochi")
    seen(visit, page)

    PageViewRestriction.objects.create(page=page, restriction_type="password", password="parola")

    for _time in range(2):
        answer = visit(page)
        assert answer.how == "pass"
        assert "csrfmiddlewaretoken" in answer.text


def test_the_site_map_of_machines_follows(visit: Ask, home: Page) -> None:
    assert "nuova-pagina" not in seen(visit, "/sitemap.xml")
    StandardPageFactory.create(parent=home, slug="nuova-pagina")
    assert "nuova-pagina" in visit("/sitemap.xml").text


def test_what_another_process_changes_by_whatever_way_is_seen(visit: Ask, home: Page) -> None:
    seen(visit, home)

    def elsewhere() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE wagtailcore_page SET title = 'Altrove' WHERE id = %s", [home.pk])
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()

    assert "Altrove" in visit(home).text


def test_what_is_not_committed_is_not_seen_and_what_is_taken_back_never(visit: Ask, home: Page) -> None:
    seen(visit, home)
    path = path_of(home)
    answers: list[Answer] = []
    with transaction.atomic():
        Page.objects.filter(pk=home.pk).update(title="Mai detto")
        visitor = Thread(target=lambda: answers.append(visit(path)))
        visitor.start()
        visitor.join()
        transaction.set_rollback(True)
    assert [answer.how for answer in answers] == ["hit"]
    assert visit(home).how == "hit"


def test_an_editor_who_types_a_draft_makes_nothing_be_drawn_anew(visit: Ask, home: Page) -> None:
    page = StandardPageFactory.create(parent=home, title="Pubblicata")
    seen(visit, page)
    page.title = "Ancora in bozza"
    page.save_revision()
    answer = visit(page)
    assert answer.how == "hit"
    assert "Pubblicata" in answer.text


def test_a_seat_that_was_taken_shows_at_once_and_elsewhere_nothing_is_drawn_anew(
    visit: Ask, home: Page
) -> None:
    index = participation_index(home)
    event = EventPageFactory.create(parent=index, capacity=2, admission="automatic")
    other = StandardPageFactory.create(parent=home)
    before = seen(visit, event)
    seen(visit, other)

    submitted(event)

    after = visit(event)
    assert after.how == "miss"
    assert after.text != before
    # Read from what its process remembers of pages, it is told from others all the same.
    submitted(event, email="altra@example.org", first_name="Altra")
    full = visit(event)
    assert "Posti esauriti" in full.text
    assert "Iscrizioni aperte" not in full.text
    assert visit(other).how == "hit"


def test_how_long_a_form_takes_follows_those_who_sent_it(visit: Ask, home: Page) -> None:
    """Also what the process remembers of it besides, for pages that nobody keeps, makes no kept page old."""
    call = CallPageFactory.create(parent=participation_index(home))
    sent(call, *[8.0] * 20)
    assert "10 minuti" in seen(visit, call)
    assert call.preparation().minutes == 10

    for minutes in (60, 3):
        sent(call, *[float(minutes)] * MEASURED_AT_MOST)

        assert f"Circa {minutes} minuti" in " ".join(visit(call).text.split())


def test_a_call_closes_to_the_moment_without_anybodys_doing(visit: Ask, home: Page) -> None:
    index = participation_index(home)
    # Where the machine is busy, the first of them closes before it was looked at.
    for seconds in (4, 10, 30):
        closes_at = timezone.now() + timedelta(seconds=seconds)
        call = CallPageFactory.create(parent=index, closes_at=closes_at)
        *_drawn, kept = [visit(call) for _time in range(3)]
        if timezone.now() < closes_at:
            break
    assert (kept.status, kept.how) == (200, "hit")
    assert "Si potevano inviare" not in kept.text

    time.sleep(max(0.0, (closes_at - timezone.now()).total_seconds()))

    answer = visit(call)
    assert answer.how == "miss"
    assert "Si potevano inviare" in answer.text


def test_a_page_is_the_same_from_memory_and_from_django(visit: Ask, home: Page) -> None:
    index: NewsIndexPage = NewsIndexPageFactory.create(parent=home)
    NewsPageFactory.create_batch(12, parent=index)
    for query in ("", "p=2", "categoria=x&p=1"):
        visit(index, query=query)
        kept = visit(index, query=query)
        drawn = visit(index, query=query, HTTP_AUTHORIZATION="so that nobody answers from memory")
        assert (kept.how, drawn.how) == ("hit", "pass")
        assert kept.body == drawn.body
        own = {"X-Page-Cache"}
        assert {name: value for name, value in kept.headers.items() if name not in own} == {
            name: value for name, value in drawn.headers.items() if name not in own
        }
    assert kept.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert kept.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("query", ["q=salute", "q=salute&p=2", "remarks=1"])
def test_what_people_type_is_never_kept(visit: Ask, home: Page, query: str) -> None:
    assert [visit(home, query=query).how for _time in range(2)] == ["pass", "pass"]


def test_without_the_word_of_the_database_everything_is_drawn(visit: Ask, home: Page) -> None:
    seen(visit, home)
    kept = list(Edition.objects.values())
    Edition.objects.all().delete()
    try:
        assert [visit(home).how for _time in range(2)] == ["pass", "pass"]
    finally:
        Edition.objects.bulk_create(Edition(**row) for row in kept)
    assert visit(home).how == "hit"


def test_a_connection_that_broke_is_made_anew(visit: Ask, versions: Versions, home: Page) -> None:
    seen(visit, home)
    assert versions._source is not None
    versions._source.close()
    assert visit(home).how == "pass"
    assert visit(home).how == "hit"
