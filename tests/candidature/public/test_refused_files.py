"""A file that is not taken is never lost in silence, and costs nothing of what was typed around it."""

from pathlib import Path

import pytest

from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import Journey, attachment, form_of, pdf
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey() -> Journey:
    opening = block(
        "one_choice",
        "kind",
        label="Che cosa siete?",
        options=[item("Altro", block("short_text", "which", label="Quale?"), id_="other")],
    )
    questions = [
        attachment(),
        block("long_text", "why", label="Perché?", required=True, max_length=5),
        opening,
    ]
    journey = Journey(CallPageFactory.create(steps=form_of(questions)))
    journey.start()
    return journey


@pytest.mark.parametrize("action", ["save", "back"])
def test_saving_and_going_back_say_that_a_file_was_refused_and_nothing_else(
    journey: Journey, action: str
) -> None:
    response = journey.step(1, action, cv=pdf("virus.exe"), why="troppo lungo")

    page = response.content.decode()
    assert "virus.exe" in page
    assert "tipo ammesso" in page
    assert "il massimo è 5" not in page
    assert Draft.objects.get().answers["why"] == "troppo lungo"
    # Pressed again without the file, the button does what it says.
    assert journey.step(1, action, why="troppo lungo").status_code == 302


def test_a_choice_that_opens_questions_does_not_hide_that_a_file_was_refused(journey: Journey) -> None:
    response = journey.step(1, kind="other", cv=pdf("virus.exe"))

    page = response.content.decode()
    assert "apre altre domande" in page
    assert "virus.exe" in page
    assert "Rispondi a «" not in page


def test_a_disk_that_cannot_be_written_costs_the_file_and_no_answer(journey: Journey) -> None:
    unusable = UploadedFile._meta.get_field("file").storage.path("")
    Path(unusable).touch()  # A file stands where the folder should be: nothing can be stored in it.

    response = journey.step(1, cv=pdf(), why="vero")

    assert "non è stato salvato per un guasto del portale" in response.content.decode()
    assert Draft.objects.get().answers["why"] == "vero"
    assert not UploadedFile.objects.exists()
