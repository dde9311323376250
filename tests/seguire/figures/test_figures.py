"""Colleagues see how many follow what, never who, and nothing of very few."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.roles import Role
from seguire.figures import counts
from seguire.followers import secret_links
from seguire.models import Follower, Frequency, Subscription
from tests.candidature.factories import UserFactory
from tests.seguire import site

pytestmark = pytest.mark.django_db


def follow(page: Any, how_many: int, frequency: str = Frequency.DAILY) -> None:
    for number in range(how_many):
        follower = Follower.objects.create(
            email=f"p{page.pk}-{number}-{frequency}@example.org",
            frequency=frequency,
            next_at=site.morning(),
            **secret_links.new(),
        )
        Subscription.objects.create(follower=follower, page=page, title=page.title)


def test_four_are_not_told_and_five_are() -> None:
    many, few = site.zone("Molti"), site.zone("Pochi")
    follow(many, 5)
    follow(few, 4)

    assert [(line.name, line.how_many) for line in counts.by_subject()] == [("Molti", 5), ("Pochi", None)]


def test_no_part_gives_away_the_other() -> None:
    zone = site.zone()
    follow(zone, 20)
    follow(zone, 1, Frequency.WEEKLY)

    assert [line.how_many for line in counts.by_frequency()] == [21, None, None]


def test_of_very_few_not_even_the_whole_is_told() -> None:
    follow(site.zone(), 2)

    assert [line.how_many for line in counts.by_frequency()] == [None, None, None]


def test_the_page_names_nobody(client: Client) -> None:
    follow(site.zone("Zona Val di Prova"), 6)
    client.force_login(UserFactory.create(is_superuser=True))

    page = client.get(reverse("following:index")).content.decode()

    assert "Zona Val di Prova" in page
    assert not [one.email for one in Follower.objects.all() if one.email in page]


def test_whoever_decides_on_submissions_alone_does_not_look(client: Client) -> None:
    user = UserFactory.create()
    user.groups.add(Group.objects.get(name=Role.REVIEWERS))
    client.force_login(user)

    assert client.get(reverse("following:index")).status_code in (302, 403)
