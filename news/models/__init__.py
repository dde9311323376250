from news.models.chapters import ChaptersBlock
from news.models.experiences import ExperienceIndexPage, ExperiencePage
from news.models.guideline import GuidelineVersion
from news.models.guidelines import GuidelineIndexPage, GuidelinePage
from news.models.news import NewsPage, NewsRelatedPage
from news.models.news_index import NewsIndexPage
from news.models.topics import ExperienceTopic, NewsTopic, Topic

__all__ = [
    "ChaptersBlock",
    "ExperienceIndexPage",
    "ExperiencePage",
    "ExperienceTopic",
    "GuidelineIndexPage",
    "GuidelinePage",
    "GuidelineVersion",
    "NewsIndexPage",
    "NewsPage",
    "NewsRelatedPage",
    "NewsTopic",
    "Topic",
]
