"""Letters that did not leave, or are late: who is told, of what, how often."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from portal.models import OutboxMessage, User
from portal.outbox import undelivered
from portal.roles import Role
from tests.candidature.factories import UserFactory
from tests.istruttoria.people import administrator, member_of
from tests.portal.outbox.letters import letter_to, words_of

Status = OutboxMessage.Status


@pytest.mark.django_db
class TestOfficersAreTold:
    @pytest.fixture(autouse=True)
    def officer(self) -> User:
        return member_of(Role.OFFICERS)

    def stopped(self, key: str, status: str = Status.REFUSED, *, at: Any = None) -> None:
        letter_to(key)
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
        assert "1 rifiutata" in digest.body
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
        register = f"{settings.SITE_URL}/admin/portal/outboxmessage/"
        assert digest.subject == "Lettere che non sono arrivate"
        assert words_of(digest).splitlines() == [
            f"Alcune lettere di {settings.SITE_NAME} non sono arrivate a chi le aspetta.",
            "",
            "1 rifiutata dal server del destinatario: l’indirizzo è forse sbagliato:",
            f"{register}?status__exact=refused",
            "",
            "2 non partite dopo molti tentativi:",
            f"{register}?status__exact=failed",
            "",
            "1 trattenuta perché la base dati è stata ripristinata: forse era già partita:",
            f"{register}?status__exact=held",
            "",
            "Le trovi nella posta in uscita, dove puoi leggerle e inviarle di nuovo.",
            "",
            "Apri la posta in uscita:",
            register,
            "",
            "Ricevi questo messaggio al massimo una volta al giorno, perché puoi leggere la posta in uscita.",
        ]

    def test_in_a_letter_that_opens_those_it_tells_of_where_they_are_of_one_kind(
        self, officer: User, settings: Settings
    ) -> None:
        self.stopped("a", Status.FAILED)

        undelivered.tell_officers()

        [digest] = self.digests()
        assert "1 non partita dopo molti tentativi" in digest.body
        assert f"{settings.SITE_URL}/admin/portal/outboxmessage/?status__exact=failed" in digest.body

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
        letter_to("a")

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
        [link] = [each for each in panel.find_all("a") if "rifiutata" in each.text]

        assert "a@example.org" in django_app.get(link["href"], user=officer).text

    def test_the_home_names_letters_that_are_late_and_leads_to_them(
        self, officer: User, django_app: DjangoTestApp
    ) -> None:
        letter_to("late")
        written = timezone.now() - timedelta(minutes=16)
        OutboxMessage.objects.update(created_at=written, next_attempt_at=written)

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

        assert "1 trattenuta" in " ".join(panel.text.split())
        assert not panel.find_all("form")

    def test_a_letter_is_late_after_a_quarter_of_an_hour_also_between_two_attempts(self) -> None:
        now = timezone.now()
        for key, minutes in [("young", 14), ("late", 16), ("later", 90), ("left", 90)]:
            letter_to(key)
            written = now - timedelta(minutes=minutes)
            OutboxMessage.objects.filter(key=key).update(created_at=written, next_attempt_at=written)
        OutboxMessage.objects.filter(key="later").update(next_attempt_at=now + timedelta(hours=1), attempts=1)
        OutboxMessage.objects.filter(key="left").update(status=Status.SENT)

        assert [message.key for message in undelivered.late()] == ["later", "late"]
        assert [message.key for message in undelivered.late(now + timedelta(hours=-1))] == ["later"]

    def test_the_home_is_quiet_while_all_is_well(self, officer: User, django_app: DjangoTestApp) -> None:
        letter_to("a")

        assert django_app.get("/admin/", user=officer).html.find(id="lettere-non-partite-section") is None
