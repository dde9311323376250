"""Letters that a restored backup holds: staff send them, or say that they had left."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import LogEntry, Submission
from candidature.process import untold
from candidature.process.workflow import transition
from portal.models import Heartbeat, OutboxMessage
from portal.outbox import acting, departures, editing, taking_back
from portal.outbox import sending as outbox
from portal.privacy import consultations
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
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
        assert len(departures.release().decided) == 2

        assert statuses() == {"a": Status.PENDING, "b": Status.PENDING, "failed": Status.FAILED}
        released = OutboxMessage.objects.get(key="a")
        assert (released.attempts, released.last_error, released.stopped_at) == (1, "", None)
        assert released.next_attempt_at <= timezone.now()

    def test_what_goes_to_nobody_s_mailbox_is_to_be_handed_over(self) -> None:
        OutboxMessage.objects.filter(key="a").update(recipient="")

        assert len(departures.release().decided) == 2

        assert OutboxMessage.objects.get(key="a").status == OutboxMessage.Status.BY_HAND

    def test_what_had_left_counts_as_sent_now(self) -> None:
        assert len(departures.release(as_sent=True).decided) == 2

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


@pytest.mark.django_db
class TestHeldWhileTheyWaitedForAWord:
    """Nobody had approved them, or let them leave, when the backup was made."""

    @pytest.fixture
    def submission(self) -> Submission:
        one = submitted(CallPageFactory.create(letters_need_approval=True, forewarns=True))
        OutboxMessage.objects.all().delete()
        due_at = timezone.now() + timedelta(days=11)
        officer = Actor.staff(member_of(Role.OFFICERS))
        transition(one.pk, "forewarn", officer, expected_version=1, reason="Fuori tema.", due_at=due_at)
        one.refresh_from_db()
        return one

    @pytest.fixture(autouse=True)
    def held(self, submission: Submission) -> None:
        letter_to("pending")
        letter_to("draft")
        OutboxMessage.objects.filter(key="draft").update(status=Status.DRAFT)
        OutboxMessage.objects.filter(related_to=submission.reference).update(key="approval:forewarned")
        call_command("after_restore")
        assert set(statuses().values()) == {Status.HELD}

    @pytest.mark.parametrize(("what", "decided"), [("send", Status.PENDING), ("sent", Status.SENT)])
    def test_they_wait_again_whatever_is_said_of_the_others(
        self, django_app: DjangoTestApp, submission: Submission, what: str, decided: str
    ) -> None:
        officer = member_of(Role.OFFICERS)
        home = django_app.get("/admin/", user=officer)
        form = next(form for form in home.forms.values() if form.action.endswith("/release/"))

        told = form.submit("what", value=what).follow().text

        waiting = {"draft": Status.DRAFT, "approval:forewarned": Status.APPROVAL}
        assert statuses() == {"pending": decided, **waiting}
        assert "2 lettere, da approvare o in bozza, aspettano di nuovo come prima." in told
        outbox.deliver_due()
        assert sent() == (["pending"] if what == "send" else [])
        assert untold.is_untold(submission)
        entry = LogEntry.objects.get(submission=submission, action=consultations.LETTER_GIVEN_BACK)
        assert entry.actor == officer
        of_other = {"send": consultations.LETTER_RELEASED, "sent": consultations.LETTER_COUNTED_SENT}[what]
        assert LogEntry.objects.filter(action=of_other, actor=officer).count() == 1

    def test_they_may_have_left_and_are_neither_corrected_nor_taken_back(self) -> None:
        departures.release()

        for key in ("draft", "approval:forewarned"):
            message = OutboxMessage.objects.get(key=key)
            assert (message.attempts, message.held_from, message.stopped_at) == (1, "", None)
            assert not editing.may_be_edited(message)
            assert taking_back.may_have_left([key]) == {key}
            assert acting.possible(message) == [acting.RELEASE, acting.ABORT]

    def test_one_alone_waits_again_too(self, django_app: DjangoTestApp, submission: Submission) -> None:
        chosen = OutboxMessage.objects.get(related_to=submission.reference)
        officer = member_of(Role.OFFICERS)
        page = django_app.get(f"/admin/portal/outboxmessage/inspect/{chosen.pk}/", user=officer)
        form = next(form for form in page.forms.values() if "/act/" in form.action)

        told = form.submit("what", value="retry").follow().text

        assert "La lettera aspetta di nuovo come prima del ripristino: è «Da approvare»." in told
        chosen.refresh_from_db()
        assert (chosen.status, chosen.held_from) == (Status.APPROVAL, "")
        assert LogEntry.objects.filter(action=consultations.LETTER_GIVEN_BACK).count() == 1

    def test_many_by_boxes_say_how_many_wait_again(self, django_app: DjangoTestApp) -> None:
        register = django_app.get("/admin/portal/outboxmessage/", user=member_of(Role.OFFICERS))
        bar = register.forms["lettere"]
        for number in range(3):
            bar.set("letter", True, index=number)

        told = bar.submit("what", value="retry").follow().text

        assert "fatto per 3 lettere" in told
        assert "2 non partono ancora: il loro stato dice che cosa aspettano." in told

    def test_a_command_says_so_too_and_the_log_names_nobody(
        self, submission: Submission, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("release_letters", "--as-sent")

        assert "1 letters count as sent. 2 wait for somebody's word" in capsys.readouterr().out
        entry = LogEntry.objects.get(submission=submission, action=consultations.LETTER_GIVEN_BACK)
        assert (entry.actor, entry.actor_label) == (None, "Sistema")
