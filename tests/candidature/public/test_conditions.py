"""Questions and steps that only some are asked, from "Chi sei" to what was sent, and whoever corrects it."""

import json
from typing import Any

import pytest
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Submission
from candidature.pages.window import AllowedApplicants
from candidature.privacy import portable
from candidature.public.previewing.whole_form import WHOLE_FORM
from candidature.receipts.document import contents
from candidature.submissions.applicants import ApplicantKind
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.public.journey import Journey, form_of
from tests.candidature.public.revising import ask, personal, press, send
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db

APS = {"answers": [{"question": "type", "options": ["aps"]}]}
ORGANISATIONS = {"kinds": ["organisation"]}
WHO = {"applicant_kind": "organisation", "organisation_name": "Il Ponte"}


def text(key: str, condition: Any = None, *, required: bool = True, label: str = "") -> dict[str, Any]:
    return block("short_text", key, label=label or key.capitalize(), required=required, only_if=condition)


def choice() -> dict[str, Any]:
    options = [item("APS", id_="aps"), item("Gruppo", id_="group")]
    return block(
        "one_choice", "type", label="Che cosa siete?", required=True, options=options, only_if=ORGANISATIONS
    )


def form() -> str:
    """Organisations say of which type they are; some then say more, here, in a step of its own, and later."""
    first, second, *others = json.loads(
        form_of(
            [choice(), text("runts", APS), text("why")],
            [text("statute", required=False)],
            [text("where")],
            [text("seat", ORGANISATIONS, required=False)],
        )
    )
    second["value"]["only_if"] = APS
    return json.dumps([first, second, *others])


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(steps=form())
    return made


def test_who_is_a_person_is_asked_nothing_of_what_is_for_organisations(page: CallPage) -> None:
    person = Journey(page)
    ahead = person.client.get(f"/candidature/nuova/{page.pk}/").content.decode()
    assert "Passo 2 (se ti riguarda)" in ahead
    assert "Passo 3 (se ti riguarda)" not in ahead
    person.start()
    first = person.get("step", 1)
    assert "Che cosa siete?" not in first.content.decode()
    assert "Passo 1 di 4" not in first.content.decode()
    assert "Passo 2 di 4" in first.content.decode()
    # What is not asked is passed over, forwards, backwards and by its address.
    assert person.step(1, why="Per noi")["Location"] == person.url("step", 3)
    assert person.step(3, "back", where="Vinci")["Location"] == person.url("step", 1)
    assert person.get("step", 2)["Location"] == person.url("step", 3)
    assert person.step(3, where="Vinci")["Location"] == person.url("summary")
    assert person.get("step", 4)["Location"] == person.url("summary")
    # What nobody asked is not taken.
    person.step(1, type="aps", runts="123", why="Per noi")
    person.send()
    assert Submission.objects.get().answers == {"why": "Per noi", "where": "Vinci"}


def test_an_answer_opens_a_question_here_without_a_script_and_a_step_that_is_passed_over_otherwise(
    page: CallPage,
) -> None:
    body = Journey(page)
    body.start(**WHO)
    again = body.step(1, type="aps", why="Per noi")
    assert 'name="q-runts"' in again.content.decode().split("<template")[0]
    assert "Rispondi a «" not in again.content.decode()
    assert body.step(1, type="aps", runts="12", why="Per noi", shown=["runts"])["Location"] == body.url(
        "step", 2
    )
    body.step(2, statute="Il nostro")
    body.step(3, where="Vinci")
    body.step(4, seat="Via Roma")
    body.step(1, type="group", runts="12", why="Per noi", shown=["runts"])
    summary = body.get("summary").content.decode()
    assert "Il nostro" not in summary
    assert "Passo 2" not in summary
    body.send()
    sent = Submission.objects.get()
    assert sent.answers == {"type": "group", "why": "Per noi", "where": "Vinci", "seat": "Via Roma"}
    told = str([portable.everything(sent)["in_words"], contents(sent, 1)["sections"]])
    assert "Via Roma" in told
    assert "Il nostro" not in told
    assert "Statute" not in told


def test_whoever_changes_an_answer_from_the_summary_is_led_to_what_it_opens(page: CallPage) -> None:
    body = Journey(page)
    body.start(**WHO)
    body.step(1, type="group", why="Per noi")
    body.step(3, where="Vinci")
    body.step(4, seat="Via Roma")
    led = body.step(1, "summary", type="aps", runts="12", why="Per noi", shown=["runts"])
    assert led["Location"] == f"{body.url('step', 2)}?da=riepilogo&esito=aperte"
    opened = body.client.get(led["Location"]).content.decode()
    assert "C’è un errore" not in opened
    # The step has been looked at: nobody is led there again.
    assert body.step(2, "summary")["Location"] == body.url("summary")
    assert body.step(1, "summary", type="aps", runts="12", why="Perché sì", shown=["runts"])[
        "Location"
    ] == body.url("summary")


def test_whoever_turns_out_to_be_another_kind_of_applicant_is_asked_as_such(page: CallPage) -> None:
    journey = Journey(page)
    journey.start()
    journey.step(1, why="Per noi")
    journey.step(3, where="Vinci")
    # From the summary, "Chi sei" is corrected: the first step asks more now.
    key = journey.get("step", 0).content.decode()
    assert "Passo 1 di 4" in key
    answer = journey.who(**WHO, action="summary")
    assert answer["Location"].startswith(journey.url("step", 1))
    journey.step(1, type="aps", runts="12", why="Per noi", shown=["runts"])
    summary = journey.get("summary").content.decode()
    assert "Passo 4" in summary
    journey.who()
    journey.send()
    sent = Submission.objects.get()
    assert sent.applicant_kind == ApplicantKind.CITIZEN
    assert sent.answers == {"why": "Per noi", "where": "Vinci"}


def test_a_form_of_which_nothing_is_asked_of_somebody_goes_from_who_they_are_to_the_summary() -> None:
    page = CallPageFactory.create(steps=form_of([text("seat", ORGANISATIONS)], [text("more", ORGANISATIONS)]))
    person = Journey(page)
    assert person.start()["Location"] == person.url("summary")
    assert person.get("summary").status_code == 200
    person.send()
    assert Submission.objects.get().answers == {}


def test_of_a_page_for_one_kind_alone_everybody_is_of_it() -> None:
    page = CallPageFactory.create(
        allowed_applicants=AllowedApplicants.ORGANISATIONS, steps=form_of([text("seat", ORGANISATIONS)])
    )
    body = Journey(page)
    assert "se ti riguarda" not in body.client.get(f"/candidature/nuova/{page.pk}/").content.decode()
    body.begin()
    assert 'name="q-seat"' in body.get("step", 1).content.decode()


def test_a_posted_step_that_is_not_asked_any_more_loses_nothing_and_leads_on(page: CallPage) -> None:
    """Another tab changed the answer on which it depends."""
    body = Journey(page)
    body.start(**WHO)
    body.step(1, type="aps", runts="12", why="Per noi", shown=["runts"])
    body.get("step", 2)
    body.step(1, type="group", why="Per noi")
    left = body.step(2, statute="Il nostro", step="s2")
    assert left["Location"] == body.url("step", 3)
    body.step(1, type="aps", runts="12", why="Per noi", shown=["runts"])
    assert "Il nostro" in body.get("step", 2).content.decode()


def test_the_office_asks_for_some_answers_again_and_what_they_open_comes_with_them(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    sent = submitted(
        page,
        answers={"type": "group", "why": "Per noi", "where": "Vinci"},
        applicant_kind="organisation",
        organisation_name="Il Ponte",
    )
    sent = ask(sent, "type")
    shown = django_app.get(personal(sent)).click("^Completa$").follow()
    assert "Per noi" in shown.text
    opened = press(shown, "next", type="aps")
    opened.forms["step-form"]["q-runts"] = "12"
    second = opened.forms["step-form"].submit("action", value="next").follow()
    send(press(second, "next", statute="Il nostro"))
    sent.refresh_from_db()
    assert sent.answers == {
        "type": "aps",
        "runts": "12",
        "statute": "Il nostro",
        "why": "Per noi",
        "where": "Vinci",
    }


def test_what_is_asked_again_without_what_decides_about_it_is_asked_as_it_was(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    answers = {"type": "aps", "runts": "1", "why": "Per noi", "where": "Vinci"}
    sent = submitted(page, answers=answers, applicant_kind="organisation", organisation_name="Il Ponte")
    sent = ask(sent, "runts")
    shown = django_app.get(personal(sent)).click("^Completa$").follow()
    assert "q-type" not in shown.forms["step-form"].fields
    send(press(shown, "next", runts="12"))
    sent.refresh_from_db()
    assert sent.answers == {**answers, "runts": "12"}


def test_the_whole_form_beside_the_editor_holds_every_question_and_says_when_a_step_is_there(
    page: CallPage,
) -> None:
    """The script shows what is chosen there, the kind of applicant included (`moduli.nodes.KIND`)."""
    shown = page.make_preview_request(preview_mode=WHOLE_FORM.name)
    words = " ".join(shown.content.decode().split())
    assert 'type="radio" name="applicant_kind"' in words
    assert '<template data-only-if="applicant_kind:organisation">' in words
    assert 'data-only-if="q-type:aps"' in words
    assert "Questo passo c’è solo se alla domanda «Che cosa siete?» hai scelto «APS»." in words
    assert all(f'name="q-{key}"' in words for key in ("type", "runts", "statute", "where", "seat"))
