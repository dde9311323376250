from news.models.experiences import ExperienceIndexPage, ExperiencePage
from news.models.guidelines import ChaptersBlock, GuidelineIndexPage, GuidelinePage, GuidelineVersion
from news.models.news import NewsIndexPage, NewsPage, NewsRelatedPage
from news.models.topics import NewsTopic, Topic

__all__ = [
    "ChaptersBlock",
    "ExperienceIndexPage",
    "ExperiencePage",
    "GuidelineIndexPage",
    "GuidelinePage",
    "GuidelineVersion",
    "NewsIndexPage",
    "NewsPage",
    "NewsRelatedPage",
    "NewsTopic",
    "Topic",
]
