"""The editor at work in the admin: a half-typed form is saved, and not published."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from candidature.models import CallPage
from candidature.pages.participation import ParticipationPage
from portal.models import User
from tests.candidature.factories import CallPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser(email="redazione@example.org", password="segreta"))
    return client


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(parent=Site.objects.get(is_default_site=True).root_page)
    return made


def listed(*labels: Any) -> Any:
    """The options of a choice as the editor's browser posts them."""
    data: dict[str, Any] = {"count": str(len(labels))}
    for index, label in enumerate(labels):
        data[str(index)] = {
            "value": {"label": label, "questions": streamfield([])},
            "id": "",
            "order": str(index),
            "deleted": "",
        }
    return data


def choice(label: str, *labels: Any) -> Any:
    return ("one_choice", {"label": label, "help": "", "required": "on", "options": listed(*labels)})


def post(
    editor: Any, page: ParticipationPage, *questions: Any, title: str = "Progetto", **buttons: Any
) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(editor.get(address).content.decode(), form_id="page-edit-form")
    step = ("step", {"title": title, "intro": "", "questions": streamfield(list(questions))})
    streams = {"steps": streamfield([step]), "body": streamfield([]), "outcome": streamfield([])}
    streams |= {"checks": streamfield([]), "scoring": streamfield([])}
    data.update(nested_form_data({**streams, **buttons}))
    return editor.post(address, data)


def test_a_half_typed_form_is_saved_as_a_draft(editor: Client, page: CallPage) -> None:
    response = post(editor, page, choice("", "Sola"), ("short_text", {"label": ""}), title="")
    assert response.status_code == 302
    draft = CallPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [question.block_type for question in draft.steps[0].value["questions"]] == [
        "one_choice",
        "short_text",
    ]
    # The preview of that draft does not fall over either.
    assert draft.make_preview_request().status_code == 200


def test_a_half_typed_form_is_not_published_and_says_what_is_missing(editor: Client, page: CallPage) -> None:
    response = post(editor, page, choice("Tipo", "Sola"), **{"action-publish": "1"})
    assert response.status_code == 200
    assert "almeno due opzioni" in html.unescape(response.content.decode())
    assert len(CallPage.objects.get(pk=page.pk).steps[0].value["questions"]) == 1


@pytest.mark.parametrize(("labels", "is_published"), [(("ODV", "odv"), False), (("ODV", "APS"), True)])
def test_only_options_that_can_be_told_apart_are_published(
    editor: Client, page: CallPage, labels: Any, is_published: bool
) -> None:
    response = post(editor, page, choice("Tipo", *labels), **{"action-publish": "1"})
    assert response.status_code == (302 if is_published else 200)
    question = CallPage.objects.get(pk=page.pk).steps[0].value["questions"][0]
    assert (question.block_type == "one_choice") is is_published
