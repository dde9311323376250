"""Says to whoever has just published a page how many people are told of it."""

from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page

from candidature.published import telling


def announce(request: HttpRequest, page: Page) -> None:
    """Hook `after_publish_page`."""
    for sentence in telling.announcements(page.pk):
        messages.info(request, sentence)
