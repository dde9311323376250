"""The jobs over many are found again: one's own, all for who oversees, and those whose letters wait."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage
from istruttoria.bulk.models import BulkJob
from portal.models import User
from portal.outbox import taking_back
from portal.roles import Role
from tests.candidature.factories import submitted
from tests.istruttoria.bulk.jobs import finished, prepared
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

JOBS = "candidature_review:bulk_jobs"


def told(page: object) -> list[str]:
    """The rows of the list, as they are read."""
    rows = page.html.select(".bulk-jobs tbody tr")  # type: ignore[attr-defined]
    return [re.sub(r"\s+", " ", row.get_text(" ", strip=True)) for row in rows]


def test_a_job_is_found_again_from_the_queue_with_what_became_of_it(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    row, moved = submitted(page), submitted(page)
    moved.version += 1
    job = finished(prepared(officer, "accept", row, moved, letters=BulkJob.Letters.ON_RELEASE))
    own = finished(prepared(member_of(Role.OFFICERS), "take", submitted(page)))

    listed = django_app.get(reverse("candidature_review:index"), {"stage": "all"}).click("Lavori insieme")

    newest, older = told(listed)
    assert "Prendi in carico" in newest
    assert "fatte 1 di 1" in newest
    assert newest.endswith("–")
    assert "Accogli" in older
    assert str(officer) in older
    assert "fatte 1 di 2 · 1 non si può" in older
    assert older.endswith(" 1")
    only = listed.click("Mostra solo quelli con lettere")
    assert len(told(only)) == 1
    assert only.click("Accogli").request.path == reverse("candidature_review:bulk_job", args=[job.pk])
    assert own.pk != job.pk


def test_others_see_their_own_alone(client: Client, officer: User, page: CallPage) -> None:
    member = committee_member(page)
    finished(prepared(officer, "accept", submitted(page), letters=BulkJob.Letters.ON_RELEASE))
    mine = prepared(member, "take", submitted(page))
    client.force_login(member)

    assert [one.job for one in client.get(reverse(JOBS)).context["lines"]] == [mine]
    assert "lettere che aspettano" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_home_says_whose_letters_wait_until_they_leave(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    home = reverse("wagtailadmin_home")
    submitted(page)
    assert "con lettere che aspettano" not in django_app.get(home).text
    job = finished(prepared(officer, "accept", submitted(page), letters=BulkJob.Letters.ON_RELEASE))

    tile = django_app.get(home).html.select_one(f'a[href^="{reverse(JOBS)}"]')
    assert re.sub(r"\s+", " ", tile.get_text(" ", strip=True)) == "1 Lavoro con lettere che aspettano"
    assert len(told(django_app.get(tile["href"]))) == 1

    taking_back.let_go(job.batch, approves=True)
    assert "con lettere che aspettano" not in django_app.get(home).text


def test_the_list_costs_the_same_for_one_job_and_for_many(
    client: Client, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    for _turn in range(6):
        finished(prepared(user, "accept", submitted(page), letters=BulkJob.Letters.ON_RELEASE))
    client.get(reverse(JOBS))

    with django_assert_max_num_queries(12):
        assert len(client.get(reverse(JOBS)).context["lines"]) == 6
