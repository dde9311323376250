"""One step in two tabs, and a tab that comes too late: both texts are shown, nothing typed is lost."""

import html
from typing import Any

import pytest
from django.test import Client
from django_webtest import DjangoTestApp
from pytest_django import Settings
from webtest import Upload

from candidature.models import Draft
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import Journey, attachment, form_of, pdf
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey() -> Journey:
    questions = [
        block("long_text", "why", label="Perché?", required=False, max_length=500),
        block("short_text", "what", label="Che cosa?", required=False),
        block(
            "several_choices",
            "where",
            label="Dove?",
            required=False,
            options=[item("Lunigiana", id_="l"), item("Valdera", id_="v")],
        ),
    ]
    journey = Journey(CallPageFactory.create(steps=form_of(questions)))
    journey.start()
    journey.step(1, action="save", why="Prima", what="Un orto", where=["l"])
    return journey


@pytest.fixture
def tabs(django_app: DjangoTestApp, journey: Journey) -> Any:
    return [django_app.get(journey.url("step", 1)).forms["step-form"] for _tab in range(2)]


def kept() -> Any:
    return {key: value for key, value in Draft.objects.get().answers.items() if value}


def test_the_second_to_save_is_told_and_reads_both_texts(tabs: Any) -> None:
    first, second = tabs
    first["q-why"] = "Dalla prima <finestra>"
    second["q-why"] = "Dalla seconda\nfinestra"
    first.submit("action", value="next", status=302)

    told = second.submit("action", value="next", status=302).follow()

    assert "Di questo passo ci sono due versioni" in told.text
    shown = told.html.select_one(".notice dl.answers").get_text(" ", strip=True)
    assert "Perché?" in shown
    assert "Che cosa?" not in shown
    assert "Dalla prima <finestra>" in shown
    assert "Dalla seconda finestra" in shown
    assert told.forms["step-form"]["q-why"].value.split() == ["Dalla", "seconda", "finestra"]
    assert kept()["why"] == "Dalla prima <finestra>"


def test_pressing_again_keeps_what_the_field_holds(tabs: Any) -> None:
    first, second = tabs
    first["q-why"], second["q-why"] = "Uno", "Due"
    first.submit("action", value="next")
    told = second.submit("action", value="save", status=302).follow()

    told.forms["step-form"].submit("action", value="save", status=302)

    assert kept()["why"] == "Due"


def test_pressing_again_after_a_clash_undoes_nothing_else(tabs: Any) -> None:
    first, second = tabs
    first["q-why"], first["q-what"] = "Uno", "Orto della prima"
    second["q-why"] = "Due"
    first.submit("action", value="next", status=302)
    told = second.submit("action", value="next", status=302).follow()

    told.forms["step-form"].submit("action", value="save", status=302)

    assert kept()["why"] == "Due"
    assert kept()["what"] == "Orto della prima"


def test_correcting_an_error_undoes_nothing_of_the_other_tab(django_app: DjangoTestApp) -> None:
    questions = [
        block("short_text", "why", label="Perché?", required=False),
        block("email", "mail", label="Email", required=False),
    ]
    journey = Journey(CallPageFactory.create(steps=form_of(questions)))
    journey.start()
    journey.step(1, action="save", why="Prima")
    first, second = (django_app.get(journey.url("step", 1)).forms["step-form"] for _tab in range(2))
    first["q-why"] = "Dalla prima finestra"
    first.submit("action", value="save", status=302)
    second["q-mail"] = "senza chiocciola"
    again = second.submit("action", value="next", status=302).follow().forms["step-form"]
    again["q-mail"] = "ada@example.org"

    again.submit("action", value="next", status=302)

    assert kept()["why"] == "Dalla prima finestra"


def test_what_could_not_be_saved_undoes_nothing_when_it_is_sent_again(
    tabs: Any, settings: Settings, journey: Journey
) -> None:
    first, second = tabs
    first["q-why"] = "Dalla prima finestra"
    first.submit("action", value="next", status=302)
    second["q-what"] = "Due orti"
    most = settings.LIMITS["LIMIT_UPLOAD_MB_PER_HOUR"]
    settings.LIMITS = {**settings.LIMITS, "LIMIT_UPLOAD_MB_PER_HOUR": 0}
    again = second.submit("action", value="next", status=429).forms["step-form"]
    settings.LIMITS = {**settings.LIMITS, "LIMIT_UPLOAD_MB_PER_HOUR": most}

    again.submit("action", value="next", status=302)

    assert kept()["why"] == "Dalla prima finestra"
    assert kept()["what"] == "Due orti"


def a_choice(*, opens: Any) -> Any:
    options = [item("Associazione", opens, id_="formal"), item("Gruppo", id_="informal")]
    return block("one_choice", "kind", label="Che cosa siete?", required=False, options=options)


def test_a_file_under_a_choice_survives_an_older_tab(django_app: DjangoTestApp) -> None:
    questions = [a_choice(opens=attachment()), block("short_text", "what", label="Che cosa?", required=False)]
    journey = Journey(CallPageFactory.create(steps=form_of(questions)))
    journey.start()
    older = django_app.get(journey.url("step", 1)).forms["step-form"]
    journey.step(1, action="save", kind="formal", cv=pdf(), shown=["kind.formal"])
    named = kept()["cv"]
    older["q-what"] = "Un orto"

    older.submit("action", value="save", status=302)

    assert kept() == {"kind": "formal", "cv": named, "what": "Un orto"}


def test_a_choice_that_hides_what_the_other_tab_wrote_is_asked_about(django_app: DjangoTestApp) -> None:
    inner = block("short_text", "name", label="Nome", required=False)
    journey = Journey(CallPageFactory.create(steps=form_of([a_choice(opens=inner)])))
    journey.start()
    journey.step(1, action="save", kind="formal", name="Prima", shown=["kind.formal"])
    first, second = (django_app.get(journey.url("step", 1)).forms["step-form"] for _tab in range(2))
    first["q-kind"] = "informal"
    first.submit("action", value="save", status=302)
    second["q-name"] = "Seconda"

    told = second.submit("action", value="save", status=302).follow()

    shown = told.html.select_one(".notice dl.answers").get_text(" ", strip=True)
    assert "Che cosa siete? Scritta ora: Associazione Già salvata: Gruppo" in shown
    assert "Nome Scritta ora: Seconda Già salvata: nessuna risposta" in shown
    told.forms["step-form"].submit("action", value="save", status=302)
    assert kept() == {"kind": "formal", "name": "Seconda"}


def test_an_answer_that_is_not_valid_is_shown_beside_the_other_as_it_was_typed(
    django_app: DjangoTestApp,
) -> None:
    question = block("email", "mail", label="Email", required=False)
    journey = Journey(CallPageFactory.create(steps=form_of([question, attachment()])))
    journey.start()
    first, second = (django_app.get(journey.url("step", 1)).forms["step-form"] for _tab in range(2))
    first["q-mail"] = "ada@example.org"
    first.submit("action", value="save", status=302)
    second["q-mail"] = "senza chiocciola"
    second["q-cv"] = Upload("curriculum.exe", b"MZ")

    told = second.submit("action", value="save", status=302).follow()

    shown = told.html.select_one(".notice dl.answers").get_text(" ", strip=True)
    assert "Scritta ora: senza chiocciola Già salvata: ada@example.org" in shown
    # A refused file is gone, so this is said too.
    _two_answers, what_is_wrong = told.html.select("[role=alert]")
    assert "curriculum.exe" in what_is_wrong.get_text()


def test_a_third_tab_in_between_is_told_of_again(tabs: Any, journey: Journey) -> None:
    first, second = tabs
    first["q-why"], second["q-why"] = "Uno", "Due"
    first.submit("action", value="next")
    told = second.submit("action", value="save", status=302).follow()
    journey.step(1, action="save", why="Tre", what="Un orto", where=["l"])

    again = told.forms["step-form"].submit("action", value="save", status=302).follow()

    assert "Tre" in again.text
    assert kept()["why"] == "Tre"


def test_what_a_tab_left_alone_does_not_undo_the_other(tabs: Any) -> None:
    first, second = tabs
    first["q-why"] = "Cambiato di là"
    first.set("q-where", True, index=1)
    second["q-what"] = "Due orti"
    first.submit("action", value="next", status=302)

    second.submit("action", value="next", status=302)

    assert kept() == {"why": "Cambiato di là", "what": "Due orti", "where": ["l", "v"]}


def test_the_same_change_in_both_is_none(tabs: Any) -> None:
    first, second = tabs
    first["q-why"] = second["q-why"] = "Uguale"
    first.submit("action", value="next", status=302)

    second.submit("action", value="next", status=302)


def test_a_text_deleted_in_one_tab_and_changed_in_the_other_is_asked_about(tabs: Any) -> None:
    first, second = tabs
    first["q-why"], second["q-why"] = "", "Ancora qui"
    first.submit("action", value="next", status=302)

    told = second.submit("action", value="next", status=302).follow()

    assert "nessuna risposta" in told.html.select_one(".notice dl.answers").get_text()


def test_one_tab_alone_is_never_asked(tabs: Any) -> None:
    form = tabs[0]
    for text in ("Uno", "Due", "Tre"):
        form["q-why"] = text
        form = (
            form.submit("action", value="save", status=302)
            .follow()
            .click("Continua a scrivere")
            .forms["step-form"]
        )

    assert kept()["why"] == "Tre"


def test_an_answer_that_is_not_valid_yet_is_the_tabs_own_when_it_comes_again(
    django_app: DjangoTestApp,
) -> None:
    page = CallPageFactory.create(steps=form_of([block("email", "mail", label="Email", required=True)]))
    journey = Journey(page)
    journey.start()
    form = django_app.get(journey.url("step", 1)).forms["step-form"]

    for typed in ("senza chiocciola", "ancora senza"):
        form["q-mail"] = typed
        form = form.submit("action", value="next", status=302).follow().forms["step-form"]

    assert Draft.objects.get().answers["mail"] == "ancora senza"


def test_who_kept_pressing_after_sending_reads_what_was_typed(journey: Journey) -> None:
    journey.send()

    written = {"step": "s1", "q-why": "Scritto <tardi>", "q-where": ["v"], "action": "next"}
    late = journey.post("step", 1, **written)

    text = html.unescape(late.content.decode())
    assert late.status_code == 410
    assert "già stata inviata" in text
    assert "Scritto <tardi>" in text
    assert "Valdera" in text
    assert "Non è stato salvato" in text
    assert "<tardi>" not in late.content.decode()


def test_a_page_that_is_only_opened_after_sending_shows_no_answers(journey: Journey) -> None:
    journey.send()

    assert "Non è stato salvato" not in journey.get("step", 1).content.decode()


def test_who_wrote_behind_a_replaced_link_reads_what_was_typed(journey: Journey) -> None:
    old = journey.url("step", 1)
    first = journey.url("step", 0)
    journey.who(email="nuova@example.org")

    elsewhere = Client()
    late = elsewhere.post(old, {"step": "s1", "q-why": "Scritto sul vecchio", "action": "next"})
    who = elsewhere.post(first, {"first_name": "Bea", "applicant_kind": "citizen", "action": "next"})

    assert late.status_code == who.status_code == 410
    assert "Scritto sul vecchio" in late.content.decode()
    assert "Bea" in who.content.decode()
    assert "Per me, come cittadina o cittadino" in who.content.decode()


def test_a_hand_made_post_that_says_nothing_of_what_it_showed_counts(journey: Journey) -> None:
    assert journey.step(1, why="A mano").status_code == 302
    assert kept()["why"] == "A mano"


@pytest.mark.parametrize("seen", ["x", "00000000 zz", "é" * 9000])
def test_a_page_that_showed_nothing_we_know_overwrites_nothing(journey: Journey, seen: str) -> None:
    answer = journey.post(
        "step", 1, **{"q-why": "Altro", "q-what": "Un orto", "seen": seen, "action": "save"}
    )

    assert "ci sono due versioni" in answer.content.decode()
    assert kept()["why"] == "Prima"
