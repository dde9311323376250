"""Whoever may answer a page online can print its form empty; of other pages nobody learns what they ask."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from candidature.models import CallPage, ReferenceList
from candidature.paper import codes
from moduli import freeze
from moduli.types.registry import question_types
from portal.limits import counting
from portal.pdf import press
from portal.web import outage
from tests.candidature.factories import CallPageFactory, EventPageFactory, PrivacyNoticeFactory, submitted
from tests.candidature.public.journey import form_of, rich_form
from tests.moduli.builders import block, item
from tests.reading_pdf import flaws_of, plain, tags_of, text_of, title_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Any:
    cache.clear()
    yield
    cache.clear()


def published(factory: Any = CallPageFactory, **fields: Any) -> Any:
    """A page that has an address."""
    return factory.create(parent=Site.objects.get().root_page, **fields)


@pytest.fixture
def page() -> CallPage:
    notice = PrivacyNoticeFactory.create(
        body="<h3>Titolare</h3><p>La Regione &amp; le ASL.</p><ul><li>Voce</li></ul>"
    )
    made: CallPage = published(
        title="Orti in città",
        office="Ufficio orti",
        contact_email="orti@example.org",
        steps=rich_form(),
        privacy_notice=notice,
    )
    return made


def printed(client: Client, page: Any, **headers: Any) -> Any:
    return client.get(reverse("paper:empty_form", args=[page.pk]), headers=headers)


def test_the_page_leads_to_its_form_which_holds_all_that_may_be_asked(client: Client, page: CallPage) -> None:
    address = reverse("paper:empty_form", args=[page.pk])
    assert f'href="{address}"' in client.get(page.url).content.decode()

    answer = printed(client, page)
    assert answer["Content-Type"] == "application/pdf"
    words = text_of(answer.content)
    code = codes.code_of(page, freeze(page.steps))
    for told in [
        "Orti in città",
        code,
        "Ufficio orti, orti@example.org",
        "a quell’ora il foglio deve essere già arrivato",
        "Nome dell’organizzazione o del gruppo",
        "1. Che cosa siete? *",
        "Rispondi qui solo se alla domanda 1 hai scelto «Associazione».",
        "2. Iscritta al RUNTS? *",
        "Rispondi qui solo se alla domanda 2 hai scelto «Sì».",
        "3. Numero RUNTS *",
        "4. Perché? *",
        "Curriculum",
        "Allegato a questo foglio",
        "Dichiaro che è vero",
        f"{page.privacy_notice.title}, versione 1.0",  # type: ignore[union-attr]
        "La Regione & le ASL.",
        "Luogo e data",
        "Firma",
    ]:
        assert plain(told) in words
    assert flaws_of(answer.content) == []
    assert title_of(answer.content) == "Modulo da compilare a mano – Orti in città"
    tags = tags_of(answer.content)
    assert tags.count("H1") == 1
    assert {"H2", "H3", "H4", "H5"} <= set(tags)


def test_a_form_without_questions_asks_who_comes(client: Client) -> None:
    event = published(EventPageFactory, steps="[]")

    assert plain("Cognome *") in text_of(printed(client, event).content)


def test_where_others_confirm_they_have_a_place_to_sign(client: Client) -> None:
    page = published(
        steps=rich_form(),
        most_partners=3,
        allowed_applicants="citizen",
        minimum_age=16,
        guardian_confirms=True,
        waits_for_others=True,
    )

    made = printed(client, page).content

    words = text_of(made)
    for told in (
        "Chi conferma",
        "Puoi indicare fino a 3 partner.",
        "Il foglio si registra solo quando hanno confermato tutti",
        "Se hai meno di 18 anni: firma di un genitore, o di chi ne fa le veci",
        "Partner 3",
    ):
        assert plain(told) in words
    assert plain("Partner 4") not in words
    # Of each partner, and of who applies.
    assert words.count(plain("Nome e cognome di chi risponde")) == 3
    assert flaws_of(made) == []


@pytest.mark.parametrize(("most", "blocks"), [(0, 0), (1, 1), (20, 8)])
def test_so_many_partners_have_room_and_no_more_than_fit(client: Client, most: int, blocks: int) -> None:
    words = text_of(printed(client, published(steps=rich_form(), most_partners=most)).content)

    assert words.count(plain("La sua email")) == blocks
    assert (plain("Chi conferma") in words) == bool(most)
    assert (plain("Qui c’è posto per 8 partner") in words) == (most == 20)
    assert plain("Il foglio si registra solo quando") not in words
    assert plain("meno di 18 anni") not in words


def test_it_holds_nothing_of_anybody(client: Client) -> None:
    page = published()
    submitted(page, first_name="Zenobia")

    assert "Zenobia" not in text_of(printed(client, page).content)


def opening_in(page: CallPage, days: int, **fields: Any) -> CallPage:
    """The page, open for a day from then on."""
    page.opens_at = timezone.now() + timedelta(days=days)
    page.closes_at = page.opens_at + timedelta(days=1)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()
    return page


def test_a_page_that_is_about_to_open_is_printed_and_says_from_when(client: Client, page: CallPage) -> None:
    opening_in(page, 3)

    address = reverse("paper:empty_form", args=[page.pk])
    assert f'href="{address}"' in client.get(page.url).content.decode()
    words = text_of(printed(client, page).content)
    assert plain("un foglio che arriva prima non vale") in words
    assert plain("Perché? *") in words


@pytest.mark.parametrize(("days", "fields"), [(-3, {}), (3, {"privacy_notice": None}), (3, {"steps": "[]"})])
def test_a_page_that_is_over_or_not_ready_leads_to_why(
    client: Client, page: CallPage, days: int, fields: dict[str, Any]
) -> None:
    opening_in(page, days, **fields)

    answer = printed(client, page)
    assert answer.status_code == 302
    assert answer["Location"] == page.url
    assert reverse("paper:empty_form", args=[page.pk]) not in client.get(page.url).content.decode()


def test_what_only_staff_may_read_is_not_printed(client: Client, page: CallPage) -> None:
    hidden = published(live=False)
    assert printed(client, hidden).status_code == 404
    # Published below nothing that has an address.
    assert printed(client, CallPageFactory.create()).status_code == 404
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert printed(client, page).status_code == 404
    assert client.get(reverse("paper:empty_form", args=[10**6])).status_code == 404


def test_what_an_editor_has_not_published_yet_is_not_printed(client: Client, page: CallPage) -> None:
    page.steps = form_of([block("short_text", "secret", label="Domanda segreta", required=True)])
    page.save_revision()

    assert "segreta" not in text_of(printed(client, page).content)


def test_who_has_it_is_told_so_and_nothing_is_made(client: Client, page: CallPage) -> None:
    first = printed(client, page)
    assert first["Cache-Control"] == "no-cache"
    with mock.patch.object(press, "_made") as made:
        assert printed(client, page, if_none_match=first["ETag"]).status_code == 304
        # Another visitor gets what was made for the first.
        assert printed(Client(REMOTE_ADDR="192.0.2.7"), page).content == first.content
    made.assert_not_called()

    page.steps = form_of([block("short_text", "new", label="Domanda nuova", required=True)])
    page.save()
    again = printed(client, page, if_none_match=first["ETag"])
    assert again.status_code == 200
    assert plain("Domanda nuova") in text_of(again.content)


def test_who_has_forms_made_without_end_is_told_when_to_come_again(
    client: Client, page: CallPage, limits: Any
) -> None:
    limits(LIMIT_DOCUMENTS_PER_HOUR=1)
    assert printed(client, page).status_code == 200
    assert printed(client, page).status_code == 200

    answer = printed(client, published())
    assert answer.status_code == 429
    assert answer.has_header("Retry-After")
    assert "Riprova dopo le" in answer.content.decode()


def test_a_form_that_cannot_be_made_is_told_with_the_way_back(client: Client, page: CallPage) -> None:
    with mock.patch.object(press, "_made", side_effect=press.NotMadeError):
        answer = printed(client, page)
    assert answer.status_code == 503
    assert page.url in answer.content.decode()

    with mock.patch.object(counting, "spend", side_effect=outage.OutageError):
        assert printed(client, page).status_code == 503


def test_a_press_is_not_taken(client: Client, page: CallPage) -> None:
    assert client.post(reverse("paper:empty_form", args=[page.pk])).status_code == 405


def test_words_of_any_length_and_script_are_printed(client: Client) -> None:
    page = published(
        title="Avviso 😀 " + "x" * 200,
        steps=form_of(
            [
                block("short_text", f"q{n}", label="Parola" * 40 + f" مرحبا {n}", required=True)
                for n in range(64)
            ]
        ),
    )

    assert flaws_of(printed(client, page).content) == []


def test_every_type_of_question_has_its_place_in_a_tagged_document(client: Client) -> None:
    schools = ReferenceList.objects.create(name="Scuole")
    schools.take([("A1", "Scuola Verdi")])
    choices = {"options": [item("Prima"), item("Seconda")]}
    columns = [
        {"type": "item", "id": "c1", "value": {"label": "Nome del partner", "kind": "short_text"}},
        {"type": "item", "id": "c2", "value": {"label": "Ruolo", "kind": "one_choice", "options": "A\nB"}},
    ]
    more: dict[str, dict[str, Any]] = {
        "one_choice": choices,
        "several_choices": choices,
        "ranking": choices,
        "scale": {"degrees": "5", "lowest": "poco", "highest": "molto"},
        "table": {"row_name": "Partner", "columns": columns, "min_rows": 1, "max_rows": 4},
        "text_only": {"text": "Da leggere."},
        "publication_consent": {"published": "Il nome, sul sito."},
        "list_entry": {"source": str(schools.pk)},
        "file": {"kinds": ["pdf"], "max_megabytes": 1, "max_files": 2},
    }
    keys = [kind.key for kind in question_types()]
    blocks = [block(key, key, label=f"Domanda {key}", **more.get(key, {})) for key in keys]
    page = published(steps=form_of(blocks))

    content = printed(client, page).content

    words = text_of(content)
    assert [key for key in keys if plain(f"Domanda {key}") not in words] == []
    assert plain("Nome del partner") in words
    assert flaws_of(content) == []
