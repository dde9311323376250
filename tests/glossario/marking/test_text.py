"""The first occurrence of a term is marked, whatever its ending, and nothing else of the page changes."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossario.marking.text import marked
from glossario.marking.vocabulary import Term, Vocabulary, compiled
from glossario.words import LANGUAGES
from portal.languages import ITALIAN


def vocabulary(*names: str, language: str = ITALIAN) -> Vocabulary:
    """Terms numbered from 1, each with its names between bars."""
    terms = (
        (Term(number, name.split("|")[0], "", f"/glossario/{number}/"), name.split("|"))
        for number, name in enumerate(names, start=1)
    )
    return compiled(terms, LANGUAGES[language])


def marks(html: str, *names: str, language: str = ITALIAN) -> list[tuple[str, int]]:
    """What is marked in running text, and as which term."""
    shown = marked(f'<div class="rich-text">{html}</div>', vocabulary(*names, language=language))
    return [
        (words, int(number))
        for number, words in re.findall(
            r'<a class="glossary-term" href="/glossario/(\d+)/"[^>]*>([^<]*)</a>', shown
        )
    ]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Ogni laboratorio è aperto.", "Laboratori", "laboratorio"),
        ("I LABORATORI sono aperti.", "Laboratorio", "LABORATORI"),
        ("Le Case della Comunità aprono.", "Casa della Comunità", "Case della Comunità"),
        ("Una casa di comunità apre.", "Casa della Comunità", "casa di comunità"),
        ("Il CdP si riunisce.", "Comitato di Partecipazione|CdP", "CdP"),
        ("L’ascolto attivo conta.", "Ascolto attivo", "ascolto attivo"),
        ("La presa in\n carico integrale.", "Presa in carico", "presa in\n carico"),
        ("dell&#x27;assistenza domiciliare", "Assistenza domiciliare", "assistenza domiciliare"),
        ("co-progettazione dei servizi", "Co-progettazione", "co-progettazione"),
        ("(budget di salute)", "Budget di salute", "budget di salute"),
    ],
)
def test_a_term_is_found_whatever_its_ending(text: str, name: str, words: str) -> None:
    assert marks(f"<p>{text}</p>", name) == [(words, 1)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("La casa e la comunità", "Casa della Comunità"),
        ("Una casa. Comunità vive", "Casa della Comunità"),
        ("casa, comunità", "Casa della Comunità"),
        ("casa &amp; comunità", "Casa della Comunità"),
        ("Il comune apre", "Comunità"),
        ("casalinghe", "Casa"),
        ("&amp; &lt;", "amp|lt"),
    ],
)
def test_what_only_looks_like_a_term_is_left_alone(text: str, name: str) -> None:
    assert marks(f"<p>{text}</p>", name) == []


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Community Houses are open.", "Community House", "Community Houses"),
        ("HOUSES are open.", "House", "HOUSES"),
        ("Committees meet here.", "Committee", "Committees"),
        ("The health districts of Tuscany", "Health district", "health districts"),
        ("The participation committee meets.", "Participation Committees|PC", "participation committee"),
        ("Houses of the community open.", "House of Community", "Houses of the community"),
        ("The community&#x27;s houses", "Community House", "community&#x27;s houses"),
        ("In any case a case is open.", "Case", "case"),
    ],
)
def test_an_english_term_is_found_whatever_its_ending(text: str, name: str, words: str) -> None:
    assert marks(f"<p>{text}</p>", name, language="en") == [(words, 1)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In this case nobody knows.", "Casa"),
        ("The community and the house", "Community House"),
        ("A community which houses people", "Community House"),
        ("The community has houses", "Community House"),
        ("casa della comunità", "Community House"),
    ],
)
def test_what_only_looks_like_an_english_term_is_left_alone(text: str, name: str) -> None:
    assert marks(f"<p>{text}</p>", name, language="en") == []


def test_each_language_keeps_its_own_stems() -> None:
    """A process draws pages of both, in any order."""
    for _turn in range(2):
        assert marks("Le case", "Casa") == [("case", 1)]
        assert marks("The case", "Casa", language="en") == []
        assert marks("The houses", "House", language="en") == [("houses", 1)]
        assert marks("The houses", "House") == []


def test_each_term_is_marked_once_and_the_longest_name_goes_first() -> None:
    found = marks(
        "<p>La casa di comunità è una casa.</p><p>Altre case, altre Case della Comunità.</p>",
        "Casa",
        "Casa della Comunità",
    )

    assert found == [("casa di comunità", 2), ("casa", 1)]


@pytest.mark.parametrize(
    "html",
    [
        "<p><a href='/x/'>Il laboratorio</a></p>",
        "<h2>Il laboratorio</h2>",
        "<h3><span>Il laboratorio</span></h3>",
        "<button>Il laboratorio</button>",
        "<label>laboratorio</label>",
        "<details><summary>laboratorio</summary></details>",
        "<table><tr><th>laboratorio</th></tr></table>",
        "<!-- laboratorio -->",
        "<img alt='laboratorio'>",
        "<p title='laboratorio'></p>",
        "<code>laboratorio</code>",
    ],
)
def test_nothing_inside_links_titles_controls_and_attributes_is_marked(html: str) -> None:
    assert marks(html, "Laboratorio") == []
    assert marks(f"{html}<p>Un laboratorio</p>", "Laboratorio") == [("laboratorio", 1)]


def test_only_running_text_is_marked() -> None:
    running = "<div class='block-text rich-text x'><p>laboratorio</p><br></div>"
    html = f"<h1>Laboratorio</h1><p>laboratorio</p>{running}<p>laboratorio</p>"

    shown = marked(html, vocabulary("Laboratorio", "Altro"))

    assert shown.count("glossary-term") == 1
    assert shown.index("glossary-term") > shown.index("rich-text")
    assert shown.endswith("<br></div><p>laboratorio</p>")


def test_on_its_own_page_a_term_is_left_alone() -> None:
    html = '<div class="rich-text">Il laboratorio del comitato</div>'

    assert marked(html, vocabulary("Laboratorio", "Comitato"), but=1).count("glossary-term") == 1


def test_what_a_term_says_is_escaped() -> None:
    term = Term(7, "<b>Casa</b>", 'Un "luogo" <script>', "/g/?a=1&b=2")
    terms = compiled([(term, ["Casa"])], LANGUAGES[ITALIAN])

    shown = marked('<div class="rich-text">Una casa.</div>', terms)

    assert "<script>" not in shown
    assert "<b>" not in shown
    assert 'href="/g/?a=1&amp;b=2"' in shown
    assert 'data-meaning="Un &quot;luogo&quot; &lt;script&gt;"' in shown
    assert "&lt;b&gt;Casa&lt;/b&gt;" in shown


_PIECES = (
    *("casa", "Case", " della ", "comunità", "&amp;", "&#x27;", "’", ".", "\n", "🙂", "\u0301"),
    *("<p>", "</p>", "<b>", "</b>", "<br>", "<a href='#'>", "</a>"),
)
_HTML = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


@given(_HTML)
def test_taking_the_marks_away_gives_back_what_was_there(html: str) -> None:
    whole = f'<div class="rich-text">{html}</div>'

    shown = marked(whole, vocabulary("Casa", "Casa della comunità", "Comunità"))

    assert re.sub(r'<a class="glossary-term" [^>]*>([^<]*)</a>', r"\1", shown) == whole


def test_five_hundred_terms_cost_no_more_than_one_pass() -> None:
    syllables = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru"]
    names = [f"{a}{b}{c}re pubblica" for a in syllables for b in syllables for c in syllables[:5]]
    assert len(names) == 500
    paragraph = "<p>" + "La salute di comunità nasce nei luoghi in cui le persone vivono. " * 8 + "</p>"
    html = '<div class="rich-text">' + paragraph * 40 + "</div>"
    few, many = vocabulary(*names[:5]), vocabulary(*names)
    marked(html, many)

    def seconds(terms: Vocabulary) -> float:
        began = time.thread_time()
        marked(html, terms)
        return time.thread_time() - began

    # Both right after each other, so that what else the machine does lengthens both alike.
    assert min(seconds(many) / seconds(few) for _turn in range(9)) < 3
