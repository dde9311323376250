"""Points for a submission: given by each for themselves, and never over what the page did not show."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.access import scope as access
from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.pages.scoring import criteria_of
from candidature.privacy import retention
from candidature.process import workflow
from istruttoria.models import Score
from istruttoria.scores import giving
from istruttoria.scores.giving import Points, Seen, mark_of_criteria, mark_of_own
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, staff, submitted
from tests.istruttoria.people import committee_member, member_of
from tests.istruttoria.scores.points import LISTED, NETWORK, ROOTS, criteria, kept, scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(scoring=LISTED)
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


@pytest.fixture
def reviewer(page: CallPage) -> User:
    return committee_member(page)


def detail_of(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def form_of(app: DjangoTestApp, submission: Submission, user: User) -> Any:
    return app.get(detail_of(submission), user=user).forms["punti"]


def filled(form: Any, roots: str, network: str) -> Any:
    form[f"punti-points-{ROOTS}"] = roots
    form[f"punti-points-{NETWORK}"] = network
    return form


def panel(response: Any) -> str:
    drawn = BeautifulSoup(response.text, "html.parser").select_one("#punteggi-section")
    assert drawn is not None
    return " ".join(drawn.get_text(" ", strip=True).split())


def changed(page: CallPage, *listed: tuple[str, str, int]) -> None:
    page.scoring = criteria(*listed)
    page.save()


def test_points_are_kept_with_who_gave_them_and_the_log_does_not_say_how_many(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = filled(form_of(django_app, submission, reviewer), "4", "15")
    form[f"punti-reason-{ROOTS}"] = "Ci lavorano da anni."
    shown = form.submit().follow()

    assert "I tuoi punti sono salvati." in shown.text
    first, second = Score.objects.order_by("pk")
    assert (first.points, first.most, first.asked, first.reason) == (
        4,
        5,
        "Radicamento",
        "Ci lavorano da anni.",
    )
    assert (first.by, first.by_label) == (reviewer, str(reviewer))
    assert (second.points, second.most, second.reason) == (15, 20, "")
    entry = LogEntry.objects.get(action="scores_given")
    assert (entry.actor, entry.details) == (reviewer, {})
    assert "Punti dati" in shown.text
    assert "Punteggio medio: 19 su 25 , di una persona." in panel(shown)


def test_saving_leads_on_to_the_next_that_lacks_ones_own_points_and_at_last_to_the_list(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    judged, wanted, foreign = submitted(page), submitted(page), submitted(CallPageFactory.create())
    scored(judged, reviewer, 1, 2)
    scored(wanted, committee_member(page), 1, 2)
    form = filled(form_of(django_app, submission, reviewer), "4", "15")

    after = form.submit("then", value="next").follow()

    assert after.request.path == detail_of(wanted)
    assert f"{submission.reference}. I tuoi punti sono salvati." in after.text
    last = filled(after.forms["punti"], "0", "0").submit("then", value="next")
    assert last.location == reverse("candidature_review:index")
    queue = last.follow().maybe_follow()
    assert "Più avanti nell’elenco non ne mancano altri." in queue.text
    assert foreign.reference not in queue.text
    assert Score.objects.filter(by=reviewer).count() == 6


def test_the_form_shows_ones_own_and_each_gives_their_own(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    scored(submission, committee_member(page), 1, 2)
    filled(form_of(django_app, submission, reviewer), "5", "20").submit()

    form = form_of(django_app, submission, reviewer)
    assert (form[f"punti-points-{ROOTS}"].value, form[f"punti-points-{NETWORK}"].value) == ("5", "20")
    assert Score.objects.count() == 4


def test_nothing_is_chosen_before_and_zero_is_a_choice(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = form_of(django_app, submission, reviewer)
    assert form[f"punti-points-{ROOTS}"].value is None

    filled(form, "0", "0").submit().follow()

    assert kept() == {ROOTS: (0, 5), NETWORK: (0, 20)}
    assert form_of(django_app, submission, reviewer)[f"punti-points-{ROOTS}"].value == "0"


@pytest.mark.parametrize(
    ("roots", "network"), [("4", ""), ("4", "21"), ("4", "-1"), ("4", "1.5"), ("4", "x")]
)
def test_points_that_are_missing_or_none_are_told_and_the_rest_stays_typed(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, roots: str, network: str
) -> None:
    form = filled(form_of(django_app, submission, reviewer), roots, network)
    form[f"punti-reason-{ROOTS}"] = "Ci lavorano da anni."
    refused = form.submit(status=400)

    again = refused.forms["punti"]
    assert again[f"punti-points-{ROOTS}"].value == roots
    assert again[f"punti-points-{NETWORK}"].value == network
    assert again[f"punti-reason-{ROOTS}"].value == "Ci lavorano da anni."
    errors = BeautifulSoup(refused.text, "html.parser").select("fieldset[aria-describedby] .error-message")
    assert len(errors) == 1
    assert not Score.objects.exists()


def test_points_beyond_those_offered_are_refused(
    client: Client, submission: Submission, reviewer: User, page: CallPage
) -> None:
    client.force_login(reviewer)
    posted = {
        f"punti-points-{ROOTS}": "6",
        f"punti-points-{NETWORK}": "1",
        "punti-seen_criteria": mark_of_criteria(criteria_of(page.scoring)),
        "punti-seen_own": mark_of_own([]),
    }

    address = reverse("candidature_review:scores", args=[submission.pk])
    assert client.post(address, posted).status_code == 400
    assert not Score.objects.exists()
    assert client.post(address, {**posted, f"punti-points-{ROOTS}": "5"}).status_code == 302
    assert kept() == {ROOTS: (5, 5), NETWORK: (1, 20)}


def test_a_second_press_of_the_same_form_is_no_conflict(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = filled(form_of(django_app, submission, reviewer), "4", "15")
    form.submit().follow()
    form.submit().follow()

    assert LogEntry.objects.filter(action="scores_given").count() == 1


def test_what_was_given_in_another_window_is_told_and_only_a_second_press_replaces_it(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    late = filled(form_of(django_app, submission, reviewer), "1", "1")
    scored(submission, reviewer, 5, 20)

    told = late.submit(status=409)

    assert "non abbiamo salvato nulla" in panel(told)
    assert kept() == {ROOTS: (5, 5), NETWORK: (20, 20)}
    assert told.forms["punti"][f"punti-points-{ROOTS}"].value == "1"
    told.forms["punti"].submit().follow()
    assert kept() == {ROOTS: (1, 5), NETWORK: (1, 20)}


def test_a_colleague_who_gives_points_meanwhile_is_no_conflict(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    mine = filled(form_of(django_app, submission, reviewer), "4", "15")
    scored(submission, committee_member(page), 1, 2)
    mine.submit().follow()

    assert Score.objects.count() == 4


@pytest.mark.parametrize(
    "listed",
    [
        [(ROOTS, "Radicamento", 10), (NETWORK, "Lavoro in rete", 20)],
        [(ROOTS, "Tutt’altro", 5), (NETWORK, "Lavoro in rete", 20)],
        [(ROOTS, "Radicamento", 5)],
        [(ROOTS, "Radicamento", 5), (NETWORK, "Lavoro in rete", 20), ("criterion-new", "Costi", 5)],
    ],
)
def test_criteria_that_changed_meanwhile_are_told_before_anything_is_saved(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage, listed: Any
) -> None:
    form = filled(form_of(django_app, submission, reviewer), "4", "15")
    changed(page, *listed)

    told = form.submit(status=409)

    assert "non abbiamo salvato nulla" in panel(told)
    assert told.forms["punti"][f"punti-points-{ROOTS}"].value == "4"
    assert not Score.objects.exists()


def test_criteria_that_change_between_the_look_and_the_lock_are_not_given_points(
    submission: Submission, reviewer: User, page: CallPage
) -> None:
    seen = Seen(mark_of_criteria(criteria_of(page.scoring)), mark_of_own([]))
    changed(page, (ROOTS, "Radicamento", 3), (NETWORK, "Lavoro in rete", 20))

    with pytest.raises(giving.ScoresChangedError):
        giving.give(submission, [Points(ROOTS, 4, ""), Points(NETWORK, 15, "")], reviewer, seen=seen)
    assert not Score.objects.exists()


def test_only_what_was_changed_is_given_anew(submission: Submission, reviewer: User) -> None:
    scored(submission, reviewer, 4, 15)
    before = {one.key: one.at for one in Score.objects.all()}
    scored(submission, reviewer, 4, 16)

    after = {one.key: one.at for one in Score.objects.all()}
    assert after[ROOTS] == before[ROOTS]
    assert after[NETWORK] > before[NETWORK]


def test_ones_own_are_taken_back_and_nobody_elses(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    colleague = committee_member(page)
    scored(submission, reviewer, 4, 15)
    scored(submission, colleague, 1, 2)

    form_of(django_app, submission, reviewer).submit("take_back").follow()

    assert {one.by for one in Score.objects.all()} == {colleague}
    assert LogEntry.objects.get(action="scores_taken_back").actor == reviewer
    assert 'name="take_back"' not in django_app.get(detail_of(submission), user=reviewer).text


def test_points_given_anew_in_another_window_are_not_taken_back_by_an_old_one(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    scored(submission, reviewer, 4, 15)
    old = form_of(django_app, submission, reviewer)
    scored(submission, reviewer, 5, 20)

    old.submit("take_back", status=409)

    assert kept() == {ROOTS: (5, 5), NETWORK: (20, 20)}


def test_nothing_to_take_back_is_no_error(client: Client, submission: Submission, reviewer: User) -> None:
    client.force_login(reviewer)
    address = reverse("candidature_review:scores", args=[submission.pk])

    assert client.post(address, {"take_back": "1"}).status_code == 302
    assert not LogEntry.objects.filter(action="scores_taken_back").exists()


def test_after_the_outcome_no_points_are_given_or_taken_back(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    scored(submission, reviewer, 4, 15)
    late = filled(form_of(django_app, submission, reviewer), "1", "1")
    submission.refresh_from_db()
    workflow.transition(
        submission.pk,
        "reject",
        Actor.staff(member_of(Role.OFFICERS)),
        expected_version=submission.version,
        reason="No.",
    )

    assert "non si cambiano più" in late.submit().follow().text
    assert "non si cambiano più" in late.submit("take_back").follow().text
    # Whatever else is wrong by then, this is said.
    late[f"punti-points-{NETWORK}"] = ""
    assert "non si cambiano più" in late.submit().follow().text
    page = CallPage.objects.get(pk=submission.page_id)
    page.scoring = criteria((ROOTS, "Radicamento", 10))
    page.save()
    assert "non si cambiano più" in late.submit().follow().text
    assert kept() == {ROOTS: (4, 5), NETWORK: (15, 20)}
    assert "punti" not in django_app.get(detail_of(submission), user=reviewer).forms


def test_only_who_examines_it_gives_points(client: Client, submission: Submission, page: CallPage) -> None:
    address = reverse("candidature_review:scores", args=[submission.pk])
    posted = {
        f"punti-points-{ROOTS}": "5",
        f"punti-points-{NETWORK}": "1",
        "punti-seen_criteria": mark_of_criteria(criteria_of(page.scoring)),
        "punti-seen_own": mark_of_own([]),
    }
    client.force_login(committee_member(CallPageFactory.create()))
    assert client.post(address, posted).status_code == 404
    client.force_login(staff(access.OVERSEE, "wagtailadmin.access_admin"))
    client.post(address, posted)
    client.post(address, {"take_back": "1"})
    assert 'id="punti"' not in client.get(address).content.decode()
    client.force_login(member_of(Role.EDITORS))
    client.post(address, posted)

    assert not Score.objects.exists()
    client.force_login(committee_member(page))
    assert client.post(address, posted).status_code == 302
    assert Score.objects.count() == 2


def test_a_page_without_criteria_says_nothing_of_points(django_app: DjangoTestApp) -> None:
    for bare in (CallPageFactory.create(), EventPageFactory.create()):
        submission, user = submitted(bare), committee_member(bare)
        assert "Punteggi" not in django_app.get(detail_of(submission), user=user).text
        shown = django_app.get(reverse("candidature_review:scores", args=[submission.pk]), user=user)
        assert "punti" not in shown.forms


def test_the_database_holds_no_points_twice_and_none_beyond_their_maximum(
    submission: Submission, reviewer: User
) -> None:
    fields: dict[str, Any] = {"submission": submission, "asked": "Radicamento", "by_label": "R", "most": 5}
    Score.objects.create(key=ROOTS, by=reviewer, points=5, **fields)
    for key, points in [(ROOTS, 4), (NETWORK, 6)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Score.objects.create(key=key, by=reviewer, points=points, **fields)


def test_points_go_with_the_submission_and_stay_when_an_account_goes(
    submission: Submission, reviewer: User
) -> None:
    name = str(reviewer)
    scored(submission, reviewer, 4, 15)
    reviewer.delete()

    assert {(one.by, one.by_label) for one in Score.objects.all()} == {(None, name)}
    retention.erase(submission)
    assert not Score.objects.exists()
