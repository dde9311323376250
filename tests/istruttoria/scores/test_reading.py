"""What points add up to, whoever reads them, and when the call changes afterwards."""

from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from candidature.access import scope as access
from candidature.actors import Actor
from candidature.models import CallPage, Submission
from candidature.process import workflow
from istruttoria.detail import audit
from istruttoria.exports import points
from istruttoria.scores.reading import calls_of, in_words, sheet_of
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, staff, submitted
from tests.istruttoria.exports.test_export import export, table
from tests.istruttoria.people import committee_member, member_of
from tests.istruttoria.scores.points import LISTED, NETWORK, ROOTS, criteria, scored

pytestmark = pytest.mark.django_db

HIDDEN = "Vedrai i punti di chi valuta con te dopo aver dato i tuoi."


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(scoring=LISTED)
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


@pytest.fixture
def giver(page: CallPage) -> User:
    """A colleague who gave 4 of 5 and 15 of 20."""
    user = committee_member(page)
    user.first_name, user.last_name = "Carla", "Inventata"
    user.save()
    return user


@pytest.fixture
def given(submission: Submission, giver: User) -> Submission:
    scored(submission, giver, 4, 15, reason="Perché sì, inventato.")
    return submission


def shown(client: Client, submission: Submission, user: User) -> str:
    """The panel of the points, in words."""
    client.force_login(user)
    address = reverse("candidature_review:scores", args=[submission.pk])
    drawn = BeautifulSoup(client.get(address).content, "html.parser").select_one("main")
    assert drawn is not None
    return " ".join(drawn.get_text(" ", strip=True).split())


def called_off(submission: Submission) -> None:
    submission.refresh_from_db()
    workflow.transition(
        submission.pk,
        "reject",
        Actor.staff(member_of(Role.OFFICERS)),
        expected_version=submission.version,
        reason="No.",
    )


def changed(page: CallPage, *listed: tuple[str, str, int]) -> CallPage:
    page.scoring = criteria(*listed)
    page.save()
    return page


def test_means_are_of_each_criterion_and_their_sum_is_rounded_once(
    submission: Submission, page: CallPage
) -> None:
    for roots, network in [(1, 10), (1, 10), (2, 11)]:
        scored(submission, committee_member(page), roots, network)

    sheet = sheet_of(submission, page)

    assert [mean.points for mean in sheet.means] == [Decimal("1.33"), Decimal("10.33")]
    assert (sheet.total, sheet.most, sheet.how_many) == (Decimal("11.67"), 25, 3)
    assert [in_words(one) for one in (sheet.total, Decimal(12), Decimal("7.5"), None)] == [
        "11,67",
        "12",
        "7,5",
        "–",
    ]


def test_two_whose_accounts_are_gone_still_count_as_two(submission: Submission, page: CallPage) -> None:
    for number in range(2):
        user = committee_member(page)
        scored(submission, user, number, number)
        user.delete()

    assert sheet_of(submission, page).how_many == 2


def test_of_one_name_or_renamed_they_still_count_as_many_as_they_were(
    submission: Submission, page: CallPage
) -> None:
    for number in range(2):
        user = committee_member(page)
        user.first_name, user.last_name = "Maria", "Inventata"
        user.save()
        scored(submission, user, number, number)
        user.last_name = "Rinominata"
        user.save()
        scored(submission, user, number + 1, number)
        user.delete()

    assert sheet_of(submission, page).how_many == 2


def test_a_lower_maximum_leaves_points_as_they_were_and_counts_them_in_proportion(
    client: Client, given: Submission, giver: User, page: CallPage
) -> None:
    changed(page, (ROOTS, "Radicamento", 3), (NETWORK, "Lavoro in rete", 40))

    sheet = sheet_of(given, page)
    assert [mean.points for mean in sheet.means] == [Decimal("2.40"), Decimal("30.00")]
    assert (sheet.total, sheet.most) == (Decimal("32.40"), 43)
    told = shown(client, given, giver)
    assert "Carla Inventata: 4 su 5" in told
    assert "Il massimo è cambiato: nella media vale in proporzione." in told
    assert "Avevi dato 4 su 5; adesso il massimo è 3." in told


def test_points_for_another_maximum_are_not_repeated_by_the_form(
    client: Client, given: Submission, giver: User, page: CallPage
) -> None:
    changed(page, (ROOTS, "Radicamento", 10), (NETWORK, "Lavoro in rete", 20))
    client.force_login(giver)
    drawn = BeautifulSoup(
        client.get(reverse("candidature_review:scores", args=[given.pk])).content, "html.parser"
    )

    assert not drawn.select(f'input[name="punti-points-{ROOTS}"][checked]')
    assert drawn.select_one(f'input[name="punti-points-{NETWORK}"]')["value"] == "15"  # type: ignore[index]


def test_a_criterion_that_came_later_wants_ones_own_points_first(
    client: Client, given: Submission, giver: User, page: CallPage
) -> None:
    reviewer = committee_member(page)
    scored(given, reviewer, 1, 2)
    assert HIDDEN not in shown(client, given, reviewer)
    kept_ones = [(ROOTS, "Radicamento", 5), (NETWORK, "Lavoro in rete", 20)]
    changed(page, *kept_ones, ("criterion-costs", "Costi", 5))
    scored(given, giver, 4, 15, 3)

    assert HIDDEN in shown(client, given, reviewer)
    assert "Carla Inventata" not in shown(client, given, reviewer)
    assert references(client, "points=missing") == {given.reference}
    assert references(client, "points=given") == set()

    scored(given, reviewer, 1, 2, 3)
    assert "Carla Inventata" in shown(client, given, reviewer)
    assert references(client, "points=given") == {given.reference}
    assert references(client, "points=missing") == set()


def test_where_a_call_asks_for_no_points_any_more_nobody_is_asked_to_give_theirs_first(
    client: Client, given: Submission, giver: User, page: CallPage
) -> None:
    changed(page)
    told = shown(client, given, committee_member(page))

    assert HIDDEN not in told
    assert "Carla Inventata: 4 su 5" in told


def test_a_criterion_that_is_gone_stays_readable_and_does_not_count(
    client: Client, given: Submission, giver: User, page: CallPage
) -> None:
    changed(page, (NETWORK, "Lavoro in rete", 20))

    assert (sheet_of(given, page).total, sheet_of(given, page).most) == (Decimal("15.00"), 20)
    told = shown(client, given, giver)
    assert "Punteggio medio: 15 su 20 , di una persona." in told
    assert "Punti per criteri che l’avviso non ha più" in told
    assert "Radicamento – Carla Inventata: 4 su 5" in told


def test_a_criterion_that_nobody_judged_yet_counts_for_nothing(given: Submission, page: CallPage) -> None:
    changed(page, (ROOTS, "Radicamento", 5), (NETWORK, "Lavoro in rete", 20), ("new", "Costi", 5))

    sheet = sheet_of(given, page)
    assert [mean.points for mean in sheet.means] == [Decimal("4.00"), Decimal("15.00"), None]
    assert (sheet.total, sheet.most) == (Decimal("19.00"), 30)


# Who reads what


def test_a_reviewer_reads_colleagues_points_only_after_giving_their_own(
    client: Client, given: Submission, page: CallPage
) -> None:
    reviewer = committee_member(page)
    told = shown(client, given, reviewer)
    assert HIDDEN in told
    assert "Carla Inventata" not in told
    assert "19 su 25" not in told

    scored(given, reviewer, 0, 0)
    told = shown(client, given, reviewer)
    assert "Carla Inventata: 4 su 5 – Perché sì, inventato." in told
    assert "Punteggio medio: 9,5 su 25 , di 2 persone." in told


def test_where_the_call_says_so_they_are_read_at_once(
    client: Client, given: Submission, page: CallPage
) -> None:
    page.scores_are_independent = False
    page.save()

    assert "Carla Inventata: 4 su 5" in shown(client, given, committee_member(page))


def test_who_decides_and_who_only_looks_on_reads_them(client: Client, given: Submission) -> None:
    for user in (member_of(Role.OFFICERS), staff(access.OVERSEE, "wagtailadmin.access_admin")):
        assert "Carla Inventata: 4 su 5" in shown(client, given, user)


def test_once_it_is_concluded_everybody_reads_them(client: Client, given: Submission, page: CallPage) -> None:
    reviewer = committee_member(page)
    called_off(given)

    assert "Carla Inventata: 4 su 5" in shown(client, given, reviewer)


def test_points_for_a_criterion_that_is_gone_stay_hidden_too(
    client: Client, given: Submission, page: CallPage
) -> None:
    changed(page, (NETWORK, "Lavoro in rete", 20))

    assert "Carla Inventata" not in shown(client, given, committee_member(page))


def test_no_word_of_them_stands_on_the_detail_of_who_may_not_know_yet(
    client: Client, given: Submission, page: CallPage
) -> None:
    client.force_login(committee_member(page))
    text = client.get(reverse("candidature_review:detail", args=[given.pk])).content.decode()

    assert "inventato" not in text
    assert "19 su 25" not in text


def test_the_detail_costs_one_query_more_however_many_gave_points(
    client: Client, given: Submission, page: CallPage, django_assert_max_num_queries: Any
) -> None:
    for _one in range(4):
        scored(given, committee_member(page), 1, 2)
    address = reverse("candidature_review:detail", args=[given.pk])
    client.force_login(member_of(Role.OFFICERS))
    client.get(address)

    with django_assert_max_num_queries(20):
        assert "di 5 persone" in client.get(address).content.decode()


def test_the_printed_log_says_who_gave_what_to_whoever_may_know(
    given: Submission, giver: User, page: CallPage
) -> None:
    (part,) = audit.scores(given, giver)
    assert part["title"] == "Punti dati"
    assert [(row["what"], row["more"]) for row in part["rows"]] == [
        ("Radicamento", ["Punti: 4 su 5", "Perché sì, inventato."]),
        ("Lavoro in rete", ["Punti: 15 su 20", "Perché sì, inventato."]),
    ]
    assert "Carla Inventata" in part["rows"][0]["who_and_when"]
    assert audit.scores(given, committee_member(page)) == []
    assert len(audit.scores(given, member_of(Role.OFFICERS))[0]["rows"]) == 2


# In files


def test_an_export_has_the_means_and_how_many(client: Client, given: Submission, page: CallPage) -> None:
    scored(given, committee_member(page), 5, 20)
    bare = submitted(page)
    client.force_login(member_of(Role.OFFICERS))

    rows = {row["reference"]: row for row in table(export(client, "stage=all", personal=""))}

    row = rows[given.reference]
    assert (Decimal(row["points"]), row["points-most"], row["scorers"]) == (Decimal(22), "25", "2")
    assert (Decimal(row[f"points-{ROOTS}"]), Decimal(row[f"points-{NETWORK}"])) == (
        Decimal("4.5"),
        Decimal("17.5"),
    )
    none = rows[bare.reference]
    assert {none[key] for key in row if key.startswith(("points", "scorers"))} == {""}


def test_a_reviewer_takes_away_only_the_points_that_they_may_know(
    client: Client, given: Submission, page: CallPage
) -> None:
    other = submitted(page)
    reviewer = committee_member(page)
    scored(other, reviewer, 1, 2)
    client.force_login(reviewer)

    rows = {row["reference"]: row for row in table(export(client, "stage=all", personal=""))}

    assert (rows[given.reference]["points"], rows[given.reference]["scorers"]) == ("", "")
    assert Decimal(rows[other.reference]["points"]) == 3


def test_without_criteria_an_export_has_no_such_columns(client: Client) -> None:
    submitted(CallPageFactory.create())
    client.force_login(member_of(Role.OFFICERS))

    (row,) = table(export(client, "stage=all"))
    assert "points" not in row


@pytest.mark.parametrize("otherwise", [("Radici", 5), ("Radicamento", 10)], ids=["words", "maximum"])
def test_criteria_that_two_calls_ask_for_otherwise_have_a_column_each(
    page: CallPage, otherwise: tuple[str, int]
) -> None:
    alike = CallPageFactory.create(scoring=LISTED)
    other = CallPageFactory.create(scoring=criteria((ROOTS, *otherwise)))

    found = {one.key: one for one in points.point_columns(calls_of([page.pk, alike.pk, other.pk]))}

    assert found[f"points-{ROOTS}@{other.pk}"].label == f"Punti: {otherwise[0]} (su {otherwise[1]})"
    assert set(found) == {
        "points",
        "points-most",
        "scorers",
        f"points-{NETWORK}",
        *(f"points-{ROOTS}@{one.pk}" for one in (page, alike, other)),
    }


# In the queue


def columns(client: Client, user: User, **parameters: Any) -> tuple[list[str], dict[str, list[str]]]:
    """The headings, and the cells of each row by the reference, with the points as a column."""
    client.force_login(user)
    client.post(reverse("candidature_review:columns"), {"fact": ["score"]})
    drawn = BeautifulSoup(
        client.get("/admin/candidature/", parameters or {"stage": "all"}).content, "html.parser"
    )
    table_of = drawn.select_one("table.review-queue")
    assert table_of is not None
    heads = [cell.get_text(" ", strip=True) for cell in table_of.select("thead th")]
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table_of.select("tbody tr")
    ]
    return heads, {next(cell for cell in row if cell.startswith("CS-")).split()[0]: row for row in rows}


def test_the_queue_has_a_column_of_them_for_who_wants_it(
    client: Client, given: Submission, page: CallPage
) -> None:
    bare, elsewhere = submitted(page), submitted(CallPageFactory.create())

    heads, rows = columns(client, member_of(Role.OFFICERS))

    assert heads[-1] == "Punteggio"
    assert rows[given.reference][-1] == "19 su 25 (1 persona)"
    assert rows[bare.reference][-1] == "–"
    assert rows[elsewhere.reference][-1] == "–"


def test_the_column_tells_a_reviewer_nothing_before_their_own(
    client: Client, given: Submission, page: CallPage
) -> None:
    reviewer = committee_member(page)
    assert columns(client, reviewer)[1][given.reference][-1] == "Dopo i tuoi punti"

    scored(given, reviewer, 0, 0)
    assert columns(client, reviewer)[1][given.reference][-1] == "9,5 su 25 (2 persone)"


def test_the_column_costs_one_query_however_long_the_list(
    client: Client, given: Submission, page: CallPage, django_assert_max_num_queries: Any
) -> None:
    officer = member_of(Role.OFFICERS)
    for _one in range(6):
        scored(submitted(page), officer, 1, 2)
    columns(client, officer)

    with django_assert_max_num_queries(12):
        client.get("/admin/candidature/", {"stage": "all"})


def references(client: Client, query: str) -> set[str]:
    response = client.get(f"/admin/candidature/?{query}")
    found = {one.reference for one in response.context["object_list"]}
    assert response.context["how_many"] == len(found)
    return found


def test_the_queue_finds_what_still_lacks_ones_own_points(
    client: Client, given: Submission, giver: User, page: CallPage
) -> None:
    lacking, over, bare = submitted(page), submitted(page), submitted(CallPageFactory.create())
    called_off(over)
    scored(lacking, committee_member(page), 1, 2)
    officer = member_of(Role.OFFICERS)
    scored(given, officer, 1, 2)

    for user in (officer, giver):
        client.force_login(user)
        assert references(client, "points=missing") == {lacking.reference}
        assert references(client, "points=given") == {given.reference}
    client.force_login(officer)
    assert bare.reference in references(client, "stage=all")


@pytest.mark.parametrize(
    "more",
    ["need=any", "ordering=page__title", "ordering=-zone__name", "status=received", "q=Inventatissima"],
)
def test_it_is_counted_right_beside_other_choices(
    client: Client, given: Submission, giver: User, page: CallPage, more: str
) -> None:
    lacking = submitted(page, last_name="Inventatissima")
    other = submitted(CallPageFactory.create(scoring=LISTED), last_name="Inventatissima")
    scored(other, member_of(Role.OFFICERS), 1, 2)
    client.force_login(giver)

    assert references(client, f"points=missing&{more}") == {lacking.reference}


def test_where_no_call_has_criteria_nothing_lacks_points(client: Client) -> None:
    submitted(CallPageFactory.create())
    client.force_login(member_of(Role.OFFICERS))

    for more in ("", "&need=any", "&ordering=page__title"):
        assert references(client, f"points=missing{more}") == set()


def test_what_lacks_points_costs_no_more_queries_than_any_list(
    client: Client, given: Submission, page: CallPage, django_assert_max_num_queries: Any
) -> None:
    officer = member_of(Role.OFFICERS)
    for _one in range(3):
        submitted(page)
    columns(client, officer)

    for query in ("points=missing", "points=missing&need=any", "points=given", "points=missing&p=1"):
        client.get(f"/admin/candidature/?{query}")
        with django_assert_max_num_queries(12):
            client.get(f"/admin/candidature/?{query}")
