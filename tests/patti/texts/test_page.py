"""The page of a patto: the text that is signed, how many signed it, and the names that may be shown."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from patti.models import Look, PattoPage, PattoVersion, Signature
from patti.signatures import counting, keeping
from tests.patti.factories import PattoPageFactory, body_signed, patto, publish, signed, text, zone
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def shown(client: Client, page: PattoPage, query: str = "") -> str:
    answer = client.get(page.url + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def names(html: str) -> list[str]:
    section = BeautifulSoup(html, "html.parser").select_one("[aria-labelledby=firmatari]")
    return [" ".join(one.text.split()) for one in section.select("h3 + ul li")] if section else []


def test_it_shows_the_text_who_promotes_it_and_the_two_ways_to_sign(client: Client) -> None:
    page = patto(title="Patto sociale", promoter="Società della Salute")

    html = shown(client, page)

    assert "Ci impegniamo ad ascoltarci." in html
    assert "Società della Salute" in html
    assert "Si può firmare" in html
    assert f"/firme/patto/{page.pk}/" in html
    assert f"/firme/patto/{page.pk}/organizzazione/" in html
    assert "la tua può essere la prima" in html
    assert '"@type":"DigitalDocument"' in html


def test_before_and_after_its_days_there_is_no_way_to_sign(client: Client) -> None:
    page = patto()
    now = timezone.now()
    for facts, words in (
        ({"opens_at": now + timedelta(days=1)}, "Non ancora aperto alle firme"),
        ({"opens_at": now - timedelta(days=9), "closes_at": now}, "Firme chiuse"),
    ):
        html = shown(client, publish(page, **facts))
        assert words in html
        assert "/firme/patto/" not in html


@pytest.mark.parametrize(
    ("persons", "bodies", "words"),
    [
        (0, 0, ""),
        (1, 0, "1 persona"),
        (0, 1, "1 organizzazione"),
        (128, 14, "128 persone e 14 organizzazioni"),
    ],
)
def test_a_count_reads_as_one_would_say_it(persons: int, bodies: int, words: str) -> None:
    assert counting.Tally(persons, bodies).words == words


def test_only_names_that_may_be_shown_are_bodies_first(client: Client) -> None:
    page = patto()
    fiesole = MunicipalityFactory.create(name="Fiesole")
    show: Any = {"shows_name": True, "look": Look.APPROVED}
    signed(page, "1@example.org", last_name="Zeta", **show)
    signed(page, "2@example.org", last_name="Èlia", municipality=fiesole, **show)
    body_signed(page, "Circolo <b>Uno</b>", "3@example.org", **show)
    signed(page, "4@example.org", last_name="Nessuno", shows_name=True)
    signed(page, "5@example.org", last_name="Nascosto", shows_name=True, look=Look.HIDDEN)
    signed(page, "6@example.org", last_name="Riservato", look=Look.APPROVED)

    html = shown(client, page)

    assert "Firmato da 5 persone e 1 organizzazione" in html
    assert names(html) == ["Circolo <b>Uno</b>", "Ada Èlia, Fiesole", "Ada Zeta"]
    assert "<b>Uno" not in html
    for secret in ("Nessuno", "Nascosto", "Riservato", "presidente", "@example.org"):
        assert secret not in html


def test_names_come_in_parts_and_beyond_the_end_there_is_none(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "PER_PAGE", 2)
    page = patto()
    for number in range(3):
        facts: Any = {"last_name": f"Rossi{number}", "shows_name": True, "look": Look.APPROVED}
        signed(page, f"{number}@example.org", **facts)

    assert names(shown(client, page)) == ["Ada Rossi0", "Ada Rossi1"]
    assert names(shown(client, page, "?p=2")) == ["Ada Rossi2"]
    assert "pagina 2" in shown(client, page, "?p=2")
    assert client.get(page.url + "?p=3").status_code == 404


def test_many_signatures_cost_no_more_queries_than_one(client: Client) -> None:
    page = patto()

    def cost() -> int:
        client.get(page.url)
        with CaptureQueriesContext(connection) as asked:
            shown(client, page)
        return len(asked)

    signed(page, "uno@example.org", shows_name=True, look=Look.APPROVED)
    one = cost()
    for number in range(20):
        municipality = MunicipalityFactory.create()
        facts: Any = {"municipality": municipality, "shows_name": True, "look": Look.APPROVED}
        signed(page, f"{number}@example.org", **facts)

    assert cost() == one <= 15


def test_each_version_stands_at_its_own_address_with_its_count(client: Client) -> None:
    page = patto(title="Patto")
    signed(page, "1@example.org", shows_name=True, look=Look.APPROVED)
    signed(page, "2@example.org")
    page = publish(page, body=text("Parole nuove."), change_note="Più chiaro.")
    body_signed(page, "Circolo", shows_name=True, look=Look.APPROVED)

    html = shown(client, page)
    assert "Parole nuove." in html
    assert "Ci impegniamo" not in html
    assert "Firmato da 2 persone e 1 organizzazione" in html
    assert "Firmata da 2 persone" in html
    assert "Più chiaro." in html
    assert names(html) == ["Circolo (versione 2)", "Ada Rossi (versione 1)"]

    first = client.get(f"{page.url}versione/1/").content.decode()
    assert "Ci impegniamo ad ascoltarci." in first
    assert "Parole nuove." not in first
    assert "C’è una versione più recente" in first
    assert "2 persone" in first
    assert "noindex" in first
    second = client.get(f"{page.url}versione/2/").content.decode()
    assert "Parole nuove." in second
    assert "È il testo che si firma ora." in second


@pytest.mark.parametrize("number", ["0", "3", "01x", "99999", "٣", "1/2"])
def test_there_is_no_version_of_another_number(client: Client, number: str) -> None:
    assert client.get(f"{patto().url}versione/{number}/").status_code == 404


def test_the_zone_leads_to_it_with_its_state(client: Client) -> None:
    page = patto(title="Patto sociale", abstract="Per stare bene insieme.")
    elsewhere = zone("Altra zona")

    html = " ".join(client.get(page.get_parent().url).content.decode().split())

    assert "Patti di comunità" in html
    assert page.url in html
    assert "Si può firmare" in html
    assert page.url not in client.get(elsewhere.url).content.decode()


def test_what_an_editor_sees_before_publishing_is_what_they_wrote(client: Client) -> None:
    page = patto()
    draft = PattoPage.objects.get(pk=page.pk)
    draft.body = text("Bozza.")

    html = draft.make_preview_request(preview_mode="").rendered_content

    assert "Bozza." in html


def test_whatever_is_saved_past_the_door_the_signed_text_is_shown(client: Client) -> None:
    page = patto()
    signed(page)
    changed = PattoPage.objects.get(pk=page.pk)
    changed.body = text("Di nascosto.")
    changed.save()

    html = shown(client, page)

    assert "Ci impegniamo ad ascoltarci." in html
    assert "Di nascosto." not in html


def test_a_translation_leads_to_the_text_that_is_signed(client: Client) -> None:
    page = patto(title="Patto")
    signed(page, shows_name=True, look=Look.APPROVED)
    english, _made = Locale.objects.get_or_create(language_code="en")
    copy = publish(
        PattoPageFactory.create(
            parent=page.get_parent(),
            locale=english,
            translation_key=page.translation_key,
            title="Pact",
            body=text("We commit to listening."),
            privacy_notice=None,
            closes_at=None,
        )
    )
    assert copy.live
    assert not copy.is_original

    html = shown(client, copy)

    assert "We commit to listening." in html
    assert page.url in html
    assert "Ada Rossi" in html
    assert "/firme/patto/" not in html
    assert client.get(f"/firme/patto/{copy.pk}/").status_code == 404
    assert not PattoVersion.objects.filter(page=copy).exists()


def english_of(page: PattoPage, parent: Any = None) -> PattoPage:
    english, _made = Locale.objects.get_or_create(language_code="en")
    return publish(
        PattoPageFactory.create(
            parent=parent or page.get_parent(),
            locale=english,
            translation_key=page.translation_key,
            title="Pact",
            body=text("We commit to listening."),
            privacy_notice=None,
            opens_at=None,
            closes_at=None,
        )
    )


def test_the_card_of_a_translation_says_the_days_of_the_text_that_is_signed(client: Client) -> None:
    page = patto(title="Patto")
    elsewhere = zone("Altra zona")
    copy = english_of(page, elsewhere)

    def said() -> list[str]:
        """On the page of the zone, and on any other list of pages."""
        card = BeautifulSoup(client.get(elsewhere.url).content, "html.parser").select_one(".state")
        assert card is not None
        return [card.text.strip(), PattoPage.objects.get(pk=copy.pk).card.state_label]

    assert said() == ["Si può firmare", "Si può firmare"]
    publish(page, closes_at=timezone.now())
    assert said() == ["Firme chiuse", "Firme chiuse"]
    # Nobody knows any day of what is not on the site.
    PattoPage.objects.get(pk=page.pk).unpublish()
    assert said() == ["Sospeso", "Sospeso"]


def test_without_the_text_that_is_signed_there_is_no_box_to_sign(client: Client) -> None:
    page = patto(title="Patto")
    copy = english_of(page)
    assert "Si firma il testo italiano." in shown(client, copy)

    PattoPage.objects.get(pk=page.pk).unpublish()

    html = shown(client, copy)
    assert "We commit to listening." in html
    assert "Firma il patto" not in html


@pytest.mark.parametrize("missing", ["opens_at", "closes_at"])
def test_without_days_it_speaks_of_signing(client: Client, missing: str) -> None:
    page = PattoPageFactory.create(parent=zone(), **{missing: None})

    assert page.card.state_label == "Giorni delle firme da decidere"
    assert page.standing(None).sentence == "Non si può ancora firmare: i giorni delle firme sono da decidere."


@pytest.mark.parametrize(
    ("named", "unnamed", "sentence"),
    [
        (0, 1, "Non si mostra il nome di nessuno."),
        (0, 2, "Non si mostra il nome di nessuno."),
        (1, 0, ""),
        (2, 1, "Di un’altra firma non si mostra il nome."),
        (1, 2, "Di altre 2 firme non si mostra il nome."),
    ],
)
def test_names_that_are_not_shown_are_counted_without_a_reason(
    client: Client, named: int, unnamed: int, sentence: str
) -> None:
    page = patto()
    for number in range(named):
        signed(page, f"{number}@example.org", shows_name=True, look=Look.APPROVED)
    for number in range(unnamed):
        signed(page, f"{number}@hidden.example.org", shows_name=True, look=Look.HIDDEN)

    section = BeautifulSoup(shown(client, page), "html.parser").select_one("[aria-labelledby=firmatari]")

    assert section is not None
    assert [" ".join(one.text.split()) for one in section.select("p")] == ([sentence] if sentence else [])


def test_the_site_search_finds_it_among_what_is_of_its_zone() -> None:
    page = patto()

    assert page.search_facts.zones == (page.get_parent().pk,)
    found = {field.field_name for field in PattoPage.search_fields}
    assert {"title", "abstract", "body", "promoter"} <= found


def test_a_forgotten_signer_is_counted_and_named_nowhere(client: Client) -> None:
    page = patto()
    signed(page, shows_name=True, look=Look.APPROVED)
    keeping.forget_signer(Signature.objects.get(), at=timezone.now())

    html = shown(client, page)
    assert "Firmato da 1 persona" in html
    assert names(html) == []


def test_a_zone_shows_first_the_patti_that_can_be_signed_then_those_to_come(client: Client) -> None:
    now = timezone.now()
    place = zone()
    for title, opens, closes in (("Chiuso", -9, -3), ("Lontano", -9, 90), ("Vicino", -1, 3)):
        patto(
            parent=place,
            title=title,
            opens_at=now + timedelta(days=opens),
            closes_at=now + timedelta(days=closes),
        )
    PattoPageFactory.create(parent=place, title="Da decidere", opens_at=None, closes_at=None)

    section: Any = BeautifulSoup(client.get(place.url).content, "html.parser").select_one(
        "[aria-labelledby=patti]"
    )

    assert [" ".join(one.text.split()) for one in section.select(".it-card-title a")] == [
        "Vicino",
        "Lontano",
        "Da decidere",
        "Chiuso",
    ]
