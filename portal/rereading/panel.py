"""On the home of the admin: how many pages wait to be read again."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from portal.rereading.due import due
from portal.rereading.reminding import REPORT
from portal.rereading.report import editable_pages


class RereadingPanel(Component):
    """For whoever edits pages; nothing is shown while no page waits."""

    name = "rereading"
    template_name = "portal/rereading/panel.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        if not page_permission_policy.user_has_permission(user, "change"):
            return {"waiting": 0}
        counts = due(editable_pages(user), timezone.localdate()).aggregate(
            waiting=Count("pk"), own=Count("pk", filter=Q(answering_id=user.pk))
        )
        url = reverse(REPORT)
        return {**counts, "url": url, "own_url": f"{url}?answering={user.pk}"}
