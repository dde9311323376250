"""Publishing several pages at once: what keeps any of them back is said of all together, page by page.

One page alone has its own door (`portal.editorial.doors`), which leads to its editor.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.models import Page

from portal.editorial.asking import Question, asked
from portal.editorial.checking import errors
from portal.editorial.doors import editor_address
from portal.editorial.findings import Finding


@dataclass(frozen=True)
class Candidate:
    """A page that is to be published, with what keeps it back.

    Attributes:
        page: as its latest version has it.
        found: its errors, each with the address of its place in the editor.
        question: what is to be confirmed first, of a page without errors.
    """

    page: Page
    found: list[tuple[Finding, str]]
    question: Question | None

    @property
    def is_ready(self) -> bool:
        return not self.found and self.question is None

    @property
    def address(self) -> str:
        return editor_address(self.page)


@hooks.register("before_bulk_action")
def tell_of_all(
    request: HttpRequest, action_type: str, objects: list[Any], action: BulkAction
) -> HttpResponse | None:
    """Shows what keeps pages from being published, and offers to publish those that nothing keeps."""
    if not isinstance(action, PublishBulkAction):
        return None
    meant = [*objects, *_drafts_below(objects, request.user)] if _reaches_below(action) else objects
    candidates = [_candidate(page) for page in meant]
    if len(candidates) < 2 or all(one.is_ready for one in candidates):
        return None
    ready = [one.page for one in candidates if one.is_ready]
    title = _("Nessuna pagina è stata pubblicata")
    return TemplateResponse(
        request,
        "editorial/several.html",
        {
            "page_title": title,
            "header_title": title,
            "header_icon": "warning",
            "broken": [one for one in candidates if one.found],
            "unconfirmed": [one for one in candidates if one.question],
            "ready": ready,
            "publish_ready": f"{request.path}?{_chosen(ready, action.next_url)}",
            "back": action.next_url,
        },
        status=409,
    )


def _candidate(page: Page) -> Candidate:
    revision = page.get_latest_revision()
    draft = revision.as_object() if revision else page.specific
    found = [(finding, editor_address(draft, finding.place)) for finding in errors(draft)]
    question = asked(revision, draft) if revision and not found else None
    return Candidate(draft, found, question)


def _chosen(pages: list[Page], back: str) -> str:
    return urlencode([("next", back), *(("id", page.pk) for page in pages)])


def _reaches_below(action: PublishBulkAction) -> bool:
    return bool(action.cleaned_form.cleaned_data["include_descendants"])


def _drafts_below(pages: list[Page], user: Any) -> list[Page]:
    found = {
        draft.pk: draft
        for page in pages
        for draft in page.get_descendants().not_live().specific()
        if draft.permissions_for_user(user).can_publish()
    }
    return [draft for pk, draft in found.items() if pk not in {page.pk for page in pages}]
