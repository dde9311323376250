"""The address of a row holds its number, and no other address of a register is touched by that."""

import re

import pytest

from portal.registers.base import RowsByNumber
from territori.models import Municipality


@pytest.mark.parametrize("action", ["edit", "delete", "inspect"])
@pytest.mark.parametrize(("row", "is_address"), [("7", True), ("1234", True), ("x", False), ("1-2", False)])
def test_a_row_is_named_by_its_number_alone(action: str, row: str, is_address: bool) -> None:
    pattern = RowsByNumber(Municipality).get_action_url_pattern(action)

    assert bool(re.search(pattern, f"territori/municipality/{action}/{row}/")) is is_address


def test_the_list_and_the_form_of_a_new_row_keep_their_addresses() -> None:
    helper = RowsByNumber(Municipality)

    assert re.search(helper.get_action_url_pattern("index"), "territori/municipality/")
    assert re.search(helper.get_action_url_pattern("create"), "territori/municipality/create/")
