"""What people type stays words: it makes no block, no markup and no link, in the text or in the HTML."""

from typing import Any

import pytest
from django.template import engines
from django.utils.translation import override

from candidature.letters import writing as letters
from candidature.letters.examples import OFFICE, PAGE_URL
from candidature.pages.calls import CallPage
from candidature.submissions.models import Submission
from portal.letters import blocks, source
from portal.letters.blocks import LINK_PLACEHOLDER, filled
from portal.letters.html import as_html
from portal.letters.text import as_text
from tests.portal.letters.test_every_letter import Seen

pytestmark = pytest.mark.django_db

SECRET = "https://example.org/candidature/segui/segreto/"
NASTY = [
    '<a href="https://evil.example/">clicca</a>',
    "<script>alert(1)</script> & <b>grassetto</b>",
    "{% button 'Paga' 'https://evil.example/' %} {{ link }}",
    "javascript:alert(1)",
    "\x1e0\x1e \x1e1\x1e",
    f"prima {LINK_PLACEHOLDER} dopo",
]


def written(typed: str, **page: Any) -> list[Any]:
    """A letter whose title and reason somebody typed."""
    about = Submission(kind="call", reference="CS-1", first_name=typed, email="rosa@example.org")
    call = CallPage(**{"title": typed, **OFFICE, **page})
    with override("it"):
        made = letters.blocks_of(letters.Letter("rejected", about, call, typed), PAGE_URL)
    return filled(blocks.from_stored(blocks.as_stored(made)), SECRET)


@pytest.mark.parametrize("typed", NASTY)
def test_what_is_typed_adds_no_link_and_no_markup(typed: str) -> None:
    plain, nasty = (as_html("Esito", written(words)) for words in ("Orti", typed))

    assert Seen(nasty).links == Seen(plain).links
    assert "<script" not in nasty
    assert "<b>" not in nasty
    assert [type(block) for block in written(typed)] == [type(block) for block in written("Orti")]


@pytest.mark.parametrize("typed", NASTY[:4])
def test_what_is_typed_is_read_as_it_was_typed(typed: str) -> None:
    made = written(typed)

    assert typed in as_text(made)
    assert " ".join(typed.split()) in Seen(as_html("Esito", made)).text


def test_the_secret_stands_where_the_letter_put_it_and_nowhere_else() -> None:
    made = written(f"prima {LINK_PLACEHOLDER} dopo")

    assert as_text(made).count(SECRET) == 1
    # The button, and the address written out below it.
    assert as_html("Esito", made).count(f'href="{SECRET}"') == 2


@pytest.mark.parametrize("name", ["www.evil.example", "https://evil.example", "evil.example", "a@evil.it"])
def test_a_first_name_that_is_an_address_greets_nobody(name: str) -> None:
    about = Submission(kind="call", reference="CS-1", first_name=name, email="rosa@example.org")
    with override("it"):
        made = letters.blocks_of(letters.Letter("withdrawn", about, CallPage(title="Orti")), PAGE_URL)

    assert "evil" not in as_text(made)
    assert as_text(made).startswith("Buongiorno,")


def test_line_breaks_of_a_reason_are_kept_in_both_layouts() -> None:
    made = written("Manca:\n- lo statuto\n- la firma")

    assert "Manca:\n- lo statuto\n- la firma" in as_text(made)
    assert "Manca:<br>- lo statuto<br>- la firma" in as_html("Esito", made)


def test_only_addresses_that_lead_somewhere_are_links() -> None:
    template = "{% load letter_tags %}{% row 'Dove:' 'Qui' address %}"
    for address, is_link in [
        ("https://a.example", True),
        ("javascript:x", False),
        ("data:text/html,x", False),
    ]:
        collector = source.Collector()
        context = {"address": address, source.COLLECTOR: collector}
        text = engines["django"].from_string(template).render(context)
        [facts] = collector.in_order(text)
        assert isinstance(facts, blocks.Facts)
        assert bool(facts.rows[0].href) is is_link


def test_rows_that_follow_each_other_are_one_table_and_paragraphs_stand_between_blocks() -> None:
    rows = "{% row 'A:' 1 %}{% row 'B:' '' %}{% row 'C:' 3 %}"
    template = f"{{% load letter_tags %}}Uno\ndue\n\n{rows}\n\nTre{{% note %}} {{% endnote %}}"
    collector = source.Collector()
    text = engines["django"].from_string(template).render({source.COLLECTOR: collector})

    assert collector.in_order(text) == [
        blocks.Paragraph("Uno\ndue"),
        blocks.Facts((blocks.Fact("A:", "1"), blocks.Fact("C:", "3"))),
        blocks.Paragraph("Tre"),
    ]


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Orti  in\ncittà", "Orti in città"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("Partner per la progettazione condivisa di un punto di ascolto e di cura", None),
    ],
)
def test_a_long_title_is_cut_between_two_words_in_a_subject(title: str, short: str | None) -> None:
    found = letters.in_short(title)

    assert len(found) <= letters.TITLE_IN_SUBJECT
    assert found == (short or "Partner per la progettazione condivisa di un punto di…")
