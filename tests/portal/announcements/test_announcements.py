"""Announcements above every page."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import Page, PageViewRestriction

from portal.models import Announcement
from portal.page_cache.layer import PageCache
from portal.page_cache.memory import Memory
from portal.page_cache.moments import next_moment
from portal.page_cache.requests import admission
from portal.page_cache.versions import Versions
from portal.pages.announcements import MOST
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, begun
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.portal.page_cache.asking import ask
from tests.portal.pages.translating import translated


@pytest.fixture
def home(db: None) -> Page:
    return make_home()


def announced(title: str = "Chiuso per lavori", **more: Any) -> Announcement:
    now = timezone.now()
    values = {"shown_from": now - timedelta(hours=1), "shown_until": now + timedelta(hours=1)}
    made = Announcement(title=title, **{**values, **more})
    made.full_clean()
    made.save()
    return made


def section(html: str) -> Any:
    return BeautifulSoup(html, "html.parser").find("section", {"aria-label": "Annunci"})


def titles(address: str = "/") -> list[str]:
    found = section(Client().get(address).content.decode())
    return [one.get_text(strip=True) for one in found.select(".notice-title")] if found else []


def test_an_announcement_is_up_from_its_first_moment_until_its_last(home: Page) -> None:
    now = timezone.now()
    announced("Adesso")
    announced("Domani", shown_from=now + timedelta(minutes=1))
    announced("Ieri", shown_until=now - timedelta(seconds=1))

    assert titles() == ["Adesso"]


def test_urgent_ones_come_first_then_the_latest_and_no_more_than_three(home: Page) -> None:
    now = timezone.now()
    for hours in range(2, 2 + MOST):
        announced(f"Da {hours} ore", shown_from=now - timedelta(hours=hours))
    announced("Urgente", tone="urgent", shown_from=now - timedelta(days=1))

    assert titles() == ["Urgente", "Da 2 ore", "Da 3 ore"]


def test_a_title_leads_to_its_page_only_while_everybody_may_read_it(home: Page) -> None:
    page = StandardPageFactory.create(parent=home, title="Che cosa succede")
    announced(page=page)

    def link() -> Any:
        return section(Client().get("/").content.decode()).find("a")

    assert link()["href"] == page.url
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert link() is None
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    assert link() is None


class TestInEnglish:
    def paragraphs(self, address: str) -> list[tuple[str, str | None]]:
        """What it says, and the language that it says it is in."""
        html: Any = BeautifulSoup(Client().get(address).content, "html.parser")
        return [(one.get_text(strip=True), one.get("lang")) for one in html.select(".announcements p")]

    def link(self, address: str = "/en/") -> tuple[str, str | None]:
        html: Any = BeautifulSoup(Client().get(address).content, "html.parser")
        one = html.select_one(".announcements a")
        return (one["href"], one.get("hreflang")) if one else ("", None)

    def test_an_english_page_says_what_is_written_in_english(self, home: Page) -> None:
        translated(home, title="Welcome")
        announced(text="Torniamo lunedì.", title_en="Closed for works", text_en="We are back on Monday.")

        assert self.paragraphs("/en/") == [("Closed for works", None), ("We are back on Monday.", None)]
        assert self.paragraphs("/en/candidature/ritrova/") == self.paragraphs("/en/")
        assert self.paragraphs("/") == [("Chiuso per lavori", None), ("Torniamo lunedì.", None)]

    def test_what_is_not_is_said_in_italian_and_says_so(self, home: Page) -> None:
        translated(home, title="Welcome")
        announced(text="Torniamo lunedì.", title_en="Closed for works", text_en=" ")
        assert self.paragraphs("/en/") == [("Closed for works", None), ("Torniamo lunedì.", "it")]

    def test_the_title_leads_to_the_published_translation_of_its_page(self, home: Page) -> None:
        translated(home, title="Welcome")
        page = StandardPageFactory.create(parent=home, title="Che cosa succede")
        announced(page=page)
        assert self.link() == (page.url, "it")

        other = translated(page, title="What is going on")
        assert self.link() == (other.url, None)
        assert self.link("/") == (page.url, None)

        PageViewRestriction.objects.create(page=other, restriction_type="login")
        assert self.link() == (page.url, "it")

    def test_the_preview_shows_each_language(self, home: Page) -> None:
        translated(home, title="Welcome")
        one = announced(title_en="Closed for works")
        assert [mode for mode, _label in one.preview_modes] == ["it", "en"]
        shown = one.make_preview_request(preview_mode="en").content.decode()

        assert '<html lang="en">' in shown
        assert "Closed for works" in shown
        assert "Chiuso per lavori" not in shown
        assert "Chiuso per lavori" in one.make_preview_request().content.decode()


def test_what_is_written_is_text(home: Page) -> None:
    announced("<b>Forte</b>", text="<script>1</script>")
    found = section(Client().get("/").content.decode())
    assert found.find("b") is None
    assert found.find("script") is None


def test_a_form_says_it_too(home: Page) -> None:
    call = CallPageFactory.create(parent=home)
    _draft, token = begun(call)
    announced()
    answer = Client().get(reverse("candidature:step", args=[token, 1]))
    assert answer.status_code == 200
    assert (
        section(answer.content.decode()).find(class_="notice-title").get_text(strip=True)
        == "Chiuso per lavori"
    )


@pytest.mark.usefixtures("committed_db")
def test_it_costs_a_page_no_query_of_its_own() -> None:
    home = make_home()

    def queries() -> int:
        # What is made by the first visit of all is read anew by the next.
        Client().get("/")
        Client().get("/")
        with CaptureQueriesContext(connection) as asked:
            Client().get("/")
        return len(asked)

    without = queries()
    announced(page=home)
    assert titles() == ["Chiuso per lavori"]
    assert queries() == without


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [(0, 0, "La fine viene dopo"), (1, 0, "La fine viene dopo"), (0, 24 * 181, "sei mesi")],
)
def test_times_that_make_no_sense_are_refused(db: None, start: int, end: int, says: str) -> None:
    now = timezone.now()
    with pytest.raises(ValidationError) as refused:
        announced(shown_from=now + timedelta(hours=start), shown_until=now + timedelta(hours=end))
    assert says in str(refused.value)


@pytest.mark.usefixtures("committed_db")
def test_pages_in_memory_hold_until_one_begins_or_ends_and_change_with_it() -> None:
    translated(make_home())
    versions = Versions()
    cache = PageCache(WSGIHandler(), admission(), versions.read, Memory(10_000_000, 1000))
    try:
        # What is made by the first visit of all is no news.
        ask(cache)
        ask(cache)
        assert ask(cache).how == "hit"
        one = announced()
        assert "Chiuso per lavori" in ask(cache).text
        assert "Chiuso per lavori" in ask(cache, "/en/").text
        Announcement.objects.filter(pk=one.pk).update(title_en="Closed for works")
        assert "Closed for works" in ask(cache, "/en/").text
        # Drawn anew when it ends, though nobody changes anything: just before, no midnight comes sooner.
        assert next_moment(one.shown_until - timedelta(microseconds=1)) == one.shown_until
        one.delete()
        assert "Chiuso per lavori" not in ask(cache).text
    finally:
        versions.close()


def test_editors_write_one_and_see_how_pages_begin(home: Page, django_app: DjangoTestApp) -> None:
    django_app.set_user(member_of(Role.EDITORS))
    form = django_app.get("/admin/snippets/portal/announcement/add/").forms["w-editor-form"]
    form["title"] = "Sportello chiuso venerdì"
    form["title_en"], form["text_en"] = "Closed on Friday", "Come on Monday."
    form["shown_until"] = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    form.submit().follow()

    assert titles() == ["Sportello chiuso venerdì"]
    one = Announcement.objects.get()
    assert one.state == "si vede"
    assert (one.title_en, one.text_en) == ("Closed on Friday", "Come on Monday.")
    preview = one.make_preview_request().rendered_content
    assert "Sportello chiuso venerdì" in section(preview).get_text()


def test_reviewers_write_none(home: Page) -> None:
    client = Client()
    client.force_login(member_of(Role.REVIEWERS))
    assert client.get("/admin/snippets/portal/announcement/add/").status_code == 302
