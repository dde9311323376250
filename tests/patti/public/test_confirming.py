"""Only the button behind a letter's link signs; looking at the page, as scanners do, does not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from patti.models import Signature, SignerKind, SigningRequest
from patti.signatures import confirming, keeping, secret_links
from patti.signatures.kinds import CONFIRM, WAY_BACK
from portal.models import OutboxMessage
from portal.outbox import rejections
from tests.patti.factories import asked, body_signed, links_in, patto, posting, publish, read, signed, text
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db


def link(page: Any, email: str = "ada@example.org", **facts: Any) -> str:
    asked(page, email, **facts)
    [found] = [one for letter in read() for one in links_in(letter) if "/conferma/" in one][-1:]
    return found


def test_a_scanner_that_opens_the_link_signs_nothing(client: Client) -> None:
    confirm = link(patto())

    for method in (client.get, client.head):
        answer = method(confirm)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"

    assert not Signature.objects.exists()


def test_pressed_twice_or_opened_again_it_leads_to_the_same_signature(django_app: DjangoTestApp) -> None:
    confirm = link(patto())
    form = posting(django_app.get(confirm))

    first, second, third = form.submit(), form.submit(), django_app.get(confirm)

    assert first.location.endswith("?esito=confermata")
    assert second.location.endswith("?esito=gia")
    assert third.location == first.location.partition("?")[0]
    assert Signature.objects.count() == 1
    assert len(read()) == 1


def test_a_second_letter_to_the_same_person_changes_nothing(client: Client) -> None:
    page = patto()
    signed(page, "ada@example.org")

    answer = client.post(link(page, first_name="ADA", shows_name=True), follow=True)

    assert "Questa firma c’era già" in answer.content.decode()
    signature = Signature.objects.get()
    assert (signature.first_name, signature.shows_name) == ("Ada", False)


@pytest.mark.parametrize("facts", [{}, {"first_name": "Eve"}])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("vittima@example.org", "vittima+eve@example.org"),
        ("vittima+uno@example.org", "vittima@example.org"),
        ("vittima@città.example", "vittima@xn--citt-3na.example"),
    ],
)
def test_another_address_of_the_mailbox_is_led_nowhere_and_the_first_one_is_told(
    client: Client, first: str, second: str, facts: dict[str, Any]
) -> None:
    page = patto()
    signature = signed(page, first, shows_name=True)
    confirm = link(page, second, **facts)
    mine = secret_links.token_of(signature)

    answer, again, opened = client.post(confirm), client.post(confirm), client.get(confirm)

    assert (answer.status_code, again.status_code, opened.status_code) == (409, 409, 200)
    html = answer.content.decode()
    assert "Con questa casella di posta qualcuno ha già firmato" in html
    for word in (first, mine, "Ada", "Rossi", "/firmata/"):
        assert word not in html
    assert Signature.objects.get().version_at == signature.version_at
    assert SigningRequest.objects.get(email=second).signature is None
    # One letter for what was asked, however often it is pressed, and it goes to whom it belongs.
    [letter] = read()
    assert letter.to == [first]
    assert mine in links_in(letter)[0]


def test_addresses_that_begin_with_the_sign_are_of_different_mailboxes(client: Client) -> None:
    page = patto()
    signed(page, "+primo@example.org")

    answer = client.post(link(page, "+eve@example.org"))

    assert answer.headers["Location"].endswith("?esito=confermata")
    assert Signature.objects.count() == 2


def test_another_person_of_the_same_address_is_told_that_it_was_not_counted(client: Client) -> None:
    page = patto()
    signature = signed(page)

    answer = client.post(link(page, first_name="Ugo", last_name="Bianchi"))

    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Con questo indirizzo ha già firmato un’altra persona: la tua firma non è stata contata" in html
    for word in ("Ada", "Rossi", secret_links.token_of(signature), "/firmata/"):
        assert word not in html
    [letter] = read()
    assert letter.to == ["ada@example.org"]
    assert secret_links.token_of(signature) in letter.body


def test_a_body_is_led_back_by_the_address_that_signed_for_it_alone(client: Client) -> None:
    page = patto()
    signature = body_signed(page, "Circolo Uno", "ente@example.org")
    facts = {"kind": SignerKind.BODY, "body": "CIRCOLO UNO", "role": "socia", "first_name": "Bea"}

    answer = client.post(link(page, "ente+eve@example.org", **facts))
    assert answer.status_code == 409
    assert "presidente" not in answer.content.decode()
    assert [letter.to for letter in read()] == [["ente@example.org"]]

    answer = client.post(link(page, "ente@example.org", **facts))
    assert secret_links.token_of(signature) in answer.headers["Location"]
    assert answer.headers["Location"].endswith("?esito=gia")


def test_whoever_signed_is_written_to_only_so_often(client: Client, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR": 1}
    page = patto()
    signed(page)

    for number in range(2):
        assert client.post(link(page, f"ada+{number}@example.org")).status_code == 409

    assert OutboxMessage.objects.filter(link_kind=WAY_BACK).count() == 1


def test_a_request_that_led_to_another_address_opens_nothing(client: Client) -> None:
    """As they were written before the two addresses were told apart."""
    page = patto()
    signature = signed(page)
    confirm = link(page, "ada+eve@example.org")
    SigningRequest.objects.filter(email="ada+eve@example.org").update(signature=signature)

    assert client.get(confirm).status_code == 200
    assert client.post(confirm).status_code == 409


def test_a_person_and_a_body_share_an_address(client: Client) -> None:
    page = patto()
    signed(page, "ada@example.org")
    body_signed(page, "Circolo Uno", "ada@example.org")
    body_signed(page, "Circolo Due", "ada@example.org")
    signed(patto(title="Un altro"), "ada@example.org")

    assert Signature.objects.filter(page=page).count() == 3
    assert Signature.objects.count() == 4


def test_a_body_signs_once_however_its_name_is_written(client: Client) -> None:
    page = patto()
    body_signed(page, "Circolo A.R.C.I. «Città»", "ente@example.org")

    facts = {"kind": SignerKind.BODY, "body": "circolo a r c i città", "role": "socia"}
    answer = client.post(link(page, "altra@example.org", **facts))

    assert answer.status_code == 409
    assert "ha già firmato" in answer.content.decode()
    assert "ente@example.org" not in answer.content.decode()
    assert Signature.objects.count() == 1


def test_bodies_of_any_alphabet_are_told_apart() -> None:
    page = patto()
    body_signed(page, "王", "uno@example.org")
    body_signed(page, "李", "due@example.org")

    assert Signature.objects.count() == 2


def test_with_one_mailbox_one_signs_for_a_few_bodies(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "MOST_BODIES", 1)
    page = patto()
    body_signed(page, "Uno")

    answer = client.post(link(page, "ente@example.org", kind=SignerKind.BODY, body="Due", role="socia"))

    assert answer.status_code == 409
    assert "al massimo per 1" in answer.content.decode()
    assert Signature.objects.count() == 1


def test_it_ends_when_the_request_is_forgotten(client: Client) -> None:
    confirm = link(patto())
    SigningRequest.objects.update(asked_at=timezone.now() - keeping.CONFIRM_WITHIN)

    assert client.get(confirm).status_code == 404
    assert client.post(confirm).status_code == 404
    assert not Signature.objects.exists()


@pytest.mark.parametrize("token", ["x", "A" * 22, "A" * 21 + "%00", "../../admin"])
@pytest.mark.parametrize("view", ["conferma", "firmata"])
def test_an_invented_link_opens_nothing(client: Client, token: str, view: str) -> None:
    signed(patto())

    assert client.post(f"/firme/{view}/{token}/").status_code == 404
    assert Signature.objects.count() == 1


def test_a_link_that_has_not_left_opens_nothing(client: Client) -> None:
    """An empty digest is that of every request whose letter waits."""
    asked(patto())

    assert client.post("/firme/conferma//").status_code == 404
    assert not Signature.objects.exists()


def test_what_was_asked_for_in_time_counts_though_the_last_day_passed(client: Client) -> None:
    page = patto()
    confirm = link(page)
    publish(page, closes_at=timezone.now() - timedelta(minutes=1))

    client.post(confirm)

    assert Signature.objects.count() == 1


def test_what_is_taken_down_is_not_signed(client: Client) -> None:
    page = patto()
    confirm = link(page)
    page.unpublish()

    assert client.get(confirm).status_code == client.post(confirm).status_code == 404
    assert not Signature.objects.exists()


def test_below_a_zone_that_not_everybody_may_read_nothing_is_signed_nor_shown(client: Client) -> None:
    page = patto(title="Patto riservato")
    confirm = link(page)
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")

    for answer in (client.get(confirm), client.post(confirm)):
        assert answer.status_code == 404
        assert page.url not in answer.content.decode()
        assert "Patto riservato" not in answer.content.decode()
    assert not Signature.objects.exists()


def test_what_is_confirmed_is_the_text_that_was_read(client: Client) -> None:
    page = patto()
    confirm = link(page)
    publish(page, body=text("Altre parole."), change_note="Parole nuove.")

    assert "Intanto il testo è cambiato" in client.get(confirm).content.decode()
    client.post(confirm)

    assert Signature.objects.get().version.number == 1


def test_whoever_took_it_back_is_not_brought_back_by_the_old_link(client: Client) -> None:
    confirm = link(patto())
    client.post(confirm)
    keeping.forget(Signature.objects.get())

    assert client.post(confirm).status_code == 404
    assert not Signature.objects.exists()


def test_the_request_is_locked() -> None:
    request = asked(patto())

    with locks_asked() as locked:
        confirming.confirm(request, at=timezone.now())

    assert "patti_signingrequest" in locked[:1]


def test_a_letter_that_comes_back_ends_the_request() -> None:
    signed(patto(title="Un altro"))
    request = asked(patto())
    message = OutboxMessage.objects.get(link_target=str(request.pk), link_kind=CONFIRM)

    rejections.mark(message, OutboxMessage.Status.BOUNCED, "5.1.1")

    assert not SigningRequest.objects.filter(pk=request.pk).exists()
    assert Signature.objects.count() == 1
