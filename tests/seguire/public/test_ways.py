"""Pages lead to following them, and beside it to their feed and calendar; those that are over do not."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.rich_text import RichText

from seguire.templatetags.following_tags import follow_address
from tests.eventi.test_agenda import CalendarPageFactory
from tests.news.factories import ExperienceIndexPageFactory, GuidelineIndexPageFactory, TopicFactory
from tests.seguire import site
from tests.territori.factories import PathPageFactory

pytestmark = pytest.mark.django_db

WORDS = "Ricevi gli aggiornamenti per e-mail"


def shown(client: Client, page: Any, query: str = "") -> str:
    return client.get(f"{page.url}{query}").content.decode()


def test_a_zone_leads_to_mail_feed_and_calendar(client: Client) -> None:
    zone = site.zone()
    index = site.news("Il punto", territories=[zone]).get_parent()
    calendar = CalendarPageFactory.create(parent=site.root(), title="Calendario")

    page = shown(client, zone)

    assert f'href="{reverse("seguire:page", args=[zone.pk])}"' in page
    assert f'href="{index.url}atom/?territorio={zone.slug}"' in page
    assert f'href="{calendar.url}?zona={zone.pk}"' in page
    assert client.get(f"{index.url}atom/?territorio={zone.slug}").status_code == 200


def test_a_path_and_a_call_lead_to_mail(client: Client) -> None:
    path = PathPageFactory.create(parent=site.zone().get_parent().specific)

    for page in (path, site.call()):
        assert reverse("seguire:page", args=[page.pk]) in shown(client, page)


def test_a_call_with_its_outcome_cannot_be_followed(client: Client) -> None:
    call = site.call(outcome=[("text", RichText("<p>Ammessi: uno.</p>"))])

    assert WORDS not in shown(client, call)


def test_the_news_lead_to_all_of_them_or_to_the_topic_that_is_chosen(client: Client) -> None:
    topic = TopicFactory.create(name="Cure a casa", slug="cure-a-casa")
    index = site.news("Il punto", topics=[topic]).get_parent()

    assert reverse("seguire:page", args=[index.pk]) in shown(client, index)
    assert reverse("seguire:topic", args=["cure-a-casa"]) in shown(client, index, "?argomento=cure-a-casa")


def test_the_lists_lead_to_following_all_that_comes_into_them(client: Client) -> None:
    guidelines = GuidelineIndexPageFactory.create(parent=site.root())
    experiences = ExperienceIndexPageFactory.create(parent=site.root())
    participation = site.call().get_parent()

    for page in (guidelines, experiences, participation):
        html = shown(client, page)
        address = reverse("seguire:page", args=[page.pk])
        assert f'href="{address}"' in html
        assert WORDS in html
        assert client.get(address).status_code == 200


def test_a_topic_is_followed_in_the_language_of_the_page_that_leads_there() -> None:
    topic = TopicFactory.create(name="Cure a casa", slug="cure-a-casa")
    index = site.news("Il punto", topics=[topic]).get_parent()

    assert follow_address(index, topic) == "/seguire/argomento/cure-a-casa/"
    with override("en"):
        assert follow_address(index, topic) == "/en/seguire/argomento/cure-a-casa/"
