from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("Novità")

    def ready(self) -> None:
        from news.models.news import NewsIndexPage
        from news.related import news_about
        from portal.page_cache.requests import know_parameters
        from portal.pages import landmarks, related

        know_parameters("argomento", "categoria", "territorio")
        related.register("news", news_about)
        landmarks.register(NewsIndexPage)
