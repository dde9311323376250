"""Somebody who comes from an English page reads English to the end, on every page and in every letter."""

import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from candidature.actors import Actor
from candidature.intake import drafts
from candidature.letters import way_back
from candidature.models import CallPage, Draft, Submission
from candidature.process import workflow
from candidature.submissions.form_versions import FormVersion
from portal.models import OutboxMessage
from portal.outbox.sending import deliver_due
from portal.roles import Role
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    overseer,
    participation_index,
    submitted,
)
from tests.candidature.public.journey import Journey, pdf, rich_form
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.portal.pages.translating import translated
from tests.portal.web.test_languages import reads_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> CallPage:
    page: CallPage = CallPageFactory.create(
        parent=participation_index(make_home()), title="Giardini", slug="giardini", steps=rich_form()
    )
    return page


@pytest.fixture
def english(call: CallPage) -> CallPage:
    page: CallPage = translated(call, title="Gardens", slug="gardens")
    return page


@pytest.fixture
def journey(call: CallPage, english: CallPage) -> Iterator[Journey]:
    """Whoever presses the button of the English page."""
    with override("en"):
        yield Journey(call)


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def letter(name: str) -> OutboxMessage:
    found = OutboxMessage.objects.filter(key__contains=f":{name}").order_by("-pk").first()
    assert found is not None, list(OutboxMessage.objects.values_list("key", flat=True))
    return found


def assert_english(page: str) -> None:
    assert '<html lang="en">' in page
    assert "Gardens" in page
    assert "/en/participate/gardens/" in page or "/en/partecipa/gardens/" in page
    for italian in ("Giardini", "Avanti", "Salva", "Chi sei", "Indietro", "Riepilogo", 'href="/candidature/'):
        assert italian not in page, italian


def test_the_english_page_leads_into_an_english_form(english: CallPage, call: CallPage) -> None:
    page = text_of(Client().get(english.url))
    assert f'action="/en/candidature/nuova/{call.pk}/"' in page or (
        f'href="/en/candidature/nuova/{call.pk}/"' in page
    )

    answer = Client().post(f"/en/candidature/nuova/{call.pk}/")

    assert answer["Location"].startswith("/en/candidature/bozza/")
    assert Draft.objects.get().language == "en"


def test_every_page_of_the_journey_is_english_and_marks_what_is_asked_in_italian(journey: Journey) -> None:
    journey.start()
    pages = [text_of(journey.get("step", number)) for number in (0, 1, 2)]
    refused = text_of(journey.step(1, type="informal"))
    assert '<span lang="it">Perché?</span>' in pages[1]
    assert '<h1 lang="it">Passo 1</h1>' in pages[1]
    assert "Perché?</span>" in refused
    journey.step(1, type="informal", why="To help")
    journey.step(2, cv=pdf(), true="on")
    for page in [*pages, refused, text_of(journey.get("summary")), text_of(journey.get("saved"))]:
        assert_english(page)
    assert '<dt lang="it">Perché?</dt>' in text_of(journey.get("summary"))

    assert journey.send().url.startswith("/en/candidature/inviata/")

    for answer in (journey.client.get(journey.receipt), journey.get("receipt"), journey.get("follow")):
        assert_english(text_of(answer))


def test_what_is_sent_keeps_the_language_and_its_receipt_is_english(journey: Journey) -> None:
    journey.fill_in()
    journey.send()
    submission = Submission.objects.get()

    receipt = letter("receipt")

    assert submission.language == receipt.language == "en"
    assert "Gardens" in receipt.subject
    assert "Dear" in receipt.body
    assert "Gentile" not in receipt.body
    assert "/en/partecipa/gardens/" in receipt.body
    document = PdfReader(io.BytesIO(journey.get("receipt_pdf").content))
    words = " ".join(page.extract_text() for page in document.pages)
    assert "Gardens" in words
    assert "Perché?" in words
    assert "Ricevuta" not in words


def test_a_letter_leaves_in_the_language_of_its_reader_from_the_worker_too(
    journey: Journey, settings: Any
) -> None:
    journey.fill_in()
    journey.send()

    with override("it"):
        deliver_due()

    receipt = next(one for one in mail.outbox if "Gardens" in one.subject and "CS-" in one.subject)
    assert receipt.extra_headers["Content-Language"] == "en"
    assert re.search(r"/en/candidature/segui/[\w-]{22}/", str(receipt.body))
    assert "Questo messaggio" not in receipt.body
    html = str(receipt.alternatives[0][0])  # type: ignore[attr-defined]
    assert '<html lang="en"' in html
    assert "Gentile" not in html
    attached = [one for one in receipt.attachments if one.get_content_type() == "application/pdf"]
    for one in attached:
        words = PdfReader(io.BytesIO(one.get_payload(decode=True))).pages[0].extract_text()
        assert "Gardens" in words
    link = re.search(r"/en/candidature/segui/[\w-]{22}/", str(receipt.body))
    assert link is not None
    assert '<html lang="en">' in text_of(Client().get(link[0]))


def test_a_bulk_writes_to_each_in_their_language_whatever_staff_read(english: CallPage) -> None:
    page = CallPageFactory.create(parent=english.answered.get_parent(), title="Orti", slug="orti")
    translated(page, title="Allotments", slug="allotments")
    italian = [submitted(page) for _one in range(2)]
    with override("en"):
        foreign = [submitted(page) for _one in range(2)]
    officer = Actor.staff(overseer())
    everybody = [*italian, *foreign]

    for language in ("it", "en"):
        OutboxMessage.objects.all().delete()
        Submission.objects.update(status="in_review")
        versions = dict(Submission.objects.values_list("pk", "version"))
        with override(language), CaptureQueriesContext(connection) as queries:
            outcomes = workflow.transition_many(versions, "accept", officer)

        assert all(outcome.is_done for outcome in outcomes)
        # One more than a bulk in one language: the words of the translation.
        assert len(queries) <= 15 + 2 * len(everybody) + 1
        for submission in everybody:
            written = OutboxMessage.objects.get(related_to=submission.reference)
            assert written.language == submission.language
            in_english = submission in foreign
            assert ("Allotments" in written.subject) == in_english
            assert ("Orti" in written.subject) != in_english
            assert ("Dear" in written.body) == in_english
            assert ("Gentile" in written.body) != in_english


def test_staff_see_a_letter_before_it_leaves_in_the_language_of_its_reader(
    english: CallPage, client: Client
) -> None:
    page = CallPageFactory.create(parent=english.answered.get_parent(), title="Orti", slug="orti")
    with override("en"):
        submission = submitted(page)
    message = OutboxMessage.objects.get(related_to=submission.reference)
    client.force_login(reads_english(member_of(Role.OFFICERS)))
    seen = client.get(reverse("outbox_preview", args=[message.pk])).content.decode()

    assert '<html lang="en"' in seen


def test_the_link_of_an_italian_letter_goes_on_in_italian_and_so_do_the_letters(journey: Journey) -> None:
    journey.start()
    with override("it"):
        page = text_of(journey.get("step", 1))
        assert '<html lang="it">' in page
        assert 'lang="it">Perché?' not in page.replace('<html lang="it">', "")
        assert "Giardini" in page
        assert Draft.objects.get().language == "en"

        journey.step(1, type="informal", why="x")

        assert Draft.objects.get().language == "it"
        journey.step(2, cv=pdf(), true="on")
        journey.send()
        receipt = letter("receipt")

    assert (Submission.objects.get().language, receipt.language) == ("it", "it")
    assert "Giardini" in receipt.subject


def test_a_translation_that_is_unpublished_meanwhile_leaves_the_journey_english(
    journey: Journey, english: CallPage
) -> None:
    journey.start()
    english.unpublish()

    page = text_of(journey.get("step", 1))

    assert '<html lang="en">' in page
    assert "Giardini" in page
    journey.step(1, type="informal", why="To help")
    journey.step(2, cv=pdf(), true="on")
    assert journey.send().url.startswith("/en/candidature/inviata/")
    assert "Giardini" in letter("receipt").subject


def test_a_form_is_one_form_in_both_languages(journey: Journey, call: CallPage) -> None:
    """“Sì” and “No” are frozen with the questions: in another language the form would be another."""
    with override("it"):
        first, _secret = drafts.begin(call)
    second, _secret = drafts.begin(call)

    assert first.form_version_id == second.form_version_id
    assert FormVersion.objects.count() == 1
    assert "Sì" in str(FormVersion.objects.get().schema)


def test_a_stale_tab_is_told_so_in_english(journey: Journey) -> None:
    journey.fill_in()
    journey.send()

    for answer in (
        journey.get("step", 1),
        journey.step(1, type="informal", why="Too late"),
        journey.get("summary"),
    ):
        page = text_of(answer)
        assert answer.status_code == 410
        assert '<html lang="en">' in page
        assert "già stata inviata" not in page


def test_the_way_back_is_written_in_the_language_in_which_it_was_asked_for(
    journey: Journey, call: CallPage
) -> None:
    journey.start()
    other = CallPageFactory.create(parent=call.get_parent(), title="Orti", slug="orti")
    with override("it"):
        submitted_in_italian = submitted(other, email="ada@example.org")
    journey.client.post(reverse("candidature:find"), {"email": "ada@example.org"})
    asked = OutboxMessage.objects.get(link_kind=way_back.LINK)
    assert asked.language == "en"

    with override("it"):
        deliver_due()

    body = next(str(one.body) for one in mail.outbox if one.subject == asked.subject)
    assert re.search(r"/en/candidature/bozza/[\w-]{22}/riepilogo/", body)
    # What was sent in Italian is followed in Italian.
    assert re.search(r"http://[^/]+/candidature/segui/[\w-]{22}/", body)
    assert submitted_in_italian.language == "it"
    assert "Ritrova" not in asked.subject


def test_an_event_is_told_with_the_words_of_its_translation_and_the_seats_of_its_original() -> None:
    event = EventPageFactory.create(
        parent=participation_index(make_home()),
        title="Camminata",
        place="Biblioteca",
        what_to_bring="Scarpe comode",
    )
    translated(event, title="Walk", place="Library", what_to_bring="", slug="walk")

    with override("en"):
        submission = submitted(event)

    written = OutboxMessage.objects.get(related_to=submission.reference)
    assert "Walk" in written.subject
    assert "Library" in written.body
    # Nobody translated it: better in Italian than not at all.
    assert "Scarpe comode" in written.body
    assert "Biblioteca" not in written.body
