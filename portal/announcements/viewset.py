"""Announcements in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.announcements.models import Announcement


@register_snippet
class AnnouncementViewSet(SnippetViewSet):
    model = Announcement
    icon = "warning"
    menu_label = _("Annunci")
    add_to_admin_menu = True
    menu_order = 245
    list_display = [
        "title",
        Column("get_tone_display", label=_("Tono")),
        Column("state", label=_("Stato")),
        DateColumn("shown_from", label=_("Dal")),
        DateColumn("shown_until", label=_("Fino al")),
    ]
    # The list is searched in the database: this model is in no search index.
    search_fields = ["title"]
    search_backend_name = None
