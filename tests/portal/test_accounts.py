"""Staff accounts in the Wagtail admin: made, changed, and helped with a lost password, by email alone."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from portal.models import User
from portal.roles import Role
from tests.candidature.review.people import administrator, member_of

pytestmark = pytest.mark.django_db

PASSWORD = "una-frase-lunga-e-segreta"


def account_values(**changes):
    return {
        "email": "Nuova.Persona@Example.org",
        "first_name": "Nuova",
        "last_name": "Persona",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "is_active": "on",
        **changes,
    }


def test_an_administrator_makes_an_account_and_it_logs_in_by_email(client):
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


def test_the_same_email_in_another_case_is_refused_with_a_sentence(client):
    client.force_login(administrator())
    User.objects.create_user("nuova.persona@example.org")

    response = client.post(reverse("wagtailusers_users:add"), account_values())

    assert response.status_code == 200
    assert "Esiste già un utente" in response.content.decode()
    assert User.objects.filter(email__iexact="nuova.persona@example.org").count() == 1


def test_an_administrator_changes_an_account(client):
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


def test_a_lost_password_is_set_anew_by_mail(client):
    user = User.objects.create_user("persona@example.org", PASSWORD)
    user.groups.add(Group.objects.get(name=Role.REVIEWERS))

    client.post(reverse("wagtailadmin_password_reset"), {"email": "Persona@example.org"})

    assert [message.to for message in mail.outbox] == [["persona@example.org"]]
    link = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0]
    new = "tutta-un-altra-frase"
    client.post(address, {"new_password1": new, "new_password2": new})
    user.refresh_from_db()
    assert user.check_password(new)


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client):
    User.objects.create_user("persona@example.org", PASSWORD)

    known = client.post(reverse("wagtailadmin_password_reset"), {"email": "persona@example.org"})
    unknown = client.post(reverse("wagtailadmin_password_reset"), {"email": "nessuno@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.mark.parametrize("role", Role)
def test_no_role_manages_accounts(client, role):
    client.force_login(member_of(role))

    for name in ["wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"]:
        assert client.get(reverse(name)).status_code == 302


def test_the_admin_speaks_italian(client):
    client.force_login(administrator())

    text = client.get(reverse("wagtailadmin_home")).content.decode()

    assert 'lang="it"' in text
    assert "Candidature" in text
