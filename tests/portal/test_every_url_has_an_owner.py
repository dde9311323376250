"""Every address of the portal has an owner: a table says who may, and the walk tries every role on each.

An address that the table does not know fails: whoever adds a view says here for whom it is.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

import pytest
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from portal.roles import Role
from tests.candidature.factories import CallPageFactory
from tests.candidature.review.people import administrator, committee_member, member_of
from tests.portal.addresses import World, addresses, names

pytestmark = pytest.mark.django_db

ANONYMOUS, ELSEWHERE, ADMIN = "anonymous", "reviewer of another committee", "administrator"
EDITOR, REVIEWER, OFFICER = Role.EDITORS.value, Role.REVIEWERS.value, Role.OFFICERS.value
ROLES = [ANONYMOUS, EDITOR, ELSEWHERE, REVIEWER, OFFICER, ADMIN]

EVERYBODY = frozenset(ROLES)
STAFF = EVERYBODY - {ANONYMOUS}
CONTENT = frozenset({EDITOR, OFFICER, ADMIN})
EDITORS = frozenset({EDITOR, ADMIN})
QUEUE = frozenset({ELSEWHERE, REVIEWER, OFFICER, ADMIN})
COMMITTEE = frozenset({REVIEWER, OFFICER, ADMIN})
OFFICERS = frozenset({OFFICER, ADMIN})
ADMINS = frozenset({ADMIN})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Owner:
    """Who may open the views of these names, which may hold `*`.

    `opens`: whoever may gets a page by a plain GET. Otherwise the view wants a POST, a link's secret or a
    state of things that the walk does not make, and only the refusals are checked.
    """

    views: str
    who: frozenset[str]
    opens: bool = True


# The first line that matches counts. Ours by name, Wagtail's by family.
OWNERS = [
    Owner("healthz", EVERYBODY),
    Owner("readyz", EVERYBODY, opens=False),
    Owner("robots sitemap", EVERYBODY),
    Owner("wagtail_serve media wagtaildocs_serve", EVERYBODY, opens=False),
    Owner("*authenticate_with_password wagtailcore_login", EVERYBODY, opens=False),
    # Taking part: whoever holds the secret of the link.
    Owner("candidature:start", EVERYBODY, opens=False),
    Owner(
        "candidature:step candidature:saved candidature:summary candidature:receipt "
        "candidature:sent candidature:follow candidature:renew candidature:withdraw candidature:complete",
        EVERYBODY,
        opens=False,
    ),
    # The review.
    Owner("candidature_review:index candidature_review:index_results", QUEUE),
    Owner("candidature_review:detail candidature_review:file candidature_review:decide", COMMITTEE),
    Owner("candidature_review:new_link", COMMITTEE, opens=False),
    Owner("commissioni:* informative:*", OFFICERS),
    # Registers.
    Owner("portal_outboxmessage_modeladmin_index portal_outboxmessage_modeladmin_inspect", OFFICERS),
    Owner("portal_outboxmessage_modeladmin_*", NOBODY),
    Owner("outbox_resend outbox_release_held", OFFICERS, opens=False),
    Owner("territori_municipality_modeladmin_index territori_municipality_modeladmin_edit", OFFICERS),
    Owner("territori_municipality_modeladmin_* territori_zone_modeladmin_*", ADMINS),
    Owner("wagtail_modeladmin:javascript_catalog", STAFF),
    # Logging in.
    Owner("wagtailadmin_login", EVERYBODY, opens=False),
    Owner("wagtailadmin_password_reset*", EVERYBODY),
    Owner("wagtailadmin_sprite wagtailadmin_javascript_catalog", EVERYBODY),
    # Wagtail's frame.
    Owner("wagtailadmin_home wagtailadmin_account", STAFF),
    Owner("wagtailadmin_logout wagtailadmin_dismissibles", STAFF, opens=False),
    Owner("wagtailadmin_block_preview", CONTENT, opens=False),
    Owner("wagtailadmin_editing_sessions:*", STAFF, opens=False),
    Owner("wagtailadmin_error_test admin/test404/ admin/^.[*]/$", STAFF, opens=False),
    Owner("wagtailadmin_api:* wagtailadmin_choose_* wagtailadmin_tag_*", CONTENT, opens=False),
    Owner("wagtailembeds:*", CONTENT),
    # It asks for the permission on each thing that it is given.
    Owner("wagtail_bulk_action", STAFF, opens=False),
    # Pages.
    Owner("wagtailadmin_explore*", CONTENT),
    Owner("wagtailadmin_pages:add wagtailadmin_pages:preview_on_add wagtailadmin_pages:add_subpage", EDITORS,
          opens=False),
    # They choose a place, redirect, ask to confirm (the act itself asks for the permission), or say that
    # there is no workflow.
    Owner("wagtailadmin_pages:choose_parent wagtailadmin_pages:revisions_index", CONTENT),
    Owner("wagtailadmin_pages:move_confirm wagtailadmin_pages:confirm_workflow_cancellation", CONTENT),
    Owner("wagtailadmin_pages:*", CONTENT, opens=False),
    Owner("wagtailadmin_reports:locked_pages*", ADMINS),
    Owner("wagtailadmin_reports:*", CONTENT),
    Owner("wagtailadmin_workflows:task_cho*", ADMINS),
    Owner("wagtailadmin_workflows:*", ADMINS, opens=False),
    Owner("wagtailadmin_collections:*", ADMINS),
    Owner("simple_translation:*", ADMINS, opens=False),
    # Images and documents. Officers attach the acts of an outcome.
    Owner("wagtaildocs:index wagtaildocs:index_results wagtaildocs:add wagtaildocs:add_multiple", CONTENT),
    Owner("wagtaildocs:*_multiple wagtaildocs:create_multiple_from_uploaded_document", CONTENT, opens=False),
    Owner("wagtaildocs:*", EDITORS),
    Owner("wagtailimages:*_multiple wagtailimages:create_multiple_from_uploaded_image", EDITORS, opens=False),
    Owner("wagtailimages:url_generator*", EDITORS, opens=False),
    Owner("wagtailimages:*", EDITORS),
    Owner("wagtaildocs_chooser:create wagtaildocs_chooser:chosen wagtailimages_chooser:chosen", CONTENT),
    Owner("wagtailimages_chooser:create", EDITORS),
    Owner("wagtailimages_chooser:select_format", CONTENT),
    Owner("wagtaildocs_chooser:* wagtailimages_chooser:*", CONTENT),
    # Snippets, redirects, settings.
    Owner("wagtailsnippets:index", EDITORS, opens=False),
    Owner("wagtailsnippets_news_topic:* wagtailsnippets_territori_organisation:*", EDITORS),
    Owner("wagtailsnippetchoosers_*:create", EDITORS),
    Owner("wagtailsnippetchoosers_*", CONTENT),
    Owner("wagtailredirects:process_import", EDITORS, opens=False),
    Owner("wagtailredirects:*", EDITORS),
    Owner("wagtailsettings:*", EDITORS, opens=False),
    # Accounts and sites.
    Owner("wagtailusers_users:* wagtailusers_groups:* wagtailsites:*", ADMINS),
]  # fmt: skip

OURS = ("candidature_review:", "commissioni:", "informative:", "portal_", "outbox_", "territori_")
# Wagtail's own way to see a page of error: it fails on purpose.
FAILS_ON_PURPOSE = "wagtailadmin_error_test"


def owner_of(name: str) -> Owner | None:
    for owner in OWNERS:
        if any(fnmatchcase(name, view) for view in owner.views.split()):
            return owner
    return None


def refused(response: HttpResponse) -> bool:
    if response.status_code in (301, 302):
        address = response["Location"].split("?")[0]
        return address in ("/admin/login/", "/admin/")
    return response.status_code in (403, 404, 405)


def wants_a_post(name: str, response: HttpResponse) -> bool:
    """Whether refusing the GET proves nothing yet: the view takes only a POST, or is one of ours."""
    return response.status_code == 405 or name.startswith(OURS)


def test_every_view_of_the_portal_is_in_the_table():
    unknown = sorted(name for name in names() if owner_of(name) is None)

    assert unknown == [], "say in OWNERS who may open these"


def test_the_table_names_no_view_that_is_gone():
    gone = [
        view
        for owner in OWNERS
        for view in owner.views.split()
        if not any(fnmatchcase(name, view) for name in names())
    ]

    assert gone == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_is_its_own_and_is_refused_all_the_rest(role, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    world = World()
    account = {
        ANONYMOUS: lambda: None,
        EDITOR: lambda: member_of(Role.EDITORS),
        ELSEWHERE: lambda: committee_member(CallPageFactory(parent=Page.get_first_root_node())),
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
        owner = owner_of(address.name)
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

    assert wrong == []
