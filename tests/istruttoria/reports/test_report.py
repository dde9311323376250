"""The report: figures within one's reach, true, and none by which somebody outside might know a person."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from candidature.access.scope import Reach
from candidature.actors import APPLICANT, Actor
from candidature.intake import drafts
from candidature.models import CallPage, Draft, Passage, Submission
from candidature.process import workflow
from candidature.statuses import Status
from istruttoria.reports.drawing import HEIGHT, standing
from istruttoria.reports.figures import DAYS, Bar, Extent, Figures, Times, for_outside
from portal.models import User
from portal.outbox.sending import Waiting
from portal.privacy.suppression import hidden_in
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, begun, submitted
from tests.candidature.public.journey import form_of
from tests.istruttoria.desk.at_the_desk import registered
from tests.istruttoria.people import committee_member, member_of
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Avviso contato", parent=Page.get_first_root_node())
    return made


def sent(
    page: CallPage, how_many: int = 1, status: Any = Status.RECEIVED, days_ago: int = 0
) -> list[Submission]:
    made = [submitted(page) for _number in range(how_many)]
    # At this hour of that day as clocks showed it: summer time would move the last hour into the next day.
    at = timezone.localtime() - timedelta(days=days_ago)
    Submission.objects.filter(pk__in=[one.pk for one in made]).update(status=status, submitted_at=at)
    return made


def report(client: Client, user: User, **parameters: Any) -> Any:
    client.force_login(user)
    response = client.get(reverse("candidature_review:report"), parameters)
    assert response.status_code == 200
    return response


def table(response: Any, title: str) -> dict[str, list[str]]:
    """The rows of one table, by their names."""
    for one in response.context["tables"]:
        if one["title"] == title:
            return {row["name"]: [str(cell) for cell in row["cells"]] for row in one["rows"]}
    return {}


def test_states_and_days_are_those_of_the_submissions(client: Client, page: CallPage) -> None:
    sent(page, 2)
    sent(page, 1, Status.REJECTED, days_ago=3)

    shown = report(client, member_of(Role.OFFICERS))

    assert table(shown, "Stati") == {"Ricevuta": ["2"], "Non ammessa": ["1"]}
    assert shown.context["figures"].total == 3
    assert [day.how_many for day in shown.context["figures"].days] == [1, 0, 0, 2]
    assert shown.content.decode().count("<rect x=") == 2


def test_a_report_of_one_call_holds_that_alone(client: Client, page: CallPage) -> None:
    sent(page, 2)
    sent(CallPageFactory.create(), 3)

    shown = report(client, member_of(Role.OFFICERS), page=page.pk)

    assert shown.context["figures"].total == 2
    assert shown.context["subject"] == "Avviso contato"


def test_times_are_counted_in_days_from_sending(client: Client, page: CallPage) -> None:
    officer = member_of(Role.OFFICERS)
    (submission,) = sent(page, days_ago=9)
    sent(page)
    now = timezone.localtime()
    taken = workflow.transition(
        submission.pk,
        "take",
        Actor.staff(officer),
        expected_version=submission.version,
        at=now - timedelta(days=6),
    )
    workflow.transition(
        submission.pk,
        "reject",
        Actor.staff(officer),
        expected_version=taken.version,
        reason="Prova.",
        at=now - timedelta(days=2),
    )

    shown = report(client, officer)

    assert table(shown, "Tempi, in giorni") == {
        "Dall’invio alla prima azione": ["1", "3", "3"],
        "Dall’invio alla decisione": ["1", "7", "7"],
    }


def decided(page: CallPage, officer: User, action: str) -> tuple[Submission, Any]:
    """One whose decision can still be taken back, and what was made of it."""
    (submission,) = sent(page, days_ago=9)
    waits = Waiting("bulk:1", timezone.now() + timedelta(minutes=10))
    [outcome] = workflow.transition_many(
        {submission.pk: submission.version}, action, Actor.staff(officer), reason="Prova.", waits=waits
    )
    return submission, outcome.made


def test_a_decision_taken_back_answers_nobody_and_is_no_load(client: Client, page: CallPage) -> None:
    officer = member_of(Role.OFFICERS)
    submission, made = decided(page, officer, "reject")
    before = report(client, officer)
    assert "Dall’invio alla decisione" in table(before, "Tempi, in giorni")
    assert table(before, "Carico di lavoro") == {str(officer): ["0", "1"]}

    workflow.undo_many({submission.pk: made}, Actor.staff(officer))

    after = report(client, officer)
    assert table(after, "Tempi, in giorni") == {"Dall’invio alla prima azione": ["1", "9", "9"]}
    assert table(after, "Carico di lavoro") == {}


def test_the_first_action_stays_that_of_an_account_that_is_gone(client: Client, page: CallPage) -> None:
    colleague = member_of(Role.OFFICERS)
    (submission,) = sent(page, days_ago=5)
    workflow.transition(submission.pk, "take", Actor.staff(colleague), expected_version=submission.version)

    colleague.delete()

    shown = table(report(client, member_of(Role.OFFICERS)), "Tempi, in giorni")
    assert shown == {"Dall’invio alla prima azione": ["1", "5", "5"]}


def test_what_applicants_and_the_portal_do_is_no_first_action(client: Client, page: CallPage) -> None:
    (submission,) = sent(page, days_ago=5)
    workflow.transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)

    assert table(report(client, member_of(Role.OFFICERS)), "Tempi, in giorni") == {}


def test_typing_what_came_on_paper_is_no_first_action(client: Client, django_app: DjangoTestApp) -> None:
    now = timezone.localtime()
    page = CallPageFactory.create(opens_at=now - timedelta(days=9))
    clerk, came = committee_member(page), now - timedelta(days=6)
    submission = registered(django_app, page, clerk, at=came)
    assert timezone.localtime(submission.submitted_at).date() == came.date()
    assert table(report(client, clerk), "Tempi, in giorni") == {}

    workflow.transition(submission.pk, "take", Actor.staff(clerk), expected_version=submission.version)

    shown = table(report(client, clerk), "Tempi, in giorni")
    assert shown == {"Dall’invio alla prima azione": ["1", "6", "6"]}


def test_persons_and_bodies_are_told_apart(client: Client, page: CallPage) -> None:
    made = sent(page, 8)
    bodies = [one.pk for one in made[:2]]
    Submission.objects.filter(pk__in=bodies).update(applicant_kind="organisation")
    officer = member_of(Role.OFFICERS)

    inside, outside = report(client, officer), report(client, officer, outside="on")

    assert table(inside, "Chi si presenta") == {
        "Cittadina o cittadino": ["6"],
        "Organizzazione o gruppo": ["2"],
    }
    # The total would give the other away.
    assert table(outside, "Chi si presenta") == {"Tutte le righe": ["non indicato"]}


def test_of_one_call_bodies_are_counted_by_what_they_answered_to_be(client: Client) -> None:
    asked = block(
        "one_choice",
        "tipo",
        label="Che tipo di organizzazione?",
        required=False,
        options=[
            item("ODV", block("short_text", "runts", label="RUNTS"), id_="odv"),
            item("Gruppo informale", id_="gruppo"),
        ],
    )
    page = CallPageFactory.create(parent=Page.get_first_root_node(), steps=form_of([asked]))
    made = sent(page, 4)
    for submission, answer in zip(made, ("odv", "odv", "gruppo", None), strict=True):
        Submission.objects.filter(pk=submission.pk).update(answers={"tipo": answer} if answer else {})
    officer = member_of(Role.OFFICERS)

    shown = table(report(client, officer, page=page.pk), "Che tipo di organizzazione?")

    assert shown == {
        "ODV": ["2"],
        "Gruppo informale": ["1"],
        "Non l’ha detto, o non le era chiesto": ["1"],
    }
    # Of all calls together there is no such question.
    assert not table(report(client, officer), "Che tipo di organizzazione?")


def test_who_has_how_many_is_told_to_officers_and_to_each_their_own(client: Client, page: CallPage) -> None:
    one, other = committee_member(page), committee_member(page)
    first, second, third = sent(page, 3)
    Submission.objects.filter(pk__in=[first.pk, second.pk]).update(assigned_to=one)
    Submission.objects.filter(pk=third.pk).update(assigned_to=other)
    workflow.transition(
        third.pk, "propose_reject", Actor.staff(other), expected_version=third.version, reason="Prova."
    )

    assert table(report(client, member_of(Role.OFFICERS)), "Carico di lavoro") == {
        str(one): ["2", "0"],
        str(other): ["1", "1"],
    }
    assert table(report(client, other), "Carico di lavoro") == {str(other): ["1", "1"]}


def test_where_drafts_stand_is_told_of_one_call(client: Client, page: CallPage) -> None:
    begun(page)
    old, _token = begun(page)
    type(old).objects.filter(pk=old.pk).update(
        updated_at=timezone.now() - timedelta(days=4), answers={"q-motivation": "A metà"}
    )
    sent(page)

    shown = table(report(client, member_of(Role.OFFICERS), page=page.pk), "Dove sono le bozze")

    assert shown["Lasciate da più di tre giorni"] == ["1"]
    assert shown["Inviate"] == ["1"]
    assert sum(int(cells[0]) for name, cells in shown.items() if name.startswith("In corso")) == 2


def test_how_far_people_come_is_told_also_of_drafts_that_are_gone(client: Client, page: CallPage) -> None:
    title = "Dall’inizio all’invio, negli ultimi 90 giorni"
    drafts.begin(page)
    begun(page)
    sent(page)
    Draft.objects.all().delete()
    officer = member_of(Role.OFFICERS)

    shown = report(client, officer, page=page.pk)

    [step] = page.schema["steps"]
    assert table(shown, title) == {
        "Cominciate": ["3"],
        "Scritto qualcosa in «Chi sei»": ["2"],
        f"Scritto qualcosa in «{step['title']}»": ["0"],
        "Inviate": ["1"],
    }
    assert shown.content.decode().count('class="report-bar"') >= 4
    # Each of these figures holds the next: few who left between two would be told.
    assert not table(report(client, officer, page=page.pk, outside="on"), title)
    assert not table(report(client, officer), title)


def test_steps_that_a_form_had_are_told_together(client: Client, page: CallPage) -> None:
    for step in ("tolto", "tolto-anche-lui"):
        Passage.objects.create(page=page.pk, what="reached", step=step, day=timezone.localdate(), how_many=2)
    Passage.objects.create(
        page=page.pk, what="begun", day=timezone.localdate() - timedelta(days=DAYS), how_many=9
    )
    sent(page)

    shown = table(
        report(client, member_of(Role.OFFICERS), page=page.pk),
        "Dall’inizio all’invio, negli ultimi 90 giorni",
    )

    assert shown["Scritto qualcosa in passi che il modulo non ha più"] == ["4"]
    assert shown["Cominciate"] == ["1"]


def test_what_is_out_of_reach_is_in_no_figure(client: Client, page: CallPage) -> None:
    sent(page, 4)
    elsewhere = committee_member(CallPageFactory.create())

    for asked in ({}, {"page": page.pk}):
        shown = report(client, elsewhere, **asked)
        assert shown.context["figures"].total == 0
        assert "Avviso contato" not in shown.content.decode()


def test_an_editor_reads_counts_of_their_pages_and_no_small_ones(client: Client, page: CallPage) -> None:
    sent(page, 6)
    sent(page, 2, Status.REJECTED)
    sent(page, 7, Status.ACCEPTED)

    shown = report(client, member_of(Role.EDITORS), page=page.pk)

    # The total would give away a hidden one that is alone.
    assert table(shown, "Stati") == {
        "Selezionata": ["7"],
        "Ricevuta": ["non indicato"],
        "Non ammessa": ["non indicato"],
    }
    assert not table(shown, "Tempi, in giorni")
    assert not table(shown, "Carico di lavoro")
    assert not table(shown, "Dove sono le bozze")


def test_whoever_neither_reviews_nor_edits_is_refused(client: Client) -> None:
    assert client.get(reverse("candidature_review:report")).status_code == 302


@pytest.mark.parametrize(
    "query", ["page=x", "page=99999999999999999999", "page=-1", "outside=forse", "page=1&page=2"]
)
def test_nonsense_is_the_report_of_all(client: Client, page: CallPage, query: str) -> None:
    sent(page)
    client.force_login(member_of(Role.OFFICERS))

    assert client.get(f"{reverse('candidature_review:report')}?{query}").status_code == 200


def test_an_empty_portal_has_an_empty_report(client: Client) -> None:
    shown = report(client, member_of(Role.OFFICERS))

    assert shown.context["tables"] == []
    assert "<rect" not in shown.content.decode()


def test_for_outside_nobody_is_named_and_days_are_weeks(client: Client, page: CallPage) -> None:
    colleague = committee_member(page)
    made = sent(page, 6, days_ago=7)
    sent(page, 5)
    Submission.objects.filter(pk=made[0].pk).update(assigned_to=colleague)

    shown = report(client, member_of(Role.OFFICERS), outside="on")

    assert str(colleague) not in shown.content.decode()
    assert [(day.how_many, day.name.startswith("settimana")) for day in shown.context["figures"].days] == [
        (6, True),
        (5, True),
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([9, 7], [9, 7]),
        ([9, 3, 2], [9, None, None]),
        ([9, 7, 2], [9, None, None]),
        ([9, 0, 2], [None, 0, None]),
        ([3], [None]),
        ([10, 1, 1], [None, None, None]),
        ([20, 6, 4, 4], [20, None, None, None]),
        ([], []),
    ],
)
def test_small_figures_are_not_told_and_not_given_away(given: list[int], told: list[int | None]) -> None:
    row = {str(number): how_many for number, how_many in enumerate(given)}

    hidden = hidden_in(row)

    assert [None if key in hidden and how_many else how_many for key, how_many in row.items()] == told


def test_one_page_less_is_no_way_to_what_another_hides(client: Client, page: CallPage) -> None:
    other = CallPageFactory.create(title="Avviso piccolo", parent=Page.get_first_root_node())
    sent(page, 8)
    sent(page, 9, Status.REJECTED)
    sent(page, 7, Status.ACCEPTED)
    sent(other, 2)
    sent(other, 3, Status.REJECTED)
    sent(other, 6, Status.ACCEPTED)
    editor = member_of(Role.EDITORS)

    small = table(report(client, editor, page=other.pk), "Stati")
    whole = table(report(client, editor), "Stati")

    assert small == {"Selezionata": ["6"], "Non ammessa": ["non indicato"], "Ricevuta": ["non indicato"]}
    assert whole == {"Selezionata": ["13"], "Non ammessa": ["non indicato"], "Ricevuta": ["non indicato"]}


def test_what_is_not_told_stands_by_its_name_and_not_by_its_size(client: Client, page: CallPage) -> None:
    sent(page, 1, Status.ADMISSIBLE)
    sent(page, 2, Status.REJECTED)
    sent(page, 3)
    sent(page, 9, Status.ACCEPTED)

    shown = table(report(client, member_of(Role.OFFICERS), page=page.pk, outside="on"), "Stati")

    assert list(shown) == ["Selezionata", "Ammissibile", "Non ammessa", "Ricevuta"]


def test_of_a_week_that_is_cut_off_nothing_is_told_outside(page: CallPage) -> None:
    since = timezone.localdate() - timedelta(days=DAYS - 1)
    for number in range(7):
        sent(page, 1, days_ago=DAYS - 1 - number)
    sent(page, 6)

    weeks = Extent(Reach(everything=True)).by_page_and_week()[0]

    assert all(date.fromisoformat(monday) >= since for monday in weeks)
    assert sum(weeks.values()) == 13 - (-since.weekday() % 7)


def test_times_of_few_are_not_told_outside() -> None:
    figures = Figures(
        total=9, states=[], kinds=[], applicants=[], zones=[], days=[], times=[Times("Prova", 4, 1, 2)]
    )

    assert for_outside(figures, Extent(Reach(everything=True))).times == []


def test_of_very_few_nothing_but_their_number_is_told_outside() -> None:
    few = Figures(total=1, states=[Bar("Non ammessa", 1)], kinds=[], applicants=[], zones=[], days=[])
    told = for_outside(few, Extent(Reach(everything=True)))

    assert (told.total, told.states) == (1, [])


def test_where_all_of_a_table_is_hidden_it_says_so_instead_of_being_missing(
    client: Client, page: CallPage
) -> None:
    sent(page, 3)
    sent(page, 4, Status.REJECTED)
    shown = report(client, member_of(Role.OFFICERS), outside="on")

    assert table(shown, "Stati") == {"Tutte le righe": ["non indicato"]}
    assert "da cui si capirebbe" in shown.content.decode()


def test_of_very_few_the_report_says_why_it_says_no_more(client: Client, page: CallPage) -> None:
    sent(page, 2)
    shown = report(client, member_of(Role.OFFICERS), outside="on")

    assert "Sono meno di 5" in shown.content.decode()
    for name in ("Stati", "Tipi", "Zone"):
        assert table(shown, name) == {"Tutte le righe": ["non indicato"]}
    assert "Sono meno di 5" not in report(client, member_of(Role.OFFICERS)).content.decode()


def test_a_figure_that_is_not_told_is_drawn_as_that() -> None:
    told, untold = standing([Bar("a", 9), Bar("b", None)])

    assert (told.is_told, untold.is_told, untold.says) == (True, False, "b: non indicato")


def test_the_highest_bar_is_as_high_as_the_drawing() -> None:
    drawn = standing([Bar("a", 2), Bar("b", 0), Bar("c", 8)])

    assert [float(bar.height) for bar in drawn] == [HEIGHT / 4, HEIGHT]
    assert [bar.says for bar in drawn] == ["a: 2", "c: 8"]


def test_queries_do_not_follow_how_many_there_are(
    client: Client, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    officer = member_of(Role.OFFICERS)
    sent(page, 3)
    client.force_login(officer)
    client.get(reverse("candidature_review:report"))
    with django_assert_max_num_queries(30) as few:
        client.get(reverse("candidature_review:report"))
    sent(page, 9)
    sent(CallPageFactory.create(parent=Page.get_first_root_node()), 3)

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(reverse("candidature_review:report"))
