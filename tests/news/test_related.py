"""News and what they tell of: a way in both directions."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from news.models import NewsPage, NewsRelatedPage
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, participation_index
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.portal.pages.translating import translated
from tests.portal.pages.visits import visit
from tests.territori.factories import PathPageFactory, TerritoryIndexPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return make_home()


def news_of(home: Page, *targets: Page, **fields: object) -> NewsPage:
    index = NewsIndexPageFactory.create(parent=home)
    news: NewsPage = NewsPageFactory.create(parent=index, title="Aperto l’avviso", **fields)
    news.related_links.set([NewsRelatedPage(target=target) for target in targets])
    news.save()
    return news


def test_a_news_item_leads_to_its_call_and_the_call_to_the_news_item(home: Page) -> None:
    index = participation_index(home)
    call, event = CallPageFactory.create(parent=index), EventPageFactory.create(parent=index)
    news = news_of(home, call, event)

    text = visit(news).content.decode()
    for page in (call, event):
        assert f'<a href="{page.get_url()}">{page.title}</a>' in text
        assert f'<a href="{news.get_url()}">{news.title}</a>' in visit(page).content.decode()


def test_a_preview_names_what_the_draft_names_in_its_order(
    home: Page, client: Client, rf: RequestFactory
) -> None:
    index = participation_index(home)
    first, second, other = (CallPageFactory.create(parent=index) for _number in range(3))
    news = news_of(home, other)
    news.related_links.set([NewsRelatedPage(target=second), NewsRelatedPage(target=first)])
    news.save_revision()
    client.force_login(member_of(Role.EDITORS))

    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[news.pk])).content.decode()
    assert 0 < preview.find(second.title) < preview.find(first.title)
    assert other.title not in preview
    # What is previewed before its first save names nothing.
    assert NewsPage(title="Nuova").get_context(rf.get("/"))["related_pages"] == []


def test_a_path_shows_the_news_that_name_it(home: Page) -> None:
    path = PathPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=home))
    news = news_of(home, path)
    assert f'<a href="{news.get_url()}">' in visit(path).content.decode()


def test_what_is_not_published_is_named_on_neither_side(home: Page) -> None:
    index = participation_index(home)
    hidden = CallPageFactory.create(parent=index, title="In preparazione", live=False)
    call = CallPageFactory.create(parent=index)
    news = news_of(home, hidden, call)
    assert "In preparazione" not in visit(news).content.decode()

    news.unpublish()
    assert news.title not in visit(call).content.decode()


def test_the_box_of_what_is_over_invites_nobody(home: Page) -> None:
    index = participation_index(home)
    now = timezone.now()
    past = EventPageFactory.create(
        parent=index, starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=2, hours=-1)
    )
    assert ">Iscriviti<" not in "".join(visit(past).content.decode().split())
    coming = EventPageFactory.create(parent=index)
    assert ">Iscriviti<" in "".join(visit(coming).content.decode().split())


def test_a_translated_news_item_leads_to_the_translated_call_and_back(home: Page) -> None:
    translated(home, title="Welcome")
    call = CallPageFactory.create(parent=participation_index(home), title="Avviso di prova")
    news = news_of(home, call)
    in_english = translated(news, title="The call is open")
    # Where the call is Italian alone, the English item leads there.
    link = f'<a href="{call.get_url()}" lang="it" hreflang="it">Avviso di prova</a>'
    assert link in visit(in_english).content.decode()

    sample = translated(call, title="Sample call")

    assert f'<a href="{sample.get_url()}">Sample call</a>' in visit(in_english).content.decode()
    for page, told, other in ((call, news, in_english), (sample, in_english, news)):
        text = visit(page).content.decode()
        assert f'<a href="{told.get_url()}">' in text
        assert other.title not in text
