"""The document of a guideline says what its page says, and can be read."""

import io
import itertools
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as PilImage
from wagtail.images import get_image_model
from wagtail.models import Page

from news.models import GuidelinePage
from news.models.guideline_pdf import GuidelineDocument
from tests.news.factories import GuidelinePageFactory
from tests.news.guideline_pages import (
    assert_in_order,
    document_of,
    guideline,
    picture,
    text,
    words_of,
)
from tests.portal.blocks.bodies import empty_values, full_values, make_document, make_image
from tests.portal.pages.visits import visit
from tests.reading_pdf import (
    alternatives_of,
    flaws_of,
    hyphens_in,
    language_of,
    lines_of_page,
    number_of_pages,
    plain,
    tags_of,
    text_of,
    title_of,
)

pytestmark = pytest.mark.django_db


def test_the_document_says_all_that_the_page_says_in_its_order(index: Page) -> None:
    image, document = make_image(), make_document(version="3")
    page = guideline(
        index,
        ("Come si comincia", [text("Da qui."), *full_values(image, document, index)]),
        (
            "Il resto",
            [
                text(
                    "Uno.", "Due <b>forte</b> e <i>piano</i>, <a href='https://esempio.example/à'>fuori</a>."
                ),
                {"type": "text", "value": "<ul><li>a</li><li>b<ol><li>dentro</li></ol></li></ul><p>fine</p>"},
                *full_values(make_image(), document, index, word="ultima"),
            ],
        ),
        abstract="In breve.",
        curated_by="Redazione di prova",
        document=document,
    )
    answer = document_of(page)
    assert answer.status_code == 200
    made = answer.content

    assert_in_order(words_of(str(page.chapters.stream_block.render(page.chapters))), made)
    whole = text_of(made)
    for said in ("Partecipare", "In breve.", "Redazione di prova", "2.0", "3 novembre 2026", page.full_url):
        assert plain(said) in whole
    assert plain(f"Bando ({document.notes})") in whole
    assert "versione 3" in document.notes
    assert flaws_of(made) == []
    assert language_of(made) == "it"
    assert title_of(made) == "Partecipare"
    assert alternatives_of(made).count("Persone attorno a un tavolo") == 2
    tags = tags_of(made)
    for tag in ("H1", "H2", "H3", "TOC", "L", "Table", "TH", "BlockQuote", "Link", "Figure", "Strong", "Em"):
        assert tag in tags, tag


def test_links_lead_where_those_of_the_page_lead(index: Page) -> None:
    document = make_document()
    page = guideline(
        index,
        (
            "Uno",
            [
                text(
                    f'<a linktype="page" id="{index.pk}">dentro</a>',
                    f'<a linktype="document" id="{document.pk}">bando</a>',
                    '<a href="mailto:a@b.example">posta</a>',
                    '<a linktype="page" id="999999">non c’è</a>',
                    '<a href="javascript:alert(1)">mai</a>',
                )
            ],
        ),
    )
    runs = [run for node in GuidelineDocument(page).contents["chapters"][0]["body"] for run in node["runs"]]

    root = page.full_url.removesuffix(page.get_url())
    assert {run["text"]: run["link"] for run in runs} == {
        "dentro": f"{root}{index.get_url()}",
        "bando": f"{root}{document.url}",
        "posta": "mailto:a@b.example",
        "non c’è": "",
        "mai": "",
    }
    assert flaws_of(document_of(page).content) == []


EVIL = (
    '#panic(1) #read("/etc/passwd") *a* _b_ = c $x$ \\u{41} @d &lt;e&gt; // f "} ; #import',
    "😀 👩‍👩‍👧 日本語 \u202eatnop",
    "مرحبا עברית Ελλάδα",
    "x" * 3000,
)


@pytest.mark.parametrize("typed", EVIL, ids=["markup", "odd", "other scripts", "long"])
def test_whatever_an_editor_types_is_text(index: Page, typed: str) -> None:
    image = make_image()
    short = typed[:100]
    page = guideline(
        index,
        (
            short,
            [
                {"type": "heading", "value": {"text": short, "level": "3"}},
                text(f"{typed} <a href='https://esempio.example/{short[:5]}?q=%zz'>{typed}</a>"),
                {"type": "image", "value": {"image": picture(image, short), "caption": typed}},
                {"type": "quote", "value": {"text": f"{typed}\n{typed}", "author": typed, "role": typed}},
                {
                    "type": "accordion",
                    "value": {"title": short, "items": [{"title": short, "text": f"<p>{typed}"}]},
                },
                {"type": "figures", "value": {"title": typed, "items": [{"value": short, "label": typed}]}},
            ],
        ),
        ("Fine", [text("Resta leggibile.")]),
        title=short,
        abstract=short,
    )
    made = document_of(page)

    assert made.status_code == 200
    assert flaws_of(made.content) == []
    assert plain("Resta leggibile.") in text_of(made.content)


HEADINGS = (
    *("Amministrazione condivisa", "Partecipazione", "Coprogettazione", "Zona-distretto", "Responsabilità"),
    *("Finanziamento", "Monitoraggio", "Comunicazione", "Rendicontazione", "Sperimentazione", "Valutazione"),
    *("Associazioni coinvolte", "Approvazione", "Note"),
)
CELLS = (
    *("Lunigiana", "partecipazione.comunita@toscana.example", "PARTECIPAZIONECONDIVISA", "x" * 60, "Sì", ""),
    *("IT60X0542811101000000123456", "1234567890123456789", "https://www.toscana.example/-/uno-due?tre=4"),
    *("Misericordia, Pubblica Assistenza e Croce Rossa", "In corso di approvazione", "no", "-", "7"),
)


@pytest.mark.parametrize("columns", [1, 3, 5, 6, 7, 8, 9, 14])
def test_of_a_table_no_word_stands_on_another_or_off_the_paper(index: Page, columns: int) -> None:
    cells = [[*CELLS[at:], *CELLS[:at]][:columns] for at in range(5)]
    table = {
        "columns": [{"type": "text", "heading": heading} for heading in HEADINGS[:columns]],
        "rows": [{"values": row} for row in cells],
        "caption": "Che cosa c’è dove",
    }
    page = guideline(index, ("Uno", [{"type": "table", "value": {"table": table, "row_headers": True}}]))
    made = document_of(page).content

    assert flaws_of(made) == []
    for number in range(number_of_pages(made)):
        runs = lines_of_page(made, number)
        # The margins of the paper: 22 mm of 210.
        assert min(left for left, _right, _base in runs) > 62
        assert max(right for _left, right, _base in runs) < 534
        for one, other in itertools.combinations(runs, 2):
            on_one_line = abs(one[2] - other[2]) < 2
            assert not (on_one_line and one[0] < other[1] - 0.5 and other[0] < one[1] - 0.5), (one, other)
    tags = tags_of(made)
    assert ("Table" in tags) == (columns <= 8)
    # A hyphen at the end of a line may be read as that of another word.
    whole = text_of(made).replace("-", "")
    for said in (*HEADINGS[:columns], *itertools.chain(*cells)):
        assert plain(said).replace("-", "") in whole, said


def test_a_word_ends_by_syllables_and_an_address_without_a_sign_that_is_not_its_own(index: Page) -> None:
    def hyphens(cell: str) -> int:
        table = {
            "columns": [{"type": "text", "heading": name} for name in "ABCDEFG"],
            "rows": [{"values": [cell] * 7}],
            "caption": "",
        }
        block = {"type": "table", "value": {"table": table, "row_headers": False}}
        page = guideline(index, ("Uno", [block]), slug=f"tabella-{len(cell)}")
        return hyphens_in(document_of(page).content)

    short = hyphens("breve")
    assert hyphens("precipitevolissimevolmente") > short
    assert hyphens("https://amministrazione.example/coprogettazione/partecipazione") == short


def test_a_wide_table_is_told_row_by_row_with_the_headings_of_its_columns(index: Page) -> None:
    table = {
        "columns": [{"type": "text", "heading": heading} for heading in (*HEADINGS[:8], "")],
        "rows": [{"values": [f"{row}{column}" for column in "abcdefgh"] + [""]} for row in "12"],
        "caption": "",
    }
    page = guideline(index, ("Uno", [{"type": "table", "value": {"table": table, "row_headers": True}}]))
    made = document_of(page).content

    values = [f"{row}{column}" for row in "12" for column in "abcdefgh"]
    assert_in_order([f"{head}: {one}" for head, one in zip(HEADINGS[:8] * 2, values, strict=True)], made)


def test_a_picture_that_says_nothing_is_no_figure_and_one_that_is_gone_is_told(index: Page) -> None:
    shown, gone = make_image(), make_image()
    page = guideline(
        index,
        (
            "Uno",
            [
                {
                    "type": "image",
                    "value": {"image": {"image": shown.pk, "alt_text": "", "decorative": True}},
                },
                {"type": "image", "value": {"image": picture(gone, "La mappa"), "caption": "Nel 2025"}},
            ],
        ),
    )
    Path(gone.file.path).unlink()
    made = document_of(page).content

    assert flaws_of(made) == []
    assert alternatives_of(made) == []
    assert plain("Qui c’era un’immagine che non si può mostrare: La mappa") in text_of(made)
    assert plain("Nel 2025") in text_of(made)


def test_a_picture_of_sixteen_bits_is_in_the_document_as_on_the_page(index: Page) -> None:
    file = io.BytesIO()
    PilImage.new("I;16", (300, 200), 20000).save(file, "PNG")
    image = get_image_model().objects.create(title="Mappa", file=ContentFile(file.getvalue(), "mappa.png"))
    block = {"type": "image", "value": {"image": picture(image, "La mappa"), "caption": ""}}
    page = guideline(index, ("Uno", [block]))
    made = document_of(page).content

    assert 'alt="La mappa"' in visit(page).content.decode()
    assert alternatives_of(made) == ["La mappa"]
    assert flaws_of(made) == []


def test_titles_of_which_nothing_can_be_seen_have_a_stand_in_or_are_left_out(index: Page) -> None:
    mark = "\u202e"
    body = [{"type": "heading", "value": {"text": mark, "level": "2"}}, text("Resta leggibile.")]
    answer = document_of(guideline(index, (mark, body), title=mark, slug="segno"))

    assert answer.status_code == 200
    assert title_of(answer.content) == "Linea guida"
    assert flaws_of(answer.content) == []
    assert plain("Resta leggibile.") in text_of(answer.content)


def test_a_guideline_without_chapters_and_one_of_empty_blocks_have_a_document(index: Page) -> None:
    bare = GuidelinePageFactory.create(parent=index)
    empty = guideline(index, ("Uno", empty_values()), ("", [text("Non compare.")]))

    assert flaws_of(document_of(bare).content) == []
    made = document_of(empty).content
    assert plain("1. Uno") in text_of(made)
    assert plain("Non compare.") not in text_of(made)


def test_programs_are_told_what_it_is_and_which_page_says_the_same(index: Page) -> None:
    page = guideline(index, title="Fare insieme: 1", version="2.0 beta")
    answer = document_of(page)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="fare-insieme-1-2-0-beta.pdf"'
    assert answer["Content-Language"] == "it"
    assert answer["Link"] == f'<{page.full_url}>; rel="canonical"'
    assert "must-revalidate" in answer["Cache-Control"]
    head = Client().head(f"{page.get_url()}pdf/")
    assert (head.status_code, head["ETag"], head.content) == (200, answer["ETag"], b"")
    assert document_of(page, if_none_match=answer["ETag"]).status_code == 304
    assert Client().post(f"{page.get_url()}pdf/").status_code == 405


def test_no_two_versions_have_a_file_of_the_same_name() -> None:
    names = [
        GuidelineDocument(GuidelinePage(title="Una", version=version)).file_name
        for version in ("1.10", "11.0", "1,1", "")
    ]
    assert names == ["una-1-10.pdf", "una-11-0.pdf", "una-1-1.pdf", "una.pdf"]
