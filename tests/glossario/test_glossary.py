"""The glossary is read from A to Z and searched; its terms are marked wherever they stand, at once."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import querydict_from_html

from candidature.models import CallPage
from glossario.models import GlossaryIndexPage, GlossaryTermPage, RelatedTerm, TermChange
from home.models import StandardPage
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, participation_index
from tests.glossario.factories import GlossaryIndexPageFactory, GlossaryTermPageFactory
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.portal.pages.translating import translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> GlossaryIndexPage:
    page: GlossaryIndexPage = GlossaryIndexPageFactory.create(parent=make_home())
    return page


def term(index: GlossaryIndexPage, title: str, **fields: object) -> GlossaryTermPage:
    page: GlossaryTermPage = GlossaryTermPageFactory.create(parent=index, title=title, **fields)
    return page


def page_with(index: GlossaryIndexPage, text: str) -> StandardPage:
    body = json.dumps([{"type": "text", "value": f"<p>{text}</p>"}])
    page: StandardPage = StandardPageFactory.create(parent=index.get_parent(), body=body)
    return page


def shown(page: object, query: str = "") -> str:
    return Client().get(f"{page.url}{query}").content.decode()  # type: ignore[attr-defined]


def test_terms_stand_under_their_letters_without_regard_to_accents(index: GlossaryIndexPage) -> None:
    for title in ("Équipe", "empowerment", "Zona-distretto", "118"):
        term(index, title)

    letters = Client().get(index.url).context["letters"]

    assert [(letter.name, [one.title for one in letter.terms]) for letter in letters if letter.terms] == [
        ("E", ["empowerment", "Équipe"]),
        ("Z", ["Zona-distretto"]),
        ("#", ["118"]),
    ]
    text = shown(index)
    assert 'href="#lettera-z"' in text
    assert 'id="lettera-z"' in text
    assert 'href="#lettera-b"' not in text


def test_of_many_terms_one_letter_is_read_at_a_time(
    index: GlossaryIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossario.pages.MOST_AT_ONCE", 3)
    titles = ["Équipe", "empowerment", "Zona-distretto", "118"]
    addresses = {title: term(index, title).url for title in titles}

    def linked(query: str = "") -> list[str]:
        text = shown(index, query)
        return [title for title in titles if f'href="{addresses[title]}"' in text]

    assert linked() == linked("?lettera=e") == ["Équipe", "empowerment"]
    assert linked("?lettera=z") == ["Zona-distretto"]
    assert linked("?lettera=altro") == ["118"]
    # A letter without terms, and what is none: the first with some.
    assert linked("?lettera=b") == linked("?lettera=%00") == ["Équipe", "empowerment"]

    text = shown(index, "?lettera=z")
    assert f'href="{index.url}?lettera=e"' in text
    assert f'href="{index.url}?lettera=b"' not in text
    assert text.count('aria-current="page">Z</a>') == 1
    assert "lettera Z" in text.partition("</title>")[0]
    # Who searches looks everywhere.
    assert addresses["118"] in shown(index, "?q=118&lettera=z")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("comita", ["Comitato di Partecipazione"]),
        ("CDP", ["Comitato di Partecipazione"]),
        ("comitati", ["Comitato di Partecipazione"]),
        ("case comunità", ["Casa della Comunità"]),
        ("CITTA", ["Città"]),
        ("niente", []),
        ("%", []),
        ("di", ["Comitato di Partecipazione"]),
    ],
)
def test_the_search_of_the_index_knows_synonyms_and_endings(
    index: GlossaryIndexPage, query: str, titles: list[str]
) -> None:
    term(index, "Comitato di Partecipazione", synonyms="CdP\r\n\r\n Comitato zonale ")
    term(index, "Casa della Comunità")
    term(index, "Città")

    answer = Client().get(index.url, {"q": query})

    assert [one.title for one in answer.context["found"]] == titles
    assert "noindex" in answer.content.decode()


@pytest.mark.parametrize("query", ["?q=%00", "?q=" + "a" * 5000, "?q=%3Cscript%3E", "?q=", "?p=99"])
def test_odd_searches_are_answered(index: GlossaryIndexPage, query: str) -> None:
    term(index, "Casa")

    answer = Client().get(f"{index.url}{query}")

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_term_shows_what_it_is_and_where_it_leads(index: GlossaryIndexPage) -> None:
    one = term(
        index,
        "Comitato di Partecipazione",
        synonyms="CdP",
        abstract="L’organismo con cui i cittadini dicono la loro.",
        meaning="<p>È previsto in ogni zona.</p>",
        sources="<p>LR 75/2017</p>",
    )
    other, third = term(index, "Zona-distretto"), term(index, "Consulta")
    draft = term(index, "In bozza", live=False)
    RelatedTerm.objects.create(term=one, other=other)
    RelatedTerm.objects.create(term=third, other=one)
    RelatedTerm.objects.create(term=one, other=draft)
    TermChange.objects.create(term=one, day=date(2026, 1, 10), what="Prima versione")
    TermChange.objects.create(term=one, day=date(2026, 3, 2), what="Aggiunta la sigla")
    TermChange.objects.create(term=one, day=None, what="Nata prima")

    text = shown(one)

    for words in ("CdP", "È previsto in ogni zona.", "LR 75/2017", "Zona-distretto", "Consulta"):
        assert words in text
    assert "In bozza" not in text
    assert text.index("Aggiunta la sigla") < text.index("Prima versione") < text.index("Nata prima")
    assert text.count("Data non disponibile") == 1
    assert '"DefinedTerm"' in text
    # Both ways.
    assert "Comitato di Partecipazione" in shown(other)


def test_related_terms_are_shown_in_the_language_of_the_page(index: GlossaryIndexPage) -> None:
    one, other = term(index, "Comitato"), term(index, "Consulta")
    RelatedTerm.objects.create(term=one, other=other)
    translated(index.get_parent().specific, title="Welcome")
    translated(index, title="Glossary", slug="glossary")
    committee = translated(one, title="Committee", slug="committee")
    assert f'href="{other.url}"' not in shown(committee)
    council = translated(other, title="Council", slug="council")

    for page, told, foreign in ((committee, council, other), (council, committee, one)):
        assert f'href="{told.url}"' in shown(page)
        assert f'href="{foreign.url}"' not in shown(page)
    assert f'href="{other.url}"' in shown(one)
    assert f'href="{council.url}"' not in shown(one)


def test_months_of_the_history_are_written_as_the_language_writes_them(index: GlossaryIndexPage) -> None:
    one = term(index, "Consulta")
    TermChange.objects.create(term=one, day=date(2026, 3, 2), what="Prima versione")

    assert ">2 marzo 2026</time>" in shown(one)
    with override("en"):
        assert ">2 March 2026</time>" in one.serve(RequestFactory().get("/")).render().content.decode()


def test_a_term_leads_to_the_list_only_while_that_is_public(index: GlossaryIndexPage) -> None:
    one = term(index, "Consulta")
    assert "Tutte le voci del glossario" in shown(one)

    GlossaryIndexPage.objects.get(pk=index.pk).unpublish()

    assert "Tutte le voci del glossario" not in shown(one)


def test_the_first_occurrence_in_a_page_leads_to_the_term(index: GlossaryIndexPage) -> None:
    meant = term(index, "Laboratorio", abstract="Un incontro per progettare.")
    page = page_with(index, "Nei laboratori si lavora. Ogni laboratorio dura due ore.")

    text = shown(page)

    assert f'Nei <a class="glossary-term" href="{meant.url}" data-title="Laboratorio"' in text
    assert f'data-meaning="{meant.abstract}"' in text
    assert ">laboratori</a> si lavora. Ogni laboratorio dura" in text


def test_a_change_of_a_term_is_seen_at_once(index: GlossaryIndexPage) -> None:
    meant = term(index, "Laboratorio")
    page = page_with(index, "Un laboratorio di comunità")
    assert "glossary-term" in shown(page)

    meant.is_marked = False
    meant.save_revision().publish()
    assert "glossary-term" not in shown(page)

    meant.is_marked = True
    meant.synonyms = "Comunità"
    meant.title = "Officina"
    meant.save_revision().publish()
    assert 'data-title="Officina"' in shown(page)
    assert ">comunità</a>" in shown(page)

    meant.unpublish()
    assert "glossary-term" not in shown(page)


def test_each_page_is_marked_with_the_terms_of_its_language(index: GlossaryIndexPage) -> None:
    translated(term(index, "Casa", abstract="Un luogo"), title="House", abstract="A place")
    italian = page_with(index, "Le case e le houses")
    body = json.dumps([{"type": "text", "value": "<p>In this case houses open.</p>"}])
    english = translated(italian, body=body)

    assert re.findall(r">(\w+)</a> e le houses", shown(italian)) == ["case"]
    in_english = shown(english)
    assert 'data-title="House" data-meaning="A place"' in in_english
    assert "In this case <a" in in_english
    assert in_english.count('class="glossary-term"') == shown(italian).count('class="glossary-term"') == 1


def test_the_english_index_is_searched_by_english_words(index: GlossaryIndexPage) -> None:
    english = translated(index, title="Glossary")
    translated(term(index, "Casa della Comunità"), title="Community House")

    def found(query: str) -> list[str]:
        return [one.title for one in Client().get(english.url, {"q": query}).context["found"]]

    assert found("houses of the communities") == ["Community House"]
    assert found("case") == []


def test_a_term_behind_a_password_is_marked_nowhere(index: GlossaryIndexPage) -> None:
    meant = term(index, "Laboratorio", abstract="Un segreto")
    page = page_with(index, "Un laboratorio")
    PageViewRestriction.objects.create(page=meant, restriction_type="login")

    assert "Un segreto" not in shown(page)


def test_many_terms_cost_no_more_queries(index: GlossaryIndexPage) -> None:
    term(index, "Laboratorio")
    page = page_with(index, "Un laboratorio di zona")
    client = Client()
    client.get(page.url)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    before = queries(page.url), queries(index.url)
    for number in range(40):
        term(index, f"Voce {number}", synonyms=f"Sigla {number}")

    assert (queries(page.url), queries(index.url)) == before


def test_a_page_without_running_text_asks_for_no_terms(index: GlossaryIndexPage) -> None:
    term(index, "Laboratorio")
    empty = StandardPageFactory.create(parent=index.get_parent())
    client = Client()
    client.get(empty.url)

    with CaptureQueriesContext(connection) as asked:
        client.get(empty.url)

    assert not [one for one in asked if "glossarytermpage" in one["sql"]]


@pytest.mark.usefixtures("in_the_indexes")
def test_the_site_search_finds_a_term_by_its_synonyms(index: GlossaryIndexPage) -> None:
    search = SearchPageFactory.create(parent=index.get_parent())
    term(index, "Comitato di Partecipazione", synonyms="CdP\nAssemblea civica")

    for query in ("CdP", "assemblee civiche"):
        assert "Comitato di Partecipazione" in shown(search, f"?q={query}")


@pytest.fixture
def proposals(index: GlossaryIndexPage) -> CallPage:
    """The call on which terms are proposed."""
    page: CallPage = CallPageFactory.create(parent=participation_index(index.get_parent()), title="Proponi")
    index.proposals_page = page
    index.save()
    return page


def test_proposals_are_asked_for_where_there_is_a_call_for_them(
    index: GlossaryIndexPage, proposals: CallPage
) -> None:
    assert f'href="{proposals.url}"' in shown(index)
    assert "Proponi una voce" in shown(index)

    proposals.live = False
    proposals.save()

    assert "Proponi una voce" not in shown(index)


def test_nobody_is_led_to_a_call_that_not_everybody_may_read(
    index: GlossaryIndexPage, proposals: CallPage
) -> None:
    PageViewRestriction.objects.create(
        page=proposals.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )

    text = shown(index)

    assert "Proponi una voce" not in text
    assert proposals.url not in text


def test_the_page_for_proposals_is_a_call(
    client: Client, index: GlossaryIndexPage, proposals: CallPage
) -> None:
    client.force_login(member_of(Role.EDITORS))
    address = reverse("wagtailadmin_pages:edit", args=[index.pk])
    other = StandardPageFactory.create(parent=index.get_parent(), title="Una pagina qualsiasi")

    def chosen_after(page: Page) -> object:
        data: Any = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
        data["proposals_page"] = page.pk
        answer = client.post(address, data.urlencode(), content_type="application/x-www-form-urlencoded")
        assert ("Scegli un avviso" in answer.content.decode()) == (page.specific_class is not CallPage)
        return GlossaryIndexPage.objects.get().get_latest_revision_as_object().proposals_page_id

    assert chosen_after(proposals) == proposals.pk
    assert chosen_after(other) == proposals.pk
