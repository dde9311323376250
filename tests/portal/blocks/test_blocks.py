import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.blocks import BodyBlock
from tests.home.factories import StandardPageFactory, make_home
from tests.portal.blocks.bodies import empty_values, full_values, make_document, make_image

pytestmark = pytest.mark.django_db


def render(values: list[dict[str, Any]]) -> str:
    return str(BodyBlock().render(BodyBlock().to_python(values)))


def without_layout(html: str) -> str:
    """The same without the white space that a template puts beside its tags."""
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", html)


def test_what_a_picture_asks_for_is_asked_in_italian() -> None:
    picture = BodyBlock().child_blocks["image"].child_blocks["image"]

    labels = {name: str(block.label) for name, block in picture.child_blocks.items()}

    assert labels["image"] == "Immagine"
    assert all(label.lower().replace(" ", "_") != name for name, label in labels.items())


@pytest.mark.parametrize("value", empty_values(), ids=lambda value: value["type"])
def test_a_block_just_added_shows_nothing_at_all(value: dict[str, Any]) -> None:
    assert render([value]) == ""


@pytest.mark.parametrize(
    "value",
    [
        {"type": "heading", "value": {"text": "", "level": None}},
        {"type": "text", "value": "<p></p>"},
        {
            "type": "image",
            "value": {"image": {"image": 999, "alt_text": "x", "decorative": False}, "caption": "C"},
        },
        {"type": "documents", "value": {"title": "Allegati", "documents": [999, None]}},
        {"type": "quote", "value": {"text": "", "author": "Qualcuno"}},
        {"type": "call_to_action", "value": {"button": "Vai", "page": 999}},
        {
            "type": "accordion",
            "value": {"title": "Domande", "items": [{"title": "Solo il titolo", "text": ""}]},
        },
        {"type": "contacts", "value": {"office": "Segreteria"}},
        {
            "type": "table",
            "value": {
                "table": {
                    "columns": [{"type": "text", "heading": ""}],
                    "rows": [{"values": [""]}],
                    "caption": "C",
                }
            },
        },
        {
            "type": "figures",
            "value": {"title": "Numeri", "items": [{"value": "7", "label": ""}], "source": "F"},
        },
    ],
    ids=lambda value: value["type"],
)
def test_a_half_typed_block_leaves_no_shell(value: dict[str, Any]) -> None:
    assert render([value]) == ""


def test_every_whole_block_shows_its_words() -> None:
    home = make_home()
    html = without_layout(render(full_values(make_image(), make_document(version="1.2"), home)))
    for words in [
        ">Come partecipare</h2>",
        'alt="Persone attorno a un tavolo"',
        "Il primo incontro",
        "Archivio di prova",
        "Bando</a>",
        "versione 1.2",
        "Ora ci ascoltano.",
        ">Partecipa</a>",
        "<summary>Chi può?</summary>",
        'href="tel:055000000"',
        "<caption>Incontri per zona</caption>",
        '<th scope="col">Zona</th>',
        '<th scope="row">Prima</th>',
        "<td>0</td>",
        "<dd>7</dd>",
    ]:
        assert words in html


def test_a_decorative_image_has_an_empty_alternative() -> None:
    image = {"image": make_image().pk, "alt_text": "", "decorative": True}
    assert 'alt=""' in render([{"type": "image", "value": {"image": image}}])


def test_typed_markup_is_text() -> None:
    html = render([{"type": "quote", "value": {"text": "<script>alert(1)</script>"}}])
    assert "<script>" not in html


def test_a_link_to_an_unpublished_page_keeps_its_words_and_loses_its_address() -> None:
    page = StandardPageFactory.create(parent=make_home(), live=False)
    html = render([{"type": "text", "value": f'<p><a linktype="page" id="{page.pk}">qui</a></p>'}])
    assert "<a>qui</a>" in html


def test_headings_never_skip_a_level() -> None:
    html = render(
        [
            {"type": "heading", "value": {"text": "Prima di tutto", "level": "3"}},
            {"type": "heading", "value": {"text": "Poi", "level": "3"}},
            {"type": "figures", "value": {"title": "Numeri", "items": [{"value": "1", "label": "uno"}]}},
        ]
    )
    assert "<h2>Prima di tutto</h2>" in html
    assert "<h3>Poi</h3>" in html
    assert "<h4" in html


def test_ten_times_the_blocks_cost_no_more_queries() -> None:
    home = make_home()
    values = full_values(make_image(), make_document(), home)
    many = [
        value
        for _ in range(10)
        for value in full_values(make_image(), make_document(), StandardPageFactory.create(parent=home))
    ]
    render(values), render(many)  # makes the renditions

    def cost(blocks: list[dict[str, Any]]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            render(blocks)
        return len(queries)

    assert cost(many) == cost(values) <= 7
