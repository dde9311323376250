"""What the question whether a page shall leave the site asks besides."""

from django import template
from wagtail.models import Page

from portal.withdrawing.form import AlternativeForm

register = template.Library()


@register.simple_tag
def alternative_form(page: Page) -> AlternativeForm:
    """The choice of another page for whoever looks for this one."""
    return AlternativeForm(page)
