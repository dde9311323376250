"""The list of steps, the way from the summary to a step and back, and what "completato" is said of."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import Draft
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.by_buttons import FORM, begin
from tests.candidature.public.journey import WHO, Journey, form_of
from tests.candidature.public.mailbox import code_in, read_letters
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db

DONE = "(completato)"


@pytest.fixture
def journey() -> Journey:
    first = block("short_text", "a", label="Che cosa proponete?", required=True)
    second = block("email", "b", label="Email del gruppo", required=False)
    third = block("short_text", "c", label="Altro", required=False)
    journey = Journey(CallPageFactory.create(steps=form_of([first], [second], [third])))
    journey.start()
    return journey


def parsed(answer: Any) -> Any:
    return BeautifulSoup(answer.content, "html.parser")


def listed(answer: Any) -> dict[str, str]:
    """The names in the list of steps as wide screens show it, each with all the words of its line."""
    lines = parsed(answer).select(".step-progress-wide li")
    return {
        line.find(["a", "button", "span"]).get_text(strip=True): line.get_text(" ", strip=True)
        for line in lines
    }


def done(answer: Any) -> list[str]:
    return [name for name, words in listed(answer).items() if DONE in words]


def test_who_has_not_begun_sees_what_is_ahead_and_no_way_into_it(journey: Journey) -> None:
    page = parsed(journey.client.get(reverse("candidature:start", args=[journey.page.pk])))

    ahead = [line.get_text() for line in page.select(".journey ol li")]
    assert ahead == ["Chi sei", "Passo 1", "Passo 2", "Passo 3", "Riepilogo"]
    assert page.select(".journey ol :is(a, button)") == []


def test_a_first_step_is_called_done_once_it_is_filled_in_and_right(journey: Journey) -> None:
    new = Journey(journey.page)
    new.begin()
    assert done(new.get("step", 1)) == []
    new.who(first_name="")
    assert done(new.get("step", 1)) == []
    new.who()
    assert done(new.get("step", 1)) == ["Chi sei"]
    new.who(first_name="", action="save")
    assert done(new.get("step", 1)) == []


def test_a_step_is_called_done_when_it_was_filled_in_and_lacks_nothing(journey: Journey) -> None:
    assert done(journey.get("step", 1)) == ["Chi sei"]

    journey.step(1, a="Un orto")
    assert done(journey.get("step", 2)) == ["Chi sei", "Passo 1"]
    # Nothing in it is obligatory, but nobody has been there.
    assert done(journey.get("summary")) == ["Chi sei", "Passo 1"]

    journey.step(2, action="save", b="senza chiocciola")
    assert done(journey.get("summary")) == ["Chi sei", "Passo 1"]

    journey.step(2, b="")
    assert done(journey.get("summary")) == ["Chi sei", "Passo 1", "Passo 2"]

    journey.step(1, action="save", a="")
    assert done(journey.get("summary")) == ["Chi sei", "Passo 2"]


def test_the_step_that_is_shown_is_the_current_one(journey: Journey) -> None:
    shown = parsed(journey.get("step", 2))

    current = shown.select('.step-progress-wide [aria-current="step"]')
    assert [line.get_text(strip=True) for line in current] == ["Passo 2"]
    assert shown.select_one(".step-progress summary").get_text(strip=True) == "Passo 3 di 5"


def test_another_step_is_reached_from_the_list_and_what_was_typed_is_kept(journey: Journey) -> None:
    page = parsed(journey.get("step", 2))
    buttons = {button.get_text(strip=True): button for button in page.select(".step-progress-wide button")}
    assert list(buttons) == ["Chi sei", "Passo 1", "Passo 3", "Riepilogo"]
    assert {button["form"] for button in buttons.values()} == {page.select_one("main form")["id"]}

    answer: Any = journey.step(2, action=buttons["Chi sei"]["value"], b="senza chiocciola")
    assert answer.url == journey.url("step", 0)
    assert Draft.objects.get().answers["b"] == "senza chiocciola"

    answer = journey.step(2, action=buttons["Riepilogo"]["value"], b="gruppo@example.org")
    assert journey.client.get(answer.url)["Location"] == journey.url("summary")
    assert Draft.objects.get().answers["b"] == "gruppo@example.org"


def test_who_one_is_leads_to_any_step_right_or_not_and_forgets_nothing(journey: Journey) -> None:
    assert journey.who(action="go-3").url == journey.url("step", 3)

    assert journey.who(action="go-3", first_name="", last_name="Provetta").url == journey.url("step", 3)

    assert 'value="Provetta"' in journey.get("step", 0).content.decode()
    assert "error-summary" not in journey.get("step", 0).content.decode()
    told = listed(journey.get("summary"))
    assert DONE not in told["Chi sei"]


@pytest.mark.parametrize("action", ["go-", "go-x", "go--1", "go-٣", "go-9999", "go-1/../.."])
def test_a_button_that_no_page_has_goes_on_as_usual(journey: Journey, action: str) -> None:
    assert journey.step(1, action=action, a="Un orto").url == journey.url("step", 2)


def test_the_key_enter_goes_on_and_not_to_another_step(journey: Journey) -> None:
    """It presses the first button that belongs to the form, wherever in the page it stands."""

    def pressed(address: str) -> Any:
        page = parsed(journey.client.get(address))
        form = page.select_one("#step-form")
        return next(
            button["value"]
            for button in page.select("button[type=submit]")
            if button.get("form") == form["id"] or form in button.parents
        )

    assert pressed(journey.url("step", 0)) == pressed(journey.url("step", 2)) == "next"
    assert pressed(journey.url("step", 0) + "?da=riepilogo") == "summary"
    assert pressed(journey.url("step", 2) + "?da=riepilogo") == "summary"


def test_one_press_leads_from_a_corrected_step_back_to_the_summary(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    journey.step(1, a="Un orto")
    summary = django_app.get(journey.url("summary"))

    step = summary.click(href=r"passo/1/\?da=riepilogo", index=-1)
    form = step.forms["step-form"]
    form["q-a"] = ""
    refused = form.submit("action", value="summary", status=302).follow()
    form = refused.forms["step-form"]
    form["q-a"] = "Due orti"
    back = form.submit("action", value="summary").follow()

    assert back.request.path == journey.url("summary")
    assert "Due orti" in back.text


def test_one_press_leads_from_who_one_is_back_to_the_summary(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    step = django_app.get(journey.url("summary")).click(href=r"passo/0/\?da=riepilogo")
    form = step.forms["step-form"]
    form["first_name"] = "Bea"

    back = form.submit("action", value="summary").follow()

    assert back.request.path == journey.url("summary")
    assert "Bea" in back.text


def test_a_step_removed_by_an_editor_meanwhile_keeps_the_way_back(journey: Journey) -> None:
    answer = journey.client.post(f"{journey.url('step', 1)}?da=riepilogo", {"step": "gone", "action": "next"})

    assert answer["Location"] == f"{journey.url('step', 1)}?da=riepilogo"


def test_the_summary_can_be_left_and_found_again(django_app: DjangoTestApp, journey: Journey) -> None:
    journey.step(1, a="Un orto")
    summary = django_app.get(journey.url("summary")).forms[FORM]

    saved = summary.submit("action", value="save").follow()

    assert "La bozza è salvata, ma non è ancora inviata" in saved.text
    assert Draft.objects.exists()
    back = saved.click("Continua a scrivere").maybe_follow()
    assert back.request.path == journey.url("summary")


def test_the_summary_of_an_incomplete_form_can_be_left_too(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    summary = django_app.get(journey.url("summary")).forms[FORM]

    assert "salvata" in summary.submit("action", value="save").follow().request.path


def test_an_applicant_goes_all_the_way_by_the_buttons_of_the_pages(django_app: DjangoTestApp) -> None:
    page = CallPageFactory.create(steps=form_of([block("short_text", "a", label="Che cosa?", required=True)]))
    form = begin(django_app, page).forms["step-form"]
    for name, value in WHO.items():
        if name in form.fields:
            form[name] = value
    form = form.submit("action", value="next").follow().forms["step-form"]
    form["q-a"] = "Un orto"
    summary = form.submit("action", value="next").follow().forms[FORM]
    summary["notice_read"] = True

    confirm = summary.submit("action", value="send").follow().forms[FORM]
    confirm["code"] = code_in(read_letters()[0])
    receipt = confirm.submit("action", value="send").follow()

    assert "CS-" in receipt.text
