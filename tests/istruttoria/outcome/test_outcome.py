"""The outcome of a call, made out of what was decided: looked at first, a draft, and no person's name."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries
from wagtail.models import GroupPagePermission

from candidature.models import CallPage, Submission
from candidature.statuses import Status
from istruttoria.outcome.making import Told, public_name, table_of
from istruttoria.outcome.moved import moved, moved_lately
from portal.editorial import checking
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, participation_index, submitted
from tests.home.factories import make_home
from tests.istruttoria.people import committee_member, member_of
from tests.istruttoria.scores.points import LISTED, scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    call: CallPage = CallPageFactory.create(
        parent=participation_index(make_home()), title="Avviso per i partner", scoring=LISTED
    )
    call.save_revision().publish()
    return call


@pytest.fixture
def officer(django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    django_app.set_user(user)
    return user


def decided(page: CallPage, status: Status, **who: Any) -> Submission:
    submission = submitted(page, **who)
    Submission.objects.filter(pk=submission.pk).update(status=status)
    submission.refresh_from_db()
    return submission


def body(page: CallPage, status: Status, name: str, **who: Any) -> Submission:
    return decided(page, status, applicant_kind="organisation", organisation_name=name, **who)


def address(page: CallPage) -> str:
    return reverse("candidature_review:outcome", args=[page.pk])


def shown(response: Any) -> list[list[str]]:
    return [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in response.html.select("#esito table tbody tr")
    ]


def draft(page: CallPage) -> CallPage:
    found: CallPage = CallPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return found


def tables(page: CallPage) -> list[list[list[str]]]:
    blocks = [block for block in page.outcome if block.block_type == "table"]
    return [[row["values"] for row in block.value["table"].row_data] for block in blocks]


def test_it_is_looked_at_and_then_a_draft_that_nobody_else_sees(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    no, yes = decided(page, Status.REJECTED), decided(page, Status.ACCEPTED, last_name="Zanzibarri")
    body(page, Status.RESERVE, "Aurora")
    submitted(page)
    decided(page, Status.WITHDRAWN)
    queue = django_app.get(reverse("candidature_review:index"), {"page": page.pk, "stage": "all"})
    first = queue.click(href=address(page), index=0)

    assert first.html.select_one("main strong").get_text() == page.title
    look = first.forms["esito"].submit()

    codes = shown(look)
    assert codes[0] == [yes.reference, "Selezionata"]
    assert codes[2] == [no.reference, "Non ammessa"]
    assert [words for _code, words in codes] == ["Selezionata", "Idonea in riserva", "Non ammessa"]
    assert "1 candidatura non è ancora decisa" in look.text
    assert "Zanzibarri" not in look.text
    assert "Aurora" not in look.text
    assert not draft(page).outcome, "nothing is written before it is confirmed"

    after = look.forms["esito"].submit("confirm", value="1")

    assert after.location == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert tables(draft(page)) == [codes]
    assert not CallPage.objects.get(pk=page.pk).outcome
    assert draft(page).latest_revision.user == officer
    assert after.follow().status_code == 200


def test_points_and_names_are_told_only_if_ticked_and_never_that_of_a_person(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    less = body(page, Status.IN_REVIEW, "Circolo Aurora", first_name="Ada", last_name="Verdi")
    more = body(page, Status.IN_REVIEW, "Studio D’Amìco", first_name="Ugo", last_name="D'Amico")
    none = decided(page, Status.ACCEPTED, last_name="Zanzibarri")
    scorer = committee_member(page)
    scored(less, scorer, 2, 10)
    scored(more, scorer, 5, 15)
    Submission.objects.filter(status=Status.IN_REVIEW).update(status=Status.ACCEPTED)
    form = django_app.get(address(page)).forms["esito"]
    form["points"] = form["names"] = True

    look = form.submit()

    assert shown(look) == [
        [more.reference, "", "Selezionata", "20"],
        [less.reference, "Circolo Aurora", "Selezionata", "12"],
        [none.reference, "", "Selezionata", "–"],
    ]
    assert "Di 1 organizzazione c’è solo il codice" in look.text
    assert "Zanzibarri" not in look.text
    look.forms["esito"].submit("confirm", value="1")
    assert tables(draft(page)) == [shown(look)]


@pytest.mark.parametrize(
    ("first_name", "last_name", "name", "told"),
    [
        ("Luca", "Rossi", "Studio Rossi, Bianchi", False),
        ("Luca", "Rossi", "Cooperativa (Rossi)", False),
        ("Luca", "Rossi", "«Luca» APS", False),
        ("Luca", "Rossi", '"Luca Rossi" APS', False),
        ("Luca", "Rossi", "L.Rossi & C.", False),
        ("Luca", "Rossi", "Studio_Rossi", False),
        ("Bo", "Li", "Associazione Bo Li", False),
        ("Bo", "Li", "Associazione Li.", False),
        ("Luca", "Rossi", "Croce Rossa", True),
        ("Ada", "De Rosa", "Circolo De Amicis", True),
        ("Ada", "", "Circolo De Amicis", True),
    ],
)
def test_the_name_of_a_body_is_told_unless_it_holds_that_of_who_wrote(
    first_name: str, last_name: str, name: str, told: bool
) -> None:
    row = Submission(
        applicant_kind="organisation", organisation_name=name, first_name=first_name, last_name=last_name
    )

    assert public_name(row) == (name if told else "")


@pytest.mark.parametrize(
    ("today", "caption"),
    [(date(2026, 12, 8), "Esito all’8 dicembre 2026"), (date(2026, 12, 1), "Esito al 1º dicembre 2026")],
)
def test_the_table_says_of_which_day_it_is(page: CallPage, today: date, caption: str) -> None:
    with override("en"):
        assert table_of(page, Told(states=[]), today).caption == caption


def test_what_is_offered_is_what_there_is(django_app: DjangoTestApp, officer: User, page: CallPage) -> None:
    decided(page, Status.ACCEPTED)
    CallPage.objects.filter(pk=page.pk).update(scoring="[]")

    form = django_app.get(address(page)).forms["esito"]

    assert [box._value for box in form.fields["states"]] == ["accepted"]
    assert "points" not in form.fields
    assert "names" not in form.fields
    form["states"] = False
    assert "Scegli almeno un esito." in form.submit(status=400).text


def test_while_nothing_is_decided_it_is_refused(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    last = decided(page, Status.ACCEPTED)
    look = django_app.get(address(page)).forms["esito"].submit()
    Submission.objects.filter(pk=last.pk).update(status=Status.IN_REVIEW)

    refused = look.forms["esito"].submit("confirm", value="1", status=409)

    assert "Non c’è ancora nulla di deciso" in refused.text
    assert "esito" not in django_app.get(address(page)).forms
    assert not draft(page).outcome


def test_what_changed_since_the_look_is_shown_again_and_not_written(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    one, other = decided(page, Status.ACCEPTED), decided(page, Status.ACCEPTED)
    look = django_app.get(address(page)).forms["esito"].submit()
    Submission.objects.filter(pk=other.pk).update(status=Status.REJECTED)

    again = look.forms["esito"].submit("confirm", value="1")

    assert "guarda come sarebbe adesso" in again.text
    assert shown(again) == [[one.reference, "Selezionata"]]
    assert not draft(page).outcome


def test_made_anew_it_takes_the_place_of_the_former_and_leaves_the_rest(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    one = decided(page, Status.ACCEPTED)
    django_app.get(address(page)).forms["esito"].submit().forms["esito"].submit("confirm", value="1")
    written = draft(page)
    written.title = "Un titolo non ancora pubblicato"
    written.outcome.append(("heading", {"text": "Come ricorrere", "level": "2"}))
    written.save_revision()
    Submission.objects.filter(pk=one.pk).update(status=Status.RESERVE)

    django_app.get(address(page)).forms["esito"].submit().forms["esito"].submit("confirm", value="1")

    newest = draft(page)
    assert [block.block_type for block in newest.outcome] == ["table", "heading"]
    assert tables(newest) == [[[one.reference, "Idonea in riserva"]]]
    assert newest.title == "Un titolo non ancora pubblicato"


def published(app: DjangoTestApp, page: CallPage) -> None:
    app.get(address(page)).forms["esito"].submit().forms["esito"].submit("confirm", value="1")
    draft(page).save_revision().publish()


def test_what_moves_after_it_was_made_is_told_on_the_home_and_before_publishing(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    one, other = decided(page, Status.ACCEPTED), decided(page, Status.REJECTED)
    published(django_app, page)
    home = reverse("wagtailadmin_home")
    assert "Esiti da aggiornare" not in django_app.get(home).text

    Submission.objects.filter(pk=one.pk).update(status=Status.WITHDRAWN)
    decided(page, Status.REJECTED)
    # What the home remembers for some minutes.
    cache.clear()

    greeted = django_app.get(home)
    assert "Esiti da aggiornare" in greeted.text
    told = greeted.html.select_one(f'.review-coming li:has(a[href="{address(page)}"])')
    assert told.get_text(" ", strip=True) == "Avviso per i partner 2 candidature"
    assert "non dice più com’è andata per 2 candidature" in django_app.get(address(page)).text
    findings = [one for one in checking.findings(draft(page)) if one.check == "outcome_moved"]
    assert [one.place for one in findings] == ["outcome"]
    # Once it is over and erased, what was published stays as it was.
    Submission.objects.all().delete()
    assert moved({page.pk: CallPage.objects.get(pk=page.pk).outcome}) == {}
    assert other.reference in str(tables(draft(page)))


def test_what_the_home_knows_of_an_outcome_is_remembered_until_it_is_published_anew(
    django_app: DjangoTestApp,
    officer: User,
    page: CallPage,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one = decided(page, Status.ACCEPTED)
    published(django_app, page)

    def lately() -> dict[int, int]:
        return moved_lately({page.pk: CallPage.objects.get(pk=page.pk).last_published_at})

    Submission.objects.filter(pk=one.pk).update(status=Status.RESERVE)
    with django_assert_num_queries(3):
        assert lately() == {page.pk: 1}
    Submission.objects.filter(pk=one.pk).update(status=Status.ACCEPTED)
    with django_assert_num_queries(1):
        assert lately() == {page.pk: 1}

    published(django_app, page)

    assert lately() == {}
    Submission.objects.filter(pk=one.pk).update(status=Status.RESERVE)
    assert lately() == {}, "that nothing moved is remembered too"


def test_only_who_decides_and_edits_the_page_may(client: Client, page: CallPage) -> None:
    decided(page, Status.ACCEPTED)
    looks_on, editor = committee_member(page), member_of(Role.EDITORS)
    officer = member_of(Role.OFFICERS)
    for user, status in ((looks_on, 302), (editor, 302), (officer, 200)):
        client.force_login(user)
        assert client.get(address(page)).status_code == status
    queue = reverse("candidature_review:index")
    assert address(page) in client.get(queue, {"page": page.pk, "stage": "all"}).content.decode()
    assert address(page) in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    GroupPagePermission.objects.filter(group__name=Role.OFFICERS).delete()

    client.force_login(User.objects.get(pk=officer.pk))
    assert client.get(address(page)).status_code == 302
    assert address(page) not in client.get(queue, {"page": page.pk, "stage": "all"}).content.decode()
    assert client.get(reverse("candidature_review:outcome", args=[page.get_parent().pk])).status_code == 404


def test_a_locked_page_is_left_alone(django_app: DjangoTestApp, officer: User, page: CallPage) -> None:
    decided(page, Status.ACCEPTED)
    look = django_app.get(address(page)).forms["esito"].submit()
    colleague = member_of(Role.OFFICERS)
    CallPage.objects.filter(pk=page.pk).update(
        locked=True, locked_by=colleague, locked_at=timezone.now() - timedelta(minutes=1)
    )

    refused = look.forms["esito"].submit("confirm", value="1", status=409)

    assert "La pagina è bloccata" in refused.text
    assert not draft(page).outcome


def test_it_costs_few_queries_however_many_there_are(
    client: Client, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(member_of(Role.OFFICERS))
    for _turn in range(12):
        decided(page, Status.ACCEPTED)
    client.get(address(page))

    with django_assert_max_num_queries(20):
        looked = client.post(address(page), {"states": ["accepted"], "points": "on"})
    assert len(looked.context["table"].rows) == 12
    queue = reverse("candidature_review:index")
    with django_assert_max_num_queries(12):
        client.get(queue, {"page": page.pk, "stage": "all"})
