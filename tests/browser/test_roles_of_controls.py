"""What a screen reader is told about the controls of a form: Chromium's own tree of roles and names."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.portal.forms.test_forms import SampleForm


@pytest.fixture
def form_in_error(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_content(f"<html lang='it'><body><form>{SampleForm({})}</form></body></html>")
    yield page
    page.close()


def test_a_choice_of_one_is_a_radio_group_and_a_choice_of_several_is_not(form_in_error: Page) -> None:
    radios = form_in_error.get_by_role("radiogroup")
    assert radios.count() == 1
    assert radios.get_by_role("radio").count() == 2

    boxes = form_in_error.get_by_role("group", name="Temi (obbligatorio)", exact=True)
    assert boxes.get_by_role("checkbox", name="Prevenzione").count() == 1


def test_the_error_of_a_group_is_its_description(form_in_error: Page) -> None:
    session = form_in_error.context.new_cdp_session(form_in_error)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    described = {
        node["name"]["value"].replace("\xa0*", ""): node.get("description", {}).get("value", "")
        for node in nodes
        if node.get("role", {}).get("value") in ("group", "radiogroup") and node.get("name")
    }
    assert set(described) == {"Tipo", "Temi (obbligatorio)"}
    assert all("Errore" in description for description in described.values())
