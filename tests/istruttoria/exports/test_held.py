"""The audit of one submission says in which exported lists it left, by whom, when and how."""

from array import array
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage, Submission
from candidature.privacy import retention
from candidature.statuses import Status
from istruttoria.audits import document
from istruttoria.exports import held
from istruttoria.exports.models import Format, TakenList
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.exports.test_export import export
from tests.istruttoria.people import committee_member, member_of
from tests.reading_pdf import flaws_of, plain, text_of

pytestmark = pytest.mark.django_db

HEADING = "Elenchi esportati che la contenevano"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def officer(client: Client) -> User:
    user = member_of(Role.OFFICERS)
    user.first_name, user.last_name = "Ugo", "Verdi"
    user.save()
    client.force_login(user)
    return user


def told(submission: Submission) -> list[tuple[str, str, list[str]]]:
    """What the audit says of lists: what, by whom, and the rest."""
    part = document.lists(submission.pk)
    assert part["title"] == HEADING
    return [(row["what"], row["who_and_when"].split(" · ")[1], row["more"]) for row in part["rows"]]


def printed(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"candidature_review:{name}", args=args))
    assert flaws_of(answer.content) == []
    return text_of(answer.content)


def test_the_audit_of_each_says_in_which_whole_list_it_left(
    client: Client, officer: User, page: CallPage
) -> None:
    first, between, last = submitted(page), submitted(page), submitted(page)
    Submission.objects.filter(pk=between.pk).update(status=Status.REJECTED)

    export(client, "stage=todo", format="xlsx")
    export(client, "stage=all", format="json", personal="")

    whole = ("Elenco di 3 candidature", "Ugo Verdi", ["JSON, per un programma", "Senza i dati personali"])
    some = (
        "Elenco di 2 candidature",
        "Ugo Verdi",
        ["XLSX (Excel, LibreOffice)", "Con i dati personali"],
    )
    assert [told(one) for one in (first, between, last)] == [[some, whole], [whole], [some, whole]]
    text = printed(client, "audit", between.pk)
    assert plain(HEADING) in text
    assert plain("Elenco di 3 candidature") in text
    assert plain("Elenco di 2 candidature") not in text


def test_what_came_after_a_list_was_not_in_it(client: Client, officer: User, page: CallPage) -> None:
    submitted(page)
    export(client, "stage=all")

    assert told(submitted(page)) == []
    assert plain(f"{HEADING}Nulla.") in printed(client, "audit", Submission.objects.latest("pk").pk)


def test_it_is_told_once_the_account_is_gone(client: Client, officer: User, page: CallPage) -> None:
    submission = submitted(page)
    export(client, "stage=all", format="csv")
    officer.delete()

    [(what, who, _more)] = told(submission)

    assert (what, who) == ("Elenco di 1 candidatura", "Ugo Verdi")


def test_it_is_told_of_one_that_was_erased_and_names_nobody_who_sent_it(
    client: Client, officer: User, page: CallPage
) -> None:
    submission, other = submitted(page, first_name="Zanzibarrina"), submitted(page)
    export(client, "stage=all", format="csv-semicolon")
    retention.erase(submission)
    export(client, "stage=all")

    text = printed(client, "erased_audit", submission.reference)

    assert plain("Elenco di 2 candidature") in text
    assert plain("CSV, con il punto e virgola") in text
    assert plain("Elenco di 1 candidatura") not in text
    assert "Zanzibarrina" not in text
    assert len(told(other)) == 2


def test_it_is_noted_before_the_first_byte_leaves(client: Client, officer: User, page: CallPage) -> None:
    submission = submitted(page)

    # Nobody reads what is sent.
    client.post(reverse("candidature_review:export"), {"format": "csv", "personal": "on"})

    assert len(told(submission)) == 1


def test_what_was_ticked_is_told_by_its_own_log_or_else_here(
    client: Client, officer: User, page: CallPage
) -> None:
    submission = submitted(page)
    query = f"scelte=1&scelta={submission.pk}"

    export(client, query)
    assert (told(submission), submission.log.filter(action="taken_away").count()) == ([], 1)
    export(client, query, personal="")
    assert [more for _what, _who, more in told(submission)] == [
        ["CSV, con la virgola", "Senza i dati personali"]
    ]


def test_the_table_of_a_zip_is_told_though_nobody_waits_for_the_files(
    client: Client, officer: User, page: CallPage
) -> None:
    submission = submitted(page)

    client.post(reverse("candidature_review:export"), {"format": "zip", "personal": "on"})

    assert not submission.log.filter(action="exported").exists()
    assert [more for _what, _who, more in told(submission)] == [
        ["ZIP: ricevute e file", "Con i dati personali"]
    ]


def test_a_committee_that_exports_its_own_leaves_others_untold(client: Client, page: CallPage) -> None:
    submitted(page)
    foreign = submitted(CallPageFactory.create())
    submitted(page)
    client.force_login(committee_member(page))

    export(client, "stage=all")

    assert told(foreign) == []


def test_an_empty_list_leaves_no_row(client: Client, officer: User) -> None:
    export(client, "stage=all")

    assert not TakenList.objects.exists()


@pytest.mark.parametrize("numbers", [[7], [5, 12, 13], [1, 8, 9, 1_000_000], list(range(3, 90))])
def test_each_number_is_found_and_none_between(numbers: list[int]) -> None:
    held.note(array("q", reversed(numbers)), member_of(Role.OFFICERS), Format.CSV, personal=True)

    around = {near for number in numbers for near in (number - 1, number, number + 1)}
    assert [number for number in sorted(around) if held.lists_with(number)] == numbers


def test_a_list_of_many_is_small_and_those_beside_it_are_not_unpacked(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = member_of(Role.OFFICERS)
    held.note(array("q", range(1, 100_001)), officer, Format.CSV, personal=True)
    held.note(array("q", range(200_000, 200_010)), officer, Format.CSV, personal=True)
    assert len(TakenList.objects.latest("how_many").numbers) < 1_000
    unpacked: list[TakenList] = []
    holds = held._holds

    def counted(one: TakenList, number: int) -> bool:
        unpacked.append(one)
        return holds(one, number)

    monkeypatch.setattr(held, "_holds", counted)

    with django_assert_num_queries(1):
        assert held.lists_with(150_000) == []
        assert unpacked == []
    assert len(held.lists_with(200_009)) == 1
    assert len(unpacked) == 1
