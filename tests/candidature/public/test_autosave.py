"""What is typed into a step is saved while it is typed, and the answer says so to the script."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import confirming
from candidature.models import CallPage, Draft
from moduli import TYPED_LIMIT
from tests.candidature.confirmations.asking import draft_with
from tests.candidature.factories import CallPageFactory
from tests.candidature.intake.intake import send
from tests.candidature.public.by_buttons import begin, first_step, two_steps
from tests.candidature.public.confirming import at
from tests.candidature.public.journey import form_of
from tests.moduli.builders import answer, ask, block
from tests.portal.web.test_outage import locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return two_steps()


@pytest.fixture
def form(django_app: DjangoTestApp, page: CallPage) -> Any:
    """The form of the first step of questions."""
    return first_step(django_app, page).submit("action", value="next").follow().forms["step-form"]


def saved(form: Any, **typed: str) -> Any:
    """What the script is answered; it posts the form as it stands, with an action of its own."""
    for name, value in typed.items():
        form[f"q-{name}"] = value
    fields = [*((name, value) for name, value in form.submit_fields() if name != "action")]
    return form.response.goto("", method="post", params=[*fields, ("action", "autosave")])


def test_what_is_typed_is_saved_and_it_is_said_when(form: Any) -> None:
    before = timezone.localtime()

    answer = saved(form, a="A metà").json

    assert answer["said"] in {f"Salvato alle {at:%H:%M}" for at in (before, timezone.localtime())}
    assert answer["goesOn"]
    assert Draft.objects.get().answers["a"] == "A metà"


def test_the_page_that_saved_itself_meets_no_other_tab(form: Any) -> None:
    for text in ("Uno", "Uno e due", "Uno, due e tre"):
        form["seen"].value = saved(form, a=text).json["seen"]
    form["q-a"] = "Uno, due, tre."

    assert "esito" not in form.submit("action", value="next", status=302).location
    assert Draft.objects.get().answers["a"] == "Uno, due, tre."


def test_what_another_tab_wrote_is_not_overwritten_and_the_script_leaves_off(
    form: Any, django_app: DjangoTestApp
) -> None:
    other = django_app.get(form.response.request.path).forms["step-form"]
    other["q-a"] = "Di là"
    other.submit("action", value="save", status=302)

    answer = saved(form, a="Di qua").json

    assert not answer["goesOn"]
    assert "premi «Salva»" in answer["said"]
    assert Draft.objects.get().answers["a"] == "Di là"
    told = form.submit("action", value="save", status=302).follow()
    assert "ci sono due versioni" in told.text


def test_a_mistake_is_saved_and_not_complained_of(form: Any) -> None:
    assert "error" not in saved(form, a="x" * 1000).text
    assert Draft.objects.get().answers["a"] == "x" * 1000


def test_at_a_limit_and_after_the_closing_the_script_is_told(
    form: Any, page: CallPage, limits: Any, settings: Any
) -> None:
    most = settings.LIMITS["LIMIT_UPLOAD_MB_PER_HOUR"]
    limits(LIMIT_UPLOAD_MB_PER_HOUR=0)
    assert "molti dati" in saved(form, a="Uno").json["said"]
    limits(LIMIT_UPLOAD_MB_PER_HOUR=most)

    assert page.closes_at
    late = page.closes_at + timedelta(seconds=1)
    with mock.patch("portal.web.arrival.timezone.now", return_value=late):
        answer = saved(form, a="Due").json

    assert "termine è passato" in answer["said"]
    assert not answer["goesOn"]


def test_a_portal_that_cannot_write_says_so(committed_db: None, django_app: DjangoTestApp) -> None:
    form = first_step(django_app, two_steps()).submit("action", value="next").follow().forms["step-form"]

    with locked():
        answer = saved(form, a="Uno").json

    assert "non riesce a salvare" in answer["said"]
    assert answer["seen"] == ""


def test_only_buttons_save_while_there_is_no_address(django_app: DjangoTestApp, page: CallPage) -> None:
    path = begin(django_app, page).request.path.replace("passo/0", "passo/1")

    assert "data-autosave " not in django_app.get(path).text


def test_a_text_with_a_limit_tells_the_script_of_it() -> None:
    html = str(answer(ask("long_text", max_length=500))["q-a"])

    assert 'data-limit="500"' in html
    assert "{count} di {limit} caratteri" in html
    assert "maxlength" not in html


def test_what_another_tab_wrote_beside_stays_however_often_this_one_saves_itself(
    django_app: DjangoTestApp,
) -> None:
    page = CallPageFactory.create(
        steps=form_of([block("short_text", name, label=name, required=False) for name in ("a", "b")])
    )
    form = first_step(django_app, page).submit("action", value="next").follow().forms["step-form"]
    other = django_app.get(form.response.request.path).forms["step-form"]
    other["q-b"] = "Di là"
    other.submit("action", value="save", status=302)

    for text in ("Uno", "Uno e due"):
        form["seen"].value = saved(form, a=text).json["seen"]

    assert Draft.objects.get().answers == {"a": "Uno e due", "b": "Di là"}


def of_draft(app: DjangoTestApp, page: CallPage, number: int = 1) -> tuple[Draft, str, Any]:
    """A draft that can be sent, the secret of its link, and the form of one of its steps."""
    draft, token = draft_with(page)
    return draft, token, app.get(f"/candidature/bozza/{token}/passo/{number}/").forms["step-form"]


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("sent", "Questa bozza è già stata inviata"),
        ("expired", "Questa bozza è scaduta"),
        ("erased", "Questo collegamento non porta a nulla"),
    ],
)
def test_once_the_draft_is_gone_it_is_said_why_and_the_script_leaves_off(
    django_app: DjangoTestApp, page: CallPage, how: str, why: str, number: int
) -> None:
    _draft, token, form = of_draft(django_app, page, number)
    if how == "sent":
        send(page, token)
    elif how == "expired":
        Draft.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    else:
        Draft.objects.all().delete()

    assert saved(form).json == {"said": why, "seen": "", "goesOn": False, "saved": False}


@pytest.mark.parametrize("number", [0, 1])
def test_after_the_closing_what_was_sent_in_time_stays_and_the_script_leaves_off(
    django_app: DjangoTestApp, page: CallPage, number: int
) -> None:
    draft, _token, form = of_draft(django_app, page, number)
    now = timezone.now()
    confirming.keep_press(
        draft, page, pressed_at=now, notice_id=page.privacy_notice_id, shown=page.form_digest
    )
    CallPage.objects.update(closes_at=now + timedelta(seconds=1))

    with at(now + timedelta(minutes=5)):
        told = saved(form).json

    assert told["said"] == "Il termine è passato: questa modifica non conta"
    assert (told["goesOn"], told["saved"]) == (False, False)


@pytest.mark.parametrize("typed", ["", "Una risposta"])
def test_of_a_step_that_nobody_knows_it_is_said_that_it_is_gone(form: Any, typed: str) -> None:
    form["step"].force_value("s9")

    told = saved(form, a=typed).json

    assert told["said"] == "Questo passo non c’è più"
    assert (told["goesOn"], told["saved"]) == (False, False)


def test_a_text_too_long_to_keep_is_saved_once_it_is_shorter(form: Any) -> None:
    told = saved(form, a="x" * (TYPED_LIMIT + 1)).json

    assert told["said"] == "Il testo inviato è troppo lungo"
    assert (told["goesOn"], told["saved"]) == (True, False)
    assert saved(form, a="x").json["saved"]
