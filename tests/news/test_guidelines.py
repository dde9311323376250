"""Guidelines: read whole or chapter by chapter, told version by version."""

from datetime import date

import pytest
from django.test import Client
from wagtail.models import Page

from news.models import GuidelineVersion
from tests.news.guideline_pages import DAY, assert_in_order, chapters, document_of, guideline, text
from tests.portal.blocks.bodies import full_values, make_document, make_image
from tests.portal.pages.visits import MAX_QUERIES, cost, visit

pytestmark = pytest.mark.django_db


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
