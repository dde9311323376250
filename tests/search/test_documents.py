"""What stands in the documents of public pages is found, and leads to the page and to the document."""

import json
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


def pdf(*pages: str) -> bytes:
    return bytes(typst.compile("\n#pagebreak()\n".join(pages).encode()))


def document(content: bytes, name: str = "atto.pdf", title: str = "Atto dimostrativo") -> PortalDocument:
    return PortalDocument.objects.create(title=title, file=ContentFile(content, name=name))


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
