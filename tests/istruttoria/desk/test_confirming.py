"""At the desk: who confirms is named there, signs on the paper that was brought, or is written to."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.models import CallPage, Confirmation, DeskEntry, Submission
from portal.models import User
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import answer, born, call, for_minors, onwards
from tests.istruttoria.desk.at_the_desk import arrived, at_summary, press
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db


def clerk_of(page: CallPage) -> User:
    return committee_member(page)


def minor(app: DjangoTestApp, page: CallPage, **changes: Any) -> Any:
    """The summary, for somebody of 17 whose guardian came along and has no address."""
    values = {"birth_date": born(17), "guardian_name": "Carla Prova", **changes}
    return at_summary(app, page, clerk_of(page), **values)


def others_page(summary: Any) -> Any:
    return summary.click("Vedi e correggi")


def partner(shown: Any, **typed: str) -> Any:
    """The page once a partner is named."""
    form = shown.forms["step-form"]
    for name, value in {"body": "Auser Cortona", "name": "Rita Neri", **typed}.items():
        form[name] = value
    return form.submit("action", value="save").follow()


def test_a_guardian_without_an_address_signs_on_paper_and_the_log_says_who_noted_it(
    django_app: DjangoTestApp,
) -> None:
    page = for_minors()
    summary = minor(django_app, page)
    assert "Registra</button>" not in summary.text
    assert "Senza email: serve la sua firma su carta" in summary.text

    signed = answer(others_page(summary), "sign")
    assert "Ha firmato su carta" in signed.text
    assert press(signed.click("Vai al riepilogo")).status_code == 302

    submission = Submission.objects.get()
    entry = submission.log.get(action="confirmation_on_paper")
    assert entry.actor is not None
    assert entry.actor_label == str(entry.actor)
    one = Confirmation.objects.get()
    assert (one.state, one.answered_at, one.email) == ("confirmed", submission.submitted_at, "")
    assert not submission.awaits_confirmations
    assert not read_letters()


def test_a_signature_noted_by_mistake_is_taken_back(django_app: DjangoTestApp) -> None:
    shown = answer(others_page(minor(django_app, for_minors())), "sign")

    shown = answer(shown, "unsign")

    assert "Registra</button>" not in shown.click("Vai al riepilogo").text
    assert not Confirmation.objects.get().on_paper


def test_where_sending_waits_the_desk_waits_too_for_a_signature_or_an_answer(
    django_app: DjangoTestApp,
) -> None:
    page = call(most_partners=2, waits_for_others=True)
    clerk = clerk_of(page)
    shown = at_summary(django_app, page, clerk, email="ada@example.org")
    stale = onwards(shown)

    shown = partner(shown)
    shown = answer(shown, "sign")
    shown = partner(shown, body="Arci", name="Ugo Blu", email="ugo@example.org")
    press(stale)
    assert not Submission.objects.exists()

    answer(shown, "again")
    [letter] = read_letters()
    assert letter.to == ["ugo@example.org"]
    answer(django_app.get(links_in(letter)[0], user=None), "confirm")
    # Nobody has a link to what is typed at the desk.
    assert not read_letters()
    summary = django_app.get(f"/admin/sportello/{DeskEntry.objects.get().pk}/riepilogo/", user=clerk)
    assert press(summary).status_code == 302

    submission = Submission.objects.get()
    assert not submission.awaits_confirmations
    actions = submission.log.filter(action__startswith="confirmation").values_list("action", flat=True)
    assert sorted(actions) == ["confirmation_asked", "confirmation_given", "confirmation_on_paper"]


def test_where_it_does_not_wait_those_with_an_address_are_written_to_once_it_is_registered(
    django_app: DjangoTestApp,
) -> None:
    page = call(most_partners=2)
    shown = partner(at_summary(django_app, page, clerk_of(page)), email="ugo@example.org")
    assert not read_letters()

    press(onwards(shown))

    assert [letter.to for letter in read_letters()] == [["ugo@example.org"]]
    asked = Submission.objects.get().log.get(action="confirmation_asked")
    assert asked.actor is not None


def test_a_double_press_names_somebody_without_an_address_once(django_app: DjangoTestApp) -> None:
    page = call(most_partners=3)
    shown = at_summary(django_app, page, clerk_of(page))

    partner(shown)
    partner(shown)

    assert Confirmation.objects.count() == 1


def test_the_age_that_counts_is_that_of_the_day_on_which_it_came(django_app: DjangoTestApp) -> None:
    page = for_minors(opens_at=timezone.now() - timedelta(days=20))
    came = timezone.now() - timedelta(days=3)

    summary = minor(django_app, page, at=came, birth_date=born(18, -1))

    assert Confirmation.objects.get().role == "guardian"
    assert "Chi conferma" in summary.text


def test_a_paper_that_comes_later_is_noted_on_the_submission_by_who_may_type_only(
    django_app: DjangoTestApp,
) -> None:
    page = call(most_partners=2)
    clerk = clerk_of(page)
    named = partner(at_summary(django_app, page, clerk), email="ugo@example.org")
    press(onwards(named))
    submission = Submission.objects.get()
    address = f"/admin/candidature/{submission.pk}/"
    [form] = [
        form
        for form in django_app.get(address, user=clerk).forms.values()
        if "/firmata/" in (form.action or "")
    ]

    foreign = Client()
    foreign.force_login(committee_member(call()))
    assert foreign.post(form.action).status_code == 404
    assert submission.confirmations.get().state == "asked"
    form.submit()
    form.submit()

    assert submission.confirmations.get().on_paper
    assert submission.log.filter(action="confirmation_on_paper", actor=clerk).count() == 1
    submission.refresh_from_db()
    assert not submission.awaits_confirmations


# Words that a page says to who applies. Whoever types for somebody else has written, and nothing more.
TO_YOU = re.compile(r"\b(tu|te|ti|tuo|tua|tuoi|tue|hai(?! scritto)|partecipi|vivi)\b", re.IGNORECASE)


def test_the_desk_speaks_of_who_applies_and_not_to_whoever_types(django_app: DjangoTestApp) -> None:
    page = for_minors(allowed_applicants="both", most_partners=2)
    clerk = clerk_of(page)
    first = arrived(django_app, page, clerk)
    pages = [first]
    for typed in (
        {"applicant_kind": "citizen", "birth_date": born(17), "email": "ada@example.org"},
        {"guardian_name": "Carla Prova", "guardian_email": "ada@example.org"},
        {"birth_date": born(12)},
    ):
        form = pages[-1].forms["step-form"]
        for name, value in typed.items():
            form[name] = value
        pages.append(form.submit("action", value="next").follow())
    told = " ".join(one.html.select_one("[role=alert]").text for one in pages[1:])
    assert "La persona ha meno di 18 anni" in told
    assert "scritto per la persona" in told
    assert "la persona li compie il" in told

    named = minor(django_app, page, applicant_kind="citizen")
    pages += [named, onwards(named)]

    for one in pages:
        text = " ".join(one.html.find("main").get_text(" ").split())
        assert not [text[found.start() - 40 : found.end() + 40] for found in TO_YOU.finditer(text)]
