"""Applicants who need others to confirm, and those others, all pressing buttons."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from candidature.models import CallPage, Confirmation
from portal.people.ages import birthday
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.by_buttons import FORM, begin
from tests.candidature.public.confirming import press_send, type_code
from tests.candidature.public.journey import form_of
from tests.candidature.public.mailbox import code_in, read_letters
from tests.moduli.builders import block

GUARDIAN = "mamma@example.org"


def call(**settings: Any) -> CallPage:
    """A call with one question."""
    questions = [block("short_text", "a", label="Domanda", required=False)]
    values = {"title": "Attivatori", "contact_email": "ufficio@example.org", **settings}
    made: CallPage = CallPageFactory.create(steps=form_of(questions), **values)
    return made


def for_minors(**settings: Any) -> CallPage:
    """A call for citizens from 16 on, whose guardians confirm."""
    values = {"allowed_applicants": "citizen", "minimum_age": 16, "guardian_confirms": True, **settings}
    return call(**values)


def born(years: int, days: int = 0) -> str:
    """The date of birth of somebody who completes so many years in so many days."""
    return str(birthday(timezone.localdate() + timedelta(days=days), -years))


def says_who(app: Any, page: CallPage, age: int, days: int = 0, **typed: Any) -> Any:
    """The first step, filled in by a citizen who is so old, or will be in so many days; not sent yet."""
    form = begin(app, page).forms["step-form"]
    who = {"first_name": "Ada", "last_name": "Prova", "email": "ada@example.org", "municipality": "other"}
    for name, value in {**who, "birth_date": born(age, days), **typed}.items():
        form[name] = value
    return form


def sent_by_minor(app: Any, page: CallPage, **typed: str) -> Any:
    """The receipt of a citizen of 17 whose guardian is named."""
    values: dict[str, Any] = {"guardian_name": "Carla Prova", "guardian_email": GUARDIAN, **typed}
    summary = to_summary(says_who(app, page, 17, **values))
    shown = press_send(summary)
    [letter] = read_letters()
    return type_code(shown, code_in(letter))


def to_summary(first: Any) -> Any:
    """The summary, from the first step filled in."""
    second = first.submit("action", value="next").follow().forms[FORM]
    return second.submit("action", value="next").follow()


def letter_to(address: str, letters: list[Any]) -> Any:
    [found] = [letter for letter in letters if letter.to == [address]]
    return found


def answer(shown: Any, action: str, **typed: str) -> Any:
    """What is seen after a button of the page of who is asked, or the first such button beside somebody."""
    for form in shown.forms.values():
        for field in form.fields.get("action", []):
            value = field.value_if_submitted()
            if value == action or value.startswith(f"{action}-"):
                for name, text in typed.items():
                    form[name] = text
                return form.submit("action", value=value).follow()
    raise AssertionError(f"no button {action!r}: {shown.text[-3000:]}")


def onwards(shown: Any) -> Any:
    """The summary, from the page of those who confirm of a draft."""
    return answer(shown, "next")


def state() -> str:
    return Confirmation.objects.get().state
