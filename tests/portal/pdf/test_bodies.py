"""Whatever an editor fills in a block of a body stands in the data of its document."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.core.checks import run_checks
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from portal.blocks import BodyBlock
from portal.blocks.text import TEXT_FEATURES
from portal.checks.printed_blocks import problems
from portal.pdf import bodies
from portal.pdf.bodies import CELLS, PRINTED, body_data, resolved
from portal.pdf.rich_text import DEEPEST, FEATURES, nodes_of, whole
from tests.home.factories import make_home
from tests.portal.blocks.bodies import make_document, make_image

ADDRESS = "https://portale.example/linee-guida/una/"


class Filling:
    """Fills every field of a block, and notes which words must be found again."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers = count()
        self.page = make_home(title="Una pagina")

    def word(self, form: str = "parola{}") -> str:
        made = form.format(f"{next(self._numbers):03d}")
        self.words.append(made)
        return made

    def fill(self, block: blocks.Block) -> Any:
        match block:
            case ImageBlock():
                return {"image": make_image().pk, "alt_text": self.word(), "decorative": False}
            case DocumentChooserBlock():
                return make_document(title=self.word()).pk
            case blocks.PageChooserBlock():
                self.words.append(self.page.get_url())
                return self.page.pk
            case TypedTableBlock():
                kinds = block.child_blocks
                return {
                    "columns": [{"type": kind, "heading": self.word()} for kind in kinds],
                    "rows": [{"values": [self.fill(kinds[kind]) for kind in kinds]}],
                    "caption": self.word(),
                }
            case blocks.ListBlock():
                return [self.fill(block.child_block), self.fill(block.child_block)]
            case blocks.StructBlock():
                return {name: self.fill(field) for name, field in block.child_blocks.items()}
            case blocks.RichTextBlock():
                return f"<p>{self.word()} <b>{self.word()}</b></p><ul><li>{self.word()}</li></ul>"
            case blocks.URLBlock():
                return self.word("https://esempio.example/{}")
            case blocks.EmailBlock():
                return self.word("posta{}@esempio.example")
            case blocks.DecimalBlock():
                return self.word("7{}")
            case blocks.BooleanBlock():
                return True
            case blocks.ChoiceBlock():
                return "2"
            case blocks.CharBlock() | blocks.TextBlock():
                return self.word()
        raise AssertionError(f"No words for {block!r}: say how it is filled.")


@pytest.mark.django_db
@pytest.mark.parametrize("name", BodyBlock().child_blocks)
def test_every_field_of_every_block_is_in_the_document(name: str) -> None:
    filling = Filling()
    value = filling.fill(BodyBlock().child_blocks[name])
    if name == "call_to_action":
        # The page that was chosen goes before another address.
        filling.words.remove(value["url"])
    stream = BodyBlock().to_python([{"type": name, "value": value, "id": "b1"}])

    written = json.dumps(resolved(body_data(stream, top=1, address=ADDRESS), ADDRESS))
    assert filling.words
    assert [word for word in filling.words if word not in written] == []


def test_a_block_that_nobody_prints_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> list[str]:
        return [str(message.msg) for message in run_checks() if message.id == "portal.E051"]

    assert found() == []
    monkeypatch.delitem(PRINTED, "quote")
    monkeypatch.delitem(CELLS, "number")
    assert found() == [
        "The block of a body “quote” is in no document.",
        "The cell of a table “number” is in no document.",
    ]
    assert [message.id for message in problems("feature", [*TEXT_FEATURES, "h2"], FEATURES)] == [
        "portal.E051"
    ]


def runs(html: str) -> Iterator[dict[str, Any]]:
    for node in nodes_of(html, ADDRESS):
        yield from node.get("runs", ())


def test_rich_text_keeps_its_words_whatever_its_markup() -> None:
    assert [run["text"] for run in runs("fuori<p>a &lt;b&gt; &amp; c</p><table><td>cella</table>")] == [
        "fuori",
        "a <b> & c",
        "cella",
    ]
    one, two = runs("<p><b>a<i>b</i></b></i></p>")
    assert (one["bold"], one["italic"]) == (True, False)
    assert (two["bold"], two["italic"]) == (True, True)
    assert [run["text"] for run in runs("<p>a<br/>b</p>")] == ["a", "\n", "b"]
    assert nodes_of("<p> </p><p><br></p>", ADDRESS) == []


def test_lists_stand_in_lists_and_no_deeper_than_there_is_room() -> None:
    (outer,) = nodes_of("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", ADDRESS)
    assert outer["ordered"]
    assert [len(entry) for entry in outer["items"]] == [2, 1]
    inner = outer["items"][0][1]
    assert (inner["kind"], inner["ordered"]) == ("list", False)

    deep = json.dumps(nodes_of("<ul><li>x" * 200 + "fondo" + "</li></ul>" * 200, ADDRESS))
    assert "fondo" in deep
    assert deep.count('"list"') == DEEPEST


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("/novita/", "https://portale.example/novita/"),
        ("#b-1", f"{ADDRESS}#b-1"),
        ("https://è.example/à b", "https://%C3%A8.example/%C3%A0%20b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("//altrove.example/", ""),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_link_leads_where_it_leads_on_the_page_or_nowhere(href: str, found: str) -> None:
    assert whole(href, ADDRESS) == found


@pytest.mark.django_db
def test_links_of_all_texts_are_resolved_together(django_assert_num_queries: Any) -> None:
    home, document = make_home(), make_document()
    text = f'<p><a linktype="page" id="{home.pk}">a</a><a linktype="document" id="{document.pk}">b</a>\0</p>'
    stream = BodyBlock().to_python([{"type": "text", "value": text}] * 9)
    home.get_url()

    with django_assert_num_queries(2):
        data = resolved(body_data(stream, top=1, address=ADDRESS), ADDRESS)
    assert len(data) == 9
    assert all(node["runs"][0]["link"] and node["runs"][1]["link"] for node in data)
    assert bodies.resolved([], ADDRESS) == []
