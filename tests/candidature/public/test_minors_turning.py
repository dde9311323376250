"""A guardian of who says to be of age after all, by a slip or by a birthday."""

from datetime import date
from typing import Any

import pytest
from django_webtest import DjangoTestApp

from candidature.links import draft_links
from candidature.models import Confirmation, Draft, DraftLink, Submission
from portal.privacy.tokens import digest, new_token
from tests.candidature.public.confirming import press_send
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import (
    GUARDIAN,
    answer,
    born,
    for_minors,
    letter_to,
    sent_by_minor,
    state,
)

pytestmark = pytest.mark.django_db


def asked(app: Any) -> str:
    """The link of a guardian who was asked about a draft of a minor, where sending waits."""
    sent_by_minor(app, for_minors(waits_for_others=True))
    return links_in(letter_to(GUARDIAN, read_letters()))[0]


def own_link() -> str:
    """An address of the draft, of which its first step and its summary are pages."""
    secret = new_token()
    DraftLink.objects.create(draft=Draft.objects.get(), token_hash=digest(secret))
    assert draft_links.find(secret)
    return f"/candidature/bozza/{secret}/"


def says(app: Any, draft: str, **typed: str) -> Any:
    """What is seen once the first step is saved with this in it."""
    form = app.get(f"{draft}passo/0/").forms["step-form"]
    for name, text in typed.items():
        form[name] = text
    return form.submit("action", value="next").follow()


def slips(app: Any, draft: str) -> Any:
    """The year of birth is typed wrong, and put right with the same guardian."""
    says(app, draft, birth_date=born(30))
    return says(app, draft, birth_date=born(17), guardian_name="Carla Prova", guardian_email=GUARDIAN.upper())


@pytest.mark.parametrize("how", ["object", "decline"])
def test_who_said_no_gets_no_letter_after_a_slip_of_the_date(django_app: DjangoTestApp, how: str) -> None:
    answer(django_app.get(asked(django_app)), how)
    read_letters()
    draft = own_link()
    shown = slips(django_app, draft)
    assert "per questa domanda non gli scriviamo più" in " ".join(shown.text.split())
    press_send(django_app.get(f"{draft}riepilogo/"))
    assert not [letter for letter in read_letters() if letter.to == [GUARDIAN]]


def test_a_confirmation_outlives_a_slip_of_the_date(django_app: DjangoTestApp) -> None:
    link = asked(django_app)
    answer(django_app.get(link), "confirm")
    read_letters()
    slips(django_app, own_link())
    assert state() == "confirmed"
    assert "Hai confermato" in django_app.get(link).text


def test_while_the_date_says_of_age_the_guardian_reads_that_nobody_waits(
    django_app: DjangoTestApp,
) -> None:
    link, draft = asked(django_app), own_link()
    says(django_app, draft, birth_date=born(30))
    shown = django_app.get(link)
    assert "Non serve più la tua conferma" in shown.text
    assert "Domanda" not in shown.text
    assert "Carla Prova" not in django_app.get(f"{draft}passo/0/").text


def test_a_guardian_whom_nobody_wrote_to_goes_with_the_date(django_app: DjangoTestApp) -> None:
    link, draft = asked(django_app), own_link()
    Confirmation.objects.update(state=Confirmation.State.NAMED)
    Confirmation.objects.get().links.all().delete()
    says(django_app, draft, birth_date=born(30))
    assert not Confirmation.objects.exists()
    assert django_app.get(link, status=404)


@pytest.mark.parametrize("answered", [True, False])
def test_nobody_is_missing_of_who_came_of_age(django_app: DjangoTestApp, answered: bool) -> None:
    link = asked(django_app)
    if answered:
        answer(django_app.get(link), "decline", reason="Mai")
    read_letters()
    Draft.objects.update(birth_date=date.fromisoformat(born(18)))
    press_send(django_app.get(f"{own_link()}riepilogo/"))
    sent = Submission.objects.get()
    assert not sent.awaits_confirmations
    assert "Non serve più la tua conferma" in django_app.get(link).text
    [kept] = Confirmation.objects.values("state", "name", "email", "reason", "refuses_letters")
    assert kept == {"state": "removed", "name": "", "email": "", "reason": "", "refuses_letters": answered}
    assert bool(Confirmation.objects.get().address_digest) == answered
