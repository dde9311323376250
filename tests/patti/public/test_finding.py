"""Who lost the letter comes back to the signature by the address alone; nobody else learns of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from patti.models import Signature, SigningRequest
from patti.signatures import keeping, secret_links, way_back
from patti.signatures.kinds import WAY_BACK
from portal.models import OutboxMessage
from portal.worker import clock
from tests.patti.factories import asked, body_signed, links_in, patto, posting, publish, read, signed

pytestmark = pytest.mark.django_db

ADDRESS = "/firme/ritrova/"


def find(app: Any, email: str, status: int = 200, **environ: str) -> Any:
    form = posting(app.get(ADDRESS))
    form["email"] = email
    shown = form.submit(extra_environ=environ, expect_errors=status >= 400).maybe_follow(
        extra_environ=environ
    )
    assert shown.status_code == status
    return shown


def settled(page: Any, **facts: Any) -> Signature:
    """One whose letters left long ago."""
    signature = signed(page, **facts)
    read()
    OutboxMessage.objects.all().delete()
    return signature


def test_the_mailbox_gets_the_way_to_each_of_its_signatures(django_app: DjangoTestApp) -> None:
    page = patto(title="Patto sociale")
    person = settled(page)
    body = body_signed(page, "Circolo Uno", "ada@example.org")
    signed(page, "bea@example.org", first_name="Bea")
    read()
    OutboxMessage.objects.all().delete()

    shown = find(django_app, " Ada@Example.ORG ")

    assert "Guarda nella tua posta" in shown.text
    assert "/firmata/" not in shown.text
    [letter] = read()
    assert letter.to == ["ada@example.org"]
    assert "Patto sociale" in letter.body
    assert "Circolo Uno" in letter.body
    expected = [reverse("patti:mine", args=[secret_links.token_of(one)]) for one in (body, person)]
    assert links_in(letter) == expected


def test_of_a_closed_patto_one_hides_the_name_and_takes_it_back(django_app: DjangoTestApp) -> None:
    page = patto()
    settled(page, shows_name=True)
    page = publish(page, closes_at=timezone.now())
    box = django_app.get(page.url)

    form = posting(box.click("Ritrova la tua firma"))
    form["email"] = "ada@example.org"
    form.submit()
    [letter] = read()
    mine = django_app.get(links_in(letter)[0])
    hide = posting(mine, "shows_name")
    hide["shows_name"] = "no"
    hide.submit()

    assert not Signature.objects.get().shows_name
    posting(mine.click("Ritira la firma")).submit()
    assert not Signature.objects.exists()


@pytest.mark.parametrize("path", ["/firme/firmata/x/", "/firme/patto/999999999/"])
def test_the_way_stands_where_one_comes_to_nothing(django_app: DjangoTestApp, path: str) -> None:
    shown = django_app.get(path, expect_errors=True)

    assert shown.status_code == 404
    assert shown.click("Ritrova la tua firma").request.path == ADDRESS


def test_a_known_and_an_unknown_address_are_answered_alike(django_app: DjangoTestApp) -> None:
    settled(patto(), email="nota@example.org")

    known, unknown = (find(django_app, f"{name}@example.org").text for name in ("nota", "nuova"))

    assert known.replace("nota@", "nuova@") == unknown
    assert [letter.to for letter in read()] == [["nota@example.org"]]
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    "other", ["ada+eve@example.org", "eve@example.org", "ad@example.org", "+@example.org"]
)
def test_another_address_finds_nothing_though_it_be_of_the_same_mailbox(
    django_app: DjangoTestApp, other: str
) -> None:
    settled(patto())

    find(django_app, other)

    assert read() == []


def test_what_is_only_asked_for_and_what_is_forgotten_is_not_found(django_app: DjangoTestApp) -> None:
    page = patto()
    keeping.forget_signer(settled(page), at=timezone.now())
    asked(page, "bea@example.org")
    OutboxMessage.objects.all().delete()

    for name in ("ada", "bea"):
        find(django_app, f"{name}@example.org")

    assert read() == []


def test_pressed_twice_it_is_one_letter(django_app: DjangoTestApp) -> None:
    settled(patto())

    for _press in range(2):
        find(django_app, "ada@example.org")

    assert len(read()) == 1


@pytest.mark.parametrize("email", ["", "ada@"])
def test_no_address_or_half_of_one_is_said_and_stays(django_app: DjangoTestApp, email: str) -> None:
    shown = find(django_app, email)

    assert "Errore:" in shown.text
    assert posting(shown)["email"].value == email
    assert not OutboxMessage.objects.exists()


def test_one_address_is_asked_for_only_so_often_whether_it_is_known_or_not(
    django_app: DjangoTestApp, settings: Settings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR": 1}
    settled(patto())
    pages = []
    for email in ("ada@example.org", "eva@example.org"):
        find(django_app, email, REMOTE_ADDR="192.0.2.1")
        refused = find(django_app, email, status=429, REMOTE_ADDR="192.0.2.2")
        assert "già stata chiesta più volte" in refused.text
        assert int(refused.headers["Retry-After"]) > 0
        pages.append(refused.text.replace(email, "…"))

    assert pages[0] == pages[1]


def test_one_visitor_asks_only_so_often(django_app: DjangoTestApp, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_WAYS_BACK_PER_HOUR": 1}
    find(django_app, "uno@example.org")

    assert "molte richieste" in find(django_app, "due@example.org", status=429).text
    assert OutboxMessage.objects.count() == 1


def test_a_letter_is_not_endless(django_app: DjangoTestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way_back, "AT_MOST", 1)
    for number in range(2):
        settled(patto(title=f"Patto numero {number}"))

    find(django_app, "ada@example.org")

    [letter] = read()
    assert len(links_in(letter)) == 1
    assert "Patto numero 1" in letter.body
    assert "Ce ne sono altre" in letter.body


def test_the_letter_goes_with_the_signature_and_after_three_days(django_app: DjangoTestApp) -> None:
    signature = settled(patto())
    [job] = [job for job in clock.registered() if job.name == "letters with ways to signatures"]
    find(django_app, "ada@example.org")
    job.run()
    assert OutboxMessage.objects.filter(link_kind=WAY_BACK).exists()

    OutboxMessage.objects.update(created_at=timezone.now() - way_back.KEPT_FOR - timedelta(minutes=1))
    job.run()
    assert not OutboxMessage.objects.exists()
    find(django_app, "ada@example.org")
    keeping.forget(signature)

    assert not OutboxMessage.objects.exists()
    assert not SigningRequest.objects.exists()


def test_nobody_keeps_what_is_said_of_an_address(client: Client) -> None:
    assert "no-cache" in client.get(ADDRESS)["Cache-Control"]
    for answer in (
        client.post(ADDRESS, {"email": "ada@example.org"}),
        client.get(f"{ADDRESS}?esito=chiesta"),
    ):
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
