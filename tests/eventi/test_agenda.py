"""The calendar of the site: month, list, filters, and the file that others subscribe to."""

import zoneinfo
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page, PageViewRestriction

from eventi.agenda.months import Month, weeks
from eventi.models import CalendarPage
from tests.candidature.factories import CallPageFactory, EventPageFactory, participation_index
from tests.eventi.calendars import entries, read
from tests.home.factories import make_home
from tests.page_factory import PageFactory
from tests.patti.factories import PattoPageFactory, zone
from tests.portal.pages.visits import MAX_QUERIES, cost
from tests.territori.factories import PathPageFactory, TerritoryPageFactory

pytestmark = pytest.mark.django_db

ROME = zoneinfo.ZoneInfo("Europe/Rome")


class CalendarPageFactory(PageFactory):
    class Meta:
        model = CalendarPage

    title = "Calendario"
    slug = "calendario"


@pytest.fixture
def home() -> Page:
    return make_home()


@pytest.fixture
def index(home: Page) -> Page:
    return participation_index(home)


@pytest.fixture
def agenda(home: Page) -> CalendarPage:
    found: CalendarPage = CalendarPageFactory.create(parent=home)
    return found


def rome(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of 2031, by the clocks of Italy."""
    return datetime(2031, month, day, hour, minute, tzinfo=ROME)


def event(index: Page, title: str, begins: datetime | None, ends: datetime | None = None, **more: Any) -> Any:
    return EventPageFactory.create(parent=index, title=title, starts_at=begins, ends_at=ends, **more)


def call(index: Page, title: str, opens: datetime | None, closes: datetime | None, **more: Any) -> Any:
    return CallPageFactory.create(parent=index, title=title, opens_at=opens, closes_at=closes, **more)


class Shown:
    """What a reader of the page reads."""

    def __init__(self, client: Client, agenda: CalendarPage, query: str = "") -> None:
        self.answer = client.get(f"{agenda.url}{query}")
        assert self.answer.status_code == 200
        self.page: Any = BeautifulSoup(self.answer.content, "html.parser")

    def days(self) -> dict[str, list[str]]:
        """By day, what is listed: its kind and its title."""
        return {
            day.time["datetime"]: [
                f"{one.select_one('.calendar-what').get_text(strip=True)}: {one.a.get_text(strip=True)}"
                for one in day.select("ul > li")
            ]
            for day in self.page.select(".calendar-list > li")
        }

    def marked(self) -> list[str]:
        """The days of the month on the wall that lead to something."""
        return [a.get_text(" ", strip=True).split()[0] for a in self.page.select("a.calendar-day")]

    def turn(self, relation: str) -> str | None:
        link = self.page.select_one(f".calendar-turn a[rel={relation}]")
        return str(link["href"]) if link else None

    def text(self) -> str:
        return " ".join(self.page.main.get_text(" ", strip=True).split())


def test_a_month_holds_events_by_their_days_and_the_first_and_last_moment_of_calls(
    client: Client, index: Page, agenda: CalendarPage
) -> None:
    event(index, "Laboratorio", rome(7, 3, 17), rome(7, 3, 19))
    event(index, "Incontro di tre giorni", rome(7, 30, 9), rome(8, 1, 13))
    call(index, "Cerchiamo attivatori", rome(7, 1, 9), rome(8, 15, 12))
    call(index, "Scade a fine mese", rome(6, 1, 9), rome(7, 31, 23, 59))

    july = Shown(client, agenda, "?mese=2031-07")
    assert july.days() == {
        "2031-07-01": ["Apre: Cerchiamo attivatori"],
        "2031-07-03": ["Appuntamento: Laboratorio"],
        "2031-07-30": ["Appuntamento: Incontro di tre giorni"],
        "2031-07-31": ["Scade: Scade a fine mese"],
    }
    assert july.marked() == ["1", "3", "30", "31"]
    august = Shown(client, agenda, "?mese=2031-08")
    # What began in the month before is still going on.
    assert august.days()["2031-08-01"] == ["Appuntamento: Incontro di tre giorni"]
    assert august.marked() == ["1", "15"]


def test_when_a_patto_is_signed_is_in_the_calendar_of_its_zone(
    client: Client, home: Page, agenda: CalendarPage
) -> None:
    here, elsewhere = zone("Zona di qua"), zone("Zona di là")
    PattoPageFactory.create(
        parent=here, title="Patto di qua", opens_at=rome(7, 1, 9), closes_at=rome(7, 31, 12)
    )
    PattoPageFactory.create(parent=elsewhere, title="Patto di là", opens_at=None, closes_at=rome(7, 9, 12))
    both = {
        "2031-07-01": ["Apre: Patto di qua"],
        "2031-07-09": ["Scade: Patto di là"],
        "2031-07-31": ["Scade: Patto di qua"],
    }

    assert Shown(client, agenda, "?mese=2031-07").days() == both
    july = Shown(client, agenda, f"?mese=2031-07&zona={here.pk}")
    assert july.days() == {day: both[day] for day in ("2031-07-01", "2031-07-31")}
    assert july.turn("next") is None
    own = client.get(f"{agenda.url}ics/?zona={here.pk}").content
    assert entries(own) == ["Si apre: Patto di qua", "Ultimo momento: Patto di qua"]
    path = PathPageFactory.create(parent=here)
    assert entries(client.get(f"{agenda.url}ics/?percorso={path.pk}").content) == []


def test_every_marked_day_leads_to_a_day_of_the_list(
    client: Client, index: Page, agenda: CalendarPage
) -> None:
    event(index, "Comincia in giugno", rome(6, 29, 9), rome(7, 2, 13))
    event(index, "Dura tre giorni", rome(7, 10, 9), rome(7, 12, 13))
    shown = Shown(client, agenda, "?mese=2031-07")
    links = [a["href"] for a in shown.page.select("a.calendar-day")]
    assert len(links) == 5
    assert set(links) == {"#giorno-2031-07-01", "#giorno-2031-07-10"}
    assert all(shown.page.find(id=link.removeprefix("#")) for link in links)


def test_a_marked_day_leads_to_what_begins_on_it(client: Client, index: Page, agenda: CalendarPage) -> None:
    event(index, "Mostra", rome(7, 1, 9), rome(7, 31, 13))
    event(index, "Laboratorio", rome(7, 10, 9))
    links = [a["href"] for a in Shown(client, agenda, "?mese=2031-07").page.select("a.calendar-day")]
    assert [links[9], links[8], links[10]] == [
        "#giorno-2031-07-10",
        "#giorno-2031-07-01",
        "#giorno-2031-07-01",
    ]


def test_what_ends_at_midnight_does_not_mark_the_day_after(
    client: Client, index: Page, agenda: CalendarPage
) -> None:
    event(index, "Serata", rome(7, 3, 20), rome(7, 4, 0))
    assert Shown(client, agenda, "?mese=2031-07").marked() == ["3"]
    event(index, "Notte di fine mese", rome(7, 31, 20), rome(8, 1, 0))
    assert Shown(client, agenda, "?mese=2031-07").turn("next") is None


def test_the_leaves_end_where_there_is_nothing_more(
    client: Client, index: Page, agenda: CalendarPage
) -> None:
    event(index, "Primo", rome(6, 3, 17))
    event(index, "Ultimo", rome(8, 3, 17))
    middle = Shown(client, agenda, "?mese=2031-07")
    assert (middle.turn("prev"), middle.turn("next")) == ("?mese=2031-06", "?mese=2031-08")
    assert Shown(client, agenda, "?mese=2031-06").turn("prev") is None
    assert Shown(client, agenda, "?mese=2031-08").turn("next") is None
    # Of a month without anything far from all there is the way back is offered.
    far = Shown(client, agenda, "?mese=2040-01")
    assert "In questo mese non c’è nulla in calendario. Vai al mese di agosto 2031" in far.text()


def test_the_leaves_begin_with_a_call_of_which_only_the_end_is_known(
    client: Client, index: Page, agenda: CalendarPage
) -> None:
    call(index, "Senza inizio", None, rome(2, 3, 12))
    call(index, "Con le date", rome(5, 3, 12), rome(8, 3, 12))
    assert Shown(client, agenda, "?mese=2031-05").turn("prev") == "?mese=2031-04"
    assert Shown(client, agenda, "?mese=2031-02").turn("prev") is None


@pytest.mark.parametrize(
    "written", ["2031-13", "2031-7", "0000-00", "9999-12", "luglio", "%00", "-1", "٢٠٣١-٠٧"]
)
def test_a_month_that_is_none_shows_the_present_one(
    client: Client, agenda: CalendarPage, written: str
) -> None:
    (today,) = Shown(client, agenda, f"?mese={written}").page.select("td[aria-current=date]")
    assert today.get_text(strip=True) == str(timezone.localdate().day)


def test_months_follow_each_other_over_the_years() -> None:
    assert Month(2031, 12).next == Month(2032, 1)
    assert Month(2032, 1).previous == Month(2031, 12)
    assert [str(Month(2031, 12).next.previous), str(Month.of(date(2031, 2, 3)))] == ["2031-12", "2031-02"]


def test_today_is_marked(client: Client, agenda: CalendarPage) -> None:
    (today,) = Shown(client, agenda).page.select("td[aria-current=date]")
    assert today.get_text(strip=True) == str(timezone.localdate().day)


def test_today_is_not_marked_in_the_month_beside_its_own() -> None:
    # The first of December stands in the last week of November, as a square without a day.
    shown = weeks(Month(2026, 11), [], date(2026, 12, 1))
    assert shown[-1][1].day is None
    assert not any(square.is_today for week in shown for square in week)


def test_each_part_of_the_calendar_has_a_title_and_an_address_of_its_own(
    client: Client, home: Page, agenda: CalendarPage
) -> None:
    territory = TerritoryPageFactory.create(parent=home, title="Lunigiana")
    for query, title, counts in (
        ("", "Calendario", ""),
        ("?mese=luglio&x=1", "Calendario", ""),
        ("?x=1&mese=2031-07", "Calendario, luglio 2031", "?mese=2031-07"),
        (
            f"?zona={territory.pk}&vista=elenco&mese=2031-07",
            "Calendario, Tutto ciò che viene, Lunigiana",
            f"?vista=elenco&zona={territory.pk}",
        ),
    ):
        page = Shown(client, agenda, query).page
        assert " ".join(page.title.get_text().split()) == f"{title} · Cantieri della Salute"
        assert page.select_one("link[rel=canonical]")["href"] == f"{agenda.full_url}{counts}"


def test_a_territory_or_a_path_has_its_own(
    client: Client, home: Page, index: Page, agenda: CalendarPage
) -> None:
    territory, other = (TerritoryPageFactory.create(parent=home) for _one in range(2))
    path = PathPageFactory.create(parent=territory)
    event(index, "Del territorio", rome(7, 3, 17), territories=[territory])
    event(index, "Di un altro", rome(7, 4, 17), territories=[other])
    call(index, "Del percorso", rome(6, 1), rome(7, 5, 12), path_page=path)

    of_territory = Shown(client, agenda, f"?mese=2031-07&zona={territory.pk}")
    assert list(of_territory.days().values()) == [["Appuntamento: Del territorio"]]
    assert of_territory.page.select_one("#zona option[selected]").get_text() == territory.title
    of_path = Shown(client, agenda, f"?mese=2031-07&percorso={path.pk}")
    assert list(of_path.days().values()) == [["Scade: Del percorso"]]
    neither = Shown(client, agenda, f"?mese=2031-07&zona={territory.pk}&percorso={path.pk}")
    assert neither.days() == {}
    # What does not exist, or is not public, is no filter.
    assert len(Shown(client, agenda, "?mese=2031-07&zona=999999").days()) == 3
    other.unpublish()
    assert len(Shown(client, agenda, f"?mese=2031-07&zona={other.pk}").days()) == 3
    assert not Shown(client, agenda).page.select(f"#zona option[value='{other.pk}']")


def test_the_form_of_the_filters_keeps_the_month(client: Client, index: Page, agenda: CalendarPage) -> None:
    shown = Shown(client, agenda, "?mese=2031-07")
    form = shown.page.select_one("form.calendar-filters")
    fields = {field["name"]: field.get("value", "") for field in form.select("input, select")}
    assert fields == {"mese": "2031-07", "zona": ""}
    as_list = Shown(client, agenda, "?vista=elenco").page.select_one("form.calendar-filters")
    assert [field["name"] for field in as_list.select("input")] == ["vista"]


def test_hidden_suspended_and_concluded_are_not_in_it(
    client: Client, index: Page, agenda: CalendarPage
) -> None:
    event(index, "Bozza", rome(7, 3, 17), live=False)
    secret = event(index, "Riservato", rome(7, 4, 17))
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    call(index, "Sospeso", rome(7, 1), rome(7, 5, 12), suspended=True)
    call(index, "Concluso", rome(7, 1), None, concluded=True)
    event(index, "Senza giorno", None)
    event(index, "Annullato", rome(7, 8, 17), cancelled=True)
    assert Shown(client, agenda, "?mese=2031-07").days() == {"2031-07-08": ["Annullato: Annullato"]}
    assert entries(client.get(f"{agenda.url}ics/").content) == ["Annullato: Annullato"]


def test_the_list_begins_today_and_goes_on_in_pages(
    client: Client, index: Page, agenda: CalendarPage
) -> None:
    now = timezone.now()
    event(index, "Passato", now - timedelta(days=3), now - timedelta(days=3, hours=-1))
    event(index, "In corso", now - timedelta(days=2), now + timedelta(days=2))
    for number in range(22):
        event(index, f"Futuro {number:02}", now + timedelta(days=3 + number))
    first = Shown(client, agenda, "?vista=elenco")
    days = first.days()
    assert days[str(timezone.localdate())] == ["Appuntamento: In corso"]
    assert sum(map(len, days.values())) == 20
    second = Shown(client, agenda, "?vista=elenco&p=2").days()
    assert sum(map(len, second.values())) == 3
    assert not any("Passato" in title for of_day in (*days.values(), *second.values()) for title in of_day)


def test_without_anything_it_says_so(client: Client, agenda: CalendarPage) -> None:
    assert "In questo mese non c’è nulla in calendario." in Shown(client, agenda).text()
    assert "Per ora non c’è nulla in programma" in Shown(client, agenda, "?vista=elenco").text()


def test_the_file_has_the_same_entry_as_the_event_s_own(
    client: Client, index: Page, agenda: CalendarPage
) -> None:
    soon = timezone.now() + timedelta(days=3)
    page = event(index, "Laboratorio", soon, place="Sala civica")
    page.save_revision().publish()
    call(index, "Cerchiamo; attivatori, \\ subito", soon + timedelta(days=1), soon + timedelta(days=30))
    answer = client.get(f"{agenda.url}ics/")
    assert answer["Content-Type"].startswith("text/calendar; charset=utf-8")
    _method, own = read(client.get(f"{page.url}calendario/").content)
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in found] == [
        "Laboratorio",
        "Si apre: Cerchiamo; attivatori, \\ subito",
        "Ultimo momento: Cerchiamo; attivatori, \\ subito",
    ]
    assert found[0].to_ical() == own.to_ical()
    assert len({str(one["UID"]) for one in found}) == 3
    assert found[2].decoded("dtstart") == (soon + timedelta(days=30)).replace(microsecond=0)


def test_the_file_of_a_territory_is_named_after_it_and_is_what_the_page_offers(
    client: Client, home: Page, index: Page, agenda: CalendarPage
) -> None:
    territory = TerritoryPageFactory.create(parent=home, title="Lunigiana")
    event(index, "Qui", timezone.now() + timedelta(days=3), territories=[territory])
    event(index, "Altrove", timezone.now() + timedelta(days=3))
    event(index, "Dell’anno scorso", timezone.now() - timedelta(days=365), territories=[territory])
    page = Shown(client, agenda, f"?zona={territory.pk}").page
    (subscribed,) = page.select("a[href^='webcal:']")
    (file,) = page.select("a[type='text/calendar']")
    assert urlsplit(subscribed["href"])[1:] == urlsplit(file["href"])[1:]
    address = urlsplit(file["href"])
    content = client.get(f"{address.path}?{address.query}").content
    assert entries(content) == ["Qui"]
    assert str(Calendar.from_ical(content)["X-WR-CALNAME"]) == "Calendario – Lunigiana"


def test_a_path_has_a_file_of_its_own_and_leads_to_its_calendar(
    client: Client, home: Page, index: Page, agenda: CalendarPage
) -> None:
    path = PathPageFactory.create(parent=TerritoryPageFactory.create(parent=home), title="Punto d’ascolto")
    event(index, "Del percorso", timezone.now() + timedelta(days=3), path_page=path)
    event(index, "D’altri", timezone.now() + timedelta(days=3))

    leads: Any = BeautifulSoup(client.get(path.url).content, "html.parser").find("a", string="Nel calendario")
    assert leads["href"] == f"{agenda.url}?percorso={path.pk}"
    (file,) = Shown(client, agenda, f"?percorso={path.pk}").page.select("a[type='text/calendar']")
    assert file["href"].endswith(f"{agenda.url}ics/?percorso={path.pk}")
    content = client.get(f"{agenda.url}ics/?percorso={path.pk}").content
    assert entries(content) == ["Del percorso"]
    assert str(Calendar.from_ical(content)["X-WR-CALNAME"]) == "Calendario – Punto d’ascolto"


def test_a_calendar_in_draft_has_no_file(client: Client, agenda: CalendarPage) -> None:
    agenda.unpublish()
    assert client.get(f"{agenda.url}ics/").status_code == 404


def test_pages_lead_to_the_calendar_and_to_their_own_part(
    client: Client, home: Page, index: Page, agenda: CalendarPage
) -> None:
    territory = TerritoryPageFactory.create(parent=home)
    event(index, "Qui", timezone.now() + timedelta(days=3), territories=[territory])
    for page, expected in (
        (home, agenda.url),
        (index, agenda.url),
        (territory, f"{agenda.url}?zona={territory.pk}"),
    ):
        shown: Any = BeautifulSoup(client.get(page.url).content, "html.parser")
        links = shown.main.select("a")
        assert expected in [a["href"] for a in links]
    agenda.unpublish()
    assert b"/calendario/" not in client.get(territory.url).content


def test_hundreds_cost_as_many_queries_as_a_few(
    client: Client, index: Page, agenda: CalendarPage, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        event(index, f"Futuro {number}", timezone.now() + timedelta(hours=1 + number))
        call(index, f"Avviso {number}", timezone.now(), timezone.now() + timedelta(hours=2 + number))
    for query in ("", "?vista=elenco"):
        assert cost(agenda, query) <= MAX_QUERIES
    with django_assert_max_num_queries(MAX_QUERIES):
        assert len(entries(client.get(f"{agenda.url}ics/").content)) == 90
