"""The index of a page, read from its headings."""

from django.template import Context, Template
from django.utils.safestring import mark_safe

from portal.templatetags.outline_tags import with_anchors


def indexed(content: str) -> str:
    template = Template("{% load outline_tags %}{% indexed %}{{ content }}{% endindexed %}")
    return template.render(Context({"content": mark_safe(content)}))  # noqa: S308 - the test's own


def test_a_heading_without_an_id_gets_one_from_its_words() -> None:
    html, entries = with_anchors("<h2>A chi è rivolto</h2>")
    assert entries == [("a-chi-e-rivolto", "A chi è rivolto")]
    assert html == '<h2 id="a-chi-e-rivolto">A chi è rivolto</h2>'


def test_a_heading_keeps_its_own_id() -> None:
    html, entries = with_anchors('<h2 id="esito" class="h3">Esito</h2>')
    assert entries == [("esito", "Esito")]
    assert html == '<h2 id="esito" class="h3">Esito</h2>'


def test_headings_that_say_the_same_lead_to_different_places() -> None:
    html, entries = with_anchors("<h2>Date</h2><h2>Date</h2><p id='x'>x</p>")
    assert [fragment for fragment, _ in entries] == ["date", "date-2"]
    assert 'id="date"' in html
    assert 'id="date-2"' in html


def test_entities_in_a_heading_are_escaped_once() -> None:
    assert 'href="#dubbi-e-risposte">Dubbi &amp; risposte</a>' in indexed(
        '<h2 id="dubbi-e-risposte">Dubbi &amp; risposte</h2><h2>Due</h2><h2>Tre</h2>'
    )


def test_a_short_page_has_no_index() -> None:
    assert "Indice della pagina" not in indexed("<h2>Uno</h2><h2>Due</h2>")
    assert "Indice della pagina" in indexed("<h2>Uno</h2><h2>Due</h2><h2>Tre</h2>")
