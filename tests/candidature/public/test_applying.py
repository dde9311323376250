"""From the public page to the receipt."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from candidature.models import CallPage, Submission
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from portal.privacy.tokens import new_token
from tests.candidature.factories import CallPageFactory, EventPageFactory, PrivacyNoticeFactory
from tests.candidature.public.journey import WHO, Journey, attachment, form_of, pdf, rich_form
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> CallPage:
    made: CallPage = CallPageFactory.create(steps=rich_form())
    return made


@pytest.fixture
def journey(call: CallPage) -> Journey:
    return Journey(call)


def at(moment: Any) -> Any:
    """The moment at which requests reach the server."""
    return mock.patch("portal.web.arrival.timezone.now", return_value=moment)


def test_a_whole_application_ends_in_a_receipt_with_its_reference(journey: Journey) -> None:
    assert journey.start().url == journey.url("step", 1)
    assert journey.step(1, type="informal", why="Per aiutare").url == journey.url("step", 2)
    assert journey.step(2, cv=pdf(), true="on").url == journey.url("summary")
    summary = journey.get("summary").content.decode()
    assert "Per aiutare" in summary
    assert "curriculum.pdf" in summary
    assert journey.send().url.startswith("/candidature/inviata/")
    submission = Submission.objects.get()
    receipt = journey.client.get(journey.receipt).content.decode()
    assert submission.reference in receipt
    assert "ada@example.org" in receipt
    assert submission.answers["why"] == "Per aiutare"
    assert submission.files.get().original_name == "curriculum.pdf"


def test_the_journey_sets_no_cookie_and_is_neither_stored_nor_indexed(journey: Journey) -> None:
    journey.fill_in()
    pages = [journey.get("step", number) for number in (0, 1)] + [journey.get("summary")]
    journey.send()
    for response in (*pages, journey.get("receipt"), journey.get("follow")):
        assert not response.cookies
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "Cookie" not in response.get("Vary", "")


def test_reading_any_page_of_the_journey_changes_nothing(journey: Journey) -> None:
    journey.start()
    before = Draft.objects.values().get()
    for name, args in (("step", [0]), ("step", [1]), ("step", [2]), ("saved", []), ("summary", [])):
        assert journey.get(name, *args).status_code == 200
    assert Draft.objects.values().get() == before
    assert not Submission.objects.exists()


def test_two_presses_on_the_first_step_make_one_draft(journey: Journey) -> None:
    journey.start()
    again = journey.start(first_name="Ada Maria")
    assert again.url == journey.url("step", 1)
    assert Draft.objects.get().first_name == "Ada Maria"


def test_sending_twice_gives_the_same_receipt_and_one_submission(journey: Journey) -> None:
    journey.fill_in()
    assert journey.send().url == journey.send().url == journey.receipt
    assert Submission.objects.count() == 1
    receipts = {journey.client.get(journey.receipt).content for _reload in range(2)}
    assert len(receipts) == 1


def test_a_choice_that_opens_questions_shows_them_without_calling_it_an_error(journey: Journey) -> None:
    journey.start()
    opened = journey.step(1, type="formal", why="Perché sì")
    assert opened.status_code == 200
    page = opened.content.decode()
    assert "apre altre domande" in page
    # Without a script too the next thing with the focus is read first, and Tab goes on from there.
    assert re.search(r'role="status"\s+tabindex="-1"\s+autofocus', page)
    assert "Iscritta al RUNTS?" in page
    assert "error-summary" not in page
    assert "Perché sì" in page
    again = journey.step(1, type="formal", why="Perché sì", shown=["type.formal"])
    assert re.search(r'class="error-summary"[^>]+\bautofocus\b', again.content.decode())
    assert "Rispondi a «Iscritta al RUNTS?»: scegli sì o no." in again.content.decode()
    deeper = journey.step(1, type="formal", runts="yes", why="Perché sì", shown=["type.formal"])
    assert "Numero RUNTS" in deeper.content.decode()
    shown = ["type.formal", "runts.yes"]
    done = journey.step(1, type="formal", runts="yes", number="123", why="Perché sì", shown=shown)
    assert done.url == journey.url("step", 2)


def test_without_scripts_a_branch_not_chosen_is_not_in_the_page(journey: Journey) -> None:
    journey.start()
    page = journey.get("step", 1).content.decode()
    before, _, after = page.partition("<template")
    inert, _, rest = after.partition("</template>")
    assert "Iscritta al RUNTS?" in inert
    assert "Iscritta al RUNTS?" not in before + rest.replace(inert, "")


def test_a_crafted_post_cannot_skip_nested_questions_at_the_end(journey: Journey) -> None:
    journey.start()
    journey.step(1, "save", type="formal", why="x")
    journey.step(2, cv=pdf(), true="on")
    refused = journey.send()
    assert "manca qualcosa" in refused.content.decode()
    assert not Submission.objects.exists()


def test_answers_of_a_branch_that_was_left_are_not_sent(journey: Journey) -> None:
    journey.start()
    shown = ["type.formal", "runts.yes"]
    journey.step(1, type="formal", runts="yes", number="123", why="x", shown=shown)
    journey.step(1, type="informal", runts="yes", number="123", why="x", shown=shown)
    journey.step(2, cv=pdf(), true="on")
    journey.send()
    assert set(Submission.objects.get().answers) == {"type", "why", "cv", "true"}


def test_a_mistake_keeps_what_was_typed_and_the_file(journey: Journey) -> None:
    journey.start()
    journey.step(1, type="informal", why="x")
    refused = journey.step(2, cv=pdf())
    assert "error-summary" in refused.content.decode()
    assert "curriculum.pdf" in refused.content.decode()
    # The file need not be chosen again.
    assert journey.step(2, true="on").url == journey.url("summary")
    assert UploadedFile.objects.count() == 1


def test_an_attached_file_can_be_removed(journey: Journey) -> None:
    journey.start()
    journey.step(2, "save", cv=pdf())
    uploaded = UploadedFile.objects.get()
    removed = journey.post("step", 2, remove=str(uploaded.public_id))
    assert removed.url == f"{journey.url('step', 2)}#q-cv"
    assert not UploadedFile.objects.exists()
    assert "curriculum.pdf" not in journey.get("step", 2).content.decode()


def test_nobody_removes_a_file_of_another_draft(journey: Journey, call: CallPage) -> None:
    journey.start()
    journey.step(2, "save", cv=pdf())
    other = Journey(call)
    other.start()
    for public_id in (str(UploadedFile.objects.get().public_id), "nonsense"):
        assert other.post("step", 2, remove=public_id, action="save").status_code == 302
    assert UploadedFile.objects.count() == 1


def test_a_draft_saved_half_typed_is_found_again_as_it_was_typed(call: CallPage) -> None:
    call.steps = form_of([block("email", "mail", label="Email della sede", required=True)])
    call.save()
    journey = Journey(call)
    journey.start()
    saved = journey.step(1, "save", mail="non ancora")
    page = journey.client.get(saved.url).content.decode()
    assert f"http://127.0.0.1:8000{journey.url('step', 1)}" in page
    resumed = journey.get("step", 1).content.decode()
    assert 'value="non ancora"' in resumed
    assert "error-summary" not in resumed


def test_going_back_keeps_what_was_typed_and_complains_of_nothing(journey: Journey) -> None:
    journey.start()
    assert journey.step(2, "back").url == journey.url("step", 1)
    assert journey.step(1, "back", why="A metà").url == journey.url("step", 0)
    assert "A metà" in journey.get("step", 1).content.decode()
    assert 'value="Ada"' in journey.get("step", 0).content.decode()


def test_the_window_is_kept_to_the_second(journey: Journey) -> None:
    journey.fill_in()
    with at(journey.page.closes_at):
        late = journey.send()
    assert late.status_code == 410
    assert "Per la mia comunità" in late.content.decode()
    assert not Submission.objects.exists()
    with at(journey.page.closes_at - timedelta(microseconds=1)):
        assert journey.send().status_code == 302
    assert Submission.objects.get().submitted_at == journey.page.closes_at - timedelta(microseconds=1)


def test_after_the_deadline_a_draft_can_still_be_read_and_what_was_just_typed_is_kept(
    journey: Journey,
) -> None:
    journey.start()
    with at(journey.page.closes_at + timedelta(hours=1)):
        late = journey.step(1, type="informal", why="Scritto all'ultimo")
        assert late.status_code == 410
        assert "Scritto all&#x27;ultimo" in late.content.decode()
        assert "Scritto all&#x27;ultimo" in journey.get("step", 1).content.decode()


def test_nothing_starts_before_the_opening_or_after_the_closing(call: CallPage) -> None:
    journey = Journey(call)
    assert call.opens_at is not None
    for moment, status in (
        (call.opens_at - timedelta(seconds=1), 409),
        (call.opens_at, 302),
        (call.closes_at, 410),
    ):
        with at(moment):
            assert journey.start().status_code == status


def test_an_unpublished_or_unknown_page_takes_nothing(call: CallPage) -> None:
    call.unpublish()
    for page_id in (call.pk, 999_999, 10**18, 1):
        address = reverse("candidature:start", args=[page_id])
        assert Client().get(address).status_code == 404


def test_a_draft_of_a_page_unpublished_meanwhile_is_kept_readable(journey: Journey) -> None:
    journey.fill_in()
    journey.page.unpublish()
    late = journey.send()
    # It may come back.
    assert late.status_code == 409
    assert "Per la mia comunità" in late.content.decode()


@pytest.mark.parametrize(
    "token", ["x", "Zm9ybWEgZ2l1c3RhIHNvbG8"[:22], "a" * 22, "é" * 22, "../../etc/passwd"[:15], "A" * 500]
)
@pytest.mark.parametrize("name", ["saved", "summary", "receipt", "follow", "withdraw", "complete"])
def test_a_link_that_fits_nothing_says_so(token: str, name: str) -> None:
    response = Client().get(f"/candidature/{_PATHS[name].format(token)}")
    assert response.status_code == 404
    assert b"Traceback" not in response.content


_PATHS = {
    "saved": "bozza/{}/salvata/",
    "summary": "bozza/{}/riepilogo/",
    "receipt": "ricevuta/{}/",
    "follow": "segui/{}/",
    "withdraw": "segui/{}/ritira/",
    "complete": "segui/{}/completa/",
}


def test_an_expired_draft_says_that_it_expired(journey: Journey) -> None:
    journey.start()
    Draft.objects.update(expires_at=timezone.now())
    assert journey.get("step", 1).status_code == 410


def test_the_privacy_notice_must_be_ticked_and_be_the_one_that_was_read(journey: Journey) -> None:
    journey.fill_in()
    assert "occorre dichiarare" in journey.send(notice_read="").content.decode()
    journey.page.privacy_notice = PrivacyNoticeFactory.create()
    journey.page.save()
    for stale in ("999999", "", "x", "9" * 50):
        refused = journey.send(notice=stale)
        assert "è cambiata" in refused.content.decode()
    assert not Submission.objects.exists()
    assert journey.send().status_code == 302


def test_a_question_added_while_somebody_was_writing_is_asked_before_sending(journey: Journey) -> None:
    journey.fill_in()
    journey.page.steps = form_of([block("short_text", "new", label="Domanda nuova", required=True)])
    journey.page.save()
    assert "Completa il passo «Passo 1»" in journey.send().content.decode()
    journey.step(1, new="Ecco")
    assert journey.send().status_code == 302


def test_an_organisation_must_give_its_name_and_a_citizen_need_not(call: CallPage) -> None:
    journey = Journey(call)
    refused = journey.start(applicant_kind="organisation")
    assert "Scrivi il nome dell’organizzazione" in refused.content.decode()
    done = journey.who(applicant_kind="organisation", organisation_name="ODV Prova")
    assert done.url == journey.url("step", 1)
    assert Draft.objects.get().organisation_name == "ODV Prova"


def test_a_page_for_citizens_asks_nothing_about_organisations(call: CallPage) -> None:
    call.allowed_applicants = "citizen"
    call.save()
    journey = Journey(call)
    journey.start(applicant_kind="organisation", organisation_name="Intrusa")
    draft = Draft.objects.get()
    assert (draft.applicant_kind, draft.organisation_name) == ("citizen", "")


def test_a_filled_trap_is_explained_and_throws_nothing_away(call: CallPage) -> None:
    journey = Journey(call)
    refused = journey.start(website="http://spam.example")
    page = refused.content.decode()
    assert "cancella ciò che contiene" in page
    assert 'value="Ada"' in page
    assert journey.who(website="").url == journey.url("step", 1)


NASTY = [
    "\x00",
    "a\x00b",
    "👩🏽‍⚕️ ciao",
    "\u202egnp.exe",
    "‏عربي",
    "\ud83d",
    "%00",
    "<script>",
    "' OR 1=1 --",
    "a" * 5000,
]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_breaks_the_journey(call: CallPage, text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    journey = Journey(call)
    journey.start(first_name=text)
    for field in ("first_name", "email", "phone", "municipality", "applicant_kind", "form_key"):
        assert journey.who(**{field: text}).status_code in (200, 302)
    journey.who()
    for field in ("type", "why", "shown", "action", "remove"):
        assert journey.step(1, **{field: text}).status_code in (200, 302)
    assert "error-summary" in journey.step(2, cv=pdf(text[:50] + ".pdf")).content.decode()
    assert journey.get("summary").status_code == 200
    assert "error-summary" in journey.send(notice=text, notice_read=text).content.decode()


def test_a_file_far_too_large_is_refused_and_what_was_typed_around_it_stays(call: CallPage) -> None:
    call.steps = form_of(
        [
            block("short_text", "name", label="Nome del progetto", required=True),
            attachment(),
        ]
    )
    call.save()
    journey = Journey(call)
    journey.start()
    huge = pdf("enorme.pdf", b"%PDF-1.7" + b"0" * (26 * 1024 * 1024))
    refused = journey.step(1, name="Orto di quartiere", cv=huge)
    page = refused.content.decode()
    assert "«enorme.pdf» è troppo grande: il massimo è 1 MB" in page
    assert "Orto di quartiere" in page
    assert not UploadedFile.objects.exists()


def test_too_many_fields_or_too_much_text_get_a_page_that_explains(
    journey: Journey, settings: Settings
) -> None:
    journey.start()
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    many = journey.post("step", 1, **{f"x{number}": "1" for number in range(60)})
    assert many.status_code == 400
    assert "Troppe risposte" in many.content.decode()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    long = journey.step(1, why="a" * 2000)
    assert long.status_code == 413
    assert "troppo lungo" in long.content.decode()


def test_a_body_that_stops_half_way_gets_a_page_that_explains(journey: Journey) -> None:
    journey.start()
    broken = journey.client.generic(
        "POST", journey.url("step", 1), b"--x\r\nContent", content_type="multipart/form-data; boundary="
    )
    assert broken.status_code == 400


def test_the_last_seat_taken_meanwhile_puts_on_the_waiting_list_and_says_so() -> None:
    event = EventPageFactory.create(capacity=1, steps="[]")
    first, second = Journey(event), Journey(event)
    first.start()
    address = reverse("candidature:start", args=[event.pk])
    assert "Resta un posto libero" in second.client.get(address).content.decode()
    second.start(email="bea@example.org")
    first.send()
    second.send()
    assert "Il tuo posto è confermato" in first.get("receipt").content.decode()
    waiting = second.get("receipt").content.decode()
    assert "lista d’attesa" in waiting
    assert "I posti sono finiti" in Client().get(address).content.decode()


def test_who_may_not_post_is_not_asked_for_a_csrf_cookie(call: CallPage) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("candidature:start", args=[call.pk]), {**WHO, "token": new_token()})
    assert response.status_code == 302
