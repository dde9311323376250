"""When the questions of a page last changed for the public."""

from datetime import datetime

from wagtail.models import Page, PageLogEntry

# Of so many publications, newest first: an older change is told as of the oldest of them.
_LOOKED_AT = 20


def form_changed_at(page: Page) -> datetime | None:
    """The publication since which the form is as it is; None for a page that nobody ever published."""
    published = PageLogEntry.objects.filter(
        page=page.pk, action="wagtail.publish", revision__isnull=False
    ).order_by("-timestamp", "-pk")
    found: datetime | None = page.last_published_at
    newest: object = None
    for number, (at, steps) in enumerate(
        published.values_list("timestamp", "revision__content__steps")[:_LOOKED_AT]
    ):
        if number and steps != newest:
            break
        found, newest = at, steps
    return found
