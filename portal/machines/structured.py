"""What a page is, in the words of schema.org (JSON-LD), for search engines."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from portal.languages import spoken
from portal.pages.models import PortalSettings

Thing = dict[str, Any]

CONTEXT = "https://schema.org"
# As in `json_script`: no text of a page can end the element that holds it.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def written(things: Iterable[Thing]) -> SafeString:
    """The things of one page as the content of a script element of type `application/ld+json`."""
    graph = [
        {name: value for name, value in thing.items() if value not in (None, "", [])} for thing in things
    ]
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - escaped above


def organisation(root: str, name: str, of: PortalSettings | None) -> Thing:
    """The body that publishes the site at the address `root`."""
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{root}/#ente",
        "name": (of and of.parent_body) or name,
        "url": (of and of.parent_body_url) or f"{root}/",
        "logo": f"{root}{static('portal/icons/touch-icon.png')}",
        "email": of and of.contact_email,
        "telephone": of and of.contact_phone,
        "address": of and of.contact_address,
        "sameAs": [url for _network, url in of.social_accounts] if of else [],
    }


def website(root: str, name: str, search: str) -> Thing:
    """The site; `search` is the path of its search, if it has one."""
    return {
        "@type": "WebSite",
        "@id": f"{root}/#sito",
        "url": f"{root}/",
        "name": name,
        "inLanguage": spoken(),
        "publisher": {"@id": f"{root}/#ente"},
        "potentialAction": search
        and {
            "@type": "SearchAction",
            "target": f"{root}{search}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(root: str, above: Sequence[Page], page: Page, address: str) -> Thing:
    """The way from the home page, as the page shows it."""
    steps = [(one.title, f"{root}{one.url}") for one in above]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": where}
            for number, (title, where) in enumerate([*steps, (page.title, address)], start=1)
        ],
    }


def moment(at: datetime | date | None) -> str | None:
    """With its zone, to the second; a day as it is."""
    if isinstance(at, datetime):
        return timezone.localtime(at).isoformat(timespec="seconds")
    return at.isoformat() if at else None


def questions(pairs: Iterable[tuple[str, str]]) -> list[Thing]:
    """A page of questions with their answers, in plain text; nothing where there is none."""
    found = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for question, answer in pairs
    ]
    return [{"@type": "FAQPage", "mainEntity": found}] if found else []
