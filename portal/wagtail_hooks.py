"""What the frame adds to the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from portal.outbox.register import OutboxRegister
from portal.outbox.undelivered import UndeliveredPanel
from portal.web import staff_doors  # noqa: F401 - registers its hooks

modeladmin_register(OutboxRegister)


@hooks.register("insert_global_admin_css")
def staff_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))


@hooks.register("construct_homepage_panels")
def tell_of_undelivered_letters(_request: HttpRequest, panels: list[Any]) -> None:
    panels.append(UndeliveredPanel())
