"""A page leaves the site, and whoever looks for it is led to another one until it is back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from home.models import HomePage, StandardPage
from portal.models import User
from portal.roles import Role
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import administrator, member_of


def published(parent: Page, title: str, slug: str) -> StandardPage:
    page = StandardPageFactory.create(parent=parent, title=title, slug=slug, abstract="Sommario")
    page.save_revision().publish()
    made: StandardPage = StandardPage.objects.get(pk=page.pk)
    return made


@pytest.fixture(scope="module")
def made_editor(module_db: None, module_files: Path) -> User:
    """Whoever withdraws the pages of a site with two."""
    home = make_home()
    published(home, "Gli orari di una volta", "orari")
    published(home, "Gli orari nuovi", "orari-nuovi")
    return member_of(Role.EDITORS)


@pytest.mark.django_db
class TestAPageLeavesTheSite:
    @pytest.fixture
    def home(self, made_editor: User) -> HomePage:
        found: HomePage = HomePage.objects.get()
        return found

    @pytest.fixture
    def page(self, made_editor: User) -> StandardPage:
        found: StandardPage = StandardPage.objects.get(slug="orari")
        return found

    @pytest.fixture
    def other(self, made_editor: User) -> StandardPage:
        found: StandardPage = StandardPage.objects.get(slug="orari-nuovi")
        return found

    @pytest.fixture
    def editor(self, made_editor: User) -> User:
        return User.objects.get(pk=made_editor.pk)

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

    def test_and_what_it_leads_to_does_not_lead_to_itself_when_that_is_deleted(
        self, django_app: DjangoTestApp, client: Client, home: HomePage, page: Any, editor: User
    ) -> None:
        third = published(home, "Gli orari di oggi", "orari-di-oggi")
        self.unpublish(django_app, page, editor, alternative=str(third.pk))
        Redirect.add_redirect("/orari-di-oggi", page, site=Site.objects.get(is_default_site=True))

        client.force_login(editor)
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

        assert client.get("/orari/")["Location"] == "/orari-di-oggi/"
        third.unpublish()
        assert client.get("/orari-di-oggi/").status_code == 404

    def test_and_leads_nowhere_if_it_leaves_again_after_it_moved_to_where_another_was(
        self, client: Client, home: HomePage, other: Any
    ) -> None:
        archive = published(home, "Archivio", "archivio")
        moved = published(home, "D’estate", "estate")
        below = published(moved, "Di luglio", "luglio")
        site = Site.objects.get(is_default_site=True)
        by_hand = Redirect.add_redirect("/archivio/estate/agosto", other, site=site)
        for address in ("/archivio/estate", "/archivio/estate/luglio"):
            Redirect.add_redirect(address, other, site=site, automatically_created=True)

        moved.move(archive, pos="last-child")
        for gone in (moved, below):
            Page.objects.get(pk=gone.pk).specific.unpublish()

        assert client.get("/archivio/estate/").status_code == 404
        assert client.get("/archivio/estate/luglio/").status_code == 404
        assert Redirect.objects.filter(pk=by_hand.pk).exists()

    def test_and_leads_nowhere_if_it_leaves_again_after_what_it_stands_below_was_called_otherwise(
        self, client: Client, home: HomePage, page: Any, other: Any
    ) -> None:
        below, away = published(page, "D’estate", "estate"), published(page, "D’inverno", "inverno")
        away.unpublish()
        site = Site.objects.get(is_default_site=True)
        for address in ("/orari-di-oggi/estate", "/orari-di-oggi/inverno", "/orari-di-oggi-e-di-ieri"):
            Redirect.add_redirect(address, other, site=site, automatically_created=True)

        page = StandardPage.objects.get(pk=page.pk)
        page.slug = "orari-di-oggi"
        page.save_revision().publish()
        Page.objects.get(pk=below.pk).specific.unpublish()

        assert client.get("/orari-di-oggi/estate/").status_code == 404
        # What is off the site, or is another’s, goes on leading.
        assert client.get("/orari-di-oggi/inverno/")["Location"] == "/orari-nuovi/"
        assert client.get("/orari-di-oggi-e-di-ieri/")["Location"] == "/orari-nuovi/"

    def test_and_leads_on_when_it_is_deleted(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any, editor: User
    ) -> None:
        self.unpublish(django_app, page, editor, alternative=str(other.pk))

        page.delete()

        assert client.get("/orari/")["Location"] == "/orari-nuovi/"

    @pytest.mark.parametrize("which", ["itself", "draft", "gone", "words", "root", "for_some"])
    def test_but_stays_when_nobody_could_be_led_to_what_was_chosen(
        self, django_app: DjangoTestApp, home: HomePage, page: Any, editor: User, which: str
    ) -> None:
        draft = StandardPageFactory.create(parent=home, live=False)
        for_some = published(home, "Per chi lavora qui", "per-chi-lavora-qui")
        PageViewRestriction.objects.create(page=for_some, restriction_type="login")
        chosen = {
            "itself": str(page.pk),
            "draft": str(draft.pk),
            "gone": "987654",
            "words": "nessuna",
            "for_some": str(for_some.pk),
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

    def delete(self, app: DjangoTestApp, page: Page, editor: User, alternative: str = "") -> Any:
        """Presses “Sì, elimina”, as it is shown."""
        address = reverse("wagtailadmin_pages:delete", args=[page.pk])
        asked = app.get(address, user=editor)
        assert asked.html.h1.text.split() == ["Elimina", *page.title.split()]
        form = next(form for form in asked.forms.values() if form.action == address)
        form["alternative"] = alternative
        return form.submit().follow()

    def test_for_good_and_its_address_and_those_below_lead_to_the_page_that_was_chosen(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any
    ) -> None:
        published(page, "D’estate", "estate")
        Redirect.add_redirect("/vecchi-orari", page, site=Site.objects.get(is_default_site=True))

        # Editors delete no page that has others below it.
        told = self.delete(django_app, page, administrator(), str(other.pk))

        assert not Page.objects.filter(pk=page.pk).exists()
        for address in ("/orari/", "/orari/estate/", "/vecchi-orari/"):
            assert client.get(address)["Location"] == "/orari-nuovi/"
        assert "Chi cerca «Gli orari di una volta» arriva a «Gli orari nuovi»" in told.text

    def test_for_good_and_without_another_page_it_is_not_found(
        self, django_app: DjangoTestApp, client: Client, page: Any, editor: User
    ) -> None:
        self.delete(django_app, page, editor)

        assert not Page.objects.filter(pk=page.pk).exists()
        assert client.get("/orari/").status_code == 404
        assert not Redirect.objects.exists()

    @pytest.mark.parametrize("everywhere", [False, True])
    def test_for_good_and_the_page_that_was_chosen_does_not_lead_to_itself_when_it_leaves_too(
        self,
        django_app: DjangoTestApp,
        client: Client,
        page: Any,
        other: Any,
        editor: User,
        everywhere: bool,
    ) -> None:
        site = None if everywhere else Site.objects.get(is_default_site=True)
        Redirect.add_redirect("/orari-nuovi", page, site=site)
        Redirect.add_redirect("/vecchi-orari", page, site=site)

        self.delete(django_app, page, editor, str(other.pk))

        assert (
            client.get("/orari/")["Location"] == client.get("/vecchi-orari/")["Location"] == "/orari-nuovi/"
        )
        other.unpublish()
        assert client.get("/orari-nuovi/").status_code == 404

    def test_for_good_from_off_the_site_and_what_is_public_below_it_leads_to_the_page_that_was_chosen(
        self, django_app: DjangoTestApp, client: Client, page: Any, other: Any
    ) -> None:
        published(page, "D’estate", "estate")
        page.unpublish()
        page = Page.objects.get(pk=page.pk)

        told = self.delete(django_app, page, administrator(), str(other.pk))

        assert client.get("/orari/estate/")["Location"] == "/orari-nuovi/"
        assert client.get("/orari/").status_code == 404
        assert "Chi cerca le pagine eliminate arriva a «Gli orari nuovi»" in told.text

    def test_for_good_only_once_the_name_of_the_site_is_right(
        self, django_app: DjangoTestApp, client: Client, home: HomePage, page: Any, other: Any, settings: Any
    ) -> None:
        settings.WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
        third = published(home, "Gli orari di oggi", "orari-di-oggi")
        editor = administrator()
        self.unpublish(django_app, other, editor, alternative=str(third.pk))
        Redirect.add_redirect("/vecchi-orari", other, site=Site.objects.get(is_default_site=True))
        before = list(Redirect.objects.order_by("pk").values())
        address = reverse("wagtailadmin_pages:delete", args=[other.pk])
        client.force_login(editor)

        told = client.post(address, {"confirm_site_name": "un altro"}, follow=True)

        assert list(Redirect.objects.order_by("pk").values()) == before
        assert Page.objects.filter(pk=other.pk).exists()
        assert told.content.decode().count(f"Please type &#x27;{settings.WAGTAIL_SITE_NAME}&#x27;") == 1
        client.post(address, {"confirm_site_name": settings.WAGTAIL_SITE_NAME})
        assert not Page.objects.filter(pk=other.pk).exists()
        assert client.get("/vecchi-orari/")["Location"] == "/orari-di-oggi/"

    def test_but_not_for_good_when_it_leads_to_what_goes_with_it(
        self, django_app: DjangoTestApp, page: Any
    ) -> None:
        below = published(page, "D’estate", "estate")

        told = self.delete(django_app, page, administrator(), str(below.pk))

        assert "«D’estate» sparisce insieme a questa" in told.text
        assert Page.objects.filter(pk__in=[page.pk, below.pk], live=True).count() == 2
        assert not Redirect.objects.exists()

    def test_a_draft_leads_nowhere_and_nobody_is_asked(
        self, django_app: DjangoTestApp, home: HomePage, editor: User
    ) -> None:
        draft = StandardPageFactory.create(parent=home, live=False)
        address = reverse("wagtailadmin_pages:delete", args=[draft.pk])
        form = next(
            form for form in django_app.get(address, user=editor).forms.values() if form.action == address
        )

        assert "alternative" not in form.fields
        form.submit()
        assert not Page.objects.filter(pk=draft.pk).exists()

    def many(self, app: DjangoTestApp, how: str, editor: User, *pages: Page, **chosen: Any) -> Any:
        """Ticks pages in a list, chooses what to do with them, and presses “Sì”."""
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", how])
        asked = app.get(address, {"id": [page.pk for page in pages], "next": "/admin/pages/"}, user=editor)
        form = next(
            form for form in asked.forms.values() if form.method == "POST" and form.action.startswith(address)
        )
        for name, value in chosen.items():
            form[name] = value
        return form.submit().follow().maybe_follow()

    @pytest.mark.parametrize("how", ["unpublish", "delete"])
    def test_several_at_once_lead_to_one_page(
        self,
        django_app: DjangoTestApp,
        client: Client,
        home: HomePage,
        page: Any,
        other: Any,
        editor: User,
        how: str,
    ) -> None:
        second = published(home, "Gli sportelli", "sportelli")

        told = self.many(django_app, how, editor, page, second, alternative=str(other.pk))

        assert not Page.objects.filter(pk__in=[page.pk, second.pk], live=True).exists()
        for address in ("/orari/", "/sportelli/"):
            assert client.get(address)["Location"] == "/orari-nuovi/"
        assert "arriva a «Gli orari nuovi»" in told.text

    @pytest.mark.parametrize("how", ["unpublish", "delete"])
    def test_several_at_once_stay_when_the_page_to_lead_to_is_one_of_them(
        self, django_app: DjangoTestApp, page: Any, other: Any, editor: User, how: str
    ) -> None:
        told = self.many(django_app, how, editor, page, other, alternative=str(other.pk))

        assert "«Gli orari nuovi» sparisce insieme a queste" in told.text
        assert Page.objects.filter(pk__in=[page.pk, other.pk], live=True).count() == 2
        assert not Redirect.objects.exists()

    def test_several_at_once_with_what_stands_below_only_if_that_leaves_too(
        self, django_app: DjangoTestApp, client: Client, home: HomePage, page: Any, other: Any, editor: User
    ) -> None:
        published(page, "D’estate", "estate")
        second = published(home, "Gli sportelli", "sportelli")
        self.many(django_app, "unpublish", editor, page, second, alternative=str(other.pk))
        assert client.get("/orari/estate/").status_code == 200
        page.get_latest_revision().publish()

        self.many(django_app, "unpublish", editor, page, alternative=str(other.pk), include_descendants=True)

        assert client.get("/orari/estate/")["Location"] == "/orari-nuovi/"
