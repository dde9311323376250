"""The desk prints an empty form as long as it types what is written on one."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.models import CallPage
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory
from tests.istruttoria.people import committee_member, member_of
from tests.reading_pdf import plain, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Orti in città")
    return made


def closed_for(page: CallPage, days: int) -> None:
    page.closes_at = timezone.now() - timedelta(days=days)
    page.opens_at = page.closes_at - timedelta(days=10)
    page.save()


def printed(app: Any, page: CallPage, user: User) -> Any:
    return app.get(f"/admin/sportello/nuova/{page.pk}/modulo.pdf", user=user, expect_errors=True)


@pytest.mark.parametrize("days", [-1, 5])
def test_it_is_printed_from_the_list_while_the_page_is_open_and_while_late_papers_are_typed(
    django_app: DjangoTestApp, page: CallPage, days: int
) -> None:
    closed_for(page, days)

    answer = django_app.get("/admin/sportello/", user=member_of(Role.OFFICERS)).click("Modulo vuoto")

    assert answer.content_type == "application/pdf"
    assert plain("Orti in città") in text_of(answer.body)


def test_long_after_the_closing_the_list_says_why_not(django_app: DjangoTestApp, page: CallPage) -> None:
    closed_for(page, 40)

    answer = printed(django_app, page, member_of(Role.OFFICERS))

    assert answer.status_code == 302
    assert page.standing().sentence in answer.follow().text


def test_it_is_not_for_who_follows_other_calls(django_app: DjangoTestApp, page: CallPage) -> None:
    assert printed(django_app, page, committee_member(CallPageFactory.create())).status_code == 404
    assert printed(django_app, page, committee_member(page)).status_code == 200
