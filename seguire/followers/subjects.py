"""What can be followed: pages of certain kinds, and the topics of the news."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from candidature.models import CallPage, ParticipationIndexPage
from candidature.pages.participation import ParticipationPage
from news.models import ExperienceIndexPage, GuidelineIndexPage, NewsIndexPage, NewsPage, Topic
from portal.languages import spoken
from portal.pages.translations import in_spoken_language
from portal.pages.visibility import published
from territori.models import PathPage, TerritoryPage

# The first letter of a code.
_PAGE, _TOPIC = "p", "t"
# What a page may offer to follow beside itself.
MOST_OFFERED = 12
# Whoever follows a list follows all that comes into it, and that is what it is called.
_ALL_OF: dict[type[Page], str | Promise] = {
    NewsIndexPage: gettext_lazy("Tutte le novità"),
    GuidelineIndexPage: gettext_lazy("Tutte le linee guida"),
    ExperienceIndexPage: gettext_lazy("Tutte le esperienze"),
    ParticipationIndexPage: gettext_lazy("Tutti gli avvisi e gli eventi"),
}
_KINDS: tuple[type[Page], ...] = (TerritoryPage, PathPage, CallPage, *_ALL_OF)


@dataclass(frozen=True)
class Subject:
    """One thing that can be followed now.

    Attributes:
        code: as a form and a request name it.
    """

    code: str
    title: str
    page: Page | None = None
    topic: Topic | None = None


def of_page(page: Page) -> Subject | None:
    """A published page as something to follow; None for a kind that nobody follows, or what is over."""
    specific = page.specific
    if not isinstance(specific, _KINDS) or (isinstance(specific, CallPage) and specific.answered.outcome):
        return None
    title = str(_ALL_OF.get(type(specific), page.title))
    return Subject(f"{_PAGE}{page.pk}", title, page=specific)


def of_topic(topic: Topic) -> Subject:
    return Subject(f"{_TOPIC}{topic.pk}", topic.shown_name, topic=topic)


def page_with(pk: int) -> Subject | None:
    """The page with this number, if everybody may read it in the language that is spoken, and follow it."""
    page = _spoken().filter(pk=pk).first()
    return of_page(page) if page is not None else None


def topic_called(slug: str) -> Subject | None:
    """The topic of this name in addresses, if there are news of it in the language that is spoken."""
    about = NewsPage.objects.published().filter(locale__language_code=spoken())
    topic = Topic.objects.filter(slug=slug, news_topics__content_object__in=about).first()
    return of_topic(topic) if topic is not None else None


def coded(codes: Iterable[str]) -> list[Subject]:
    """What these codes name, as far as it can be followed now."""
    numbers = {code: int(code[1:]) for code in codes if code[1:].isascii() and code[1:].isdigit()}
    pages = _public().filter(pk__in=[pk for code, pk in numbers.items() if code[0] == _PAGE])
    topics = Topic.objects.filter(pk__in=[pk for code, pk in numbers.items() if code[0] == _TOPIC])
    found = [*(of_page(page) for page in pages.order_by("title")), *map(of_topic, topics)]
    return [one for one in found if one is not None]


def offered_with(first: Subject) -> list[Subject]:
    """What is offered on the page of one: itself, then what it belongs to, then everything of its kind."""
    page = first.page
    beside: list[Page] = []
    if isinstance(page, ParticipationPage | PathPage):
        beside += page.territories.all()
    if isinstance(page, ParticipationPage):
        beside += [page.path_page] if page.path_page else []
        beside += ParticipationIndexPage.objects.all()
    else:
        beside += NewsIndexPage.objects.all()
        beside += ParticipationIndexPage.objects.all()
    beside = in_spoken_language(beside)
    readable = {one.pk: one for one in _spoken().filter(pk__in=[one.pk for one in beside])}
    found = [of_page(readable[one.pk]) for one in beside if one.pk in readable]
    unique = {one.code: one for one in (first, *found) if one is not None}
    return list(unique.values())[:MOST_OFFERED]


def _public() -> QuerySet[Page]:
    return published(Page.objects.filter(alias_of=None))


def _spoken() -> QuerySet[Page]:
    return _public().filter(locale__language_code=spoken())
