"""Many who begin at once, or from one place, are slowed down, and every one of them gets through."""

import base64
import json
from datetime import timedelta
from typing import Any
from unittest import mock

import altcha
import pytest
from django.conf import settings
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Draft, Submission
from candidature.pages.participation import ParticipationPage
from candidature.statuses import Status
from eventi.pages import EventPage
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, EventPageFactory
from tests.candidature.public.by_buttons import FORM, first_step, two_steps
from tests.candidature.public.confirming import press_send, type_code
from tests.candidature.public.journey import form_of, prove
from tests.candidature.public.mailbox import code_in, read_letters
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db

SLOWED = "Un momento, poi si comincia"


@pytest.fixture
def page() -> CallPage:
    return two_steps()


def press_begin(app: Any, page: ParticipationPage) -> Any:
    return app.get(f"/candidature/nuova/{page.pk}/").forms[FORM].submit().follow()


def waited(app: Any, shown: Any, seconds: int = 21) -> Any:
    """The first step, after the page that slows down was left open for so long."""
    moment = timezone.now() + timedelta(seconds=seconds)
    with mock.patch("portal.limits.challenges.timezone.now", return_value=moment):
        return shown.forms[FORM].submit().follow()


def test_nobody_is_slowed_down_while_few_begin(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    limits(CHALLENGE_DRAFTS_PER_HOUR=3)
    for _each in range(3):
        assert SLOWED not in press_begin(django_app, page).text

    assert SLOWED in press_begin(django_app, page).text
    assert Draft.objects.count() == 3


def test_a_class_of_thirty_signs_up_to_one_event_from_one_address(django_app: DjangoTestApp) -> None:
    event = EventPageFactory.create(capacity=90, steps="[]")
    slowed = 0
    for number in range(30):
        shown = press_begin(django_app, event)
        if SLOWED in shown.text:
            slowed += 1
            shown = waited(django_app, shown)
        form = shown.forms["step-form"]
        who = {"applicant_kind": "citizen", "first_name": "Ada", "last_name": f"Prova{chr(97 + number % 26)}"}
        for name, value in {**who, "email": f"p{number}@example.org", "municipality": "other"}.items():
            form[name] = value
        summary = form.submit("action", value="next").follow()
        prove(summary.request.path.split("/")[3])
        sending = summary.forms[FORM]
        sending["notice_read"] = True
        assert "/inviata/" in sending.submit(status=302).location

    assert slowed == 30 - settings.LIMITS["CHALLENGE_DRAFTS_PER_HOUR"]
    assert Submission.objects.filter(page=event.pk, status=Status.ACCEPTED).count() == 30


def sign_up(app: Any, event: EventPage, email: str, number: int) -> Any:
    """What comes of the code of the letter, typed by somebody with an invented name."""
    summary = first_step(app, event, email=email, last_name=f"Inventato {number}")
    shown = press_send(summary.submit("action", value="next").follow())
    (letter,) = [one for one in read_letters() if email in one.to]
    form = shown.forms[FORM]
    form["code"] = code_in(letter)
    return form.submit("action", value="send", expect_errors=True)


def test_three_mailboxes_behind_one_address_do_not_take_every_seat(
    django_app: DjangoTestApp, limits: Any
) -> None:
    event = EventPageFactory.create(capacity=60, steps="[]", contact_email="ufficio@example.org")
    limits(CHALLENGE_DRAFTS_PER_HOUR=1000)
    taken = Submission.objects.filter(page=event.pk, status=Status.ACCEPTED)
    for number in range(18):
        sent = sign_up(django_app, event, f"casella{number % 3}+{number}@example.org", number)
        assert "/inviata/" in sent.location

    seventh = sign_up(django_app, event, "casella0+ancora@example.org", 18)

    assert seventh.status_code == 429
    assert int(seventh.headers["Retry-After"]) > 0
    assert "Con questo indirizzo email sono già arrivate molte iscrizioni" in seventh.text
    assert "Ciò che hai scritto è ancora qui: riprova dopo le" in seventh.text
    assert "ufficio@example.org" in seventh.text
    assert taken.count() == 18

    # Nothing that was refused is counted: two more of the network, and not one.
    for number in (19, 20):
        assert "/inviata/" in sign_up(django_app, event, f"altra{number}@example.org", number).location
    beyond = sign_up(django_app, event, "altra21@example.org", 21)
    assert beyond.status_code == 429
    assert "Da questa rete sono arrivate molte iscrizioni a questo evento" in beyond.text
    assert taken.count() == 20
    # Elsewhere there are seats, and here when the hour is over: the address stays proved.
    django_app.extra_environ = {"REMOTE_ADDR": "192.0.2.77"}
    assert "/inviata/" in sign_up(django_app, event, "altrove@example.org", 22).location
    django_app.extra_environ = {}
    limits(LIMIT_SEATS_PER_HOUR=21)
    assert "code" not in beyond.forms[FORM].fields
    assert "/inviata/" in beyond.forms[FORM].submit("action", value="send").location


@pytest.mark.parametrize(
    ("event", "most"),
    [
        ({"capacity": 12}, 4),
        ({"capacity": 3}, 2),
        ({"capacity": None}, 5),
        ({"capacity": 12, "admission": "moderated"}, 5),
    ],
)
def test_one_network_takes_a_third_of_the_seats_that_are_given_to_whoever_comes_first(
    django_app: DjangoTestApp, limits: Any, event: Any, most: int
) -> None:
    limits(LIMIT_SEATS_PER_HOUR=2, LIMIT_SIGN_UPS_PER_HOUR=5)
    page = EventPageFactory.create(steps="[]", **event)

    came = [sign_up(django_app, page, f"p{number}@example.org", number) for number in range(most + 1)]

    assert [answer.status_code for answer in came] == [302] * most + [429]


def test_a_form_that_many_begin_slows_down_who_comes_from_elsewhere(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    limits(CHALLENGE_DRAFTS_OF_ONE_FORM=2)
    for number in range(2):
        django_app.extra_environ = {"REMOTE_ADDR": f"192.0.2.{number}"}
        press_begin(django_app, page)
    django_app.extra_environ = {"REMOTE_ADDR": "192.0.2.77"}

    assert SLOWED in press_begin(django_app, page).text
    assert SLOWED not in press_begin(django_app, two_steps()).text
    Draft.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert SLOWED not in press_begin(django_app, page).text


def test_a_press_too_early_says_how_long_is_left(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    limits(CHALLENGE_DRAFTS_PER_HOUR=1)
    press_begin(django_app, page)
    shown = press_begin(django_app, page)

    early = shown.forms[FORM].submit().follow()

    assert "Manca ancora poco" in early.text
    # The waiting is not begun anew by it.
    assert early.forms[FORM]["biglietto"].value == shown.forms[FORM]["biglietto"].value
    assert "Chi sei" in waited(django_app, early).text


def test_the_work_of_the_script_spares_the_waiting(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    limits(CHALLENGE_DRAFTS_PER_HOUR=1)
    press_begin(django_app, page)
    form = press_begin(django_app, page).html.find("form", attrs={"data-proof-of-work": True})
    work = {name: form[f"data-{name}"] for name in ("algorithm", "challenge", "salt", "signature")}
    found = altcha.solve_challenge(
        work["challenge"], work["salt"], work["algorithm"], int(form["data-largest"]), 0
    )
    assert found
    solution = base64.b64encode(json.dumps({**work, "number": found.number}).encode()).decode()
    fields = {one["name"]: one["value"] for one in form.find_all("input")}

    begun = django_app.post(form["action"], {**fields, "calcolo": solution})

    assert "/passo/0/" in begun.location
    again = django_app.post(form["action"], {**fields, "calcolo": solution})
    assert "un-momento" in again.location, "a solution opens once"


def test_what_was_asked_before_anything_else_travels_along(django_app: DjangoTestApp, limits: Any) -> None:
    options = [item("Sì", id_="x"), item("No", id_="y")]
    options[1]["value"]["out"] = {"leads_out": True, "why": "Serve abitare qui.", "page": None}
    first = {
        "type": "eligibility",
        "id": "e1",
        "value": {
            "title": "Prima",
            "questions": [block("one_choice", "home", label="Abiti qui?", options=options)],
        },
    }
    rest = json.loads(form_of([block("short_text", "a", label="Domanda", required=False)]))
    page = CallPageFactory.create(steps=json.dumps([first, *rest]))
    limits(CHALLENGE_DRAFTS_OF_ONE_FORM=1)
    Draft.objects.create(page=page, token_hash="0" * 64)
    form = django_app.get(f"/candidature/nuova/{page.pk}/").forms[FORM]
    form["q-home"] = "x"

    shown = form.submit().follow()

    assert SLOWED in shown.text
    waited(django_app, shown)
    assert Draft.objects.order_by("-pk")[0].answers == {"home": "x"}


def test_the_page_that_slows_down_without_a_ticket_leads_to_the_button(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    for query in ("", "?biglietto=x"):
        answer = django_app.get(f"/candidature/nuova/{page.pk}/un-momento/{query}")
        assert answer.location == f"/candidature/nuova/{page.pk}/"


def test_an_office_of_forty_behind_one_address_gets_through(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    """With the limits as they are: nobody is refused, and the later half waits some seconds."""
    slowed = 0
    for number in range(40):
        shown = press_begin(django_app, page)
        if SLOWED in shown.text:
            slowed += 1
            shown = waited(django_app, shown)
        form = shown.forms["step-form"]
        values = {"applicant_kind": "citizen", "first_name": "Ada", "last_name": f"Collega {number}"}
        values |= {"email": f"collega{number}@example.org", "municipality": "other"}
        for name, value in values.items():
            form[name] = value
        summary = form.submit("action", value="go-3").follow().follow()
        confirm = press_send(summary)
        (code,) = [code_in(one) for one in read_letters() if f"collega{number}@example.org" in one.to]
        type_code(confirm, code)
        django_app.reset()

    assert Submission.objects.count() == 40
    assert slowed == 20


def test_a_first_step_faster_than_anybody_is_saved_and_asks_for_one_more_press(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    limits(MINIMUM_SECONDS=60)

    again = first_step(django_app, page).submit("action", value="next").follow()

    assert "Salvato: dai un’ultima occhiata" in again.text
    assert Draft.objects.get().last_name == "Prova"
    assert again.forms["step-form"]["last_name"].value == "Prova"
    on = again.forms["step-form"].submit("action", value="next").follow()
    assert "/passo/1/" in on.request.path


def test_who_presses_an_empty_first_step_at_once_reads_what_is_missing(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    limits(MINIMUM_SECONDS=60)
    form = first_step(django_app, page)
    form["last_name"] = ""

    again = form.submit("action", value="next").follow()

    assert "Scrivi il cognome" in again.text
    assert "Salvato: dai un’ultima occhiata" not in again.text


def test_who_takes_the_time_is_asked_for_nothing(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    limits(MINIMUM_SECONDS=60)
    form = first_step(django_app, page)

    moment = timezone.now() + timedelta(seconds=61)
    with mock.patch("django.core.signing.time.time", return_value=moment.timestamp()):
        on = form.submit("action", value="next").follow()

    assert "/passo/1/" in on.request.path


def test_saving_for_later_is_never_too_fast(django_app: DjangoTestApp, page: CallPage, limits: Any) -> None:
    limits(MINIMUM_SECONDS=60)

    saved = first_step(django_app, page).submit("action", value="save").follow()

    assert saved.request.path.endswith("/salvata/")
    assert OutboxMessage.objects.count() == 1
