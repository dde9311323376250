"""What the questions whether pages shall leave the site ask besides."""

from typing import Any

from django import template
from wagtail.models import Page

from portal.withdrawing.form import AlternativeForm
from portal.withdrawing.leading import deleted_with, translations_that_stay

register = template.Library()


@register.simple_tag
def alternative_form(page: Page) -> AlternativeForm:
    """The choice of another page for whoever looks for this one."""
    return AlternativeForm([page])


@register.simple_tag
def alternative_form_for_good(page: Page) -> AlternativeForm:
    """The same where it is deleted, with all that stands below it."""
    return AlternativeForm([page], for_good=True)


@register.simple_tag
def takes_something_off_the_site(page: Page) -> bool:
    """Whether something public would go with this page, if it were deleted: itself, or what stands below."""
    return deleted_with([page]).exists()


@register.simple_tag
def alternative_form_of_many(items: list[dict[str, Any]]) -> AlternativeForm:
    """The same for pages that were ticked in a list, as a bulk action tells them."""
    return AlternativeForm([one["item"] for one in items])


@register.inclusion_tag("withdrawing/translations_that_stay.html")
def translations_of(page: Page) -> dict[str, Any]:
    """Says which translations of a page stay on the site when it leaves; nothing where there is none."""
    return {"staying": translations_that_stay([page])}


@register.inclusion_tag("withdrawing/translations_that_stay.html")
def translations_of_many(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The same for pages that were ticked in a list."""
    return {"staying": translations_that_stay([one["item"] for one in items])}
