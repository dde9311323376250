"""A call with a minimum age: who is too young is told so, and for who is under age a guardian confirms."""

from datetime import date
from typing import Any

import pytest
from django_webtest import DjangoTestApp

from candidature.actors import APPLICANT
from candidature.confirmations.applications import Application
from candidature.intake import confirming, quotas, sending
from candidature.models import CallPage, Confirmation, Draft, Submission
from candidature.privacy import retention
from candidature.process.workflow import transition
from portal.models import OutboxMessage
from tests.candidature.factories import begun, draft_token
from tests.candidature.intake.intake import corrected, send
from tests.candidature.public.by_buttons import FORM, begin
from tests.candidature.public.confirming import press_send
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import (
    GUARDIAN,
    answer,
    born,
    call,
    for_minors,
    letter_to,
    says_who,
    sent_by_minor,
    state,
    to_summary,
)

pytestmark = pytest.mark.django_db


def test_the_date_of_birth_is_asked_only_where_there_is_a_minimum_age(django_app: DjangoTestApp) -> None:
    page = call(allowed_applicants="citizen")

    assert "Data di nascita" not in begin(django_app, page).text


def test_who_is_too_young_until_the_end_is_told_from_when_and_whom_to_ask(django_app: DjangoTestApp) -> None:
    page = for_minors()

    shown = says_who(django_app, page, 15).submit("action", value="next").follow()

    assert "servono almeno 16 anni" in shown.text
    assert "ufficio@example.org" in shown.text
    assert Draft.objects.get().birth_date is None


def test_who_is_old_enough_before_the_closing_writes_now_and_sends_then(django_app: DjangoTestApp) -> None:
    page = for_minors()
    guardian = {"guardian_name": "Carla Prova", "guardian_email": GUARDIAN}

    summary = to_summary(says_who(django_app, page, 16, days=3, **guardian))

    assert "tu li compi il" in summary.text
    assert "Invia la candidatura" not in summary.text


def test_who_is_under_age_names_a_guardian_with_an_address_of_their_own(django_app: DjangoTestApp) -> None:
    page = for_minors()

    shown = says_who(django_app, page, 17).submit("action", value="next").follow()
    assert "Hai meno di 18 anni: scrivi la sua email." in shown.text

    form = shown.forms["step-form"]
    form["guardian_name"], form["guardian_email"] = "Carla Prova", "Ada+mamma@example.org"
    shown = form.submit("action", value="next").follow()
    assert "È lo stesso indirizzo che hai scritto per te" in shown.text
    assert not Confirmation.objects.exists()


def test_an_adult_names_nobody_and_nobody_is_asked(django_app: DjangoTestApp) -> None:
    summary = to_summary(says_who(django_app, for_minors(), 18))

    assert "Chi conferma" not in summary.text
    assert not Confirmation.objects.exists()


def test_the_guardian_reads_what_was_sent_and_confirms_and_both_sides_see_it(
    django_app: DjangoTestApp,
) -> None:
    receipt = sent_by_minor(django_app, for_minors())
    submission = Submission.objects.get()
    assert "Non ha ancora risposto" in receipt.text

    letter = letter_to(GUARDIAN, read_letters())
    assert "Ada Prova ha meno di 18 anni" in letter.body
    shown = django_app.get(links_in(letter)[0])
    assert submission.birth_date
    assert "ada@example.org" in shown.text
    assert state() == "asked"

    shown = answer(shown, "confirm")

    assert "Hai confermato" in shown.text
    assert state() == "confirmed"
    told = letter_to("ada@example.org", read_letters())
    assert "Carla Prova ha letto ciò che hai scritto e conferma." in told.body
    assert "Ha confermato " in django_app.get(links_in(told)[0]).text


def test_the_guardian_says_no_with_a_word_why_and_reads_nothing_more(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    link = links_in(letter_to(GUARDIAN, read_letters()))[0]

    shown = answer(django_app.get(link), "decline", reason="Non ne abbiamo parlato.")

    assert "Abbiamo registrato la tua risposta" in shown.text
    assert "ada@example.org" not in shown.text
    told = letter_to("ada@example.org", read_letters())
    assert "Non ne abbiamo parlato." in told.body
    assert "Non ne abbiamo parlato." in django_app.get(links_in(told)[0]).text
    assert not read_letters()


def test_a_reason_that_is_too_long_is_shown_again_whole(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    link = links_in(letter_to(GUARDIAN, read_letters()))[0]

    shown = answer(django_app.get(link), "decline", reason="x" * 1001)

    assert "Al massimo 1000 caratteri" in shown.text
    assert "x" * 1001 in shown.text
    assert state() == "asked"


def test_opening_the_link_twice_and_pressing_twice_confirms_once(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    link = links_in(letter_to(GUARDIAN, read_letters()))[0]
    shown, same = django_app.get(link), django_app.get(link)
    assert state() == "asked"

    answer(shown, "confirm")
    first = Confirmation.objects.get().answered_at
    answer(same, "confirm")

    assert Confirmation.objects.get().answered_at == first
    assert len(read_letters()) == 1


def test_who_objects_is_forgotten_and_never_written_to_again(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    letters = read_letters()
    link = links_in(letter_to(GUARDIAN, letters))[0]
    personal = links_in(letter_to("ada@example.org", letters))[0]

    shown = answer(django_app.get(link), "object")

    assert "per questa domanda non ti scriviamo più" in shown.text
    row = Confirmation.objects.get()
    assert (row.name, row.email) == ("", "")
    assert not OutboxMessage.objects.filter(recipient=GUARDIAN).exists()
    read_letters()

    form = django_app.get(f"{personal}chi-conferma/?cambia={row.pk}").forms[FORM]
    form["name"], form["email"] = "Carla Prova", "Mamma+altra@example.org"
    refused = form.submit("action", value="save").follow()

    assert "non gli scriviamo più" in " ".join(refused.text.split())
    assert not read_letters()


def test_another_guardian_is_named_after_a_no(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    letters = read_letters()
    answer(django_app.get(links_in(letter_to(GUARDIAN, letters))[0]), "decline")
    personal = links_in(letter_to("ada@example.org", letters))[0]
    read_letters()

    shown = django_app.get(personal).click("Chiedi di nuovo o correggi").click("Correggi")
    form = shown.forms[FORM]
    form["name"], form["email"] = "Dario Prova", "papa@example.org"
    shown = form.submit("action", value="save").follow()

    assert "Dario Prova" in shown.text
    answer(django_app.get(links_in(letter_to("papa@example.org", read_letters()))[0]), "confirm")
    assert "Ha confermato " in django_app.get(personal).text


def test_a_guardian_named_by_mistake_reads_nothing_once_another_is_named(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    letters = read_letters()
    link = links_in(letter_to(GUARDIAN, letters))[0]
    personal = links_in(letter_to("ada@example.org", letters))[0]
    stale = django_app.get(link)

    form = django_app.get(f"{personal}chi-conferma/?cambia={Confirmation.objects.get().pk}").forms[FORM]
    form["email"] = "papa@example.org"
    form.submit("action", value="save")

    assert "Non serve più la tua conferma" in answer(stale, "confirm").text
    assert "ada@example.org" not in django_app.get(link).text
    assert not Confirmation.objects.filter(state="confirmed").exists()


def test_a_correction_after_the_confirmation_is_said_to_both_sides(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    letters = read_letters()
    link = links_in(letter_to(GUARDIAN, letters))[0]
    personal = links_in(letter_to("ada@example.org", letters))[0]
    stale = django_app.get(link)
    answer(django_app.get(link), "confirm")

    corrected(Submission.objects.get(), {"a": "Un’altra"}, version=1)

    assert "prima delle ultime modifiche" in django_app.get(personal).text
    assert "è stato cambiato" in django_app.get(link).text
    shown = answer(stale, "confirm")
    assert "È cambiato mentre leggevi" in shown.text
    answer(shown, "confirm")
    assert "prima delle ultime modifiche" not in django_app.get(personal).text


def test_of_what_was_withdrawn_nothing_is_confirmed_nor_read(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    link = links_in(letter_to(GUARDIAN, read_letters()))[0]
    stale = django_app.get(link)
    submission = Submission.objects.get()
    transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)

    assert "è stata ritirata o non è più in esame" in answer(stale, "confirm").text
    assert "ada@example.org" not in django_app.get(link).text
    assert state() == "asked"


def test_a_draft_from_before_the_minimum_age_is_asked_for_the_date_of_birth(
    django_app: DjangoTestApp,
) -> None:
    page = call(allowed_applicants="citizen")
    draft, token = begun(page)
    confirming.prove(draft)
    CallPage.objects.update(minimum_age=16)

    shown = django_app.get(f"/candidature/bozza/{token}/riepilogo/")

    assert "Completa il passo «Chi sei»" in shown.text
    with pytest.raises(sending.ApplicantMissingError):
        send(page, token)


def test_nobody_too_young_is_let_in_by_a_stale_summary() -> None:
    page = for_minors()
    token = draft_token(page, birth_date=date.fromisoformat(born(16, days=2)), answers={})

    with pytest.raises(sending.TooYoungError):
        send(page, token)


def test_at_the_limit_of_letters_it_is_sent_and_the_guardian_is_asked_later(
    django_app: DjangoTestApp, limits: Any
) -> None:
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=1)
    quotas.letter("somebody", GUARDIAN)

    receipt = sent_by_minor(django_app, for_minors())

    assert "Da chiedere" in receipt.text
    letters = read_letters()
    assert [letter.to for letter in letters] == [["ada@example.org"]]
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=9)
    shown = django_app.get(f"{links_in(letters[0])[0]}chi-conferma/")
    assert "La lettera è in partenza." in answer(shown, "again").text
    assert letter_to(GUARDIAN, read_letters())


def test_nobody_writes_to_a_guardian_before_the_address_of_who_names_them_is_proved(
    django_app: DjangoTestApp,
) -> None:
    press_send(
        to_summary(says_who(django_app, for_minors(), 17, guardian_name="Carla", guardian_email=GUARDIAN))
    )

    assert [letter.to for letter in read_letters()] == [["ada@example.org"]]


def test_where_sending_waits_the_guardian_confirms_the_draft_and_then_it_is_sent(
    django_app: DjangoTestApp,
) -> None:
    page = for_minors(waits_for_others=True)

    shown = sent_by_minor(django_app, page)
    assert "Non è ancora inviata: abbiamo scritto a chi deve confermare." in shown.text
    assert not Submission.objects.exists()
    answer(django_app.get(links_in(letter_to(GUARDIAN, read_letters()))[0]), "confirm")
    told = letter_to("ada@example.org", read_letters())
    assert "ora puoi inviare" in told.body

    summary = django_app.get(links_in(told)[0])
    assert "Invia la candidatura" in summary.text
    press_send(summary)

    submission = Submission.objects.get()
    assert submission.confirmations.get().has_confirmed(Application(submission).content)


def test_the_forgotten_answers_of_a_submission_take_the_guardian_with_them(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())

    retention.erase(Submission.objects.get())

    assert not Confirmation.objects.exists()
    assert not OutboxMessage.objects.filter(recipient=GUARDIAN).exists()


def test_what_is_begun_from_it_where_nobody_asks_holds_no_date_of_birth(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    personal = links_in(letter_to("ada@example.org", read_letters()))[0]
    other = call(title="Altro avviso", allowed_applicants="citizen")

    django_app.get(f"{personal}riusa/{other.pk}/").forms[FORM].submit().follow()

    held = Draft.objects.get().applicant_typed
    assert held["first_name"] == "Ada"
    assert "birth_date" not in held
