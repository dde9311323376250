"""Staff log in with their email, whatever its case."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import RequestFactory

from portal.models import User

pytestmark = pytest.mark.django_db


def test_the_email_is_kept_in_lower_case_and_found_in_any() -> None:
    User.objects.create_user("Mario.Prova@Example.ORG", "segreta-123")

    found = authenticate(
        RequestFactory().post("/"), username="MARIO.prova@example.org", password="segreta-123"
    )

    assert found is not None
    assert found.email == "mario.prova@example.org"


def test_the_database_refuses_a_second_account_that_differs_by_case() -> None:
    User.objects.create_user("prova@example.org")

    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="PROVA@example.org")])


def test_the_form_says_that_the_account_exists() -> None:
    User.objects.create_user("prova@example.org")

    with pytest.raises(ValidationError, match="Esiste già un utente"):
        User(email="prova@example.org", password="x").full_clean()


def test_an_account_needs_an_email() -> None:
    with pytest.raises(ValueError, match="email"):
        User.objects.create_user("")
