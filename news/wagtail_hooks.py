"""Topics in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news.models.topics import Topic


@register_snippet
class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Argomenti")
    add_to_admin_menu = True
    menu_order = 240
    list_display = ["name", "slug"]
    search_fields = ["name"]
    # The list is searched in the database: this model is in no search index.
    search_backend_name = None
