"""Questions before anything personal is typed, and an answer that leads out."""

import json
from typing import Any

import pytest
from django_webtest import DjangoTestApp
from wagtail.models import Site

from candidature.models import CallPage, Draft, Submission
from candidature.privacy import retention
from eventi.models import EventPage
from tests.candidature.factories import CallPageFactory, EventPageFactory
from tests.candidature.public.by_buttons import FORM
from tests.candidature.public.journey import form_of, prove
from tests.moduli.builders import block
from tests.moduli.test_eligibility import WHY, asked_first, choice, yes_no

pytestmark = pytest.mark.django_db


def form_with(*questions: Any) -> str:
    """Those asked first, and a step."""
    step = json.loads(form_of([block("short_text", "why", label="Perché?", required=False)]))
    return json.dumps([asked_first(*questions), *step])


@pytest.fixture
def elsewhere() -> CallPage:
    made: CallPage = CallPageFactory.create(
        title="Incontri per ragazze e ragazzi", parent=Site.objects.get(is_default_site=True).root_page
    )
    return made


@pytest.fixture
def page(elsewhere: CallPage) -> CallPage:
    out = {"leads_out": True, "why": WHY, "page": elsewhere.pk}
    made: CallPage = CallPageFactory.create(
        parent=Site.objects.get(is_default_site=True).root_page,
        contact_email="ufficio@example.org",
        steps=form_with(yes_no(no_out=out)),
    )
    return made


def asked(app: Any, page: Any) -> Any:
    """The questions, come to by the button on the page itself."""
    return app.get(page.url).html and app.post(f"/candidature/nuova/{page.pk}/").follow()


def enter(app: Any, page: Any) -> Any:
    form = asked(app, page).forms[FORM]
    form["q-adult"] = "yes"
    return form.submit().follow()


def fill_in_who(shown: Any) -> Any:
    form = shown.forms["step-form"]
    values = {"applicant_kind": "citizen", "first_name": "Ada", "last_name": "Prova"}
    for name, value in {**values, "email": "ada@example.org", "municipality": "other"}.items():
        form[name] = value
    return form.submit("action", value="next").follow()


def test_nothing_is_begun_before_the_questions_are_answered(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = asked(django_app, page)

    assert "Hai 18 anni?" in shown.text
    assert "C’è un errore" not in shown.text
    assert not Draft.objects.exists()
    told = shown.forms[FORM].submit(status=302).follow()
    assert "Rispondi a «Hai 18 anni?»: scegli sì o no." in told.html.select_one("[role=alert]").text
    assert not Draft.objects.exists()


def test_who_is_led_out_reads_why_and_where_to_go_and_nothing_is_stored(
    django_app: DjangoTestApp, page: CallPage, elsewhere: CallPage
) -> None:
    form = asked(django_app, page).forms[FORM]
    form["q-adult"] = "no"

    told = form.submit(status=302).follow()

    assert "Questo avviso non fa per te" in told.html.h1.text
    assert WHY in told.text
    assert "Alla domanda «Hai 18 anni?» hai risposto «No»." in " ".join(told.html.text.split())
    link = told.html.find("a", string="Vai a «Incontri per ragazze e ragazzi»")
    assert link["href"] == elsewhere.url
    assert "ufficio@example.org" in told.text
    assert not Draft.objects.exists()
    # A mistake is corrected: the answer is still there, and nothing is red.
    again = told.click("Cambia la risposta")
    assert again.forms[FORM]["q-adult"].value == "no"
    assert not again.html.select_one("[role=alert]")


def test_an_event_speaks_of_an_event(django_app: DjangoTestApp) -> None:
    event: EventPage = EventPageFactory.create(
        parent=Site.objects.get(is_default_site=True).root_page, steps=form_with(yes_no())
    )
    form = asked(django_app, event).forms[FORM]
    form["q-adult"] = "no"

    assert "Questo evento non fa per te" in form.submit().follow().html.h1.text


def test_who_comes_in_writes_who_they_are_and_the_answers_are_sent_along(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    who = enter(django_app, page)
    assert "Chi sei" in who.html.h1.text
    assert Draft.objects.get().answers == {"adult": "yes"}

    step = fill_in_who(who)
    # Not asked a second time.
    assert step.html.h1.text.strip() == "Passo 1"
    summary = step.forms["step-form"].submit("action", value="next").follow()
    assert "Hai 18 anni?" in summary.text
    prove(summary.request.path.split("/")[3])
    form = summary.forms[FORM]
    form["notice_read"] = True
    form.submit(status=302)

    sent = Submission.objects.get()
    assert sent.answers == {"adult": "yes"}
    assert sent.schema["steps"][0]["questions"][0]["label"] == "Hai 18 anni?"


def test_back_and_forward_go_the_same_way(django_app: DjangoTestApp, page: CallPage) -> None:
    step = fill_in_who(enter(django_app, page))

    who = step.forms["step-form"].submit("action", value="back").follow()
    assert "Chi sei" in who.html.h1.text
    first = who.forms["step-form"].submit("action", value="go-1").follow()
    assert first.html.h1.text.strip() == "Puoi partecipare?"
    assert first.forms["step-form"]["q-adult"].value == "yes"
    assert "Indietro" not in first.forms["step-form"].text
    assert "Chi sei" in first.forms["step-form"].submit("action", value="next").follow().html.h1.text


def test_a_draft_without_the_answers_asks_for_them_before_anything_else(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    page.steps = form_with()
    page.save()
    who = django_app.post(f"/candidature/nuova/{page.pk}/").follow()
    token = who.request.path.split("/")[3]
    page.steps = form_with(yes_no())
    page.save()

    shown = django_app.get(f"/candidature/bozza/{token}/passo/2/").follow()

    assert shown.html.h1.text.strip() == "Puoi partecipare?"
    # What was being typed in another page is not lost: it is saved, and the question comes next.
    form = who.forms["step-form"]
    form["first_name"] = "Ada"
    assert form.submit("action", value="save").status_code == 302
    assert Draft.objects.get().applicant_typed["first_name"] == "Ada"


def test_an_answer_changed_in_the_draft_leads_out_there_and_nothing_can_be_sent(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    step = fill_in_who(enter(django_app, page))
    form = step.forms["step-form"].submit("action", value="go-1").follow().forms["step-form"]
    form["q-adult"] = "no"

    told = form.submit("action", value="next").follow()

    assert "Questo avviso non fa per te" in told.html.h1.text
    assert WHY in told.text
    assert "Vai a «Incontri per ragazze e ragazzi»" in told.text
    token = told.request.path.split("/")[3]
    summary = django_app.get(f"/candidature/bozza/{token}/riepilogo/")
    assert WHY in summary.html.select_one("[role=alert]").text
    step = summary.click("Cambia la risposta")
    assert f"Con questa risposta non si può partecipare: {WHY}" in step.html.select_one("[role=alert]").text
    assert "Invia la candidatura" not in summary.text


def test_a_question_of_several_options_leads_out_by_one(django_app: DjangoTestApp) -> None:
    page = CallPageFactory.create(
        parent=Site.objects.get(is_default_site=True).root_page,
        steps=form_with(yes_no(), choice({}, {"leads_out": True, "why": "Solo in zona 0."})),
    )
    form = asked(django_app, page).forms[FORM]
    form["q-adult"] = "yes"
    form["q-where"] = "o1"
    assert "Solo in zona 0." in form.submit().follow().text

    form["q-where"] = "o0"
    form.submit().follow()
    assert Draft.objects.get().answers == {"adult": "yes", "where": "o0"}


@pytest.mark.parametrize("query", ["q-adult=forse", "q-adult=no", "q-altro=no&esito=controlla", "esito=boh"])
def test_an_address_that_says_nothing_of_the_questions_shows_them(
    django_app: DjangoTestApp, page: CallPage, query: str
) -> None:
    shown = django_app.get(f"/candidature/nuova/{page.pk}/?{query}")

    assert "q-adult" in shown.forms[FORM].fields


def test_a_draft_with_only_these_answers_is_empty(django_app: DjangoTestApp, page: CallPage) -> None:
    enter(django_app, page)

    assert retention.prune_empty_drafts(page=page) == 1
