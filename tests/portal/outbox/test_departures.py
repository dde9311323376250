"""A backup that is put back sends no letter again that had left since it was made."""

import json
import sqlite3
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from portal.models import Heartbeat, Installation, OutboxMessage, User
from portal.outbox import departures, undelivered
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import UserFactory
from tests.istruttoria.people import administrator, member_of

Status = OutboxMessage.Status
TABLES = ("portal_outboxmessage", "portal_installation")


@pytest.fixture
def back_up(committed_db: None, tmp_path: Path) -> Callable[[], Callable[[], None]]:
    """Copies the database as a backup does; what it returns puts the copy back."""

    def on_sqlite() -> Callable[[], None]:
        connection.ensure_connection()
        copy = tmp_path / "backup.sqlite3"
        with sqlite3.connect(copy) as target:
            connection.connection.backup(target)

        def put_back() -> None:
            with sqlite3.connect(copy) as source:
                source.backup(connection.connection)

        return put_back

    def on_postgresql() -> Callable[[], None]:
        copies: dict[str, bytes] = {}
        for table in TABLES:
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as rows:
                copies[table] = b"".join(bytes(row) for row in rows)

        def put_back() -> None:
            for table, content in copies.items():
                with connection.cursor() as cursor:
                    cursor.execute(f"TRUNCATE {table}")
                    with cursor.copy(f"COPY {table} FROM STDIN") as rows:
                        rows.write(content)

        return put_back

    return {"sqlite": on_sqlite, "postgresql": on_postgresql}[connection.vendor]


def letter(key: str) -> OutboxMessage:
    return outbox.enqueue(key=key, recipient=f"{key}@example.org", subject=key, body="Testo")


def statuses() -> dict[str, str]:
    return dict(OutboxMessage.objects.values_list("key", "status"))


def sent() -> list[str]:
    return [str(message.subject) for message in mail.outbox]


def test_what_left_after_the_backup_does_not_leave_again(back_up: Callable[[], Callable[[], None]]) -> None:
    letter("before")
    outbox.deliver_due()
    letter("waiting")
    put_back = back_up()
    outbox.deliver_due()
    assert sent() == ["before", "waiting"]

    put_back()
    letter("new")
    outbox.deliver_due()

    assert sent() == ["before", "waiting", "new"]
    assert statuses() == {"before": Status.SENT, "waiting": Status.HELD, "new": Status.SENT}


def test_a_backup_made_while_a_letter_was_leaving_is_recognised_too(
    back_up: Callable[[], Callable[[], None]],
) -> None:
    put_backs = []

    def back_up_meanwhile(_message: Any, _secret: Any) -> str:
        put_backs.append(back_up())
        return "link"

    outbox.register_link_kind("backing up", outbox.LinkKind(address=back_up_meanwhile))
    message = letter("leaving")
    OutboxMessage.objects.filter(pk=message.pk).update(link_kind="backing up")
    outbox.deliver_due()

    put_backs[0]()
    OutboxMessage.objects.update(next_attempt_at=timezone.now(), link_kind="")
    outbox.deliver_due()

    assert sent() == ["leaving"]
    assert statuses() == {"leaving": Status.HELD}


def test_a_backup_since_which_nothing_left_is_put_back_without_holding_anything(
    back_up: Callable[[], Callable[[], None]],
) -> None:
    letter("before")
    outbox.deliver_due()
    letter("waiting")
    back_up()()

    outbox.deliver_due()

    assert sent() == ["before", "waiting"]


def test_it_is_held_once_and_staff_send_it_or_say_that_it_had_left(
    back_up: Callable[[], Callable[[], None]],
) -> None:
    letter("a")
    put_back = back_up()
    outbox.deliver_due()
    put_back()
    outbox.deliver_due()
    outbox.deliver_due()
    assert statuses() == {"a": Status.HELD}

    call_command("release_letters")
    outbox.deliver_due()
    assert sent() == ["a", "a"]

    put_back()
    outbox.deliver_due()
    call_command("release_letters", "--as-sent")
    outbox.deliver_due()
    assert sent() == ["a", "a"]
    assert statuses() == {"a": Status.SENT}


@pytest.mark.django_db
class TestOnAnotherMachine:
    def test_a_database_whose_letters_were_sent_elsewhere_holds_what_waits(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        letter("a")
        outbox.deliver_due()
        letter("b")
        settings.DEPARTURES_FILE = tmp_path / "elsewhere" / "letters.json"

        outbox.deliver_due()
        letter("c")
        outbox.deliver_due()

        assert sent() == ["a", "c"]
        assert statuses()["b"] == Status.HELD

    def test_a_new_database_beside_the_file_of_another_sends_at_once(self, settings: Settings) -> None:
        letter("a")
        outbox.deliver_due()
        OutboxMessage.objects.all().delete()
        Installation.objects.all().delete()
        letter("b")

        outbox.deliver_due()

        assert sent() == ["a", "b"]

    def test_a_file_that_is_broken_counts_as_lost(self, settings: Settings) -> None:
        letter("a")
        outbox.deliver_due()
        Path(settings.DEPARTURES_FILE).write_text("{")
        letter("b")

        outbox.deliver_due()

        assert sent() == ["a"]

    def test_no_letter_leaves_that_nobody_could_count(self, settings: Settings) -> None:
        settings.DEPARTURES_FILE = "/proc/nowhere/letters.json"
        letter("a")

        with pytest.raises(OSError, match="nowhere"):
            outbox.deliver_due()

        assert sent() == []
        assert statuses() == {"a": Status.PENDING}


@pytest.mark.django_db
class TestTheFigures:
    """The same in the database and in the file, which is how one is known to be older than the other."""

    @pytest.fixture
    def file(self, settings: Settings, tmp_path: Path) -> Path:
        settings.DEPARTURES_FILE = tmp_path / "not" / "there" / "letters.json"
        return Path(settings.DEPARTURES_FILE)

    def test_each_departure_is_counted_in_both(self, file: Path) -> None:
        for figure in (1, 2, 3):
            departures.count_one()

            installation, marker = Installation.current(), departures.read()
            assert marker is not None
            assert (installation.departures, marker.departures) == (figure, figure)
            assert marker.identity == installation.identity
            assert abs(timezone.now() - marker.written_at) < timedelta(minutes=1)
        # One figure, replaced as a whole.
        assert json.loads(file.read_text())["departures"] == 3

    def test_a_process_that_is_behind_takes_nothing_back(self, file: Path) -> None:
        departures.count_one()
        departures.count_one()
        Installation.objects.update(departures=0)

        departures.count_one()

        marker = departures.read()
        assert marker is not None
        assert marker.departures == 2

    def test_the_figure_of_another_database_is_replaced_however_high(self, file: Path) -> None:
        departures.count_one()
        departures.count_one()
        Installation.objects.update(departures=0, identity=uuid.uuid4())

        departures.count_one()

        marker = departures.read()
        assert marker is not None
        assert (marker.identity, marker.departures) == (Installation.current().identity, 1)

    @pytest.mark.parametrize(
        "change",
        [{"identity": "x"}, {"identity": None}, {"departures": "x"}, {"written_at": "ieri"}, {}, None],
    )
    def test_a_file_that_is_not_ours_says_nothing(self, file: Path, change: Any) -> None:
        assert departures.read() is None
        departures.count_one()
        said = json.loads(file.read_text())
        file.write_text(json.dumps({**said, **change} if change else [] if change is None else {}))

        assert departures.read() is None

    def test_only_letters_older_than_the_file_are_held_and_the_next_run_holds_nothing_more(
        self, file: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        for key in ("a", "b", "left", "new"):
            letter(key)
        for _letter in range(5):
            departures.count_one()
        marker = departures.read()
        assert marker is not None
        OutboxMessage.objects.exclude(key="new").update(created_at=marker.written_at)
        OutboxMessage.objects.filter(key="new").update(created_at=marker.written_at + timedelta(seconds=1))
        OutboxMessage.objects.filter(key="left").update(status=Status.SENT)
        # The backup is put back.
        Installation.objects.update(departures=2)

        assert departures.hold_after_restore() == 2

        assert statuses() == {"a": Status.HELD, "b": Status.HELD, "left": Status.SENT, "new": Status.PENDING}
        assert OutboxMessage.objects.get(key="a").stopped_at is not None
        assert "The database was put back from elsewhere: 2 letters are held for staff." in caplog.messages
        # Higher than anything that was ever counted, so that even older backups are recognised.
        marker = departures.read()
        assert marker is not None
        assert Installation.current().departures == marker.departures == 6
        assert departures.hold_after_restore() == 0

    def test_holding_all_holds_whatever_waits_and_counts_on(self, file: Path) -> None:
        for key in ("a", "b", "failed"):
            letter(key)
        OutboxMessage.objects.filter(key="failed").update(status=Status.FAILED)
        departures.count_one()

        assert departures.hold_all() == 2

        assert statuses() == {"a": Status.HELD, "b": Status.HELD, "failed": Status.FAILED}
        assert Installation.current().departures == 2


@pytest.mark.django_db
class TestReleased:
    @pytest.fixture(autouse=True)
    def held(self) -> None:
        for key in ("a", "b", "failed"):
            letter(key)
        OutboxMessage.objects.update(
            status=Status.HELD,
            attempts=4,
            last_error="TimeoutError",
            stopped_at=timezone.now(),
            next_attempt_at=timezone.now() + timedelta(days=1),
        )
        OutboxMessage.objects.filter(key="failed").update(status=Status.FAILED)

    def test_what_is_sent_begins_anew(self) -> None:
        assert departures.release() == 2

        assert statuses() == {"a": Status.PENDING, "b": Status.PENDING, "failed": Status.FAILED}
        released = OutboxMessage.objects.get(key="a")
        assert (released.attempts, released.last_error, released.stopped_at) == (0, "", None)
        assert released.next_attempt_at <= timezone.now()

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
        letter("a")
        letter("b")
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
        form = next(form for form in page.forms.values() if "/resend/" in form.action)

        form.submit()
        outbox.deliver_due()

        assert sent() == ["a"]

    @pytest.mark.parametrize("role", [Role.EDITORS, Role.REVIEWERS])
    def test_nobody_else_sees_or_releases_them(self, client: Client, role: Role) -> None:
        client.force_login(member_of(role))

        assert "lettere-non-partite" not in client.get("/admin/").content.decode()
        client.post("/admin/portal/outboxmessage/release/", {"what": "send"})

        assert set(statuses().values()) == {Status.HELD}


@pytest.mark.django_db
class TestOfficersAreTold:
    @pytest.fixture(autouse=True)
    def officer(self) -> User:
        return member_of(Role.OFFICERS)

    def stopped(self, key: str, status: str = Status.REFUSED, *, at: Any = None) -> None:
        letter(key)
        OutboxMessage.objects.filter(key=key).update(status=status, stopped_at=at or timezone.now())

    def digests(self) -> list[OutboxMessage]:
        return list(OutboxMessage.objects.filter(key__startswith=undelivered.DIGEST_KEY).order_by("pk"))

    def test_of_letters_that_stopped_with_a_link_and_without_names(
        self, officer: User, settings: Settings
    ) -> None:
        self.stopped("maria")
        self.stopped("berto", Status.FAILED)

        undelivered.tell_officers()

        [digest] = self.digests()
        assert digest.recipient == officer.email
        assert "1 rifiutate" in digest.body
        assert f"{settings.SITE_URL}/admin/portal/outboxmessage/" in digest.body
        assert "maria" not in digest.body

    def test_in_a_letter_with_one_line_for_each_kind_of_trouble(self, settings: Settings) -> None:
        for key, status in [
            ("a", Status.REFUSED),
            ("b", Status.FAILED),
            ("c", Status.FAILED),
            ("d", Status.HELD),
        ]:
            self.stopped(key, status)

        assert undelivered.tell_officers() == 1

        [digest] = self.digests()
        assert digest.subject == "Lettere che non sono partite"
        assert digest.body.strip().splitlines() == [
            f"Alcune lettere di {settings.SITE_NAME} non sono arrivate a chi le aspetta.",
            "",
            "- 1 rifiutate dal server del destinatario: l’indirizzo è forse sbagliato",
            "- 2 non partite dopo molti tentativi",
            "- 1 trattenute perché la base dati è stata ripristinata: forse erano già partite",
            "",
            "Le trovi nella posta in uscita, dove puoi leggerle e inviarle di nuovo:",
            f"{settings.SITE_URL}/admin/portal/outboxmessage/",
            "",
            "Ricevi questo messaggio al massimo una volta al giorno.",
        ]

    def test_whoever_may_read_the_register_is_told_once_and_nobody_else(self, officer: User) -> None:
        admin, named = administrator(), UserFactory.create()
        named.user_permissions.add(Permission.objects.get(codename="view_outboxmessage"))
        # For two reasons, and still once.
        officer.user_permissions.add(Permission.objects.get(codename="view_outboxmessage"))
        gone = member_of(Role.OFFICERS)
        gone.is_active = False
        gone.save()
        member_of(Role.EDITORS)
        UserFactory.create().user_permissions.add(Permission.objects.get(codename="change_outboxmessage"))
        self.stopped("a")

        assert undelivered.tell_officers() == 3

        assert [one.recipient for one in self.digests()] == [officer.email, admin.email, named.email]

    def test_nothing_is_written_while_all_is_well(self) -> None:
        letter("a")

        assert undelivered.tell_officers() == 0

        assert self.digests() == []

    def test_at_most_once_a_day_and_only_of_what_is_new(self) -> None:
        now = timezone.now()
        self.stopped("a", at=now)
        undelivered.tell_officers(now + timedelta(minutes=1))
        OutboxMessage.objects.filter(key__startswith=undelivered.DIGEST_KEY).update(
            created_at=now + timedelta(minutes=1)
        )
        self.stopped("b", at=now + timedelta(hours=1))

        assert undelivered.tell_officers(now + timedelta(hours=20)) == 0
        assert len(self.digests()) == 1
        undelivered.tell_officers(now + timedelta(minutes=1) + undelivered.BETWEEN_DIGESTS)
        assert len(self.digests()) == 2
        OutboxMessage.objects.filter(pk=self.digests()[1].pk).update(created_at=now + timedelta(hours=25))
        undelivered.tell_officers(now + timedelta(hours=80))
        assert len(self.digests()) == 2

    def test_a_digest_that_was_refused_is_no_news(self) -> None:
        now = timezone.now()
        self.stopped("a", at=now)
        undelivered.tell_officers(now)
        OutboxMessage.objects.filter(key__startswith=undelivered.DIGEST_KEY).update(
            status=Status.REFUSED, stopped_at=now + timedelta(hours=1), created_at=now
        )

        undelivered.tell_officers(now + timedelta(days=3))

        assert len(self.digests()) == 1

    def test_the_home_of_the_admin_links_to_what_did_not_leave(
        self, officer: User, django_app: DjangoTestApp
    ) -> None:
        self.stopped("a")

        panel = django_app.get("/admin/", user=officer).html.find(id="lettere-non-partite-section")
        [link] = [each for each in panel.find_all("a") if "rifiutate" in each.text]

        assert "a@example.org" in django_app.get(link["href"], user=officer).text

    def test_the_home_names_letters_that_are_late_and_leads_to_them(
        self, officer: User, django_app: DjangoTestApp
    ) -> None:
        letter("late")
        OutboxMessage.objects.update(created_at=timezone.now() - timedelta(minutes=16))

        panel = django_app.get("/admin/", user=officer).html.find(id="lettere-non-partite-section")

        [link] = [each for each in panel.find_all("a") if "in ritardo" in each.text]
        assert link.text.split()[0] == "1"
        assert link["href"].endswith("/outboxmessage/?status__exact=pending")
        assert "late@example.org" in django_app.get(link["href"], user=officer).text
        assert not panel.find_all("form")

    def test_the_home_offers_a_decision_only_to_those_who_may_take_it(
        self, django_app: DjangoTestApp
    ) -> None:
        self.stopped("a", Status.HELD)
        reader = UserFactory.create()
        reader.user_permissions.set(
            Permission.objects.filter(codename__in=["access_admin", "view_outboxmessage"])
        )

        panel = django_app.get("/admin/", user=reader).html.find(id="lettere-non-partite-section")

        assert "1 trattenute" in " ".join(panel.text.split())
        assert not panel.find_all("form")

    def test_a_letter_is_late_after_a_quarter_of_an_hour_also_between_two_attempts(self) -> None:
        now = timezone.now()
        for key, minutes in [("young", 14), ("late", 16), ("later", 90), ("left", 90)]:
            letter(key)
            OutboxMessage.objects.filter(key=key).update(created_at=now - timedelta(minutes=minutes))
        OutboxMessage.objects.filter(key="later").update(next_attempt_at=now + timedelta(hours=1))
        OutboxMessage.objects.filter(key="left").update(status=Status.SENT)

        assert [message.key for message in undelivered.late()] == ["later", "late"]
        assert [message.key for message in undelivered.late(now + timedelta(hours=-1))] == ["later"]

    def test_the_home_is_quiet_while_all_is_well(self, officer: User, django_app: DjangoTestApp) -> None:
        letter("a")

        assert django_app.get("/admin/", user=officer).html.find(id="lettere-non-partite-section") is None
