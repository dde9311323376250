"""Many given to a colleague or marked with a label: no letter leaves, and all of it is taken back."""

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
from istruttoria.bulk import working
from istruttoria.bulk.models import BulkJob
from istruttoria.labels import marking
from istruttoria.labels.models import Label, Labelling
from portal.models import User
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.bulk.jobs import CHOOSE, finished, holders, outcome_letters, prepared, states
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db


def test_many_are_given_to_a_colleague_and_given_back(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    colleague, holder = committee_member(page), committee_member(page)
    free, held, taken = submitted(page), submitted(page), submitted(page)
    assigning.assign(held.pk, holder, Actor.staff(officer), former=None)
    query = f"{reverse(CHOOSE)}?scelta={free.pk}&scelta={held.pk}&scelta={taken.pk}&azione=assign"
    asked = django_app.get(query).forms["che-cosa"]
    asked["target"] = str(colleague.pk)
    asked.submit()
    job = BulkJob.objects.get()
    # A colleague takes one between the preview and the confirmation.
    assigning.assign(taken.pk, holder, Actor.staff(officer), former=None)

    finished(job)

    assert states(job) == ["done", "done", "refused"]
    assert holders(free, held, taken) == [colleague, colleague, holder]
    working.take_back(job, Actor.staff(officer))
    working.go_on()
    assert states(job) == ["undone", "undone", "refused"]
    assert holders(free, held, taken) == [None, holder, holder]
    assert not outcome_letters().exists()


def test_who_is_away_today_is_said_to_be_with_who_stands_in(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    absent, present, today = committee_member(page), committee_member(page), timezone.localdate()
    Absence.objects.create(account=absent, first_day=today, last_day=today, stand_in=present)
    query = f"{reverse(CHOOSE)}?scelta={submitted(page).pk}&azione=assign"

    asked = django_app.get(query).forms["che-cosa"]

    said = {value: words for value, _chosen, words in asked["target"].options}
    assert said[str(absent.pk)] == f"{absent} · oggi è assente, al suo posto {present}"
    assert said[str(present.pk)] == str(present)


def test_a_day_goes_along_and_the_former_one_comes_back(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    colleague, holder, day = committee_member(page), committee_member(page), timezone.localdate()
    free, held = submitted(page), submitted(page)
    before = day + timedelta(days=9)
    assigning.assign(held.pk, holder, Actor.staff(officer), former=None, days={held.pk: before})
    query = f"{reverse(CHOOSE)}?scelta={free.pk}&scelta={held.pk}&azione=assign"
    asked = django_app.get(query).forms["che-cosa"]
    asked["target"], asked["work_by"] = str(colleague.pk), day.isoformat()
    asked.submit()
    job = BulkJob.objects.get()

    def days() -> list[Any]:
        return list(Submission.objects.order_by("pk").values_list("work_by", flat=True))

    finished(job)
    assert days() == [day, day]
    working.take_back(job, Actor.staff(officer))
    working.go_on()

    assert holders(free, held) == [None, holder]
    assert days() == [None, before]


def test_what_a_colleague_gave_meanwhile_stays_given(officer: User, page: CallPage) -> None:
    colleague, one = committee_member(page), submitted(page)
    job = prepared(officer, "assign", one, target=colleague.pk)
    assigning.assign(one.pk, colleague, Actor.staff(officer), former=None)

    finished(job)
    working.take_back(job, Actor.staff(officer))
    working.go_on()

    assert holders(one) == [colleague]


def test_only_labels_within_reach_are_offered(client: Client, page: CallPage) -> None:
    elsewhere = CallPageFactory.create()
    Label.objects.create(name="Nostra", page=page)
    Label.objects.create(name="Di altri", page=elsewhere)
    client.force_login(committee_member(page))

    one = submitted(page)
    shown = client.get(f"{reverse(CHOOSE)}?scelta={one.pk}&azione=label").content.decode()

    assert "Nostra" in shown
    assert "Di altri" not in shown


def test_who_cannot_work_on_it_is_not_given_it(officer: User, page: CallPage) -> None:
    stranger = committee_member(CallPageFactory.create())

    job = prepared(officer, "assign", submitted(page), target=stranger.pk)

    assert [row.refusal for row in job.rows.all()] == ["OutOfReachError"]
    assert not LogEntry.objects.filter(action=assigning.ASSIGNED).exists()


def test_a_label_is_put_on_many_and_taken_back_where_it_was_put(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    label = Label.objects.create(name="Da richiamare")
    of_another = Label.objects.create(name="Altrove", page=CallPageFactory.create())
    first, had = submitted(page), submitted(page)
    marking.mark([had.pk], officer, put=[label])
    query = f"{reverse(CHOOSE)}?scelta={first.pk}&scelta={had.pk}&azione=label"
    asked = django_app.get(query).forms["che-cosa"]
    asked["target"] = str(label.pk)
    asked.submit()
    job = finished(BulkJob.objects.get())

    assert states(job) == ["done", "done"]
    assert Labelling.objects.filter(label=label).count() == 2
    working.take_back(job, Actor.staff(officer))
    working.go_on()
    assert [row.submission for row in Labelling.objects.all()] == [had]
    elsewhere = prepared(officer, "label", first, target=of_another.pk)
    assert [row.refusal for row in elsewhere.rows.all()] == ["ElsewhereError"]


def test_a_label_that_is_nearly_full_takes_the_first_of_the_list_and_the_others_say_why(
    django_app: DjangoTestApp, officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the order of the list, as it was shown, though the portions are done one after the other."""
    monkeypatch.setattr(marking, "MOST_SUBMISSIONS", 3)
    monkeypatch.setattr(working, "PORTION", 2)
    label = Label.objects.create(name="Quasi piena")
    rows = [submitted(page) for _one in range(5)]
    marking.mark([rows[1].pk], officer, put=[label])
    why = "L’etichetta è già su tutte le candidature che può segnare."
    query = f"{reverse(CHOOSE)}?tutte=1&page={page.pk}&ordering=-submitted_at&azione=label"
    asked = django_app.get(query).forms["che-cosa"]
    asked["target"] = str(label.pk)

    preview = asked.submit().follow()

    newest_first = ["waiting", "waiting", "refused", "waiting", "refused"]
    assert states(BulkJob.objects.get()) == newest_first
    assert preview.text.count(why) == 2
    job = finished(BulkJob.objects.get())
    assert states(job) == ["done", "done", "refused", "done", "refused"]
    marked = Labelling.objects.filter(label=label).values_list("submission", flat=True)
    assert set(marked) == {rows[4].pk, rows[3].pk, rows[1].pk}


def test_what_fills_a_label_meanwhile_leaves_room_for_the_first_that_are_left(
    officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MOST_SUBMISSIONS", 3)
    label = Label.objects.create(name="Contesa")
    rows = [submitted(page) for _one in range(3)]
    job = prepared(officer, "label", *reversed(rows), target=label.pk)
    assert states(job) == ["waiting"] * 3
    marking.mark([submitted(page).pk], officer, put=[label])

    finished(job)

    assert states(job) == ["done", "done", "refused"]
    assert job.rows.get(state="refused").refusal == "LabelFullError"
