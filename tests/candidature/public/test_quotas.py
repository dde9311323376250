"""What one visitor may begin, store, send and seize: told in a sentence, and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from candidature.actors import APPLICANT
from candidature.intake import quotas
from candidature.models import CallPage, SendingRequest, Submission
from candidature.pages.participation import ParticipationPage
from candidature.process import workflow
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from portal.health import disk_space
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, EventPageFactory
from tests.candidature.public.by_buttons import FORM, begin, first_step
from tests.candidature.public.journey import Journey, attachment, form_of, pdf, prove
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


def to_the_summary(app: Any, page: ParticipationPage, **changes: Any) -> Any:
    """The page of the summary, everything before it filled in."""
    response = first_step(app, page, **changes).submit("action", value="next").follow()
    while "notice_read" not in response.forms[FORM].fields:
        form = response.forms[FORM]
        if "q-q-motivation" in form.fields:
            form["q-q-motivation"] = "Per dare una mano."
        response = form.submit("action", value="next").follow()
    return response


def send(
    app: Any, page: ParticipationPage, status: int = 302, *, is_proved: bool = True, **changes: Any
) -> Any:
    """Presses "Invia".

    Args:
        is_proved: whether the address in the draft is proved by then; else a letter asks to confirm it.
    """
    summary = to_the_summary(app, page, **changes)
    if is_proved:
        prove(summary.request.path.split("/")[3])
    form = summary.forms[FORM]
    form["notice_read"] = True
    return form.submit(status=status)


def test_who_begins_too_many_drafts_reads_when_to_try_again(django_app: DjangoTestApp, limits: Any) -> None:
    page = CallPageFactory.create(contact_email="ufficio@example.org")
    limits(LIMIT_DRAFTS_PER_HOUR=2)
    for _draft in range(2):
        begin(django_app, page)

    response = django_app.get(f"/candidature/nuova/{page.pk}/").forms[FORM].submit(status=429)

    assert "molte bozze" in response.text
    assert "riprova dopo le" in response.text
    assert "ufficio@example.org" in response.text
    assert int(response.headers["Retry-After"]) > 0
    assert Draft.objects.count() == 2
    # The same button works when the hour is over.
    limits(LIMIT_DRAFTS_PER_HOUR=3)
    assert "passo/0" in response.forms[FORM].submit(status=302).location


def test_who_stores_too_much_text_reads_so_and_keeps_it_in_the_form(
    django_app: DjangoTestApp, limits: Any
) -> None:
    page = CallPageFactory.create(
        steps=form_of([block("long_text", "why", label="Perché?", max_length=20_000)])
    )
    limits(LIMIT_UPLOAD_MB_PER_HOUR=1)
    form = first_step(django_app, page).submit("action", value="next").follow().forms[FORM]
    form["q-why"] = "parola " * 2500

    for _save in range(80):
        response = form.submit("action", value="save", expect_errors=True)
        if response.status_code != 302:
            break

    assert response.status_code == 429
    assert "molti dati" in response.text
    assert response.forms[FORM]["q-why"].value.strip() == ("parola " * 2500).strip()


def test_a_visitor_elsewhere_is_not_stopped(django_app_factory: Any, limits: Any) -> None:
    page = CallPageFactory.create()
    limits(LIMIT_DRAFTS_PER_HOUR=1)
    app = django_app_factory()
    begin(app, page)
    form = app.get(f"/candidature/nuova/{page.pk}/").forms[FORM]
    form.submit(status=429)

    form.submit(status=302, extra_environ={"REMOTE_ADDR": "192.0.2.9"})


def test_a_stranger_gets_only_so_many_letters_and_the_draft_stays(
    django_app: DjangoTestApp, limits: Any
) -> None:
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=2)
    for _call in range(2):
        send(django_app, CallPageFactory.create(), is_proved=False)

    # However the mailbox is written.
    pressed = send(django_app, CallPageFactory.create(), is_proved=False, email="ADA+tre@example.org")
    told = pressed.follow()

    assert "La lettera non è partita" in told.text
    assert OutboxMessage.objects.count() == 2
    assert not Submission.objects.exists()
    # The press is kept, and the letter may be asked for when the hour is over.
    assert SendingRequest.objects.count() == 3
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=3)
    again = told.forms[FORM + 1].submit("action", value="again").follow()
    assert "La lettera non è partita" not in again.text
    assert OutboxMessage.objects.count() == 3


def test_who_proved_the_address_is_written_to_whatever_the_limit(
    django_app: DjangoTestApp, limits: Any
) -> None:
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=0, LIMIT_LETTERS_PER_HOUR=0)

    send(django_app, CallPageFactory.create())

    assert OutboxMessage.objects.get().recipient == Submission.objects.get().email


def test_one_visitor_causes_only_so_many_letters(django_app: DjangoTestApp, limits: Any) -> None:
    limits(LIMIT_LETTERS_PER_HOUR=1)
    send(django_app, CallPageFactory.create(), is_proved=False)

    pressed = send(django_app, CallPageFactory.create(), is_proved=False, email="altra@example.org")

    assert "La lettera non è partita" in pressed.follow().text
    assert OutboxMessage.objects.count() == 1


def test_one_visitor_takes_only_so_many_seats_of_an_event_in_an_hour(
    django_app: DjangoTestApp, limits: Any
) -> None:
    event = EventPageFactory.create(capacity=60)
    limits(LIMIT_SIGN_UPS_PER_HOUR=2)
    for number in range(2):
        send(django_app, event, email=f"persona{number}@example.org")

    response = send(django_app, event, status=429, email="persona9@example.org")

    assert "molte iscrizioni a questo evento" in response.text
    assert Submission.objects.filter(page=event.pk).count() == 2
    # Another event is another matter, and so is a call.
    send(django_app, EventPageFactory.create(), email="persona9@example.org")
    send(django_app, CallPageFactory.create(), email="persona9@example.org")


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"first_name": "ADA", "last_name": "prova"},
        {"first_name": "Àda", "email": "ADA@Example.org"},
        {"first_name": "Prova", "last_name": "Ada"},
        {"email": "ada+seconda@example.org"},
    ],
)
def test_the_same_person_signs_up_to_an_event_once_and_is_sent_the_way_to_it(
    django_app: DjangoTestApp, again: Any
) -> None:
    event = EventPageFactory.create(capacity=60)
    send(django_app, event)
    first = Submission.objects.get()
    began = timezone.now()

    response = send(django_app, event, status=302, **again).follow(status=409)

    assert "c’è già un’iscrizione" in response.text
    assert first.reference not in response.text
    assert "/segui/" not in response.text
    assert Submission.objects.count() == 1
    letter = OutboxMessage.objects.get(key__contains=":already_sent")
    assert letter.recipient == first.email
    assert letter.link_target == str(first.pk)
    # Pressed ten times more, one letter leaves; the draft is there, for another name to be written.
    back = response.click("Torna al primo passo")
    for _press in range(3):
        send(django_app, event, status=302, **again)
    # One in an hour of the clock, which may strike meanwhile.
    hours = {f"{moment:%H}" for moment in (began, timezone.now())}
    letters = OutboxMessage.objects.filter(key__contains=":already_sent")
    assert 1 <= letters.count() <= len(hours)
    assert "first_name" in back.forms[FORM].fields


def test_two_people_of_a_family_share_an_address(django_app: DjangoTestApp) -> None:
    event = EventPageFactory.create(capacity=60)
    send(django_app, event)

    send(django_app, event, first_name="Bea")

    assert Submission.objects.filter(page=event.pk).count() == 2


def test_who_withdrew_may_sign_up_again_and_a_call_may_be_answered_twice_if_it_says_so(
    django_app: DjangoTestApp,
) -> None:
    event, call = EventPageFactory.create(capacity=60), CallPageFactory.create(one_each=False)
    send(django_app, event)
    first = Submission.objects.get()
    workflow.transition(first.pk, "withdraw", APPLICANT, expected_version=first.version)

    send(django_app, event)
    send(django_app, call)
    send(django_app, call)

    assert Submission.objects.filter(page=call.pk).count() == 2


class TestFiles:
    @pytest.fixture
    def draft(self, client: Client) -> CallPage:
        question = attachment()
        question["value"]["max_files"] = 9
        made: CallPage = CallPageFactory.create(
            steps=form_of([question, block("short_text", "why", label="Perché?", required=False)])
        )
        return made

    def at_the_files(self, app: Any, page: ParticipationPage) -> Any:
        return first_step(app, page).submit("action", value="next").follow()

    def attach(self, response: Any, file: Any, **answers: Any) -> Any:
        form = response.forms[FORM]
        form["q-cv"] = [(file.name, file.read(), "application/pdf")]
        for key, value in answers.items():
            form[f"q-{key}"] = value
        return form.submit("action", value="next", status=302).follow()

    @pytest.mark.parametrize(
        ("limit", "value", "said"),
        [
            ("LIMIT_DRAFT_FILES", 1, "tutti insieme"),
            ("LIMIT_DRAFT_MB", 1, "tutti insieme"),
            ("LIMIT_UPLOAD_MB_PER_HOUR", 1, "molti file"),
            ("LIMIT_STORE_MB", 1, "spazio del portale"),
            ("DISK_FREE_MB", 10**9, "spazio del portale"),
        ],
    )
    def test_a_file_past_a_bound_is_refused_in_a_sentence_and_costs_no_answer(
        self,
        django_app: DjangoTestApp,
        settings: Settings,
        limits: Any,
        draft: CallPage,
        limit: str,
        value: Any,
        said: str,
    ) -> None:
        response = self.at_the_files(django_app, draft)
        big = b"%PDF-1.7\n" + b"0" * (700 * 1024)
        back = self.attach(response, pdf("uno.pdf", big))
        assert "Controlla e invia" in back.text
        limits(**{limit: value})

        response = self.attach(
            django_app.get(response.request.url), pdf("due.pdf", big), why="Per la mia comunità"
        )

        assert response.html.select_one("[role=alert]")
        assert "due.pdf" in response.text
        assert said in response.text
        assert response.forms[FORM]["q-why"].value == "Per la mia comunità"
        assert Draft.objects.get().answers["why"] == "Per la mia comunità"
        assert UploadedFile.objects.get().original_name == "uno.pdf"
        assert len([path for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file()]) == 1

    def test_the_store_warns_before_it_is_full(
        self, django_app: DjangoTestApp, limits: Any, draft: CallPage
    ) -> None:
        self.attach(self.at_the_files(django_app, draft), pdf("uno.pdf", b"%PDF-1.7\n" + b"0" * (950 * 1024)))
        assert self.readiness_of("file_store") == {"state": "ok", "full_percent": 0}

        limits(LIMIT_STORE_MB=1)

        found = self.readiness_of("file_store")
        assert found["state"] == "warning"
        assert found["full_percent"] >= 90

    def test_too_little_room_on_the_disk_is_seen_by_whoever_looks(self, limits: Any) -> None:
        assert self.readiness_of("disk")["state"] == "ok"

        limits(DISK_FREE_MB=10**9)

        found = self.readiness_of("disk")
        assert found["state"] == "warning"
        assert found["free_megabytes"] > 0

    def readiness_of(self, check: Any) -> Any:
        return Client().get("/readyz").json()["checks"][check]


class TestRoomForTexts:
    """What all visitors write together is bounded by the room that is left."""

    @pytest.fixture
    def page(self) -> CallPage:
        page: CallPage = CallPageFactory.create()
        return page

    def test_a_step_is_shown_again_with_what_was_typed_and_what_is_ready_is_sent(
        self, django_app: DjangoTestApp, page: CallPage, limits: Any
    ) -> None:
        form = first_step(django_app, page).submit("action", value="next").follow().forms[FORM]
        form["q-q-motivation"] = "Per dare una mano."
        summary = form.submit("action", value="next").follow()
        limits(DISK_FREE_FOR_TEXT_MB=10**9)

        form["q-q-motivation"] = "Per dare due mani."
        refused = form.submit("action", value="next", status=429)

        assert "Lo spazio del portale è quasi finito" in refused.text
        assert refused.forms[FORM]["q-q-motivation"].value == "Per dare due mani."
        assert Draft.objects.get().answers == {"q-motivation": "Per dare una mano."}
        prove(summary.request.path.split("/")[3])
        ready = summary.forms[FORM]
        ready["notice_read"] = True
        ready.submit(status=302)
        assert Submission.objects.get().answers == {"q-motivation": "Per dare una mano."}

    @pytest.mark.parametrize("with_file", [True, False])
    def test_of_files_chosen_without_a_script_it_is_said_that_they_are_lost(
        self, limits: Any, with_file: bool
    ) -> None:
        text = block("short_text", "why", label="Perché?", required=True)
        journey = Journey(CallPageFactory.create(steps=form_of([text, attachment()])))
        journey.start()
        limits(DISK_FREE_FOR_TEXT_MB=10**9)

        files = {"q-cv": pdf("cv.pdf")} if with_file else {}
        answer = journey.post("step", 1, action="next", **{"q-why": "Per la valle"}, **files)

        assert answer.status_code == 429
        assert ("sceglili di nuovo" in answer.content.decode()) is with_file
        assert not UploadedFile.objects.exists()

    def test_who_changes_nothing_goes_on_to_the_summary_and_sends(
        self, django_app: DjangoTestApp, page: CallPage, limits: Any
    ) -> None:
        form = first_step(django_app, page).submit("action", value="next").follow().forms[FORM]
        form["q-q-motivation"] = "Per dare una mano."
        saved = form.submit("action", value="save").follow()
        limits(DISK_FREE_FOR_TEXT_MB=10**9)
        token = saved.request.path.split("/")[3]
        prove(token)

        who = django_app.get(f"/candidature/bozza/{token}/passo/0/").forms["step-form"]
        step = who.submit("action", value="next", status=302).follow()
        summary = step.forms[FORM].submit("action", value="next", status=302).follow()

        summary.forms[FORM]["notice_read"] = True
        summary.forms[FORM].submit(status=302)
        assert Submission.objects.get().answers == {"q-motivation": "Per dare una mano."}

    def test_a_first_step_still_wrong_is_passed_as_it_was_kept_and_not_with_more(
        self, django_app: DjangoTestApp, page: CallPage, limits: Any
    ) -> None:
        kept = first_step(django_app, page, last_name="").submit("action", value="next").follow()
        limits(DISK_FREE_FOR_TEXT_MB=10**9)

        again = kept.forms["step-form"].submit("action", value="next", status=302).follow()

        assert "Scrivi il cognome" in again.text
        again.forms["step-form"]["first_name"] = "Ada Maria"
        again.forms["step-form"].submit("action", value="next", status=429)

    def test_nothing_is_begun_and_the_script_is_told(
        self, django_app: DjangoTestApp, page: CallPage, limits: Any
    ) -> None:
        before = django_app.get(f"/candidature/nuova/{page.pk}/")
        form = begin(django_app, page).forms["step-form"]
        limits(DISK_FREE_FOR_TEXT_MB=10**9)

        refused = before.forms[FORM].submit(status=429)

        assert "Lo spazio del portale è quasi finito" in refused.text
        assert Draft.objects.count() == 1
        form["first_name"] = "Ada"
        # Who one is takes little room, and is kept once it is whole.
        refused = form.submit("action", value="next", status=429)
        assert refused.forms["step-form"]["first_name"].value == "Ada"

    def test_accounts_are_no_visitors(self, limits: Any) -> None:
        limits(DISK_FREE_FOR_TEXT_MB=10**9)

        quotas.text("", {"a": "Di chi lavora qui"})

    def test_whoever_looks_is_warned_before(self, limits: Any) -> None:
        limits(DISK_FREE_MB=10**9)
        assert disk_space.check().detail == "almost full"

        limits(DISK_FREE_FOR_TEXT_MB=10**9)
        assert disk_space.check().detail == "no more texts are taken"


def test_a_whole_office_behind_one_address_works(django_app: DjangoTestApp, limits: Any) -> None:
    """Thirty people of an office answer a call within the hour; how they are slowed down: `test_crowds`."""
    limits(CHALLENGE_DRAFTS_PER_HOUR=30)
    page = CallPageFactory.create()
    for number in range(30):
        send(django_app, page, email=f"persona{number}@example.org", last_name=f"Numero {number}")

    assert Submission.objects.count() == 30


def test_what_is_typed_into_the_first_step_counts_and_stays_in_the_form(
    django_app: DjangoTestApp, limits: Any
) -> None:
    form = first_step(django_app, CallPageFactory.create(), last_name="", first_name="Ada Maria")
    limits(LIMIT_UPLOAD_MB_PER_HOUR=0)

    told = form.submit("action", value="save", status=429)

    assert "molti dati" in told.text
    assert told.forms[FORM]["first_name"].value == "Ada Maria"
    assert int(told.headers["Retry-After"]) > 0
    assert Draft.objects.get().applicant_typed == {}
