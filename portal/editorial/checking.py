"""Runs the checks that the apps declare."""

from functools import cache

from django.utils import timezone
from wagtail.models import Page

from portal import declarations
from portal.editorial.findings import Check, Finding, Occasion, Severity
from portal.editorial.models import EditorialSettings


@cache
def checks() -> list[Check]:
    """Those of every app, those of the frame first: what is missing comes before what could be better."""
    return [
        check for module in reversed(declarations.modules("publishing_checks")) for check in module.CHECKS
    ]


def findings(page: Page) -> list[Finding]:
    """What is to be said of a page if it were published as it is, errors first.

    Args:
        page: as its kind, with what an editor last wrote, saved or not.
    """
    occasion = _occasion(page)
    found = [
        Finding(check.key, check.severity, remark.sentence, remark.place)
        for check in checks()
        if isinstance(page, check.of)
        for remark in check.find(page, occasion)
    ]
    return sorted(found, key=lambda finding: not finding.stops)


def errors(page: Page) -> list[Finding]:
    """What stops a page from being published."""
    return [finding for finding in findings(page) if finding.severity is Severity.ERROR]


def _occasion(page: Page) -> Occasion:
    now = timezone.now()
    site = page.get_site() if page.pk else None
    rules = EditorialSettings.for_site(site) if site else EditorialSettings()
    return Occasion(
        at=max(now, page.go_live_at or now),
        is_first=page.first_published_at is None,
        sensitive_words=rules.words,
        readability=rules.readability,
    )
