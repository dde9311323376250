"""A wrong address is corrected where its proof is asked for."""

import pytest
from django.test import Client
from django_webtest import DjangoTestApp

from candidature.intake import confirming
from candidature.models import CallPage, Draft, Submission
from tests.candidature.public.by_buttons import FORM, two_steps
from tests.candidature.public.confirming import confirm_form, press_send, to_summary, type_code
from tests.candidature.public.mailbox import code_in, links_in, read_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return two_steps()


def test_a_wrong_address_is_corrected_there_and_the_old_letter_is_of_no_use(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page, email="sbagliata@example.org"))
    (old,) = read_letters()
    form = shown.forms[FORM + 2]
    form["email"] = "giusta@"
    told = form.submit("action", value="address").follow()
    assert "Scrivi un indirizzo completo" in told.html.select_one("[role=alert]").get_text()
    form = told.forms[FORM + 2]
    assert form["email"].value == "giusta@"
    form["email"] = "Giusta@example.org"

    shown = form.submit("action", value="address").follow()

    assert "Giusta@example.org" in shown.text
    assert shown.forms[FORM + 2]["email"].value == ""
    (letter,) = read_letters()
    assert letter.to == ["Giusta@example.org"]
    assert "non è quello" in type_code(shown, code_in(old)).text
    stranger = Client().get(links_in(old)[0])
    assert stranger.status_code == 410
    type_code(shown, code_in(letter))
    assert Submission.objects.get().email == "Giusta@example.org"


def test_the_same_address_written_again_keeps_the_code(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])
    form = shown.forms[FORM + 2]
    form["email"] = " ADA@example.org"

    shown = form.submit("action", value="address").follow()

    type_code(shown, code)
    assert Submission.objects.exists()


def test_an_address_changed_after_the_proof_is_to_be_proved_again(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    code = code_in(read_letters()[0])
    draft = Draft.objects.get()
    assert confirming.prove_by_code(draft, code)
    first = shown.click("Torna al riepilogo").click(href=r"passo/0/\?da=riepilogo", index=-1)
    first.forms["step-form"]["email"] = "altra@example.org"
    summary = first.forms["step-form"].submit("action", value="summary").follow()

    shown = press_send(summary)

    assert "code" in confirm_form(shown).fields
    assert not Submission.objects.exists()
    assert read_letters()[0].to == ["altra@example.org"]


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 5000, "\ud83d".encode("utf-8", "replace").decode(), "@"])
def test_no_address_breaks_its_correction_and_none_is_cut(
    django_app: DjangoTestApp, page: CallPage, typed: str
) -> None:
    shown = press_send(to_summary(django_app, page))

    answer = Client().post(shown.request.path, {"action": "address", "email": typed})

    assert answer.status_code == 302
    again = django_app.get(answer["Location"]).forms[FORM + 2]["email"].value
    assert again == typed.replace("\x00", "")


def test_an_address_typed_wrong_is_no_error_when_the_page_is_opened_again(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    form = shown.forms[FORM + 2]
    form["email"] = "giusta@"
    form.submit("action", value="address", status=302)

    opened = django_app.get(shown.request.path)

    assert opened.html.select_one("[role=alert]") is None
    assert opened.forms[FORM + 2]["email"].value == "giusta@"


def test_an_address_changed_and_changed_back_is_written_to_again(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = press_send(to_summary(django_app, page))
    read_letters()
    for email in ("altra@example.org", "ada@example.org"):
        form = shown.forms[FORM + 2]
        form["email"] = email
        shown = form.submit("action", value="address").follow()
        (letter,) = read_letters()

    type_code(shown, code_in(letter))
    assert Submission.objects.get().email == "ada@example.org"
