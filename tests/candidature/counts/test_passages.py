"""How far people come: counted with each press and at no cost to it, of nobody, and kept when drafts go."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from candidature.counts import passages
from candidature.models import CallPage, Draft, Passage, Submission
from portal.roles import Role
from portal.worker import clock
from tests.candidature.factories import CallPageFactory, begun, submitted
from tests.candidature.public.journey import Journey, form_of
from tests.istruttoria.desk.at_the_desk import typed
from tests.istruttoria.people import member_of
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


def counted(page: CallPage) -> dict[tuple[str, str], int]:
    return Passage.objects.all().since(page.pk, timezone.localdate())


def test_each_press_of_a_journey_is_counted_once() -> None:
    questions = [[block("short_text", "why", label="Perché?")], [block("short_text", "how", label="Come?")]]
    page = CallPageFactory.create(steps=form_of(*questions))
    journey = Journey(page)

    journey.begin()
    assert counted(page) == {("begun", ""): 1}

    journey = Journey(page)
    journey.start()
    journey.post("step", 1, **{"q-why": "Per dare una mano.", "action": "next"})
    assert counted(page) == {("begun", ""): 2, ("reached", ""): 1, ("reached", "s1"): 1}

    # Whoever goes back, or saves the same step once more, is where they were.
    journey.post("step", 1, **{"q-why": "Per dare una mano a tutti.", "action": "save"})
    journey.who(first_name="Anna")
    journey.post("step", 2, **{"q-how": "Di sera.", "action": "next"})
    assert counted(page) == {
        ("begun", ""): 2,
        ("reached", ""): 1,
        ("reached", "s1"): 1,
        ("reached", "s2"): 1,
    }


def test_what_is_sent_is_counted_and_stays_so_when_everything_is_erased() -> None:
    page = CallPageFactory.create()
    submitted(page)
    begun(page)

    Submission.objects.all().delete()
    Draft.objects.all().delete()

    assert counted(page) == {("begun", ""): 2, ("reached", ""): 2, ("sent", ""): 1}


def test_what_is_typed_at_the_desk_is_not_counted() -> None:
    page = CallPageFactory.create()

    typed(page, member_of(Role.OFFICERS))

    assert Submission.objects.count() == 1
    assert counted(page) == {}


def test_folding_leaves_the_figures_of_each_day_and_no_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "FOLDED_AT_ONCE", 2)
    page, other = CallPageFactory.create(), CallPageFactory.create()
    # Half an hour after midnight in Rome: for the server it is still the day before.
    night = datetime(2026, 6, 14, 22, 30, tzinfo=UTC)
    for moment in (night, night, night - timedelta(hours=1), night):
        Passage.objects.create(page=page.pk, what="begun", at=moment, how_many=1)
    Passage.objects.create(page=other.pk, what="begun", at=night, how_many=1)
    Passage.objects.create(page=page.pk, what="begun", day=date(2026, 6, 15), how_many=5)
    [job] = [job for job in clock.registered() if job.name == "passages"]

    job.run()

    assert not Passage.objects.exclude(at=None).exists()
    rows = Passage.objects.filter(page=page.pk).order_by("day").values_list("day", "how_many")
    assert list(rows) == [(date(2026, 6, 14), 1), (date(2026, 6, 15), 8)]
    assert Passage.objects.get(page=other.pk).how_many == 1


def test_old_counts_and_those_of_pages_that_are_gone_are_forgotten() -> None:
    page, today = CallPageFactory.create(), timezone.localdate()
    kept = Passage.objects.create(page=page.pk, what="begun", day=today - passages.KEPT_FOR, how_many=1)
    Passage.objects.create(
        page=page.pk, what="begun", day=today - passages.KEPT_FOR - timedelta(days=1), how_many=1
    )
    Passage.objects.create(page=page.pk + 1_000, what="begun", day=today, how_many=1)
    fresh = Passage.objects.create(page=page.pk, what="begun", at=timezone.now(), how_many=1)

    Passage.objects.all().prune()

    assert set(Passage.objects.all()) == {kept, fresh}
