"""An opinion that does not come, or whose letter came back, is work for whoever waits for it until seen."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.access.scope import reach_now
from candidature.models import CallPage, LogEntry, Submission
from candidature.statuses import Status
from istruttoria.models import Opinion
from istruttoria.opinions import asking
from istruttoria.queue.needs import Need, needed
from portal.models import OutboxMessage, User
from portal.outbox import delivery_reports
from portal.outbox.delivery_reports import Taken
from tests.candidature.factories import CallPageFactory
from tests.istruttoria.opinions.requests import asked, delivered, opened, write
from tests.istruttoria.people import committee_member
from tests.portal.outbox.test_delivery_reports import report

pytestmark = pytest.mark.django_db

INDEX = "candidature_review:index"


@pytest.fixture
def mine(submission: Submission, reviewer: User) -> Submission:
    """What the reviewer has, and nothing else waits for."""
    distant = timezone.localdate() + timedelta(days=90)
    Submission.objects.filter(pk=submission.pk).update(
        assigned_to=reviewer, status=Status.IN_REVIEW, respond_by=distant
    )
    return submission


def come_back(kind: str = "opinion_asked") -> None:
    """The letter, which left, comes back."""
    letter = OutboxMessage.objects.get(key__startswith=f"{kind}:")
    assert delivery_reports.take(report("postfix", letter).encode()) == Taken.MARKED


def pass_term() -> None:
    """An hour ago; what was seen till now was seen before that."""
    now = timezone.now()
    Opinion.objects.exclude(seen_at=None).update(seen_at=now - timedelta(hours=2))
    Opinion.objects.update(due_at=now - timedelta(hours=1))


def said(client: Client, user: User, **parameters: Any) -> list[str]:
    """What the row of the list of opinions says of them; nothing where it is not in the list.

    The list, its tab and the tiles of the home agree.
    """
    client.force_login(user)
    answer = client.get(reverse(INDEX), {"need": "opinion", **parameters})
    listed = list(answer.context["object_list"])
    [tab] = [one for one in answer.context["needs"] if one["current"]]
    waiting = {one.need: one.how_many for one in needed(reach_now(user), user)}
    assert tab["count"] == len(listed) == waiting[Need.OPINION] == waiting[Need.ANY]
    drawn = BeautifulSoup(answer.content, "html.parser")
    words = [one.get_text(" ", strip=True) for one in drawn.select("td .review-unread")]
    return [one for one in words if "parere" in one.casefold()]


def look(client: Client, user: User, submission: Submission) -> str:
    client.force_login(user)
    shown = client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()
    [one] = BeautifulSoup(shown, "html.parser").select("#pareri-section .review-message")
    return one.get_text(" ", strip=True)


LATE, LOST, HERE = "Parere in ritardo", "Richiesta di parere non recapitata", "Parere arrivato"


def test_one_whose_term_passed_waits_until_who_has_it_saw_that(
    django_app: DjangoTestApp, client: Client, page: CallPage, mine: Submission, reviewer: User
) -> None:
    asked(django_app, mine, reviewer)
    look(client, reviewer, mine)
    assert said(client, reviewer) == []

    pass_term()

    assert said(client, reviewer) == [LATE]
    assert "Termine passato" in look(client, committee_member(page), mine)
    assert said(client, reviewer) == [LATE]
    look(client, reviewer, mine)
    assert said(client, reviewer) == []


def test_one_whose_letter_came_back_waits_until_who_has_it_saw_that(
    django_app: DjangoTestApp, client: Client, mine: Submission, reviewer: User
) -> None:
    asked(django_app, mine, reviewer)
    delivered()
    look(client, reviewer, mine)

    come_back()

    assert said(client, reviewer) == [LOST]
    assert "Lettera non recapitata" in look(client, reviewer, mine)
    assert said(client, reviewer) == []
    [entry] = LogEntry.objects.filter(action=asking.UNDELIVERED)
    assert entry.details == {"opinion": str(Opinion.objects.get().pk)}
    # What was not known then.
    pass_term()
    assert said(client, reviewer) == [LATE]


def test_both_are_told(django_app: DjangoTestApp, client: Client, mine: Submission, reviewer: User) -> None:
    asked(django_app, mine, reviewer)
    delivered()
    come_back()
    pass_term()

    assert said(client, reviewer) == [LATE, LOST]


def test_none_waits_once_it_is_revoked_or_nobody_needs_it(
    django_app: DjangoTestApp, client: Client, mine: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, mine, reviewer)
    delivered()
    come_back()
    pass_term()
    Submission.objects.filter(pk=mine.pk).update(status=Status.ACCEPTED)
    assert said(client, reviewer) == []
    Submission.objects.filter(pk=mine.pk).update(status=Status.RESERVE)
    assert said(client, reviewer) == [LATE, LOST]

    asking.revoke(opinion, reviewer)

    assert said(client, reviewer) == []


def test_one_that_arrives_after_all_is_told_as_that(
    django_app: DjangoTestApp, client: Client, mine: Submission, reviewer: User
) -> None:
    asked(django_app, mine, reviewer)
    shown = opened(django_app, delivered())
    come_back()
    look(client, reviewer, mine)

    write(shown, "È fattibile.").submit()

    assert said(client, reviewer) == [HERE]
    assert "recapitata" not in look(client, reviewer, mine)
    assert said(client, reviewer) == []


def test_who_opens_the_link_was_reached(
    django_app: DjangoTestApp, client: Client, mine: Submission, reviewer: User
) -> None:
    asked(django_app, mine, reviewer)
    address = delivered()
    come_back()

    opened(django_app, address)

    assert said(client, reviewer) == []
    assert "recapitata" not in look(client, reviewer, mine)


def test_a_second_letter_that_comes_back_tells_nothing_new(
    django_app: DjangoTestApp, client: Client, mine: Submission, reviewer: User
) -> None:
    asked(django_app, mine, reviewer)
    delivered()
    come_back()
    look(client, reviewer, mine)
    assert asking.remind_due(timezone.now() + timedelta(days=12)) == 1
    delivered()

    come_back("opinion_reminder")

    assert said(client, reviewer) == []
    assert LogEntry.objects.filter(action=asking.UNDELIVERED).count() == 1


def test_the_letter_of_one_that_was_given_or_revoked_marks_nothing(
    django_app: DjangoTestApp, mine: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, mine, reviewer)
    delivered()
    letter = OutboxMessage.objects.get(key__startswith="opinion_asked:")
    asking.revoke(opinion, reviewer)

    asking.note_refusal(letter, "550 nobody")

    opinion.refresh_from_db()
    assert opinion.undelivered_since is None
    assert not LogEntry.objects.filter(action=asking.UNDELIVERED).exists()


def test_a_page_that_showed_it_as_late_did_not_show_what_arrived_meanwhile(
    django_app: DjangoTestApp,
    client: Client,
    mine: Submission,
    reviewer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked(django_app, mine, reviewer)
    pass_term()
    held: list[Any] = []
    monkeypatch.setattr("istruttoria.opinions.seeing.once_sent", lambda _response, note: held.append(note))
    look(client, reviewer, mine)
    now = timezone.now()
    Opinion.objects.update(state=Opinion.State.GIVEN, text="Sì.", given_at=now, seen_at=None)

    held[0]()

    assert said(client, reviewer) == [HERE]


def test_the_list_costs_as_much_with_many(
    django_app: DjangoTestApp,
    client: Client,
    mine: Submission,
    reviewer: User,
    django_assert_max_num_queries: Any,
) -> None:
    for _one in range(3):
        asked(django_app, mine, reviewer)
    pass_term()
    client.force_login(reviewer)
    client.get(reverse(INDEX))

    for need in ("opinion", "any"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(INDEX), {"need": need}).status_code == 200


def test_nothing_of_it_waits_for_who_may_not_see_it(
    django_app: DjangoTestApp, client: Client, mine: Submission, reviewer: User
) -> None:
    asked(django_app, mine, reviewer)
    pass_term()

    assert said(client, committee_member(CallPageFactory.create())) == []
