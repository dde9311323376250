"""Demo content of the news app: articles with their topics, a guide and two experiences."""

import json
from datetime import date, timedelta

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from demo.building.blocks import stream
from demo.building.images import image
from demo.building.pages import publish, site_root
from demo.news import articles, experiences, guidelines
from news.models import (
    ExperienceIndexPage,
    ExperiencePage,
    GuidelineIndexPage,
    GuidelinePage,
    GuidelineVersion,
    NewsIndexPage,
    NewsPage,
    Topic,
)
from territori.models import TerritoryPage


def load() -> None:
    root = site_root()
    news = publish(
        root, NewsIndexPage, "novita", "Novità", abstract=articles.INDEX_ABSTRACT, show_in_menus=True
    )
    for article in articles.ARTICLES:
        load_article(news, article)
    load_guidelines(root)
    load_experiences(root)


def load_article(index: Page, article: articles.Article) -> None:
    dated = article.dated
    day = dated if isinstance(dated, date) else timezone.localdate() - timedelta(days=dated)
    publish(
        index,
        NewsPage,
        article.slug,
        article.title,
        seo_title=article.seo_title,
        date=day,
        category=article.category,
        abstract=article.abstract,
        image=image(article.image),
        body=stream(*article.body),
        topics=[topic(name) for name in article.topics],
        territories=list(TerritoryPage.objects.filter(slug__in=article.territories)),
    )


def topic(name: str) -> Topic:
    found: Topic = Topic.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]
    return found


def load_guidelines(root: Page) -> None:
    index = publish(
        root,
        GuidelineIndexPage,
        "linee-guida",
        "Linee guida",
        abstract=guidelines.INDEX_ABSTRACT,
        show_in_menus=True,
    )
    chapters = [
        {"type": "chapter", "value": {"title": title, "body": json.loads(stream(*body))}}
        for title, body in guidelines.CHAPTERS
    ]
    today = timezone.localdate()
    versions = [
        GuidelineVersion(version=version, published_on=today - timedelta(days=days), changes=changes)
        for version, days, changes in guidelines.VERSIONS
    ]
    publish(
        index,
        GuidelinePage,
        guidelines.SLUG,
        guidelines.TITLE,
        abstract=guidelines.ABSTRACT,
        image=image("linee-guida"),
        version=guidelines.VERSION,
        published_on=versions[0].published_on,
        curated_by=guidelines.CURATED_BY,
        chapters=json.dumps(chapters),
        versions=versions,
    )


def load_experiences(root: Page) -> None:
    index = publish(
        root,
        ExperienceIndexPage,
        "esperienze",
        "Esperienze",
        abstract=experiences.INDEX_ABSTRACT,
        show_in_menus=True,
    )
    for experience in experiences.EXPERIENCES:
        typed = ("slug", "title", "years")
        fields = {name: value for name, value in vars(experience).items() if name not in typed}
        fields["year_from"], fields["year_to"] = experience.years
        fields |= {"image": image(experience.image), "body": stream(*experience.body)}
        fields["topics"] = [topic(name) for name in experience.topics]
        publish(index, ExperiencePage, experience.slug, experience.title, **fields)
