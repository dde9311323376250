"""The register of outgoing mail: read by officers, changed by nobody, resent with one button."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import UserFactory
from tests.istruttoria.people import administrator, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> Any:
    written = outbox.enqueue(
        key="prova:1",
        recipient="maria@example.org",
        subject="La tua candidatura",
        body=f"Ciao Maria,\nsegui qui: {outbox.LINK_PLACEHOLDER}",
        link_kind="candidature.follow",
        link_target="1",
        related_to="CS-2026-AAAA-BBBB",
    )
    OutboxMessage.objects.update(status="failed", attempts=9, last_error="SMTPServerDisconnected: addio")
    return written


@pytest.fixture
def officer(client: Client) -> User:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    return user


def register(name: str, *args: Any) -> str:
    return reverse(f"portal_outboxmessage_modeladmin_{name}", args=args)


def test_what_could_not_leave_is_seen_with_its_error(
    client: Client, officer: User, message: OutboxMessage
) -> None:
    text = client.get(register("index")).content.decode()

    assert "La tua candidatura" in text
    assert "maria@example.org" in text
    assert "Non inviata" in text
    assert "SMTPServerDisconnected" in text


@pytest.mark.parametrize(
    ("status", "waits", "later", "told"),
    [
        ("pending", False, False, True),
        ("approval", False, True, True),
        ("approval", False, False, False),
        ("approval", True, True, False),
        ("draft", False, True, False),
        ("sent", False, False, False),
        ("aborted", False, True, False),
    ],
)
def test_the_next_attempt_is_named_where_there_is_one(
    status: str, waits: bool, later: bool, told: bool, client: Client, officer: User, message: OutboxMessage
) -> None:
    moment = timezone.now() + timedelta(hours=3 if later else -3)
    changed = {"status": status, "waits_for_release": waits, "next_attempt_at": moment}
    OutboxMessage.objects.update(**changed)

    shown = BeautifulSoup(client.get(register("inspect", message.pk)).content, "html.parser")

    [label] = [one for one in shown.select("dt") if one.get_text(strip=True) == "Prossimo tentativo"]
    said = label.find_next("dd")
    assert said is not None
    assert said.get_text(strip=True) == (
        date_format(timezone.localtime(moment), "j F Y, H:i") if told else "–"
    )


def test_how_many_there_are_is_said_in_italian(client: Client, officer: User, message: OutboxMessage) -> None:
    found = client.get(register("index")).content.decode()
    nothing = client.get(register("index"), {"q": "nessuno"}).content.decode()

    assert "1 riga" in found
    assert "Con le lettere scelte:" in found
    assert "Nessun risultato: togli un filtro o cerca con altre parole." in nothing
    assert "0 righe" in nothing
    # There is none to be ticked.
    assert "Con le lettere scelte:" not in nothing


def test_the_letter_is_read_without_its_secret_link(
    client: Client, officer: User, message: OutboxMessage
) -> None:
    text = client.get(register("inspect", message.pk)).content.decode()

    assert "Ciao Maria" in text
    assert outbox.LINK_PLACEHOLDER not in text
    assert "collegamento personale" in text


def test_it_is_sent_again(client: Client, officer: User, message: OutboxMessage) -> None:
    response = client.post(reverse("outbox_act", args=[message.pk]), {"what": "retry"}, follow=True)

    assert response.status_code == 200
    message.refresh_from_db()
    assert (message.status, message.attempts, message.last_error) == ("pending", 1, "")


@pytest.mark.parametrize(
    ("permissions", "is_offered"),
    [(["view_outboxmessage"], False), (["view_outboxmessage", "change_outboxmessage"], True)],
)
def test_sending_again_is_offered_to_those_who_may_and_not_to_those_who_only_read(
    client: Client, message: OutboxMessage, permissions: list[str], is_offered: bool
) -> None:
    reader = UserFactory.create()
    reader.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client.force_login(reader)

    page = client.get(register("inspect", message.pk)).content.decode()

    assert "Ciao Maria" in page
    assert (reverse("outbox_act", args=[message.pk]) in page) is is_offered


def test_a_link_alone_sends_nothing(client: Client, officer: User, message: OutboxMessage) -> None:
    assert client.get(reverse("outbox_act", args=[message.pk])).status_code == 405


@pytest.mark.parametrize("role", [Role.EDITORS, Role.REVIEWERS])
def test_nobody_else_reads_or_sends(client: Client, message: OutboxMessage, role: Role) -> None:
    client.force_login(member_of(role))

    for address in [register("index"), register("inspect", message.pk)]:
        assert client.get(address).status_code == 302
    client.post(reverse("outbox_act", args=[message.pk]), {"what": "retry"})
    client.post(reverse("outbox_act_on_many"), {"what": "retry", "letter": message.pk})
    for name in ("outbox_edit", "outbox_preview"):
        assert client.get(reverse(name, args=[message.pk])).status_code in (302, 403)

    message.refresh_from_db()
    assert message.status == "failed"


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_not_even_an_administrator_rewrites_a_letter(
    client: Client, message: OutboxMessage, name: str
) -> None:
    client.force_login(administrator())

    assert client.get(register(name, message.pk)).status_code == 302
    client.post(register(name, message.pk), {"subject": "Altro"})
    assert OutboxMessage.objects.get().subject == "La tua candidatura"
    assert client.get(register("create")).status_code == 302


@pytest.mark.parametrize(
    "query",
    ["foo=1", "status__exact=zzz", "p=abc", "o=99", "o=zz", "q=%00", "q=maria", "status__exact=%00",
     "export=csv", "created_at__gte=ieri", "status__zzz=1", "id__in=abc", "p=9999"],
)  # fmt: skip
def test_odd_parameters_are_no_error(
    client: Client, officer: User, message: OutboxMessage, query: str
) -> None:
    response = client.get(register("index") + "?" + query, follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize(
    "query", ["recipient__regex=(", "body__contains=Maria", "key=prova:1", "content_type=9", "export=csv"]
)
def test_a_letter_is_not_searched_by_what_the_register_does_not_show(
    client: Client, officer: User, message: OutboxMessage, query: str
) -> None:
    response = client.get(register("index") + "?" + query)

    assert (response.status_code, response["Location"]) == (302, register("index"))
