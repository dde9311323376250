"""Correcting before the closing: a new version, the old one kept, the receipt renewed."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django_webtest import DjangoTestApp

from candidature.access import scope as access
from candidature.actors import APPLICANT, Actor
from candidature.intake import resending
from candidature.models import CallPage, LogEntry, PendingRevision, Submission
from candidature.privacy import portable
from candidature.process import corrections
from candidature.process.refusals import ConflictError
from candidature.process.workflow import transition
from candidature.search.finding import find
from candidature.statuses import Status
from eventi.pools import Seat
from tests.candidature.factories import CallPageFactory, EventPageFactory, staff, submitted
from tests.candidature.intake.intake import written
from tests.candidature.public.confirming import at, closing
from tests.candidature.public.journey import form_of
from tests.candidature.public.mailbox import read_letters
from tests.candidature.public.others import born
from tests.candidature.public.others import call as others_call
from tests.candidature.public.revising import (
    ANSWERS,
    FORM,
    fields,
    office,
    personal,
    press,
    send,
    three_steps,
)
from tests.moduli.builders import block
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

CORRECTION = PendingRevision.Purpose.CORRECTION
PERSON, OTHER_PERSON = "RSSMRA80A01H501U", "BNCNNA85T50D612P"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Punto di ascolto", steps=three_steps())
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page, answers=dict(ANSWERS))


def begun(app: DjangoTestApp, submission: Submission) -> Any:
    """The first step behind "Correggi" on the personal page."""
    return app.get(personal(submission)).click("Correggi").follow()


def first_step(shown: Any, action: str = "next", **who: str) -> Any:
    form = shown.forms["step-form"]
    for name, value in who.items():
        form[name] = value
    return form.submit("action", value=action).follow()


def to_summary(app: DjangoTestApp, submission: Submission, **typed: Any) -> Any:
    """The summary of a correction, with this typed into the first step of the form."""
    second = press(first_step(begun(app, submission)), "next", **typed)
    return press(press(second, "next"), "next")


def test_where_no_more_text_is_taken_who_corrects_passes_what_is_there_and_says_who_it_is(
    django_app: DjangoTestApp, submission: Submission, limits: Any
) -> None:
    shown = begun(django_app, submission)
    limits(DISK_FREE_FOR_TEXT_MB=10**9)

    second = first_step(shown, last_name="Corretto")
    third = press(second, "next")

    assert PendingRevision.objects.get().applicant["last_name"] == "Corretto"
    assert "q-where" in third.forms["step-form"].fields
    third.forms["step-form"]["q-where"] = "Un altro luogo"
    refused = third.forms["step-form"].submit("action", value="next", status=429)
    assert "Lo spazio del portale è quasi finito" in refused.text
    who = django_app.get(shown.request.path).forms["step-form"]
    who["last_name"] = ""
    who.submit("action", value="next", status=429)


def test_all_answers_are_open_and_the_address_is_not(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    who = begun(django_app, submission)
    names = {name for name in who.forms["step-form"].fields if name}
    assert {"first_name", "last_name", "municipality"} <= names
    assert "email" not in names
    assert submission.email in who.text
    assert "I tuoi recapiti" in who.click("Cambialo tra i tuoi recapiti").text

    first = first_step(who)
    # The last one below the choice that opens it.
    assert fields(first) == {"type", "why", "runts"}
    assert first.forms["step-form"]["q-why"].value.strip() == ANSWERS["why"]


def test_the_correction_keeps_reference_and_moment_and_the_former_version(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    told = send(to_summary(django_app, submission, why="Per la valle"))

    assert "Correzione inviata" in told.text
    sent = Submission.objects.get()
    assert (sent.reference, sent.submitted_at) == (submission.reference, submission.submitted_at)
    assert sent.status == Status.RECEIVED
    assert sent.answers == {**ANSWERS, "why": "Per la valle"}
    assert sent.corrected_at is not None
    former = sent.answer_revisions.get()
    assert (former.answers, former.action) == (ANSWERS, "correct")
    assert list(LogEntry.objects.filter(submission=sent).values_list("action", flat=True)) == [
        "received",
        "correct",
    ]
    receipt = django_app.get(personal(sent).replace("segui", "ricevuta"))
    assert "Versione 2: le risposte sono quelle cambiate" in " ".join(receipt.text.split())


def test_the_renewed_receipt_says_that_it_is_a_correction(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    read_letters()
    send(to_summary(django_app, submission, why="Per la valle"))

    [letter] = read_letters()

    assert letter.to == [submission.email]
    assert "Nuova ricevuta" in letter.subject
    assert submission.reference in letter.subject
    assert "Questa è la nuova ricevuta" in letter.body
    sent_at = timezone.localtime(submission.submitted_at)
    assert f"{sent_at:%H:%M:%S}" in letter.body


def test_until_it_is_sent_the_former_version_stands_and_this_is_said(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    first = first_step(begun(django_app, submission))
    left = press(first, "save", why="Scritto a metà")

    assert "non inviata" in left.text
    assert "Continua la correzione" in left.text
    assert Submission.objects.get().answers == ANSWERS

    with at(closing(submission.page.specific)):
        late = django_app.get(personal(submission))
        assert "vale la versione" in " ".join(late.text.split())
        over = django_app.get(personal(submission, "correggi/"), status=410)
    assert "Il termine è passato" in over.text
    assert "Scritto a metà" in over.text
    assert "Vale la versione che hai inviato" in over.text


def test_a_step_pressed_after_the_closing_saves_nothing_and_shows_what_was_typed(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    first = first_step(begun(django_app, submission))
    form = first.forms["step-form"]
    form["q-why"] = "Troppo tardi"

    with at(closing(submission.page.specific)):
        late = form.submit("action", value="next", status=410)

    assert "Troppo tardi" in late.text
    assert "why" not in PendingRevision.objects.get().typed


def test_once_the_office_begins_it_is_not_corrected_any_more(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    summary = to_summary(django_app, submission, why="Per la valle")
    office(submission, "take")

    refused = summary.forms[FORM].submit("action", value="send").follow(status=409)

    assert "Non si può più correggere" in refused.text
    assert "Per la valle" in refused.text
    assert Submission.objects.get().answers == ANSWERS
    assert "Correggi" not in django_app.get(personal(submission)).text


def test_a_proposal_that_a_colleague_made_meanwhile_falls(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    """It was made on the answers before; the applicant knows nothing of it."""
    summary = to_summary(django_app, submission, why="Per la valle")
    proposer = staff(access.OVERSEE, access.REVIEW, access.PROPOSE)
    transition(submission.pk, "propose_accept", Actor.staff(proposer), expected_version=1, reason="Va bene.")

    send(summary)

    sent = Submission.objects.get()
    assert sent.proposal is None
    assert sent.answers["why"] == "Per la valle"


def test_who_sends_it_is_corrected_and_found_by_the_new_name(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    place = MunicipalityFactory.create()
    first = first_step(
        begun(django_app, submission), last_name="Bernardeschi", municipality=place.cadastral_code
    )
    summary = press(press(press(first, "next"), "next"), "next")
    assert "Ora: Prova Bernardeschi" in summary.html.find("section", {"aria-labelledby": "cambia"}).get_text(
        " ", strip=True
    )
    send(summary)

    sent = Submission.objects.get()
    assert (sent.last_name, sent.municipality, sent.zone) == ("Bernardeschi", place, place.zone)
    assert sent.email == submission.email
    everything = access.Reach(everything=True)
    assert [one.pk for one in find(Submission.objects.all(), "bernardeschi", everything).rows] == [sent.pk]
    assert not find(Submission.objects.all(), submission.last_name, everything).rows
    assert sent.answer_revisions.get().applicant["last_name"] == submission.last_name


def test_a_first_step_with_a_mistake_is_kept_and_not_sent(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    wrong = first_step(begun(django_app, submission), last_name="")
    assert "Scrivi il cognome." in wrong.text
    summary = first_step(wrong, "go-4", last_name="").maybe_follow()

    assert "Completa il passo «Chi sei»" in summary.text
    version = summary.forms[FORM]["version"].value
    Client().post(summary.request.path, {"version": version, "action": "send"})
    assert not Submission.objects.get().answer_revisions.exists()


def test_a_correction_that_changes_nothing_is_not_sent(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    told = send(to_summary(django_app, submission))

    assert "Non hai cambiato nulla" in told.text
    assert not Submission.objects.get().answer_revisions.exists()


def test_marks_follow_a_changed_code_and_another_ones_code_is_refused() -> None:
    call = CallPageFactory.create(
        steps=form_of([block("tax_code", "tax", label="Codice fiscale", required=True, holder="either")])
    )
    ours = submitted(call, answers={"tax": PERSON}, email="ada@example.org")
    submitted(call, answers={"tax": OTHER_PERSON}, email="vera@example.org")
    written(ours, {"tax": OTHER_PERSON}, purpose=CORRECTION)

    client = Client()
    address = personal(ours, "correggi/riepilogo/")
    answer = client.post(address, {"version": 1, "action": "send"}, follow=True)

    assert "c’è già" in answer.content.decode()
    assert Submission.objects.get(pk=ours.pk).answers == {"tax": PERSON}


def test_an_event_is_corrected_without_losing_the_seat(django_app: DjangoTestApp) -> None:
    event = EventPageFactory.create(capacity=1)
    ours, waiting = submitted(event), submitted(event)
    seat = Seat.objects.get(submission=ours)

    for one, status in ((ours, Status.ACCEPTED), (waiting, Status.RESERVE)):
        followed = django_app.get(personal(one))
        assert "Il tuo posto, o il tuo turno in lista d’attesa, non cambia." in followed.text
        step = first_step(followed.click("Correggi").follow())
        send(press(step, "next", **{"q-motivation": "Con una sedia a rotelle"}))
        one.refresh_from_db()
        assert (one.status, one.answers) == (status, {"q-motivation": "Con una sedia a rotelle"})

    assert Seat.objects.get() == seat


def test_what_a_committee_decided_is_not_corrected() -> None:
    event = EventPageFactory.create(admission="moderated")
    submission = submitted(event)
    office(submission, "accept")

    assert Client().get(personal(submission, "correggi/")).status_code == 409


def test_there_is_an_end_to_versions(django_app: DjangoTestApp, submission: Submission) -> None:
    for _turn in range(corrections.MOST):
        submission.answer_revisions.create(
            answers=ANSWERS, action="correct", form_version_id=submission.form_version_id
        )

    assert "Correggi" not in django_app.get(personal(submission)).text
    refused = django_app.get(personal(submission, "correggi/"), status=409)
    assert "Hai già corretto molte volte" in refused.text


def test_of_two_who_send_the_same_correction_one_does(committed_db: None, page: CallPage) -> None:
    submission = submitted(page, answers=dict(ANSWERS))
    written(submission, {"why": "Per la valle"}, purpose=CORRECTION)

    def press_send(_number: int) -> str:
        try:
            resending.send(submission, CORRECTION, version=1, received_at=timezone.now())
        except ConflictError:
            return "refused"
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press_send, range(4))) == ["refused"] * 3 + ["sent"]
    assert submission.answer_revisions.count() == 1
    assert LogEntry.objects.filter(action="correct", actor_label=APPLICANT.label).count() == 1


def test_in_the_last_moment_it_still_counts(submission: Submission) -> None:
    written(submission, {"why": "Per la valle"}, purpose=CORRECTION)
    last = closing(submission.page.specific) - timedelta(microseconds=1)

    sent = resending.send(submission, CORRECTION, version=1, received_at=last)

    assert sent.corrected_at == last


def citizen(call: CallPage, age: int, days: int = 0, **values: Any) -> Submission:
    birth_date = date.fromisoformat(born(age, days))
    return submitted(call, answers={}, applicant_kind="citizen", birth_date=birth_date, **values)


def test_a_date_of_birth_is_seen_and_corrected(django_app: DjangoTestApp) -> None:
    ours = citizen(others_call(minimum_age=16, allowed_applicants="citizen"), 30)
    wrong, right = ours.birth_date, date.fromisoformat(born(31, 1))

    who = begun(django_app, ours)
    assert who.forms["step-form"]["birth_date"].value == str(wrong)
    summary = press(first_step(who, birth_date=str(right)), "next")
    changed = summary.html.find("section", {"aria-labelledby": "cambia"}).get_text(" ", strip=True)
    assert f"Ora: {date_format(right, 'j F Y')}" in changed
    again = summary.click("Modifica", index=0)
    assert again.forms["step-form"]["birth_date"].value == str(right)
    send(summary)

    ours.refresh_from_db()
    assert ours.birth_date == right
    assert ours.answer_revisions.get().applicant["birth_date"] == wrong
    [former] = json.loads(portable.as_json(ours))["earlier_answers"]
    assert former["applicant"]["birth_date"] == str(wrong)


def test_a_correction_makes_nobody_too_young_and_takes_no_guardian_away(django_app: DjangoTestApp) -> None:
    page = others_call(minimum_age=16)
    adult, minor = citizen(page, 30, email="ada@example.org"), citizen(page, 17, email="lea@example.org")
    CallPage.objects.update(guardian_confirms=True)

    def corrected(ours: Submission, **who: str) -> Any:
        return first_step(django_app.get(personal(ours, "correggi/passo/0/")), **who)

    assert "servono almeno 16 anni" in corrected(adult, birth_date=born(15)).text
    for ours, years in ((adult, 17), (minor, 19)):
        assert "qui non la puoi correggere" in corrected(ours, birth_date=born(years)).text
    group = corrected(minor, applicant_kind="organisation", organisation_name="Gruppo")
    assert "qui non puoi cambiare per chi partecipi" in group.text
    corrected(minor, applicant_kind="citizen", birth_date=born(17, 5))
    assert not PendingRevision.objects.get(submission=minor).applicant_typed


def test_who_becomes_a_citizen_by_a_correction_says_when_they_were_born(django_app: DjangoTestApp) -> None:
    page = others_call(minimum_age=16)
    group = submitted(page, answers={}, applicant_kind="organisation", organisation_name="Gruppo")

    shown = first_step(begun(django_app, group), applicant_kind="citizen")

    assert "Scrivi la data di nascita." in shown.text


def test_a_date_of_birth_that_is_not_asked_any_more_stays(django_app: DjangoTestApp) -> None:
    page = others_call(minimum_age=16, allowed_applicants="citizen")
    ours = citizen(page, 30)
    CallPage.objects.update(minimum_age=None)

    send(press(first_step(begun(django_app, ours), last_name="Altra"), "next"))

    was = ours.birth_date
    ours.refresh_from_db()
    assert (ours.last_name, ours.birth_date) == ("Altra", was)


def test_what_another_tab_wrote_while_the_summary_was_open_is_not_sent_unseen(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    step = first_step(begun(django_app, submission))
    summary = press(press(press(step, "next", why="Per altro"), "next"), "next")
    where = django_app.get(summary.request.path.replace("riepilogo", "passo/2"))
    press(where, "next", where="Arezzo")

    told = send(summary)

    assert "qualcosa è cambiato" in told.text
    assert Submission.objects.get().answers["where"] == "Cortona"
    send(told)
    assert Submission.objects.get().answers["where"] == "Arezzo"
