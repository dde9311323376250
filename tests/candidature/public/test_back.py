"""Back, refresh, a second press: no page of the way is the direct answer of one, and nothing is lost."""

from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Draft
from tests.candidature.confirmations.asking import draft_with
from tests.candidature.factories import CallPageFactory, EventPageFactory
from tests.candidature.public.by_buttons import first_step
from tests.candidature.public.journey import WHO, Journey, attachment, form_key, form_of, pdf
from tests.candidature.public.others import call
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    choice = block(
        "one_choice",
        "kind",
        label="Che cosa siete?",
        required=False,
        options=[item("Altro", block("short_text", "which", label="Quale?"), id_="other")],
    )
    why = block("short_text", "why", label="Perché?", required=True)
    made: CallPage = CallPageFactory.create(steps=form_of([why, choice, attachment()]))
    return made


@pytest.fixture
def journey(page: CallPage) -> Journey:
    journey = Journey(page)
    journey.start()
    return journey


PRESSES: dict[str, dict[str, Any]] = {
    "right": {"q-why": "Un orto", "action": "next"},
    "wrong": {"q-why": "", "action": "next"},
    "opens a branch": {"q-why": "Un orto", "q-kind": "other", "action": "next"},
    "saved": {"q-why": "", "action": "save"},
    "back": {"q-why": "", "action": "back"},
    "to another step": {"q-why": "", "action": "go-0"},
    "another tab wrote differently": {"q-why": "Due", "seen": "00000000", "action": "next"},
    "removed": {"remove": "nonsense"},
    "empty": {},
}


@pytest.mark.parametrize("press", PRESSES)
@pytest.mark.parametrize("file", ["none", "good", "refused"])
def test_every_press_on_a_step_is_answered_by_a_redirect(journey: Journey, press: str, file: str) -> None:
    journey.step(1, "save", why="Uno")
    attached = {"none": {}, "good": {"q-cv": pdf()}, "refused": {"q-cv": pdf("virus.exe")}}[file]

    answer = journey.client.post(journey.url("step", 1), {**PRESSES[press], **attached})

    assert answer.status_code == 302
    # Shown again as often as one likes, the page is the same.
    shown = {journey.client.get(answer["Location"]).content for _refresh in range(2)}
    if "esito=" in answer["Location"]:
        assert len(shown) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"first_name": ""},
        {"email": "ada@"},
        {"action": "save", "email": ""},
        {"action": "go-1", "email": ""},
    ],
)
def test_every_press_on_the_first_step_is_answered_by_a_redirect(page: CallPage, changes: Any) -> None:
    journey = Journey(page)
    journey.begin()
    key = form_key(journey.get("step", 0))

    answer = journey.client.post(journey.url("step", 0), {**WHO, "form_key": key, **changes})

    assert answer.status_code == 302
    assert "bozza" in answer["Location"]


@pytest.mark.parametrize("changes", [{}, {"notice_read": ""}, {"notice": "1"}, {"action": "save"}])
def test_every_press_on_the_summary_is_answered_by_a_redirect(journey: Journey, changes: Any) -> None:
    for _filled_in in range(2):
        data = {"notice": journey.page.privacy_notice_id, "notice_read": "on", **changes}
        assert journey.client.post(journey.url("summary"), data).status_code == 302
        journey.step(1, why="Un orto", cv=pdf())


def test_a_press_on_a_page_that_closed_meanwhile_leads_to_where_it_says_so(client: Client) -> None:
    page = call(most_partners=1)
    address = f"/candidature/nuova/{page.pk}/"
    CallPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    answer = client.post(address)

    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.get(address).status_code == 410
    assert not Draft.objects.exists()


@pytest.mark.parametrize("data", [{}, {"who": "", "name": "Ugo Blu"}, {"action": "go-1"}])
def test_every_press_on_who_confirms_is_answered_by_a_redirect_after_the_term_too(
    client: Client, data: dict[str, str]
) -> None:
    _draft, token = draft_with(call(most_partners=2))
    address = f"/candidature/bozza/{token}/chi-conferma/"
    assert client.post(address, data).status_code == 302
    CallPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    answer = client.post(address, data)

    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.get(address).status_code == 410


def test_who_signed_up_before_is_told_after_a_redirect() -> None:
    event = EventPageFactory.create(steps="[]")
    for _time in range(2):
        journey = Journey(event)
        journey.start()
        answer = journey.send()

    told = journey.client.get(answer["Location"])
    assert answer.status_code == 302
    assert told.status_code == 409
    assert "c’è già un’iscrizione" in told.content.decode()
    # Once it does not hold any more, the same address leads on.
    journey.who(first_name="Bea")
    assert journey.client.get(journey.url("summary")).status_code == 200
    address = answer["Location"]
    assert journey.client.get(address)["Location"] == journey.url("summary")


def test_back_from_the_second_page_leads_to_the_first_as_it_was_filled_in(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    first = first_step(django_app, page)
    address = first.response.request.path
    second = first.submit("action", value="next").follow()

    back = django_app.get(address).follow()

    assert back.forms["step-form"]["first_name"].value == "Ada"
    again = back.forms["step-form"].submit("action", value="next").follow()
    assert again.request.path == second.request.path
    assert Draft.objects.exclude(email="").count() == 1


def test_a_page_that_the_browser_kept_is_posted_where_the_draft_is_now(journey: Journey) -> None:
    """Back may show the page of before, with what was typed then: pressed again, its changes are kept."""
    kept = f"/candidature/bozza/{journey.begun}/passo/0/"

    answer = journey.client.post(kept, {**WHO, "first_name": "Ada Maria", "form_key": "x"})

    assert (answer.status_code, answer["Location"]) == (307, journey.url("step", 0))
    assert journey.press(answer["Location"], {**WHO, "first_name": "Ada Maria"}).url == journey.url("step", 1)
    assert Draft.objects.get().first_name == "Ada Maria"


def test_only_the_browser_that_wrote_the_address_is_led_on_and_only_from_there(journey: Journey) -> None:
    cookie = journey.client.cookies["bozza"]

    assert cookie["path"] == f"/candidature/bozza/{journey.begun}/"
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    ended = f"/candidature/bozza/{journey.begun}/riepilogo/?x=1"
    assert journey.client.get(ended)["Location"] == f"{journey.url('summary')}?x=1"
    assert Client().get(ended).status_code == 410


@pytest.mark.parametrize("value", ["", "x", "a" * 22, "other"])
def test_a_cookie_that_is_not_of_this_draft_leads_nowhere(journey: Journey, value: str) -> None:
    other = Journey(journey.page)
    other.start(email="bea@example.org")
    client = Client()
    client.cookies = SimpleCookie({"bozza": other.token if value == "other" else value})

    assert client.get(f"/candidature/bozza/{journey.begun}/passo/0/").status_code == 410


def test_the_cookie_opens_nothing_by_itself(journey: Journey) -> None:
    client = Client()
    client.cookies = SimpleCookie({"bozza": journey.token})

    assert client.get(f"/candidature/bozza/{'a' * 22}/passo/0/").status_code == 404


def test_the_first_page_keeps_what_was_typed_wrong_or_not_at_all(page: CallPage) -> None:
    journey = Journey(page)
    journey.begin()
    journey.who(first_name="Ada Maria", last_name="", phone="non ricordo")

    shown = journey.get("step", 0).content.decode()

    assert 'value="Ada Maria"' in shown
    assert 'value="non ricordo"' in shown
    assert "error-summary" not in shown


def test_a_text_longer_than_a_draft_keeps_is_refused_and_not_cut(journey: Journey) -> None:
    answer = journey.client.post(journey.url("step", 1), {"q-why": "a" * 200_001, "action": "save"})

    assert answer.status_code == 413
    assert "troppo lungo" in answer.content.decode()
    assert journey.client.post(journey.url("step", 1), {"q-why": "a" * 200_000}).status_code == 302
    assert len(Draft.objects.get().answers["why"]) == 200_000


def test_what_a_refused_file_was_told_ends_with_the_next_press(journey: Journey) -> None:
    told = journey.step(1, "save", why="Uno", cv=pdf("virus.exe"))
    assert "virus.exe" in told.content.decode()

    assert "virus.exe" not in journey.step(1, "next", why="Uno").content.decode()
    assert "virus.exe" not in journey.get("step", 1).content.decode()
    assert Draft.objects.get().remarks == {}


def test_the_other_text_is_there_until_the_step_is_saved_again(journey: Journey) -> None:
    journey.step(1, "save", why="Di là")
    journey.post("step", 1, **{"q-why": "Di qua", "seen": "00000000", "action": "save"})

    for _look in range(2):
        page = journey.get("step", 1).content.decode()
        assert "Di là" in page
        assert 'value="Di qua"' in page

    journey.step(1, "save", why="Di qua")
    assert "Di là" not in journey.get("step", 1).content.decode()
