"""Experiences: what a sheet shows, how the list is narrowed, and which others are similar."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from news.models import ExperienceIndexPage, ExperiencePage, Topic, experience_filters
from portal.page_cache.requests import admission
from portal.pages.pagination import PER_PAGE
from tests.home.factories import make_home
from tests.news.factories import ExperienceIndexPageFactory, ExperiencePageFactory, TopicFactory
from tests.portal.page_cache.asking import environ
from tests.portal.pages.visits import MAX_QUERIES, cost, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> ExperienceIndexPage:
    made: ExperienceIndexPage = ExperienceIndexPageFactory.create(parent=make_home())
    return made


def experience(index: Page, title: str, *topics: Topic, **fields: Any) -> ExperiencePage:
    page: ExperiencePage = ExperiencePageFactory.create(parent=index, title=title, **fields)
    page.topics.add(*topics)
    page.save()
    return page


def listed(page: Page, query: str = "") -> list[str]:
    """The titles of the cards."""
    html = visit(page, query).content.decode()
    return re.findall(r'<h\d class="it-card-title"><a [^>]*>([^<]+)</a>', html)


def options(html: str, name: str) -> dict[str, str]:
    """What a filter offers: words by value."""
    (select,) = re.findall(rf'<select[^>]*name="{name}".*?</select>', html, re.DOTALL)
    found = re.findall(r'<option value="([^"]+)"[^>]*>(.*?)</option>', select, re.DOTALL)
    return {value: " ".join(unescape(words).split()) for value, words in found}


def pressed(html: str, **chosen: str) -> str:
    """The address to which the form leads with these choices among what it offers."""
    for name, value in chosen.items():
        assert value in options(html, name)
    return f"?{urlencode(chosen)}"


@pytest.fixture
def three(index: ExperienceIndexPage) -> None:
    care, training = TopicFactory.create(name="Cura"), TopicFactory.create(name="Formazione")
    experience(
        index,
        "Alfa",
        care,
        region="Emilia-Romagna",
        promoter="Unione dei Comuni",
        methods="laboratori gruppi",
        year_from=2015,
        year_to=2018,
    )
    experience(index, "Beta", care, training, region="Emilia-Romagna", methods="laboratori", year_from=2023)
    experience(index, "Gamma", training, region="Toscana", promoter="ASL")


CHOSEN: list[tuple[dict[str, str], list[str]]] = [
    ({"regione": "emilia-romagna"}, ["Alfa", "Beta"]),
    ({"promotore": "unione-dei-comuni"}, ["Alfa"]),
    ({"metodo": "laboratori"}, ["Alfa", "Beta"]),
    ({"metodo": "gruppi"}, ["Alfa"]),
    ({"argomento": "formazione"}, ["Beta", "Gamma"]),
    ({"dal": "2019"}, ["Beta"]),
    ({"al": "2016"}, ["Alfa"]),
    ({"dal": "2018", "al": "2022"}, ["Alfa"]),
    # The wrong way round is the same period.
    ({"dal": "2022", "al": "2018"}, ["Alfa"]),
    ({"dal": "2019", "al": "2022"}, []),
    ({"regione": "emilia-romagna", "argomento": "formazione"}, ["Beta"]),
]


def test_the_list_is_narrowed_by_what_was_chosen(
    index: ExperienceIndexPage, three: None, subtests: pytest.Subtests
) -> None:
    whole = visit(index).content.decode()
    for chosen, found in CHOSEN:
        with subtests.test(chosen=chosen):
            assert listed(index, pressed(whole, **chosen)) == found


def test_what_the_form_asks_for_is_answered_from_memory_on_every_page(
    index: ExperienceIndexPage, three: None
) -> None:
    fields = re.findall(r'<select[^>]*name="([^"]+)"', visit(index).content.decode())
    # Those left alone are sent too, empty.
    asked = urlencode(dict.fromkeys(fields, "") | {"regione": "emilia-romagna", "dal": "2019"})

    assert set(fields) == set(experience_filters.PARAMETERS)
    for query in (asked, f"{asked}&p=2"):
        assert admission().key(environ(index.url, query=query)), query


def test_each_choice_says_how_many_the_others_leave_it(index: ExperienceIndexPage, three: None) -> None:
    html = visit(index, "?argomento=formazione").content.decode()

    assert options(html, "regione") == {"emilia-romagna": "Emilia-Romagna (1)", "toscana": "Toscana (1)"}
    assert options(html, "promotore") == {"asl": "ASL (1)"}
    assert options(html, "argomento") == {"cura": "Cura (2)", "formazione": "Formazione (2)"}
    assert re.search(r'<details class="disclosure[^>]*\bopen\b', html)
    assert '<option value="formazione" selected>' in html


def test_what_goes_on_is_of_every_year_up_to_now(index: ExperienceIndexPage, three: None) -> None:
    this_year = timezone.localdate().year
    html = visit(index).content.decode()
    years = list(options(html, "dal"))

    assert years == [str(year) for year in range(max(this_year, 2023), 2014, -1)]
    assert listed(index, pressed(html, dal=str(this_year))) == ["Beta"]


def test_a_narrowed_list_has_a_title_and_an_address_of_its_own(
    index: ExperienceIndexPage, three: None
) -> None:
    html = visit(index, "?al=2018&metodo=gruppi&utm=x").content.decode()

    assert re.search(r"<title>\s*Esperienze, Gruppi di discussione e tavoli di lavoro, fino al 2018", html)
    assert f'<link rel="canonical" href="{index.full_url}?metodo=gruppi&amp;al=2018">' in html


def test_what_no_experience_has_is_no_filter(
    index: ExperienceIndexPage, three: None, subtests: pytest.Subtests
) -> None:
    for query in ("?regione=umbria", "?metodo=boh", "?argomento=%00", "?dal=1800&al=x"):
        with subtests.test(query=query):
            assert listed(index, query) == ["Alfa", "Beta", "Gamma"]
            assert f'<link rel="canonical" href="{index.full_url}">' in visit(index, query).content.decode()


def test_nothing_found_says_so_and_leads_back(index: ExperienceIndexPage, three: None) -> None:
    html = visit(index, "?regione=toscana&argomento=cura").content.decode()

    assert "Nessuna esperienza con i filtri scelti" in html
    assert f'<a class="btn btn-primary" href="{index.get_url()}">Mostra tutte le esperienze</a>' in html


def test_a_long_narrowed_list_is_paged_and_stays_narrowed(index: ExperienceIndexPage) -> None:
    for number in range(PER_PAGE + 1):
        experience(index, f"Scheda {number:02d}", region="Umbria")
    experience(index, "Altrove", region="Lazio")

    assert "regione=umbria&amp;p=2" in visit(index, "?regione=umbria").content.decode()
    assert listed(index, "?regione=umbria&p=2") == [f"Scheda {PER_PAGE:02d}"]


def test_filters_offer_only_what_everybody_may_read(index: ExperienceIndexPage, three: None) -> None:
    secret = experience(index, "Segreta", TopicFactory.create(name="Riserbo"), region="Lazio", year_from=1990)
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    html = visit(index).content.decode()

    assert "lazio" not in options(html, "regione")
    assert "riserbo" not in options(html, "argomento")
    assert "1990" not in options(html, "dal")


def test_a_list_without_anything_to_choose_shows_no_filters(index: ExperienceIndexPage) -> None:
    experience(index, "Sola")
    assert "Filtra le esperienze" not in visit(index).content.decode()


def similar(page: ExperiencePage) -> list[str]:
    """The titles that the page shows as similar."""
    html = visit(page).content.decode()
    if "Esperienze simili" not in html:
        return []
    part = html[html.index('id="esperienze-simili"') :]
    return re.findall(r'<a href="[^"]+">([^<]+)</a>', part[: part.index("</section>")])


def test_those_with_most_in_common_come_first_and_those_with_nothing_never(
    index: ExperienceIndexPage,
) -> None:
    care, training = TopicFactory.create(), TopicFactory.create()
    here = experience(
        index, "Questa", care, training, region="Toscana", promoter="ASL", methods="laboratori gruppi"
    )
    experience(index, "Stessa regione", region="Toscana")
    experience(index, "Stessi metodi e promotore", promoter="ASL", methods="gruppi laboratori")
    experience(index, "Due argomenti", care, training)
    experience(index, "Un argomento", care, TopicFactory.create())
    experience(index, "Nulla in comune", TopicFactory.create(), region="Lazio", methods="ricerca")
    secret = experience(index, "Riservata", care, training, region="Toscana", promoter="ASL")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    assert similar(here) == ["Due argomenti", "Stessi metodi e promotore", "Un argomento"]


def test_an_experience_without_topics_has_similar_ones_by_the_rest(index: ExperienceIndexPage) -> None:
    experience(index, "Altrove", TopicFactory.create(), region="Toscana", methods="ricerca")
    experience(index, "Stessa regione", TopicFactory.create(), region="Lazio")
    experience(index, "Stesso metodo", region="Toscana", methods="gruppi laboratori")

    assert similar(experience(index, "Senza argomenti", region="Lazio", methods="gruppi")) == [
        "Stessa regione",
        "Stesso metodo",
    ]


def test_an_experience_alone_names_no_similar_ones(index: ExperienceIndexPage) -> None:
    experience(index, "Altra", TopicFactory.create(), region="Lazio", promoter="", methods="ricerca")
    assert similar(experience(index, "Sola nella sua regione", region="Toscana")) == []
    assert similar(experience(index, "Senza nulla")) == []


def test_similar_experiences_are_one_query(
    index: ExperienceIndexPage, django_assert_num_queries: Any
) -> None:
    topic = TopicFactory.create()
    for number in range(4):
        experience(index, f"Altra {number}", topic)
    here = ExperiencePage.objects.get(pk=experience(index, "Questa", topic).pk)
    list(here.topics.all())

    with django_assert_num_queries(2):
        assert len(here.similar()) == 3


def test_a_sheet_shows_its_facts_and_leads_to_others_of_its_topics(index: ExperienceIndexPage) -> None:
    page = experience(
        index,
        "Intera",
        TopicFactory.create(name="Cura"),
        author="Chi scrive",
        promoter="Unione dei Comuni",
        region="Emilia-Romagna",
        place="Albinea",
        period="2015–2018",
        methods="gruppi laboratori",
        background="<p>Il contesto.</p>",
        aims="<p>Gli obiettivi.</p>",
        process="<p>Il percorso.</p>",
        outcome="<p>Gli esiti.</p>",
        sources="<p>Le fonti.</p>",
    )
    html = visit(page).content.decode()
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())

    for fact in (
        "Promotore Unione dei Comuni",
        "Regione Emilia-Romagna",
        "Luogo Albinea",
        "Periodo 2015–2018",
        "Metodi Laboratori di progettazione, Gruppi di discussione e tavoli di lavoro",
        "Autore della scheda Chi scrive",
        "Contesto Il contesto.",
        "Obiettivi Gli obiettivi.",
        "Percorso Il percorso.",
        "Esiti Gli esiti.",
        "Fonti Le fonti.",
    ):
        assert fact in words
    assert 'href="../?argomento=cura"' in html


def test_what_was_not_typed_leaves_no_empty_row(index: ExperienceIndexPage) -> None:
    html = visit(experience(index, "Breve", promoter="ASL")).content.decode()

    assert "Dato non disponibile" in html
    for label in ("Regione", "Luogo", "Metodi", "Autore della scheda", "Obiettivi", "Fonti"):
        assert f">{label}<" not in html


def test_a_method_that_is_none_of_the_list_is_refused(index: ExperienceIndexPage) -> None:
    with pytest.raises(ValidationError, match="telepatia"):
        ExperiencePage(title="X", slug="x", methods="gruppi telepatia").full_clean(
            exclude=["path", "depth", "locale"]
        )


def test_list_and_sheet_cost_the_same_however_many_there_are(index: ExperienceIndexPage, three: None) -> None:
    page = ExperiencePage.objects.get(title="Alfa")
    few = cost(index, "?argomento=cura"), cost(page)
    for number in range(6):
        experience(index, f"Altra {number}", *Topic.objects.all(), region=f"Regione {number}", year_from=2020)

    assert (cost(index, "?argomento=cura"), cost(page)) == few
    assert max(few) <= MAX_QUERIES
