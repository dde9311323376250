"""What the review adds to the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from istruttoria.absences import page as absences
from istruttoria.committees import CommitteeViewSet
from istruttoria.desk.viewset import DeskViewSet
from istruttoria.home.beginning import BeginPanel
from istruttoria.home.coming import ComingPanel
from istruttoria.notes.account import MentionsPanel
from istruttoria.notices import PrivacyNoticeViewSet
from istruttoria.outcome import page as outcome
from istruttoria.panels import ParticipationPanel, ToReviewPanel
from istruttoria.reference_lists import ReferenceListViewSet
from istruttoria.reminding.account import RemindersPanel
from istruttoria.viewset import ReviewViewSet
from istruttoria.wording import viewset as wording


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [
        ReviewViewSet(),
        DeskViewSet(),
        CommitteeViewSet(),
        PrivacyNoticeViewSet(),
        ReferenceListViewSet(),
        wording.WordingViewSet(),
    ]


@hooks.register("construct_homepage_panels")
def add_panels(_request: HttpRequest, panels: list[Any]) -> None:
    panels += [BeginPanel(), ToReviewPanel(), ComingPanel(), ParticipationPanel()]


@hooks.register("register_account_settings_panel")
def add_mentions(request: HttpRequest, user: Any, profile: Any) -> MentionsPanel:
    return MentionsPanel(request, user, profile)


hooks.register("register_log_actions", absences.log_actions)
hooks.register("register_page_header_buttons", wording.header_buttons)
hooks.register("register_page_header_buttons", outcome.header_buttons)


@hooks.register("register_account_settings_panel")
def add_reminders(request: HttpRequest, user: Any, profile: Any) -> RemindersPanel:
    return RemindersPanel(request, user, profile)
