"""Sharing out what nobody has: shown first, then done as it was shown, and only within each one's reach."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process import assigning
from candidature.search import finding
from candidature.statuses import Status
from istruttoria.absences.models import Absence
from istruttoria.assigning.members import Member
from istruttoria.assigning.sharing import Row, Way, share
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, CommitteeFactory, submitted
from tests.istruttoria.people import committee_member, member_of
from tests.territori.factories import ZoneFactory

SHARE = "candidature_review:share"


def member(number: int, pages: Any = (), zones: Any = (), load: int = 0) -> Member:
    return Member(
        User(pk=number, email=f"{number}@example.org"), frozenset(pages), frozenset(zones), load, False
    )


def rows(*kinds: tuple[int, int | None]) -> list[Row]:
    return [Row(number, page, zone) for number, (page, zone) in enumerate(kinds, start=1)]


def given(shares: Any) -> dict[int, int]:
    return {pk: one.account.pk for pk, one in shares.of.items()}


def test_evenly_gives_each_as_many_whatever_they_have() -> None:
    shares = share(
        rows(*[(1, None)] * 6), [member(1, [1], load=50), member(2, [1]), member(3, [1])], Way.EVENLY
    )

    assert shares.how_many() == {1: 2, 2: 2, 3: 2}


def test_the_least_loaded_gets_the_next_until_all_have_as_many() -> None:
    shares = share(rows(*[(1, None)] * 6), [member(1, [1], load=5), member(2, [1], load=1)], Way.LEAST)

    assert shares.how_many() == {1: 1, 2: 5}


def test_what_concerns_a_zone_goes_to_one_person_as_far_as_it_is_in_reach() -> None:
    both, one = member(1, [1, 2]), member(2, [1])

    shares = share(rows((1, 7), (1, 8), (1, 7), (2, 8), (1, 8), (1, None)), [both, one], Way.ZONE)

    assert given(shares) == {1: 1, 2: 2, 3: 1, 4: 1, 5: 2, 6: 2}


def test_nobody_gets_what_is_out_of_their_reach_and_what_nobody_may_get_is_told() -> None:
    shares = share(
        rows((1, None), (2, 9), (3, None), (3, 9)), [member(1, [1]), member(2, zones=[9])], Way.EVENLY
    )

    assert given(shares) == {1: 1, 2: 2, 4: 2}
    assert shares.left == [3]


def test_the_same_shares_have_the_same_digest_and_others_another() -> None:
    among = [member(1, [1]), member(2, [1])]

    first, again = (share(rows(*[(1, None)] * 4), among, Way.EVENLY).digest for _turn in range(2))

    assert first == again
    assert share(rows(*[(1, None)] * 5), among, Way.EVENLY).digest != first


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def officer(django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    django_app.set_user(user)
    return user


def opened(app: DjangoTestApp, **parameters: Any) -> Any:
    return app.get(reverse(SHARE), parameters).forms["distribuisci"]


def holders() -> dict[int, Any]:
    return dict(Submission.objects.values_list("pk", "assigned_to"))


@pytest.mark.django_db
def test_first_it_is_shown_who_would_get_how_many_and_then_it_is_done(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    first, second = committee_member(page), committee_member(page)
    sent = [submitted(page) for _turn in range(4)]

    shown = opened(django_app, page=str(page.pk)).submit()

    assert set(holders().values()) == {None}, "nothing is done before it is confirmed"
    cells = [row.get_text(" ", strip=True) for row in shown.html.select(".review-shares tbody tr")]
    assert cells == [f"{first} 0 2 2", f"{second} 0 2 2"]

    after = shown.forms["distribuisci"].submit("confirm", value="1").follow()

    assert sorted(holders().values()) == sorted([first.pk, second.pk] * 2)
    assert "Assegnate 4 candidature." in after.text
    assert after.request.GET["page"] == str(page.pk)
    assert LogEntry.objects.filter(action=assigning.ASSIGNED, actor=officer).count() == len(sent)


@pytest.mark.django_db
def test_all_of_them_get_the_day_that_was_typed(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    committee_member(page)
    submitted(page)
    form, day = opened(django_app, page=str(page.pk)), timezone.localdate() + timedelta(days=5)
    # The calendar of the field.
    assert "date-time-chooser" in form.response.text
    form["work_by"] = day.isoformat()

    form.submit().forms["distribuisci"].submit("confirm", value="1").follow()

    assert Submission.objects.get().work_by == day


@pytest.mark.django_db
def test_what_is_of_who_is_away_is_shared_out_where_it_is_asked(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    away, present, today = committee_member(page), committee_member(page), timezone.localdate()
    theirs, kept = submitted(page), submitted(page)
    assigning.assign(theirs.pk, away, Actor.staff(away), former=None, days={theirs.pk: today})
    assigning.assign(kept.pk, present, Actor.staff(present), former=None)
    Absence.objects.create(account=away, first_day=today, last_day=today)
    form = opened(django_app, page=str(page.pk))
    form["of_absent"] = True

    shown = form.submit()
    assert shown.html.select_one(".review-shares strong").get_text() == "1"
    shown.forms["distribuisci"].submit("confirm", value="1").follow()

    assert holders() == {theirs.pk: present.pk, kept.pk: present.pk}
    assert Submission.objects.get(pk=theirs.pk).work_by is None


@pytest.mark.django_db
def test_only_what_the_filter_chooses_is_open_and_has_nobody(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    member, held_by = committee_member(page), committee_member(page)
    wanted, decided, taken = submitted(page), submitted(page), submitted(page)
    elsewhere = CallPageFactory.create()
    other = submitted(elsewhere)
    Submission.objects.filter(pk=decided.pk).update(status=Status.REJECTED)
    assigning.assign(taken.pk, held_by, Actor.staff(held_by), former=None)

    form = opened(django_app, page=str(page.pk), stage="all")
    form["among"] = [str(member.pk)]
    form.submit().forms["distribuisci"].submit("confirm", value="1")

    assert holders() == {wanted.pk: member.pk, decided.pk: None, taken.pk: held_by.pk, other.pk: None}


@pytest.mark.django_db
def test_what_changed_after_it_was_shown_is_shown_again_and_nothing_is_done(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    user = committee_member(page)
    taken, _other = submitted(page), submitted(page)
    shown = opened(django_app).submit()
    assigning.assign(taken.pk, user, Actor.staff(user), former=None)

    again = shown.forms["distribuisci"].submit("confirm", value="1")

    assert "Nel frattempo qualcosa è cambiato" in again.text
    assert sorted(holders().values(), key=str) == [user.pk, None]
    again.forms["distribuisci"].submit("confirm", value="1")
    assert None not in holders().values()


@pytest.mark.django_db
def test_who_is_away_is_left_out_unless_chosen(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    present, absent = committee_member(page), committee_member(page)
    today = timezone.localdate()
    Absence.objects.create(
        account=absent, first_day=today, last_day=today + timedelta(days=3), stand_in=present
    )
    submitted(page), submitted(page)

    form = opened(django_app)
    assert f"{absent} · ne ha 0 aperte · oggi è assente, al suo posto {present}" in form.text
    form.submit().forms["distribuisci"].submit("confirm", value="1")

    assert set(holders().values()) == {present.pk}


@pytest.mark.django_db
def test_a_committee_of_zones_gets_what_concerns_them(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    zone = ZoneFactory.create()
    user = committee_member()
    committee = CommitteeFactory.create()
    committee.members.add(user)
    committee.zones.add(zone)
    here, elsewhere = submitted(page), submitted(page)
    Submission.objects.filter(pk=here.pk).update(zone=zone)

    shown = opened(django_app).submit()
    assert "1 resta di nessuno" in shown.text
    shown.forms["distribuisci"].submit("confirm", value="1")

    assert holders() == {here.pk: user.pk, elsewhere.pk: None}


@pytest.mark.django_db
def test_nothing_to_share_out_and_nobody_to_share_it_with_are_said(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    assert "0 candidature" in django_app.get(reverse(SHARE)).text
    submitted(page)
    assert "Nessuna commissione che le segue" in django_app.get(reverse(SHARE)).text


@pytest.mark.django_db
def test_only_who_decides_shares_out(client: Client, page: CallPage) -> None:
    submitted(page)
    for user in (committee_member(page), member_of(Role.EDITORS)):
        client.force_login(user)
        assert client.post(reverse(SHARE), {"way": "evenly"}).status_code in (302, 403)
    assert "Distribuisci" not in client.get(reverse("candidature_review:index")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"way": "zzz", "among": "1"},
        {"way": "evenly", "among": ["abc"]},
        {"among": "9" * 40, "confirm": "1"},
    ],
)
def test_nonsense_is_told_and_does_nothing(client: Client, page: CallPage, posted: Any) -> None:
    client.force_login(member_of(Role.OFFICERS))
    committee_member(page)
    submitted(page)

    assert client.post(reverse(SHARE), posted).status_code == 400
    assert set(holders().values()) == {None}


@pytest.mark.django_db
def test_it_costs_few_queries_however_many_rows_there_are(
    client: Client, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(member_of(Role.OFFICERS))
    users = [committee_member(page), committee_member(page)]
    for _turn in range(12):
        submitted(page)
    posted = {"way": "least", "among": [str(user.pk) for user in users]}
    client.get(reverse(SHARE))

    with django_assert_max_num_queries(20):
        shown = client.post(reverse(SHARE), posted)
    with django_assert_max_num_queries(32):
        client.post(reverse(SHARE), {**posted, "confirm": "1", "shown": shown.context["shares"].digest})

    assert None not in holders().values()


@pytest.mark.django_db
def test_who_oversees_is_offered_and_gets_something_where_somebody_means_them(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    seated, sent = committee_member(page), submitted(page)
    form = opened(django_app, page=str(page.pk))
    ticked = {box._value for box in form.fields["among"] if box.checked}
    assert ticked == {str(seated.pk)}
    assert str(officer.pk) in {box._value for box in form.fields["among"]}

    for box in form.fields["among"]:
        box.checked = box._value == str(officer.pk)
    form.submit().forms["distribuisci"].submit("confirm", value="1")

    assert holders() == {sent.pk: officer.pk}


@pytest.mark.django_db
def test_words_that_stand_in_many_are_shared_out_by_and_by_to_the_oldest(
    django_app: DjangoTestApp, officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated = committee_member(page)
    oldest, *newer = [submitted(page, last_name="Frequentissimi") for _turn in range(3)]
    # Words find no fewer than filters do: what the list shows of them bounds nothing here.
    monkeypatch.setattr(finding, "MOST_FOUND", 1)
    whole = django_app.get(reverse(SHARE), {"q": "frequentissimi"})
    assert "3 candidature dell’elenco che hai scelto sono aperte" in " ".join(whole.text.split())

    monkeypatch.setattr("istruttoria.assigning.page.MOST", 2)
    first = opened(django_app, q="frequentissimi")
    assert "sono le prime 2 nell’ordine dell’elenco" in " ".join(first.submit().text.split())
    first.submit().forms["distribuisci"].submit("confirm", value="1")
    assert holders() == {oldest.pk: None, **{one.pk: seated.pk for one in newer}}

    # What was shared out does not stand before the rest.
    again = opened(django_app, q="frequentissimi")
    again.submit().forms["distribuisci"].submit("confirm", value="1")
    assert set(holders().values()) == {seated.pk}
