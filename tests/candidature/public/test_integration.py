"""Answering a request of integration: what was asked for is open, is saved step by step, and is sent once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp
from webtest import Upload

from candidature.models import CallPage, PendingRevision, Submission, UploadedFile
from candidature.process.workflow import Document
from candidature.statuses import Status
from portal.italian.days import with_article
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.public.confirming import at
from tests.candidature.public.mailbox import read_letters
from tests.candidature.public.revising import (
    ANSWERS,
    FORM,
    ask,
    fields,
    office,
    personal,
    press,
    send,
    three_steps,
)
from tests.moduli.builders import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Punto di ascolto", steps=three_steps())
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page, answers=dict(ANSWERS))


def begun(app: DjangoTestApp, submission: Submission) -> Any:
    """The first page behind "Completa" on the personal page."""
    return app.get(personal(submission)).click("^Completa$").follow()


def test_only_what_was_asked_for_is_open_and_the_rest_can_be_read(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    ask(submission, "why")

    shown = begun(django_app, submission)

    assert fields(shown) == {"why"}
    assert "Che cosa siete?" in shown.text
    assert "Gruppo" in shown.text
    summary = press(shown, "next")
    assert "Cortona" in summary.text
    assert "Passo 2" not in [
        button.text.strip() for button in shown.html.select(".step-progress-wide button")
    ]


def test_a_question_asked_below_a_choice_opens_the_choice_with_all_its_branches(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    submission = submitted(page, answers={**ANSWERS, "type": "formal", "runts": "123"})
    ask(submission, "runts")

    shown = begun(django_app, submission)
    assert fields(shown) == {"type", "runts"}
    summary = press(shown, "next", type="informal")
    send(summary)

    assert Submission.objects.get().answers == {**ANSWERS, "type": "informal"}


def test_the_letter_says_in_subject_and_text_complete_until_when_and_what(submission: Submission) -> None:
    asked = ask(submission, "why", "where", documents=(Document("Statuto firmato"),))
    day = timezone.localtime(asked.info_due_at)

    [letter] = [letter for letter in read_letters() if "Completa" in letter.subject]

    assert f"Completa la tua candidatura entro {with_article(day, 'il j')} " in letter.subject
    assert f"{day:%H:%M}" in letter.body
    assert "Punto di ascolto" in letter.subject
    for words in ("Perché?", "Dove?", "Statuto firmato", "Manca qualcosa."):
        assert words in letter.body


def test_it_is_saved_at_each_step_and_taken_up_again_with_another_link(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    ask(submission, "why", "where")

    left = press(begun(django_app, submission), "save", why="Scritto a metà")

    assert "non ancora inviato" in left.text
    assert Submission.objects.get().answers == ANSWERS
    again = django_app.get(personal(submission, "completa/passo/1/"))
    assert again.forms["step-form"]["q-why"].value.strip() == "Scritto a metà"


def test_what_is_half_typed_is_kept_and_asked_again_after_a_redirect(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    ask(submission, "why")

    shown = press(begun(django_app, submission), "next", why="x" * 600)

    assert shown.request.method == "GET"
    assert "Al massimo 500 caratteri" in shown.text
    assert shown.forms["step-form"]["q-why"].value.strip() == "x" * 600
    summary = django_app.get(shown.request.path.replace("passo/1/", "riepilogo/"))
    assert "Prima di inviare manca qualcosa" in summary.text


def test_the_summary_says_what_changes_before_and_after_and_sends_it(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    ask(submission, "why")

    summary = press(begun(django_app, submission), "next", why="Per la valle")
    said = summary.html.find("section", {"aria-labelledby": "cambia"}).get_text(" ", strip=True)
    assert "Prima: Per la mia comunità" in said
    assert "Ora: Per la valle" in said
    followed = send(summary)

    assert "Integrazione inviata" in followed.text
    sent = Submission.objects.get()
    assert sent.status == Status.IN_REVIEW
    assert sent.answers == {**ANSWERS, "why": "Per la valle"}
    assert sent.answer_revisions.get().answers == ANSWERS
    assert not PendingRevision.objects.exists()


def test_a_document_that_the_form_lacked_is_asked_for_and_belongs_to_the_form_afterwards(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    ask(submission, documents=(Document("Statuto firmato", "Con la firma di chi presiede."),))

    shown = begun(django_app, submission)
    assert "Con la firma di chi presiede." in shown.text
    missing = press(shown, "next")
    assert "Rispondi a «Statuto firmato»: allega almeno un file." in missing.text
    form = missing.forms["step-form"]
    [name] = [name for name in form.fields if name and name.startswith("q-documento")]
    form[name] = [Upload("statuto.pdf", PDF)]
    send(form.submit("action", value="next").follow())

    sent = Submission.objects.get()
    assert [step["title"] for step in sent.schema["steps"]][-1] == "Documenti chiesti dall’ufficio"
    assert [file.original_name for file in sent.files.all()] == ["statuto.pdf"]
    assert "statuto.pdf" in django_app.get(personal(sent)).text


def test_a_file_is_attached_at_once_and_replaced_in_place_without_losing_the_one_sent(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    submission = submitted(page, answers=dict(ANSWERS))
    old = stored(submission, "vecchio.pdf")
    submission.answers = {**ANSWERS, "cv": [str(old.public_id)]}
    submission.save()
    ask(submission, "cv")

    shown = begun(django_app, submission)
    without = shown.forms["step-form"].submit("remove", value=str(old.public_id)).follow()
    assert "vecchio.pdf" not in without.forms["step-form"].text
    form = without.forms["step-form"]
    form["q-cv"] = Upload("nuovo.pdf", PDF)
    summary = form.submit("action", value="next").follow()
    new = UploadedFile.objects.get(original_name="nuovo.pdf")
    assert new.revision is not None
    send(summary)

    sent = Submission.objects.get()
    assert sent.answers["cv"] == [str(new.public_id)]
    assert {file.original_name for file in sent.files.all()} == {"vecchio.pdf", "nuovo.pdf"}
    assert sent.answer_revisions.get().answers["cv"] == [str(old.public_id)]


def stored(submission: Submission, name: str) -> UploadedFile:
    return UploadedFile.objects.create(
        submission=submission,
        question_key="cv",
        original_name=name,
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        file="aa/aa",
    )


def test_a_file_of_somebody_else_cannot_be_claimed(submission: Submission, page: CallPage) -> None:
    foreign = stored(submitted(page, answers=dict(ANSWERS)), "altrui.pdf")
    ask(submission, "cv")
    version = Submission.objects.get(pk=submission.pk).version
    address = personal(submission, "completa/passo/1/")

    Client().post(
        address, {"step": "s3", "version": version, "action": "next", "attached": str(foreign.public_id)}
    )
    Client().post(address, {"step": "s3", "version": version, "remove": str(foreign.public_id)})

    assert PendingRevision.objects.get().typed == {"cv": None}
    assert UploadedFile.objects.filter(pk=foreign.pk).exists()


def test_an_answer_to_a_question_that_is_not_open_is_not_read(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    asked = ask(submission, "why")
    data = {"step": "s1", "version": asked.version, "action": "next", "q-why": "Nuovo", "q-type": "formal"}

    Client().post(personal(submission, "completa/passo/1/"), data)

    assert PendingRevision.objects.get().typed == {"why": "Nuovo"}


def test_two_tabs_on_one_step_lose_nothing(django_app: DjangoTestApp, submission: Submission) -> None:
    ask(submission, "why")
    address = personal(submission, "completa/passo/1/")
    first, second = django_app.get(address), django_app.get(address)

    press(first, "next", why="Dalla prima finestra")
    told = press(second, "next", why="Dalla seconda finestra")

    assert "ci sono due versioni" in told.text
    assert "Dalla prima finestra" in told.text
    assert "Dalla seconda finestra" in told.text


def test_a_second_press_gets_the_answer_of_the_first(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    ask(submission, "why")
    summary = press(begun(django_app, submission), "next", why="Per la valle")

    first, second = send(summary), send(summary)

    assert "Integrazione inviata" in first.text
    assert "Integrazione inviata" in second.text
    assert Submission.objects.get().answer_revisions.count() == 1


def test_a_tab_left_open_after_sending_saves_nothing_and_shows_what_was_typed_there(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    ask(submission, "why")
    stale = begun(django_app, submission)
    send(press(stale, "next", why="Per la valle"))

    form = stale.forms["step-form"]
    form["q-why"] = "Un pensiero venuto dopo"
    refused = form.submit("action", value="next", status=409)

    assert "Un pensiero venuto dopo" in refused.text
    assert not PendingRevision.objects.exists()


@pytest.mark.parametrize(("action", "values"), [("resume", {}), ("reject", {"reason": "Fuori tema."})])
def test_when_a_colleague_goes_on_without_it_what_was_typed_can_still_be_read(
    django_app: DjangoTestApp, submission: Submission, action: str, values: Any
) -> None:
    ask(submission, "why")
    summary = press(begun(django_app, submission), "next", why="Quasi finito")
    office(submission, action, **values)

    refused = summary.forms[FORM].submit("action", value="send").follow(status=409)

    assert "Non aspettiamo più un’integrazione" in refused.text
    assert "Quasi finito" in refused.text
    assert Submission.objects.get().answers == ANSWERS


def test_a_second_request_takes_over_what_was_written_and_shows_the_rest(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    ask(submission, "why", "where")
    shown = begun(django_app, submission)
    stale = press(shown, "next", why="Nuovo perché")
    press(stale, "save", where="Arezzo")
    office(submission, "resume")
    ask(Submission.objects.get(), "where")

    form = stale.forms["step-form"]
    form["q-where"] = "Foiano"
    refused = form.submit("action", value="next", status=409)
    assert "Foiano" in refused.text
    summary = refused.click("Riapri questa pagina").maybe_follow()

    assert fields(summary) == {"where"}
    assert summary.forms["step-form"]["q-where"].value == "Arezzo"
    assert "Avevi scritto anche altro" in summary.text
    assert "Nuovo perché" in summary.text
    send(press(summary, "next"))
    assert Submission.objects.get().answers == {**ANSWERS, "where": "Arezzo"}


def test_the_term_is_kept_to_the_second_and_what_was_typed_is_shown(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    asked = ask(submission, "why")
    assert asked.info_due_at
    shown = begun(django_app, submission)

    with at(asked.info_due_at):
        form = shown.forms["step-form"]
        form["q-why"] = "Un secondo dopo"
        late = form.submit("action", value="next", status=410)
    assert "Un secondo dopo" in late.text
    assert not PendingRevision.objects.exists()

    with at(asked.info_due_at - timedelta(microseconds=1)):
        send(press(shown, "next", why="Appena in tempo"))
    assert Submission.objects.get().answers["why"] == "Appena in tempo"


def test_where_a_body_has_its_seat_and_its_address_do_not_change_here(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    ask(submission, everything=True)
    address = personal(submission, "completa/passo/0/")

    assert "candidature/segui" in django_app.get(address).location
    data = {"version": 2, "first_name": "Altra", "last_name": "Persona", "municipality": "other"}
    assert Client().post(address, data).status_code == 409
    assert not PendingRevision.objects.exists()


def test_what_nobody_asked_for_cannot_be_completed(submission: Submission) -> None:
    assert Client().get(personal(submission, "completa/")).status_code == 409
    assert Client().get(personal(submission, "completa/riepilogo/")).status_code == 409


def test_the_script_saves_what_is_typed_and_is_told_to_leave_off_once_it_is_over(
    submission: Submission,
) -> None:
    asked = ask(submission, "why")
    address = personal(submission, "completa/passo/1/")
    data = {"step": "s1", "version": asked.version, "action": "autosave", "q-why": "A metà"}

    assert "Salvato alle" in Client().post(address, data).json()["said"]
    office(submission, "resume")
    told = Client().post(address, data).json()

    assert PendingRevision.objects.get().typed == {"why": "A metà"}
    assert not told["goesOn"]
