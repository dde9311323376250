"""Every key of a page of the review is named in the dialog that lists them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from candidature.models import Submission
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db

KEYS = "main [aria-keyshortcuts]"


def read(client: Client, name: str, *args: object) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse(f"candidature_review:{name}", args=args)).content, "html.parser")


def test_every_key_of_an_application_and_of_a_decision_is_listed(client: Client) -> None:
    page = CallPageFactory.create()
    _first, submission, _last = (submitted(page) for _one in range(3))
    client.force_login(member_of(Role.OFFICERS))
    detail = read(client, "detail", submission.pk)
    decision = read(client, "decide", submission.pk, "request_info")

    pressed = {str(one["aria-keyshortcuts"]) for one in [*detail.select(KEYS), *decision.select(KEYS)]}

    # The dialog is a template of its page, which is not among the elements of it.
    dialog = str(detail).partition('id="keyboard-shortcuts-review"')[2].partition("</tbody>")[0]
    listed = set(re.findall("<kbd>(.)</kbd>", dialog))
    assert {"j", "k", "u", "a", "n", "m", "1"} <= pressed
    # Actions are numbered: the first two stand for all.
    assert {key for key in pressed if not re.fullmatch(r"[3-9]", key)} <= listed


def test_the_keys_of_the_review_come_first_on_its_pages_and_last_on_others(client: Client) -> None:
    client.force_login(member_of(Role.OFFICERS))
    ours, common = 'id="keyboard-shortcuts-review"', 'id="keyboard-shortut-group-admin-common"'

    review = client.get(reverse("candidature_review:index")).content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert review.index(ours) < review.index(common)
    assert home.index(common) < home.index(ours)


def test_the_key_of_the_reason_leads_to_its_field(client: Client) -> None:
    submission: Submission = submitted(CallPageFactory.create())
    client.force_login(member_of(Role.OFFICERS))

    field = read(client, "decide", submission.pk, "reject").select_one("textarea[name=reason]")

    assert field is not None
    assert (field["data-w-kbd-key-value"], field["data-w-kbd-action-value"]) == ("m", "focus")
