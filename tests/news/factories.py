"""News, guidelines and experiences for tests; all invented."""

import factory

from news.models import (
    ExperienceIndexPage,
    ExperiencePage,
    GuidelineIndexPage,
    GuidelinePage,
    NewsIndexPage,
    NewsPage,
    Topic,
)
from tests.page_factory import PageFactory


class NewsIndexPageFactory(PageFactory):
    class Meta:
        model = NewsIndexPage

    title = "Novità"


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda n: f"Notizia {n}")


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Argomento {n}")


class GuidelineIndexPageFactory(PageFactory):
    class Meta:
        model = GuidelineIndexPage

    title = "Linee guida"


class GuidelinePageFactory(PageFactory):
    class Meta:
        model = GuidelinePage

    title = factory.Sequence(lambda n: f"Linea guida {n}")


class ExperienceIndexPageFactory(PageFactory):
    class Meta:
        model = ExperienceIndexPage

    title = "Esperienze"


class ExperiencePageFactory(PageFactory):
    class Meta:
        model = ExperiencePage

    title = factory.Sequence(lambda n: f"Esperienza {n}")
