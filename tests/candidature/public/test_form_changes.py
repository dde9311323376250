"""A form that an editor changes while somebody writes: nothing typed is lost, every change is told."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Draft, PageChange, Submission
from candidature.submissions.form_versions import UNNAMED_KEPT_FOR, FormVersion
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.by_buttons import ANSWER, FORM, first_step
from tests.candidature.public.confirming import at, closing, press_send, type_code
from tests.candidature.public.journey import Journey, form_of, pdf
from tests.candidature.public.mailbox import code_in, read_letters
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db

NOTICE = "Il modulo è cambiato"


def text(key: str, label: str = "", **options: Any) -> Any:
    return block("short_text", key, label=label or f"Domanda {key}", **{"required": False, **options})


@pytest.fixture
def page() -> CallPage:
    page: CallPage = CallPageFactory.create(
        contact_email="ufficio@example.org", steps=form_of([text("a")], [text("b"), text("c")])
    )
    page.save_revision().publish()
    return page


def publish(page: CallPage, *steps: Any) -> None:
    page.steps = form_of(*steps)
    page.save_revision().publish()


def second_step(app: Any, page: CallPage) -> Any:
    """The second step, an answer given in the first."""
    form = first_step(app, page).submit("action", value="next").follow().forms[FORM]
    form["q-a"] = ANSWER
    return form.submit("action", value="next").follow()


def test_the_next_page_says_what_changed_until_it_is_left_by_a_button(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = second_step(django_app, page)
    publish(page, [text("a", "Domanda riscritta")], [text("c", required=True), text("d", "Domanda nuova")])

    for _twice in range(2):
        # Looking at it is not enough: mail programs look, too.
        told = django_app.get(shown.request.path)
        assert NOTICE in told.text
    section = told.html.find("section", class_="form-notice")
    # It is read before whatever is wrong below it.
    assert section.has_attr("autofocus")
    notice = section.get_text(" ", strip=True)
    assert "Domande nuove" in notice
    assert "Domanda nuova" in notice
    assert "Domande tolte" in notice
    assert "Domanda b" in notice
    assert notice.index("«Domanda a»") < notice.index("«Domanda riscritta»")
    assert "Domande a cui ora bisogna rispondere" in notice
    after = told.forms["step-form"].submit("action", value="back").follow()
    assert NOTICE not in after.text


def test_what_changed_stays_within_reach_of_the_summary(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = second_step(django_app, page)
    publish(page, [text("a")], [text("c"), text("d", "Domanda nuova")])
    summary = django_app.get(shown.request.path).forms["step-form"].submit("action", value="next").follow()

    told = summary.click("Che cosa è cambiato nel modulo")

    assert "Domanda nuova" in told.text
    assert told.click("Vai al riepilogo").request.path == summary.request.path


def test_the_moment_is_that_of_the_publication_that_changed_the_form(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = second_step(django_app, page)
    publish(page, [text("a")], [text("c")])
    changed_at = CallPage.objects.get().last_published_at
    assert changed_at
    with mock.patch("django.utils.timezone.now", return_value=changed_at + timedelta(hours=5)):
        page.title = "Un altro titolo"
        page.save_revision().publish()

    told = django_app.get(shown.request.path).text

    local = timezone.localtime(changed_at)
    assert f"{date_format(local, 'l j F')} alle {date_format(local, 'H:i')}" in " ".join(told.split())


def test_who_has_answered_nothing_meets_the_form_as_it_is(django_app: DjangoTestApp, page: CallPage) -> None:
    first = first_step(django_app, page)
    publish(page, [text("z", "Tutta un’altra domanda")])

    step = first.submit("action", value="next").follow()

    assert NOTICE not in step.text
    assert "Tutta un’altra domanda" in step.text


def test_what_was_answered_to_a_removed_question_can_be_read_until_sending(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    step = second_step(django_app, page)
    publish(page, [text("z")], [text("b")])

    for shown in (step.request.path, step.request.path.replace("passo/2", "modulo-cambiato")):
        assert ANSWER in django_app.get(shown).text
    summary = django_app.get(step.request.path).forms["step-form"].submit("action", value="next").follow()
    told = summary.click("Che cosa è cambiato nel modulo")
    assert ANSWER in told.html.find("dl", class_="answers").get_text()
    assert told.html.find(attrs={"data-copy": "risposta-tolta-1"})


def test_text_typed_into_a_question_that_is_gone_is_kept_and_shown(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    form = second_step(django_app, page).forms["step-form"]
    publish(page, [text("a")], [text("c")])
    form["q-b"], form["q-c"] = "Scritto qui", "Anche questo"

    told = form.submit("action", value="next").follow()

    assert "Scritto qui" in told.html.find("section", class_="form-notice").get_text()
    assert Draft.objects.get().answers["c"] == "Anche questo"


def test_text_typed_into_a_step_that_is_gone_is_kept_and_shown(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    form = second_step(django_app, page).forms["step-form"]
    publish(page, [text("a")])
    form["q-b"] = "Scritto qui"

    told = form.submit("action", value="next").follow().follow()

    assert "Scritto qui" in told.html.find("section", class_="form-notice").get_text()
    assert Draft.objects.get().answers["a"] == ANSWER


def test_a_question_that_moved_to_another_step_takes_its_text_along(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = second_step(django_app, page)
    form = shown.forms["step-form"]
    publish(page, [text("a"), text("b")], [text("c")])
    form["q-b"] = "Scritto qui"

    form.submit("action", value="save", status=302)

    first = django_app.get(shown.request.path.replace("passo/2", "passo/1"))
    assert first.forms["step-form"]["q-b"].value == "Scritto qui"


def test_where_no_more_text_is_taken_what_is_kept_moves_along_all_the_same(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    form = second_step(django_app, page).forms["step-form"]
    form["q-b"] = "Scritto qui"
    form.submit("action", value="save", status=302)
    publish(page, [text("a"), text("b")], [text("c")])
    limits(DISK_FREE_FOR_TEXT_MB=10**9)

    form.submit("action", value="save", status=302)

    form["q-b"] = "Scritto qui, e altro"
    form.submit("action", value="save", status=429)
    assert Draft.objects.get().answers["b"] == "Scritto qui"


def test_a_tab_that_showed_the_old_form_is_told_after_the_other_saw_the_new(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    stale = second_step(django_app, page)
    publish(page, [text("a")], [text("c")])
    django_app.get(stale.request.path).forms["step-form"].submit("action", value="save", status=302)
    assert NOTICE not in django_app.get(stale.request.path).text
    stale.forms["step-form"]["q-b"] = "Scritto nella vecchia scheda"

    told = stale.forms["step-form"].submit("action", value="next").follow()

    assert "Scritto nella vecchia scheda" in told.html.find("dl", class_="answers").get_text()


def test_a_tab_that_never_showed_a_new_question_blanks_no_answer_to_it(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    stale = second_step(django_app, page)
    publish(page, [text("a")], [text("b"), text("c"), text("d")])
    fresh = django_app.get(stale.request.path).forms["step-form"]
    fresh["q-d"] = "Risposta nuova"
    fresh.submit("action", value="save", status=302)
    stale.forms["step-form"]["q-b"] = "Dalla vecchia scheda"

    shown = stale.forms["step-form"].submit("action", value="save", status=302)

    assert "versioni" not in shown.location
    assert Draft.objects.get().answers | {"a": ""} == {
        "a": "", "b": "Dalla vecchia scheda", "c": None, "d": "Risposta nuova"
    }  # fmt: skip


def test_the_script_that_saves_is_told_to_leave_off(django_app: DjangoTestApp, page: CallPage) -> None:
    form = second_step(django_app, page).forms["step-form"]
    publish(page, [text("a")])
    form["q-b"] = "Scritto qui"

    fields = [(name, value) for name, value in form.submit_fields() if name != "action"]
    answer = form.response.goto("", method="post", params=[*fields, ("action", "autosave")]).json

    assert not answer["goesOn"]
    assert NOTICE in answer["said"]
    assert [one["text"] for one in Draft.objects.get().former_answers] == ["Scritto qui"]


def test_an_answer_to_an_option_that_is_gone_is_told_and_asked_for_again(django_app: DjangoTestApp) -> None:
    def choice(*keys: str) -> Any:
        options = [item(f"Opzione {key}", id_=key) for key in keys]
        return block("one_choice", "type", label="Che cosa siete?", required=True, options=options)

    page = CallPageFactory.create(steps=form_of([choice("x", "y")], [text("b")]))
    form = first_step(django_app, page).submit("action", value="next").follow().forms["step-form"]
    form["q-type"] = "x"
    second = form.submit("action", value="next").follow()
    publish(page, [choice("y", "z")], [text("b")])

    told = django_app.get(second.request.path)

    notice = told.html.find("section", class_="form-notice").get_text(" ", strip=True)
    assert "Risposte che non si possono più scegliere" in notice
    assert "Opzione x" in told.html.find("dl", class_="answers").get_text()
    summary = told.forms["step-form"].submit("action", value="next").follow()
    assert "Completa il passo «Passo 1»" in summary.text


def test_a_new_required_question_makes_its_step_one_to_complete(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = second_step(django_app, page)
    publish(page, [text("a"), text("d", required=True)], [text("b"), text("c")])

    steps = django_app.get(shown.request.path).html.find(class_="step-progress-wide").find_all("li")

    assert "da completare" in steps[1].get_text()
    assert not any("da completare" in step.get_text() for step in [steps[0], *steps[2:]])


def test_what_nobody_was_told_to_answer_yet_is_not_red(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = second_step(django_app, page)
    publish(page, [text("a")], [text("b", required=True), text("c"), text("d", required=True)])
    shown.forms["step-form"]["q-c"] = "Scritto qui"

    told = shown.forms["step-form"].submit("action", value="next").follow()

    assert NOTICE in told.text
    assert told.forms["step-form"]["q-c"].value == "Scritto qui"
    assert told.html.select_one("[role=alert]") is None
    assert not told.html.find_all(attrs={"aria-invalid": "true"})
    assert not told.html.title.get_text(strip=True).startswith("Errore")
    # Once it was seen and left blank it is a mistake.
    left = told.forms["step-form"].submit("action", value="next").follow()
    assert {field["name"] for field in left.html.find_all(attrs={"aria-invalid": "true"})} == {"q-b", "q-d"}


def test_what_was_left_blank_before_the_form_changed_stays_red(django_app: DjangoTestApp) -> None:
    page = CallPageFactory.create(steps=form_of([text("a", required=True)]))
    page.save_revision().publish()
    first = first_step(django_app, page).submit("action", value="next").follow()
    wrong = first.forms["step-form"].submit("action", value="next").follow()
    publish(page, [text("a", required=True), text("z", required=True)])

    shown = django_app.get(wrong.request.url)

    assert {field["name"] for field in shown.html.find_all(attrs={"aria-invalid": "true"})} == {"q-a"}


def test_a_file_of_a_kind_that_is_no_longer_accepted_is_told(page: CallPage) -> None:
    def attached(*kinds: str) -> Any:
        rules = {"max_megabytes": 1, "max_files": 1, "kinds": list(kinds)}
        return block("file", "cv", label="Curriculum", required=True, **rules)

    publish(page, [attached("pdf")], [text("b")])
    journey = Journey(page)
    journey.start()
    journey.step(1, cv=pdf())
    publish(page, [attached("text")], [text("b")])

    told = journey.get("step", 2).content.decode()
    assert "Regole cambiate" in told
    corrected = journey.client.get(journey.url("step", 1) + "?esito=controlla").content.decode()
    assert "non è più di un tipo ammesso" in corrected
    assert "Completa il passo «Passo 1»" in journey.get("summary").content.decode()


def summary_of(app: Any, page: CallPage) -> Any:
    return second_step(app, page).forms["step-form"].submit("action", value="next").follow()


def test_nothing_is_sent_in_words_that_nobody_saw(django_app: DjangoTestApp, page: CallPage) -> None:
    summary = summary_of(django_app, page)
    publish(page, [text("a", "Dichiaro tutt’altro")], [text("b"), text("c")])

    told = press_send(summary)

    assert "Non è stato ancora inviato nulla" in told.text
    assert "Dichiaro tutt’altro" in told.html.find("section", class_="form-notice").get_text()
    shown = press_send(told)
    type_code(shown, code_in(read_letters()[0]))
    assert "Dichiaro tutt’altro" in str(Submission.objects.get().schema)


def test_nothing_is_confirmed_in_words_that_nobody_saw(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = press_send(summary_of(django_app, page))
    code = code_in(read_letters()[0])
    publish(page, [text("a", "Dichiaro tutt’altro")], [text("b"), text("c")])

    told = type_code(shown, code)

    assert told.request.path.endswith("/riepilogo/")
    assert "Dichiaro tutt’altro" in told.html.find("section", class_="form-notice").get_text()
    assert not Submission.objects.exists()
    press_send(told)
    assert Submission.objects.count() == 1


def test_a_summary_without_a_word_on_its_form_sends_nothing(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = summary_of(django_app, page)
    summary.forms[FORM]["form"] = ""

    assert "Non è stato ancora inviato nulla" in press_send(summary).text


def test_what_was_pressed_in_time_is_sent_with_the_questions_of_that_moment(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    summary = summary_of(django_app, page)
    with at(closing(page) - timedelta(seconds=1)):
        shown = press_send(summary)
        code = code_in(read_letters()[0])
    publish(page, [text("z", "Nuova", required=True)])

    with at(closing(page) + timedelta(minutes=5)):
        type_code(shown, code)

    sent = Submission.objects.get()
    assert sent.answers == {"a": ANSWER}
    assert "Domanda a" in str(sent.schema)


@pytest.mark.parametrize("form", ["\0", "a" * 65, "modulo"])
def test_what_no_form_bears_is_the_mark_of_none(page: CallPage, form: str) -> None:
    journey = Journey(page)
    journey.start()

    assert journey.post("step", 1, action="next", form=form, **{"q-a": ANSWER}).status_code == 302

    assert Draft.objects.get().answers["a"] == ANSWER


def test_a_question_that_comes_back_has_its_answer_again(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = second_step(django_app, page)
    publish(page, [text("z")], [text("b")])
    django_app.get(shown.request.path).forms["step-form"].submit("action", value="save", status=302)
    publish(page, [text("a")], [text("b")])

    first = django_app.get(shown.request.path.replace("passo/2", "passo/1"))

    assert first.forms["step-form"]["q-a"].value == ANSWER
    assert ANSWER not in first.html.find("section", class_="form-notice").get_text()


def test_the_form_that_a_draft_knows_is_not_pruned(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = second_step(django_app, page)
    publish(page, [text("a")])
    # The history of the page names them all.
    PageChange.objects.all().delete()
    with mock.patch(
        "candidature.submissions.form_versions.timezone.now",
        return_value=timezone.now() + 2 * UNNAMED_KEPT_FOR,
    ):
        assert FormVersion.objects.prune() == 1
    assert FormVersion.objects.get() == Draft.objects.get().form_version

    assert NOTICE in django_app.get(shown.request.path.replace("passo/2", "passo/1")).text
