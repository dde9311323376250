"""What stands at the foot of the page editor."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site

from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, UserFactory
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    return CallPageFactory.create(parent=Site.objects.get(is_default_site=True).root_page)


def contributor() -> User:
    """Somebody who may write pages and not publish them."""
    role = Group.objects.create(name="Collaboratori")
    role.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in ("add", "change"):
        GroupPagePermission.objects.create(
            group=role, page=Page.get_first_root_node(), permission_type=action
        )
    user = UserFactory.create()
    user.groups.add(role)
    return user


def buttons(client: Client, user: User, page: Page) -> list[str]:
    """The buttons that stand beside each other, without those behind the arrow."""
    client.force_login(user)
    read = BeautifulSoup(
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser"
    )
    return [str(button.get("name", "save")) for button in read.select(".two-buttons button")]


def test_who_publishes_finds_the_button_beside_the_one_that_saves(client: Client, page: Page) -> None:
    assert buttons(client, member_of(Role.EDITORS), page) == ["save", "action-publish"]


def test_who_may_not_publish_submits_instead(client: Client, page: Page) -> None:
    assert buttons(client, contributor(), page) == ["save", "action-submit"]


def test_where_nothing_is_saved_nothing_is_published(client: Client, page: Page) -> None:
    page.locked = True
    page.save()
    assert buttons(client, contributor(), page) == []
