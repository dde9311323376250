"""One reason for one decision: told when its letter left, and corrected where the letter is corrected."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import LogEntry, Reason, Submission
from candidature.privacy import portable
from candidature.process import reasons
from candidature.process.payloads import AskedFor
from candidature.process.workflow import transition
from istruttoria.wording.models import LetterWords
from portal.models import OutboxMessage, User
from portal.outbox import acting
from portal.outbox import sending as outbox
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import Journey, rich_form
from tests.istruttoria.people import administrator

pytestmark = pytest.mark.django_db

Status = OutboxMessage.Status
FORMER, CORRECTED = "La residenza non è in nessun comune.", "La residenza non è nei comuni dell’avviso."
TO_COME = "I motivi sono nella lettera che stiamo per mandarti."


@pytest.fixture
def officer(django_app: DjangoTestApp) -> User:
    user = administrator()
    django_app.set_user(user)
    return user


@pytest.fixture
def journey() -> Journey:
    sent = Journey(CallPageFactory.create(steps=rich_form(), letters_need_approval=True))
    sent.fill_in()
    sent.send()
    return sent


def refused(officer: User, **given: Any) -> tuple[Submission, OutboxMessage]:
    one = Submission.objects.get()
    transition(one.pk, "reject", Actor.staff(officer), expected_version=one.version, reason=FORMER, **given)
    one.refresh_from_db()
    return one, OutboxMessage.objects.get(key=f"{one.reference}:{one.version}:rejected")


def personal(journey: Journey) -> str:
    return str(journey.get("follow").content.decode())


def typed_anew(django_app: DjangoTestApp, letter: OutboxMessage, **parts: str) -> Any:
    """Types in each field that holds the first text the second."""
    page = django_app.get(reverse("outbox_edit", args=[letter.pk]))
    form = page.forms["lettera"]
    for name, field in list(form.fields.items()):
        if name and name.startswith("part_") and FORMER in field[0].value:
            form[name] = parts["reason"]
    return form.submit(expect_errors=True)


def test_the_state_is_told_at_once_and_the_reason_and_the_appeal_when_the_letter_left(
    journey: Journey, officer: User
) -> None:
    one, letter = refused(officer)
    assert letter.status == Status.APPROVAL

    waiting = personal(journey)
    assert "non è stata ammessa" in waiting
    # On top, and where it is told what happened.
    assert waiting.count(TO_COME) == 2
    assert FORMER not in waiting
    assert "Tribunale amministrativo regionale" not in waiting
    assert FORMER not in json.dumps(portable.everything(one), default=str, ensure_ascii=False)
    acting.act(acting.RELEASE, [letter.pk])
    outbox.deliver_due()

    told = personal(journey)
    assert FORMER in told
    assert "Tribunale amministrativo regionale" in told
    assert TO_COME not in told
    assert FORMER in json.dumps(portable.everything(one), default=str, ensure_ascii=False)


def test_a_letter_that_waits_for_an_hour_has_told_nothing_yet(journey: Journey, officer: User) -> None:
    _one, letter = refused(officer)
    later = timezone.now() + timedelta(hours=1)
    OutboxMessage.objects.filter(pk=letter.pk).update(status=Status.PENDING, next_attempt_at=later)

    assert FORMER not in personal(journey)
    OutboxMessage.objects.filter(pk=letter.pk).update(next_attempt_at=timezone.now())
    assert FORMER in personal(journey)


def test_what_is_handed_over_on_paper_is_told_as_it_is_printed(journey: Journey, officer: User) -> None:
    _one, letter = refused(officer)
    OutboxMessage.objects.filter(pk=letter.pk).update(status=Status.BY_HAND, recipient="")

    assert FORMER in personal(journey)


def test_of_a_letter_that_was_stopped_the_reasons_are_asked_of_the_office(
    journey: Journey, officer: User
) -> None:
    _one, letter = refused(officer)
    acting.act(acting.ABORT, [letter.pk])

    told = personal(journey)

    assert FORMER not in told
    assert TO_COME not in told
    assert "Per i motivi scrivi all’ufficio" in told


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("request_info", {"due_at": timedelta(days=3)}),
        ("forewarn", {"due_at": timedelta(days=15)}),
    ],
)
def test_what_is_asked_by_a_letter_that_waits_is_not_told_in_words_that_may_change(
    officer: User, action: str, values: dict[str, Any]
) -> None:
    sent = Journey(CallPageFactory.create(steps=rich_form(), letters_need_approval=True))
    sent.fill_in()
    sent.send()
    one = Submission.objects.get()
    asked: dict[str, Any] = {"asked": AskedFor(everything=True)} if action == "request_info" else {}
    due_at = timezone.now() + values["due_at"]
    transition(
        one.pk, action, Actor.staff(officer), expected_version=1, reason=FORMER, due_at=due_at, **asked
    )

    assert FORMER not in personal(sent)
    assert "nella lettera che stiamo per mandarti" in personal(sent) or "lo spiega la lettera" in personal(
        sent
    )
    OutboxMessage.objects.update(status=Status.SENT, sent_at=timezone.now())
    assert FORMER in personal(sent)


def test_the_reason_corrected_in_the_letter_is_that_of_the_decision_everywhere(
    django_app: DjangoTestApp, journey: Journey, officer: User
) -> None:
    one, letter = refused(officer)
    shown = django_app.get(reverse("outbox_edit", args=[letter.pk]))
    assert "cambia anche quella della decisione" in shown.text

    typed_anew(django_app, letter, reason=CORRECTED).follow()
    acting.act(acting.RELEASE, [letter.pk], acting.read_at(timezone.now()))
    outbox.deliver_due()

    assert Reason.objects.get(entry__action="reject").text == CORRECTED
    told = personal(journey)
    assert CORRECTED in told
    assert FORMER not in told
    copy = portable.everything(one)
    assert [row["reason"] for row in copy["history"] if row["reason"]] == [CORRECTED]
    entry = LogEntry.objects.get(action=reasons.CORRECTED)
    assert (entry.submission, entry.actor, entry.reason.text) == (one, officer, FORMER)
    detail = django_app.get(reverse("candidature_review:detail", args=[one.pk]))
    assert CORRECTED in detail.text
    log = " ".join(detail.html.find(id="registro-section").text.split())
    assert "Motivazione corretta nella lettera" in log
    assert FORMER in log


def test_a_reason_among_the_words_of_the_office_is_found_there(
    django_app: DjangoTestApp, journey: Journey, officer: User
) -> None:
    LetterWords.objects.create(
        page=Submission.objects.get().page,
        kind="call",
        letter="rejected",
        text="Non possiamo: {motivazione} Grazie.",
    )
    _one, letter = refused(officer)

    typed_anew(django_app, letter, reason=f"Non possiamo: {CORRECTED} Grazie.")
    assert Reason.objects.get(entry__action="reject").text == CORRECTED

    OutboxMessage.objects.get(pk=letter.pk)
    form = django_app.get(reverse("outbox_edit", args=[letter.pk])).forms["lettera"]
    form["subject"] = "Un altro oggetto"
    form.submit()
    assert LogEntry.objects.filter(action=reasons.CORRECTED).count() == 1


def test_a_decision_is_not_left_without_its_reason(
    django_app: DjangoTestApp, journey: Journey, officer: User
) -> None:
    _one, letter = refused(officer)

    answer = typed_anew(django_app, letter, reason="")

    assert answer.status_code == 400
    assert "La motivazione non può restare vuota" in answer.text
    letter.refresh_from_db()
    assert FORMER in letter.body
    assert letter.former.count() == 0


def test_whoever_decides_is_told_when_the_reason_is_read(
    django_app: DjangoTestApp, journey: Journey, officer: User
) -> None:
    one = Submission.objects.get()
    address = reverse("candidature_review:decide", args=[one.pk, "reject"])

    assert "legge la motivazione solo quando la lettera parte" in django_app.get(address).text
    accept = reverse("candidature_review:decide", args=[one.pk, "accept"])
    assert "legge la motivazione" not in django_app.get(accept).text
    page = one.page.specific
    page.letters_need_approval = False
    page.save()
    assert "legge la motivazione" not in django_app.get(address).text
