"""Staff accounts in the Wagtail admin: made, changed, and helped with a lost password, by email alone."""

import re
from typing import Any, Never

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.istruttoria.people import administrator, member_of

pytestmark = pytest.mark.django_db

PASSWORD = "una-frase-lunga-e-segreta"


def account_values(**changes: Any) -> Any:
    return {
        "email": "Nuova.Persona@Example.org",
        "first_name": "Nuova",
        "last_name": "Persona",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "is_active": "on",
        **changes,
    }


def test_an_administrator_makes_an_account_and_it_logs_in_by_email(client: Client) -> None:
    client.force_login(administrator())
    group = Group.objects.get(name=Role.REVIEWERS)

    assert client.get(reverse("wagtailusers_users:add")).status_code == 200
    response = client.post(reverse("wagtailusers_users:add"), account_values(groups=[group.pk]))

    assert response.status_code == 302
    user = User.objects.get(email="nuova.persona@example.org")
    assert list(user.groups.all()) == [group]
    client.logout()
    response = client.post(
        reverse("wagtailadmin_login"), {"username": "NUOVA.persona@example.org", "password": PASSWORD}
    )
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_same_email_in_another_case_is_refused_with_a_sentence(client: Client) -> None:
    client.force_login(administrator())
    User.objects.create_user("nuova.persona@example.org")

    response = client.post(reverse("wagtailusers_users:add"), account_values())

    assert response.status_code == 200
    assert "Esiste già un utente" in response.content.decode()
    assert User.objects.filter(email__iexact="nuova.persona@example.org").count() == 1


def test_an_administrator_changes_an_account(client: Client) -> None:
    client.force_login(administrator())
    user = User.objects.create_user("prima@example.org", first_name="Prima", last_name="Persona")
    edit = reverse("wagtailusers_users:edit", args=[user.pk])

    assert client.get(edit).status_code == 200
    response = client.post(
        edit,
        {"email": "dopo@example.org", "first_name": "Dopo", "last_name": "Persona", "is_active": "on"},
    )

    assert response.status_code == 302
    user.refresh_from_db()
    assert (user.email, user.first_name) == ("dopo@example.org", "Dopo")
    assert client.get(reverse("wagtailusers_users:index") + "?q=dopo").status_code == 200


def test_a_lost_password_is_set_anew_by_mail(client: Client) -> None:
    user = User.objects.create_user("persona@example.org", PASSWORD)
    user.groups.add(Group.objects.get(name=Role.REVIEWERS))

    form = client.get(reverse("wagtailadmin_password_reset"))
    assert 'name="email"' in form.content.decode()
    client.post(reverse("wagtailadmin_password_reset"), {"email": "Persona@example.org"})
    assert mail.outbox == [], "nothing leaves while the visitor waits"
    outbox.deliver_due()

    assert [message.to for message in mail.outbox] == [["persona@example.org"]]
    found = re.search(r"https?://[^/\s]+(/\S+)", str(mail.outbox[0].body))
    assert found
    link = found.group(1)
    form = client.get(link, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0]
    new = "tutta-un-altra-frase"
    client.post(address, {"new_password1": new, "new_password2": new})
    user.refresh_from_db()
    assert user.check_password(new)


def ask_for_letter(address: str, client: Client | None = None) -> Any:
    return (client or Client()).post(reverse("wagtailadmin_password_reset"), {"email": address})


def test_an_unknown_address_gets_no_mail_and_the_same_answer_after_the_same_work() -> None:
    User.objects.create_user("persona@example.org", PASSWORD)

    work = {}
    for address in ("persona@example.org", "nessuno@example.org"):
        with CaptureQueriesContext(connection) as queries:
            answer = ask_for_letter(address)
        assert answer.status_code == 302
        # Savepoints carry a number of their own.
        statements = [query["sql"][:40] for query in queries if "SAVEPOINT" not in query["sql"]]
        work[address] = (answer.url, statements)
    assert work["persona@example.org"] == work["nessuno@example.org"]

    outbox.deliver_due()
    assert [message.to for message in mail.outbox] == [["persona@example.org"]]
    assert not OutboxMessage.objects.filter(recipient="nessuno@example.org").exists()


@pytest.mark.parametrize("state", ["inactive", "without a password"])
def test_an_account_that_may_not_log_in_gets_no_letter(state: str) -> None:
    user = User.objects.create_user(
        "persona@example.org", None if state == "without a password" else PASSWORD
    )
    User.objects.filter(pk=user.pk).update(is_active=state != "inactive")

    ask_for_letter("persona@example.org")
    outbox.deliver_due()

    assert mail.outbox == []


def test_a_mail_server_that_does_not_answer_makes_nobody_wait(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Mute"
    User.objects.create_user("persona@example.org", PASSWORD)

    assert ask_for_letter("persona@example.org").status_code == 302


class Mute(EmailBackend):
    """A mail server that nobody may talk to while a visitor waits."""

    def send_messages(self, messages: Any) -> Never:
        raise AssertionError("the request talked to the mail server")


@pytest.mark.parametrize("known", [True, False])
def test_one_address_gets_so_many_letters_and_then_a_page_with_the_hour(
    settings: Settings, known: bool
) -> None:
    if known:
        User.objects.create_user("persona@example.org", PASSWORD)
    answers = [
        ask_for_letter("persona@example.org", Client(REMOTE_ADDR=f"203.0.113.{number}"))
        for number in range(settings.PASSWORD_LETTERS_TO_ADDRESS)
    ]
    assert {answer.status_code for answer in answers} == {302}

    refused = ask_for_letter("PERSONA@example.org", Client(REMOTE_ADDR="203.0.113.99"))

    assert refused.status_code == 429
    assert re.search(r"Puoi riprovare dalle ore \d\d:\d\d", refused.content.decode())
    outbox.deliver_due()
    assert len(mail.outbox) == (settings.PASSWORD_LETTERS_TO_ADDRESS if known else 0)


def test_one_visitor_sends_for_so_many_letters(settings: Settings) -> None:
    for number in range(settings.PASSWORD_LETTERS_FROM_CLIENT):
        assert ask_for_letter(f"persona{number}@example.org").status_code == 302

    assert ask_for_letter("persona@example.org").status_code == 429
    assert OutboxMessage.objects.count() == settings.PASSWORD_LETTERS_FROM_CLIENT


def test_the_letter_waits_in_the_outbox_without_its_link() -> None:
    User.objects.create_user("persona@example.org", PASSWORD)
    ask_for_letter("persona@example.org")

    assert "/admin/password_reset/confirm/" not in str(list(OutboxMessage.objects.values()))


@pytest.mark.parametrize("role", Role)
def test_no_role_manages_accounts(client: Client, role: Role) -> None:
    client.force_login(member_of(role))

    for name in ["wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"]:
        assert client.get(reverse(name)).status_code == 302


def test_the_admin_speaks_italian(client: Client) -> None:
    client.force_login(administrator())

    text = client.get(reverse("wagtailadmin_home")).content.decode()

    assert 'lang="it"' in text
    assert "Candidature" in text


def test_what_an_account_may_do_is_its_own_and_its_groups_in_one_query() -> None:
    user = member_of(Role.REVIEWERS)
    user.user_permissions.add(Permission.objects.get(codename="oversee_submission"))
    by_django = ModelBackend().get_all_permissions(User.objects.get(pk=user.pk))
    fresh = User.objects.get(pk=user.pk)

    with CaptureQueriesContext(connection) as captured:
        found = fresh.get_all_permissions()
        fresh.has_perm("candidature.review_submission")

    assert len(captured) == 1
    assert found == by_django
    assert "candidature.oversee_submission" in found
    fresh.is_active = False
    assert not fresh.has_perm("candidature.review_submission")
    assert User.objects.get(pk=administrator().pk).get_all_permissions() > found
