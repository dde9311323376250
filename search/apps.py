from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Ricerca")

    def ready(self) -> None:
        from wagtail.signals import post_page_move

        from news.models import Topic
        from portal.media.models import PortalDocument
        from portal.worker import clock
        from search.documents import reading as documents
        from search.index import shared, writing
        from search.unanswered import noting
        from territori.models import Municipality, Organisation, Zone

        post_save.connect(writing.follow)
        post_page_move.connect(shared.follow_move)
        post_save.connect(documents.follow, sender=PortalDocument)
        for model in (Topic, Zone, Municipality, Organisation):
            post_save.connect(shared.follow, sender=model)
        clock.register("pages to search", writing.write_due, every=timedelta(seconds=5))
        clock.register("documents to search", documents.read_due, every=timedelta(seconds=10))
        clock.register("words of no page", writing.prune, every=timedelta(hours=6))
        clock.register("all pages to search", writing.refresh, every=timedelta(hours=24))
        clock.register("searches without results", noting.prune, every=timedelta(hours=1))
