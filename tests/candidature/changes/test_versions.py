"""Every form that a page had stays to be read, with how many sent it, and any two are compared."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from candidature.models import CallPage
from tests.candidature.changes.conftest import text
from tests.candidature.factories import submitted
from tests.candidature.public.journey import form_of
from tests.istruttoria.people import committee_member
from tests.portal.editorial.test_doors import text_of

pytestmark = pytest.mark.django_db


def publish(page: CallPage, *questions: Any) -> None:
    live = CallPage.objects.get(pk=page.pk)
    live.steps = form_of(list(questions))
    live.save_revision().publish()


def address(page: CallPage, name: str, *more: Any) -> str:
    return reverse(f"changes:{name}", args=[page.pk, *more])


def words(response: Any) -> str:
    from html import unescape
    from re import sub

    return " ".join(unescape(sub(r"<[^>]+>", " ", text_of(response))).split())


def test_all_versions_are_listed_with_how_many_sent(editor: Client, page: CallPage) -> None:
    submitted(page, answers={})
    publish(page, text("a"), text("c", "Domanda <nuova>", required=True))
    submitted(page, answers={"c": "Sì"})
    submitted(page, answers={"c": "Sì"})
    # Neither a title nor the same form again makes a version.
    publish(page, text("a"), text("c", "Domanda <nuova>", required=True))

    rows = editor.get(address(page, "versions")).context["versions"]

    assert [(row.number, row.sent) for row in rows] == [(2, 2), (1, 1)]


def test_a_version_is_read_as_it_was_asked(editor: Client, page: CallPage) -> None:
    publish(page, text("a"))
    old = words(editor.get(address(page, "version", 1)))
    assert "Domanda b" in old
    assert "Domanda b" not in words(editor.get(address(page, "version", 2)))
    assert editor.get(address(page, "version", 3)).status_code == 404


def test_two_are_compared_from_the_older_to_the_newer(editor: Client, page: CallPage) -> None:
    publish(page, text("a", "Domanda <riscritta>"))
    publish(page, text("a", "Domanda <riscritta>"), text("d"))
    for one, other in (("1", "3"), ("3", "1")):
        response = editor.get(address(page, "compare"), {"da": one, "a": other})
        told = words(response)
        assert "«Domanda b» dal passo" in told
        assert "«Domanda d» nel passo" in told
        assert "Domanda &lt;riscritta&gt;" in response.content.decode()
    assert "uguali" in words(editor.get(address(page, "compare"), {"da": "1", "a": "1"}))
    for wrong in ({}, {"da": "1"}, {"da": "1", "a": "\x00"}, {"da": "1", "a": "9" * 400}):
        assert editor.get(address(page, "compare"), wrong).status_code == 404


def test_versions_are_for_who_may_edit_the_page(client: Client, page: CallPage) -> None:
    client.force_login(committee_member(page))
    for name, more in (("versions", ()), ("version", (1,)), ("compare", ())):
        response = client.get(address(page, name, *more))
        assert response.status_code == 302
        assert "/modifiche/" not in response["Location"]
