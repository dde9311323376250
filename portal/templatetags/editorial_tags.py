"""Tags for those who write the pages: what is looked at before publishing, and Wagtail's bar."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Page

from portal.editorial.checking import findings
from portal.editorial.doors import PARAMETER, editor_address
from portal.editorial.findings import Finding, Severity
from portal.editorial.incomplete import complaints
from portal.editorial.two_editors import BASE, base_of, is_automatic
from portal.web.staff_doors import works_on_pages

register = template.Library()


@register.inclusion_tag("editorial/box.html", takes_context=True)
def publishing_box(context: dict[str, Any]) -> dict[str, Any]:
    """The list on top of the editor: what the form just refused, or what keeps the page from being public."""
    request, form = context["request"], context.get("form")
    if form is None:
        # An alias has no form.
        return {}
    page = form.instance
    if request.method == "POST" and not form.is_valid():
        refused = [Finding("form", Severity.ERROR, one.sentence, one.place) for one in complaints(form)]
        return {**_listed(page, refused), "is_lost": True, "is_publishing": "action-publish" in request.POST}
    if PARAMETER in request.GET and page.pk:
        return _listed(page, findings(page))
    return {}


@register.simple_tag(takes_context=True)
def base_version(context: dict[str, Any]) -> SafeString:
    """What the editor is based on, so that the next press can say so (`portal.editorial.two_editors`).

    A form that comes back with mistakes is based on what it was; an automatic save wrote another version.
    """
    request, form = context["request"], context.get("form")
    page = form.instance if form is not None else None
    if page is None or not page.pk:
        return SafeString("")
    shown = "" if is_automatic(request) else request.POST.get(BASE, "")
    return format_html(
        '<input type="hidden" name="{}" value="{}" data-base-version>', BASE, shown or base_of(page)
    )


@register.inclusion_tag("editorial/panel.html")
def publishing_findings(page: Any) -> dict[str, Any]:
    """What "Controlli" says of a page as it is saved; what was never saved has no places yet."""
    if not isinstance(page, Page):
        return {}
    return {"is_saved": bool(page.pk), **_listed(page, findings(page) if page.pk else [])}


def _listed(page: Page, found: list[Finding]) -> dict[str, Any]:
    return {
        "findings": [(finding, _address(page, finding)) for finding in found],
        "errors": sum(finding.stops for finding in found),
        "warnings": sum(not finding.stops for finding in found),
        "is_page": True,
    }


def _address(page: Page, finding: Finding) -> str:
    """Of its place in the editor; of a page that was never saved only what follows in the address."""
    if not finding.place:
        return ""
    return editor_address(page, finding.place) if page.pk else f"#:w:contentpath={finding.place}"


@register.simple_tag(takes_context=True)
def editors_bar(context: dict[str, Any]) -> Any:
    """Wagtail's bar, with the checker that the editor's "Controlli" read in the preview; for editors alone.

    A visitor without a session costs no look at one: the page stays the same for everybody.
    """
    request = context.get("request")
    if isinstance(request, HttpRequest) and _may_edit(request):
        return wagtailuserbar(context)
    return ""


def _may_edit(request: HttpRequest) -> bool:
    if getattr(request, "is_preview", False):
        return True
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    # Other pages than Wagtail's belong to one applicant.
    is_page = request.resolver_match is not None and request.resolver_match.view_name == "wagtail_serve"
    return is_page and works_on_pages(request.user)
