"""Nobody confirms for somebody else by having their letters come to the own mailbox."""

from typing import Any

import pytest
from django_webtest import DjangoTestApp

from candidature.confirmations import naming
from candidature.confirmations.naming import Named
from candidature.intake import contact
from candidature.models import AddressChange, Confirmation, Draft, Submission
from tests.candidature.confirmations.asking import RITA, draft_with, sent_with
from tests.candidature.public.mailbox import code_in, links_in, read_letters
from tests.candidature.public.others import (
    GUARDIAN,
    call,
    for_minors,
    letter_to,
    says_who,
    sent_by_minor,
    to_summary,
)

pytestmark = pytest.mark.django_db

PAPA = "papa@example.org"


def words_of(shown: Any) -> str:
    return " ".join(shown.html.select_one("main").get_text(" ", strip=True).split())


def says(app: Any, address: str, **typed: str) -> Any:
    """What is seen once the first step is saved with this in it."""
    form = app.get(address).forms["step-form"]
    for name, text in typed.items():
        form[name] = text
    return form.submit("action", value="next").follow()


@pytest.mark.parametrize("written", [RITA.email, "AUSER@Example.org"])
def test_the_own_address_is_not_that_of_a_partner(django_app: DjangoTestApp, written: str) -> None:
    _draft, token = draft_with(call(most_partners=1), RITA)
    shown = says(django_app, f"/candidature/bozza/{token}/passo/0/", email=written)
    assert "Questo indirizzo l’hai indicato per un partner" in words_of(shown)
    assert Draft.objects.get().email == "ada@example.org"


def test_the_own_address_may_be_that_of_a_partner_who_was_taken_off(django_app: DjangoTestApp) -> None:
    draft, token = draft_with(call(most_partners=1), RITA)
    draft.confirmations.update(state=Confirmation.State.REMOVED)
    says(django_app, f"/candidature/bozza/{token}/passo/0/", email=RITA.email)
    assert Draft.objects.get().email == RITA.email


def test_a_guardian_typed_after_a_partner_has_another_mailbox(django_app: DjangoTestApp) -> None:
    page = for_minors(waits_for_others=True, most_partners=1)
    shown = to_summary(says_who(django_app, page, 17, guardian_name="Carla Prova", guardian_email=GUARDIAN))
    draft = shown.request.path.split("chi-conferma")[0]
    form = shown.forms["step-form"]
    form["body"], form["name"], form["email"] = "Auser", "Rita Neri", PAPA
    form.submit("action", value="save").follow()
    shown = says(django_app, f"{draft}passo/0/", guardian_email=PAPA)
    assert "Questo indirizzo l’hai già indicato per un altro" in words_of(shown)
    assert sorted(Confirmation.objects.values_list("email", flat=True)) == [GUARDIAN, PAPA]


def changes_to(app: Any, personal: str, address: str) -> Any:
    [form] = [one for one in app.get(f"{personal}recapiti/").forms.values() if "email" in one.fields]
    form["email"] = address
    return form.submit().follow()


def test_the_address_is_not_changed_to_that_of_who_confirms(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    personal = links_in(letter_to("ada@example.org", read_letters()))[0]
    shown = changes_to(django_app, personal, GUARDIAN)
    assert "l’hai indicato per chi deve confermare" in words_of(shown)
    assert not AddressChange.objects.exists()
    assert read_letters() == []


def test_who_is_named_does_not_have_the_address_that_is_being_proved(django_app: DjangoTestApp) -> None:
    sent_with(call(most_partners=1), RITA)
    personal = links_in(letter_to("ada@example.org", read_letters()))[0]
    changes_to(django_app, personal, PAPA)
    form = django_app.get(f"{personal}chi-conferma/?cambia={Confirmation.objects.get().pk}").forms[
        "step-form"
    ]
    form["email"] = PAPA
    shown = form.submit("action", value="save").follow()
    assert "È il tuo indirizzo" in words_of(shown)
    assert Confirmation.objects.get().email == RITA.email


def test_an_address_that_somebody_else_got_meanwhile_is_not_proved(django_app: DjangoTestApp) -> None:
    submission = sent_with(call(most_partners=1), RITA)
    personal = links_in(letter_to("ada@example.org", read_letters()))[0]
    changes_to(django_app, personal, PAPA)
    letter = letter_to(PAPA, read_letters())
    naming.correct(Confirmation.objects.get(), Named("Rita Neri", PAPA, "Auser Cortona"))
    with pytest.raises(contact.ConfirmsError):
        contact.prove_by_code(submission, code_in(letter))
    assert Submission.objects.get().email == "ada@example.org"
    link = next(one for one in links_in(letter) if "/prova/" in one)
    [button] = [one for one in django_app.get(link).forms.values() if one.action == link or not one.action]
    assert "Questo indirizzo è di chi deve confermare" in button.submit(status=409).text
