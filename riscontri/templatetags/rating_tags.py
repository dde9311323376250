"""The form at the end of each page."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from riscontri.clarity.answers import GOOD, HARD, LONGEST_DETAIL, STARS
from riscontri.clarity.form import RatingForm
from riscontri.clarity.retention import DETAIL_KEPT_FOR
from riscontri.public.rating import invites

register = template.Library()


@register.inclusion_tag("riscontri/_under_a_page.html", takes_context=True)
def page_rating(context: dict[str, Any]) -> dict[str, Any]:
    """«Quanto sono chiare le informazioni su questa pagina?», under pages that everybody may read."""
    page, request = context.get("page"), context.get("request")
    if not isinstance(page, Page) or not isinstance(request, HttpRequest) or not _asks(request, page):
        return {}
    return {"rated": page, **_words()}


@register.inclusion_tag("riscontri/_rating.html")
def rating_form(page: Page, form: RatingForm) -> dict[str, Any]:
    """The same form alone, with what was typed."""
    return {"rated": page, "form": form, **_words()}


@register.filter
def gave(form: RatingForm | None, value: Any) -> bool:
    """Whether a form that was posted chose this answer."""
    if form is None or not form.is_bound:
        return False
    return str(value) in (form.data.get("stars"), form.data.get("good"), form.data.get("hard"))


def _asks(request: HttpRequest, page: Page) -> bool:
    match = request.resolver_match
    # Other pages than Wagtail's belong to one person, or to a failure.
    if match is None or match.view_name != "wagtail_serve" or not page.pk or not invites(page):
        return False
    # Without a session nobody sees a page that is not for everybody.
    return settings.SESSION_COOKIE_NAME not in request.COOKIES or not page.get_view_restrictions().exists()


def _words() -> dict[str, Any]:
    return {
        "scale": STARS,
        "good": GOOD,
        "hard": HARD,
        "longest": LONGEST_DETAIL,
        "months": round(DETAIL_KEPT_FOR.days / 30.4),
    }
