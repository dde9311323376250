"""The page in which a long form is edited stays light."""

import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.forms.utils import ErrorList
from django.test import Client
from django.urls import reverse
from wagtail.blocks.base import BlockWidget
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import Site

from moduli import StepsBlock
from portal.models import User
from portal.pages.block_widget import LightBlockWidget
from tests.candidature.factories import CallPageFactory
from tests.moduli.builders import block, steps_value
from tests.moduli.long_forms import long_form

MOST_BYTES = 500_000
NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def element(markup: str) -> Any:
    return BeautifulSoup(markup, "html.parser").div


@pytest.mark.django_db
def test_the_page_that_edits_seventy_two_questions_weighs_at_most_500_kilobytes(client: Client) -> None:
    client.force_login(User.objects.create_superuser(email="redazione@example.org", password="segreta"))
    page = CallPageFactory.create(
        parent=Site.objects.get(is_default_site=True).root_page, steps=json.dumps(long_form())
    )

    content = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content

    assert len(re.findall(rb"Domanda \d+: ", content)) == 72
    assert len(content) <= MOST_BYTES


@pytest.mark.parametrize(
    "typed",
    [
        'Sì, l\'ufficio & "gli altri"',
        "</div><script>alert(1)</script>",
        "' data-block='",
        "&quot; &#39; \\' \\u0027 \u2028 \U0001f600",
    ],
)
def test_it_tells_the_script_of_the_editor_exactly_what_wagtail_would(typed: str) -> None:
    value = steps_value(block("short_text", label=typed, help=typed))
    errors = ErrorList([StreamBlockValidationError(non_block_errors=ErrorList([typed]))])

    blocks = StepsBlock()
    ours, theirs = (
        element(widget(blocks).render_with_errors("steps", value, errors=errors))
        for widget in (LightBlockWidget, BlockWidget)
    )

    assert list(ours.attrs) == list(theirs.attrs)
    assert (ours["id"], ours["data-controller"]) == ("steps", "w-block")
    for name in ("data-w-block-data-value", "data-w-block-arguments-value"):
        # The empty options of a new choice are numbered anew each time.
        assert json.loads(NUMBER.sub("", ours[name])) == json.loads(NUMBER.sub("", theirs[name]))
    (asked,), error = json.loads(ours["data-w-block-arguments-value"])
    assert asked["value"]["questions"][0]["value"]["label"] == typed
    assert error["messages"] == [typed]
    assert not ours.find_next()
