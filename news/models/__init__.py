from news.models.experiences import ExperienceIndexPage, ExperiencePage
from news.models.guidelines import ChaptersBlock, GuidelineIndexPage, GuidelinePage
from news.models.news import NewsIndexPage, NewsPage
from news.models.topics import NewsTopic, Topic

__all__ = [
    "ChaptersBlock",
    "ExperienceIndexPage",
    "ExperiencePage",
    "GuidelineIndexPage",
    "GuidelinePage",
    "NewsIndexPage",
    "NewsPage",
    "NewsTopic",
    "Topic",
]
