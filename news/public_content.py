"""Public pages show all of this app's models."""

from portal.page_cache.declared import Shown

PUBLIC = [
    Shown(
        (
            "news.ExperienceIndexPage",
            "news.ExperiencePage",
            "news.ExperienceTopic",
            "news.GuidelineIndexPage",
            "news.GuidelinePage",
            "news.GuidelineVersion",
            "news.NewsIndexPage",
            "news.NewsPage",
            "news.NewsPage_territories",
            "news.NewsTopic",
            "news.NewsRelatedPage",
            "news.Topic",
        )
    )
]
