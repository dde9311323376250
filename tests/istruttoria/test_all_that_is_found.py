"""What is done with everything that a search finds is done with all of it, also with what the list cuts."""

import itertools
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.access.scope import Reach
from candidature.models import CallPage, LogEntry, Submission
from candidature.search import finding
from candidature.search.words import write_due
from candidature.statuses import Status
from istruttoria.bulk.models import BulkJob
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.bulk.jobs import CHOOSE
from tests.istruttoria.exports.test_export import export, table
from tests.istruttoria.people import committee_member, member_of
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

QUEUE = "candidature_review:index"
SHOWN = 2


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def officer(client: Client, django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    django_app.set_user(user)
    return user


def saying(page: CallPage, text: str = "Comunissima parola frequente", **values: Any) -> Submission:
    return submitted(page, answers={"q-motivation": text}, **values)


@pytest.fixture
def cut(page: CallPage, monkeypatch: pytest.MonkeyPatch) -> list[Submission]:
    """More than a list shows, oldest first; and one beside that does not say it."""
    found = [saying(page) for _one in range(SHOWN + 3)]
    saying(page, "Altro")
    write_due()
    monkeypatch.setattr(finding, "MOST_FOUND", SHOWN)
    return found


def references(submissions: list[Submission]) -> list[str]:
    return [one.reference for one in submissions]


ASKED = ["comunissima", "parole", "comunissima paro", "l'associazione", "comunissima associa", "", "di"]


def test_all_is_what_a_search_finds_that_looks_on(
    page: CallPage, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    municipality = MunicipalityFactory.create()
    texts = ("Comunissima parola", "Comunissima L’associazione", "Parola, di certo", "Associati")
    for text in texts * 2:
        saying(page, text)
        saying(CallPageFactory.create(), text, municipality_id=municipality.pk)
        saying(CallPageFactory.create(), text)
    write_due()
    zones = [municipality.zone_id]
    reaches = (
        Reach(everything=True),
        Reach(pages=[page.pk]),
        Reach(zones=zones),
        Reach(pages=[page.pk], zones=zones),
        Reach(),
    )

    # So few that a word is common, and so many that it is rare.
    for looked_at, query, reach in itertools.product((3, 50), ASKED, reaches):
        with subtests.test(looked_at=looked_at, query=query, reach=str(reach)):
            monkeypatch.setattr(finding, "_LOOKED_AT", looked_at)
            rows = reach.narrow(Submission.objects.filter(status=Status.RECEIVED))
            wanted = {one.pk for one in finding.find(rows, query, reach).rows}
            assert set(finding.all_of(rows, query, reach).values_list("pk", flat=True)) == wanted


def test_many_at_once_takes_all_that_the_words_find(
    django_app: DjangoTestApp, officer: User, page: CallPage, cut: list[Submission]
) -> None:
    listing = django_app.get(reverse(QUEUE), {"q": "comunissima", "ordering": "reference"})
    assert len(listing.context["object_list"]) == SHOWN
    assert "ecco le 2 più recenti" in listing.text
    assert "Lavora tutte quelle trovate (più di 2)" in listing.text

    choose = listing.forms["molte-insieme"].submit("tutte", value="1")
    assert "<strong>5</strong> candidature scelte" in choose.text
    assert "possibile per tutte" in choose.text
    preview = choose.click("Accogli").forms["che-cosa"].submit().follow()

    assert "<strong>5</strong> candidature si possono muovere" in preview.text
    rows = BulkJob.objects.get().rows.order_by("position").values_list("submission__reference", flat=True)
    assert list(rows) == sorted(references(cut))


def test_filters_and_stage_choose_among_all_that_the_words_find(
    client: Client, officer: User, page: CallPage, cut: list[Submission]
) -> None:
    Submission.objects.filter(pk__in=[one.pk for one in cut[:1]]).update(status=Status.ACCEPTED)
    elsewhere = CallPageFactory.create()
    saying(elsewhere)
    write_due()

    def chosen(**parameters: Any) -> int:
        address, query = reverse(CHOOSE), {"q": "comunissima", "tutte": "1", **parameters}
        how_many: int = client.get(address, query).context["how_many"]
        return how_many

    assert [chosen(), chosen(page=page.pk), chosen(page=page.pk, stage="todo")] == [6, 5, 4]


def test_where_a_list_holds_all_nothing_is_counted_beside(
    client: Client, officer: User, page: CallPage
) -> None:
    sent = [saying(page) for _one in range(SHOWN)]
    write_due()

    shown = client.get(reverse(QUEUE), {"q": "comunissima"}).content.decode()
    chosen = client.get(reverse(CHOOSE), {"q": "comunissima", "tutte": "1"})

    assert f"Lavora tutta la lista ({len(sent)})" in shown
    assert chosen.context["how_many"] == len(sent)
    assert "più recenti" not in chosen.content.decode()


@pytest.mark.parametrize("chosen", ["csv", "json", "xlsx", "zip"])
def test_a_file_holds_all_that_the_words_find_and_says_so_before(
    client: Client, officer: User, cut: list[Submission], chosen: str
) -> None:
    address = reverse("candidature_review:export") + "?q=comunissima"
    said = " ".join(client.get(address).content.decode().split())
    assert "<strong>5</strong> candidature, dall’elenco che avevi davanti" in said
    assert "l’elenco ne mostra solo le 2 più recenti, qui ci sono tutte le 5" in said

    content = export(client, "q=comunissima", format=chosen)

    if chosen == "csv":
        assert [row["reference"] for row in table(content)] == references(cut)
    assert LogEntry.objects.filter(action="exported", details__rows="5").count() == 1


def test_a_committee_takes_all_of_its_own_and_nothing_else(client: Client, cut: list[Submission]) -> None:
    for _foreign in range(3):
        saying(CallPageFactory.create())
    write_due()
    client.force_login(committee_member(cut[0].page.specific))

    rows = table(export(client, "q=comunissima"))
    chosen = client.get(reverse(CHOOSE), {"q": "comunissima", "tutte": "1"})

    assert [row["reference"] for row in rows] == references(cut)
    assert chosen.context["how_many"] == len(cut)


@pytest.mark.parametrize("role", [Role.OFFICERS, Role.REVIEWERS])
def test_more_words_cost_no_more_queries(client: Client, cut: list[Submission], role: Role) -> None:
    user = member_of(role) if role == Role.OFFICERS else committee_member(cut[0].page.specific)
    client.force_login(user)

    def cost(query: str) -> list[int]:
        counted = []
        for address, data in (
            (f"{reverse(CHOOSE)}?tutte=1&azione=take&q={query}", None),
            (f"{reverse(CHOOSE)}?tutte=1&azione=take&q={query}", {}),
            (f"{reverse('candidature_review:export')}?q={query}", None),
        ):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address) if data is None else client.post(address, data)
            assert response.status_code == (200 if data is None else 302)
            counted.append(len(queries))
        return counted

    cost("comunissima")
    one, three = cost("comunissima"), cost("comunissima+parola+frequente")
    assert one == three
    assert max(one[0], one[2]) <= 15
