"""The receipt as a PDF: what it says, whom it is for, and that no closed branch is in it."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from candidature.models import AnswerRevision, Submission, UploadedFile
from candidature.receipts import document, verification
from candidature.receipts.versions import present_version
from candidature.statuses import Status
from moduli import Row, for_kind, readable, walk
from portal.pdf import press
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.candidature.public.journey import Journey, pdf, rich_form
from tests.moduli.lists import every_other_type
from tests.moduli.random_forms import expected_steps, hidden_keys, random_answers, random_form
from tests.reading_pdf import alternatives_of, flaws_of, plain, tags_of, text_of, title_of

pytestmark = pytest.mark.django_db

OFFICE = {
    "office": "Ufficio partecipazione",
    "responsible_person": "Ada Neri",
    "contact_email": "ufficio@example.org",
}


def test_it_says_all_that_a_receipt_must_say() -> None:
    page = CallPageFactory.create(title="Orti in città", steps=rich_form(), **OFFICE)
    journey = Journey(page)
    journey.start(first_name="Bea", last_name="Prova", email="bea@example.org")
    journey.step(1, type="formal", shown=["q-type:formal"])
    journey.step(1, type="formal", runts="yes", shown=["q-type:formal", "q-runts:yes"])
    journey.step(1, type="formal", runts="yes", number="RUNTS 77", why="Per la mia comunità",
                 shown=["q-type:formal", "q-runts:yes"])  # fmt: skip
    journey.step(2, cv=pdf("statuto firmato.pdf"), true="on")
    journey.send()
    submission = Submission.objects.get()
    submission.submitted_at = datetime(2026, 7, 3, 8, 5, 9, tzinfo=UTC)
    submission.respond_by = datetime(2026, 9, 1, tzinfo=UTC).date()
    uploaded = submission.files.get()
    made = document.receipt_pdf(submission)

    words = text_of(made)
    for told in [
        submission.reference,
        "Orti in città",
        "venerdì 3 luglio 2026, ore 10:05:09 (ora italiana, UTC+02:00)",
        "Ufficio partecipazione",
        "Ada Neri",
        "1 settembre 2026",
        "ufficio@example.org",
        f"{submission.privacy_notice.title}, versione {submission.privacy_notice.version}",
        "Bea Prova",
        "bea@example.org",
        "Che cosa siete?",
        "Associazione",
        "Numero RUNTS",
        "RUNTS 77",
        "Per la mia comunità",
        "statuto firmato.pdf",
        f"({uploaded.size} byte)",
        uploaded.sha256,
        verification.address_of(submission, 1),
    ]:
        assert plain(told) in words
    assert "Versione" not in words
    # Only what takes place says when.
    assert plain("Quando e dove") not in words
    assert flaws_of(made) == []
    assert title_of(made) == f"Ricevuta {submission.reference} – Orti in città"
    assert tags_of(made).count("H1") == 1
    assert "Figure" in tags_of(made)
    assert alternatives_of(made) == [
        "Codice QR con l’indirizzo della pagina di verifica, scritto qui accanto."
    ]


def test_of_an_event_it_says_when_and_where_until_it_is_cancelled() -> None:
    going = {"place": "Sala di prova", "address": "Via di prova 1", "directions": "In fondo al cortile"}
    starts = datetime(2027, 7, 3, 15, tzinfo=UTC)
    event = EventPageFactory.create(starts_at=starts, ends_at=None, what_to_bring="Scarpe comode", **going)
    submission = submitted(event)

    words = text_of(document.receipt_pdf(submission))

    told = ["Quando e dove", "Sabato 3 luglio 2027, 17:00", "Sala di prova, Via di prova 1"]
    for one in [*told, "In fondo al cortile", "In presenza", "Scarpe comode"]:
        assert plain(one) in words
    event.cancelled = True
    event.save()
    cancelled = Submission.objects.get()
    assert plain("Quando e dove") not in text_of(document.receipt_pdf(cancelled))


def test_a_question_stands_below_the_answer_that_opened_it() -> None:
    rows = [("Uno", 0), ("Sotto", 1), ("Sotto sotto", 2), ("Ancora sotto", 1), ("Due", 0)]

    def outline(tree: list[dict[str, Any]]) -> list[Any]:
        return [(row["label"], outline(row["below"])) for row in tree]

    nested = document._nested([Row("", label, [], [], depth) for label, depth in rows])
    assert outline(nested) == [
        ("Uno", [("Sotto", [("Sotto sotto", [])]), ("Ancora sotto", [])]),
        ("Due", []),
    ]


def test_a_receipt_of_changed_answers_says_its_version_and_since_when() -> None:
    submission = submitted(CallPageFactory.create(), answers={"q-motivation": "Quelle nuove"})
    changed = datetime(2026, 12, 1, 9, 0, 1, tzinfo=UTC)
    AnswerRevision.objects.create(
        submission=submission,
        answers={"q-motivation": "Quelle vecchie"},
        form_version=submission.form_version,
        replaced_at=changed,
    )
    submission.version += 1

    words = text_of(document.receipt_pdf(submission))
    assert plain("2: le risposte sono quelle cambiate martedì 1 dicembre 2026, ore 10:00:01") in words
    assert plain("Quelle nuove") in words
    assert plain("Quelle vecchie") not in words


def test_a_file_that_no_answer_names_any_more_is_not_in_it() -> None:
    journey = Journey(CallPageFactory.create(steps=rich_form()))
    journey.fill_in()
    journey.send()
    submission = Submission.objects.get()
    UploadedFile.objects.create(
        submission=submission,
        question_key="cv",
        original_name="sostituito.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        file=ContentFile(b"%PDF", name="sostituito.pdf"),
    )

    words = text_of(document.receipt_pdf(submission))
    assert "sostituito" not in words
    assert "curriculum.pdf" in words


def test_what_is_still_open_is_kept_until_it_is_concluded() -> None:
    submission = submitted(EventPageFactory.create(title="Laboratorio"))
    submission.status = Status.IN_REVIEW

    words = text_of(document.receipt_pdf(submission))
    assert plain("Evento: Laboratorio") in words
    assert plain("e comunque finché non è conclusa") in words


@pytest.mark.parametrize("seed", range(12))
def test_every_answer_reads_as_everywhere_and_no_closed_branch_leaks(seed: int) -> None:
    chance = random.Random(f"receipt {seed}")  # noqa: S311 - no secret
    schema = random_form(chance, every_other_type(), leads_out=False)
    answers = random_answers(schema, chance)
    every = expected_steps(schema, answers, "citizen")
    must = [step for step in every if step is not None]
    kept = {key: value for step in must for key, value in step.kept.items()}
    uploads = [stored for files in answers.files.values() for stored in files]
    submission = submitted(CallPageFactory.create())
    contents = document.contents(submission, present_version(submission))
    contents["sections"] = document.answers_as_data(readable(for_kind(schema, "citizen"), kept, uploads))

    made = press.make(
        document.TEMPLATE, contents, title="Prova", running_head="Prova", moment=timezone.now() - timedelta(1)
    )
    words = text_of(made)
    for step in must:
        for label, values, _depth in step.lines:
            assert plain(label) in words
            for value in values:
                assert _readable(value) <= set(words)
                if _is_plain(value):
                    assert plain(value) in words
    shown = {label for step in must for label, _values, _depth in step.lines}
    asked = [question for step in schema["steps"] for question in walk(step["questions"])]
    labels = {question["key"]: question["label"] for question in asked}
    for hidden in {labels[key] for key in hidden_keys(schema, every)} - shown:
        assert plain(hidden) not in words
    assert flaws_of(made) == []


def _is_plain(value: str) -> bool:
    """Whether the reader that these tests use gives the letters back in the order they were typed in."""
    return all(ord(character) < 0x300 or character in "’“”—€" for character in value)


def _readable(value: str) -> set[str]:
    return {character for character in plain(value) if character.isascii()}
