"""News, guidelines and experiences for tests; all invented."""

import factory
import wagtail_factories

from news.models import (
    ExperienceIndexPage,
    ExperiencePage,
    GuidelineIndexPage,
    GuidelinePage,
    NewsIndexPage,
    NewsPage,
    Topic,
)


class NewsIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NewsIndexPage

    title = "Novità"


class NewsPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda n: f"Notizia {n}")


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Argomento {n}")


class GuidelineIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = GuidelineIndexPage

    title = "Linee guida"


class GuidelinePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = GuidelinePage

    title = factory.Sequence(lambda n: f"Linea guida {n}")


class ExperienceIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ExperienceIndexPage

    title = "Esperienze"


class ExperiencePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ExperiencePage

    title = factory.Sequence(lambda n: f"Esperienza {n}")
