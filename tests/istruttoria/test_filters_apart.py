"""Filters that no submission can meet together are named, and those that one can are not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.actors import Actor
from candidature.models import CallPage, Submission
from candidature.process import workflow
from candidature.statuses import Kind, Status
from istruttoria.absences.models import Absence
from istruttoria.labels.models import Label
from istruttoria.queue.sense import _KIND_STATUSES, _PROPOSED_STATUSES
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.istruttoria.hidden import QUEUE
from tests.istruttoria.people import committee_member, member_of
from tests.istruttoria.scores.points import LISTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Avviso per i partner", scoring=LISTED)
    return made


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    submitted(page)
    user = committee_member(page)
    client.force_login(user)
    return user


@pytest.fixture
def officer(client: Client, page: CallPage) -> User:
    """Who sees all: that call, another without points, an event, and labels of one call and of all."""
    submitted(page)
    other = CallPageFactory.create(title="Avviso senza punti")
    event = EventPageFactory.create(title="Laboratorio", admission="moderated")
    submitted(other)
    submitted(event)
    Label.objects.create(name="Di uno", page=page)
    Label.objects.create(name="Dell’altro", page=other)
    Label.objects.create(name="Di tutti")
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    return user


def asked(query: str) -> str:
    """A query with the numbers of the pages and labels whose names it holds."""
    pages = {"<one>": "Avviso per i partner", "<other>": "Avviso senza punti", "<event>": "Laboratorio"}
    labels = {"<its>": "Di uno", "<others>": "Dell’altro", "<all>": "Di tutti"}
    for mark, title in pages.items():
        if mark in query:
            page = Submission.objects.filter(page__title=title).values_list("page", flat=True)[0]
            query = query.replace(mark, str(page))
    for mark, name in labels.items():
        if mark in query:
            query = query.replace(mark, str(Label.objects.get(name=name).pk))
    return query


NO_SENSE = [
    ("stage=done&status=received", "«Concluse» e stato «Ricevuta» non stanno insieme"),
    (
        "stage=waiting&term=late",
        "Lavorazione «In attesa di chi ha inviato» e termine «In ritardo» non stanno insieme",
    ),
    ("status=accepted&term=soon", "Stato «Accolta» e termine «Entro 7 giorni» non stanno insieme"),
    (
        "stage=done&need=due",
        "Lavorazione «Concluse» e ciò che ti aspetta, «In scadenza o in ritardo», non stanno insieme",
    ),
    (
        "need=new&term=paused",
        "Termine «In pausa» e ciò che ti aspetta, «Nuove», non stanno insieme",
    ),
    ("submitted_at_from=2026-03-02&submitted_at_to=2026-03-01", "il primo giorno viene dopo l’ultimo"),
    ("page=999999", "è stato ignorato: Avviso o evento"),
]


def test_filters_that_make_no_sense_are_named(
    client: Client, reviewer: User, subtests: pytest.Subtests
) -> None:
    for query, said in NO_SENSE:
        with subtests.test(query=query):
            assert said in client.get(f"{QUEUE}?{query}").content.decode()


def test_filters_that_make_sense_are_not(client: Client, reviewer: User) -> None:
    for query in (
        "stage=done&status=received&status=rejected",
        "submitted_at_from=2026-03-01",
        "stage=todo&term=late&need=new",
        "stage=waiting&term=paused&need=expired",
        "stage=done&need=unread",
    ):
        assert client.get(f"{QUEUE}?{query}").context["contradictions"] == []


NEVER_TOGETHER = [
    (
        "kind=event&page=<one>",
        "Tipo «Iscrizione» e avviso o evento «Avviso per i partner» non stanno insieme",
    ),
    (
        "label=<others>&page=<one>",
        "Avviso o evento «Avviso per i partner» e l’etichetta «Dell’altro» non stanno insieme",
    ),
    ("label=<its>&label=<others>&kind=event", "Tipo «Iscrizione» e le etichette «Dell’altro», «Di uno»"),
    ("kind=event&points=missing", "Tipo «Iscrizione» e i miei punti «Mancano i miei» non stanno insieme"),
    ("page=<other>&points=given", "«Avviso senza punti» e i miei punti «Li ho dati» non stanno insieme"),
    ("label=<others>&points=missing", "L’etichetta «Dell’altro» e i miei punti «Mancano i miei»"),
    ("kind=event&status=admissible", "Stato «Ammissibile» e tipo «Iscrizione» non stanno insieme"),
    ("page=<event>&status=admissible", "Stato «Ammissibile» e avviso o evento «Laboratorio»"),
    ("proposal=reject&stage=done", "«Concluse» e proposta «Di non accogliere» non stanno insieme"),
    ("proposal=any&status=rejected", "Stato «Non accolta» e proposta «Ce n’è una» non stanno insieme"),
    ("proposal=accept&term=paused", "Termine «In pausa» e proposta «Di accogliere» non stanno insieme"),
    ("proposal=reserve&need=expired", "«Integrazioni scadute», e proposta «Di mettere in riserva»"),
    ("others=missing&status=withdrawn", "e conferme di altri «Qualcuno non ha ancora confermato» non"),
    ("points=missing&status=accepted", "Stato «Accolta» e i miei punti «Mancano i miei»"),
    ("need=answered&stage=waiting", "e ciò che ti aspetta, «Integrazioni arrivate», non stanno insieme"),
]


def test_filters_that_no_page_or_state_has_together_are_named(
    client: Client, officer: User, subtests: pytest.Subtests
) -> None:
    for query, said in NEVER_TOGETHER:
        with subtests.test(query=query):
            shown = client.get(f"{QUEUE}?{asked(query)}")

            assert said in shown.content.decode()
            assert shown.context["paginator"].count == 0


def test_filters_that_a_page_can_meet_are_not(
    client: Client, officer: User, subtests: pytest.Subtests
) -> None:
    for query in (
        "kind=call&page=<one>&label=<its>&points=missing",
        "kind=event&page=<event>&label=<all>",
        "label=<its>&label=<others>&page=<one>",
        "label=<its>&label=<all>&page=<other>",
        "points=given&stage=done",
        "kind=event&status=received&status=admissible",
    ):
        with subtests.test(query=query):
            assert client.get(f"{QUEUE}?{asked(query)}").context["contradictions"] == []


def test_whom_it_is_proposed_to_accept_out_of_the_reserve_stands_among_what_is_concluded(
    client: Client, officer: User
) -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    Submission.objects.filter(pk=submission.pk).update(status=Status.RESERVE)
    propose: dict[str, Any] = {"expected_version": submission.version, "reason": "Un posto libero."}
    workflow.transition(submission.pk, "propose_accept", Actor.staff(committee_member(page)), **propose)

    for query in ("proposal=any&stage=done", "proposal=accept&status=reserve", "need=proposed&stage=done"):
        shown = client.get(f"{QUEUE}?{query}")
        assert shown.context["contradictions"] == []
        assert list(shown.context["object_list"]) == [submission]


def test_what_waits_for_the_account_is_not_what_a_colleague_has(
    client: Client, reviewer: User, page: CallPage
) -> None:
    colleague, today = committee_member(page), timezone.localdate()
    Submission.objects.filter(page=page).update(assigned_to=colleague)
    apart = "Ciò che ti aspetta, «Nuove», e assegnate a «"
    query = f"{QUEUE}?need=new&assigned_to={colleague.pk}"

    assert apart in client.get(query).content.decode()
    for whose in ("me", "nobody"):
        assert client.get(f"{QUEUE}?need=new&assigned_to={whose}").context["contradictions"] == []
    Absence.objects.create(
        account=colleague, stand_in=reviewer, first_day=today, last_day=today + timedelta(days=1)
    )
    shown = client.get(query)
    assert shown.context["contradictions"] == []
    assert shown.context["paginator"].count == 1


def test_proposals_wait_for_who_decides_whosever_they_are(
    client: Client, officer: User, page: CallPage
) -> None:
    colleague = committee_member(page)
    Submission.objects.filter(page=page).update(assigned_to=colleague)

    for need, apart in (("any", 0), ("proposed", 0), ("new", 1)):
        shown = client.get(f"{QUEUE}?need={need}&assigned_to={colleague.pk}")
        assert len(shown.context["contradictions"]) == apart, need


def test_the_states_of_a_kind_and_of_a_proposal_come_from_the_table_of_the_workflow() -> None:
    assert _KIND_STATUSES[Kind.CALL] == set(Status)
    assert _KIND_STATUSES[Kind.EVENT] == set(Status) - {Status.ADMISSIBLE}
    assert Status.RESERVE in _PROPOSED_STATUSES
    assert not _PROPOSED_STATUSES & {Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN}


@pytest.mark.parametrize(
    "query",
    [
        "kind=event&page=<one>&label=<others>&points=missing&status=admissible",
        "need=new&assigned_to=<colleague>&proposal=any&others=missing&term=paused",
    ],
)
def test_to_name_them_costs_no_list_more_than_it_may(
    client: Client,
    officer: User,
    page: CallPage,
    query: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    colleague = committee_member(page)
    Submission.objects.filter(page=page).update(assigned_to=colleague)
    address = f"{QUEUE}?{asked(query).replace('<colleague>', str(colleague.pk))}"
    client.get(address)

    with django_assert_max_num_queries(12):
        assert len(client.get(address).context["contradictions"]) > 1
