"""The queue: found, filtered, sorted, and never an error."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage, Submission
from candidature.pages.participation import ParticipationPage
from candidature.statuses import Status
from istruttoria.queue.words import age
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Avviso per i partner")
    return made


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    user = committee_member(page)
    client.force_login(user)
    return user


def rows(client: Client, **parameters: Any) -> Any:
    response = client.get(reverse("candidature_review:index"), parameters or {"stage": "todo"})
    assert response.status_code == 200
    return [submission.reference for submission in response.context["object_list"]]


def sent(page: ParticipationPage, days_ago: int = 0, status: Any = Status.RECEIVED, **who: Any) -> Any:
    submission = submitted(page, **who)
    Submission.objects.filter(pk=submission.pk).update(
        submitted_at=timezone.now() - timedelta(days=days_ago), status=status
    )
    return submission.reference


def test_what_is_to_be_done_comes_first_and_the_oldest_of_it_first(
    client: Client, reviewer: User, page: CallPage
) -> None:
    new, old = sent(page, 1), sent(page, 9)
    sent(page, 5, Status.REJECTED)

    assert rows(client) == [old, new]


def test_what_is_concluded_reads_newest_first(client: Client, reviewer: User, page: CallPage) -> None:
    old, new = sent(page, 9, Status.REJECTED), sent(page, 1, Status.WITHDRAWN)
    sent(page, 3)

    assert rows(client, stage="done") == [new, old]


def test_a_search_looks_at_every_state(client: Client, reviewer: User, page: CallPage) -> None:
    done = sent(page, 3, Status.REJECTED, last_name="Rossi", first_name="Maria")
    sent(page, 3, last_name="Bianchi")

    assert rows(client, q="maria rossi") == [done]
    assert rows(client, q=done) == [done]


@pytest.mark.parametrize(
    "who",
    [
        {"organisation_name": "Circolo Girasole", "applicant_kind": "organisation"},
        {"email": "info@girasole.example"},
        {"last_name": "Girasole"},
    ],
)
def test_the_search_reads_names_organisation_and_email(
    client: Client, reviewer: User, page: CallPage, who: Any
) -> None:
    wanted = sent(page, **who)
    sent(page)

    assert rows(client, q="girasole") == [wanted]


def test_filters_narrow_by_state_kind_page_and_day(client: Client, page: CallPage) -> None:
    event = EventPageFactory.create(title="Laboratorio", admission="moderated")
    client.force_login(committee_member(page, event))
    call_row, event_row = sent(page, 2, Status.IN_REVIEW), sent(event, 20)

    assert rows(client, status="in_review") == [call_row]
    assert rows(client, kind="event") == [event_row]
    assert rows(client, page=page.pk) == [call_row]
    day = (timezone.localdate() - timedelta(days=5)).isoformat()
    assert rows(client, submitted_at_from=day) == [call_row]
    assert rows(client, submitted_at_to=day) == [event_row]


def test_the_zone_filter_narrows(client: Client, reviewer: User, page: CallPage) -> None:
    municipality = MunicipalityFactory.create()
    here = sent(page, municipality_id=municipality.pk)
    sent(page, municipality_id=MunicipalityFactory.create().pk)

    assert rows(client, zone=municipality.zone_id) == [here]


def test_the_page_filter_offers_only_pages_with_something_to_see(
    client: Client, reviewer: User, page: CallPage
) -> None:
    sent(page)
    elsewhere = CallPageFactory.create(title="Avviso di altri")
    submitted(elsewhere)

    form = client.get(reverse("candidature_review:index"), {"stage": "todo"}).context["filters"].form

    assert [words for value, words in form.fields["page"].choices if value] == ["Avviso per i partner"]


def test_what_must_be_answered_soonest_comes_before_what_has_waited_longer(
    client: Client, reviewer: User, page: CallPage
) -> None:
    today = timezone.localdate()
    later, sooner, undated = sent(page, 9), sent(page, 1), sent(page, 30)
    for reference, days in ((later, 20), (sooner, 2), (undated, None)):
        day = today + timedelta(days=days) if days else None
        Submission.objects.filter(reference=reference).update(respond_by=day)

    assert rows(client) == [sooner, later, undated]
    assert rows(client, ordering="-term_on") == [undated, later, sooner]


def test_names_sort_as_they_are_looked_up_by_surname_or_body_whatever_their_accents(
    client: Client, reviewer: User, page: CallPage
) -> None:
    wanted = [
        sent(page, last_name=last, organisation_name=body)
        for last, body in (("Zeta", "àncora"), ("Èsposito", ""), ("Esposto", ""), ("Abate", "Zattera"))
    ]

    assert rows(client, ordering="name_key") == wanted
    assert rows(client, ordering="-name_key") == wanted[::-1]


def test_an_integration_whose_term_is_over_is_shown_as_expired(
    client: Client, reviewer: User, page: CallPage
) -> None:
    reference = sent(page, 20, Status.NEEDS_INFO)
    expired = Submission.objects.get(reference=reference)
    Submission.objects.filter(pk=expired.pk).update(info_due_at=timezone.now() - timedelta(days=2))
    detail = reverse("candidature_review:detail", args=[expired.pk])

    for address in (reverse("candidature_review:index") + "?stage=waiting", detail):
        text = client.get(address).content.decode()
        assert "Integrazione scaduta" in text
        assert "scaduta da 2 giorni" in text
    assert "review-status--negative" in text


def test_beside_each_value_of_the_filters_stands_how_many_there_are_in_this_part_of_the_work(
    client: Client, reviewer: User, page: CallPage
) -> None:
    municipality = MunicipalityFactory.create()
    first = sent(page, municipality_id=municipality.pk)
    sent(page, status=Status.IN_REVIEW)
    sent(page, status=Status.REJECTED)
    sent(CallPageFactory.create(title="Avviso di altri"))
    Submission.objects.filter(reference=first).update(assigned_to=reviewer)

    def shown(name: str, **parameters: str) -> list[str]:
        asked = parameters or {"stage": "todo"}
        filters = client.get(reverse("candidature_review:index"), asked).context["filters"]
        return [str(words) for _value, words in filters.form.fields[name].widget.choices]

    assert "Avviso per i partner (2)" in shown("page")
    assert "Avviso per i partner (3)" in shown("page", stage="all")
    assert {"Ricevuta (1)", "In istruttoria (1)", "Non ammessa o non confermata (1)"} <= set(shown("status"))
    assert f"{municipality.zone} (1)" in shown("zone")
    assert f"{municipality.zone} (1)" in shown("zone", need="niente-di-simile")
    assert {"Me (1)", "Nessuno (1)"} <= set(shown("assigned_to"))
    assert "Nessuno (1)" in shown("assigned_to", stage="done")
    assert "Me" in shown("assigned_to", stage="done")
    text = client.get(reverse("candidature_review:index"), {"page": page.pk}).content.decode()
    assert "Avviso per i partner (2)" in text


@pytest.mark.parametrize(
    "ordering",
    [
        "reference",
        "-reference",
        "status",
        "page__title",
        "-submitted_at",
        "term_on",
        "-zone__name",
        "name_key",
    ],
)
def test_every_column_sorts(client: Client, reviewer: User, page: CallPage, ordering: str) -> None:
    wanted = {sent(page, 2), sent(page, 1, Status.IN_REVIEW)}

    assert set(rows(client, ordering=ordering)) == wanted


ODD = [
    "p=abc", "p=-1", "p=99999999999999999999", "p=0", "ordering=zzz", "ordering=-pk%00", "status=zzz",
    "status=received&status=zzz", "kind=zzz", "page=abc", "page=999999", "page=99999999999999999999999",
    "zone=abc", "zone=-1", "submitted_at_from=ieri", "submitted_at_from=9999-99-99", "stage=zzz",
    "submitted_at_from=0001-01-01", "submitted_at_to=9999-12-31",
    "stage=", "q=%00", "q=" + "a" * 3000, "q=%25_%27%22%5C", "q=%F0%9F%8C%BB", "foo=1",
    "export=xlsx", "export=csv", "q=%ff%fe", "_w_filter_fragment=1",
]  # fmt: skip


@pytest.mark.parametrize("name", ["index", "index_results"])
def test_odd_parameters_get_a_list_and_never_an_error(
    client: Client, reviewer: User, page: CallPage, name: str, subtests: pytest.Subtests
) -> None:
    sent(page)

    for query in ODD:
        with subtests.test(query=query):
            response = client.get(reverse(f"candidature_review:{name}") + "?" + query)

            assert response.status_code == 200
            assert response["Content-Type"].startswith("text/html"), "a reviewer does not export from here"


def test_a_refused_filter_is_said(client: Client, reviewer: User, page: CallPage) -> None:
    response = client.get(reverse("candidature_review:index"), {"page": "999999"})

    assert "è stato ignorato" in response.content.decode()


def test_an_empty_queue_says_so_in_words(client: Client, reviewer: User) -> None:
    response = client.get(reverse("candidature_review:index"))

    assert "Niente da lavorare" in response.content.decode()


@pytest.mark.parametrize("who", [committee_member, lambda _page: member_of(Role.OFFICERS)])
def test_the_number_of_queries_does_not_depend_on_the_rows(
    client: Client, who: Any, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(who(page))
    submission = submitted(page)
    values = {
        field.attname: getattr(submission, field.attname)
        for field in Submission._meta.concrete_fields
        if field.attname not in ("id", "reference")
    }
    Submission.objects.bulk_create(Submission(reference=f"CS-PROVA-{n}", **values) for n in range(60))
    client.get(reverse("candidature_review:index"))

    for query in [
        "",
        "?stage=todo",
        "?need=any",
        "?p=2",
        "?stage=all&ordering=page__title",
        "?q=prova&status=received",
        f"?page={page.pk}",
    ]:
        with django_assert_max_num_queries(12):
            client.get(reverse("candidature_review:index") + query)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "oggi"), (1, "ieri"), (2, "2 giorni fa"), (3, "3 giorni fa"), (400, "400 giorni fa")],
)
def test_the_age_is_told_in_days_of_the_calendar(days: int, words: str) -> None:
    noon = timezone.localtime().replace(hour=12)

    assert age(noon - timedelta(days=days), noon) == words


@pytest.mark.parametrize("query", ["", "?stage=all", "?need=any", "?q=rossi"])
def test_who_sits_on_no_committee_is_told_whom_to_ask(client: Client, page: CallPage, query: str) -> None:
    submitted(page)
    client.force_login(member_of(Role.REVIEWERS))

    shown = client.get(reverse("candidature_review:index") + query).content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()

    for told in (shown, home):
        assert "Il tuo account non è ancora in una commissione" in told
        assert "chiedi a un responsabile" in told
    assert "hai visto tutto" not in shown
    assert "per le tue commissioni" not in home


def test_nobody_is_told_to_take_away_a_tab(client: Client, reviewer: User) -> None:
    address = reverse("candidature_review:index")

    assert "Togli un filtro" not in client.get(f"{address}?stage=done").content.decode()
    assert "Togli un filtro" in client.get(f"{address}?stage=done&kind=call").content.decode()


def test_where_nothing_came_yet_who_oversees_all_is_not_told_of_committees(client: Client) -> None:
    client.force_login(member_of(Role.OFFICERS))

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Non è ancora arrivata nessuna candidatura." in home
