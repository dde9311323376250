"""What is looked at before any page is published."""

from portal.editorial.findings import Check, Severity
from portal.editorial.general import empty_links, long_title, no_summary
from portal.editorial.incomplete import incomplete
from portal.pages.base import BasePage

CHECKS = [
    Check("incomplete", Severity.ERROR, BasePage, incomplete),
    Check("no_summary", Severity.WARNING, BasePage, no_summary),
    Check("long_title", Severity.WARNING, BasePage, long_title),
    Check("empty_links", Severity.WARNING, BasePage, empty_links),
]
