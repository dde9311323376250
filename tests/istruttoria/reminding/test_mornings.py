"""In the morning each colleague is told, by numbers and links, what of theirs is due, late or unread."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import CallPage, Submission
from candidature.process import assigning, workflow
from candidature.statuses import Status
from istruttoria.absences.models import Absence
from istruttoria.notes import writing as notes
from istruttoria.opinions.models import Opinion
from istruttoria.reminding.models import ReminderSilence
from istruttoria.reminding.telling import write_due
from portal.italian.holidays import is_working_day, working_day_before
from portal.models import OutboxMessage, User
from portal.privacy.tokens import new_token
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import administrator, committee_member, member_of

pytestmark = pytest.mark.django_db


def morning() -> datetime:
    """Eight o'clock of today or of the next working day, where everybody's terms are the same."""
    now = timezone.localtime().replace(hour=8, minute=0)
    while not is_working_day(now.date()):
        now += timedelta(days=1)
    return now


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def reviewer(page: CallPage) -> User:
    return committee_member(page)


def waiting(page: CallPage, **columns: Any) -> Submission:
    submission = submitted(page, first_name="Zanzibarrina")
    late = {"status": Status.IN_REVIEW, "respond_by": timezone.localdate() - timedelta(days=2)}
    Submission.objects.filter(pk=submission.pk).update(**{**late, **columns})
    OutboxMessage.objects.all().delete()
    return submission


def told(now: datetime | None = None) -> dict[str, str]:
    """The texts by address of a run, which stays in the outbox."""
    known = set(OutboxMessage.objects.values_list("pk", flat=True))
    write_due(now or morning())
    return {one.recipient: str(one.body) for one in OutboxMessage.objects.exclude(pk__in=known)}


def test_each_is_told_how_much_waits_and_nothing_of_whom(page: CallPage, reviewer: User) -> None:
    late = waiting(page)
    member_of(Role.REVIEWERS)
    member_of(Role.EDITORS)
    administrator()

    letters = told()

    assert set(letters) == {reviewer.email}
    text = letters[reviewer.email]
    assert "In scadenza o in ritardo: 1" in text
    assert "?need=due" in text
    assert "Messaggi" not in text
    for secret in ("Zanzibarrina", late.reference, late.email, page.title):
        assert secret not in text


def test_expired_integrations_unread_messages_and_mentions_are_counted(
    page: CallPage, reviewer: User
) -> None:
    now = timezone.now()
    distant = timezone.localdate() + timedelta(days=60)
    waiting(page, status=Status.NEEDS_INFO, info_due_at=now - timedelta(hours=1), respond_by=distant)
    unread = waiting(page, unread_since=now, respond_by=distant)
    notes.write(unread, committee_member(page), f"@{reviewer.email} guarda", key=new_token())
    OutboxMessage.objects.all().delete()

    text = told()[reviewer.email]

    for line in (
        "Integrazioni scadute: 1",
        "Messaggi da leggere: 1",
        f"Una nota ti nomina: {page.title}",
    ):
        assert line in text
    assert "in ritardo" not in text


def test_a_note_about_what_a_colleague_has_leads_there(
    client: Client, page: CallPage, reviewer: User
) -> None:
    colleague, distant = committee_member(page), timezone.localdate() + timedelta(days=60)
    first, second = (waiting(page, respond_by=distant, assigned_to=colleague) for _one in range(2))
    notes.write(first, colleague, f"@{reviewer.email} guarda", key=new_token())
    written = notes.write(second, colleague, "Da guardare.", key=new_token()).note
    # Whom a note names when it is reworded is told as well, however long ago it was written.
    notes.reword(written, colleague, f"@{reviewer.email} guarda", seen=0)
    type(written).objects.filter(pk=written.pk).update(written_at=morning() - timedelta(days=10))
    hidden = submitted(CallPageFactory.create())
    notes.write(hidden, member_of(Role.OFFICERS), f"@{reviewer.email} guarda", key=new_token())
    OutboxMessage.objects.all().delete()

    text = told()[reviewer.email]

    client.force_login(reviewer)
    links = re.findall(r"/admin/candidature/\d+/\S*#note-section", text)
    assert len(links) == text.count(f"Una nota ti nomina: {page.title}") == 2
    for link, submission in zip(links, (first, second), strict=True):
        assert submission.reference in client.get(link).content.decode()
    assert "need=any" not in text.partition("Una nota")[2].partition("I collegamenti")[0]


def test_what_was_given_is_counted_beside_all_that_its_link_shows(
    client: Client, page: CallPage, reviewer: User
) -> None:
    colleague, distant = committee_member(page), timezone.localdate() + timedelta(days=60)
    given, own = (waiting(page, respond_by=distant) for _one in range(2))
    assigning.assign(given.pk, reviewer, Actor.staff(colleague), former=None)
    assigning.assign(own.pk, reviewer, Actor.staff(reviewer), former=None)

    text = told()[reviewer.email]

    assert re.search(r"Assegnate a te da \w+: 1, di 2 assegnate a te", text)
    client.force_login(reviewer)
    [link] = re.findall(r"/admin/\S+assigned_to=me", text)
    listed = client.get(link).content.decode()
    assert given.reference in listed
    assert own.reference in listed


def test_what_was_decided_since_it_was_given_is_not_told(page: CallPage, reviewer: User) -> None:
    colleague, distant = committee_member(page), timezone.localdate() + timedelta(days=60)
    for status in (Status.IN_REVIEW, Status.REJECTED):
        given = waiting(page, respond_by=distant)
        assigning.assign(given.pk, reviewer, Actor.staff(colleague), former=None)
        Submission.objects.filter(pk=given.pk).update(status=status)

    assert re.findall(r"Assegnate a te da \w+: (\d+)", told()[reviewer.email]) == ["1"]


def test_what_is_new_answered_or_an_opinion_is_counted(page: CallPage, reviewer: User) -> None:
    distant = timezone.localdate() + timedelta(days=60)
    waiting(page, status=Status.RECEIVED, respond_by=distant)
    waiting(page, respond_by=distant, completed_at=timezone.now())
    Opinion.objects.create(
        submission=waiting(page, respond_by=distant),
        state=Opinion.State.GIVEN,
        name="Ugo Verdi",
        email="ugo@example.net",
        due_at=timezone.now(),
        given_at=timezone.now(),
        key_hash="a",
    )

    text = told()[reviewer.email]

    for line in ("Nuove: 1", "Integrazioni arrivate: 1", "Pareri arrivati o mancanti: 1"):
        assert line in text
    assert "Ugo Verdi" not in text


def test_what_others_gave_since_yesterday_and_its_day_are_told(page: CallPage, reviewer: User) -> None:
    distant, colleague = timezone.localdate() + timedelta(days=60), committee_member(page)
    given, own, long_ago = (waiting(page, respond_by=distant) for _one in range(3))
    for submission, giver in ((given, colleague), (own, reviewer), (long_ago, colleague)):
        days = {submission.pk: timezone.localdate() if submission == given else None}
        assigning.assign(submission.pk, reviewer, Actor.staff(giver), former=None, days=days)
    # Entries of the log are never changed: the day after the one after tomorrow they are old.
    later = morning() + timedelta(days=14 - morning().weekday())
    while not is_working_day(later.date()):
        later += timedelta(days=1)

    text = told()[reviewer.email]

    before = working_day_before(morning().date())
    is_yesterday = morning().date() - before == timedelta(days=1)
    since = "ieri" if is_yesterday else date_format(before, "l")
    assert f"Assegnate a te da {since}: 2" in text
    assert "?assigned_to=me" in text
    assert "Da valutare entro oggi, o in ritardo: 1" in text
    assert "Assegnate a te" not in told(later)[reviewer.email]


def test_who_decides_is_told_of_proposals_whoever_holds_them(page: CallPage, reviewer: User) -> None:
    officer, distant = member_of(Role.OFFICERS), timezone.localdate() + timedelta(days=60)
    held = waiting(page, assigned_to=reviewer, respond_by=distant)
    propose: dict[str, Any] = {"expected_version": held.version, "reason": "Prova."}
    workflow.transition(held.pk, "propose_accept", Actor.staff(reviewer), **propose)

    letters = told()

    assert set(letters) == {officer.email}
    assert "Proposte da decidere: 1" in letters[officer.email]
    assert "need=proposed" in letters[officer.email]
    assert "a chiunque sia assegnata" in letters[officer.email]


def test_once_a_day_on_working_mornings_and_only_of_something(page: CallPage, reviewer: User) -> None:
    assert told() == {}
    waiting(page)
    at = morning()
    saturday = at + timedelta(days=5 - at.weekday())
    for other in (at.replace(hour=6), at.replace(hour=12), saturday, saturday + timedelta(days=1)):
        assert told(other) == {}

    assert len(told(at)) == 1
    assert told(at + timedelta(hours=1)) == {}


def test_the_work_of_a_colleague_is_told_to_them_alone(page: CallPage, reviewer: User) -> None:
    waiting(page, assigned_to=committee_member(page))

    assert reviewer.email not in told()


def test_who_is_away_is_passed_over_and_the_stand_in_told_instead(page: CallPage, reviewer: User) -> None:
    stand_in = committee_member(page)
    waiting(page, assigned_to=reviewer)
    day = morning().date()
    Absence.objects.create(account=reviewer, first_day=day, last_day=day, stand_in=stand_in)
    if day != timezone.localdate():
        Absence.objects.update(first_day=timezone.localdate())

    assert set(told()) == {stand_in.email}


def test_one_switches_it_off_in_the_account(
    django_app: DjangoTestApp, page: CallPage, reviewer: User
) -> None:
    waiting(page)
    account = reverse("wagtailadmin_account")
    form = next(
        one
        for one in django_app.get(account, user=reviewer).forms.values()
        if "reminders-wants_letters" in one.fields
    )
    assert form["reminders-wants_letters"].checked
    form["reminders-wants_letters"] = False
    form.submit()

    assert ReminderSilence.objects.filter(account=reviewer).exists()
    assert told() == {}
