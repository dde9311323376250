"""The same draft or submission in two tabs, a button pressed twice, a form changed while somebody writes."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from candidature.intake import drafts
from candidature.models import Submission
from candidature.pages.participation import ParticipationPage
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from tests.candidature.factories import CallPageFactory, identity
from tests.candidature.public.journey import Journey, attachment, form_of, hidden, pdf, rich_form
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


def text(key: str, **options: Any) -> Any:
    return block("short_text", key, label=key.title(), **{"required": False, **options})


@pytest.fixture
def journey() -> Journey:
    journey = Journey(CallPageFactory.create(steps=form_of([text("a")], [text("b", required=True)])))
    journey.start()
    return journey


def test_saving_who_one_is_overwrites_no_answer_of_another_tab(journey: Journey) -> None:
    seen_before = Draft.objects.get()
    journey.step(1, a="scritto nell’altra scheda")

    drafts.save_identity(seen_before, identity(first_name="Bea"))

    draft = Draft.objects.get()
    assert draft.first_name == "Bea"
    assert draft.answers["a"] == "scritto nell’altra scheda"


def test_saving_what_was_sent_meanwhile_brings_no_draft_back(journey: Journey) -> None:
    seen_before = Draft.objects.get()
    journey.step(2, b="x")
    journey.send()

    with pytest.raises(drafts.DraftGoneError):
        drafts.save_identity(seen_before, identity())
    with pytest.raises(drafts.DraftGoneError):
        drafts.save_answers(seen_before, {"a": "tardi"})

    assert not Draft.objects.exists()


def test_two_tabs_that_attach_a_file_each_keep_both_and_the_limit_holds(committed_db: None) -> None:
    question = attachment()
    question["value"]["max_files"] = 2
    journey = Journey(CallPageFactory.create(steps=form_of([question])))
    journey.start()

    def attach(tab: int) -> Any:
        return Client().post(journey.url("step", 1), {"q-cv": pdf(content=b"%PDF-1.7 " + str(tab).encode())})

    answers = at_once([partial(attach, tab) for tab in range(4)])

    kept = Draft.objects.get().answers["cv"]
    assert answers == [302, 302, 302, 302]
    assert sorted(kept) == sorted(str(uploaded.public_id) for uploaded in UploadedFile.objects.all())
    assert len(kept) == 2


def test_saving_while_the_draft_is_being_sent_fails_for_nobody(committed_db: None) -> None:
    journey = Journey(CallPageFactory.create(steps=form_of([text("a")])))
    journey.start()
    journey.sending_key, journey.sending_form = (
        hidden(journey.get("summary"), name) for name in ("form_key", "form")
    )
    saves = [lambda: Client().post(journey.url("step", 1), {"q-a": "x", "action": "save"})] * 3

    first, *saved, last = at_once([journey.send, *saves, *saves, journey.send])

    assert first == last == 302
    # What comes after the sending is told that the draft's link has ended.
    assert set(saved) <= {302, 410}
    assert Submission.objects.count() == 1
    assert not Draft.objects.exists()


def at_once(requests: Any) -> Any:
    """The statuses of the answers to requests made at the same time."""

    def make(request: Any) -> Any:
        try:
            return request().status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(make, requests))


def moved(page: ParticipationPage, *order: Any) -> None:
    """The editor puts the steps of the form in this order, by their place, and publishes."""
    steps = json.loads(form_of([text("a")], [text("b", required=True)]))
    page.steps = json.dumps([steps[place] for place in order])
    page.save_revision().publish()


def test_a_step_that_an_editor_moved_meanwhile_takes_its_own_answers(journey: Journey) -> None:
    journey.step(1, a="prima")
    journey.step(2, b="seconda")
    moved(journey.page, 1, 0)

    journey.post("step", 1, **{"step": "s1", "action": "next", "q-a": "prima, corretta"})

    assert Draft.objects.get().answers == {"a": "prima, corretta", "b": "seconda"}


def test_a_step_that_an_editor_removed_meanwhile_overwrites_no_other(journey: Journey) -> None:
    journey.step(2, b="seconda")
    moved(journey.page, 1)

    answer = journey.post("step", 1, **{"step": "s1", "action": "next", "q-a": "prima <risposta>"})

    assert answer.status_code == 409
    assert "Questo passo non c’è più" in answer.content.decode()
    assert "prima &lt;risposta&gt;" in answer.content.decode()
    assert Draft.objects.get().answers["b"] == "seconda"


def test_every_step_says_which_one_it_is(journey: Journey) -> None:
    assert '<input type="hidden" name="step" value="s2">' in journey.get("step", 2).content.decode()


def test_removing_a_file_from_another_step_leaves_its_other_files() -> None:
    question = attachment()
    question["value"]["max_files"] = 2
    journey = Journey(CallPageFactory.create(steps=form_of([question], [text("b")])))
    journey.start()
    journey.step(1, cv=[pdf(), pdf("altro.pdf")])
    first, second = UploadedFile.objects.all()

    journey.post("step", 2, remove=str(first.public_id))

    assert Draft.objects.get().answers["cv"] == [str(second.public_id)]


@pytest.fixture
def sent() -> Journey:
    journey = Journey(CallPageFactory.create(steps=rich_form()))
    journey.fill_in()
    journey.send()
    return journey


def test_a_second_press_on_withdraw_at_the_same_time_is_no_conflict(sent: Journey) -> None:
    """The second press read the submission before the first one changed it, and got the lock after."""
    submission = Submission.objects.get()
    sent.post("withdraw", version=submission.version)
    Submission.objects.filter(pk=submission.pk).update(status="received")

    again = sent.post("withdraw", version=submission.version)

    assert again.url == sent.url("follow")
