"""What the frame adds to the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from portal.announcements import viewset as announcements  # noqa: F401 - registers itself
from portal.broken_links import hooks as broken_links  # noqa: F401 - registers its hooks
from portal.editorial import (  # noqa: F401 - register their hooks
    actions,
    doors,
    kept_originals,
    several,
    two_editors,
)
from portal.manual import viewset as manual  # noqa: F401 - registers its hooks
from portal.outbox.register import OutboxRegister
from portal.outbox.undelivered import UndeliveredPanel
from portal.pages import stand_ins  # noqa: F401 - registers its hook
from portal.rereading import hooks as rereading  # noqa: F401 - registers its hooks
from portal.web import staff_doors  # noqa: F401 - registers its hooks
from portal.withdrawing import hooks as withdrawing  # noqa: F401 - registers its hooks

modeladmin_register(OutboxRegister)


@hooks.register("insert_global_admin_css")
def staff_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))


# Before the fields of the page, which read it.
@hooks.register("insert_global_admin_js")
def dates_as_typed() -> SafeString:
    return format_html('<script src="{}"></script>', static("portal/js/dates.js"))


@hooks.register("insert_editor_js")
def editor_scripts() -> SafeString:
    names = ("starting", "editor", "late-changes", "preview-modes")
    scripts = [(static(f"portal/js/{name}.js"),) for name in names]
    return format_html_join("\n", '<script src="{}" defer></script>', scripts)


@hooks.register("construct_homepage_panels")
def tell_of_undelivered_letters(_request: HttpRequest, panels: list[Any]) -> None:
    panels.append(UndeliveredPanel())
