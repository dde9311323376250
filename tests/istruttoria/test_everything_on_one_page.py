"""The page of a submission about which there is all that there can be, and what it costs."""

import json
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.actors import Actor
from candidature.models import AnswerRevision, Confirmation, FormVersion, PendingRevision, Submission
from candidature.privacy import requests
from candidature.process import assigning, workflow
from candidature.search.words import write_due
from istruttoria.checklists import answering as checks
from istruttoria.checklists.answering import Given
from istruttoria.checklists.reading import lines
from istruttoria.detail.about import read_about
from istruttoria.duplicates.models import DuplicateHint
from istruttoria.labels import marking
from istruttoria.labels.models import Label
from istruttoria.notes import writing as notes
from istruttoria.opening import noting
from istruttoria.opinions import asking as opinions
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.confirmations.asking import RITA, confirm, sent_with
from tests.candidature.factories import EVERYTHING, CallPageFactory, question, steps, submitted
from tests.candidature.intake.intake import completed, written
from tests.candidature.messages.conversations import from_applicant, from_office
from tests.candidature.public.journey import pdf
from tests.istruttoria.people import committee_member, member_of, received_file
from tests.istruttoria.scores.points import LISTED, scored
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

CHECKS = [{"type": "check", "id": "firmata", "value": {"text": "La domanda è firmata", "required": True}}]


@dataclass
class Everything:
    """A submission, and a colleague who worked on it."""

    submission: Submission
    colleague: User


@pytest.fixture
def everything() -> Everything:
    page = CallPageFactory.create(
        most_partners=2,
        scoring=LISTED,
        checks=json.dumps(CHECKS),
        one_each=False,
        steps=steps(
            question("short_text", "a", "Perché?", required=False, max_length=200),
            question("file", "f", "Statuto", required=False, max_files=1),
        ),
    )
    colleague = committee_member(page)
    submission = sent_with(page, RITA)
    submitted(page, answers={"a": "Insieme"}, email=submission.email)
    confirm(Confirmation.objects.get())
    file = received_file(submission, question_key="f")
    Submission.objects.filter(pk=submission.pk).update(
        answers={**submission.answers, "f": [str(file.public_id)]}, protocol_number="12/2026"
    )
    for turn in range(2):
        asked_to_complete(submission, colleague)
        completed(Submission.objects.get(pk=submission.pk), {"a": f"Altro {turn}"})
    # Who sent it lived elsewhere each time, and was asked in other words at first.
    for turn, revision in enumerate(AnswerRevision.objects.order_by("pk")):
        revision.applicant = {"municipality_id": MunicipalityFactory.create().pk}
        schema = revision.form_version.schema
        if turn == 0:
            former = {**schema, "steps": [{**schema["steps"][0], "title": "Altre parole"}]}
            revision.form_version = FormVersion.objects.holding(former)
        revision.save()
    written_about(Submission.objects.get(pk=submission.pk), colleague)
    asked_to_complete(submission, colleague)
    written(Submission.objects.get(pk=submission.pk), {"a": "Non ancora"})
    with transaction.atomic():
        requests.ask(Submission.objects.get(pk=submission.pk), page, timezone.now())
    write_due()
    assert DuplicateHint.objects.filter(submission=submission).exists()
    return Everything(Submission.objects.get(pk=submission.pk), colleague)


def asked_to_complete(submission: Submission, user: User) -> None:
    submission.refresh_from_db()
    workflow.transition(
        submission.pk,
        "request_info",
        Actor.staff(user),
        expected_version=submission.version,
        reason="Manca qualcosa.",
        due_at=timezone.now() + timedelta(days=5),
        asked=EVERYTHING,
    )


def written_about(submission: Submission, user: User) -> None:
    """What the office and whoever sent it write, and what colleagues put on it."""
    for number in range(8):
        from_applicant(submission, f"Domanda {number}.", pdf(f"{number}.pdf"))
        from_office(submission, user, f"Risposta {number}.", pdf(f"risposta-{number}.pdf"))
    for number in range(3):
        notes.write(submission, user, f"Nota {number}.", key=f"n{number}")
    scored(submission, user, 4, 15, reason="Radicata.")
    scored(submission, committee_member(submission.page.specific), 3, 10, reason="Poco radicata.")
    [line] = lines(submission, submission.page.specific)
    checks.answer(submission, [Given(line.key, "yes", "In ultima pagina.", line.mark)], user)
    due_at = timezone.now() + timedelta(days=5)
    for number in range(2):
        asked = opinions.Request(f"Ugo Esterno {number}", f"ugo{number}@esterno.example", "È adatta?", due_at)
        opinion = opinions.ask(submission, asked, user, key=f"o{number}")
        attached = {"original_name": f"parere-{number}.pdf", "content_type": "application/pdf"}
        content = ContentFile(b"%PDF-1.7 parere", name="x")
        opinions.give(
            opinion,
            f"È adatta {number}.",
            {**attached, "size": content.size, "sha256": "0" * 64, "file": content},
            timezone.now(),
        )
    marking.mark([submission.pk], user, put=[Label.objects.create(name="Da rivedere", page=submission.page)])
    assigning.assign_many({submission.pk: user}, Actor.staff(user), former={submission.pk: None})


def shown(client: Client, submission: Submission) -> str:
    return client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()


def test_whatever_there_is_about_a_submission_its_page_costs_no_more(
    client: Client, everything: Everything, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    noting.beat(everything.submission, everything.colleague)
    for reader in (committee_member(everything.submission.page.specific), member_of(Role.OFFICERS)):
        client.force_login(reader)
        # The first look is noted.
        shown(client, everything.submission)
        with django_assert_max_num_queries(20):
            body = shown(client, everything.submission)
        assert_all_there(body)


def test_what_is_read_at_once_is_what_each_table_holds(
    everything: Everything, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = Submission.objects.select_related("form_version").get(pk=everything.submission.pk)
    done = set(one.log.values_list("action", flat=True))
    with django_assert_num_queries(1):
        about = read_about(one, done)
        told = [
            [str(opinion.attached) for opinion in about.opinions],
            [former.form_version.schema["steps"][0]["title"] for former in about.revisions],
            {note.submission.reference for note in about.notes},
        ]

    assert told == [["parere-0.pdf", "parere-1.pdf"], ["La proposta", "Altre parole"], {one.reference}]
    held = {
        "files": one.files.all(),
        "letters": OutboxMessage.objects.filter(related_to=one.reference).order_by("-created_at", "-pk"),
        "checks": one.check_answers.all(),
        "scores": one.scores.order_by("pk"),
        "notes": one.notes.order_by("-written_at", "-pk"),
        "opinions": one.opinions.all(),
        "confirmations": one.confirmations.all(),
        "erasure": one.erasure_requests.all(),
        "revisions": one.answer_revisions.all(),
        "info_requests": one.info_requests.all()[:1],
        "pending": PendingRevision.objects.filter(submission=one),
    }
    assert set(held) == {field.name for field in fields(about)}
    for name, rows in held.items():
        read = getattr(about, name)
        assert [columns_of(row) for row in read] == [columns_of(row, like=read[0]) for row in rows], name
        assert read, name


def columns_of(row: Any, like: Any = None) -> dict[str, Any]:
    """All that was read of a row; of another, as much as of one like it."""
    left_out = (like or row).get_deferred_fields()
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in left_out}


def assert_all_there(body: str) -> None:
    there = ("Auser Cortona", "Domanda 7.", "7.pdf", "risposta-7.pdf", "Nota 2.", "In ultima pagina.")
    missing = [words for words in (*there, "È adatta 1.", "parere-1.pdf", "Da rivedere") if words not in body]
    assert missing == []
    # Of each version what it says otherwise than the next, and where who sent it lived.
    assert body.count("Altro 0") > 0
    assert [body.count("Che cosa è cambiato con l’integrazione"), body.count("statuto.pdf") > 0] == [2, True]
