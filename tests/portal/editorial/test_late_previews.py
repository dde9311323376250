"""A preview of a new page that is saved by itself in the same moment."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from portal.roles import Role
from tests.home.factories import make_home
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db


def test_a_name_that_is_taken_meanwhile_gives_no_new_preview_and_no_failure(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home()
    client.force_login(member_of(Role.EDITORS))
    looks: list[str] = []

    def free_at_first(slug: str, *_rest: Any) -> bool:
        looks.append(slug)
        return len(looks) == 1

    monkeypatch.setattr(Page, "_slug_is_available", staticmethod(free_at_first))

    answer = client.post(
        reverse("wagtailadmin_pages:preview_on_add", args=["home", "standardpage", home.pk]),
        {"title": "Come si entra", "slug": "come-si-entra", **nested_form_data({"body": streamfield([])})},
    )

    assert len(looks) == 2
    assert (answer.status_code, answer.json()) == (200, {"is_valid": False, "is_available": False})
