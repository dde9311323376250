"""«Da rivedere»: what stands in the report, the press, and the tile of the first screen."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import GroupPagePermission, Page, PageLogEntry

from home.models import HomePage, StandardPage
from portal.models import PageCare, User
from portal.rereading.confirming import REREAD, mark_reread
from portal.rereading.due import next_date
from portal.roles import Role
from tests.candidature.factories import UserFactory
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import administrator, member_of

pytestmark = pytest.mark.django_db


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def home() -> HomePage:
    return make_home(owner=None)


@pytest.fixture
def editor(client: Client) -> User:
    user = member_of(Role.EDITORS)
    client.force_login(user)
    return user


def page_due(home: Page, title: str, due: date, **care: Any) -> StandardPage:
    page: StandardPage = StandardPageFactory.create(parent=home, title=title, owner=None)
    PageCare.objects.create(page=page, review_on=due, **care)
    return page


def editor_of(section: Page) -> User:
    """Somebody who may edit one section alone."""
    role = Group.objects.create(name="Redazione di una sezione")
    role.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(group=role, page=section, permission_type="change")
    user = UserFactory.create()
    user.groups.add(role)
    return user


def listed(client: Client, **chosen: str) -> list[str]:
    read = BeautifulSoup(client.get(reverse("pages_to_reread"), chosen).content, "html.parser")
    return [link.get_text(strip=True) for link in read.select("table td.title a")]


class TestTheReport:
    def test_holds_what_is_due_the_oldest_first(self, client: Client, editor: User, home: HomePage) -> None:
        page_due(home, "Da ieri", in_days(-1))
        page_due(home, "Da un mese", in_days(-30))
        page_due(home, "Di oggi", in_days(0))
        page_due(home, "Domani", in_days(1))

        assert listed(client) == ["Da un mese", "Da ieri", "Di oggi"]

    def test_is_narrowed_by_time_person_and_kind(self, client: Client, editor: User, home: HomePage) -> None:
        page_due(home, "Mia", in_days(-1), owner=editor)
        page_due(home, "Di nessuno", in_days(-1))
        page_due(home, "Fra un mese", in_days(30))
        page_due(home, "Fra un anno", in_days(365))
        StandardPageFactory.create(parent=home, title="Senza data", owner=None)
        kind = str(StandardPage.objects.get(title="Mia").content_type_id)

        assert listed(client, answering=str(editor.pk)) == ["Mia"]
        assert listed(client, when="presto") == ["Mia", "Di nessuno", "Fra un mese"]
        assert listed(client, when="tutte") == ["Mia", "Di nessuno", "Fra un mese", "Fra un anno"]
        assert "Senza data" in listed(client, when="mai")
        assert "Mia" not in listed(client, when="mai")
        assert listed(client, content_type=kind, answering=str(editor.pk)) == ["Mia"]
        assert listed(client, content_type=str(home.content_type_id)) == []

    @pytest.mark.parametrize(
        "odd", [{"answering": "x"}, {"when": "mai più"}, {"p": "99"}, {"answering": "9" * 30}]
    )
    def test_bears_an_address_that_makes_no_sense(
        self, client: Client, editor: User, home: HomePage, odd: dict[str, str]
    ) -> None:
        page_due(home, "Da ieri", in_days(-1))
        page_due(home, "Fra un anno", in_days(365))

        assert listed(client, **odd) == ["Da ieri"]

    def test_says_so_when_nothing_waits(self, client: Client, editor: User) -> None:
        assert "Nessuna pagina da rileggere." in client.get(reverse("pages_to_reread")).content.decode()

    def test_shows_each_person_the_pages_that_they_may_edit(self, client: Client, home: HomePage) -> None:
        section = page_due(home, "La mia sezione", in_days(-1))
        page_due(home, "Un’altra sezione", in_days(-1))
        client.force_login(editor_of(section))

        assert listed(client) == ["La mia sezione"]

    @pytest.mark.parametrize("name", ["pages_to_reread", "pages_to_reread_results"])
    def test_is_closed_to_who_edits_no_pages(self, client: Client, name: str) -> None:
        client.force_login(member_of(Role.REVIEWERS))

        assert client.get(reverse(name)).status_code in (302, 403)

    def test_is_taken_away_as_a_spreadsheet(self, client: Client, editor: User, home: HomePage) -> None:
        page_due(home, "Mia", in_days(-1), owner=editor)

        answer: Any = client.get(reverse("pages_to_reread"), {"export": "csv"})

        heads, row = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode()))
        assert heads[:3] == ["Titolo", "Da rileggere entro il", "Chi ne risponde"]
        assert row[:3] == ["Mia", in_days(-1).isoformat(), str(editor)]

    def test_costs_the_same_for_many_pages(
        self, client: Client, editor: User, home: HomePage, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(30):
            page_due(home, f"Pagina {number}", in_days(-1), owner=UserFactory.create())
        client.get(reverse("pages_to_reread"))

        with django_assert_max_num_queries(30):
            assert len(listed(client)) == 30


class TestTheButton:
    def test_sets_the_next_date_and_comes_back_to_the_same_list(
        self, django_app: DjangoTestApp, home: HomePage
    ) -> None:
        editor = member_of(Role.EDITORS)
        page = page_due(home, "Come si entra", in_days(-1), owner=editor)
        chosen = f"{reverse('pages_to_reread')}?answering={editor.pk}"
        report = django_app.get(chosen, user=editor)

        pressed = report.forms[next(key for key in report.forms if _presses(report.forms[key]))].submit()

        assert pressed.location.endswith(chosen)
        assert PageCare.objects.get(page=page).review_on == next_date()
        told = pressed.follow()
        assert "«Come si entra» è riletta." in told.text
        assert "Nessuna pagina da rileggere." in told.text

    def test_is_offered_for_what_is_due_or_soon_and_not_for_the_rest(
        self, client: Client, editor: User, home: HomePage
    ) -> None:
        soon, far = page_due(home, "Fra poco", in_days(20)), page_due(home, "Lontana", in_days(200))

        text = client.get(reverse("pages_to_reread"), {"when": "tutte"}).content.decode()

        assert reverse("page_reread", args=[soon.pk]) in text
        assert reverse("page_reread", args=[far.pk]) not in text

    def test_is_noted_once_in_the_history_of_the_page(
        self, client: Client, editor: User, home: HomePage
    ) -> None:
        page = page_due(home, "Come si entra", in_days(-1))

        for _press in range(2):
            client.post(reverse("page_reread", args=[page.pk]))

        entry = PageLogEntry.objects.get(page=page.pk, action=REREAD)
        assert entry.user == editor
        history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
        assert "Riletta, va bene così: da rileggere entro il" in history

    def test_leaves_the_owner_as_they_are(self, editor: User, home: HomePage) -> None:
        page = page_due(home, "Come si entra", in_days(-1), owner=editor)

        mark_reread(page, editor)

        assert PageCare.objects.get(page=page).owner == editor

    def test_is_for_whoever_may_edit_that_page(self, client: Client, home: HomePage) -> None:
        section, other = page_due(home, "Mia", in_days(-1)), page_due(home, "Altrui", in_days(-1))
        client.force_login(editor_of(section))

        assert client.post(reverse("page_reread", args=[other.pk])).status_code in (302, 403)

        assert PageCare.objects.get(page=other).review_on == in_days(-1)
        client.post(reverse("page_reread", args=[section.pk]))
        assert PageCare.objects.get(page=section).review_on == next_date()

    @pytest.mark.parametrize("method", ["get", "head"])
    def test_wants_a_press(self, client: Client, editor: User, home: HomePage, method: str) -> None:
        page = page_due(home, "Come si entra", in_days(-1))

        assert getattr(client, method)(reverse("page_reread", args=[page.pk])).status_code == 405

    def test_knows_no_page_that_is_not_public(self, client: Client, editor: User, home: HomePage) -> None:
        draft = StandardPageFactory.create(parent=home, live=False)

        assert client.post(reverse("page_reread", args=[draft.pk])).status_code == 404
        assert client.post(reverse("page_reread", args=[Page.get_first_root_node().pk])).status_code == 404
        assert client.post(reverse("page_reread", args=[10**25])).status_code == 404

    def test_leads_nowhere_else(self, client: Client, editor: User, home: HomePage) -> None:
        page = page_due(home, "Come si entra", in_days(-1))

        answer = client.post(reverse("page_reread", args=[page.pk]), {"next": "https://example.com/"})

        assert answer["Location"] == reverse("pages_to_reread")


def _presses(form: Any) -> bool:
    return str(form.action).endswith("/riletta/")


class TestTheFirstScreen:
    def tile(self, client: Client) -> str:
        read = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
        found = read.find(id="da-rivedere-section") or read.find(id="da-rivedere")
        return " ".join(found.get_text(" ", strip=True).split()) if found else ""

    def test_tells_editors_how_many_wait_and_how_many_are_their_own(
        self, client: Client, editor: User, home: HomePage
    ) -> None:
        page_due(home, "Mia", in_days(-1), owner=editor)
        page_due(home, "Di nessuno", in_days(-1))

        assert "1 pagina da rileggere, di cui rispondi tu" in self.tile(client)
        assert "2 pagine da rileggere in tutto" in self.tile(client)

    def test_shows_nothing_while_nothing_waits(self, client: Client, editor: User, home: HomePage) -> None:
        page_due(home, "Domani", in_days(1))

        assert self.tile(client) == ""

    def test_shows_nothing_to_who_edits_no_pages(self, client: Client, home: HomePage) -> None:
        page_due(home, "Di nessuno", in_days(-1))
        client.force_login(member_of(Role.REVIEWERS))

        assert self.tile(client) == ""

    def test_the_report_is_in_the_menu_of_who_may_open_it(self, client: Client, home: HomePage) -> None:
        for user, is_there in ((administrator(), True), (member_of(Role.REVIEWERS), False)):
            client.force_login(user)
            text = client.get(reverse("wagtailadmin_home")).content.decode()
            assert (reverse("pages_to_reread") in text) == is_there
