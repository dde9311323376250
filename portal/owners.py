"""Who may open each view. Every app says it of its own in `owners.py`; this one of the frame and Wagtail."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.urls import URLPattern, URLResolver, get_resolver

from portal import declarations
from portal.roles import Role

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


def owners() -> list[Owner]:
    """All of them. The first that matches a view counts, so apps come before Wagtail's families."""
    return [one for module in declarations.modules("owners") for one in module.OWNERS]


def owner_of(name: str, among: list[Owner]) -> Owner | None:
    for owner in among:
        if any(fnmatchcase(name, view) for view in owner.views.split()):
            return owner
    return None


def views() -> Iterator[tuple[str, str]]:
    """The name of every view of the portal, with namespaces (its pattern if it has none), and its route."""
    return _views(get_resolver("portal.urls"), "", "")


def _views(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _views(pattern, inner, route)
        elif isinstance(pattern, URLPattern):
            yield (f"{namespace}{pattern.name}" if pattern.name else route), route


# The first line that matches counts. Ours by name, Wagtail's by family.
OWNERS = [
    Owner("healthz", EVERYBODY),
    Owner("readyz", EVERYBODY, opens=False),
    Owner("robots sitemap favicon touch_icon", EVERYBODY),
    # They answer for a site with a contact, and for the title that a page has now.
    Owner("security_txt preview_picture", EVERYBODY, opens=False),
    Owner("wagtail_serve media wagtaildocs_serve", EVERYBODY, opens=False),
    Owner("*authenticate_with_password wagtailcore_login", EVERYBODY, opens=False),
    Owner("wagtailsnippets_portal_announcement:*", EDITORS),
    Owner("pages_to_reread pages_to_reread_results broken_links broken_links_results", CONTENT),
    # Whoever may edit the page.
    Owner("page_reread", CONTENT, opens=False),
    # Registers.
    Owner("portal_outboxmessage_modeladmin_index portal_outboxmessage_modeladmin_inspect", OFFICERS),
    Owner("portal_outboxmessage_modeladmin_*", NOBODY),
    Owner(
        "outbox_act outbox_act_on_many outbox_edit outbox_preview outbox_release_held outbox_stop",
        OFFICERS,
        opens=False,
    ),
    Owner("wagtail_modeladmin:javascript_catalog", STAFF),
    # Logging in.
    Owner("wagtailadmin_login", EVERYBODY, opens=False),
    Owner("wagtailadmin_password_reset*", EVERYBODY),
    Owner("wagtailadmin_sprite wagtailadmin_javascript_catalog", EVERYBODY),
    Owner("manuale:index", STAFF),
    # The walk knows no chapter by name.
    Owner("manuale:chapter", STAFF, opens=False),
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
    Owner("simple_translation:*", EDITORS, opens=False),
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
    Owner("wagtailsnippetchoosers_*:create", NOBODY),
    Owner("wagtailsnippetchoosers_*", CONTENT),
    Owner("wagtailredirects:process_import", EDITORS, opens=False),
    Owner("wagtailredirects:*", EDITORS),
    Owner("wagtailsettings:*", EDITORS, opens=False),
    # Accounts and sites.
    Owner("wagtailusers_users:* wagtailusers_groups:* wagtailsites:* wagtaillocales:*", ADMINS),
]  # fmt: skip
