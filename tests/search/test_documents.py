"""What stands in the documents of public pages is found, and leads to the page and to the document."""

import functools
import io
import json
import zipfile
from collections.abc import Callable

import pytest
import typst
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction, Page

from portal.media.models import PortalDocument
from search.documents import extraction, reading
from search.index import writing
from search.index.models import DocumentText
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.news.factories import GuidelineIndexPageFactory, GuidelinePageFactory
from tests.portal.pages.visits import MAX_QUERIES, cost, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]


@functools.cache
def pdf(*pages: str) -> bytes:
    return bytes(typst.compile("\n#pagebreak()\n".join(pages).encode()))


def archive(**parts: str) -> bytes:
    """A zip of parts; a slash in a name is written as two underscores, its ending is `.xml`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(f"{name.replace('__', '/')}.xml", text)
    return packed.getvalue()


def word(body: str) -> bytes:
    text = f'<w:document xmlns:w="urn:w" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>'
    return archive(word__document=text)


def open_document(body: str) -> bytes:
    names = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:b"'
    return archive(content=f"<office:content {names}><office:body>{body}</office:body></office:content>")


def slide(*words: str) -> str:
    runs = "".join(f"<a:p><a:r><a:t>{word}</a:t></a:r></a:p>" for word in words)
    return f'<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><p:txBody>{runs}</p:txBody></p:sld>'


OFFICE = {
    "docx": word("<w:p><w:r><w:t>Il consul</w:t></w:r><w:r><w:t>torio.</w:t></w:r></w:p>"),
    "odt": open_document("<text:p>Il <text:span>consultorio</text:span>.</text:p>"),
    "ods": open_document(
        "<table:table><table:table-cell><text:p>Il consultorio.</text:p></table:table-cell></table:table>"
    ),
    "pptx": archive(ppt__slides__slide1=slide("Il consultorio.")),
    "xlsx": archive(
        xl__sharedStrings="<sst xmlns='urn:x'><si><r><t>Il </t></r><r><t>consultorio.</t></r></si></sst>"
    ),
    "txt": b"Il consultorio.",
}


def document(content: bytes, name: str = "atto.pdf", title: str = "Atto dimostrativo") -> PortalDocument:
    found: PortalDocument = PortalDocument.objects.create(title=title, file=ContentFile(content, name=name))
    return found


def block_with(one: PortalDocument) -> str:
    return json.dumps([{"type": "documents", "value": {"title": "", "documents": [one.pk]}, "id": "a"}])


def link_to(one: PortalDocument) -> str:
    html = f'<p>Leggi <a linktype="document" id="{one.pk}">l’atto</a>.</p>'
    return json.dumps([{"type": "text", "value": html, "id": "a"}])


def the_worker_comes_by() -> None:
    while reading.read_due() + writing.write_due():
        pass


@pytest.fixture
def search() -> Page:
    return SearchPageFactory.create(parent=make_home())


def shown(search: Page, word: str) -> str:
    return " ".join(visit(search, f"?q={word}").content.decode().split())


@pytest.mark.parametrize("content", [block_with, link_to])
def test_words_of_a_document_find_the_page_that_leads_to_it(
    search: Page, content: Callable[[PortalDocument], str]
) -> None:
    act = document(pdf("Primo.", "Le disposizioni anticipate di trattamento."))
    StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=content(act))
    the_worker_comes_by()

    html = shown(search, "disposizione+anticipata")

    assert "1 risultato per" in html
    assert "Gli atti" in html
    assert f'Nel documento <a href="{act.url}">Atto dimostrativo</a>' in html
    assert "<mark>disposizioni</mark> <mark>anticipate</mark> di trattamento" in html


@pytest.mark.parametrize("kind", OFFICE)
def test_what_offices_write_is_read_too(search: Page, kind: str) -> None:
    act = document(OFFICE[kind], f"atto.{kind.upper()}")
    StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=block_with(act))
    the_worker_comes_by()

    assert DocumentText.objects.get().text == "Il consultorio."
    assert "Il <mark>consultorio</mark>." in shown(search, "consultori")


class TestAnOfficeFile:
    def test_is_read_a_paragraph_a_line_with_its_notes(self) -> None:
        body = "<w:p><w:t>Uno</w:t><w:tab/><w:t>due</w:t></w:p><w:p/>"
        body += "<w:p><w:t>tre</w:t><w:br/><w:t>4</w:t></w:p>"
        names = {"word__document": f"<w:d xmlns:w='urn:w'>{body}</w:d>"}
        notes = {"word__footnotes": "<w:d xmlns:w='urn:w'><w:p><w:t>Una nota</w:t></w:p></w:d>"}

        assert extraction.text_of(archive(**notes, **names), "docx") == "Uno due\ntre 4\nUna nota"

    def test_tells_nothing_that_was_deleted_remarked_or_is_there_twice(self) -> None:
        deleted = "<w:p><w:del><w:delText>Segreto</w:delText></w:del><w:t>Sì</w:t></w:p>"
        twice = "<w:p><mc:Choice><w:t>Uno</w:t></mc:Choice><mc:Fallback><w:t>Uno</w:t></mc:Fallback></w:p>"
        remark = archive(
            word__document=f"<w:d xmlns:w='urn:w' xmlns:mc='urn:m'>{deleted}{twice}</w:d>",
            word__comments="<w:d xmlns:w='urn:w'><w:p><w:t>Segreto</w:t></w:p></w:d>",
        )
        assert extraction.text_of(remark, "docx") == "Sì\nUno"

        hidden = "<text:tracked-changes><text:p>Segreto</text:p></text:tracked-changes>"
        note = "<office:annotation><text:p>Segreto</text:p></office:annotation>"
        told = open_document(f"{hidden}<text:p>Sì{note}, no</text:p>")
        assert extraction.text_of(told, "odt") == "Sì, no"

    def test_has_its_slides_in_their_order(self) -> None:
        slides = {f"ppt__slides__slide{number}": slide(f"n{number}") for number in (10, 2, 1)}

        assert extraction.text_of(archive(**slides), "pptx") == "n1\nn2\nn10"

    @pytest.mark.parametrize("endless", ['<w:t w:a="{}"/>', "<!--{}-->", "<w:{}/>"])
    def test_with_an_attribute_or_a_remark_without_an_end_is_none(self, endless: str) -> None:
        """Reading it took the square of its length: 60 KB, packed, kept the worker for half a minute."""
        body = "<w:p><w:t>uno</w:t></w:p>" + endless.format("a" * 2 * extraction.LONGEST_SILENCE)
        with pytest.raises(extraction.MalformedDocumentError):
            extraction.text_of(word(body), "docx")

    def test_may_have_a_long_attribute_and_more_text_than_that(self) -> None:
        long = f'<w:t w:a="{"a" * (extraction.LONGEST_SILENCE // 2)}"/>'
        picture = f"<w:binData>{'a' * 2 * extraction.LONGEST_SILENCE}</w:binData>"
        body = f"<w:p>{long}{picture}{long}{long}<w:t>uno</w:t></w:p>"

        assert extraction.text_of(word(body), "docx") == "uno"

    def test_is_read_no_further_than_the_bounds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bomb = word("<w:p><w:t>uno</w:t></w:p>" + "<w:p/>" * 500_000 + "<w:p><w:t>due</w:t></w:p>")
        assert len(bomb) < 20_000
        monkeypatch.setattr(extraction, "MOST_UNPACKED", 100_000)
        assert extraction.text_of(bomb, "docx") == "uno"

        monkeypatch.setattr(extraction, "LONGEST_TEXT", 10)
        assert len(extraction.text_of(word("<w:p><w:t>parola</w:t></w:p>" * 1000), "docx")) == 10

    @pytest.mark.parametrize(
        "declared",
        [
            '<!ENTITY a "boom">',
            '<!ENTITY a SYSTEM "file:///etc/hostname">',
            '<!ENTITY % a SYSTEM "urn:a"> %a;',
        ],
    )
    def test_may_declare_no_entity(self, declared: str) -> None:
        text = f"<!DOCTYPE d [{declared}]><w:d xmlns:w='urn:w'><w:p><w:t>&a;</w:t></w:p></w:d>"

        with pytest.raises(extraction.MalformedDocumentError):
            extraction.text_of(archive(word__document=text), "docx")

    @pytest.mark.parametrize("content", [b"", b"no archive", archive(other="<a/>"), archive(content="<a>")])
    def test_that_is_none_is_told_of(
        self, search: Page, content: bytes, caplog: pytest.LogCaptureFixture
    ) -> None:
        broken = document(content, "atto.docx")
        StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=block_with(broken))

        assert reading.read_due() == 1
        assert f"Document {broken.pk} was not read" in caplog.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_whatever_it_was_written(encoding: str) -> None:
    assert extraction.text_of("La qualità\n\ndella cura".encode(encoding), "txt") == "La qualità\ndella cura"


def test_letters_that_a_document_ties_together_are_shown_and_marked_as_others_are(search: Page) -> None:
    act = document(pdf("L’e\ufb03cacia delle cure."))
    StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=block_with(act))
    the_worker_comes_by()

    assert "L’<mark>efficacia</mark> delle cure." in shown(search, "efficacia")


def test_the_document_of_a_field_is_read_and_the_page_s_own_words_come_first(search: Page) -> None:
    act = document(pdf("Il consultorio."))
    index = GuidelineIndexPageFactory.create(parent=search.get_parent())
    GuidelinePageFactory.create(parent=index, title="Una guida", document=act)
    StandardPageFactory.create(parent=search.get_parent(), title="Altro", abstract="Il consultorio.")
    the_worker_comes_by()

    html = shown(search, "consultorio")

    assert "2 risultati per" in html
    assert html.index(">Altro<") < html.index(">Una guida<")


def test_a_document_is_found_by_its_title_before_it_was_read_and_whatever_it_is(search: Page) -> None:
    table = document(b"a;b", "dati.csv", title="Elenco dei consultori")
    StandardPageFactory.create(parent=search.get_parent(), title="Dati", body=block_with(table))

    assert f'<a href="{table.url}">Elenco dei consultori</a>' in shown(search, "consultorio")


def test_a_document_that_becomes_private_tells_nothing_any_more(search: Page) -> None:
    act = document(pdf("Segretissimo."))
    StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=block_with(act))
    the_worker_comes_by()
    assert "1 risultato per" in shown(search, "segretissimo")

    private = Collection.get_first_root_node().add_child(name="Riservata")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    act.collection = private
    act.save()

    assert "Nessun risultato" in shown(search, "segretissimo")
    assert "Segretissimo" not in shown(search, "atti")
    # Nor is a word of it offered.
    assert "?q=segretissimo" not in shown(search, "segretissmo")


def test_a_document_of_a_page_that_leads_to_it_no_more_is_not_found(search: Page) -> None:
    act = document(pdf("Il consultorio."))
    page = StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=block_with(act))
    the_worker_comes_by()
    page.body = []
    page.save()
    the_worker_comes_by()

    assert "Nessun risultato" in shown(search, "consultorio")
    writing.prune()
    assert not DocumentText.objects.exists()


def test_another_file_in_place_of_a_document_is_read_anew(search: Page) -> None:
    act = document(pdf("Il consultorio."))
    StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=block_with(act))
    the_worker_comes_by()
    act.file = ContentFile(pdf("L’ambulatorio."), name="atto2.pdf")
    act.save()
    the_worker_comes_by()

    assert "1 risultato per" in shown(search, "ambulatorio")
    assert "Nessun risultato" in shown(search, "consultorio")


def test_a_file_that_takes_the_place_of_another_while_that_is_read_is_read_too(
    search: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = document(pdf("Il consultorio."))
    StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=block_with(act))
    read = reading._text

    def while_an_editor_replaces_it(one: PortalDocument) -> str:
        text = read(one)
        if text == "Il consultorio.":
            act.file = ContentFile(pdf("L’ambulatorio."), name="atto2.pdf")
            act.save()
        return text

    monkeypatch.setattr(reading, "_text", while_an_editor_replaces_it)
    the_worker_comes_by()

    assert DocumentText.objects.get().text == "L’ambulatorio."
    assert "1 risultato per" in shown(search, "ambulatorio")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 and nothing more", b"\x00" * 100])
def test_a_file_that_cannot_be_read_is_tried_once_and_told_of(
    search: Page, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    broken = document(content)
    StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=block_with(broken))

    assert reading.read_due() == 1
    assert reading.read_due() == 0

    assert f"Document {broken.pk} was not read" in caplog.text


def test_a_file_that_is_gone_or_too_large_stops_nothing(
    search: Page, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, large = document(pdf("Uno."), "uno.pdf"), document(pdf("Il consultorio."), "due.pdf")
    StandardPageFactory.create(parent=search.get_parent(), title="Gli atti", body=block_with(gone))
    StandardPageFactory.create(parent=search.get_parent(), title="Altri atti", body=block_with(large))
    gone.file.storage.delete(gone.file.name)
    monkeypatch.setattr(reading, "LARGEST", 100)

    assert reading.read_due() == 2

    assert f"Document {gone.pk} was not read" in caplog.text
    assert set(DocumentText.objects.values_list("text", flat=True)) == {""}


def test_reading_takes_no_longer_than_it_may(
    search: Page, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    StandardPageFactory.create(
        parent=search.get_parent(), title="Gli atti", body=block_with(document(pdf("Uno.")))
    )
    monkeypatch.setattr(reading, "SECONDS", 0.001)

    assert reading.read_due() == 1

    assert "it took more than" in caplog.text


def test_of_a_long_document_the_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf("uno " * 20, "due", "tre")
    monkeypatch.setattr(extraction, "MOST_PAGES", 2)
    assert "due" in extraction.text_of(content)
    assert "tre" not in extraction.text_of(content)

    monkeypatch.setattr(extraction, "LONGEST_TEXT", 10)
    assert len(extraction.text_of(content)) == 10


def test_results_with_documents_cost_no_more_queries_than_the_budget(search: Page) -> None:
    for number in range(10):
        act = document(pdf("Il consultorio."), f"atto{number}.pdf")
        StandardPageFactory.create(parent=search.get_parent(), body=block_with(act))
    the_worker_comes_by()
    private = Collection.get_first_root_node().add_child(name="Riservata")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")

    assert cost(search, "?q=consultorio") <= MAX_QUERIES
    assert cost(search, "?q=inesistentissimo") <= MAX_QUERIES
    assert cost(search, "?q=consultroio+inesistentissimo+ambulatroio+altrissimo+consultorii") <= MAX_QUERIES
