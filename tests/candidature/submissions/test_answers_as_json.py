"""Answers and the questions they were given to come back from the database exactly as they went in.

As many sets of answers are tried as `ANSWER_SETS` says; 300 unless told.
"""

import os
import random

import pytest

from candidature.models import Draft
from tests.candidature.factories import CallPageFactory
from tests.moduli.random_forms import expected, random_answers, random_form

ANSWER_SETS = int(os.environ.get("ANSWER_SETS", "300"))


@pytest.mark.django_db
def test_answers_come_back_as_they_went_in() -> None:
    chance = random.Random("kept")  # noqa: S311 - no secret
    page = CallPageFactory()
    written = []
    for _number in range(ANSWER_SETS):
        schema = random_form(chance)
        answers = random_answers(schema, chance)
        kept = expected(
            [question for step in schema["steps"] for question in step["questions"]], answers
        ).kept
        written.append({"answers": kept, "schema": schema})
    drafts = Draft.objects.bulk_create(
        Draft(page=page, answers=one, token_hash=str(number)) for number, one in enumerate(written)
    )

    read = Draft.objects.in_bulk([draft.pk for draft in drafts])

    assert [read[draft.pk].answers for draft in drafts] == written
