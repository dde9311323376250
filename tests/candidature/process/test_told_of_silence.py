"""Where silence ends an application, its letters and its page say so, and nowhere else."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import reminders
from candidature.models import Submission
from candidature.pages.promised import AfterInfoTerm
from candidature.process import lapsing
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.candidature.messages.conversations import from_applicant
from tests.candidature.process.test_forewarning import (
    asked,
    days_later,
    forewarned,
    passed,
    personal_page,
)
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db

WITHOUT_WHAT_WAS_ASKED = "se non ne arrivano, ciò che hai inviato si chiude come incompleto"
WITHOUT_A_WORD = "Se entro il termine non arriva nulla, ciò che hai inviato si chiude come incompleto."
IT_CLOSES = "Non sono arrivate osservazioni: ciò che hai inviato si chiude come incompleto"
IT_IS_DECIDED = "L’ufficio decide con ciò che ha"


@pytest.fixture
def officer() -> User:
    return member_of(Role.OFFICERS)


def letter(name: str) -> str:
    """The words of the last letter of this kind."""
    found = OutboxMessage.objects.filter(key__regex=rf":{name}(:|$)").latest("pk")
    return " ".join(found.body.split())


def words(app: DjangoTestApp, submission: Submission) -> str:
    """Of the personal page."""
    return " ".join(personal_page(app, submission).text.split())


def told_by_itself(*, is_told: bool = True) -> Submission:
    """One whose term passed, so that the portal told the reasons."""
    submission = asked(after_info_term=AfterInfoTerm.CLOSE)
    assert lapsing.close_due(days_later(0.1)) == 1
    if is_told:
        outbox.deliver_due()
    submission.refresh_from_db()
    return submission


def remind(submission: Submission) -> None:
    # Written no sooner than the reasons were told.
    Submission.objects.update(updated_at=timezone.now() - timedelta(days=1))
    submission.refresh_from_db()
    assert submission.info_due_at
    assert reminders.write_due(submission.info_due_at - timedelta(hours=47)) == 1


@pytest.mark.parametrize("after", AfterInfoTerm.values)
def test_who_is_asked_to_complete_is_told_what_silence_does(django_app: DjangoTestApp, after: str) -> None:
    closes = after == AfterInfoTerm.CLOSE
    submission = asked(timezone.now() + timedelta(days=5), after_info_term=after)
    remind(submission)

    said = [letter("info_requested"), letter("info_reminder"), words(django_app, submission)]

    assert [WITHOUT_WHAT_WAS_ASKED in one for one in said] == [closes] * 3
    decides = after in (AfterInfoTerm.WAIT, AfterInfoTerm.RESUME)
    assert ("l’ufficio decide con ciò che ha" in said[0]) == decides


def test_who_is_told_the_reasons_by_the_portal_is_told_that_silence_ends_it(
    django_app: DjangoTestApp,
) -> None:
    submission = told_by_itself()
    remind(submission)

    assert WITHOUT_A_WORD in letter("forewarned")
    assert WITHOUT_A_WORD in letter("forewarned_reminder")
    assert "Poi decidiamo" not in letter("forewarned_reminder")
    assert WITHOUT_A_WORD in words(django_app, submission)
    passed(submission)
    after = words(django_app, submission)
    assert IT_CLOSES in after
    assert IT_IS_DECIDED not in after


def test_what_was_objected_to_or_told_by_no_letter_is_decided_by_a_person(django_app: DjangoTestApp) -> None:
    submission = told_by_itself(is_told=False)
    passed(submission)
    assert IT_IS_DECIDED in words(django_app, submission)

    outbox.deliver_due()
    Submission.objects.update(info_due_at=timezone.now() + timedelta(days=3))
    submission.refresh_from_db()
    from_applicant(submission, "Ero in ospedale: eccolo.")
    assert WITHOUT_A_WORD not in words(django_app, submission)
    passed(submission)
    assert IT_CLOSES not in words(django_app, submission)


def test_after_reasons_that_an_officer_told_a_person_decides(
    django_app: DjangoTestApp, officer: User
) -> None:
    submission = submitted(CallPageFactory.create(after_info_term=AfterInfoTerm.CLOSE))
    forewarned(submission, officer)
    outbox.deliver_due()
    remind(submission)

    said = [letter("forewarned"), letter("forewarned_reminder"), words(django_app, submission)]

    assert not [one for one in said if "si chiude come incompleto" in one]
    assert "Poi decidiamo" in said[1]
    passed(submission)
    assert IT_IS_DECIDED in words(django_app, submission)


def test_letters_and_page_of_an_event_speak_of_a_sign_up(django_app: DjangoTestApp, officer: User) -> None:
    event: Any = EventPageFactory.create(admission="moderated")
    type(event).objects.update(starts_at=days_later(40), ends_at=days_later(40.1))
    submission = submitted(event)
    forewarned(submission, officer)
    outbox.deliver_due()
    remind(submission)

    said = [letter("forewarned"), letter("forewarned_reminder"), words(django_app, submission)]

    assert not [one for one in said if "ammettere" in one]
    assert "stiamo per non confermare la tua iscrizione. Non è ancora una decisione" in said[0]
    assert "stiamo per non confermare la tua iscrizione. Puoi ancora" in said[1]
    assert "potrebbe non confermare la tua iscrizione" in said[2]
