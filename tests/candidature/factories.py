"""Calls, events, notices, committees and submissions for tests, made through the real doors."""

import itertools
import json
from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import Page

from candidature.access import scope as access
from candidature.intake import confirming, drafts, sending
from candidature.models import (
    CallPage,
    Committee,
    Draft,
    ParticipationIndexPage,
    PrivacyNotice,
    Submission,
)
from candidature.pages.participation import ParticipationPage
from candidature.process.payloads import AskedFor
from eventi.models import EventPage
from portal.models import User
from portal.privacy.tokens import new_token
from tests.page_factory import PageFactory

_numbers = itertools.count(1)

# What a request of integration asks for, where it does not matter.
EVERYTHING = AskedFor(everything=True)


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persona{n}@example.org")
    first_name = "Prova"
    last_name = factory.Sequence(lambda n: f"Numero{n}")


class PrivacyNoticeFactory(factory.django.DjangoModelFactory[PrivacyNotice]):
    class Meta:
        model = PrivacyNotice

    title = factory.Sequence(lambda n: f"Informativa {n}")
    version = "1.0"
    body = "<p>Testo di prova.</p>"


class CommitteeFactory(factory.django.DjangoModelFactory[Committee]):
    class Meta:
        model = Committee

    name = factory.Sequence(lambda n: f"Commissione {n}")


def participation_index(parent: Page) -> ParticipationIndexPage:
    """Where calls and events stand, below a page of the site."""
    made: ParticipationIndexPage = parent.add_child(
        instance=ParticipationIndexPage(title="Partecipa", slug="partecipa")
    )
    return made


def question(kind: str, key: str, label: str, **options: Any) -> dict[str, Any]:
    """One question block, as a StreamField stores it."""
    return {"type": kind, "id": key, "value": {"label": label, "required": True, **options}}


def steps(*questions: dict[str, Any]) -> str:
    """A form of one step with these questions, as a StreamField stores it."""
    return json.dumps(
        [
            {
                "type": "step",
                "id": "step-1",
                "value": {"title": "La proposta", "questions": list(questions)},
            }
        ]
    )


class ParticipationPageFactory(PageFactory):
    class Meta:
        abstract = True

    privacy_notice = factory.SubFactory(PrivacyNoticeFactory)
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    # Whatever the hour at which tests run.
    quiet_from = None
    quiet_until = None
    steps = factory.LazyFunction(
        lambda: steps(question("short_text", "q-motivation", "Perché vuoi partecipare?", max_length=200))
    )


class CallPageFactory(ParticipationPageFactory):
    class Meta:
        model = CallPage

    title = factory.Sequence(lambda n: f"Avviso {n}")
    # Without it no call is published.
    office = "Ufficio di prova"


class EventPageFactory(ParticipationPageFactory):
    class Meta:
        model = EventPage

    title = factory.Sequence(lambda n: f"Evento {n}")
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10, hours=2))
    capacity = 2


def identity(**changes: Any) -> drafts.Identity:
    number = next(_numbers)
    values: dict[str, Any] = {
        "applicant_kind": "citizen",
        "first_name": "Prova",
        "last_name": f"Cognome{number}",
        "email": f"prova{number}@example.org",
    }
    return drafts.Identity(**{**values, **changes})


def draft_token(page: ParticipationPage, *, answers: dict[str, Any] | None = None, **who: Any) -> str:
    """The secret of a draft that is ready to be sent, its address proved."""
    draft, token = begun(page, **who)
    confirming.prove(draft)
    drafts.save_answers(draft, {"q-motivation": "Per dare una mano."} if answers is None else answers)
    return token


def begun(page: ParticipationPage, **who: Any) -> tuple[Draft, str]:
    """A draft whose first step is filled in, and its secret."""
    draft, _first = drafts.begin(page)
    token = drafts.save_identity(draft, identity(**who)).moved_to
    assert token
    draft.refresh_from_db()
    return draft, token


def submitted(page: ParticipationPage, *, answers: dict[str, Any] | None = None, **who: Any) -> Submission:
    """A submission, sent now as an applicant would."""
    token = draft_token(page, answers=answers, **who)
    return sending.submit(
        token, received_at=timezone.now(), notice_id=page.privacy_notice_id, form_key=new_token()
    )


def staff(*permissions: str, email: str | None = None) -> User:
    """An account with exactly these permissions, named as in `candidature.access.scope`."""
    user = UserFactory.create(**({"email": email} if email else {}))
    for name in permissions:
        app_label, codename = name.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    return User.objects.get(pk=user.pk)


def overseer() -> User:
    return staff(access.OVERSEE, access.REVIEW, access.DECIDE, access.REVERSE, access.EXPORT)


def reviewer(page: ParticipationPage | None = None) -> User:
    """A reviewer who sits on the committee of a page, or on none: works on it and proposes."""
    return _seated(staff(access.REVIEW, access.PROPOSE), page)


def decider(page: ParticipationPage | None = None) -> User:
    """Somebody who decides on what comes for a page, and reverses nothing."""
    return _seated(staff(access.REVIEW, access.DECIDE), page)


def _seated(user: User, page: ParticipationPage | None) -> User:
    if page is not None:
        committee = CommitteeFactory.create()
        committee.members.add(user)
        committee.pages.add(page.pk)
    return user
