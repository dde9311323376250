"""What may have been sent twice: noticed by the worker, told within the reader’s reach, denied for all."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage, LogEntry, Submission, UploadedFile
from candidature.privacy import retention
from candidature.search.words import write_due
from istruttoria.duplicates import noticing
from istruttoria.duplicates.models import DuplicateHint, LikenessMark
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, question, steps, submitted
from tests.istruttoria.people import committee_member, member_of, received_file

pytestmark = pytest.mark.django_db

CODE = "RSSMRA80A01H501U"
VAT_NUMBER = "07643520567"
SEAT = "Piazza della Repubblica 1,\n52044 Cortona (AR)"
QUEUE = "/admin/candidature/"


def form() -> str:
    return steps(
        question("tax_code", "q-code", "Codice fiscale", required=False),
        question("vat_number", "q-vat", "Partita IVA", required=False),
        question("phone", "q-phone", "Telefono della sede", required=False),
        question("address", "q-address", "Sede", required=False),
        question("short_text", "q-motivation", "Perché?", required=False, max_length=200),
    )


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(steps=form(), one_each=False)
    return made


def sent(page: CallPage, **who: Any) -> Submission:
    answers = who.pop("answers", {})
    return submitted(page, answers=answers, **who)


def hints() -> dict[tuple[int, int], str]:
    write_due()
    return {(one.submission_id, one.other_id): one.alike for one in DuplicateHint.objects.all()}


def both(one: Submission, other: Submission, alike: str) -> dict[tuple[int, int], str]:
    return {(one.pk, other.pk): alike, (other.pk, one.pk): alike}


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ({"answers": {"q-code": CODE}}, {"answers": {"q-code": CODE.lower()}}, "code"),
        ({"phone": "+390575123456"}, {"phone": "+390575123456"}, "phone"),
        ({"phone": "+390575123456"}, {"answers": {"q-phone": "+390575123456"}}, "phone"),
        ({"answers": {"q-vat": VAT_NUMBER}}, {"answers": {"q-vat": VAT_NUMBER}}, "code"),
        (
            {"answers": {"q-address": SEAT}},
            {"answers": {"q-address": "PIAZZA DELLA REPUBBLICA, 1 - 52044 Cortona AR"}},
            "address",
        ),
        ({"email": "Uno@prova.example"}, {"email": "uno@prova.example"}, "email"),
        (
            {"first_name": "Maria", "last_name": "Verdini"},
            {"first_name": "MARIA", "last_name": "Verdìni"},
            "name",
        ),
        (
            {"first_name": "Verdini", "last_name": "Maria"},
            {"first_name": "Maria", "last_name": "Verdini"},
            "name",
        ),
        (
            {"applicant_kind": "organisation", "organisation_name": "Associazione Girasoli"},
            {"applicant_kind": "organisation", "organisation_name": "Associazione Girasole"},
            "name",
        ),
    ],
)
def test_two_of_a_call_are_alike(page: CallPage, first: Any, second: Any, alike: str) -> None:
    names = {"first_name": "Ugo", "last_name": "Bianconi"}
    one = sent(page, **{"last_name": "Quintavalle", "first_name": "Aldobrandina", **first})
    other = sent(page, **{**names, **second})

    assert hints() == both(one, other, alike)


def test_the_same_file_is_known_whatever_it_is_called(page: CallPage) -> None:
    one, other, third = (sent(page, last_name=name) for name in ("Quintavalle", "Bianconi", "Zorzettini"))
    received_file(one, "statuto.pdf", sha256="a" * 64)
    received_file(other, "copia.pdf", sha256="a" * 64)
    received_file(third, "statuto.pdf", sha256="b" * 64)

    assert hints() == both(one, other, "file")
    assert UploadedFile.objects.count() == 3


def test_an_address_of_nothing_but_signs_or_beside_another_makes_nobody_alike(page: CallPage) -> None:
    for name, seat in zip(("Quintavalle", "Bianconi"), ("—", "…"), strict=True):
        sent(page, last_name=name, answers={"q-address": seat})
    sent(page, last_name="Zorzettini", answers={"q-address": SEAT})
    sent(page, last_name="Aldobrandi", answers={"q-address": SEAT.replace(" 1,", " 11,")})

    assert hints() == {}
    assert LikenessMark.objects.filter(alike="address").count() == 2


@pytest.mark.parametrize("asked", ["a person", "an organisation"])
def test_a_partita_iva_counts_across_calls_whoever_gives_it(page: CallPage, asked: str) -> None:
    """A trader gives it as a person; so the same number is one body, whatever its name."""
    elsewhere = CallPageFactory.create(steps=form(), one_each=False)
    who = {} if asked == "a person" else {"applicant_kind": "organisation", "organisation_name": "Girasoli"}
    one = sent(page, last_name="Quintavalle", answers={"q-vat": VAT_NUMBER}, **who)
    other = sent(elsewhere, last_name="Bianconi", answers={"q-vat": VAT_NUMBER})
    sent(elsewhere, last_name="Zorzettini", answers={"q-vat": "12345670017"})

    assert hints() == both(one, other, "code")


def test_across_calls_only_codes_and_files_count(page: CallPage) -> None:
    elsewhere = CallPageFactory.create(steps=form(), one_each=False)
    same: dict[str, Any] = {"email": "uno@prova.example", "first_name": "Maria", "last_name": "Verdini"}
    sent(page, **same)
    sent(elsewhere, **same)
    assert hints() == {}

    one = sent(page, last_name="Quintavalle", answers={"q-code": CODE})
    other = sent(elsewhere, last_name="Bianconi", answers={"q-code": CODE})

    assert hints() == both(one, other, "code")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"last_name": "Rossini", "first_name": "Carlo"}, {"last_name": "Rossetti", "first_name": "Carla"}),
        ({"last_name": "Po", "first_name": "A"}, {"last_name": "Po", "first_name": "A"}),
    ],
)
def test_names_that_are_not_near_or_too_short_tell_nothing(page: CallPage, first: Any, second: Any) -> None:
    sent(page, **first)
    sent(page, **second)

    assert hints() == {}


def test_a_correction_forgets_what_is_no_longer_alike(page: CallPage) -> None:
    one, other = (sent(page, last_name=n, answers={"q-code": CODE}) for n in ("Quintavalle", "Bianconi"))
    assert hints() == both(one, other, "code")

    other.answers = {"q-code": "VRDLGU75B02F205X"}
    other.save(update_fields=["answers"])

    assert hints() == {}


def test_a_stored_answer_that_was_not_asked_makes_nobody_alike(page: CallPage) -> None:
    one = sent(page, last_name="Quintavalle", answers={"q-code": CODE})
    other = sent(CallPageFactory.create(), last_name="Bianconi", answers={"q-motivation": "Ciao"})
    Submission.objects.filter(pk=other.pk).update(answers={"q-motivation": "Ciao", "q-code": CODE})

    assert hints() == {}
    assert LikenessMark.objects.filter(submission=one, alike="code").count() == 1


def test_one_is_said_to_be_like_a_few_only(page: CallPage) -> None:
    for number in range(noticing.MOST_OTHERS + 3):
        sent(page, last_name=f"{'abcdefghijklmnop'[number] * 9}", email="uno@prova.example")

    assert DuplicateHint.objects.count() == 0
    hints()

    last = Submission.objects.order_by("pk").last()
    assert last is not None
    assert DuplicateHint.objects.filter(submission=last).count() == noticing.MOST_OTHERS


def test_what_is_kept_is_a_digest(page: CallPage) -> None:
    sent(page, email="uno@prova.example", answers={"q-code": CODE})
    write_due()

    assert not LikenessMark.objects.filter(digest__icontains="prova").exists()
    assert {len(digest) for digest in LikenessMark.objects.values_list("digest", flat=True)} == {64}


def test_list_and_page_tell_it_and_the_filter_finds_it(client: Client, page: CallPage) -> None:
    one, other = (sent(page, last_name=n, answers={"q-code": CODE}) for n in ("Quintavalle", "Bianconi"))
    third = sent(page, last_name="Zorzettini")
    hints()
    client.force_login(committee_member(page))

    found = client.get(QUEUE, {"twice": "maybe"})
    shown = client.get(reverse("candidature_review:detail", args=[one.pk])).content.decode()

    assert {row.pk for row in found.context["object_list"]} == {one.pk, other.pk}
    assert found.context["paginator"].count == 2
    assert client.get(QUEUE, {"stage": "todo"}).content.decode().count("Forse un doppione") == 2
    assert other.reference in shown
    assert "stesso codice fiscale o partita IVA" in shown
    assert third.reference not in shown


def test_what_the_reader_does_not_see_makes_nothing_a_duplicate(client: Client, page: CallPage) -> None:
    elsewhere = CallPageFactory.create(steps=form(), one_each=False)
    mine = sent(page, last_name="Quintavalle", answers={"q-code": CODE})
    hidden = sent(elsewhere, last_name="Bianconi", answers={"q-code": CODE})
    assert len(hints()) == 2
    client.force_login(committee_member(page))

    assert not client.get(QUEUE, {"twice": "maybe"}).context["object_list"]
    assert "Forse un doppione" not in client.get(QUEUE, {"stage": "todo"}).content.decode()
    detail = client.get(reverse("candidature_review:detail", args=[mine.pk])).content.decode()
    assert "Forse è un doppione" not in detail
    assert hidden.reference not in detail
    for pair in ((mine.pk, hidden.pk), (hidden.pk, mine.pk)):
        address = reverse("candidature_review:comparison", args=pair)
        assert client.get(address).status_code == 404
        assert client.post(address, {"do": "deny"}).status_code == 404
    assert not DuplicateHint.objects.exclude(denied_at=None).exists()

    client.force_login(member_of(Role.OFFICERS))
    assert len(client.get(QUEUE, {"twice": "maybe"}).context["object_list"]) == 2


def compared(client: Client, one: Submission, other: Submission) -> BeautifulSoup:
    response = client.get(reverse("candidature_review:comparison", args=[one.pk, other.pk]))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_two_stand_side_by_side_with_what_differs_marked(client: Client, page: CallPage) -> None:
    same = {"q-code": CODE, "q-motivation": "Per dare una mano"}
    one = sent(page, first_name="Ugo", last_name="Quintavalle", answers=same)
    other = sent(page, first_name="Ada", last_name="Bianconi", answers={**same, "q-motivation": "Altro"})
    hints()
    client.force_login(committee_member(page))

    rows = {
        row.th.get_text(" ", strip=True): [cell.get_text(strip=True) for cell in row.find_all("td")]
        for row in compared(client, one, other).select("tbody tr")
        if row.th is not None
    }

    assert rows["Perché? differenza"] == ["Per dare una mano", "Altro"]
    assert rows["Codice fiscale"] == [CODE, CODE]
    assert rows["Nome e cognome differenza"] == ["Ugo Quintavalle", "Ada Bianconi"]
    read = LogEntry.objects.filter(action="viewed").values_list("reference", flat=True)
    assert set(read) == {one.reference, other.reference}


def test_what_is_asked_twice_in_the_same_words_is_compared_each_with_its_like(client: Client) -> None:
    asked = steps(
        question("short_text", "q-first", "Referente", max_length=50),
        question("short_text", "q-second", "Referente", max_length=50),
    )
    page = CallPageFactory.create(steps=asked, one_each=False)
    one, other = (
        sent(page, last_name=name, answers={"q-first": first, "q-second": "Bo"})
        for name, first in (("Quintavalle", "Anna"), ("Quintavalli", "Carla"))
    )
    client.force_login(committee_member(page))

    rows = [
        row.get_text(" ", strip=True)
        for row in compared(client, one, other).select("tbody tr")
        if "Referente" in row.get_text()
    ]

    assert rows == ["Referente differenza Anna Carla", "Referente Bo Bo"]


def test_where_nothing_differs_it_is_said_so(client: Client, page: CallPage) -> None:
    one, other = (sent(page, last_name="Quintavalle", email="u@example.org") for _one in range(2))
    Submission.objects.update(email="u@example.org")
    client.force_login(committee_member(page))

    shown = compared(client, one, other).get_text(" ", strip=True)

    assert "Non c’è niente di diverso." in shown
    assert "0 cose" not in shown
    assert "Inviata" in shown


def test_who_said_that_they_are_not_the_same_is_remembered(client: Client, page: CallPage) -> None:
    one, other = (sent(page, last_name=n, answers={"q-code": CODE}) for n in ("Quintavalle", "Bianconi"))
    hints()
    user = committee_member(page)
    client.force_login(user)
    address = reverse("candidature_review:comparison", args=[one.pk, other.pk])
    assert compared(client, one, other).select_one("form#say button[value=deny]")

    for _press in range(2):
        client.post(address, {"do": "deny"})

    assert not client.get(QUEUE, {"twice": "maybe"}).context["object_list"]
    shown = client.get(reverse("candidature_review:detail", args=[other.pk])).content.decode()
    assert f"Non è un doppione: {user}" in shown
    assert f"Non è un doppione: {one.reference}" in shown
    assert LogEntry.objects.filter(action="not_duplicate").count() == 2
    user.delete()
    assert set(DuplicateHint.objects.values_list("denied_label", flat=True)) == {str(user)}


def test_a_denied_pair_comes_back_only_with_something_more_alike(client: Client, page: CallPage) -> None:
    one, other = (sent(page, last_name=n, answers={"q-code": CODE}) for n in ("Quintavalle", "Bianconi"))
    hints()
    client.force_login(committee_member(page))
    client.post(reverse("candidature_review:comparison", args=[one.pk, other.pk]), {"do": "deny"})

    one.save()
    hints()
    assert not DuplicateHint.objects.filter(denied_at=None).exists()

    for submission in (one, other):
        submission.answers = {**submission.answers, "q-phone": "+390575123456"}
        submission.save()
    hints()
    assert DuplicateHint.objects.filter(denied_at=None).count() == 2


def test_erasing_one_forgets_the_pair(page: CallPage) -> None:
    one, _other = (sent(page, last_name=n, answers={"q-code": CODE}) for n in ("Quintavalle", "Bianconi"))
    hints()

    retention.erase(one)

    assert not DuplicateHint.objects.exists()
    assert LikenessMark.objects.filter(submission=one.pk).count() == 0


def test_duplicates_cost_a_list_no_query_and_a_page_one(
    client: Client, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    submissions = [sent(page, last_name=name * 8, answers={"q-code": CODE}) for name in "abcdefgh"]
    hints()
    client.force_login(committee_member(page))
    detail = reverse("candidature_review:detail", args=[submissions[0].pk])
    for address, most in ((f"{QUEUE}?stage=todo", 12), (f"{QUEUE}?twice=maybe", 12), (detail, 20)):
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)
