"""Assigning from the page of a submission, and finding what is whose in the list."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process import assigning
from istruttoria.absences.models import Absence
from portal.italian.days import with_article
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, staff, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def reviewer(page: CallPage) -> User:
    return committee_member(page)


def detail(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def shown(app: DjangoTestApp, user: User, submission: Submission) -> Any:
    app.set_user(user)
    return app.get(detail(submission), {"stage": "all"})


def holder(submission: Submission) -> Any:
    return Submission.objects.get(pk=submission.pk).assigned_to


def given(submission: Submission, user: User) -> None:
    assigning.assign(submission.pk, user, Actor.staff(user), former=None)


def test_one_press_makes_it_mine_and_the_page_says_so(
    django_app: DjangoTestApp, reviewer: User, page: CallPage
) -> None:
    submission = submitted(page)
    before = shown(django_app, reviewer, submission)
    assert "Nessuno, per ora" in before.text
    [button] = before.html.select("#assegnazione [value=me]")
    assert button["data-w-kbd-key-value"] == "a"

    after = before.forms["assegnazione"].submit("act", value="me").follow()

    assert holder(submission) == reviewer
    assert after.request.GET["stage"] == "all"
    assert "Assegnata a te" in after.text
    assert f"Assegnata a {reviewer}" in after.html.select_one("#registro, .review-log").get_text()
    assert not after.html.select("#assegnazione [value=me]")


def test_a_colleague_is_chosen_among_those_who_may_work_on_it(
    django_app: DjangoTestApp, reviewer: User, page: CallPage
) -> None:
    submission, colleague = submitted(page), committee_member(page)
    stranger = committee_member(CallPageFactory.create())
    form = shown(django_app, reviewer, submission).click("Assegna a un collega").forms["assegna"]
    assert str(stranger.pk) not in [value for value, _chosen, _words in form["account"].options]
    form["account"] = str(colleague.pk)

    after = form.submit("act", value="colleague").follow()

    assert holder(submission) == colleague
    assert after.request.GET["stage"] == "all"


def test_who_is_away_today_is_said_to_be_with_who_stands_in(
    django_app: DjangoTestApp, reviewer: User, page: CallPage
) -> None:
    submission, today = submitted(page), timezone.localdate()
    alone, covered, back = (committee_member(page) for _one in range(3))
    Absence.objects.create(account=alone, first_day=today, last_day=today)
    Absence.objects.create(account=covered, first_day=today, last_day=today, stand_in=reviewer)
    yesterday = today - timedelta(days=1)
    Absence.objects.create(account=back, first_day=yesterday, last_day=yesterday)

    form = shown(django_app, reviewer, submission).click("Assegna a un collega").forms["assegna"]

    said = {value: words for value, _chosen, words in form["account"].options}
    assert said[str(alone.pk)] == f"{alone} · oggi è assente"
    assert said[str(covered.pk)] == f"{covered} · oggi è assente, al suo posto {reviewer}"
    assert said[str(back.pk)] == str(back)
    # It is said, and not refused.
    form["account"] = str(alone.pk)
    form.submit("act", value="colleague").follow()
    assert holder(submission) == alone


def test_a_day_is_typed_said_in_list_and_log_and_emptied(
    django_app: DjangoTestApp, reviewer: User, page: CallPage
) -> None:
    submission, day = submitted(page), timezone.localdate() + timedelta(days=3)
    opened = shown(django_app, reviewer, submission).click("Assegna a un collega")
    # The calendar of the field.
    assert "date-time-chooser" in opened.text
    form = opened.forms["assegna"]
    form["account"], form["work_by"] = str(reviewer.pk), day.isoformat()

    after = form.submit("act", value="colleague").follow()

    said = f"da valutare entro {with_article(day)}"
    assert Submission.objects.get().work_by == day
    assert said in after.html.select_one("#assegnazione").find_previous("p").get_text()
    assert f"Assegnata a {reviewer}, {said}" in after.html.select_one("#registro, .review-log").get_text()
    listed = django_app.get(reverse("candidature_review:index"), {"stage": "all"})
    assert said in listed.html.select_one("table .review-soon").get_text()
    # The page shows whose it is and by when, to be changed.
    form = after.click("Assegna a un collega").forms["assegna"]
    assert form["account"].value == str(reviewer.pk)
    form["work_by"] = ""
    assert said not in form.submit("act", value="colleague").follow().html.select_one(".review-assign").text
    assert Submission.objects.get().work_by is None


def test_a_day_that_is_past_is_refused_unless_it_was_given_before(
    django_app: DjangoTestApp, reviewer: User, page: CallPage
) -> None:
    submission, day = submitted(page), timezone.localdate() - timedelta(days=1)
    form = shown(django_app, reviewer, submission).click("Assegna a un collega").forms["assegna"]
    form["account"], form["work_by"] = str(reviewer.pk), day.isoformat()
    assert "Scegli un giorno da oggi in poi." in form.submit("act", value="colleague", status=400).text
    assert holder(submission) is None

    given(submission, reviewer)
    Submission.objects.update(work_by=day)
    form = shown(django_app, reviewer, submission).click("Assegna a un collega").forms["assegna"]
    form.submit("act", value="colleague").follow()
    assert Submission.objects.get().work_by == day


def test_choosing_nobody_is_told_where_one_chooses(
    django_app: DjangoTestApp, reviewer: User, page: CallPage
) -> None:
    submission = submitted(page)
    form = shown(django_app, reviewer, submission).click("Assegna a un collega").forms["assegna"]

    again = form.submit("act", value="colleague", status=400)

    assert "Scegli a chi assegnarla." in again.text
    assert holder(submission) is None


def test_it_is_taken_away_with_a_press(django_app: DjangoTestApp, reviewer: User, page: CallPage) -> None:
    submission = submitted(page)
    given(submission, reviewer)

    shown(django_app, reviewer, submission).forms["assegnazione"].submit("act", value="nobody").follow()

    assert holder(submission) is None


def test_what_a_colleague_took_after_the_page_was_drawn_is_told_and_stays_theirs(
    django_app: DjangoTestApp, reviewer: User, page: CallPage
) -> None:
    submission, colleague = submitted(page), committee_member(page)
    form = shown(django_app, reviewer, submission).forms["assegnazione"]
    given(submission, colleague)

    after = form.submit("act", value="me").follow()

    assert holder(submission) == colleague
    assert f"Nel frattempo è stata assegnata a {colleague}" in after.text


@pytest.mark.parametrize(
    "posted",
    [
        {}, {"act": "zzz"}, {"act": "colleague"}, {"act": "colleague", "account": "abc"},
        {"act": "me", "former": "x"}, {"act": "colleague", "account": "99999999999999999999999"},
        {"act": "me", "former": "99999999999999999999999"},
    ],
)  # fmt: skip
def test_nonsense_changes_nothing_and_is_no_error(
    client: Client, reviewer: User, page: CallPage, posted: Any
) -> None:
    submission = submitted(page)
    client.force_login(reviewer)

    response = client.post(reverse("candidature_review:assign", args=[submission.pk]), posted, follow=True)

    assert response.status_code == 400
    assert holder(submission) is None
    assert not LogEntry.objects.filter(action=assigning.ASSIGNED).exists()


def test_only_who_works_on_it_assigns_it(client: Client, page: CallPage) -> None:
    submission = submitted(page)
    address = reverse("candidature_review:assign", args=[submission.pk])
    outcomes = {}
    for name, user in {
        "of another committee": committee_member(CallPageFactory.create()),
        "looks on": staff("candidature.oversee_submission"),
        "editor": member_of(Role.EDITORS),
    }.items():
        client.force_login(user)
        outcomes[name] = client.post(address, {"act": "me"}).status_code
    client.force_login(committee_member(page))
    assert client.get(address).status_code == 200

    assert outcomes["of another committee"] == 404
    assert outcomes["looks on"] in (302, 403)
    assert outcomes["editor"] in (302, 403)
    assert holder(submission) is None


def rows(client: Client, **parameters: Any) -> Any:
    response = client.get(reverse("candidature_review:index"), parameters)
    assert response.status_code == 200
    found = {row.reference for row in response.context["object_list"]}
    assert response.context["paginator"].count == len(found)
    return found


def test_the_list_says_whose_each_is_and_is_narrowed_by_that(
    client: Client, reviewer: User, page: CallPage
) -> None:
    mine, theirs, free = submitted(page), submitted(page), submitted(page)
    colleague = committee_member(page)
    given(mine, reviewer)
    given(theirs, colleague)
    client.force_login(reviewer)

    assert rows(client, assigned_to="me") == {mine.reference}
    assert rows(client, assigned_to="nobody") == {free.reference}
    assert rows(client, assigned_to=str(colleague.pk)) == {theirs.reference}
    assert rows(client, assigned_to="zzz") == {mine.reference, theirs.reference, free.reference}
    assert rows(client, assigned_to="nobody", q=page.slug) == set()
    text = client.get(reverse("candidature_review:index"), {"stage": "todo"}).content.decode()
    assert f"Assegnata a {colleague}" in " ".join(text.split())
    assert "Assegnata a te" in text


def test_a_colleague_is_offered_only_with_something_in_reach(
    client: Client, reviewer: User, page: CallPage
) -> None:
    elsewhere = CallPageFactory.create()
    stranger = committee_member(elsewhere)
    given(submitted(elsewhere), stranger)
    client.force_login(reviewer)

    form = client.get(reverse("candidature_review:index"), {"stage": "todo"}).context["filters"].form

    assert [value for value, _words in form.fields["assigned_to"].choices] == ["", "me", "nobody"]
