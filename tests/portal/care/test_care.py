"""Who answers for a page and when it is read again: typed in its editor, kept beside it."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from home.models import StandardPage
from portal.care.keeping import care_of
from portal.models import PageCare, User
from portal.rereading.confirming import mark_reread
from portal.roles import Role
from tests.candidature.factories import UserFactory
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.portal.pages.translating import english

pytestmark = pytest.mark.django_db

DAY = date(2027, 3, 1)


@pytest.fixture
def page() -> StandardPage:
    found = StandardPageFactory.create(parent=make_home(), title="Come si entra", abstract="Sommario")
    found.save_revision().publish()
    made: StandardPage = StandardPage.objects.get(pk=found.pk)
    return made


@pytest.fixture
def editor(client: Client) -> User:
    user = member_of(Role.EDITORS)
    client.force_login(user)
    return user


def address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def shown(client: Client, where: str) -> Any:
    data = querydict_from_html(client.get(where).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data({"body": streamfield([])}))
    return data


def save(client: Client, page: Page, **typed: Any) -> Any:
    data = shown(client, address(page))
    for name, value in typed.items():
        data[name] = value
    return client.post(address(page), data, follow=True)


@pytest.mark.usefixtures("editor")
class TestTheEditorOfAPage:
    def test_says_who_answers_and_by_when_and_shows_it_again(
        self, client: Client, page: StandardPage
    ) -> None:
        other = member_of(Role.OFFICERS)

        save(client, page, care_owner=str(other.pk), care_review_on="2027-03-01")

        care = PageCare.objects.get(page=page)
        assert (care.owner, care.review_on, care.needs_no_review) == (other, DAY, False)
        again = shown(client, address(page))
        assert (again["care_owner"], again["care_review_on"]) == (str(other.pk), "01/03/2027")
        assert "care_no_review" not in again

    def test_a_tab_that_was_open_does_not_undo_that_the_page_was_read(
        self, client: Client, page: StandardPage, editor: User
    ) -> None:
        PageCare.objects.create(page=page, review_on=date(2026, 1, 1))
        data = shown(client, address(page))
        until = mark_reread(page, editor)

        client.post(address(page), {**data.dict(), "title": "Una virgola"})
        assert PageCare.objects.get(page=page).review_on == until

        client.post(address(page), {**data.dict(), "care_review_on": "2027-03-01"})
        assert PageCare.objects.get(page=page).review_on == DAY

    def test_keeps_it_without_publishing_anything(self, client: Client, page: StandardPage) -> None:
        save(client, page, title="Una bozza", care_review_on="2027-03-01")

        assert StandardPage.objects.get(pk=page.pk).title == "Come si entra"
        assert PageCare.objects.get(page=page).review_on == DAY

    def test_keeps_nothing_of_a_page_of_which_nobody_says_anything(
        self, client: Client, page: StandardPage
    ) -> None:
        save(client, page, title="Altro titolo")

        assert not PageCare.objects.exists()

    def test_empties_what_is_taken_away(self, client: Client, page: StandardPage) -> None:
        PageCare.objects.create(page=page, owner=UserFactory.create(), review_on=DAY)

        save(client, page, care_owner="", care_review_on="")

        care = PageCare.objects.get(page=page)
        assert (care.owner, care.review_on) == (None, None)

    def test_leaves_no_date_to_a_page_that_is_never_read_again(
        self, client: Client, page: StandardPage
    ) -> None:
        save(client, page, care_review_on="2027-03-01", care_no_review="on")

        care = PageCare.objects.get(page=page)
        assert (care.review_on, care.needs_no_review) == (None, True)
        assert "care_no_review" in shown(client, address(page))

    def test_takes_no_date_that_is_none_and_keeps_what_there_was(
        self, client: Client, page: StandardPage
    ) -> None:
        PageCare.objects.create(page=page, review_on=DAY)

        told = save(client, page, care_review_on="32/13/2027")

        assert "32/13/2027" in told.content.decode()
        assert PageCare.objects.get(page=page).review_on == DAY

    def test_takes_nobody_who_edits_no_pages_but_keeps_whoever_answered_before(
        self, client: Client, page: StandardPage
    ) -> None:
        reviewer, former = member_of(Role.REVIEWERS), member_of(Role.EDITORS)
        save(client, page, care_owner=str(reviewer.pk))
        assert not PageCare.objects.exists()
        PageCare.objects.create(page=page, owner=former)
        former.groups.remove(Group.objects.get(name=Role.EDITORS))

        save(client, page, title="Altro titolo")

        assert PageCare.objects.get(page=page).owner == former

    def test_says_it_of_a_new_page_too(self, client: Client, editor: User, page: StandardPage) -> None:
        where = reverse("wagtailadmin_pages:add", args=["home", "standardpage", page.get_parent().pk])
        data = shown(client, where)
        for name, value in {
            "title": "Nuova",
            "slug": "nuova",
            "care_owner": str(editor.pk),
            "care_review_on": "2027-03-01",
        }.items():
            data[name] = value

        client.post(where, data)

        care = PageCare.objects.get(page=Page.objects.get(slug="nuova"))
        assert (care.owner, care.review_on) == (editor, DAY)

    def test_says_nothing_where_a_form_does_not_show_it(self, client: Client, page: StandardPage) -> None:
        PageCare.objects.create(page=page, review_on=DAY)
        data = shown(client, address(page))
        for name in ("care_owner", "care_review_on"):
            del data[name]

        client.post(address(page), data)

        assert PageCare.objects.get(page=page).review_on == DAY

    def test_that_is_outdated_changes_nothing(self, client: Client, page: StandardPage) -> None:
        outdated = shown(client, address(page))
        other = Client()
        other.force_login(member_of(Role.EDITORS))
        save(other, page, title="Di un altro", care_review_on="2027-03-01")
        outdated["title"] = "Mio"

        client.post(address(page), outdated)

        assert PageCare.objects.get(page=page).review_on == DAY


def test_an_earlier_version_brings_nothing_back(page: StandardPage) -> None:
    earlier = page.get_latest_revision()
    PageCare.objects.create(page=page, review_on=DAY)

    earlier.publish()

    assert care_of(page).review_on == DAY


def test_whose_account_goes_answers_no_more_and_the_date_stays(page: StandardPage) -> None:
    user = UserFactory.create()
    PageCare.objects.create(page=page, owner=user, review_on=DAY)

    user.delete()

    care = PageCare.objects.get(page=page)
    assert (care.owner, care.review_on) == (None, DAY)


def test_it_goes_with_its_page(page: StandardPage) -> None:
    PageCare.objects.create(page=page, review_on=DAY)

    page.delete()

    assert not PageCare.objects.exists()


def test_a_translation_has_who_answers_and_a_date_of_its_own(page: StandardPage) -> None:
    user = UserFactory.create()
    PageCare.objects.create(page=page, owner=user, review_on=DAY)

    copy = page.copy_for_translation(english(), copy_parents=True)

    care = PageCare.objects.get(page=copy.pk)
    assert (care.owner, care.review_on) == (user, None)


def test_a_translation_of_a_page_without_anybody_has_nobody(page: StandardPage) -> None:
    page.copy_for_translation(english(), copy_parents=True)

    assert not PageCare.objects.exists()


def test_a_copy_begins_anew(page: StandardPage) -> None:
    PageCare.objects.create(page=page, owner=UserFactory.create(), review_on=DAY)

    copy = page.copy(update_attrs={"slug": "copia"})

    assert not PageCare.objects.filter(page=copy.pk).exists()
