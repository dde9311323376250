"""The schematic map of the zones: every zone is on it, in words too, and says what is there."""

import csv
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from candidature.models import CallPage, ParticipationIndexPage
from territori.models import TerritoryPage, Zone
from territori.zones import places
from territori.zones.models import LONGEST_LABEL, MOST_COLUMNS, MOST_ROWS
from territori.zones.municipalities import DEFAULT_FILE, load, read
from territori.zones.tiles import GAP, STEP, Shown, drawn, initials
from tests.candidature.factories import CallPageFactory, PrivacyNoticeFactory
from tests.home.factories import make_home
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.territori.factories import TerritoryIndexPageFactory, TerritoryPageFactory, ZoneFactory
from tests.territori.test_registers import login

pytestmark = pytest.mark.django_db

ZONES = "/admin/territori/zone/"


@pytest.fixture
def index() -> Page:
    made: Page = TerritoryIndexPageFactory.create(parent=make_home())
    return made


def zone(name: str, row: int | None = None, column: int | None = None, **fields: Any) -> Zone:
    return ZoneFactory.create(name=name, map_row=row, map_column=column, **fields)


def tiles_in(html: str) -> list[str]:
    """What the tiles say to whoever points at them."""
    return re.findall(r"<title>([^<]+: [^<]+)</title>", html)


def listed_in(html: str) -> list[str]:
    """The words of the list."""
    part = html[html.index("zone-map-list") :]
    rows = re.findall(r"<li.*?</li>", part[: part.index("</ul>")], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def open_call(index: Page, *territories: TerritoryPage, **fields: Any) -> CallPage:
    parent = ParticipationIndexPage.objects.first()
    if parent is None:
        parent = index.get_parent().add_child(instance=ParticipationIndexPage(title="Partecipa"))
    now = timezone.now()
    fields = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1), **fields}
    call: CallPage = CallPageFactory.create(
        parent=parent, privacy_notice=PrivacyNoticeFactory.create(), **fields
    )
    call.territories.set(territories)
    call.save()
    return call


def test_every_zone_has_a_tile_and_a_line_that_say_the_same(index: Page) -> None:
    north, south = zone("Nord", 1, 1), zone("Sud", 2, 2, map_label="S")
    zone("Senza pagina", 1, 2)
    zone("Nuova zona")
    one = TerritoryPageFactory.create(parent=index, zone=north, title="Il Nord")
    two = TerritoryPageFactory.create(parent=index, zone=south, title="Il Sud")
    open_call(index, one)
    open_call(index, one, two)
    open_call(index, two, closes_at=timezone.now() - timedelta(hours=1))
    open_call(index, two, live=False)

    html = visit(index).content.decode()

    assert tiles_in(html) == [
        "Il Nord: 2 avvisi aperti",
        "Senza pagina: ancora senza pagina",
        "Il Sud: 1 avviso aperto",
        "Nuova zona: ancora senza pagina",
    ]
    assert listed_in(html) == [
        "NOR Il Nord 2 avvisi aperti",
        "S Il Sud 1 avviso aperto",
        "NZ Nuova zona ancora senza pagina".replace("NZ", initials("Nuova zona")),
        "SEN Senza pagina ancora senza pagina",
    ]
    assert html.count(f'href="{one.url}"') == 3
    assert "Altre zone" in html


def test_what_may_not_be_read_is_no_link_and_a_site_without_zones_has_no_map(index: Page) -> None:
    hidden = TerritoryPageFactory.create(parent=index, zone=zone("Nascosta", 1, 1), live=False)
    assert "zone-map" not in visit(index).content.decode()

    TerritoryPageFactory.create(parent=index, zone=zone("Pubblica", 1, 2), title="Pubblica")
    html = visit(index).content.decode()
    assert tiles_in(html) == ["Nascosta: ancora senza pagina", "Pubblica: nessun avviso aperto"]
    assert hidden.url not in html
    assert "Altre zone" not in html


def test_a_call_that_closes_leaves_the_map(index: Page) -> None:
    page = TerritoryPageFactory.create(parent=index, zone=zone("Una", 1, 1))
    call = open_call(index, page)
    assert tiles_in(visit(index).content.decode()) == [f"{page.title}: 1 avviso aperto"]

    call.closes_at = timezone.now() - timedelta(minutes=1)
    call.save()
    assert tiles_in(visit(index).content.decode()) == [f"{page.title}: nessun avviso aperto"]


def test_the_tiles_stand_where_they_are_told_without_empty_edges() -> None:
    made = drawn(
        [zone("A", 3, 4), zone("B", 4, 2), zone("C"), zone("D"), zone("E"), zone("F")],
        {},
    )

    assert [(one.name, one.x, one.y) for one in made.placed] == [("A", 2 * STEP, 0), ("B", 0, STEP)]
    assert made.width < 4 * STEP
    # In a row below; none on another, none outside.
    assert len({(one.x, one.y) for one in made.listed}) == 6
    assert {one.y for one in made.others} == {made.others[0].y}
    assert min(one.y for one in made.others) > made.line_y > max(one.y for one in made.placed)
    assert all(one.x + made.size <= made.width and one.y + made.size <= made.height for one in made.listed)


@pytest.mark.parametrize("placed", [(), ((1, 1), (2, 3))], ids=["none placed", "two placed"])
def test_many_zones_without_a_place_make_no_tower(placed: tuple[tuple[int, int], ...]) -> None:
    zones = [zone(f"Posta {row}", row, column) for row, column in placed]
    made = drawn([*zones, *(zone(f"Zona {number:02d}") for number in range(60))], {})

    assert made.width == MOST_COLUMNS * STEP - GAP
    assert made.height < 2 * made.width
    assert len({(one.x, one.y) for one in made.listed}) == 60 + len(placed)
    assert made.others[MOST_COLUMNS].y == made.others[0].y + STEP


def test_whoever_goes_by_keyboard_or_by_ear_meets_a_zone_once(index: Page) -> None:
    page = TerritoryPageFactory.create(parent=index, zone=zone("Una", 1, 1))
    zone("Senza pagina", 1, 2)
    html = visit(index).content.decode()
    section = html[html.index('class="zone-map ') :].split("</section>")[0]
    drawing, listed = section.split("</svg>")

    assert 'aria-hidden="true"' in re.findall(r"<svg[^>]*>", drawing)[0]
    links = re.findall(r"<a [^>]*>", drawing)
    assert len(links) == 1
    assert f'href="{page.url}"' in links[0]
    assert all('tabindex="-1"' in link for link in links)
    assert re.findall(r"<a [^>]*>", listed) == [f'<a href="{page.url}">']


def test_a_map_of_which_nothing_is_placed_begins_at_its_top() -> None:
    made = drawn([zone("A")], {})
    assert [(one.x, one.y) for one in made.others] == [(0, 0)]
    assert drawn([], {}).listed == []


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Lunigiana", "LUN"),
        ("Piana di Lucca", "PL"),
        ("Amiata Val d'Orcia e Valdichiana Senese", "AVOVS"),
        ("Fiorentina Nord-Ovest", "FNO"),
        ("valle del sole", "VDS"),
        ("Ù", "Ù"),
        ("12", "12"),
    ],
)
def test_a_zone_without_letters_of_its_own_gets_initials(name: str, label: str) -> None:
    assert initials(name) == label


def test_no_two_tiles_have_the_same_letters() -> None:
    zones = [
        zone(name, map_label=label)
        for name, label in (("A", "ABCDE"), ("B", "ABCDE"), ("C", ""), ("Ca", "C"))
    ]
    labels = [one.label for one in drawn(zones, {zones[0].pk: Shown("A", "/a/", 0)}).others]

    assert len(set(labels)) == 4
    assert max(map(len, labels)) <= LONGEST_LABEL


def test_the_table_of_places_fits_the_map_and_names_the_zones_that_are_loaded() -> None:
    load(read(DEFAULT_FILE))
    zones = list(Zone.objects.all())

    assert all(one.map_row and one.map_column and one.map_label for one in zones)
    with places.FILE.open(encoding="utf-8") as lines:
        assert {row["zona"] for row in csv.DictReader(lines)} == {one.name for one in zones}
    for one in zones:
        one.full_clean()


def test_loading_again_moves_no_zone_and_puts_none_on_another() -> None:
    load(read(DEFAULT_FILE))
    moved, lost = Zone.objects.get(name="Lunigiana"), Zone.objects.get(name="Piana di Lucca")
    lucca = (lost.map_row, lost.map_column)
    lost.map_row = lost.map_column = None
    lost.save()
    moved.map_row, moved.map_column = lucca
    moved.save()

    load(read(DEFAULT_FILE))
    moved.refresh_from_db()
    lost.refresh_from_db()
    assert (moved.map_row, moved.map_column) == lucca
    assert lost.map_row is None


def test_loading_again_brings_no_zone_back_that_staff_took_off_the_map() -> None:
    load(read(DEFAULT_FILE))
    off = Zone.objects.get(name="Lunigiana")
    off.map_row = off.map_column = None
    off.save()

    load(read(DEFAULT_FILE))
    off.refresh_from_db()
    assert (off.map_row, off.map_column) == (None, None)


@pytest.mark.parametrize(
    ("row", "column"), [(0, 1), (MOST_ROWS + 1, 1), (1, MOST_COLUMNS + 1), (1, None), (None, 1)]
)
def test_a_place_is_whole_and_on_the_map(row: int | None, column: int | None) -> None:
    with pytest.raises(ValidationError):
        Zone(name="Una", slug="una", map_row=row, map_column=column).full_clean()


def test_staff_put_a_zone_on_a_free_tile_and_hear_of_one_that_is_taken() -> None:
    taken, free = zone("Occupata", 2, 3), zone("Libera")
    client = login("view_zone", "change_zone")
    address = f"{ZONES}edit/{free.pk}/"
    shown = client.get(address).content.decode()
    assert "riga nella mappa" in shown.lower()
    typed = {"name": free.name, "slug": free.slug, "map_label": "LIB"}

    refused = client.post(address, {**typed, "map_row": "2", "map_column": "3"})
    assert "c’è già un’altra zona" in refused.content.decode()
    half = client.post(address, {**typed, "map_row": "2", "map_column": ""})
    assert "sia la riga sia la colonna" in half.content.decode()
    assert client.post(address, {**typed, "map_row": "2", "map_column": "4"}).status_code == 302
    free.refresh_from_db()
    assert (free.map_row, free.map_column, free.map_label) == (2, 4, "LIB")
    assert (taken.map_row, taken.map_column) == (2, 3)


def test_the_page_costs_the_same_with_many_zones(index: Page) -> None:
    def fill(number: int) -> None:
        for _number in range(number):
            page = TerritoryPageFactory.create(parent=index)
            open_call(index, page)

    fill(2)
    few = cost(index)
    fill(12)
    assert cost(index) == few <= MAX_QUERIES
