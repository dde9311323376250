"""Only the button behind a letter's link signs; looking at the page, as scanners do, does not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from patti.models import Signature, SignerKind, SigningRequest
from patti.signatures import confirming, keeping
from patti.signatures.kinds import CONFIRM
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


def test_a_second_letter_to_the_same_mailbox_changes_nothing(client: Client) -> None:
    page = patto()
    signed(page, "ada@example.org")

    answer = client.post(
        link(page, "ada+altra@example.org", first_name="Altra", shows_name=True), follow=True
    )

    assert "Questa firma c’era già" in answer.content.decode()
    signature = Signature.objects.get()
    assert (signature.first_name, signature.shows_name) == ("Ada", False)


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
