"""The three roles of the staff, and what each may do in the frame.

Every app that has something to permit says so in its own `roles.py`, with a `GRANTS` of the same shape;
`portal.accounts.groups` collects them.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """A role is a group of this name. Administrators need none: they are superusers."""

    EDITORS = "Redazione"
    REVIEWERS = "Revisori"
    OFFICERS = "Responsabili"


# Permissions by role, each as `app_label.codename`.
Grants = Mapping[Role, frozenset[str]]

ADMIN_ACCESS = "wagtailadmin.access_admin"
READ_OUTBOX = "portal.view_outboxmessage"
RESEND_OUTBOX = "portal.change_outboxmessage"

GRANTS: Grants = {
    Role.EDITORS: frozenset(
        {
            ADMIN_ACCESS,
            "portal.add_announcement",
            "portal.change_announcement",
            "portal.change_editorialsettings",
            "portal.change_portalsettings",
            "portal.delete_announcement",
            "portal.view_announcement",
            "simple_translation.submit_translation",
            "wagtailredirects.add_redirect",
            "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
            "wagtailredirects.view_redirect",
        }
    ),
    Role.REVIEWERS: frozenset({ADMIN_ACCESS}),
    Role.OFFICERS: frozenset({ADMIN_ACCESS, READ_OUTBOX, RESEND_OUTBOX}),
}

# On the root page, hence on every page. Officers publish outcomes but make no pages.
PAGE_GRANTS: Grants = {
    Role.EDITORS: frozenset({"wagtailcore.add_page", "wagtailcore.change_page", "wagtailcore.publish_page"}),
    Role.OFFICERS: frozenset({"wagtailcore.change_page", "wagtailcore.publish_page"}),
}

# On the root collection, hence on every image and document.
COLLECTION_GRANTS: Grants = {
    Role.EDITORS: frozenset(
        {
            "wagtailimages.add_image",
            "wagtailimages.change_image",
            "wagtailimages.choose_image",
            "wagtaildocs.add_document",
            "wagtaildocs.change_document",
            "wagtaildocs.choose_document",
        }
    ),
    Role.OFFICERS: frozenset(
        {
            "wagtailimages.choose_image",
            "wagtaildocs.add_document",
            "wagtaildocs.choose_document",
        }
    ),
}

PAGE_WORKFLOW = "Approvazione dei responsabili"
