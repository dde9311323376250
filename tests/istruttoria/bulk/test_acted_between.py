"""A colleague acts between many at once and «Annulla tutto»: what they decided stays, and it says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidature.actors import Actor
from candidature.messages import to_many
from candidature.messages.models import Message
from candidature.models import CallPage, Submission
from candidature.process import assigning
from candidature.process.workflow import transition
from istruttoria.bulk import working
from istruttoria.bulk.models import BulkJob
from istruttoria.bulk.words import in_words
from istruttoria.labels import marking
from istruttoria.labels.models import Label, Labelling
from istruttoria.notes import writing as notes
from portal.models import User
from portal.outbox.sending import Waiting
from tests.candidature.factories import submitted
from tests.istruttoria.bulk.jobs import finished, holders, prepared
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db
AGAIN, MARKED = "GivenAgainError", "MarkedSinceError"


@pytest.fixture
def colleague(page: CallPage) -> User:
    return committee_member(page)


@pytest.fixture
def one(page: CallPage) -> Submission:
    return submitted(page)


@pytest.fixture
def label() -> Label:
    return Label.objects.create(name="Da richiamare")


def taken_back(job: BulkJob, user: User) -> tuple[str, str]:
    """The state of the one row, and its refusal."""
    working.take_back(job, Actor.staff(user))
    working.go_on()
    row = job.rows.get()
    if row.refusal:
        assert in_words(row.refusal)
    return row.state, row.refusal


def remembers_less(job: BulkJob) -> None:
    """As it was stored before jobs remembered the entry of the log."""
    row = job.rows.get()
    assert row.made is not None
    row.made.pop("entry")
    row.save()


@pytest.mark.parametrize("old", [False, True])
def test_who_was_given_it_and_set_a_day_keeps_both(
    officer: User, colleague: User, one: Submission, old: bool
) -> None:
    day = timezone.localdate() + timedelta(days=5)
    job = finished(prepared(officer, "assign", one, target=colleague.pk))
    if old:
        remembers_less(job)
    own = {one.pk: day}
    assigning.assign(one.pk, colleague, Actor.staff(colleague), former=colleague.pk, days=own)

    assert taken_back(job, officer) == ("kept", AGAIN)

    assert holders(one) == [colleague]
    assert one.work_by == day


def test_who_gave_it_away_and_took_it_again_keeps_it(officer: User, colleague: User, one: Submission) -> None:
    job = finished(prepared(officer, "assign", one, target=colleague.pk))
    assigning.assign(one.pk, None, Actor.staff(colleague), former=colleague.pk)
    assigning.assign(one.pk, colleague, Actor.staff(colleague), former=None)

    assert taken_back(job, officer) == ("kept", AGAIN)

    assert holders(one) == [colleague]


def test_what_many_were_taken_from_and_a_colleague_left_so_on_purpose_stays_free(
    officer: User, colleague: User, one: Submission
) -> None:
    assigning.assign(one.pk, colleague, Actor.staff(officer), former=None)
    one.refresh_from_db()
    job = finished(prepared(officer, "assign", one, target=None))
    assigning.assign(one.pk, officer, Actor.staff(officer), former=None)
    assigning.assign(one.pk, None, Actor.staff(colleague), former=officer.pk)

    assert taken_back(job, officer) == ("kept", AGAIN)

    assert holders(one) == [None]


@pytest.mark.parametrize("old", [False, True])
def test_where_nobody_acted_an_old_job_too_is_taken_back(
    officer: User, colleague: User, one: Submission, label: Label, old: bool
) -> None:
    jobs = [
        finished(prepared(officer, "assign", one, target=colleague.pk)),
        finished(prepared(officer, "label", one, target=label.pk)),
    ]
    for job in jobs:
        if old:
            remembers_less(job)
        assert taken_back(job, officer) == ("undone", "")
    assert holders(one) == [None]
    assert not Labelling.objects.exists()

    marking.mark([one.pk], colleague, put=[label])
    off = finished(prepared(officer, "unlabel", one, target=label.pk))
    assert not Labelling.objects.exists()
    if old:
        remembers_less(off)
    assert taken_back(off, officer) == ("undone", "")
    assert Labelling.objects.get().submission == one


Acting = Callable[[Submission, User, Label], Any]


def puts(one: Submission, user: User, label: Label) -> None:
    marking.mark([one.pk], user, put=[label])


def takes_off(one: Submission, user: User, label: Label) -> None:
    marking.mark([one.pk], user, take_off=[label])


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize(
    ("act", "acting", "found", "is_on"),
    [
        ("label", [takes_off], ("undone", ""), False),
        ("label", [takes_off, puts], ("kept", MARKED), True),
        ("unlabel", [puts], ("undone", ""), True),
        ("unlabel", [puts, takes_off], ("kept", MARKED), False),
    ],
)
def test_a_label_stays_as_a_colleague_left_it(
    officer: User,
    colleague: User,
    one: Submission,
    label: Label,
    act: str,
    acting: list[Acting],
    found: tuple[str, str],
    is_on: bool,
    old: bool,
) -> None:
    if act == "unlabel":
        puts(one, colleague, label)
    other = Label.objects.create(name="Altra")
    job = finished(prepared(officer, act, one, target=label.pk))
    if old:
        remembers_less(job)
    for step in acting:
        step(one, colleague, label)
    # Another label says nothing of this one.
    puts(one, colleague, other)

    assert taken_back(job, officer) == found

    assert Labelling.objects.filter(label=label).exists() == is_on


def gives(one: Submission, user: User, _label: Label) -> None:
    assigning.assign(one.pk, user, Actor.staff(user), former=None)


def notes_down(one: Submission, user: User, _label: Label) -> None:
    notes.write(one, user, "Da rivedere.", key="chiave")


def reopens(one: Submission, user: User, _label: Label) -> None:
    one.refresh_from_db()
    transition(one.pk, "reopen", Actor.staff(user), expected_version=one.version, reason="Ripensato.")


def reopens_and_accepts(one: Submission, user: User, label: Label) -> None:
    reopens(one, user, label)
    one.refresh_from_db()
    transition(one.pk, "accept", Actor.staff(user), expected_version=one.version)


@pytest.mark.parametrize(
    ("acting", "found"),
    [
        # What says nothing of the step stays, and the step is taken back.
        (gives, ("undone", "")),
        (puts, ("undone", "")),
        (notes_down, ("undone", "")),
        (reopens, ("kept", "ConflictError")),
        (reopens_and_accepts, ("kept", "ConflictError")),
    ],
)
def test_a_step_is_taken_back_unless_a_colleague_made_another(
    officer: User, one: Submission, label: Label, acting: Acting, found: tuple[str, str]
) -> None:
    job = finished(prepared(officer, "accept", one))
    acting(one, officer, label)
    log = one.log.count()
    labels, holder = Labelling.objects.count(), holders(one)
    left_as = one.status

    assert taken_back(job, officer) == found

    assert (Labelling.objects.count(), holders(one)) == (labels, holder)
    assert one.status == ("received" if found[0] == "undone" else left_as)
    assert one.log.count() == log + (found[0] == "undone")


def test_a_message_is_withdrawn_and_one_that_a_colleague_wrote_since_is_not(
    officer: User, colleague: User, one: Submission
) -> None:
    job = finished(prepared(officer, "message", one, text="Per tutti."))
    one.refresh_from_db()
    to_many.send(
        {one.pk: one.version}, Actor.staff(colleague), lambda *_: "Da me.", key="altra", waits=Waiting("")
    )

    assert taken_back(job, officer) == ("undone", "")

    withdrawn = [(one.text, one.withdrawn_at is not None) for one in Message.objects.order_by("pk")]
    assert withdrawn == [("Per tutti.", True), ("Da me.", False)]
