"""Every address of the portal has an owner: each app says who may, and the walk tries every role.

An address that the table does not know fails: whoever adds a view says there for whom it is.
"""

import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from portal.owners import (
    ADMIN,
    ANONYMOUS,
    EDITOR,
    ELSEWHERE,
    OFFICER,
    REVIEWER,
    ROLES,
    Owner,
    owner_of,
    owners,
    views,
)
from portal.roles import Role
from tests.candidature.factories import CallPageFactory
from tests.istruttoria.people import administrator, committee_member, member_of
from tests.page_factory import pages_in_the_indexes
from tests.portal.addresses import World, addresses, names
from tests.portal.english import english_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]

OURS = (
    "candidature_review:",
    "commissioni:",
    "informative:",
    "elenchi:",
    "portal_",
    "outbox_",
    "patti_",
    "riscontri_",
    "territori_",
)
# What the world of these tests, or a migration of Wagtail's, gave an English name.
NAMED = frozenset({"Welcome to your new Wagtail site!", "An image", "wagtailcore.page", "search.searchpage"})
# Wagtail's own way to see a page of error: it fails on purpose.
FAILS_ON_PURPOSE = "wagtailadmin_error_test"


@pytest.fixture(scope="module")
def world(module_db: None, module_files: Path) -> World:
    with pages_in_the_indexes():
        return World()


table = cache(owners)


@cache
def owner_in_the_table(name: str) -> Owner | None:
    return owner_of(name, table())


def refused(response: Any) -> bool:
    if response.status_code in (301, 302):
        address = response["Location"].split("?")[0]
        return address in ("/admin/login/", "/admin/")
    return response.status_code in (403, 404, 405)


def wants_a_post(name: str, response: Any) -> bool:
    """Whether refusing the GET proves nothing yet: the view takes only a POST, or is one of ours."""
    return response.status_code == 405 or name.startswith(OURS)


def english_on(response: Any) -> list[str]:
    """What a screen of the staff says in English."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return []
    return english_in(response.content.decode(), NAMED)


def test_every_view_of_the_portal_is_in_the_table() -> None:
    unknown = sorted(name for name in names() if owner_of(name, owners()) is None)

    assert unknown == [], "say in the app's owners.py who may open these"


def test_the_table_names_no_view_that_is_gone() -> None:
    gone = [
        view
        for owner in owners()
        for view in owner.views.split()
        if not any(fnmatchcase(name, view) for name in names())
    ]

    assert gone == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_is_its_own_and_is_refused_all_the_rest(role: Role, world: World) -> None:
    account = {
        ANONYMOUS: lambda: None,
        EDITOR: lambda: member_of(Role.EDITORS),
        ELSEWHERE: lambda: committee_member(CallPageFactory.create(parent=Page.get_first_root_node())),
        REVIEWER: lambda: committee_member(world.page),
        OFFICER: lambda: member_of(Role.OFFICERS),
        ADMIN: administrator,
    }[role]()
    wrong = []

    client = Client(raise_request_exception=False)
    for address in addresses(world):
        session = client.cookies.get("sessionid")
        if account is not None and (session is None or not session.value):
            # The first time, and after the view that logs out.
            client.force_login(account)
        owner = owner_in_the_table(address.name)
        response = client.get(address.path)
        outcome = f"{response.status_code} {address.name} {address.path}"
        if response.status_code >= 500 and address.name not in (FAILS_ON_PURPOSE, "readyz"):
            wrong.append(f"fails: {outcome}")
        elif owner is None or role not in owner.who:
            if not refused(response) or (
                wants_a_post(address.name, response) and not refused(client.post(address.path))
            ):
                wrong.append(f"let in: {outcome}")
        elif owner.opens and refused(response):
            wrong.append(f"kept out: {outcome}")
        elif role in (EDITOR, REVIEWER, OFFICER) and response.status_code == 200:
            wrong += [f"in English: {text!r} {outcome}" for text in english_on(response)]

    assert not wrong, "\n".join(wrong)


def test_a_number_that_no_column_holds_leads_nowhere(client: Client) -> None:
    """SQLite cannot even be asked for one; Django answers for it, but not through every relation."""
    client.force_login(administrator())
    client.raise_request_exception = False
    broken = []
    for name, route in views():
        if "<int:" not in route or name.startswith("wagtail"):
            continue
        path = re.sub(r"<[^>]+>", "prova", re.sub(r"<int:[^>]+>", "9" * 25, route))
        if client.get(f"/{path}").status_code >= 500:
            broken.append(name)

    assert broken == []
