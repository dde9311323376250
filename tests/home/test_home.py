"""The home page: its opening, what is open now, what is chosen, what changed lately, the zones by name."""

import json
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import RichText

from candidature.models import ParticipationIndexPage
from candidature.published.history import PageChange
from home.models import HomePage
from news.models import GuidelineVersion
from seguire.happened.noticing import PAUSE, notice
from seguire.models import Novelty
from tests.candidature.factories import CallPageFactory, EventPageFactory
from tests.home.factories import StandardPageFactory, make_home
from tests.news.factories import (
    GuidelineIndexPageFactory,
    GuidelinePageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
)
from tests.portal.blocks.bodies import make_image
from tests.portal.pages.translating import translated
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.territori.factories import TerritoryIndexPageFactory, TerritoryPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    return make_home()


def section(home: Page, name: str) -> str:
    """The HTML of a section of the page; empty where it is not there."""
    html = visit(home).content.decode()
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def hide(page: Page, how: str) -> None:
    if how == "draft":
        page.unpublish()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type=how, password="x")


def show(home: HomePage, *highlights: dict[str, Any], **fields: Any) -> None:
    blocks = [{"type": "highlight", "value": value} for value in highlights]
    HomePage.objects.filter(pk=home.pk).update(highlights=json.dumps(blocks), **fields)


def test_the_opening_says_what_its_editor_typed_and_leads_on(home: HomePage) -> None:
    page = StandardPageFactory.create(parent=home)
    show(
        home,
        hero_title="Insieme",
        hero_text="Si costruisce così.",
        action_label="Vieni",
        action_page=page,
        image=make_image(),
    )
    html = visit(home).content.decode()

    assert "<h1>Insieme</h1>" in html
    assert '<p class="lead">Si costruisce così.</p>' in html
    assert re.search(rf'<a class="btn btn-primary btn-lg" href="{page.get_url()}">Vieni</a>', html)
    assert re.search(r'class="hero-picture">\s*<(?:picture|img)\b', html)


def test_an_opening_nobody_typed_is_the_title_alone(home: HomePage) -> None:
    html = visit(home).content.decode()

    assert f"<h1>{home.title}</h1>" in html
    assert "hero-picture" not in html
    assert "btn-lg" not in html


@pytest.mark.parametrize("how", ["draft", "password", "login"])
def test_neither_button_nor_highlight_leads_to_what_not_everybody_may_read(home: HomePage, how: str) -> None:
    page = StandardPageFactory.create(parent=home, title="Riservata")
    other = StandardPageFactory.create(parent=home, title="Aperta")
    show(home, {"page": page.pk}, {"page": other.pk}, action_label="Vieni", action_page=page)
    assert "Riservata" in section(home, "in-evidenza")

    hide(page, how)

    html = visit(home).content.decode()
    assert "Vieni" not in html
    assert "Riservata" not in section(home, "in-evidenza")
    assert "Aperta" in section(home, "in-evidenza")


def test_a_highlight_has_words_of_its_own_or_the_title_of_its_page(home: HomePage) -> None:
    page = StandardPageFactory.create(parent=home, title="Il programma")
    show(home, {"page": page.pk, "title": "Che cos’è", "text": "In due parole."}, {"page": page.pk}, {})

    shown = words(section(home, "in-evidenza"))

    assert shown == "In evidenza Che cos’è In due parole. Il programma"


def test_on_the_english_home_button_and_highlights_lead_to_translations_that_are_published(
    home: HomePage,
) -> None:
    page = StandardPageFactory.create(parent=home, title="Il programma")
    show(home, {"page": page.pk}, action_label="Vieni", action_page=page)
    english_home = translated(HomePage.objects.get(pk=home.pk), title="Welcome", action_label="Come")
    other = translated(page, title="The programme")

    assert words(section(english_home, "in-evidenza")).endswith("The programme")
    html = visit(english_home).content.decode()
    assert f'href="{other.get_url()}">Come</a>' in html
    assert f'href="{other.get_url()}"' not in visit(home).content.decode().partition("<main")[2]

    hide(other, "login")

    assert words(section(english_home, "in-evidenza")).endswith("Il programma")


def test_cards_without_a_picture_have_a_stand_in_that_nobody_is_told_of(home: HomePage) -> None:
    index = NewsIndexPageFactory.create(parent=home)
    NewsPageFactory.create(parent=index, image=make_image())
    NewsPageFactory.create(parent=index)

    html = section(home, "novita")

    assert html.count('class="portal-card-image"') == 1
    stand_ins = re.findall(r'<div class="portal-card-stand-in no-print" aria-hidden="true">', html)
    assert len(stand_ins) == 1


@pytest.mark.parametrize(
    "fields",
    [{"suspended": True}, {"privacy_notice": None}],
    ids=["suspended", "not ready"],
)
def test_what_takes_no_answers_is_no_open_call_whatever_its_dates(
    home: HomePage, fields: dict[str, Any]
) -> None:
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    CallPageFactory.create(parent=index, title="Aperto")
    CallPageFactory.create(parent=index, title="Non si può", **fields)

    html = section(home, "avvisi-aperti")

    assert "Aperto" in html
    assert "Non si può" not in html


def test_open_calls_stand_by_their_deadline_and_closed_ones_take_no_place(home: HomePage) -> None:
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    now = timezone.now()
    for days in (4, 2, 3, 5):
        CallPageFactory.create(parent=index, title=f"Fra {days}", closes_at=now + timedelta(days=days))
    CallPageFactory.create(parent=index, title="Sospeso", closes_at=now + timedelta(days=1), suspended=True)

    titles = re.findall(r'class="it-card-title"><a[^>]*>([^<]+)<', section(home, "avvisi-aperti"))

    assert titles == ["Fra 2", "Fra 3", "Fra 4"]


def test_the_card_of_an_open_call_says_until_when(home: HomePage) -> None:
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    CallPageFactory.create(parent=index, closes_at=timezone.make_aware(datetime(2099, 5, 14, 12, 30)))

    assert "Entro giovedì 14 maggio 2099, ore 12:30" in words(section(home, "avvisi-aperti"))


def test_the_next_dates_are_of_what_takes_place_and_until_it_is_over(home: HomePage) -> None:
    index, now = home.add_child(instance=ParticipationIndexPage(title="Partecipa")), timezone.now()
    dates: dict[str, dict[str, Any]] = {
        "Annullato": {"starts_at": now + timedelta(hours=1), "cancelled": True},
        "Finito": {"starts_at": now - timedelta(days=2), "ends_at": now - timedelta(hours=1)},
        "Cominciato e senza fine": {"starts_at": now - timedelta(hours=1), "ends_at": None},
        "Corso di tre giorni": {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=2)},
        "Domani": {"starts_at": now + timedelta(days=1), "ends_at": None},
        "Tra una settimana": {"starts_at": now + timedelta(days=7), "ends_at": None},
    }
    for title, fields in dates.items():
        EventPageFactory.create(parent=index, title=title, **fields)

    titles = re.findall(r"it-card-title[^>]*><a[^>]*>([^<]*)<", section(home, "prossimi-appuntamenti"))

    assert titles == ["Corso di tre giorni", "Domani", "Tra una settimana"]


def test_the_zones_stand_by_name_and_lead_to_their_map(home: HomePage) -> None:
    index = TerritoryIndexPageFactory.create(parent=home)
    for title in ("La piana", "La costa"):
        TerritoryPageFactory.create(parent=index, title=title)

    html = section(home, "territori")

    assert words(html) == "Territori Mappa ed elenco dei territori La costa La piana"
    assert f'href="{index.get_url()}"' in html
    assert "it-card" not in html


def changes(home: Page) -> list[str]:
    """The lines of “Ultime modifiche”, without their day."""
    rows = re.findall(r"<li>.*?</li>", section(home, "ultime-modifiche"), re.DOTALL)
    return [words(row).partition("· ")[2] for row in rows]


def test_what_changed_lately_is_told_newest_first_and_each_page_once(home: HomePage) -> None:
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    call = CallPageFactory.create(parent=index, title="Un avviso")
    other = CallPageFactory.create(
        parent=index, title="Altro avviso", outcome=[("text", RichText("<p>Ammessi: uno.</p>"))]
    )
    notice(timezone.now() + 2 * PAUSE)
    assert changes(home) == ["È uscito l’esito Altro avviso"]
    assert f'href="{other.get_url()}"' in section(home, "ultime-modifiche")

    change = PageChange.objects.create(
        page=call, what="extended", note="Più tempo.", at=timezone.now() - 2 * PAUSE
    )
    notice(timezone.now() + 2 * PAUSE)

    assert changes(home) == ["Il termine è stato prorogato Un avviso", "È uscito l’esito Altro avviso"]
    Novelty.objects.create(page=other, what="changed", number=change.pk)
    assert changes(home) == [
        "Il termine è stato prorogato Altro avviso",
        "Il termine è stato prorogato Un avviso",
    ]
    change.delete()
    assert changes(home) == ["È uscito l’esito Altro avviso"]


@pytest.mark.parametrize("how", ["draft", "password", "login"])
def test_no_change_of_what_not_everybody_may_read_is_told(home: HomePage, how: str) -> None:
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    call = CallPageFactory.create(parent=index, title="Un avviso")
    Novelty.objects.create(page=call, what="outcome")
    assert changes(home) == ["È uscito l’esito Un avviso"]

    hide(call, how)

    assert changes(home) == []


def test_the_english_home_tells_what_happened_to_pages_that_are_read_in_english(home: HomePage) -> None:
    english_home = translated(home, title="Welcome")
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    call = CallPageFactory.create(parent=index, title="Un avviso")
    event = EventPageFactory.create(parent=index, title="Un incontro", cancelled=True)
    change = PageChange.objects.create(page=call, what="extended", note="Più tempo.")
    Novelty.objects.create(page=event, what="cancelled")
    Novelty.objects.create(page=call, what="changed", number=change.pk)
    assert changes(english_home) == []

    in_english = translated(call, title="A call")
    assert changes(english_home) == ["The deadline was extended A call"]
    html = section(english_home, "ultime-modifiche")
    assert f'href="{in_english.get_url()}"' in html
    assert "Un avviso" not in html

    translated(event, title="A meeting")
    assert changes(english_home) == ["The deadline was extended A call", "It is cancelled A meeting"]
    assert changes(home) == ["Il termine è stato prorogato Un avviso", "È annullato Un incontro"]


def test_many_changes_of_untranslated_pages_leave_room_for_those_of_a_translated_one(home: HomePage) -> None:
    english_home = translated(home, title="Welcome")
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    call = CallPageFactory.create(parent=index)
    translated(call, title="A call")
    Novelty.objects.create(page=call, what="outcome")
    other = CallPageFactory.create(parent=index)
    Novelty.objects.bulk_create(Novelty(page=other, what="moved", number=number) for number in range(50))

    assert changes(english_home) == ["The outcome is out A call"]


@pytest.mark.parametrize("which", ["original", "translation", "above the translation"])
@pytest.mark.parametrize("how", ["draft", "password", "login"])
def test_no_change_is_told_in_english_unless_everybody_may_read_both_pages(
    home: HomePage, which: str, how: str
) -> None:
    english_home = translated(home, title="Welcome")
    call = CallPageFactory.create(parent=home.add_child(instance=ParticipationIndexPage(title="Partecipa")))
    in_english = translated(call, title="A call")
    Novelty.objects.create(page=call, what="outcome")
    assert changes(english_home) == ["The outcome is out A call"]

    hide({"original": call, "translation": in_english}.get(which) or in_english.get_parent(), how)

    # A page does not vanish with the draft that it stands below.
    assert bool(changes(english_home)) == ((which, how) == ("above the translation", "draft"))


def test_the_english_home_costs_the_same_however_much_changed(home: HomePage) -> None:
    english_home = translated(home, title="Welcome")
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    call = CallPageFactory.create(parent=index)
    translated(call)
    without = cost(english_home)

    for factory in (CallPageFactory, EventPageFactory):
        for _number in range(3):
            page = factory.create(parent=index)
            translated(page)
            Novelty.objects.create(page=page, what="moved")
    Novelty.objects.create(page=call, what="outcome")

    assert len(changes(english_home)) > 1
    assert cost(english_home) == without <= MAX_QUERIES


def test_new_pages_and_old_changes_are_not_among_the_changes(home: HomePage) -> None:
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    call = CallPageFactory.create(parent=index, title="Un avviso")
    Novelty.objects.create(page=call, what="published")
    Novelty.objects.create(page=call, what="outcome", noticed_at=timezone.now() - timedelta(days=61))

    assert section(home, "ultime-modifiche") == ""


def test_a_new_version_of_a_guideline_is_a_change_and_its_first_is_none(home: HomePage) -> None:
    index = GuidelineIndexPageFactory.create(parent=home)
    today = timezone.localdate()
    GuidelinePageFactory.create(
        parent=index,
        title="Di prima mano",
        version="1.0",
        versions=[GuidelineVersion(version="1.0", published_on=today)],
    )
    GuidelinePageFactory.create(
        parent=index,
        title="Partecipare",
        version="2.0",
        versions=[
            GuidelineVersion(version="2.0", published_on=today - timedelta(days=1)),
            GuidelineVersion(version="1.0", published_on=today - timedelta(days=30)),
            # Announced, and not in force.
            GuidelineVersion(version="3.0", published_on=today),
        ],
    )
    assert changes(home) == ["Versione 2.0 Partecipare"]


def test_the_page_costs_the_same_however_much_changed(home: HomePage) -> None:
    index = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
    territories = TerritoryIndexPageFactory.create(parent=home)
    news = NewsIndexPageFactory.create(parent=home)

    def add(number: int) -> None:
        call = CallPageFactory.create(parent=index, image=make_image())
        TerritoryPageFactory.create(parent=territories)
        NewsPageFactory.create(parent=news, image=make_image())
        Novelty.objects.create(page=call, what="outcome")
        pages = [{"page": StandardPageFactory.create(parent=home).pk} for _ in range(number)]
        show(home, *pages, action_label="Vieni", action_page=call)

    add(1)
    few = cost(home)
    for number in range(2, 6):
        add(number)

    assert cost(home) == few <= MAX_QUERIES
