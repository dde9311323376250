"""An editor ticks the topics of a news item among those that there are."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from news.models import NewsPage
from portal.roles import Role
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(client: Client) -> NewsPage:
    page: NewsPage = NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=make_home()))
    TopicFactory.create(name="Cronicità")
    page.topics.add(TopicFactory.create(name="Consultori, oggi"))
    page.save_revision().publish()
    client.force_login(member_of(Role.EDITORS))
    made: NewsPage = NewsPage.objects.get(pk=page.pk)
    return made


def edited(page: NewsPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def boxes(content: Any) -> dict[str, bool]:
    """The topics that the editor offers, and which of them are ticked."""
    found = BeautifulSoup(content, "html.parser").select("input[name=topics]")
    return {str(box["value"]): box.has_attr("checked") for box in found}


def saved(client: Client, page: NewsPage, *topics: str, **fields: str) -> Any:
    data: Any = querydict_from_html(client.get(edited(page)).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data({"body": streamfield([])}))
    data.setlist("topics", topics)
    for name, value in fields.items():
        data[name] = value
    return client.post(edited(page), data.urlencode(), content_type="application/x-www-form-urlencoded")


def test_every_topic_is_there_to_be_ticked_and_what_is_ticked_is_kept(client: Client, news: NewsPage) -> None:
    assert boxes(client.get(edited(news)).content) == {"Consultori, oggi": True, "Cronicità": False}

    saved(client, news, "Cronicità")

    draft = NewsPage.objects.get(pk=news.pk).get_latest_revision_as_object()
    assert [topic.name for topic in draft.topics.all()] == ["Cronicità"]
    assert boxes(client.get(edited(news)).content) == {"Consultori, oggi": False, "Cronicità": True}


def test_what_was_ticked_is_there_again_beside_a_mistake(client: Client, news: NewsPage) -> None:
    again = saved(client, news, "Cronicità", "Consultori, oggi", title="")

    assert boxes(again.content) == {"Consultori, oggi": True, "Cronicità": True}
