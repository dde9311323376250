"""The addresses of these pages below `/admin/modifiche/`, and the ways to them from the editor."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from candidature.changes.acts import ACTION
from candidature.changes.confirming import ConfirmView
from candidature.changes.term import TermView
from candidature.changes.versions import CompareView, VersionsView, VersionView
from candidature.pages.participation import ParticipationPage


class ChangesViewSet(ViewSet):
    name = "changes"
    url_prefix = "modifiche"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("<int:page_id>/pubblica/<int:revision_id>/", ConfirmView.as_view(), name="confirm"),
            path("<int:page_id>/termine/", TermView.as_view(), name="term"),
            path("<int:page_id>/versioni/", VersionsView.as_view(), name="versions"),
            path("<int:page_id>/versioni/confronto/", CompareView.as_view(), name="compare"),
            path("<int:page_id>/versioni/<int:number>/", VersionView.as_view(), name="version"),
        ]


def header_buttons(page: Page, user: Any, **_more: Any) -> Iterator[Button]:
    """Of a call or an event that people can read: its term, and the versions of its form."""
    page = page.specific
    if not isinstance(page, ParticipationPage) or page.original_id is not None:
        return
    permissions = page.permissions_for_user(user)
    if page.live and permissions.can_publish():
        yield Button(
            _("Cambia il termine"),
            reverse("changes:term", args=[page.pk]),
            icon_name="calendar-alt",
            priority=55,
        )
    if permissions.can_edit() and page.first_published_at is not None:
        yield Button(
            _("Versioni del modulo"),
            reverse("changes:versions", args=[page.pk]),
            icon_name="history",
            priority=56,
        )


class TermFormatter(LogFormatter):
    """An act on a term, in the history of its page."""

    label = gettext_lazy("Cambia il termine")

    def format_message(self, log_entry: Any) -> str:
        return str(log_entry.data.get("what", ""))

    def format_comment(self, log_entry: Any) -> str:
        notes = (log_entry.data.get("note"), log_entry.data.get("office_note"))
        return " – ".join(note for note in notes if note)


def log_actions(actions: Any) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(ACTION)(TermFormatter)
