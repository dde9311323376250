"""Filters under a name: saved, shared within everybody's own reach, kept, and the one a queue opens with."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage
from istruttoria.labels.models import Label
from istruttoria.saved import keeping
from istruttoria.saved.models import DefaultFilter, SavedFilter
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

QUEUE = "/admin/candidature/"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Avviso per i partner")
    return made


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    submitted(page)
    user = committee_member(page)
    client.force_login(user)
    return user


def drawn(client: Client, **parameters: Any) -> BeautifulSoup:
    return BeautifulSoup(client.get(QUEUE, parameters or {"stage": "todo"}).content, "html.parser")


def saved(client: Client, name: str, parameters: dict[str, Any], **more: str) -> Any:
    """Saves the filter by the form that the list shows."""
    form = drawn(client, **parameters).find("form", id="save-filter")
    assert form is not None
    query = form.select_one("input[name=query]")
    assert query is not None
    return client.post(str(form["action"]), {"name": name, "query": query["value"], **more}, follow=True)


def tabs(client: Client, **parameters: Any) -> dict[str, str]:
    found = drawn(client, **parameters).select(".review-saved nav a")
    return {" ".join(one.get_text(" ", strip=True).split()): str(one["href"]) for one in found[:-1]}


def chosen(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def test_a_filter_is_saved_with_its_order_and_stands_beside_the_tabs(
    client: Client, reviewer: User, page: CallPage
) -> None:
    saved(client, "  Le  nuove ", {"status": "received", "page": page.pk, "ordering": "-reference"})

    (name, address), *rest = tabs(client).items()
    assert (name, rest) == ("Le nuove", [])
    assert chosen(address) == {"status": ["received"], "page": [str(page.pk)], "ordering": ["-reference"]}
    current = drawn(client, **chosen(address)).select_one(".review-saved [aria-current=page]")
    assert current is not None
    assert current.get_text(strip=True) == "Le nuove"


def test_a_name_with_odd_signs_breaks_nobody_s_list(client: Client, reviewer: User, page: CallPage) -> None:
    colleague = committee_member(page)
    User.objects.filter(pk=colleague.pk).update(first_name="Ma\x1fria")
    keeping.save(colleague, "Nuove", "status=received", is_shared=True)

    assert client.get(QUEUE, {"stage": "all"}).status_code == 200


def test_saved_again_for_oneself_it_is_nobody_else_s_default(reviewer: User, page: CallPage) -> None:
    colleague = committee_member(page)
    shared = keeping.save(colleague, "Nuove", "status=received", is_shared=True)
    keeping.make_default(reviewer, shared)
    assert keeping.default_of(reviewer) == shared

    keeping.save(colleague, "Nuove", "status=rejected", is_shared=False)

    assert keeping.default_of(reviewer) is None


def test_words_that_were_searched_are_never_saved(client: Client, reviewer: User) -> None:
    saved(client, "Rossi", {"q": "Mario Rossi", "status": "received", "p": "3", "foo": "x"})

    assert SavedFilter.objects.get().query == "status=received"


def test_a_search_alone_is_nothing_to_save(client: Client, reviewer: User) -> None:
    client.post(reverse("candidature_review:filters"), {"name": "Vuoto", "query": "q=rossi"})

    assert not SavedFilter.objects.exists()


def test_saving_twice_under_a_name_replaces(client: Client, reviewer: User) -> None:
    saved(client, "Mio", {"status": "received"})
    saved(client, "MIO", {"status": "rejected"})

    assert SavedFilter.objects.get().query == "status=rejected"


def test_an_account_keeps_only_so_many(client: Client, reviewer: User) -> None:
    for number in range(keeping.MOST_SAVED):
        keeping.save(reviewer, f"F{number}", "status=received", is_shared=False)

    response = saved(client, "Uno di troppo", {"status": "received"})

    assert SavedFilter.objects.count() == keeping.MOST_SAVED
    assert "eliminane uno" in response.content.decode()


def test_a_shared_filter_shows_each_colleague_what_they_see(client: Client, page: CallPage) -> None:
    elsewhere = CallPageFactory.create()
    own, hidden = submitted(page), submitted(elsewhere)
    label = Label.objects.create(name="Loro", page=elsewhere)
    officer = member_of(Role.OFFICERS)
    keeping.save(officer, "Ricevute", "status=received", is_shared=True)
    keeping.save(officer, "Del loro avviso", f"page={elsewhere.pk}", is_shared=True)
    keeping.save(officer, "Con la loro etichetta", f"label={label.pk}", is_shared=True)
    keeping.save(officer, "Non condiviso", "status=rejected", is_shared=False)
    client.force_login(committee_member(page))

    (name, address), *rest = tabs(client).items()
    shown = client.get(address).content.decode()
    kept = client.get(reverse("candidature_review:filters")).content.decode()

    assert (name, rest) == (f"Ricevute {officer}", [])
    assert own.reference in shown
    assert hidden.reference not in shown
    assert "Del loro avviso" not in kept
    assert "Con la loro etichetta" not in kept
    assert "Non condiviso" not in kept


def test_a_colleague_changes_nothing_of_a_shared_filter(client: Client, reviewer: User) -> None:
    owner = member_of(Role.OFFICERS)
    shared = keeping.save(owner, "Condiviso", "status=received", is_shared=True)
    secret = keeping.save(owner, "Mio", "status=received", is_shared=False)

    for one in (shared, secret):
        address = reverse("candidature_review:filter", args=[one.pk])
        assert client.post(address, {"do": "delete"}).status_code == 404
        assert client.post(address, {"do": "rename", "name": "Preso"}).status_code == 404
    secret_default = reverse("candidature_review:filter", args=[secret.pk])
    assert client.post(secret_default, {"do": "default"}).status_code == 404

    assert set(SavedFilter.objects.values_list("name", flat=True)) == {"Condiviso", "Mio"}
    assert not DefaultFilter.objects.exists()


def test_a_filter_is_renamed_shared_and_deleted(client: Client, reviewer: User) -> None:
    one = keeping.save(reviewer, "Uno", "status=received", is_shared=False)
    keeping.save(reviewer, "Due", "status=rejected", is_shared=False)
    address = reverse("candidature_review:filter", args=[one.pk])
    kept = BeautifulSoup(client.get(reverse("candidature_review:filters")).content, "html.parser")
    assert {str(form["action"]) for form in kept.select("form[id^=filter-]")} >= {address}

    taken = client.post(address, {"do": "rename", "name": "due"}, follow=True)
    assert "Hai già un filtro" in taken.content.decode()
    client.post(address, {"do": "rename", "name": "Primo", "is_shared": "on"})
    one.refresh_from_db()
    assert (one.name, one.is_shared) == ("Primo", True)
    client.post(address, {"do": "delete"})

    assert list(SavedFilter.objects.values_list("name", flat=True)) == ["Due"]


def test_the_queue_opens_with_the_default_and_otherwise_when_asked(client: Client, reviewer: User) -> None:
    saved(client, "Prima", {"status": "rejected"}, is_default="on")

    assert client.get(QUEUE).headers["Location"] == f"{QUEUE}?status=rejected"
    assert client.get(QUEUE, {"stage": "todo"}).status_code == 200
    one = SavedFilter.objects.get()
    client.post(reverse("candidature_review:filter", args=[one.pk]), {"do": "no_default"})
    assert client.get(QUEUE).headers["Location"] == f"{QUEUE}?need=any"


def test_who_opened_with_a_filter_no_longer_shared_opens_as_everybody(client: Client, reviewer: User) -> None:
    owner = member_of(Role.OFFICERS)
    shared = keeping.save(owner, "Condiviso", "status=received", is_shared=True)
    client.post(reverse("candidature_review:filter", args=[shared.pk]), {"do": "default"})
    assert client.get(QUEUE).headers["Location"] == f"{QUEUE}?status=received"

    keeping.rename(shared, "Condiviso", is_shared=False)

    assert client.get(QUEUE).headers["Location"] == f"{QUEUE}?need=any"


def test_a_saved_filter_says_what_of_it_is_gone(client: Client, reviewer: User) -> None:
    saved(client, "Vecchio", {"status": "received"})
    SavedFilter.objects.update(query="page=999999&status=received")

    text = client.get(next(iter(tabs(client).values()))).content.decode()

    assert "Del filtro salvato «Vecchio» è stato ignorato" in text
    assert "Avviso o evento" in text


def test_the_list_costs_no_more_with_many_saved_filters(
    client: Client, reviewer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(keeping.MOST_SAVED):
        keeping.save(reviewer, f"F{number}", "status=received", is_shared=True)
    client.get(QUEUE, {"stage": "all"})

    with django_assert_max_num_queries(12):
        client.get(QUEUE, {"stage": "all"})


@pytest.mark.parametrize("query", ["%00", "a" * 5000, "page=%F0%9F%8C%BB&stage=zzz", ""])
def test_odd_queries_are_saved_or_refused_and_never_an_error(
    client: Client, reviewer: User, query: str
) -> None:
    response = client.post(reverse("candidature_review:filters"), {"name": "Strano\x00", "query": query})

    assert response.status_code == 302
    assert client.get(QUEUE, follow=True).status_code == 200
