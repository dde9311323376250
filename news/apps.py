from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("Novità")

    def ready(self) -> None:
        from wagtail.signals import page_unpublished

        from news.models import experience_filters, guideline_pdf
        from news.models.guidelines import GuidelinePage
        from news.models.news_index import PARAMETERS, NewsIndexPage
        from news.related import news_about
        from portal.page_cache.requests import know_parameters
        from portal.pages import landmarks, related

        know_parameters(*PARAMETERS, *experience_filters.PARAMETERS)
        related.register("news", news_about)
        landmarks.register(NewsIndexPage)
        page_unpublished.connect(guideline_pdf.forget_what_left, sender=GuidelinePage)
        post_delete.connect(guideline_pdf.forget_what_left, sender=GuidelinePage)
