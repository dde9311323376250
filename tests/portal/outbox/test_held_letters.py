"""Letters that a restored backup holds: staff send them, or say that they had left."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from portal.models import Heartbeat, OutboxMessage
from portal.outbox import departures
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.istruttoria.people import member_of
from tests.portal.outbox.letters import letter_to, sent, statuses

Status = OutboxMessage.Status


@pytest.mark.django_db
class TestReleased:
    @pytest.fixture(autouse=True)
    def held(self) -> None:
        for key in ("a", "b", "failed"):
            letter_to(key)
        OutboxMessage.objects.update(
            status=Status.HELD,
            attempts=4,
            last_error="TimeoutError",
            stopped_at=timezone.now(),
            next_attempt_at=timezone.now() + timedelta(days=1),
        )
        OutboxMessage.objects.filter(key="failed").update(status=Status.FAILED)

    def test_what_is_sent_counts_as_tried_once_because_it_may_have_left(self) -> None:
        assert departures.release() == 2

        assert statuses() == {"a": Status.PENDING, "b": Status.PENDING, "failed": Status.FAILED}
        released = OutboxMessage.objects.get(key="a")
        assert (released.attempts, released.last_error, released.stopped_at) == (1, "", None)
        assert released.next_attempt_at <= timezone.now()

    def test_what_goes_to_nobody_s_mailbox_is_to_be_handed_over(self) -> None:
        OutboxMessage.objects.filter(key="a").update(recipient="")

        assert departures.release() == 2

        assert OutboxMessage.objects.get(key="a").status == OutboxMessage.Status.BY_HAND

    def test_what_had_left_counts_as_sent_now(self) -> None:
        assert departures.release(as_sent=True) == 2

        assert statuses() == {"a": Status.SENT, "b": Status.SENT, "failed": Status.FAILED}
        released = OutboxMessage.objects.get(key="a")
        assert (released.last_error, released.stopped_at) == ("", None)
        assert released.sent_at is not None
        assert abs(timezone.now() - released.sent_at) < timedelta(minutes=1)


@pytest.mark.django_db
class TestHeld:
    @pytest.fixture(autouse=True)
    def held(self) -> None:
        letter_to("a")
        letter_to("b")
        call_command("after_restore")

    def test_the_command_holds_every_letter_that_waits(self) -> None:
        outbox.deliver_due()

        assert sent() == []
        assert set(statuses().values()) == {Status.HELD}

    def test_ready_warns(self) -> None:
        Heartbeat.objects.create(worker_id="w", beaten_at=timezone.now())

        body = Client().get("/readyz").json()

        assert (body["ready"], body["checks"]["letters"]["state"]) == (True, "warning")
        assert body["checks"]["letters"]["held"] == 2

    @pytest.mark.parametrize(("button", "expected"), [("Invia le lettere", ["a", "b"]), ("Non inviarle", [])])
    def test_an_officer_decides_on_the_home_of_the_admin(
        self, django_app: DjangoTestApp, button: str, expected: Any
    ) -> None:
        home = django_app.get("/admin/", user=member_of(Role.OFFICERS))
        panel = home.html.find(id="lettere-non-partite-section")
        assert "2 trattenute" in " ".join(panel.text.split())
        form = next(form for form in home.forms.values() if form.action.endswith("/release/"))
        value = next(
            each["value"] for each in panel.find_all("button", attrs={"name": "what"}) if button in each.text
        )

        form.submit("what", value=value).follow()
        outbox.deliver_due()

        assert sorted(sent()) == expected
        assert Status.HELD not in statuses().values()

    def test_one_alone_is_sent_from_the_register(self, django_app: DjangoTestApp) -> None:
        chosen = OutboxMessage.objects.get(key="a")
        officer = member_of(Role.OFFICERS)
        page = django_app.get(f"/admin/portal/outboxmessage/inspect/{chosen.pk}/", user=officer)
        form = next(form for form in page.forms.values() if "/act/" in form.action)

        form.submit("what", value="retry")
        outbox.deliver_due()

        assert sent() == ["a"]

    @pytest.mark.parametrize("role", [Role.EDITORS, Role.REVIEWERS])
    def test_nobody_else_sees_or_releases_them(self, client: Client, role: Role) -> None:
        client.force_login(member_of(role))

        assert "lettere-non-partite" not in client.get("/admin/").content.decode()
        client.post("/admin/portal/outboxmessage/release/", {"what": "send"})

        assert set(statuses().values()) == {Status.HELD}
