"""Saying that one is away: for oneself only, with who stands in, and forgotten once it is over."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from candidature.models import CallPage
from istruttoria.absences import cover
from istruttoria.absences.models import Absence
from portal.models import User
from portal.roles import Role
from portal.worker import clock
from tests.candidature.factories import CallPageFactory
from tests.istruttoria.absences.days import day
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

ABSENCES = "candidature_review:absences"


def said(
    app: DjangoTestApp, user: User, first: Any, last: Any, stand_in: User | None, **expected: Any
) -> Any:
    app.set_user(user)
    form = app.get(reverse(ABSENCES)).forms["assenza"]
    form["first_day"], form["last_day"] = str(first), str(last)
    form["stand_in"] = str(stand_in.pk) if stand_in else ""
    return form.submit(**expected)


def test_it_is_said_seen_by_who_stands_in_and_taken_back(django_app: DjangoTestApp, page: CallPage) -> None:
    user, colleague = committee_member(page), committee_member(page)

    after = said(django_app, user, day(0), day(5), colleague).follow()

    absence = Absence.objects.get()
    assert (absence.account, absence.stand_in) == (user, colleague)
    assert f"ti sostituisce {colleague}" in after.text
    django_app.set_user(colleague)
    assert f"{user}, fino al" in " ".join(django_app.get(reverse(ABSENCES)).text.split())
    django_app.set_user(user)
    django_app.get(reverse(ABSENCES)).forms[f"togli-{absence.pk}"].submit().follow()
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("first", "last"), [(3, 1), (-5, -1), (0, 900), ("ieri", 1), ("", 1), (0, "9999-99-99")]
)
def test_days_that_make_no_sense_are_told(
    django_app: DjangoTestApp, page: CallPage, first: Any, last: Any
) -> None:
    begins, ends = (day(one) if isinstance(one, int) else one for one in (first, last))

    said(django_app, committee_member(page), begins, ends, None, status=400)

    assert not Absence.objects.exists()


def test_only_who_reviews_together_or_oversees_stands_in(django_app: DjangoTestApp, page: CallPage) -> None:
    user, colleague, officer = committee_member(page), committee_member(page), member_of(Role.OFFICERS)
    same_committee = committee_member()
    user.committees.get().members.add(same_committee, member_of(Role.EDITORS))
    committee_member(CallPageFactory.create())
    django_app.set_user(user)

    options = django_app.get(reverse(ABSENCES)).forms["assenza"]["stand_in"].options

    assert {value for value, _chosen, _words in options} == {
        "",
        *(str(one.pk) for one in (colleague, same_committee, officer)),
    }


def test_somebody_elses_absence_is_nobody_elses_to_take_back(client: Client, page: CallPage) -> None:
    absence = Absence.objects.create(account=committee_member(page), first_day=day(0), last_day=day(1))
    client.force_login(committee_member(page))

    assert client.post(reverse("candidature_review:absence_end", args=[absence.pk])).status_code == 404
    assert Absence.objects.exists()


def test_who_oversees_says_it_for_a_colleague_and_takes_it_back_and_both_are_logged(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    officer, colleague, other = member_of(Role.OFFICERS), committee_member(page), committee_member(page)
    django_app.set_user(officer)
    choice = django_app.get(reverse(ABSENCES)).forms["di-chi"]
    choice["chi"] = str(colleague.pk)
    shown = choice.submit()
    assert f"Segna un’assenza di {colleague}" in shown.text
    form = shown.forms["assenza"]
    assert str(colleague.pk) not in [value for value, _chosen, _words in form["stand_in"].options]
    form["first_day"], form["last_day"], form["stand_in"] = str(day(0)), str(day(2)), str(other.pk)

    after = form.submit().follow()

    absence = Absence.objects.get()
    assert (absence.account, absence.stand_in) == (colleague, other)
    assert f"al suo posto {other}" in after.text
    after.forms[f"togli-{absence.pk}"].submit().follow()
    assert not Absence.objects.exists()
    logged = ModelLogEntry.objects.filter(object_id=colleague.pk).order_by("pk")
    assert [(one.action, one.user, one.data) for one in logged] == [
        ("istruttoria.say_absence", officer, {}),
        ("istruttoria.take_back_absence", officer, {}),
    ]
    assert [str(one.message) for one in logged] == ["Segnata un’assenza", "Tolta un’assenza"]


def test_the_days_of_a_colleague_have_their_article(django_app: DjangoTestApp, page: CallPage) -> None:
    django_app.set_user(member_of(Role.OFFICERS))
    year = timezone.localdate().year + 1
    Absence.objects.create(
        account=committee_member(page), first_day=date(year, 6, 8), last_day=date(year, 6, 11)
    )

    shown = django_app.get(reverse(ABSENCES)).html.select_one("#colleghi-section, #colleghi")

    assert f"dall’8 giugno {year} all’11 giugno {year}" in " ".join(shown.get_text(" ").split())


@pytest.mark.parametrize(("first", "last"), [(0, 9), (-3, 1), (5, 6), (9, 12)])
def test_days_on_which_one_is_away_already_are_refused_by_naming_the_other(
    django_app: DjangoTestApp, page: CallPage, first: int, last: int
) -> None:
    user, colleague = committee_member(page), committee_member(page)
    other = Absence.objects.create(account=user, first_day=day(1), last_day=day(9), stand_in=colleague)

    told = said(django_app, user, day(first), day(last), None, status=400)

    assert f"C’è già un’assenza {other.in_words}" in told.html.select_one("form#assenza").get_text()
    assert Absence.objects.count() == 1


def test_days_beside_those_and_days_of_somebody_else_are_taken(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    user = committee_member(page)
    Absence.objects.create(account=user, first_day=day(1), last_day=day(4))
    Absence.objects.create(account=committee_member(page), first_day=day(5), last_day=day(9))
    # Long over, and not listed any more: nobody could take it away first.
    Absence.objects.create(account=user, first_day=day(-9), last_day=day(-2))

    said(django_app, user, day(5), day(9), None).follow()
    said(django_app, user, day(-3), day(0), None).follow()

    assert Absence.objects.count() == 5


def test_where_who_stands_in_is_away_too_it_says_who_is_there_today(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    user, second, third = (committee_member(page) for _one in range(3))
    Absence.objects.create(account=user, first_day=day(0), last_day=day(5), stand_in=second)
    handed_on = Absence.objects.create(account=second, first_day=day(0), last_day=day(1), stand_in=third)

    def shown(reader: User, where: str) -> str:
        found = django_app.get(reverse(ABSENCES), user=reader).html.select_one(where)
        return " ".join(found.get_text(" ").split())

    own, of_all = "#tue-section, #tue", "#colleghi-section, #colleghi"
    assert f"oggi {second} non c’è: ti sostituisce {third}" in shown(user, own)
    assert f"oggi {second} non c’è: al suo posto {third}" in shown(member_of(Role.OFFICERS), of_all)
    handed_on.stand_in = None
    handed_on.save()
    assert f"oggi {second} non c’è: non ti sostituisce nessuno" in shown(user, own)
    handed_on.delete()
    assert "oggi" not in shown(user, own)


def test_in_english_the_days_are_from_one_to_the_other(django_app: DjangoTestApp, page: CallPage) -> None:
    user = committee_member(page)
    UserProfile.objects.create(user=user, preferred_language="en")
    Absence.objects.create(account=user, first_day=date(2126, 6, 8), last_day=date(2126, 6, 11))

    shown = django_app.get(reverse(ABSENCES), user=user).text

    assert "from 8 June 2126 to 11 June 2126" in " ".join(shown.split())


@pytest.mark.parametrize("asked", ["colleague", "x", "99999999999999999999", "editor"])
def test_nobody_else_says_it_for_others_and_nobody_for_strangers(
    client: Client, page: CallPage, asked: str
) -> None:
    colleague, editor = committee_member(page), member_of(Role.EDITORS)
    whom = {"colleague": colleague.pk, "editor": editor.pk}.get(asked, asked)
    user = committee_member(page) if asked == "colleague" else member_of(Role.OFFICERS)
    client.force_login(user)
    days = {"first_day": str(day(0)), "last_day": str(day(1)), "stand_in": ""}

    assert client.post(f"{reverse(ABSENCES)}?chi={whom}", days).status_code == 404
    assert not Absence.objects.exists()
    if asked == "colleague":
        assert "Le assenze dei colleghi" not in client.get(reverse(ABSENCES)).content.decode()


def test_it_holds_from_its_first_day_to_its_last(page: CallPage) -> None:
    user, colleague = committee_member(page), committee_member(page)
    Absence.objects.create(account=user, first_day=day(1), last_day=day(2), stand_in=colleague)

    found = [[one.account for one in cover.stood_in_for(colleague, day(n))] for n in range(4)]

    assert found == [[], [user], [user], []]


def test_it_is_forgotten_thirty_days_after_it_was_over(page: CallPage) -> None:
    old, recent = committee_member(page), committee_member(page)
    Absence.objects.create(account=old, first_day=day(-40), last_day=day(-31))
    Absence.objects.create(account=recent, first_day=day(-40), last_day=day(-30))
    [job] = [job for job in clock.registered() if job.name == "absences that are over"]

    job.run()

    assert Absence.objects.get().account == recent


def test_nobody_stands_in_for_themselves(page: CallPage) -> None:
    user = committee_member(page)

    with pytest.raises(IntegrityError):
        Absence.objects.create(account=user, first_day=day(0), last_day=day(0), stand_in=user)
