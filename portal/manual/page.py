"""The manual on the screen: contents, a chapter, a search."""

from typing import Any

from django.http import Http404
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.manual import chapters


class ManualView(WagtailAdminTemplateMixin, TemplateView):
    """A chapter, for whoever may enter the admin: all of them read all of it."""

    page_title = _("Manuale")
    header_icon = "help"
    template_name = "portal/manual/chapter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name, query = self.kwargs.get("chapter", chapters.FIRST), self.request.GET.get("q", "").strip()
        try:
            chapter = chapters.chapter(name)
        except KeyError as error:
            raise Http404 from error
        return {
            "chapters": [
                {
                    "title": chapters.title_of(one),
                    "address": chapters.address(one),
                    "is_current": one == name and not query,
                    "parts": chapters.contents(one) if one == name and not query else [],
                }
                for one in chapters.CHAPTERS
            ],
            # Made by `markdown.render`, which escapes whatever is written.
            "text": mark_safe(chapter.html),  # noqa: S308
            "query": query[: chapters.LONGEST_SEARCH],
            "found": chapters.search(query),
            **super().get_context_data(**kwargs),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]
