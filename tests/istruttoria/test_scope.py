"""Who reaches what in the review: list, detail, file, decision and protocol, walked with every role."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from candidature.access import scope as access
from candidature.models import CallPage, LogEntry, Submission
from candidature.statuses import Status
from portal.models import OutboxMessage
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, staff, submitted
from tests.istruttoria.people import administrator, committee_member, member_of, received_file

pytestmark = pytest.mark.django_db

OUTSIDE = ["anonymous", "editor"]
ELSEWHERE = ["reviewer of another committee", "reviewer of no committee"]
INSIDE = ["reviewer", "officer", "administrator"]


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page, first_name="Zenobia", last_name="Inventata")


@pytest.fixture
def as_role(client: Client, page: CallPage) -> Any:
    def login(role: Role) -> Any:
        user = {
            "anonymous": lambda: None,
            "editor": lambda: member_of(Role.EDITORS),
            "reviewer of another committee": lambda: committee_member(CallPageFactory.create()),
            "reviewer of no committee": committee_member,
            "reviewer": lambda: committee_member(page),
            "officer": lambda: member_of(Role.OFFICERS),
            "administrator": administrator,
        }[role]()
        if user is not None:
            client.force_login(user)
        return client

    return login


def addresses(submission: Submission) -> Any:
    uploaded = received_file(submission)
    return [
        reverse("candidature_review:detail", args=[submission.pk]),
        reverse("candidature_review:file", args=[submission.pk, uploaded.public_id]),
        reverse("candidature_review:decide", args=[submission.pk, "take"]),
    ]


@pytest.mark.parametrize("role", OUTSIDE)
def test_who_does_not_review_is_sent_away_from_every_page(
    role: Role, as_role: Any, submission: Submission
) -> None:
    client = as_role(role)

    for address in [reverse("candidature_review:index"), *addresses(submission)]:
        response = client.get(address)
        assert response.status_code == 302, address
        assert "Zenobia" not in str(response.content)


@pytest.mark.parametrize("role", ELSEWHERE)
def test_for_another_committee_the_submission_does_not_exist(
    role: Role, as_role: Any, submission: Submission
) -> None:
    client = as_role(role)

    for address in addresses(submission):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("role", INSIDE)
def test_the_committee_and_who_oversees_reach_every_page(
    role: Role, as_role: Any, submission: Submission
) -> None:
    client = as_role(role)

    for address in addresses(submission):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("role", [*OUTSIDE, *ELSEWHERE])
def test_the_list_and_its_search_never_show_what_is_out_of_scope(
    role: Role, as_role: Any, submission: Submission
) -> None:
    client = as_role(role)

    for query in ["", "?stage=todo", "?q=Zenobia", "?stage=all", f"?page={submission.page_id}&stage=all"]:
        for name in ["index", "index_results"]:
            response = client.get(reverse(f"candidature_review:{name}") + query)
            assert submission.reference not in response.content.decode()


@pytest.mark.parametrize("role", INSIDE)
def test_the_list_shows_what_is_in_scope(role: Role, as_role: Any, submission: Submission) -> None:
    response = as_role(role).get(reverse("candidature_review:index"), follow=True)

    assert submission.reference in response.content.decode()


@pytest.mark.parametrize("role", [*OUTSIDE, *ELSEWHERE])
def test_a_decision_posted_from_outside_changes_nothing(
    role: Role, as_role: Any, submission: Submission
) -> None:
    client = as_role(role)
    letters, entries = OutboxMessage.objects.count(), LogEntry.objects.count()

    for action in ["take", "accept", "reject", "request_info", "reopen"]:
        client.post(
            reverse("candidature_review:decide", args=[submission.pk, action]),
            {
                "expected_version": submission.version,
                "reason": "Dall'esterno.",
                "due_on": (timezone.localdate() + timedelta(days=9)).isoformat(),
            },
        )
    client.post(reverse("candidature_review:detail", args=[submission.pk]), {"protocol_number": "X/1"})

    submission.refresh_from_db()
    assert submission.status == Status.RECEIVED
    assert submission.protocol_number == ""
    assert (OutboxMessage.objects.count(), LogEntry.objects.count()) == (letters, entries)


def test_a_button_that_is_not_shown_cannot_be_pressed_by_hand(
    client: Client, page: CallPage, submission: Submission
) -> None:
    """The toy: the role is checked where the button is drawn, and nowhere else."""
    user = staff(access.REVIEW, access.OVERSEE, "wagtailadmin.access_admin")
    client.force_login(user)
    decide = reverse("candidature_review:decide", args=[submission.pk, "accept"])

    assert (
        decide not in client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()
    )
    client.get(decide)
    client.post(decide, {"expected_version": submission.version})

    submission.refresh_from_db()
    assert submission.status == Status.RECEIVED


def test_a_file_is_not_reached_through_another_submission(
    client: Client, page: CallPage, submission: Submission
) -> None:
    other = submitted(CallPageFactory.create())
    foreign = received_file(other)
    client.force_login(committee_member(page))

    response = client.get(reverse("candidature_review:file", args=[submission.pk, foreign.public_id]))

    assert response.status_code == 404


def test_the_menu_and_the_home_show_the_queue_only_to_who_reviews(
    client: Client, page: CallPage, submission: Submission
) -> None:
    queue = reverse("candidature_review:index")

    client.force_login(member_of(Role.EDITORS))
    assert queue not in client.get(reverse("wagtailadmin_home")).content.decode()

    client.force_login(committee_member(page))
    assert queue in client.get(reverse("wagtailadmin_home")).content.decode()


def test_an_editor_sees_how_many_took_part_and_not_who(client: Client) -> None:
    page = CallPageFactory.create(parent=Page.get_first_root_node())
    submission = submitted(page, first_name="Zenobia")
    client.force_login(member_of(Role.EDITORS))

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert page.title in home
    assert "Zenobia" not in home
    assert submission.reference not in home
