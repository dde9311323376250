"""Who knows a draft's link knows nothing of what was sent; who lost a personal link gets another."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from candidature.links import secret_links
from candidature.models import CallPage, Draft, FollowLink, ReceiptHandOver, Submission
from portal.outbox import sending as outbox
from portal.privacy.tokens import is_well_formed
from tests.candidature.factories import CallPageFactory, question, steps, submitted
from tests.candidature.public.by_buttons import first_step
from tests.candidature.public.journey import WHO, Journey, form_key, form_of, hidden, prove
from tests.candidature.public.mailbox import links_in
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db

# A form that may be sent without a word, for tests of the button that sends it.
OPTIONAL = steps(
    question("short_text", "q-note", "Vuoi aggiungere qualcosa?", max_length=200, required=False)
)


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(
        steps=form_of([block("short_text", "a", label="Domanda", required=False)])
    )
    return made


@pytest.fixture
def journey(page: CallPage) -> Journey:
    journey = Journey(page)
    journey.start()
    journey.step(1, a="La mia risposta")
    return journey


def text_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/candidature/segui/[^/\s]+/)", str(letter.body))
    assert found, letter.body
    return found.group(1)


@pytest.mark.parametrize("secret", ["x", "a" * 21, "a" * 23, "é" * 22])
def test_what_is_no_secret_is_not_looked_for(client: Client, secret: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/candidature/bozza/{secret}/riepilogo/")

    assert answer.status_code == 404
    assert [query["sql"] for query in asked if "candidature_draftlink" in query["sql"]] == []


def test_a_letter_to_who_was_erased_meanwhile_does_not_leave(page: CallPage) -> None:
    submitted(page)
    Submission.objects.all().delete()

    outbox.deliver_due()

    assert mail.outbox == []


def test_the_link_of_a_draft_opens_nothing_once_it_was_sent_and_says_where_the_new_one_is(
    journey: Journey,
) -> None:
    sown = journey.token
    journey.send()
    reference = Submission.objects.get().reference

    for name, args in (("step", [0]), ("step", [1]), ("saved", []), ("summary", [])):
        for answer in (journey.get(name, *args), journey.post(name, *args, a="x")):
            assert answer.status_code == 410
            assert "lettera di ricevuta" in text_of(answer)
            assert reference not in text_of(answer)
    for address in ("ricevuta/{}/", "segui/{}/", "segui/{}/ritira/", "segui/{}/rinnova/", "inviata/{}/"):
        answer = Client().post(f"/candidature/{address.format(sown)}", {"version": 1})
        assert answer.status_code in (404, 410)
        assert reference not in text_of(answer)
    assert Submission.objects.get().status == "received"


def test_whoever_sowed_the_draft_gets_no_receipt_by_pressing_send_after_it_was_sent(journey: Journey) -> None:
    sower = Client()
    key = form_key(sower.get(journey.url("summary")))
    journey.send()

    data = {"notice": journey.page.privacy_notice_id, "notice_read": "on", "form_key": key}
    answer = sower.post(journey.url("summary"), data)

    assert answer.status_code == 410
    assert "già stata inviata" in text_of(answer)


def test_the_receipt_shows_the_personal_link_and_it_opens_what_was_sent(journey: Journey) -> None:
    journey.send()

    page = text_of(journey.client.get(f"/candidature/segui/{journey.follow_token}/"))

    assert Submission.objects.get().reference in page
    assert journey.follow_token not in (journey.token, journey.receipt.split("/")[3])


def test_each_receipt_leads_to_what_its_own_reader_sent_and_to_nobody_elses(page: CallPage) -> None:
    """Somebody else's link on a receipt would hand a stranger all that they wrote."""
    journeys = {}
    for name in ("ada", "bea", "cleo"):
        one = journeys[name] = Journey(page)
        one.start(email=f"{name}@example.org")
        one.send()

    for name, one in journeys.items():
        mine = Submission.objects.get(email=f"{name}@example.org").reference
        others = set(Submission.objects.values_list("reference", flat=True)) - {mine}
        for shown in (one.client.get(one.receipt), one.get("follow")):
            assert mine in text_of(shown)
            assert not [reference for reference in others if reference in text_of(shown)]


def test_the_address_after_sending_leads_to_the_receipt_for_a_few_minutes_only(journey: Journey) -> None:
    journey.send()
    shown = journey.client.get(journey.receipt)
    assert shown.status_code == 200
    assert shown["Cache-Control"] == "no-store"

    ReceiptHandOver.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late = journey.client.get(journey.receipt)
    assert late.status_code == 410
    assert journey.follow_token not in text_of(late)
    secret_links.prune()
    assert not ReceiptHandOver.objects.exists()
    assert journey.client.get(journey.receipt).status_code == 410
    # The personal link itself stays.
    assert journey.get("follow").status_code == 200


def test_the_link_in_a_letter_opens_the_very_submission_it_is_about(page: CallPage) -> None:
    references = {}
    for name in ("ada", "bea"):
        one = Journey(page)
        one.start(email=f"{name}@example.org")
        one.send()
        references[f"{name}@example.org"] = Submission.objects.get(email=f"{name}@example.org").reference
    outbox.deliver_due()

    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        opened = text_of(Client().get(link_in(letter)))
        assert references[letter.to[0]] in opened
        assert references[letter.to[0]] in letter.subject


def test_a_letter_that_did_not_leave_leaves_no_link_behind(journey: Journey, settings: Settings) -> None:
    journey.send()
    settings.EMAIL_BACKEND = "tests.portal.outbox.failing_servers.BrokenServer"
    outbox.deliver_due()

    assert FollowLink.objects.count() == 1, "only that of the receipt"


def test_two_presses_on_send_at_the_same_moment_lead_to_one_receipt(committed_db: None) -> None:
    page = CallPageFactory.create(steps=OPTIONAL)
    journey = Journey(page)
    journey.start()
    shown = journey.get("summary")
    prove(journey.token)
    data = {"notice": page.privacy_notice_id, "notice_read": "on"}
    data |= {name: hidden(shown, name) for name in ("form_key", "form")}

    def press(_number: int) -> Any:
        try:
            return Client().post(journey.url("summary"), data)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(press, range(4)))

    assert len(addresses) == 1
    assert addresses.pop().startswith("/candidature/inviata/")
    assert Submission.objects.count() == FollowLink.objects.count() == 1


def test_two_presses_on_the_first_step_at_the_same_moment_lead_to_one_link(committed_db: None) -> None:
    journey = Journey(CallPageFactory.create())
    journey.begin()
    data = {**WHO, "form_key": form_key(journey.get("step", 0))}

    def press(_number: int) -> Any:
        try:
            return Client().post(journey.url("step", 0), data, follow=True).redirect_chain[-1][0]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(press, range(4)))

    assert Draft.objects.count() == 1
    assert len(addresses) == 1
    assert Client().get(addresses.pop()).status_code == 200


def test_the_key_of_the_first_step_opens_nothing_after_a_while(page: CallPage) -> None:
    journey = Journey(page)
    journey.start()
    Draft.objects.get().form_keys.update(created_at=timezone.now() - timedelta(minutes=16))
    journey.client.cookies.clear()

    assert journey.start().status_code == 410


def test_the_link_of_an_empty_draft_can_be_given_to_nobody_to_read_what_they_write(page: CallPage) -> None:
    journey = Journey(page)
    journey.start(first_name="Segreta")
    sower = Client()

    for number in (0, 1):
        ended = sower.get(f"/candidature/bozza/{journey.begun}/passo/{number}/")
        assert ended.status_code == 410
        assert "Segreta" not in text_of(ended)
    assert not ended.cookies


def test_changing_the_address_gives_the_draft_a_new_link_and_ends_the_old_one(journey: Journey) -> None:
    sown = journey.token

    answer = journey.who(email="vera@example.org")

    assert answer.status_code == 302
    assert journey.token != sown
    assert "La mia risposta" in text_of(journey.get("step", 1))
    ended = Client().get(f"/candidature/bozza/{sown}/passo/1/")
    assert ended.status_code == 410
    assert "La mia risposta" not in text_of(ended)
    assert "sostituito" in text_of(ended)
    refused = Client().post(f"/candidature/bozza/{sown}/passo/1/", {"q-a": "intruso", "action": "save"})
    assert refused.status_code == 410
    assert Draft.objects.get().answers["a"] == "La mia risposta"


def test_a_second_press_on_the_change_of_address_leads_to_the_same_new_link(journey: Journey) -> None:
    sown, address = journey.token, journey.url("step", 0)
    data = {**WHO, "email": "vera@example.org", "form_key": form_key(journey.get("step", 0))}

    first, second = (Client().post(address, data, follow=True).redirect_chain[-1][0] for _press in range(2))

    assert first == second
    assert sown not in first
    # Who knows the old link only, and not the form that ended it, is not led on.
    assert Client().post(address, {**data, "form_key": "B" * 22}).status_code == 410


def test_correcting_anything_but_the_address_keeps_the_link(journey: Journey) -> None:
    before = journey.token

    journey.who(last_name="Corretta", email="ADA@example.org")

    assert journey.token == before
    assert Draft.objects.get().last_name == "Corretta"


def test_a_new_link_comes_by_letter_and_ends_all_the_others(journey: Journey) -> None:
    journey.send()
    outbox.deliver_due()
    by_letter, by_browser = link_in(mail.outbox.pop()), journey.url("follow")
    shown = text_of(journey.client.get(by_letter))
    renewal = re.search(r'action="([^"]+/rinnova/)"', shown)
    assert renewal
    button = renewal.group(1)

    pressed = Client().post(button)

    assert pressed.status_code == 302
    assert "mandato uno nuovo" in text_of(Client().get(pressed["Location"]))
    for ended in (by_letter, by_browser, journey.receipt):
        assert Client().get(ended).status_code == 410
    outbox.deliver_due()
    assert mail.outbox[0].to == ["ada@example.org"]
    assert Submission.objects.get().reference in text_of(Client().get(link_in(mail.outbox[0])))
    assert FollowLink.objects.filter(revoked_at=None).count() == 1


def test_two_presses_for_a_new_link_at_the_same_moment_send_one_letter(committed_db: None) -> None:
    journey = Journey(CallPageFactory.create(steps=OPTIONAL))
    journey.start()
    journey.send()
    outbox.deliver_due()
    mail.outbox.clear()
    button = journey.url("renew")

    def press(_number: int) -> str:
        try:
            return text_of(Client().post(button, follow=True))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(press, range(4)))
    outbox.deliver_due()

    assert all("Questo collegamento non vale più" in page for page in pages)
    assert len(mail.outbox) == 1


def test_asking_for_a_new_link_by_a_get_changes_nothing(journey: Journey) -> None:
    journey.send()

    assert journey.get("renew").url == journey.url("follow")
    assert journey.get("follow").status_code == 200


NO_SECRETS = ["A" * 21, "A" * 23, "A" * 22 + "\n", "A" * 21 + "=", "A" * 21 + "é", "A" * 21 + "١", ""]


@pytest.mark.parametrize("token", NO_SECRETS)
def test_only_22_url_safe_characters_are_of_the_shape_of_a_secret(token: str) -> None:
    assert is_well_formed("A-_z0" * 4 + "Zz")
    assert not is_well_formed(token)


@pytest.mark.parametrize("address", ["bozza/{}/passo/1/", "segui/{}/", "ricevuta/{}/", "inviata/{}/"])
def test_a_malformed_secret_is_not_even_looked_for(address: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get("/candidature/" + address.format("A" * 23))

    assert answer.status_code in (404, 410)
    assert not [query for query in queries if "token_hash" in query["sql"]]


class TestSown:
    """Whoever began a draft and gave its link away reads nothing that another writes in it."""

    def test_not_while_the_address_is_still_wrong(self, page: CallPage) -> None:
        journey = Journey(page)
        journey.begin()
        for number, name in enumerate(("Segreta", "Segretissima")):
            known = journey.token
            journey.who(last_name=name, email=f"vittima{number}@")
            assert name in text_of(journey.get("step", 0))
            assert name not in text_of(Client().get(f"/candidature/bozza/{known}/passo/0/"))

    def test_not_before_there_is_any_address(self, page: CallPage) -> None:
        journey = Journey(page)
        journey.begin()
        known = journey.token

        journey.step(1, a="Cosa privata")

        assert journey.token != known
        assert "Cosa privata" in text_of(journey.get("step", 1))
        assert "Cosa privata" not in text_of(Client().get(f"/candidature/bozza/{known}/passo/1/"))
        # The browser that wrote is led on.
        assert journey.client.get(f"/candidature/bozza/{known}/passo/1/")["Location"] == journey.url(
            "step", 1
        )

    def test_not_when_the_address_of_the_other_was_in_it_already(self, page: CallPage) -> None:
        journey = Journey(page)
        journey.start(email="vittima@example.org")
        journey.client.get(journey.step(1, action="save")["Location"])
        outbox.deliver_due()
        link = links_in(mail.outbox.pop())[0]
        victim = Client()
        assert victim.get(link).status_code == 200
        # Only looked at, nothing is ended.
        assert journey.get("step", 1).status_code == 200

        posted = {"q-a": "Cosa privata", "action": "next"}
        victim.post(link.replace("riepilogo/", "passo/1/"), posted)

        for name, args in (("step", [0]), ("step", [1]), ("summary", [])):
            ended = journey.get(name, *args)
            assert ended.status_code == 410
            assert "Cosa privata" not in text_of(ended)
            assert "dal collegamento ricevuto per email" in text_of(ended)
        assert "Cosa privata" in text_of(victim.get(link))

    def test_who_wrote_by_a_letter_and_changes_the_address_goes_on(self, page: CallPage) -> None:
        journey = Journey(page)
        journey.start()
        journey.client.get(journey.step(1, action="save")["Location"])
        outbox.deliver_due()
        journey.token = links_in(mail.outbox.pop())[0].split("/")[3]

        journey.step(1, a="Scritta dal telefono")
        journey.who(email="nuova@example.org")

        assert "Scritta dal telefono" in text_of(journey.get("step", 1))


def test_back_past_two_changes_of_address_is_led_on_twice(django_app: DjangoTestApp, page: CallPage) -> None:
    first = first_step(django_app, page, email="uno@example.org")
    oldest = first.response.request.path
    step = first.submit("action", value="next").follow()
    form = django_app.get(step.request.path.replace("passo/1", "passo/0")).forms["step-form"]
    form["email"] = "due@example.org"
    last = form.submit("action", value="next").follow()

    back = django_app.get(oldest).follow().follow()

    assert back.request.path == last.request.path.replace("passo/1", "passo/0")
    assert back.forms["step-form"]["email"].value == "due@example.org"


def test_two_presses_on_a_first_step_that_is_not_right_lead_to_one_link(page: CallPage) -> None:
    journey = Journey(page)
    journey.begin()
    data = {**WHO, "last_name": "", "form_key": form_key(journey.get("step", 0))}

    first, second = (
        Client().post(journey.url("step", 0), data, follow=True).redirect_chain[-1][0] for _press in range(2)
    )

    assert first == second
    assert "esito=controlla" in first
