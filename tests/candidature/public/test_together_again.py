"""«Chiedi le conferme» pressed again: who is written to, and what is said of the others."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.confirmations.naming import Named
from candidature.intake import confirming, others
from candidature.models import Confirmation
from portal.models import OutboxMessage
from portal.outbox import rejections
from tests.candidature.confirmations.asking import RITA, confirm, decline, draft_with
from tests.candidature.public.confirming import press_send
from tests.candidature.public.mailbox import read_letters
from tests.candidature.public.others import call

pytestmark = pytest.mark.django_db

BEA = Named("Bea Verdi", "bea@example.org", "Arci Prova")
WROTE = "abbiamo scritto a chi deve confermare"


def asked(*named: Named, ago: timedelta = timedelta(days=2)) -> str:
    """An address of a draft whose partners were asked so long ago."""
    draft, token = draft_with(call(most_partners=2, waits_for_others=True), *named)
    confirming.prove(draft)
    others.ask_missing(draft, client="")
    read_letters()
    Confirmation.objects.update(asked_at=timezone.now() - ago)
    return f"/candidature/bozza/{token}/"


def words_of(shown: Any) -> str:
    return " ".join(shown.html.select_one("main").get_text(" ", strip=True).split())


def pressed(app: Any, draft: str) -> tuple[str, list[str]]:
    """What is said after the button of the summary, and to whom letters leave."""
    said = words_of(press_send(app.get(f"{draft}riepilogo/")))
    return said, [address for letter in read_letters() for address in letter.to]


def test_who_did_not_answer_is_written_to_again(django_app: DjangoTestApp) -> None:
    said, written_to = pressed(django_app, asked(RITA))
    assert written_to == [RITA.email]
    assert WROTE in said


def test_who_was_just_written_to_is_not_and_it_says_so(django_app: DjangoTestApp) -> None:
    said, written_to = pressed(django_app, asked(RITA, ago=timedelta(minutes=1)))
    assert written_to == []
    assert WROTE not in said
    assert "aspetta qualche minuto" in said


def test_whom_the_letter_did_not_reach_is_written_to_at_once(django_app: DjangoTestApp) -> None:
    draft = asked(RITA, ago=timedelta(minutes=1))
    rejections.mark(OutboxMessage.objects.get(recipient=RITA.email), OutboxMessage.Status.BOUNCED, "5.1.1")
    read_letters()
    said, written_to = pressed(django_app, draft)
    assert written_to == [RITA.email]
    assert WROTE in said


def test_who_said_no_is_named_before_and_after_the_press(django_app: DjangoTestApp) -> None:
    draft, blocks = asked(RITA), "Auser Cortona non conferma: toglilo o indicane un altro."
    decline(Confirmation.objects.get())
    read_letters()
    assert blocks in words_of(django_app.get(f"{draft}riepilogo/"))
    said, written_to = pressed(django_app, draft)
    assert written_to == []
    assert WROTE not in said
    assert blocks in said


def test_the_others_are_written_to_where_one_said_no(django_app: DjangoTestApp) -> None:
    draft = asked(RITA, BEA)
    decline(Confirmation.objects.get(email=RITA.email))
    read_letters()
    said, written_to = pressed(django_app, draft)
    assert written_to == [BEA.email]
    assert "Abbiamo scritto agli altri, ma così non si può inviare. Auser Cortona non conferma" in said


def test_who_confirmed_is_not_written_to_again(django_app: DjangoTestApp) -> None:
    draft = asked(RITA, BEA)
    confirm(Confirmation.objects.get(email=RITA.email))
    read_letters()
    assert pressed(django_app, draft)[1] == [BEA.email]
