"""Pages that an editor protects with a password ask for it in the site's own design."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.home.factories import make_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def protected():
    home = make_home()
    PageViewRestriction.objects.create(
        page=home, restriction_type=PageViewRestriction.PASSWORD, password="apriti"
    )
    return home


def restriction_url(page) -> str:
    restriction = PageViewRestriction.objects.get(page=page)
    return f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"


def test_the_password_is_asked_in_italian_within_the_portal(protected):
    html = Client().get(protected.url).content.decode()

    assert "Serve una password" in html
    assert "Vai ai contenuti" in html


def test_a_wrong_password_says_so_and_the_right_one_opens_the_page(protected):
    client = Client()

    wrong = client.post(restriction_url(protected), {"password": "no", "return_url": protected.url})
    right = client.post(restriction_url(protected), {"password": "apriti", "return_url": protected.url})

    assert "La password non è giusta" in wrong.content.decode()
    assert right.status_code == 302
    assert "Serve una password" not in client.get(protected.url).content.decode()
