"""What the review adds to the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from istruttoria.committees import CommitteeViewSet
from istruttoria.notices import PrivacyNoticeViewSet
from istruttoria.panels import ParticipationPanel, ToReviewPanel
from istruttoria.viewset import ReviewViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [ReviewViewSet(), CommitteeViewSet(), PrivacyNoticeViewSet()]


@hooks.register("construct_homepage_panels")
def add_panels(_request: HttpRequest, panels: list[Any]) -> None:
    panels += [ToReviewPanel(), ParticipationPanel()]
