"""What was signed stays as it was; another text is another version."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, connection, transaction
from django.test import Client

from patti.models import PattoPage, PattoVersion, SigningRequest
from patti.texts.blocks import PattoBlock
from patti.texts.versions import digest_of
from portal.blocks import BodyBlock
from portal.editorial import checking
from tests.istruttoria.people import administrator
from tests.patti.factories import asked, patto, publish, signed, text, zone

pytestmark = pytest.mark.django_db


def versions(page: PattoPage) -> list[tuple[int, str]]:
    rows = PattoVersion.objects.filter(page=page).order_by("number")
    return [(one.number, str(one.text[0].value.source)) for one in rows]


def test_publishing_makes_the_first_version_and_the_same_text_no_other() -> None:
    page = patto()

    publish(page, abstract="Un altro sommario.")
    publish(page)

    assert versions(page) == [(1, "<p>Ci impegniamo ad ascoltarci.</p>")]


def test_a_text_that_nobody_signed_is_put_right_under_its_number() -> None:
    page = patto()

    publish(page, body=text("Senza refusi."))

    assert versions(page) == [(1, "<p>Senza refusi.</p>")]


@pytest.mark.parametrize("sign", [signed, asked])
def test_a_text_that_somebody_signed_or_is_about_to_is_kept(sign: Any) -> None:
    page = patto()
    sign(page)

    publish(page, body=text("Altre parole."), change_note="Nota.")

    assert versions(page) == [(1, "<p>Ci impegniamo ad ascoltarci.</p>"), (2, "<p>Altre parole.</p>")]
    assert PattoVersion.objects.get(number=2).note == "Nota."


def test_another_title_is_another_version_too() -> None:
    page = patto()
    signed(page)

    publish(page, title="Patto di tutti", change_note="Il titolo.")

    assert [one.title for one in PattoVersion.objects.order_by("number")] == [page.title, "Patto di tutti"]


def test_who_promotes_it_is_signed_too(client: Client) -> None:
    page = patto(promoter="Comitato di zona")
    publish(page, promoter="Comitato della zona")
    signed(page)
    page = publish(page, promoter="Impresa Spa", change_note="Un altro lo promuove.")

    rows = PattoVersion.objects.filter(page=page).order_by("number")
    assert [one.promoter for one in rows] == ["Comitato della zona", "Impresa Spa"]
    first = client.get(f"{page.url}versione/1/").content.decode()
    assert "Comitato della zona" in first
    assert "Impresa Spa" not in first

    past_the_door = PattoPage.objects.get(pk=page.pk)
    past_the_door.promoter = "Di nascosto"
    past_the_door.save()
    for address in (page.url, f"/firme/patto/{page.pk}/"):
        facts = BeautifulSoup(client.get(address).content, "html.parser").select_one("dl.facts")
        assert facts is not None
        assert "Impresa Spa" in facts.text


def linked(kind: str, data: dict[str, Any]) -> str:
    """What the editor of running text sends for three words that lead somewhere."""
    block = {
        "key": "a",
        "type": "unstyled",
        "text": "Leggi lo statuto",
        "entityRanges": [{"offset": 0, "length": 16, "key": 0}],
        "inlineStyleRanges": [],
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": {"type": kind, "data": data}}})


def typed(block: Any, source: str) -> str:
    """The running text of a block, as it is kept once somebody saved it."""
    return str(block.value_from_datadict({"x": source}, {}, "x").source)


def test_no_running_text_leads_to_a_file_that_is_replaced_under_its_link() -> None:
    accordion = PattoBlock().child_blocks["accordion"].child_blocks["items"].child_block
    for block in (PattoBlock().child_blocks["text"], accordion.child_blocks["text"]):
        assert "<a" not in typed(block, linked("DOCUMENT", {"id": 1, "url": "/documents/1/statuto.pdf"}))
        page = typed(block, linked("LINK", {"url": "https://esempio.example/"}))
        assert 'href="https://esempio.example/"' in page
    # Of any other page files are spoken of as before.
    other = typed(BodyBlock().child_blocks["text"], linked("DOCUMENT", {"id": 1, "url": "/x"}))
    assert 'linktype="document"' in other


def test_back_to_what_was_signed_is_that_version_again() -> None:
    page = patto()
    signed(page)
    publish(page, body=text("Altre parole."), change_note="Nota.")

    publish(page, body=page.body)

    assert [number for number, _words in versions(page)] == [1]


def test_keys_that_the_editor_gives_to_blocks_are_no_words() -> None:
    one = [{"type": "text", "id": "a", "value": "<p>x</p>"}]
    other = [{"type": "text", "id": "b", "value": "<p>x</p>"}]

    assert digest_of("T", "P", one) == digest_of("T", "P", other) != digest_of("U", "P", one)
    assert digest_of("T", "P", one) != digest_of("T", "Q", one)
    assert digest_of("T", "P", one) != digest_of("T", "P", [{"type": "text", "value": "<p>y</p>"}])


@pytest.mark.parametrize("column", ["title", "promoter", "note", "body", "digest", "number"])
def test_the_database_refuses_to_rewrite_a_version(column: str) -> None:
    patto()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE patti_pattoversion SET {column} = {column}")  # noqa: S608


def test_a_new_version_says_what_changed_or_is_not_published() -> None:
    page = patto()
    signed(page)
    page.body = text("Altre parole.")

    def found() -> list[str]:
        return [one.place for one in checking.errors(page)]

    assert found() == ["change_note"]
    page.change_note = "Un impegno in più."
    assert found() == []
    publish(page, body=page.body, change_note=page.change_note)
    signed(PattoPage.objects.get(pk=page.pk), "bea@example.org")
    page.body = text("Ancora altre.")
    # The note of the version before says nothing of this one.
    assert found() == ["change_note"]


def test_what_somebody_signed_is_not_deleted_nor_the_zone_above_it(client: Client) -> None:
    page = patto()
    signature = signed(page)
    client.force_login(administrator())

    for target in (page, page.get_parent()):
        answer = client.post(f"/admin/pages/{target.pk}/delete/", follow=True)
        assert "ha delle firme, perciò non si elimina" in answer.content.decode()
    bulk = f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}"
    assert "ha delle firme" in client.post(bulk, follow=True).content.decode()
    assert PattoPage.objects.filter(pk=page.pk).exists()

    signature.delete()
    SigningRequest.objects.all().delete()
    client.post(f"/admin/pages/{page.pk}/delete/")
    assert not PattoPage.objects.filter(pk=page.pk).exists()


def test_a_copy_is_another_patto_that_nobody_signed() -> None:
    page = patto()
    signed(page)

    copied = page.copy(to=zone("Altra zona"), update_attrs={"slug": "copia"}, keep_live=False)

    assert (copied.opens_at, copied.closes_at, copied.last_version()) == (None, None, None)
    assert not copied.live


def test_the_notice_that_a_signer_read_is_never_rewritten() -> None:
    page = patto()
    assert page.privacy_notice is not None
    assert not page.privacy_notice.is_in_use()

    asked(page)

    assert page.privacy_notice.is_in_use()
