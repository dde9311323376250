"""A page leaves the site, and whoever looks for it is led to another one until it is back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage
from portal.models import User
from portal.page_cache.layer import PageCache
from portal.page_cache.memory import Memory
from portal.page_cache.requests import admission
from portal.page_cache.versions import Versions
from portal.pages.models import PortalSettings
from portal.roles import Role
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.portal.page_cache.asking import ask


def published(parent: Page, title: str, slug: str) -> StandardPage:
    page = StandardPageFactory.create(parent=parent, title=title, slug=slug, abstract="Sommario")
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.mark.django_db
class TestAPageLeavesTheSite:
    @pytest.fixture
    def home(self) -> HomePage:
        return make_home()

    @pytest.fixture
    def page(self, home: HomePage) -> StandardPage:
        return published(home, "Gli orari di una volta", "orari")

    @pytest.fixture
    def other(self, home: HomePage) -> StandardPage:
        return published(home, "Gli orari nuovi", "orari-nuovi")

    @pytest.fixture
    def editor(self) -> User:
        return member_of(Role.EDITORS)

    def unpublish(self, app: DjangoTestApp, page: Page, editor: User, **chosen: Any) -> Any:
        """Presses “Sì” in the question, as it is shown."""
        address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        asked = app.get(address, user=editor)
        form = next(form for form in asked.forms.values() if form.action == address)
        for name, value in chosen.items():
            form[name] = value
        return form.submit().follow()

    def test_and_its_address_leads_to_the_page_that_was_chosen(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        told = self.unpublish(django_app, page, editor, alternative=str(other.pk))

        answer = client.get("/orari/")
        assert (answer.status_code, answer["Location"]) == (301, "/orari-nuovi/")
        # Or a browser that was led there once would never ask again.
        assert "max-age=0" in answer["Cache-Control"]
        assert "Chi cerca «Gli orari di una volta» arriva a «Gli orari nuovi»" in told.text
        history = django_app.get(reverse("wagtailadmin_pages:history", args=[page.pk]), user=editor)
        assert "Chi la cerca arriva a «Gli orari nuovi»" in history.text

    def test_and_without_another_page_it_is_not_found(
        self, django_app: DjangoTestApp, client: Client, page: Any, editor: User
    ) -> None:
        self.unpublish(django_app, page, editor)

        assert client.get("/orari/").status_code == 404
        assert not Redirect.objects.exists()

    def test_and_when_it_is_back_it_is_read_and_leads_nowhere_if_it_leaves_again(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        self.unpublish(django_app, page, editor, alternative=str(other.pk))

        page.get_latest_revision().publish()

        assert client.get("/orari/").status_code == 200
        assert not Redirect.objects.exists()
        self.unpublish(django_app, page, editor)
        assert client.get("/orari/").status_code == 404

    def test_and_what_was_redirected_by_hand_stays(self, page: Any, other: Any) -> None:
        by_hand = Redirect.add_redirect("/orari/", other, site=Site.objects.get(is_default_site=True))

        page.get_latest_revision().publish()

        assert Redirect.objects.filter(pk=by_hand.pk).exists()

    def test_with_its_aliases(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        page.create_alias(update_slug="orari-anche-qui")

        self.unpublish(django_app, page, editor, alternative=str(other.pk))

        assert client.get("/orari-anche-qui/")["Location"] == "/orari-nuovi/"
        page.get_latest_revision().publish()
        assert not Redirect.objects.exists()

    def test_with_what_stands_below_only_if_that_leaves_too(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        published(page, "D’estate", "estate")
        StandardPageFactory.create(parent=page, slug="mai-vista", live=False)
        self.unpublish(django_app, page, editor, alternative=str(other.pk))
        assert client.get("/orari/estate/").status_code == 200
        page.get_latest_revision().publish()

        self.unpublish(django_app, page, editor, alternative=str(other.pk), include_descendants=True)

        assert client.get("/orari/estate/")["Location"] == "/orari-nuovi/"
        assert client.get("/orari/mai-vista/").status_code == 404

    def test_and_is_led_anew_by_a_second_choice(
        self, django_app: DjangoTestApp, client: Client, home: HomePage, page: Any, other: Any, editor: User
    ) -> None:
        Redirect.add_redirect("/orari", home, site=Site.objects.get(is_default_site=True))

        self.unpublish(django_app, page, editor, alternative=str(other.pk))

        assert client.get("/orari/")["Location"] == "/orari-nuovi/"
        assert Redirect.objects.count() == 1

    def test_and_what_it_leads_to_ends_with_that_page(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        self.unpublish(django_app, page, editor, alternative=str(other.pk))

        other.delete()

        assert client.get("/orari/").status_code == 404

    def test_and_goes_on_leading_while_it_waits_to_be_back(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        self.unpublish(django_app, page, editor, alternative=str(other.pk))

        waiting = page.get_latest_revision_as_object()
        waiting.go_live_at = timezone.now() + timedelta(days=30)
        waiting.save_revision().publish()

        assert client.get("/orari/")["Location"] == "/orari-nuovi/"

    def test_and_leads_on_where_it_is_called_otherwise_meanwhile(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        self.unpublish(django_app, page, editor, alternative=str(other.pk))
        page = StandardPage.objects.get(pk=page.pk)

        page.slug = "orari-vecchi"
        page.save()

        assert client.get("/orari/", follow=True).redirect_chain[-1] == ("/orari-nuovi/", 301)

    def test_and_leads_on_from_where_it_stood_and_from_where_it_is_put(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        self.unpublish(django_app, page, editor, alternative=str(other.pk))
        page = StandardPage.objects.get(pk=page.pk)

        page.move(published(page.get_parent(), "Archivio", "archivio"), pos="last-child")

        assert client.get("/orari/", follow=True).redirect_chain[-1] == ("/orari-nuovi/", 301)
        page = StandardPage.objects.get(pk=page.pk)
        assert client.get(page.url, follow=True).redirect_chain[-1] == ("/orari-nuovi/", 301)
        page.get_latest_revision().publish()
        assert client.get("/orari/", follow=True).redirect_chain[-1] == (page.url, 301)

    def test_and_changes_nothing_for_what_left_before_it(
        self, django_app: DjangoTestApp, client: Client, home: HomePage, page: Any, other: Any, editor: User
    ) -> None:
        below = published(page, "D’estate", "estate")
        third = published(home, "Le vacanze", "vacanze")
        self.unpublish(django_app, below, editor, alternative=str(third.pk))
        published(page, "D’inverno", "inverno")

        self.unpublish(django_app, page, editor, alternative=str(other.pk), include_descendants=True)

        assert client.get("/orari/estate/")["Location"] == "/vacanze/"
        assert client.get("/orari/inverno/")["Location"] == "/orari-nuovi/"

    def test_and_what_it_leads_to_leads_on_when_that_is_deleted(
        self, django_app: DjangoTestApp, client: Client, home: HomePage, page: Any, other: Any, editor: User
    ) -> None:
        self.unpublish(django_app, page, editor, alternative=str(other.pk))
        third = published(home, "Gli orari di oggi", "orari-di-oggi")
        self.unpublish(django_app, StandardPage.objects.get(pk=other.pk), editor, alternative=str(third.pk))

        client.force_login(editor)
        client.post(reverse("wagtailadmin_pages:delete", args=[other.pk]))

        assert not Page.objects.filter(pk=other.pk).exists()
        for address in ("/orari/", "/orari-nuovi/"):
            assert client.get(address)["Location"] == "/orari-di-oggi/"

    def test_and_leads_on_when_it_is_deleted(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        self.unpublish(django_app, page, editor, alternative=str(other.pk))

        page.delete()

        assert client.get("/orari/")["Location"] == "/orari-nuovi/"

    @pytest.mark.parametrize("which", ["itself", "draft", "gone", "words", "root"])
    def test_but_stays_when_nobody_could_be_led_to_what_was_chosen(
        self, django_app: DjangoTestApp, home: HomePage, page: Any, editor: User, which: str
    ) -> None:
        draft = StandardPageFactory.create(parent=home, live=False)
        chosen = {
            "itself": str(page.pk),
            "draft": str(draft.pk),
            "gone": "987654",
            "words": "nessuna",
            "root": str(Page.get_first_root_node().pk),
        }[which]

        told = self.unpublish(django_app, page, editor, alternative=chosen)

        assert Page.objects.get(pk=page.pk).live
        assert not Redirect.objects.exists()
        assert "scegline un’altra" in told.text or "Scegli una pagina che si vede sul sito." in told.text

    def test_but_not_to_what_leaves_with_it(self, django_app: DjangoTestApp, page: Any, editor: User) -> None:
        below = published(page, "D’estate", "estate")

        told = self.unpublish(django_app, page, editor, alternative=str(below.pk), include_descendants=True)

        assert "«D’estate» sparisce insieme a questa" in told.text
        assert Page.objects.get(pk=page.pk).live

    def test_whoever_deletes_a_public_page_is_told_how(
        self, django_app: DjangoTestApp, home: HomePage, page: Any, editor: User
    ) -> None:
        draft = StandardPageFactory.create(parent=home, live=False)
        said = "annulla prima la pubblicazione e indica quale"

        def question(of: Page) -> str:
            return str(django_app.get(reverse("wagtailadmin_pages:delete", args=[of.pk]), user=editor).text)

        assert said in question(page)
        assert said not in question(draft)


@pytest.mark.usefixtures("committed_db")
class TestThePageFromMemory:
    @pytest.fixture
    def versions(self) -> Iterator[Versions]:
        versions = Versions()
        yield versions
        versions.close()

    def test_gives_way_at_once(self, versions: Versions, client: Client) -> None:
        home = make_home()
        # Read for the first time they are made, which is a change.
        PortalSettings.for_site(Site.objects.get())
        page, other = published(home, "Orari", "orari"), published(home, "Nuovi", "orari-nuovi")
        layer = PageCache(WSGIHandler(), admission(), versions.read, Memory(10_000_000, 1000))
        # Pictures are made when they are shown for the first time.
        ask(layer, "/orari/")
        ask(layer, "/orari/")
        assert ask(layer, "/orari/").how == "hit"
        client.force_login(member_of(Role.EDITORS))
        address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])

        client.post(address, {"alternative": str(other.pk)})

        answer = ask(layer, "/orari/")
        assert (answer.status, answer.headers["Location"]) == (301, "/orari-nuovi/")
        page.get_latest_revision().publish()
        assert ask(layer, "/orari/").status == 200
