"""An answer to a question in a step that leads out, from the draft to the desk."""

from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import Site

from candidature.intake import sending
from candidature.models import CallPage, Draft, Submission, UploadedFile
from candidature.public.previewing.whole_form import WHOLE_FORM
from moduli import IncompleteAnswersError
from portal.privacy.tokens import new_token
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, draft_token, submitted
from tests.candidature.public.journey import WHO, form_of, pdf
from tests.candidature.public.previewing.test_trying import begun
from tests.candidature.public.revising import ask, personal, press, send
from tests.istruttoria.desk.at_the_desk import arrived
from tests.istruttoria.people import committee_member, member_of
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db

WHY = "Il contributo è per chi non ha già un altro finanziamento."
OUT = {"leads_out": True, "why": WHY}


def funded(page: CallPage | None = None, **more: Any) -> dict[str, Any]:
    out = {**OUT, "page": page.pk if page else None}
    return block("yes_no", "funded", label="Avete già un contributo?", required=True, yes_out=out, **more)


@pytest.fixture
def elsewhere() -> CallPage:
    made: CallPage = CallPageFactory.create(
        title="Avviso per chi ha già un contributo", parent=Site.objects.get(is_default_site=True).root_page
    )
    return made


@pytest.fixture
def page(elsewhere: CallPage) -> CallPage:
    made: CallPage = CallPageFactory.create(
        parent=Site.objects.get(is_default_site=True).root_page,
        contact_email="ufficio@example.org",
        steps=form_of(
            [
                block("short_text", "name", label="Nome del progetto", required=True),
                funded(elsewhere, if_no=[block("short_text", "how", label="Come lo pagate?", required=True)]),
                block("file", "cv", label="Curriculum", required=False, kinds=["pdf"], max_files=1),
            ],
            [block("short_text", "where", label="Dove?", required=True)],
        ),
    )
    return made


def first_step(app: DjangoTestApp, page: CallPage, **who: Any) -> Any:
    """The first step of a draft in which it is said who one is."""
    shown = app.post(f"/candidature/nuova/{page.pk}/").follow()
    form = shown.forms["step-form"]
    for name, value in {**WHO, **who}.items():
        form[name] = value
    return form.submit("action", value="next").follow()


def headings(shown: Any) -> str:
    return str(shown.html.h1.get_text(strip=True))


def test_forward_with_such_an_answer_says_why_where_to_go_and_what_becomes_of_the_draft(
    django_app: DjangoTestApp, page: CallPage, elsewhere: CallPage
) -> None:
    step = first_step(django_app, page)

    # The name is missing too: nobody completes what leads nowhere.
    told = press(step, "next", funded="yes")

    assert headings(told) == "Questo avviso non fa per te"
    assert "Alla domanda «Avete già un contributo?» hai risposto «Sì»." in " ".join(told.html.text.split())
    assert WHY in told.text
    link = told.html.find("a", string="Vai a «Avviso per chi ha già un contributo»")
    assert link["href"] == elsewhere.url
    assert "ufficio@example.org" in told.text
    assert "resta salvato come bozza" in told.text
    assert "Non abbiamo salvato nulla" not in told.text
    assert Draft.objects.get().answers["funded"] == "yes"
    # Back and forth as anywhere: the answer is there, nothing is red, and another one goes on.
    again = told.click("Cambia la risposta")
    assert again.forms["step-form"]["q-funded"].value == "yes"
    assert not again.html.select_one("[role=alert]")
    opened = press(again, "next", funded="no", name="Orto")
    on = press(opened, "next", how="Da soli", name="Orto")
    assert headings(on) == "Passo 2"


@pytest.mark.parametrize("button", ["back", "save", "go-2"])
def test_the_other_buttons_keep_it_and_go_where_they_say(
    django_app: DjangoTestApp, page: CallPage, button: str
) -> None:
    left = press(first_step(django_app, page), button, funded="yes")

    assert "non fa per te" not in headings(left)
    assert Draft.objects.get().answers["funded"] == "yes"


def test_what_leads_out_cannot_be_sent_by_any_way(django_app: DjangoTestApp, page: CallPage) -> None:
    answers = {"name": "Orto", "funded": "yes", "where": "Vinci"}
    token = draft_token(page, answers=answers)

    summary = django_app.get(f"/candidature/bozza/{token}/riepilogo/")
    said = summary.html.select_one("[role=alert]").get_text(" ", strip=True)
    assert "Con una di queste risposte non si può partecipare" in said
    assert WHY in said
    assert "Invia la candidatura" not in summary.text
    step = summary.click("Cambia la risposta")
    assert f"Con questa risposta non si può partecipare: {WHY}" in step.html.select_one("[role=alert]").text
    with pytest.raises(IncompleteAnswersError):
        sending.submit(
            token, received_at=timezone.now(), notice_id=page.privacy_notice_id, form_key=new_token()
        )
    assert not Submission.objects.exists()


def test_the_summary_of_what_is_complete_says_one_thing_and_where_to_change_it(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    token = draft_token(page, answers={"name": "Orto", "funded": "yes", "where": "Vinci"})
    summary = django_app.get(f"/candidature/bozza/{token}/riepilogo/")

    [alert] = summary.html.select("[role=alert]")
    assert "Con una di queste risposte non si può partecipare" in alert.text
    assert "manca qualcosa" not in summary.text
    assert 'value="send"' not in summary.text
    step = summary.click("Cambia la risposta")
    assert step.forms["step-form"]["q-funded"].value == "yes"
    # What is missing besides is said besides.
    Draft.objects.update(answers={"funded": "yes", "where": "Vinci"})
    both = django_app.get(f"/candidature/bozza/{token}/riepilogo/")
    assert "Prima di inviare manca qualcosa" in both.text


def test_words_of_the_form_are_marked_as_italian_where_the_page_speaks_english(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    token = draft_token(page, answers={"name": "Orto", "funded": "yes", "where": "Vinci"})

    told = django_app.get(f"/en/candidature/bozza/{token}/passo/1/?esito=fuori")

    way = told.html.select_one(".way-out")
    assert [one.text for one in way.select('span[lang="it"]')] == ["Avete già un contributo?", "Sì"]
    assert way.select_one('div[lang="it"]').get_text(strip=True) == WHY
    assert "We have sent nothing." in told.text


def test_the_draft_is_forgotten_by_a_press_and_a_second_one_says_the_same(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    step = first_step(django_app, page)
    form = step.forms["step-form"]
    form["q-cv"] = ("curriculum.pdf", pdf().read())
    told = press(step, "next", funded="yes")
    assert UploadedFile.objects.count() == 1
    form = next(form for form in told.forms.values() if form.action.endswith("/elimina/"))
    # A program that only looks forgets nothing.
    assert "riepilogo" in django_app.get(form.action).location
    assert Draft.objects.exists()

    gone = form.submit().follow()

    assert headings(gone) == "La bozza è eliminata"
    assert not Draft.objects.exists()
    assert not UploadedFile.objects.exists()
    assert headings(form.submit().follow()) == "La bozza è eliminata"


def test_what_was_sent_is_not_forgotten_by_the_link_of_its_draft(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    token = draft_token(page, answers={"name": "O", "funded": "no", "how": "Da soli", "where": "Vinci"})
    key = new_token()
    sending.submit(token, received_at=timezone.now(), notice_id=page.privacy_notice_id, form_key=key)

    told = django_app.post(f"/candidature/bozza/{token}/elimina/", status=410)

    assert "già stata inviata" in told.text
    assert Submission.objects.count() == 1


def test_a_box_among_several_leads_out_and_so_does_a_nested_question(django_app: DjangoTestApp) -> None:
    deep = block(
        "one_choice",
        "size",
        label="In quanti?",
        required=True,
        options=[item("Pochi", id_="few"), {**item("Troppi", id_="many")}],
    )
    deep["value"]["options"][1]["value"]["out"] = {"leads_out": True, "why": "Al massimo dieci."}
    boxes = [item("Un debito", id_="debt"), item("Un socio", deep, id_="mate")]
    boxes[0]["value"]["out"] = {"leads_out": True, "why": "Chi ha debiti non può."}
    several = block("several_choices", "have", label="Che cosa avete?", required=False, options=boxes)
    page = CallPageFactory.create(steps=form_of([several]))
    step = first_step(django_app, page)
    form = step.forms["step-form"]
    form.set("q-have", True, 0)
    assert "Chi ha debiti non può." in form.submit("action", value="next").follow().text

    form.set("q-have", False, 0)
    form.set("q-have", True, 1)
    opened = form.submit("action", value="next").follow()
    told = press(opened, "next", size="many")
    assert headings(told) == "Questo avviso non fa per te"
    assert "Al massimo dieci." in told.text
    # What is hidden answers nothing: without its box the question leads nobody out.
    form = told.click("Cambia la risposta").forms["step-form"]
    form.set("q-have", False, 1)
    assert headings(form.submit("action", value="next").follow()) == "Controlla e invia"


def sent(page: CallPage) -> Submission:
    return submitted(page, answers={"name": "O", "funded": "no", "how": "Da soli", "where": "Vinci"})


@pytest.mark.parametrize("purpose", ["correggi", "completa"])
def test_neither_a_correction_nor_an_integration_is_sent_with_such_an_answer(
    django_app: DjangoTestApp, page: CallPage, purpose: str
) -> None:
    submission = sent(page)
    if purpose == "completa":
        ask(submission, "funded")

    told = press(django_app.get(personal(submission, f"{purpose}/passo/1/")), "next", funded="yes")

    assert headings(told) == "Questo avviso non fa per te"
    assert "vale ciò che avevi già inviato" in told.text
    assert "Elimina la bozza" not in told.text
    assert told.request.path.startswith(told.html.find("a", string="Vai alla tua pagina")["href"])
    summary = django_app.get(told.request.path.replace("passo/1/", "riepilogo/"))
    assert WHY in summary.html.select_one("[role=alert]").text
    assert not summary.html.find("button", value="send")
    send(summary)
    submission.refresh_from_db()
    assert submission.answers["funded"] == "no"


def test_at_the_desk_the_staff_reads_it_and_registers_nothing(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    clerk = committee_member(page)
    form = arrived(django_app, page, clerk).forms["step-form"]
    for name, value in {**WHO, "email": "", "phone": ""}.items():
        form[name] = value
    step = form.submit("action", value="next").follow()

    told = press(step, "next", name="Orto", funded="yes")

    assert headings(told) == "Con questa risposta non si può partecipare"
    assert WHY in told.text
    assert "Alla domanda «Avete già un contributo?» la risposta è «Sì»." in " ".join(told.html.text.split())
    number = told.request.path.split("/")[3]
    summary = django_app.get(f"/admin/sportello/{number}/riepilogo/")
    assert "la risposta è «Sì»" in summary.html.select_one("[role=alert]").text
    assert not summary.html.find("button", value="send")
    again = told.click("Cambia la risposta")
    assert again.forms["step-form"]["q-funded"].value == "yes"
    given_up = next(form for form in told.forms.values() if form.action.endswith("/elimina/"))
    given_up.submit().follow()
    assert not Draft.objects.exists()


def test_the_trial_stops_where_the_applicant_would(django_app: DjangoTestApp, page: CallPage) -> None:
    page.save_revision()
    django_app.set_user(member_of(Role.EDITORS))
    who = begun(django_app, page, "Come cittadina o cittadino")
    form = who.forms["step-form"]
    form["municipality"] = "other"
    step = form.submit("action", value="next").follow()
    told = press(step, "next", funded="yes")

    assert headings(told) == "Questo avviso non fa per te"
    assert "Stai provando" in told.text
    assert WHY in told.text
    assert "Elimina la bozza" not in told.text
    assert headings(told.click("Cambia la risposta")) == "Passo 1"


def test_the_form_beside_the_editor_says_below_the_answer_whom_it_stops(page: CallPage) -> None:
    drawn = page.make_preview_request(preview_mode=WHOLE_FORM.name).content.decode()

    assert f"Chi risponde così non può partecipare. {WHY}" in drawn
    assert 'data-revealed-by="q-funded_0"' in drawn


def test_who_applies_is_not_told_of_it_beforehand(django_app: DjangoTestApp, page: CallPage) -> None:
    assert WHY not in first_step(django_app, page).text
