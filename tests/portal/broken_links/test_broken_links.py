"""Links of public pages that lead nowhere: found, forgotten when they are right, shown where they stand."""

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage
from portal.broken_links import checking, reading
from portal.broken_links.checking import check
from portal.models import BrokenLink, OutsideAddress, PortalSettings, User
from portal.roles import Role
from portal.worker import clock
from territori.models import CommitteeMember, PathParticipant, Phase
from tests.candidature.factories import EventPageFactory
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import administrator, member_of
from tests.portal.blocks.bodies import make_document
from tests.portal.pages.translating import translated
from tests.portal.rereading.test_report import editor_of
from tests.territori.factories import (
    OrganisationFactory,
    PathPageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.django_db

Fault = BrokenLink.Fault
NOBODYS = 987654
GONE, GONE_TOO = str(NOBODYS), str(NOBODYS + 1)


@pytest.fixture
def home() -> HomePage:
    return make_home()


@pytest.fixture
def target(home: HomePage) -> StandardPage:
    made: StandardPage = StandardPageFactory.create(parent=home, title="Gli orari")
    return made


def text(kind: str, number: Any, step: str = "t1") -> dict[str, Any]:
    html = f'<p>Si veda <a linktype="{kind}" id="{number}">qui</a>.</p>'
    return {"type": "text", "value": html, "id": step}


def page_with(home: Page, *blocks: dict[str, Any], **fields: Any) -> StandardPage:
    own = {"title": "Come si entra", "slug": f"pagina-{Page.objects.count()}", **fields}
    made: StandardPage = StandardPageFactory.create(parent=home, **own, body=json.dumps(blocks))
    return made


def found() -> list[tuple[str, str, str]]:
    return [(row.place, str(row.fault), row.target) for row in BrokenLink.objects.order_by("place", "target")]


class TestWhatIsFound:
    def test_nothing_while_all_links_lead_somewhere(self, home: HomePage, target: Page) -> None:
        document = make_document()
        page_with(
            home,
            text("page", target.pk),
            text("document", document.pk, "t2"),
            {"type": "call_to_action", "id": "c1", "value": {"title": "Vieni", "page": target.pk}},
            {"type": "documents", "id": "d1", "value": {"title": "", "documents": [document.pk]}},
        )

        assert check() == 0
        assert found() == []

    def test_a_page_that_is_not_public_any_more_with_its_title(self, home: HomePage, target: Page) -> None:
        page = page_with(home, text("page", target.pk))
        target.unpublish()

        assert check() == 1

        row = BrokenLink.objects.get()
        assert (row.page_id, row.target_title) == (page.pk, "Gli orari")
        assert found() == [("body.t1", Fault.PAGE_HIDDEN, str(target.pk))]
        assert row.where == "Contenuto › Testo"

    def test_a_page_and_a_document_that_are_gone_from_text_choosers_and_lists(
        self, home: HomePage, target: Page
    ) -> None:
        page_with(
            home,
            text("page", NOBODYS),
            text("document", NOBODYS, "t2"),
            {"type": "call_to_action", "id": "c1", "value": {"title": "Vieni", "page": NOBODYS}},
            {
                "type": "documents",
                "id": "d1",
                "value": {
                    "title": "",
                    "documents": [{"type": "item", "id": "i1", "value": NOBODYS}, NOBODYS + 1],
                },
            },
        )

        assert check() == 5

        assert found() == [
            ("body.c1.page", Fault.PAGE_GONE, GONE),
            ("body.d1.documents", Fault.DOCUMENT_GONE, GONE_TOO),
            ("body.d1.documents.i1", Fault.DOCUMENT_GONE, GONE),
            ("body.t1", Fault.PAGE_GONE, GONE),
            ("body.t2", Fault.DOCUMENT_GONE, GONE),
        ]

    def test_two_links_in_one_text_are_two(self, home: HomePage) -> None:
        first, second = text("page", NOBODYS), text("page", NOBODYS + 1)
        page_with(home, {**first, "value": first["value"] + second["value"]})

        assert check() == 2

    def test_nothing_in_drafts_and_aliases(self, home: HomePage) -> None:
        page_with(home, text("page", NOBODYS), live=False)
        page = page_with(home, text("page", NOBODYS))
        page.create_alias(update_slug="altrove")

        assert check() == 1
        assert BrokenLink.objects.get().page_id == page.pk

    @pytest.mark.parametrize(
        "odd",
        [
            {"type": "there_was_once", "id": "x", "value": {"page": NOBODYS}},
            {"type": "text", "id": "x", "value": '<p><a linktype="page" id="tre">qui</a></p>'},
            {"type": "text", "id": "x", "value": '<p><a linktype="page">qui</a></p>'},
            {"type": "text", "id": "x", "value": '<p><a linktype="page" id="' + "9" * 40 + '">qui</a></p>'},
            {"type": "text", "id": "x", "value": '<p><a href="https://example.org/">linktype</a></p>'},
            {"type": "call_to_action", "id": "x", "value": {"title": "Vieni", "page": None}},
            {"type": "call_to_action", "id": "x", "value": {}},
        ],
    )
    def test_nothing_in_what_is_no_link(self, home: HomePage, odd: dict[str, Any]) -> None:
        page_with(home, odd)

        assert check() == 0

    @pytest.mark.parametrize(
        ("href", "is_there"),
        [
            ("#b-h1", True),
            ("#b-h2", False),
            ("#piede", True),
            ("#top", True),
            ("#", True),
            ("/gli-orari/#:~:text=orari%20di%20apertura", True),
            ("/gli-orari/#b-h1:~:text=orari", True),
            ("/gli-orari/#b-h2:~:text=orari", False),
            ("/gli-orari/#b-h1", True),
            ("/gli-orari#b-h1", True),
            ("/gli-orari/#b-h2", False),
            ("/gli-orari/", True),
            ("/altrove/#b-h2", True),
            ("http://testserver/gli-orari/#b-h1", True),
            ("http://testserver/gli-orari/#b-h2", False),
            ("https://example.org/gli-orari/#b-h2", True),
        ],
    )
    def test_a_place_that_a_page_of_this_site_does_not_have(
        self, home: HomePage, href: str, is_there: bool
    ) -> None:
        heading = {"type": "heading", "id": "h1", "value": {"text": "Mattina", "level": "2"}}
        page_with(home, heading, title="Gli orari", slug="gli-orari")
        link = {"type": "text", "id": "t1", "value": f'<p>Si veda <a href="{href}">qui</a>.</p>'}
        page = page_with(home, heading, link)

        assert check() == (0 if is_there else 1)
        if not is_there:
            assert found() == [("body.t1", Fault.ANCHOR_GONE, href)]
            assert BrokenLink.objects.get().page_id == page.pk

    def test_a_place_in_another_language(self, home: HomePage) -> None:
        translated(home, title="Welcome")
        english = translated(page_with(home, title="Gli orari", slug="gli-orari"), slug="hours")
        link = f'<p>See <a href="/en/hours/#nowhere">here</a> and <a href="{english.url}#piede">here</a>.</p>'
        page_with(home, {"type": "text", "id": "t1", "value": link})

        assert check() == 1
        assert found() == [("body.t1", Fault.ANCHOR_GONE, "/en/hours/#nowhere")]

    def test_what_is_right_again_goes_and_what_was_known_keeps_its_day(
        self, home: HomePage, target: Page
    ) -> None:
        page_with(home, text("page", target.pk), text("page", NOBODYS, "t2"))
        target.unpublish()
        check()
        day = datetime(2026, 1, 10, tzinfo=ZoneInfo("Europe/Rome"))
        BrokenLink.objects.update(found_at=day)
        target.save_revision().publish()

        assert check() == 1

        row = BrokenLink.objects.get()
        assert (row.target, row.found_at) == (GONE, day)

    def test_in_the_rows_that_a_page_has(self, home: HomePage) -> None:
        path = PathPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=home))
        phase = Phase.objects.create(
            page=path,
            title="Ascolto",
            description=f'<p><a linktype="page" id="{GONE}">qui</a></p>',
            documents=json.dumps([{"type": "document", "id": "d1", "value": NOBODYS}]),
        )

        assert check() == 2

        assert found() == [
            (f"phases.{phase.pk}.description", Fault.PAGE_GONE, GONE),
            (f"phases.{phase.pk}.documents.d1", Fault.DOCUMENT_GONE, GONE),
        ]
        assert {row.page_id for row in BrokenLink.objects.all()} == {path.pk}
        assert "Fasi › Descrizione" in {row.where for row in BrokenLink.objects.all()}
        path.unpublish()
        assert check() == 0

    def test_the_sites_of_bodies_that_a_page_names(self, home: HomePage, settings: Any) -> None:
        settings.CHECK_OUTSIDE_LINKS = True
        zone = TerritoryPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=home))
        path = PathPageFactory.create(parent=zone)
        body = OrganisationFactory.create(website="https://www.example.org/ente")
        PathParticipant.objects.create(page=path, organisation=body)
        PathParticipant.objects.create(page=path, organisation=None)
        CommitteeMember.objects.create(page=zone, organisation=body)
        OutsideAddress.objects.create(url=body.website, failures=OutsideAddress.DAYS_UNTIL_BROKEN)

        assert check() == 2

        assert {row.page_id for row in BrokenLink.objects.all()} == {path.pk, zone.pk}

    def test_in_the_settings_which_stand_on_every_page(self, home: HomePage) -> None:
        frame = PortalSettings.for_site(Site.objects.get())
        frame.footer_links = json.dumps([{"type": "link", "id": "l1", "value": {"page": NOBODYS}}])
        frame.accessibility_url = "https://form.example.org/dichiarazione"
        frame.save()

        assert frame.accessibility_url in {link.target for link in reading.links()}
        assert check() == 1

        row = BrokenLink.objects.get()
        assert (row.page_id, row.place) == (home.pk, "settings.footer_links.l1.page")
        assert row.where.startswith("Impostazioni del portale › Altri collegamenti")

    def test_it_costs_the_same_queries_for_many_pages(
        self, home: HomePage, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(20):
            page_with(home, text("page", NOBODYS + number), title=f"Pagina {number}")

        with django_assert_max_num_queries(40):
            assert check() == 20

    def test_nothing_of_a_page_that_was_deleted_while_all_was_read(
        self, home: HomePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = page_with(home, text("page", NOBODYS))
        read = list(reading.links())
        monkeypatch.setattr(checking, "links", lambda: read)
        page.delete()

        checking.check()

        assert not BrokenLink.objects.exists()

    def test_the_worker_looks_every_hour(self) -> None:
        [job] = [job for job in clock.registered() if job.run is check]

        assert job.every == timedelta(hours=1)


class TestTheReport:
    def test_what_stands_in_the_settings_is_mended_there(self, client: Client, home: HomePage) -> None:
        frame = PortalSettings.for_site(Site.objects.get())
        frame.footer_links = json.dumps([{"type": "link", "id": "l1", "value": {"page": NOBODYS}}])
        frame.save()
        check()
        client.force_login(administrator())

        html = client.get(reverse("broken_links")).content.decode()

        address = reverse("wagtailsettings:edit", args=["portal", "portalsettings"])
        (link,) = BeautifulSoup(html, "html.parser").select("table.listing td.title a")
        assert link["href"] == address

    @pytest.fixture
    def editor(self, client: Client) -> User:
        user = member_of(Role.EDITORS)
        client.force_login(user)
        return user

    def rows(self, client: Client, **chosen: str) -> list[str]:
        read = BeautifulSoup(client.get(reverse("broken_links"), chosen).content, "html.parser")
        return [" ".join(row.get_text(" ").split()) for row in read.select("table.listing tbody tr")]

    def test_leads_to_the_place_in_the_editor_and_to_the_page_that_is_not_public(
        self, client: Client, editor: User, home: HomePage, target: Page
    ) -> None:
        page = page_with(home, text("page", target.pk))
        target.unpublish()
        check()

        answer = client.get(reverse("broken_links")).content.decode()

        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert f'href="{edit}#:w:contentpath=body.t1"' in answer
        assert f'href="{reverse("wagtailadmin_pages:edit", args=[target.pk])}"' in answer
        [row] = self.rows(client)
        assert "Come si entra" in row
        assert "Contenuto › Testo" in row
        assert "La pagina collegata non è pubblicata" in row
        assert "Gli orari" in row

    def test_says_which_place_is_not_there(self, client: Client, editor: User, home: HomePage) -> None:
        page_with(home, {"type": "text", "id": "t1", "value": '<p><a href="#altrove">qui</a></p>'})
        check()

        [row] = self.rows(client)
        assert "Nella pagina collegata non c’è quel punto (#altrove)" in row

    def test_is_narrowed_by_what_is_wrong(self, client: Client, editor: User, home: HomePage) -> None:
        page_with(home, text("page", NOBODYS), text("document", NOBODYS, "t2"))
        check()

        assert len(self.rows(client)) == 2
        [row] = self.rows(client, fault=Fault.DOCUMENT_GONE)
        assert "Il documento collegato non esiste più" in row
        assert len(self.rows(client, fault="niente")) == 2

    def test_shows_each_person_the_pages_that_they_may_edit(self, client: Client, home: HomePage) -> None:
        mine = page_with(home, text("page", NOBODYS), title="La mia")
        page_with(home, text("page", NOBODYS), title="L’altra")
        check()
        client.force_login(editor_of(mine))

        assert [row.split(" ")[1] for row in self.rows(client)] == ["mia"]

    def test_says_nothing_of_a_page_that_is_no_longer_public(
        self, client: Client, editor: User, home: HomePage
    ) -> None:
        page = page_with(home, text("page", NOBODYS))
        check()
        page.unpublish()

        assert "Nessun collegamento interrotto." in client.get(reverse("broken_links")).content.decode()

    @pytest.mark.parametrize("name", ["broken_links", "broken_links_results"])
    def test_is_closed_to_who_edits_no_pages(self, client: Client, name: str) -> None:
        client.force_login(member_of(Role.REVIEWERS))

        assert client.get(reverse(name)).status_code in (302, 403)

    def test_is_taken_away_as_a_spreadsheet(self, client: Client, editor: User, home: HomePage) -> None:
        page_with(home, text("page", NOBODYS), title="=1+1")
        check()

        answer: Any = client.get(reverse("broken_links"), {"export": "csv"})

        heads, row, *_end = b"".join(answer.streaming_content).decode().splitlines()
        assert heads == "Pagina,Dove,Che cosa non va,Dove portava,Trovato il"
        assert row.startswith("'=1+1,Contenuto › Testo,La pagina collegata non esiste più,")


def test_the_website_of_a_service_is_looked_at_and_the_secret_address_of_an_event_never(
    home: HomePage,
) -> None:
    territory = TerritoryPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=home))
    carta = ResourceIndexPageFactory.create(parent=territory)
    ResourcePageFactory.create(parent=carta, website="https://servizio.example/")
    EventPageFactory.create(online_url="https://riservato.example/")

    assert {link.target for link in reading.links() if link.leads is reading.Leads.OUTSIDE} == {
        "https://servizio.example/"
    }
