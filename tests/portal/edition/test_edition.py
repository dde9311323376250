"""What surrounds every page is read once for each edition, and an edition ends with every change."""

import gc
import time
import weakref
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction, Site

from portal import triggers
from portal.edition import memory
from portal.edition.models import CONTENT, COUNTS, ONLY, Edition
from portal.edition.triggers import Row, Watched, beginning
from portal.pages.models import PortalSettings
from portal.pages.navigation import navigation
from portal.pages.site import settings_of, site_of
from tests.glossario.factories import GlossaryIndexPageFactory, GlossaryTermPageFactory
from tests.home.factories import StandardPageFactory, make_home
from tests.portal.blocks.bodies import stream

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_memory", ("", {}))


@pytest.fixture
def menu_page() -> Page:
    home = make_home()
    # Read for the first time they are made, which is a change.
    PortalSettings.for_site(Site.objects.get())
    page: Page = StandardPageFactory.create(parent=home, title="Chi siamo", show_in_menus=True)
    return page


def menu() -> list[str]:
    request = RequestFactory().get("/", headers={"host": "localhost"})
    return [entry.title for entry in navigation(request, None).menu]


def token() -> str:
    return Edition.objects.get(pk=ONLY).token


def frame_queries() -> list[str]:
    """What a visit asks of the database for the frame of its page."""
    with CaptureQueriesContext(connection) as queries:
        Client().get("/nowhere/")
    asked = [query["sql"] for query in queries]
    return [
        sql for sql in asked if "portal_portalsettings" in sql or "show_in_menus" in sql.split("WHERE", 1)[-1]
    ]


def test_what_surrounds_a_page_is_read_once(menu_page: Page) -> None:
    assert len(frame_queries()) >= 2
    assert frame_queries() == []
    assert menu() == ["Chi siamo"]


CHANGES: dict[str, tuple[Callable[[Page], Any], list[str]]] = {
    "published anew": (lambda page: _publish(page, "Chi siamo noi"), ["Chi siamo noi"]),
    "changed in bulk": (lambda page: Page.objects.filter(pk=page.pk).update(title="Noi"), ["Noi"]),
    "unpublished": (lambda page: page.unpublish(), []),
    "deleted": (lambda page: page.delete(), []),
    "moved below the root": (lambda page: page.move(Page.objects.get(depth=1), "last-child"), []),
    "restricted": (
        lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
        [],
    ),
}


def _publish(page: Page, title: str) -> None:
    page.title = title
    page.save_revision().publish()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_at_the_next_visit(menu_page: Page, change: str) -> None:
    assert menu() == ["Chi siamo"]
    happens, after = CHANGES[change]
    happens(menu_page)
    assert menu() == after


def test_changed_settings_and_sites_show_at_the_next_visit(menu_page: Page) -> None:
    site = Site.objects.get()
    settings = PortalSettings.for_site(site)
    settings.tagline = "Prima"
    settings.save()
    assert "Prima" in Client().get("/nowhere/").content.decode()

    PortalSettings.objects.update(tagline="Dopo")

    shown = Client().get("/nowhere/").content.decode()
    assert "Dopo" in shown
    assert "Prima" not in shown
    before = token()
    Site.objects.update(site_name="Altro nome")
    assert token() != before


def test_what_another_process_changes_is_seen(menu_page: Page) -> None:
    assert menu() == ["Chi siamo"]

    def elsewhere() -> None:
        Page.objects.filter(pk=menu_page.pk).update(title="Altrove")
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()

    assert menu() == ["Altrove"]


def test_whoever_writes_templates_has_nothing_remembered(settings: Settings, menu_page: Page) -> None:
    """No edition begins when a file changes."""
    settings.EDITION_MEMORY = False
    request = RequestFactory().get("/")

    drawn = [memory.remembered(request, "footer", partial(str, template)) for template in ("old", "new")]

    assert drawn == ["old", "new"]


def test_what_was_taken_back_is_never_remembered(menu_page: Page) -> None:
    assert menu() == ["Chi siamo"]
    with transaction.atomic():
        Page.objects.filter(pk=menu_page.pk).update(title="Mai detto")
        assert menu() == ["Mai detto"]
        transaction.set_rollback(True)
    assert menu() == ["Chi siamo"]


def test_each_change_begins_an_edition_of_its_own(menu_page: Page) -> None:
    tokens = [token()]
    for title in ("Uno", "Due"):
        with transaction.atomic():
            Page.objects.filter(pk=menu_page.pk).update(title=title)
            Page.objects.filter(pk=menu_page.pk).update(slug=title.lower())
        tokens.append(token())
    assert len(set(tokens)) == 3


def test_what_is_watched_is_what_the_code_says_at_the_last_migrate(
    menu_page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where no table was altered: SQLite would keep a trigger of that name as it was."""

    def is_noticed(watched: Watched) -> bool:
        monkeypatch.setattr(triggers, "_registered", [beginning(Row(COUNTS, "trial"), [watched], lost="")])
        triggers.install_after_migrate(using=connection.alias)
        before = Edition.objects.get(pk=COUNTS).token
        Site.objects.update(site_name="Altro nome")
        return Edition.objects.get(pk=COUNTS).token != before

    try:
        assert not is_noticed(Watched(Site, but=("site_name",)))
        assert is_noticed(Watched(Site))
    finally:
        triggers.registered()[0].drop(connection)


def _until_waiting(how_many: int) -> None:
    """Until so many wait for a row. SQLite has one writer, and nobody holds anything while waiting."""
    if connection.vendor != "postgresql":
        return
    deadline = time.monotonic() + 30
    waiting = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"
    with connection.cursor() as cursor:
        while cursor.execute(waiting).fetchone()[0] < how_many:
            assert time.monotonic() < deadline, "nobody waits"
            time.sleep(0.02)


def test_of_two_who_change_what_belongs_to_several_editions_none_is_refused(menu_page: Page) -> None:
    """One begins with a draft, which only the frame is read from, the other with what is content too."""
    pages = Page.objects.filter(pk=menu_page.pk)
    refused: list[BaseException] = []

    def change(*changes: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                for one in changes:
                    one()
        except DatabaseError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [
        Thread(target=change, args=[lambda: Site.objects.update(site_name="Altro nome")]),
        Thread(
            target=change,
            args=[lambda: pages.update(draft_title="Bozza"), lambda: pages.update(title="Pubblicata")],
        ),
    ]
    with transaction.atomic():
        # Both end at once: they stand in line for a row that somebody holds.
        list(Edition.objects.select_for_update().filter(pk=CONTENT))
        for how_many, thread in enumerate(threads, start=1):
            thread.start()
            _until_waiting(how_many)
    for thread in threads:
        thread.join()

    assert refused == []
    assert Site.objects.get().site_name == "Altro nome"
    assert menu() == ["Pubblicata"]


def test_the_memory_of_an_edition_is_bounded(menu_page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_ENTRIES", 10)
    request = RequestFactory().get("/")
    for number in range(25):
        assert memory.remembered(request, ("any", number), partial(str, number)) == str(number)
    assert len(memory._memory[1]) <= 10


def test_the_port_that_a_visitor_writes_behind_a_host_fills_no_memory(menu_page: Page) -> None:
    glossary = GlossaryIndexPageFactory.create(parent=menu_page.get_parent())
    GlossaryTermPageFactory.create(parent=glossary, title="Chi siamo")
    body = stream([{"type": "text", "value": "<p>Chi siamo noi.</p>"}])
    page = StandardPageFactory.create(parent=menu_page, body=body)

    def kept_after_visits_at(*hosts: str) -> set[object]:
        for host in hosts:
            for address in ("/sitemap.xml", "/nowhere/", page.get_url()):
                Client().get(address, headers={"host": host})
        return set(memory._memory[1])

    once = kept_after_visits_at("localhost")
    kinds = {key if isinstance(key, str) else key[0] for key in once if isinstance(key, str | tuple)}
    assert {"sitemap", "glossary", "around no page", "navigation"} <= kinds
    assert kept_after_visits_at(*(f"localhost:{port}" for port in (1, 8080, 65535)), "127.0.0.1:7") == once


def test_two_sites_at_two_ports_of_a_host_are_told_apart(menu_page: Page) -> None:
    other = Site.objects.create(hostname="testserver", port=8080, root_page=menu_page)
    first = Site.objects.get(is_default_site=True)

    def found(port: str) -> tuple[Any, str]:
        asked: Any = {"headers": {"host": f"testserver:{port}"}, "SERVER_PORT": port}
        text = Client().get("/sitemap.xml", **asked).content.decode()
        return site_of(RequestFactory().get("/", **asked)), text

    for port, site, other_site in (("80", first, other), ("8080", other, first)) * 2:
        its_site, its_map = found(port)
        assert its_site == site
        assert f"<loc>{site.root_url}/</loc>" in its_map
        assert f"<loc>{other_site.root_url}/</loc>" not in its_map


def test_without_an_edition_everything_is_read_each_time(menu_page: Page) -> None:
    assert menu() == ["Chi siamo"]
    Edition.objects.all().delete()
    Page.objects.filter(pk=menu_page.pk).update(title="Subito")
    assert menu() == ["Subito"]


def test_nothing_of_a_visitor_is_held_on_to(menu_page: Page) -> None:
    request = RequestFactory().get("/", headers={"host": "localhost", "cookie": "sessionid=secret"})
    assert navigation(request, menu_page).menu
    assert settings_of(request) is not None
    seen = weakref.ref(request)

    del request
    gc.collect()

    assert seen() is None


def test_two_sites_with_one_home_have_footers_of_their_own(menu_page: Page) -> None:
    site = Site.objects.get()
    other = Site.objects.create(hostname="127.0.0.1", port=80, root_page=site.root_page)
    settings = PortalSettings.for_site(other)
    settings.privacy_page = StandardPageFactory.create(parent=menu_page, title="Informativa")
    settings.save()

    def named(host: str) -> list[str]:
        return list(navigation(RequestFactory().get("/", headers={"host": host}), None).named)

    assert "privacy_page" not in named("localhost")
    assert "privacy_page" in named("127.0.0.1")


def test_where_pages_stand_is_what_the_database_says(menu_page: Page) -> None:
    site = Site.objects.get()
    Site.get_site_root_paths()
    # As another process does, of whose change this one's cache knows nothing.
    Site.objects.filter(pk=site.pk).update(hostname="www.example.org")

    request = RequestFactory().get("/", headers={"host": "localhost"})
    site_of(request)

    assert {one.root_url for one in Site.get_site_root_paths()} == {"http://www.example.org"}
