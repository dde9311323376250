"""The doors at which a page with errors, or an open question, is not let through to the public.

Most of what publishes calls `Page.publish`, which asks `let_through`: bulk actions, approvals, the clock,
programs. Wagtail's editor and its API publish past it, so each is asked on its own; of several pages at once
all is told together (`portal.editorial.several`). Who pressed a button comes to the editor of the page, where
the list stands on top, or to the page of the question (`portal.editorial.asking`); nothing of what was typed
is lost.
"""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.api.actions.copy import CopyPageAPIAction
from wagtail.admin.api.actions.create_alias import CreatePageAliasAPIAction
from wagtail.admin.api.actions.delete import DeletePageAPIAction
from wagtail.admin.api.actions.publish import PublishPageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import Page, Revision

from portal.editorial.asking import Question, asked
from portal.editorial.checking import errors, findings
from portal.editorial.findings import Finding
from portal.editorial.one_language import other_language

logger = logging.getLogger(__name__)

# Of an address of the editor: the list of what was found is shown on top.
PARAMETER = "controlli"
# What Wagtail calls the act of the clock.
_BY_THE_CLOCK = "wagtail.publish.scheduled"


class PublishingRefusedError(RuntimeError):
    """A page is not published because of what its checks found. Wagtail's API answers with its text."""

    def __init__(self, page: Page, found: list[Finding]) -> None:
        super().__init__(f"{page.title}: {'; '.join(finding.sentence for finding in found)}")
        self.page = page
        self.found = found


class PublishingUnconfirmedError(PublishingRefusedError):
    """A page is not published because somebody has to confirm what changes for others."""

    def __init__(self, page: Page, question: Question) -> None:
        super().__init__(page, [])
        self.args = (f"{page.title}: {question.sentence}",)
        self.question = question


def let_through(revision: Revision, log_action: bool | str) -> bool:
    """Whether a revision may be published, or be put down to be published later.

    One that the clock would publish is taken off its list, and the history of the page says so: there is
    nobody to tell, and the others must not wait for it. A question is put to accounts only: a program, which
    has none, goes on, and the log tells of it.

    Raises:
        PublishingRefusedError: it has errors, and somebody is there to be told.
        PublishingUnconfirmedError: it has none, and somebody is there to be asked.
    """
    page = revision.as_object()
    found = errors(page)
    question = None if found else asked(revision, page)
    if not found and question is None:
        return True
    if log_action == _BY_THE_CLOCK:
        _take_off_the_list(revision, page, ", ".join(one.check for one in found) or "not confirmed")
        return False
    if found:
        raise PublishingRefusedError(page, found)
    if question is not None and get_active_log_context().user is not None:
        raise PublishingUnconfirmedError(page, question)
    logger.warning("Page %s is published by a program, and nobody was asked to confirm it.", page.pk)
    return True


def _take_off_the_list(revision: Revision, page: Page, why: str) -> None:
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log(instance=page, action="wagtail.schedule.cancel", revision=revision)
    logger.warning("Page %s was not published at its time: %s", page.pk, why)


def editor_address(page: Page, place: str = "") -> str:
    """Of the editor of a page with the list on top, or at one of its places."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if place:
        return f"{address}#:w:{urlencode({'contentpath': place})}"
    return f"{address}?{PARAMETER}=1"


def refuse(request: HttpRequest, page: Page) -> HttpResponse:
    """Says that a page was not published, and leads to what is to be mended."""
    messages.error(
        request,
        _("«%(title)s» non è stata pubblicata: correggi prima gli errori elencati. La bozza è salvata.")
        % {"title": page.title},
    )
    return redirect(editor_address(page))


def ask(request: HttpRequest, page: Page, question: Question) -> HttpResponse:
    """Says that a page is not published yet, and leads to what is to be confirmed."""
    messages.warning(
        request,
        _("«%(title)s» non è ancora pubblicata: prima conferma che cosa cambia. La bozza è salvata.")
        % {"title": page.title},
    )
    return redirect(question.address)


@hooks.register("before_publish_page")
def stop_at_errors(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor's own door: the draft is saved by then."""
    if errors(page):
        return refuse(request, page)
    revision = page.get_latest_revision()
    question = asked(revision, page) if revision else None
    return ask(request, page, question) if question else None


@hooks.register("after_publish_page")
def tell_of_warnings(request: HttpRequest, page: Page) -> None:
    """Says what could be better on a page that was published, or is to be."""
    _warn(request, page, _("Pubblicata, ma da rivedere:"))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_errors_sent_on(request: HttpRequest, page: Page) -> None:
    """Says to whoever asks for approval that it could not be given as things are."""
    if request.POST.get("action-submit") and errors(page.get_latest_revision_as_object()):
        _warn(request, page, _("Inviata per l’approvazione, ma così non si potrà pubblicare:"))


def _warn(request: HttpRequest, page: Page, what: str) -> None:
    number = len(findings(page.get_latest_revision_as_object()))
    if not number:
        return
    points = ngettext("%(number)d punto.", "%(number)d punti.", number) % {"number": number}
    messages.warning(
        request, f"{what} {points}", buttons=[messages.button(editor_address(page), _("Vedi quali"))]
    )


class RefusedPublishingMiddleware:
    """Answers a press that would have published a page with errors, wherever the button stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PublishingUnconfirmedError):
            return ask(request, exception.page, exception.question)
        return refuse(request, exception.page) if isinstance(exception, PublishingRefusedError) else None


class CheckedPublishAction(PublishPageAPIAction):
    """The API's act of publishing, which does not go by `Page.publish`."""

    def _action_from_data(self, instance: Page, data: Any) -> Any:
        draft = instance.get_latest_revision_as_object()
        if found := errors(draft):
            raise PublishingRefusedError(instance, found)
        revision = instance.get_latest_revision()
        if revision and (question := asked(revision, draft)):
            raise PublishingUnconfirmedError(instance, question)
        return super()._action_from_data(instance, data)


class DraftCopyAction(CopyPageAPIAction):
    """The API's act of copying: the copy is a draft, whatever is asked, and stays in its language."""

    def _action_from_data(self, instance: Page, data: Any) -> Any:
        action = super()._action_from_data(instance, {**data, "keep_live": False})
        if action.to is not None and (said := other_language(instance, action.to)):
            raise BadRequestError(said)
        return action


class AliasAction(CreatePageAliasAPIAction):
    """The API's act of making an alias, which is a copy too."""

    def _action_from_data(self, instance: Page, data: Any) -> Any:
        action = super()._action_from_data(instance, data)
        if action.parent is not None and (said := other_language(instance, action.parent)):
            raise BadRequestError(said)
        return action


class RefusableDeleteAction(DeletePageAPIAction):
    """The API's act of deleting, which asks nobody: whoever keeps a page in the admin keeps it here."""

    def _action_from_data(self, instance: Page, data: Any) -> Any:
        action = super()._action_from_data(instance, data)
        # Who may not delete it is told of that, and of nothing else.
        action.check()
        request = self.request._request
        if any(refuse(request, instance) is not None for refuse in hooks.get_hooks("before_delete_page")):
            raise BadRequestError(" ".join(str(said).strip() for said in get_messages(request)))
        return action


class CheckedPagesAPIViewSet(PagesAdminAPIViewSet):
    actions = {
        **PagesAdminAPIViewSet.actions,
        "publish": CheckedPublishAction,
        "copy": DraftCopyAction,
        "create_alias": AliasAction,
        "delete": RefusableDeleteAction,
    }


# After Wagtail's own, which it replaces.
@hooks.register("construct_admin_api", order=100)
def check_in_the_api(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", CheckedPagesAPIViewSet)
