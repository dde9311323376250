"""What a sender takes away as data: all of it, exactly, and nothing of anybody else."""

import json
import random
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidature.actors import Actor
from candidature.intake import resending
from candidature.messages.models import Message, Side
from candidature.models import AnswerRevision, Confirmation, FormVersion, PendingRevision, Submission
from candidature.privacy import portable
from candidature.privacy.told import history
from candidature.process import workflow
from candidature.process.corrections import CORRECT
from candidature.process.transitions import BY_ACTION
from moduli import readable
from tests.candidature.confirmations.asking import RITA, confirm, sent_with
from tests.candidature.factories import EVERYTHING, CallPageFactory, overseer, submitted
from tests.candidature.intake.intake import written
from tests.candidature.public.journey import Journey, form_of, rich_form
from tests.candidature.public.others import call
from tests.moduli.builders import block
from tests.moduli.random_forms import expected_steps, hidden_keys, random_answers, random_form

pytestmark = pytest.mark.django_db


def read_back(submission: Submission) -> Any:
    return json.loads(portable.as_json(Submission.objects.get(pk=submission.pk)))


def test_answers_and_questions_come_back_exactly() -> None:
    page = CallPageFactory.create()
    for seed in range(8):
        chance = random.Random(f"portable {seed}")  # noqa: S311 - no secret
        schema = random_form(chance, leads_out=False)
        answers = random_answers(schema, chance)
        every = expected_steps(schema, answers, "citizen")
        must = [step for step in every if step is not None]
        submission = submitted(page)
        submission.form_version = FormVersion.objects.holding(schema)
        submission.answers = {key: value for step in must for key, value in step.kept.items()}
        submission.save()

        told = read_back(submission)
        assert told["answers"] == submission.answers
        assert told["questions"] == submission.schema
        rows = [row for step in told["in_words"] for row in step["rows"]]
        sections = readable(submission.schema, submission.answers)
        assert [(row["question"], row["answer"], row["depth"]) for row in rows] == [
            (row.label, row.values, row.depth) for section in sections for row in section.rows
        ]
        hidden = hidden_keys(schema, every)
        assert not hidden & {row["key"] for row in rows}


def test_it_holds_who_when_what_was_read_and_every_file() -> None:
    journey = Journey(CallPageFactory.create(title="Orti", office="Ufficio orti", steps=rich_form()))
    journey.fill_in()
    journey.send()
    submission = Submission.objects.get()
    uploaded = submission.files.get()

    told = read_back(submission)
    assert told["reference"] == submission.reference
    assert told["applicant"]["email"] == "ada@example.org"
    assert told["page"]["office"] == "Ufficio orti"
    assert told["privacy_notice"]["version"] == submission.privacy_notice.version
    assert told["dates"]["submitted_at"] == timezone.localtime(submission.submitted_at).isoformat()
    assert told["dates"]["kept_until"] > timezone.localdate().isoformat()
    assert [(file["name"], file["size"], file["sha256"]) for file in told["files"]] == [
        (uploaded.original_name, uploaded.size, uploaded.sha256)
    ]
    assert [letter["subject"] for letter in told["letters"]]
    assert told["history"][0]["in_words"] == "Ricevuta"


def test_it_holds_what_happened_since_and_what_was_answered_before() -> None:
    submission = submitted(CallPageFactory.create())
    AnswerRevision.objects.create(
        submission=submission, answers={"q-motivation": "Prima"}, form_version=submission.form_version
    )
    workflow.transition(
        submission.pk,
        "request_info",
        Actor.staff(overseer()),
        expected_version=submission.version,
        reason="Manca la firma.",
        due_at=timezone.now() + timedelta(days=10),
        asked=EVERYTHING,
    )

    told = read_back(submission)
    assert told["history"][-1]["reason"] == "Manca la firma."
    assert told["dates"]["info_due_at"]
    [earlier] = told["earlier_answers"]
    assert earlier["answers"] == {"q-motivation": "Prima"}
    assert earlier["in_words"][0]["rows"][0]["answer"] == ["Prima"]


def test_what_was_answered_before_is_told_with_what_was_asked_of_who_answered() -> None:
    group, person = ({"only_if": {"kinds": [kind], "answers": []}} for kind in ("organisation", "citizen"))
    page = CallPageFactory.create(
        steps=form_of(
            [
                block("short_text", "where", label="Dove?", required=True),
                block("short_text", "statute", label="Statuto", required=False, **group),
                block("short_text", "job", label="Mestiere", required=False, **person),
            ]
        )
    )
    submission = submitted(page, applicant_kind="citizen", answers={"where": "Cortona"})
    # From a citizen to an organisation, and back; before, the place alone.
    for place, who in (("Arezzo", {}), ("Siena", {"applicant_kind": "organisation"}),
                       ("Lucca", {"applicant_kind": "citizen"})):  # fmt: skip
        AnswerRevision.objects.create(
            submission=submission,
            answers={"where": place},
            applicant=who,
            form_version=submission.form_version,
            replaced_at=timezone.now(),
        )

    told = read_back(submission)

    def asked(version: Any) -> list[str]:
        return [row["key"] for step in version["in_words"] for row in step["rows"]]

    assert asked(told) == ["where", "job"]
    assert [asked(version) for version in told["earlier_answers"]] == [
        ["where", "job"],
        ["where", "statute"],
        ["where", "statute"],
    ]


def test_it_holds_nothing_of_the_staff_and_nothing_that_they_are_still_writing() -> None:
    submission = submitted(CallPageFactory.create())
    colleague = overseer()
    Message.objects.create(
        submission=submission, side=Side.OFFICE, text="Ancora da rivedere", author=colleague
    )
    Message.objects.create(submission=submission, side=Side.APPLICANT, text="Sto scrivendo")

    told = read_back(submission)
    assert [message["text"] for message in told["messages"]] == ["Sto scrivendo"]
    text = json.dumps(told)
    assert colleague.email not in text
    assert colleague.last_name not in text


def test_it_holds_nothing_of_another_submission() -> None:
    page = CallPageFactory.create()
    mine, theirs = submitted(page, email="mia@example.org"), submitted(page, email="altra@example.org")

    text = json.dumps(read_back(mine))
    assert "altra@example.org" not in text
    assert theirs.reference not in text


def test_its_history_tells_all_that_the_page_tells_in_the_same_words() -> None:
    sent = sent_with(call(most_partners=2), RITA)
    confirm(Confirmation.objects.get())
    written(sent, {"a": "Per la valle"}, purpose=PendingRevision.Purpose.CORRECTION)
    resending.send(sent, PendingRevision.Purpose.CORRECTION, version=1, received_at=timezone.now())

    told = read_back(sent)["history"]

    assert [(row["in_words"], row["status"]) for row in told] == [
        (row.label, row.status) for row in history(Submission.objects.get())
    ]
    in_words = [row["in_words"] for row in told]
    assert in_words[0] == "Ricevuta"
    assert "Ha confermato: Auser Cortona (Partner)" in in_words
    assert str(BY_ACTION[CORRECT].label) in in_words
