"""No address of the portal fails on what somebody writes into its parameters or its form."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.istruttoria.people import administrator
from tests.page_factory import pages_in_the_indexes
from tests.portal.addresses import World, addresses
from tests.portal.test_every_url_has_an_owner import FAILS_ON_PURPOSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]

# Every parameter that a view of ours or of Wagtail's reads.
NAMES = """
    p page q o ot e export ordering locale tag collection_id content_type object_type user action
    timestamp_0 timestamp_from timestamp_to label owner page_type user_perms target_pages[] id ids
    parent_page_id status search search_operator offset limit order fields child_of descendant_of
    type term next uploaded_file_id site latest_revision_created_at_from last_published_at_from live
    edited_by has_child_pages is_favorite requested_by mode usage_count created_at__gte
    zone__id__exact status__exact province recipient__regex pk__in multiple match_subclass
    can_choose_root format tab in_preview_panel allow_external_link has_children for_explorer
    include_root translation_of ancestor_of html_path show_exact workflow task phase last_updated
""".split()  # noqa: SIM905
VALUES = ["9" * 40, "(['\"\\%", "-1", "zzz", "\x00", "2026-99-99", "٣", "a.b", "9223372036854775808"]
# The addresses are dealt out, so that they are tried side by side.
SHARES = 8
# Each request gives different values to different names: one that is refused for one of them would hide what
# the others do. After as many as there are values every name had every value. SQLite, on which the suite runs
# most, tries the first of them; PostgreSQL, which refuses more by itself, all.
MIXTURES = len(VALUES) if connection.vendor == "postgresql" else 3
# Views that take somebody out, or fail on purpose.
LEFT_OUT = ("wagtailadmin_logout", FAILS_ON_PURPOSE, "readyz")


@pytest.fixture(scope="module")
def world(module_db: None, module_files: Path) -> World:
    with pages_in_the_indexes():
        return World()


@pytest.fixture
def client() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(administrator())
    return client


def mixed(number: int) -> dict[str, str]:
    """A value for every name, each the next of the list."""
    return {name: VALUES[(number + place) % len(VALUES)] for place, name in enumerate(NAMES)}


@pytest.mark.parametrize("share", range(SHARES))
def test_no_address_fails_on_an_odd_parameter(client: Client, world: World, share: int) -> None:
    failed = []
    asked = 0

    for address in list(addresses(world))[share::SHARES]:
        if address.name in LEFT_OUT:
            continue
        for mixture in range(MIXTURES):
            response = client.get(address.path, mixed(mixture))
            if response.status_code >= 500:
                failed.append(f"{response.status_code} {address.name} {address.path} {mixed(mixture)!r}")
            # A request reads its parameters when it is first asked for them: who did not ask answers the same
            # whatever stands in them.
            if "GET" not in vars(response.wsgi_request):
                break
            asked += 1

    assert failed == []
    assert asked > MIXTURES


@pytest.mark.parametrize(
    "body", [{}, dict.fromkeys(("title", "name", "body-count", "form-TOTAL_FORMS"), "x")]
)
def test_no_form_fails_on_a_body_that_no_page_shows(client: Client, world: World, body: Any) -> None:
    failed = []

    for address in addresses(world):
        if address.name in LEFT_OUT:
            continue
        response = client.post(address.path, body)
        if response.status_code >= 500:
            failed.append(f"{response.status_code} {address.name} {address.path}")

    assert failed == []
