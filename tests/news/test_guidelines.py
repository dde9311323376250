"""Guidelines: read whole or chapter by chapter, told version by version, taken away as a document."""

import io
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from PIL import Image as PilImage
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction

from news.models import GuidelinePage, GuidelineVersion, guideline_pdf
from news.models.guideline_pdf import GuidelineDocument
from portal.limits import counting
from portal.pdf import bodies, counted, press
from portal.web import outage
from tests.home.factories import make_home
from tests.news.factories import GuidelineIndexPageFactory, GuidelinePageFactory
from tests.portal.blocks.bodies import empty_values, full_values, make_document, make_image
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.reading_pdf import (
    alternatives_of,
    claims_accessibility,
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

DAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def _nothing_failed_before() -> Iterator[None]:
    """A process remembers what it could not make; keys of pages come again in another test."""
    guideline_pdf._failed.clear()
    yield
    guideline_pdf._failed.clear()


@pytest.fixture
def index() -> Page:
    made: Page = GuidelineIndexPageFactory.create(parent=make_home())
    return made


def chapters(*bodies: tuple[str, list[dict[str, Any]]]) -> str:
    return json.dumps(
        [
            {
                "type": "chapter",
                "id": f"{number:08d}-0000-4000-8000-000000000000",
                "value": {
                    "title": title,
                    "body": [{"id": f"c{number}-{at}", **block} for at, block in enumerate(body)],
                },
            }
            for number, (title, body) in enumerate(bodies, start=1)
        ]
    )


def text(*paragraphs: str) -> dict[str, Any]:
    return {"type": "text", "value": "".join(f"<p>{words}</p>" for words in paragraphs)}


def guideline(index: Page, *bodies: tuple[str, list[dict[str, Any]]], **fields: Any) -> GuidelinePage:
    made: GuidelinePage = GuidelinePageFactory.create(
        parent=index,
        **{"title": "Partecipare", "version": "2.0", "published_on": DAY, **fields},
        chapters=chapters(*bodies or (("Primo", [text("Testo del primo.")]), ("Secondo", [text("Altro.")]))),
    )
    return made


def document_of(page: Page, client: Client | None = None, **headers: str) -> Any:
    return (client or Client()).get(f"{page.get_url()}pdf/", headers=headers)


class Words(HTMLParser):
    """The words of a part of a page, as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data)


def words_of(html: str) -> list[str]:
    reader = Words()
    reader.feed(html)
    return reader.found


def assert_in_order(words: list[str], document: bytes) -> None:
    """Each of the words stands in the document behind the one before."""
    whole, at = text_of(document), 0
    # Behind the contents, which say the titles first.
    if len(words) > 1:
        at = whole.rindex(plain(words[0]))
    for one in words:
        found = whole.find(plain(one), at)
        assert found >= 0, f"“{one}” is not in the document, or stands before: {whole[at : at + 200]}"
        at = found + len(plain(one))


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
    assert claims_accessibility(made)
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
    assert claims_accessibility(document_of(page).content)


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
                {"type": "image", "value": {"image": _picture(image, short), "caption": typed}},
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
    assert claims_accessibility(made.content)
    assert plain("Resta leggibile.") in text_of(made.content)


def _picture(image: Any, alt: str) -> dict[str, Any]:
    return {"image": image.pk, "alt_text": alt, "decorative": False}


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

    assert claims_accessibility(made)
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
                {"type": "image", "value": {"image": _picture(gone, "La mappa"), "caption": "Nel 2025"}},
            ],
        ),
    )
    Path(gone.file.path).unlink()
    made = document_of(page).content

    assert claims_accessibility(made)
    assert alternatives_of(made) == []
    assert plain("Qui c’era un’immagine che non si può mostrare: La mappa") in text_of(made)
    assert plain("Nel 2025") in text_of(made)


def test_a_picture_of_sixteen_bits_is_in_the_document_as_on_the_page(index: Page) -> None:
    file = io.BytesIO()
    PilImage.new("I;16", (300, 200), 20000).save(file, "PNG")
    image = get_image_model().objects.create(title="Mappa", file=ContentFile(file.getvalue(), "mappa.png"))
    picture = {"type": "image", "value": {"image": _picture(image, "La mappa"), "caption": ""}}
    page = guideline(index, ("Uno", [picture]))
    made = document_of(page).content

    assert 'alt="La mappa"' in visit(page).content.decode()
    assert alternatives_of(made) == ["La mappa"]
    assert claims_accessibility(made)


def test_titles_of_which_nothing_can_be_seen_have_a_stand_in_or_are_left_out(index: Page) -> None:
    mark = "\u202e"
    body = [{"type": "heading", "value": {"text": mark, "level": "2"}}, text("Resta leggibile.")]
    answer = document_of(guideline(index, (mark, body), title=mark, slug="segno"))

    assert answer.status_code == 200
    assert title_of(answer.content) == "Linea guida"
    assert claims_accessibility(answer.content)
    assert plain("Resta leggibile.") in text_of(answer.content)


def test_a_guideline_without_chapters_and_one_of_empty_blocks_have_a_document(index: Page) -> None:
    bare = GuidelinePageFactory.create(parent=index)
    empty = guideline(index, ("Uno", empty_values()), ("", [text("Non compare.")]))

    assert claims_accessibility(document_of(bare).content)
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


def test_it_is_made_once_and_anew_when_the_page_says_something_else(index: Page) -> None:
    page = guideline(index)
    first = document_of(page)
    with mock.patch.object(press, "_made") as made:
        assert document_of(page, Client(REMOTE_ADDR="192.0.2.7")).content == first.content
    made.assert_not_called()

    page.chapters = chapters(("Nuovo", [text("Cambiato.")]))
    page.save_revision()
    assert document_of(page).content == first.content
    page.get_latest_revision().publish()
    again = document_of(page, if_none_match=first["ETag"])
    assert plain("Cambiato.") in text_of(again.content)


@pytest.mark.parametrize("leave", [Page.unpublish, Page.delete], ids=["unpublished", "deleted"])
def test_what_was_made_goes_when_the_page_leaves(index: Page, leave: Callable[[Page], None]) -> None:
    page = guideline(index)
    document_of(page)
    address, kept = page.get_url(), guideline_pdf._key(page.pk)
    assert cache.get(kept)

    leave(page)
    assert cache.get(kept) is None
    assert Client().get(f"{address}pdf/").status_code == 404


def test_it_is_guarded_as_its_page_is(index: Page) -> None:
    hidden, shut = guideline(index, live=False, slug="bozza"), guideline(index, slug="riservata")
    PageViewRestriction.objects.create(
        page=shut, restriction_type=PageViewRestriction.PASSWORD, password="apriti"
    )

    assert Client().get(f"{hidden.get_url()}pdf/").status_code == 404
    client = Client()
    asked = document_of(shut, client)
    assert asked["Content-Type"].startswith("text/html")
    assert "Serve una password" in asked.content.decode()
    restriction = PageViewRestriction.objects.get()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{shut.pk}/",
        {"password": "apriti", "return_url": shut.get_url()},
    )
    given = document_of(shut, client)
    assert given["Content-Type"] == "application/pdf"
    assert "private" in given["Cache-Control"]
    # What was made for who knows the password is nobody else's.
    assert document_of(shut)["Content-Type"].startswith("text/html")


def test_who_has_documents_made_without_end_is_told_when_to_come_again(
    index: Page, settings: Settings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_DOCUMENTS_PER_HOUR": 1}
    first, second = guideline(index, slug="uno"), guideline(index, slug="due")
    assert document_of(first).status_code == 200
    assert document_of(first).status_code == 200

    answer = document_of(second)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert second.get_url() in answer.content.decode()


def test_a_document_that_cannot_be_made_is_told_and_tried_again(
    index: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = guideline(index)
    with mock.patch.object(counting, "spend", side_effect=outage.OutageError):
        assert document_of(page).status_code == 503
    monkeypatch.setattr(guideline_pdf, "RETRY_SECONDS", 0)
    with mock.patch.object(press, "_made", side_effect=press.NotMadeError):
        answer = document_of(page)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) == guideline_pdf.RETRY_SECONDS
    assert answer["Cache-Control"] == "no-store"
    assert page.get_url() in answer.content.decode()

    assert document_of(page).status_code == 200


@pytest.mark.parametrize("cache_is_away", [False, True], ids=["in the cache", "in the process"])
def test_what_cannot_be_made_is_not_made_again_for_whoever_asks(
    index: Page, cache_is_away: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = guideline(index)
    with mock.patch.object(press, "_made", side_effect=press.NotMadeError):
        assert document_of(page).status_code == 503
    if cache_is_away:
        cache.clear()
    else:
        # Another process.
        guideline_pdf._failed.clear()
    with mock.patch.object(press, "_made") as made, guideline_pdf._making:
        answer = document_of(page)
    made.assert_not_called()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")

    # What is corrected is tried at once.
    page.chapters = chapters(("Corretto", [text("Ora sì.")]))
    page.save_revision().publish()
    assert document_of(page).status_code == 200


def test_of_many_who_ask_for_what_cannot_be_made_one_waits(
    index: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guideline_pdf, "SECONDS_TO_WAIT", 0.2)
    document = GuidelineDocument(guideline(index))
    assert document.digest
    begun = threading.Event()

    def failing(*_args: Any, **_settings: Any) -> bytes:
        begun.set()
        time.sleep(1)
        raise press.NotMadeError

    def ask() -> tuple[type[Exception], float]:
        started = time.monotonic()
        with pytest.raises((press.NotMadeError, guideline_pdf.BusyError)) as raised:
            guideline_pdf._content(RequestFactory().get("/"), document)
        return raised.type, time.monotonic() - started

    with (
        mock.patch.object(press, "make", side_effect=failing) as made,
        mock.patch.object(counted, "refuse"),
        mock.patch.object(counted, "count"),
        ThreadPoolExecutor(8) as threads,
    ):
        first = threads.submit(ask)
        assert begun.wait(5)
        others = [threads.submit(ask) for _number in range(7)]
    assert made.call_count == 1
    assert first.result()[0] is press.NotMadeError
    assert {error for error, _seconds in map(Future.result, others)} == {guideline_pdf.BusyError}
    assert max(seconds for _error, seconds in map(Future.result, others)) < 1


def test_pictures_for_print_have_an_end_too(index: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = {"type": "image", "value": {"image": _picture(make_image(), "Una mappa")}}
    page = guideline(index, ("Uno", [picture]))
    monkeypatch.setattr(bodies, "SECONDS_FOR_PICTURES", 0)
    with mock.patch.object(press, "_made") as made:
        assert document_of(page).status_code == 503
    made.assert_not_called()


def test_who_comes_while_it_is_made_gets_what_was_made(
    index: Page, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    page = guideline(index)
    monkeypatch.setattr(guideline_pdf, "SECONDS_TO_WAIT", 0.01)
    with guideline_pdf._making:
        busy = document_of(page)
        assert (busy.status_code, busy["Retry-After"]) == (503, "10")
        assert "un altro documento" in busy.content.decode()
        # Whoever may have none made does not wait.
        with monkeypatch.context() as patched:
            patched.setitem(settings.LIMITS, "LIMIT_DOCUMENTS_PER_HOUR", 0)
            assert document_of(page).status_code == 429
    assert document_of(page).status_code == 200
    # What is kept waits for nobody.
    with guideline_pdf._making:
        assert document_of(page).status_code == 200


def test_asking_again_costs_few_queries_however_long_it_is(
    index: Page, django_assert_max_num_queries: Any
) -> None:
    document = make_document()
    usual = [value for value in full_values(make_image(), document, index) if value["type"] != "documents"]
    page = guideline(index, *((f"Capitolo {number}", usual) for number in range(5)))
    document_of(page)

    with django_assert_max_num_queries(20):
        assert document_of(page).status_code == 200


def test_each_chapter_is_a_page_that_leads_to_the_others(index: Page) -> None:
    bodies = [(f"Capitolo {name}", [text(f"Testo {name}.")]) for name in ("a", "b", "c")]
    page = guideline(index, *bodies)
    first, second, third = page.numbered_chapters()
    address = f"{page.get_url()}capitolo/{second.slug}/"
    answer = Client().get(address)
    html = answer.content.decode()

    assert second.slug == "capitolo-b-00000002"
    assert f"capitolo/{first.slug}/" in visit(page).content.decode()
    assert "<h1>2. Capitolo b</h1>" in html
    assert "<title>Capitolo b – Partecipare" in html
    assert "Testo b." in html
    assert "Testo a." not in html
    assert f'href="../{first.slug}/" rel="prev"' in html
    assert f'href="../{third.slug}/" rel="next"' in html
    assert html.count('aria-current="page">Capitolo b') == 2
    # Search engines are sent to the whole.
    assert f'<link rel="canonical" href="{page.full_url}">' in html
    last = Client().get(f"{page.get_url()}capitolo/{third.slug}/").content.decode()
    assert 'rel="next"' not in last
    assert cost(page, f"capitolo/{second.slug}/") <= MAX_QUERIES


def test_the_address_of_a_chapter_survives_a_new_title_and_an_unknown_one_is_none(index: Page) -> None:
    page = guideline(index)
    before = page.numbered_chapters()[1].slug
    page.chapters = chapters(("Primo", []), ("Un altro nome", [text("Altro.")]))
    page.save()

    answer = Client().get(f"{page.get_url()}capitolo/{before}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{page.get_url()}capitolo/un-altro-nome-00000002/"
    for unknown in ("secondo-99999999", "primo", "x"):
        assert Client().get(f"{page.get_url()}capitolo/{unknown}/").status_code == 404
    assert Client().get(f"{page.get_url()}altro/{before}/").status_code == 404
    page.unpublish()
    assert Client().get(f"{page.get_url()}capitolo/un-altro-nome-00000002/").status_code == 404


def test_a_chapter_of_many_blocks_begins_below_its_own_title(index: Page) -> None:
    page = guideline(index, ("Uno", full_values(make_image(), make_document(), index)))
    html = Client().get(f"{page.get_url()}capitolo/{page.numbered_chapters()[0].slug}/").content.decode()

    assert "<h2>Come partecipare</h2>" in html
    assert f'href="{index.get_url()}">la pagina</a>' in html


def test_a_link_to_another_chapter_leads_to_its_page(index: Page) -> None:
    first, second = (f"0000000{number}-0000-4000-8000-000000000000" for number in (1, 2))
    targets = {
        "seguente": (f"#b-{second}", "../il-secondo-00000002/"),
        "dentro il seguente": ("#b-c2-1", "../il-secondo-00000002/#b-c2-1"),
        "questo": (f"#b-{first}", "../il-primo-00000001/"),
        "qui": ("#b-c1-0", "#b-c1-0"),
        "versioni": ("#versioni&amp;x", "../../#versioni&amp;x"),
        "altrove": (f"{index.get_url()}#altro", f"{index.get_url()}#altro"),
    }
    links = text(*(f'<a href="{typed}">{words}</a>' for words, (typed, _leads) in targets.items()))
    page = guideline(index, ("Il primo", [links]), ("Il secondo", [text("Altro."), text("Ancora.")]))
    html = Client().get(f"{page.get_url()}capitolo/il-primo-00000001/").content.decode()

    for words, (_typed, leads) in targets.items():
        assert f'<a href="{leads}">{words}</a>' in html
    assert 'id="b-c1-0"' in html
    there = Client().get(f"{page.get_url()}capitolo/il-secondo-00000002/").content.decode()
    assert 'id="b-c2-1"' in there
    # On the whole they stay where they are.
    assert f'<a href="#b-{second}">seguente</a>' in visit(page).content.decode()


def test_versions_are_told_newest_first_with_what_changed_and_their_document(index: Page) -> None:
    old = make_document(title="La prima versione")
    page = guideline(
        index,
        versions=[
            GuidelineVersion(version="1.0", published_on=date(2025, 1, 2), document=old),
            GuidelineVersion(
                version="2.0", published_on=DAY, changes="Aggiunto il capitolo 2\nTolti i <moduli>"
            ),
            GuidelineVersion(version=" ", changes="Non si sa di quale"),
        ],
    )
    html = visit(page).content.decode()

    assert html.index("Versione 2.0, 3 novembre 2026") < html.index("Versione 1.0, 2 gennaio 2025")
    assert "Aggiunto il capitolo 2<br>Tolti i &lt;moduli&gt;" in html
    assert old.url in html
    assert "Non si sa di quale" not in html
    assert_in_order(
        ["Versione 2.0, 3 novembre 2026", "Aggiunto il capitolo 2", "Tolti i <moduli>", "La prima versione"],
        document_of(page).content,
    )
    assert "Versioni e modifiche" not in visit(guideline(index, slug="senza")).content.decode()


def test_a_draft_shows_its_versions_before_it_is_stored(index: Page) -> None:
    page = guideline(index, live=False)
    page.versions = [GuidelineVersion(version="3.0", changes="Prossima")]
    page.save_revision()
    draft = page.get_latest_revision_as_object()

    html = draft.make_preview_request().content.decode()
    assert "Prossima" in html
    # There is no document of a draft.
    assert "Scarica la pagina in PDF" not in html
