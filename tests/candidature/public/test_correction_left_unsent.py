"""A correction that nobody sent, and the integration that the office asks for afterwards."""

from typing import Any

import pytest
from django_webtest import DjangoTestApp

from candidature.models import InfoRequest, PendingRevision, Submission, UploadedFile
from istruttoria.detail.versions import awaited
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.public.journey import form_of
from tests.candidature.public.revising import ANSWERS, ask, fields, office, personal, press, send, three_steps
from tests.candidature.public.test_correction import begun, first_step
from tests.candidature.public.test_uploading_into_revisions import Page
from tests.candidature.public.uploading import CONTENT
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission() -> Submission:
    return submitted(CallPageFactory.create(steps=three_steps()), answers=dict(ANSWERS))


def ask_for(submission: Submission, *questions: str) -> None:
    """The office takes what stands now, and asks for these."""
    office(submission, "take")
    ask(Submission.objects.get(), *questions)


def step_of(app: DjangoTestApp, submission: Submission) -> Any:
    """The first step of the integration."""
    return app.get(personal(submission, "completa/passo/1/"))


@pytest.mark.parametrize("surname", ["", "Corretto"])
def test_who_was_corrected_and_not_sent_is_neither_asked_nor_changed_by_the_integration(
    django_app: DjangoTestApp, submission: Submission, surname: str
) -> None:
    first_step(begun(django_app, submission), "save", last_name=surname)
    ask_for(submission, "where")

    summary = press(step_of(django_app, submission), "next", where="Arezzo")

    assert "Completa il passo" not in summary.text
    assert "Invia l’integrazione" in summary.text
    changes = summary.html.find("section", {"aria-labelledby": "cambia"}).get_text(" ", strip=True)
    assert "Arezzo" in changes
    assert "Corretto" not in changes
    send(summary)
    now = Submission.objects.get()
    assert (now.answers["where"], now.last_name) == ("Arezzo", submission.last_name)


@pytest.mark.parametrize("asked", [["where", "statute"], ["where"]])
def test_the_kind_of_an_unsent_correction_takes_no_question_away(
    django_app: DjangoTestApp, asked: list[str]
) -> None:
    only_organisations = {"kinds": ["organisation"], "answers": []}
    page = CallPageFactory.create(
        steps=form_of(
            [
                block("short_text", "where", label="Dove?", required=True),
                block("short_text", "statute", label="Statuto", required=True, only_if=only_organisations),
            ]
        )
    )
    answers = {"where": "Cortona", "statute": "Atto 12"}
    group = submitted(page, answers=answers, applicant_kind="organisation", organisation_name="Insieme ODV")
    first_step(begun(django_app, group), "save", applicant_kind="citizen")
    ask_for(group, *asked)

    step = step_of(django_app, group)
    assert fields(step) == set(asked)
    send(press(step, "next", where="Arezzo"))

    now = Submission.objects.get()
    assert (now.applicant_kind, now.organisation_name) == ("organisation", "Insieme ODV")
    assert now.answers == {**answers, "where": "Arezzo"}


def test_the_button_of_the_letter_leads_to_what_is_asked(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    first_step(begun(django_app, submission), "save", last_name="Corretto")
    ask_for(submission, "where")
    assert "Hai già scritto qualcosa" not in django_app.get(personal(submission)).text

    step = django_app.get(personal(submission, "completa/")).follow()

    assert fields(step) == {"where"}
    # Once something of it is saved, the summary is where one goes on.
    press(step, "save")
    assert django_app.get(personal(submission, "completa/")).follow().request.path.endswith("/riepilogo/")


def test_the_desk_is_told_of_no_completion_yet(django_app: DjangoTestApp, submission: Submission) -> None:
    def told() -> Any:
        now, request = Submission.objects.get(), InfoRequest.objects.get()
        asked = awaited(now, request, PendingRevision.objects.get())
        return asked and asked.begun_at

    first_step(begun(django_app, submission), "save", last_name="Corretto")
    ask_for(submission, "where")
    assert told() is None

    press(step_of(django_app, submission), "save", where="Arezzo")

    assert told() == PendingRevision.objects.get().updated_at


@pytest.mark.parametrize("surname", ["", "Corretto"])
def test_what_will_not_be_sent_is_read_on_the_way_files_and_names_included(
    django_app: DjangoTestApp, submission: Submission, surname: str
) -> None:
    who = {"last_name": surname, "first_name": "Adelaide"}
    first_step(begun(django_app, submission), "save", **who)
    Page(submission, "correggi", 3).attach(CONTENT, "nuovo-cv.pdf")
    ask_for(submission, "where")

    shown = [step_of(django_app, submission)]
    shown.append(press(shown[0], "next", where="Arezzo"))
    refused = django_app.get(personal(submission, "correggi/"), status=409)

    for page in (*shown, refused):
        written = page.html.find("main").get_text(" ", strip=True)
        assert "nuovo-cv.pdf" in written
        assert "Nome Adelaide" in written
        assert "Cognome Corretto" in written or not surname
        # What was left alone is not repeated.
        assert f"Cognome {submission.last_name}" not in written
    send(shown[1])
    assert not UploadedFile.objects.exists()
