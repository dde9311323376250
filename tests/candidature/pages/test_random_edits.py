"""Whatever an editor does to a form, it can be filled in, sent, copied, carried off, or is refused by name.

`EDIT_SEQUENCES` says how many sequences of edits are tried: two unless told, forty in `.ci/run`.
"""

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page

from candidature.intake import confirming, drafts
from candidature.models import (
    CallPage,
    Draft,
    FormVersion,
    ParticipationIndexPage,
    ReferenceList,
    Submission,
    UploadedFile,
)
from candidature.shelf import travelling
from candidature.shelf.copying import draft_from
from moduli import Schema, StepForm, asked_form, changes, for_kind, readable, taken_over, walk
from portal.editorial import checking
from portal.editorial.findings import Finding
from tests.candidature.factories import CallPageFactory, UserFactory, begun, participation_index
from tests.candidature.intake.intake import send
from tests.moduli.lists import every_other_type
from tests.moduli.random_edits import Editor
from tests.moduli.right_answers import right_answers

EDIT_SEQUENCES = int(os.environ.get("EDIT_SEQUENCES", "2"))
EDITS = 50

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> ParticipationIndexPage:
    every_other_type()
    return participation_index(Page.get_first_root_node())


@pytest.mark.parametrize("seed", range(EDIT_SEQUENCES))
def test_fifty_edits_leave_a_form_that_is_filled_in_sent_and_carried_off(
    seed: int, index: ParticipationIndexPage
) -> None:
    office = Office(index, random.Random(seed))  # noqa: S311 - no secret
    done: list[str] = []
    for _number in range(EDITS):
        with told(seed, done):
            done.append(office.edit())
    with told(seed, done):
        office.publish_and_answer()
        office.carry_off()
        office.used_versions_stay()


class Office:
    """Whoever edits a call, copies it, takes it elsewhere; and what was sent for it meanwhile."""

    def __init__(self, index: ParticipationIndexPage, chance: random.Random) -> None:
        self.index, self.chance = index, chance
        self.user = UserFactory.create(is_superuser=True)
        self.page: CallPage = CallPageFactory.create(parent=index, steps="[]", one_each=False)
        self.editor = Editor(chance, [str(pk) for pk in ReferenceList.objects.values_list("pk", flat=True)])
        self.sent: dict[int, tuple[int, str, dict[str, Any]]] = {}
        self.published: Schema | None = None

    def edit(self) -> str:
        """One thing that an editor does, looked at as the next page load would show it."""
        luck = self.chance.random()
        if luck < 0.08:
            return self.slip()
        if luck < 0.16:
            self.publish_and_answer()
            return "publish"
        if luck < 0.19:
            self.copy()
            return "copy"
        if luck < 0.22:
            self.publish_and_answer()
            self.carry_off()
            return "carry off"
        name = self.editor.edit()
        self.page.steps = written(self.editor.steps)
        can_be_shown(self.page.schema)
        return name

    def save(self) -> None:
        """The draft, as it is stored and read again."""
        self.page.steps = written(self.editor.steps)
        self.page.save_revision(user=self.user)
        self.page = self.page.get_latest_revision_as_object()

    def slip(self) -> str:
        """A mistake is saved, shown, not published, and its place is named."""
        before = deepcopy(self.editor.steps)
        name = self.editor.slip()
        self.save()
        can_be_shown(self.page.schema)
        errors = checking.errors(self.page)
        assert errors, name
        assert all(leads_somewhere(error, self.editor.steps) for error in errors), (name, errors)
        self.editor.steps = before
        self.save()
        return name

    def publish_and_answer(self) -> None:
        self.save()
        self.mend_conditions()
        assert checking.errors(self.page) == []
        # The editor stores what cleaning leaves.
        block = CallPage._meta.get_field("steps").stream_block
        self.page.steps = block.clean(self.page.steps)
        self.page.save_revision(user=self.user).publish()
        self.page = CallPage.objects.get(pk=self.page.pk)
        schema = self.page.schema
        assert unique(schema)
        if self.published is not None:
            assert all(change.key for change in changes(self.published, schema))
        self.send_answer(schema)
        self.published = schema

    def mend_conditions(self) -> None:
        """What was moved, deleted or chosen meanwhile broke conditions: each is named, and cleared.

        What an answer opens that leads out is named too, and the answer lets in again.
        """
        while shut := [
            one.place for one in checking.errors(self.page) if one.sentence.endswith("che porta fuori.")
        ]:
            self.editor.open_ways_to(shut)
            self.save()
        while wrong := [one.place for one in checking.errors(self.page) if one.place.endswith(".only_if")]:
            self.editor.clear_conditions(wrong)
            self.save()

    def send_answer(self, schema: Schema) -> None:
        draft, token = begun(self.page)
        answers: dict[str, Any] = {}
        for position in range(len(schema["steps"])):
            key, asked = schema["steps"][position]["key"], asked_form(for_kind(schema, "citizen"), answers)
            step = next((one for one in asked["steps"] if one["key"] == key), None)
            if step is None:
                continue
            sent, files = right_answers(step, self.chance)
            uploads = [attached(draft, file.question_key, file.original_name) for file in files]
            named = {upload.question_key: [str(upload.public_id)] for upload in uploads}
            form = StepForm(step, sent, answers=named, uploads=uploads)
            assert form.errors == {}, (form.errors, sent, step)
            assert form.unrevealed() == []
            answers |= form.answers()
        # Starting from it, the same form is prefilled with what it takes.
        again = taken_over(schema, answers, schema)
        assert again == {key: answers[key] for key in again}
        confirming.prove(draft)
        drafts.save_answers(draft, answers)
        submission = send(self.page, token)
        assert submission.answers == json.loads(json.dumps(answers))
        version = submission.form_version
        # PostgreSQL keeps the answers and not their order, which their questions have.
        self.sent[submission.pk] = (
            version.pk,
            written(version.schema),
            json.loads(written(submission.answers)),
        )

    def copy(self) -> None:
        """Goes on with a copy, which asks the same."""
        self.save()
        asked = self.page.schema
        made = draft_from(self.page, {"title": "Di nuovo"}, self.user)
        assert made.get_latest_revision_as_object().schema == asked
        self.go_on_with(made)

    def carry_off(self) -> None:
        """Goes on with what arrived as a file, which is the file that left."""
        left = travelling.packed(self.page)
        arrived = travelling.arrived(travelling.unpacked(left), self.index, self.user)
        assert arrived.page.schema == self.page.schema
        self.go_on_with(arrived.page)
        assert travelling.packed(self.page) == left
        assert travelling.packed(CallPage.objects.get(pk=self.page.pk)) == left

    def go_on_with(self, page: CallPage) -> None:
        self.page = page.get_latest_revision_as_object()
        now = timezone.now()
        self.page.opens_at, self.page.closes_at = now - timedelta(days=1), now + timedelta(days=7)
        self.editor.steps = json.loads(written(self.page.steps.get_prep_value()))
        self.published = None

    def used_versions_stay(self) -> None:
        for pk, (version, schema, answers) in self.sent.items():
            submission = Submission.objects.get(pk=pk)
            assert submission.form_version_id == version
            assert written(FormVersion.objects.get(pk=version).schema) == schema
            assert submission.answers == answers
            reads = readable(submission.schema, submission.answers, submission.files.all())
            # A form may only have something to read, or ask nothing of a person.
            assert not submission.answers or [row for section in reads for row in section.rows]


def can_be_shown(schema: Schema) -> None:
    """Every step is drawn, with each question once."""
    for step in schema["steps"]:
        page = render_to_string("moduli/questions.html", {"nodes": StepForm(step).nodes()})
        for question in walk(step["questions"]):
            if question["type"] != "text_only":
                assert f'name="q-{question["key"]}"' in page, question
        assert "<script>" not in page


def unique(schema: Schema) -> bool:
    keys = [question["key"] for step in schema["steps"] for question in walk(step["questions"])]
    return len(keys) == len(set(keys))


def leads_somewhere(error: Finding, steps: list[dict[str, Any]]) -> bool:
    """Whether every block that the place names is in the editor."""
    name, *blocks = error.place.split(".")
    return name == "steps" and all(block in json.dumps(steps) for block in blocks)


def attached(draft: Draft, key: str, name: str) -> UploadedFile:
    return UploadedFile.objects.create(
        draft=draft,
        question_key=key,
        original_name=name,
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        file=ContentFile(b"x", name),
    )


def written(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)


@contextmanager
def told(seed: int, done: list[str]) -> Iterator[None]:
    """Says of a failure how it came about."""
    try:
        yield
    except Exception as failure:
        failure.add_note(f"Sequence {seed}, after {done}")
        raise
