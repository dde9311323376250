"""What editors put around every page: a second level of the menu, links and accounts at its foot."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from portal.models import PortalSettings
from portal.pages.frame import FooterLinkBlock
from portal.roles import Role
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import administrator, member_of
from tests.portal.pages.translating import translated

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://www.example.org/"
CHANNEL = "https://www.youtube.com/@regionediprova"


@pytest.fixture
def home() -> Page:
    return make_home()


def page(parent: Page, title: str, **fields: Any) -> Page:
    made: Page = StandardPageFactory.create(parent=parent, title=title, **fields)
    return made


def frame() -> PortalSettings:
    found: PortalSettings = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    return found


def linked(*values: dict[str, Any]) -> None:
    one = frame()
    one.footer_links = json.dumps([{"type": "link", "value": value} for value in values])
    one.save()


def part(address: str, selector: str) -> Tag | None:
    return BeautifulSoup(Client().get(address).content, "html.parser").select_one(selector)


def links(address: str, selector: str) -> list[tuple[str, str]]:
    found = part(address, selector)
    return (
        [(" ".join(one.get_text().split()), str(one["href"])) for one in found.select("a")] if found else []
    )


def useful(address: str = "/") -> list[tuple[str, str]]:
    return links(address, "nav[aria-labelledby=piede-collegamenti]")


class TestTheSecondLevel:
    def test_is_opened_by_its_page_and_leads_to_it_too(self, home: Page) -> None:
        zones = page(home, "Territori", slug="territori", show_in_menus=True)
        page(zones, "Lunigiana", slug="lunigiana", show_in_menus=True)
        page(zones, "Nascosta", slug="nascosta")
        page(home, "Novità", slug="novita", show_in_menus=True)

        assert links("/", "#menu-principale .site-nav-list") == [
            ("Territori: panoramica", "/territori/"),
            ("Lunigiana", "/territori/lunigiana/"),
            ("Novità", "/novita/"),
        ]
        opener = part("/", "#menu-principale details > summary")
        assert opener is not None
        assert opener.get_text(strip=True) == "Territori"

    def test_says_which_is_the_current_page_and_which_holds_it(self, home: Page) -> None:
        zones = page(home, "Territori", slug="territori", show_in_menus=True)
        zone = page(zones, "Lunigiana", slug="lunigiana", show_in_menus=True)
        below = page(zone, "La Casa", slug="casa", show_in_menus=True)

        def current(address: str) -> list[tuple[str, str]]:
            menu = part(address, "#menu-principale")
            assert menu is not None
            return [(str(one["href"]), str(one["aria-current"])) for one in menu.select("[aria-current]")]

        assert current("/territori/") == [("/territori/", "page")]
        assert current(zone.url) == [(zone.url, "page")]
        assert current(below.url) == [(zone.url, "true")]
        assert part(zone.url, "summary.is-current") is not None
        assert part("/", "summary.is-current") is None

    def test_holds_no_page_that_not_everybody_may_read_nor_below_one(self, home: Page) -> None:
        zones = page(home, "Territori", slug="territori", show_in_menus=True)
        page(zones, "Bozza", show_in_menus=True, live=False)
        closed = page(zones, "Riservata", show_in_menus=True)
        PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
        page(page(home, "Fuori dal menu"), "Figlia", show_in_menus=True)

        assert links("/", "#menu-principale .site-nav-list") == [("Territori", "/territori/")]

    def test_is_not_repeated_at_the_foot(self, home: Page) -> None:
        zones = page(home, "Territori", slug="territori", show_in_menus=True)
        page(zones, "Lunigiana", slug="lunigiana", show_in_menus=True)

        assert [title for title, _url in links("/", "nav[aria-labelledby=piede-sezioni]")] == [
            "Territori",
            "Ritrova la tua domanda",
        ]


class TestTheMenuInAPreview:
    def menu(self, previewed: Page) -> list[tuple[str, str]]:
        shown = BeautifulSoup(previewed.make_preview_request().content, "html.parser")
        found = shown.select("#menu-principale .site-nav-list a")
        return [(one.get_text(strip=True), str(one["href"])) for one in found]

    def test_holds_the_page_that_is_being_written_as_it_will_be(self, home: Page) -> None:
        page(home, "Novità", slug="novita", show_in_menus=True)
        zones = page(home, "Territori", slug="territori")
        zones.title, zones.show_in_menus = "I territori", True
        assert self.menu(zones) == [("Novità", "/novita/"), ("I territori", "/territori/")]
        assert links("/", "#menu-principale .site-nav-list") == [("Novità", "/novita/")]

        zones.save()
        zones.title, zones.show_in_menus = "Territori", False
        assert self.menu(zones) == [("Novità", "/novita/")]

    def test_holds_a_page_that_was_never_published(self, home: Page) -> None:
        zones = page(home, "Territori", slug="territori", show_in_menus=True)
        zone = page(zones, "Lunigiana", slug="lunigiana", show_in_menus=True, live=False)
        assert self.menu(zones) == [("Territori", "/territori/")]
        assert self.menu(zone) == [
            ("Territori: panoramica", "/territori/"),
            ("Lunigiana", "/territori/lunigiana/"),
        ]

    def test_holds_a_page_before_its_first_save(self, home: Page, client: Client) -> None:
        client.force_login(administrator())
        label = ["home", "standardpage", home.pk]
        typed = querydict_from_html(
            client.get(reverse("wagtailadmin_pages:add", args=label)).content.decode(),
            form_id="page-edit-form",
        )
        typed.update(nested_form_data({"body": streamfield([])}))
        typed["title"], typed["slug"], typed["show_in_menus"] = "Chi siamo", "chi-siamo", "on"
        address = reverse("wagtailadmin_pages:preview_on_add", args=label)
        assert client.post(address, typed).json()["is_valid"]

        shown = BeautifulSoup(client.get(address).content, "html.parser")

        [entry] = shown.select("#menu-principale .site-nav-list a")
        assert (entry.get_text(strip=True), entry["href"]) == ("Chi siamo", "/chi-siamo/")

    def test_does_not_hold_a_page_that_will_not_be_led_to(self, home: Page) -> None:
        closed = page(home, "Riservata", show_in_menus=True)
        PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
        assert self.menu(closed) == []


class TestLinksAtTheFoot:
    def test_lead_to_pages_and_to_other_sites_in_the_order_of_the_settings(self, home: Page) -> None:
        calendar = page(home, "Calendario", slug="calendario")
        glossary = page(page(home, "Il programma"), "Glossario", slug="glossario")
        linked(
            {"page": glossary.pk},
            {"url": ELSEWHERE, "text": "La Regione"},
            {"page": calendar.pk, "text": "Che cosa succede"},
        )

        assert useful() == [
            ("Glossario", glossary.url),
            ("La Regione", ELSEWHERE),
            ("Che cosa succede", "/calendario/"),
        ]

    def test_are_not_there_while_there_are_none(self, home: Page) -> None:
        assert useful() == []
        assert part("/", "#piede-collegamenti") is None

    @pytest.mark.parametrize("how", ["unpublished", "restricted", "deleted"])
    def test_lead_to_no_page_that_not_everybody_may_read(self, home: Page, how: str) -> None:
        one = page(home, "Calendario")
        linked({"page": one.pk})
        if how == "unpublished":
            one.unpublish()
        elif how == "restricted":
            PageViewRestriction.objects.create(page=one, restriction_type=PageViewRestriction.LOGIN)
        else:
            one.delete()

        assert useful() == []

    def test_are_english_on_english_pages_or_not_there(self, home: Page) -> None:
        translated(home, title="Welcome")
        calendar, only_italian = page(home, "Calendario"), page(home, "Glossario")
        dates = translated(calendar, title="Calendar", slug="calendar")
        linked(
            {"page": calendar.pk, "text": "Che cosa succede"},
            {"page": only_italian.pk},
            {"url": ELSEWHERE, "text": "La Regione"},
            {"url": ELSEWHERE, "text": "La Regione", "text_en": "The Region"},
        )

        assert useful("/en/") == [("Calendar", dates.url), ("The Region", ELSEWHERE)]

    def test_cost_no_query_of_their_own(self, home: Page, django_assert_max_num_queries: Any) -> None:
        pages = [page(home, f"Pagina {number}") for number in range(5)]
        Client().get("/")
        with django_assert_max_num_queries(100) as before:
            Client().get("/")
        linked(*({"page": one.pk} for one in pages))
        with django_assert_max_num_queries(len(before)):
            assert len(useful()) == 5

    @pytest.mark.parametrize(
        ("value", "wrong"),
        [
            ({}, "page"),
            ({"url": ELSEWHERE}, "text"),
            ({"page": 1, "url": ELSEWHERE, "text": "Due"}, "url"),
        ],
    )
    def test_lead_to_one_thing_that_has_a_name(self, home: Page, value: dict[str, Any], wrong: str) -> None:
        block = FooterLinkBlock()
        typed = block.to_python({**value, "page": home.pk} if "page" in value else value)
        with pytest.raises(ValidationError) as refused:
            block.clean(typed)
        assert set(refused.value.block_errors) == {wrong}  # type: ignore[attr-defined]


def test_accounts_on_social_networks_are_named_and_told_to_search_engines(home: Page) -> None:
    assert part("/", "#piede-social") is None
    one = frame()
    one.social = json.dumps([{"type": "account", "value": {"network": "youtube", "url": CHANNEL}}])
    one.save()

    assert links("/", "nav[aria-labelledby=piede-social]") == [("YouTube", CHANNEL)]
    assert f'"sameAs":["{CHANNEL}"]' in Client().get("/").content.decode()


class TestTheSettings:
    @pytest.fixture
    def editor(self, client: Client) -> Client:
        client.force_login(member_of(Role.EDITORS))
        return client

    def edit(self) -> str:
        return reverse("wagtailsettings:edit", args=["portal", "portalsettings", frame().site_id])

    def typed(self, editor: Client, target: Page) -> dict[str, Any]:
        """The form as it is shown, with a motto, a link and an account."""
        shown = editor.get(self.edit()).content.decode()
        posted: dict[str, Any] = querydict_from_html(shown, form_id="w-editor-form")
        posted["tagline"] = "Un motto di prova"
        posted.update(
            nested_form_data(
                {
                    "footer_links": streamfield([("link", {"page": target.pk, "url": "", "text": ""})]),
                    "social": streamfield([("account", {"network": "youtube", "url": CHANNEL})]),
                }
            )
        )
        return posted

    def test_are_saved_and_shown(self, home: Page, editor: Client) -> None:
        target = page(home, "Calendario", slug="calendario")

        answer = editor.post(self.edit(), self.typed(editor, target))

        assert answer.status_code == 302
        assert useful() == [("Calendario", "/calendario/")]
        assert links("/", "nav[aria-labelledby=piede-social]") == [("YouTube", CHANNEL)]

    def test_are_seen_around_the_home_page_before_they_are_saved(self, home: Page, editor: Client) -> None:
        target = page(home, "Calendario", slug="calendario")
        address = reverse(
            "wagtailsettings:preview_on_edit", args=["portal", "portalsettings", frame().site_id]
        )
        assert address in editor.get(self.edit()).content.decode()

        assert editor.post(address, self.typed(editor, target)).json()["is_valid"]
        shown = editor.get(address).content.decode()

        assert "Un motto di prova" in shown
        footer = BeautifulSoup(shown, "html.parser").select_one("nav[aria-labelledby=piede-collegamenti]")
        assert "Calendario" in str(footer)
        assert home.title in shown
        assert "Un motto di prova" not in Client().get("/").content.decode()
        assert useful() == []

    @pytest.mark.usefixtures("committed_db")
    def test_what_a_preview_shows_is_remembered_for_nobody(self, editor: Client) -> None:
        target = page(make_home(), "Calendario", slug="calendario")
        address = reverse(
            "wagtailsettings:preview_on_edit", args=["portal", "portalsettings", frame().site_id]
        )
        editor.post(address, self.typed(editor, target))

        assert "Calendario" in editor.get(address).content.decode()
        assert useful() == []

    def test_who_may_not_change_them_sees_no_preview(self, home: Page, client: Client) -> None:
        client.force_login(member_of(Role.REVIEWERS))
        address = reverse(
            "wagtailsettings:preview_on_edit", args=["portal", "portalsettings", frame().site_id]
        )
        assert client.get(address).status_code in (302, 403)
