"""Partners: named by who applies, each reads by a link and confirms or declines, before sending or after."""

from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.confirmations import noting, reminding
from candidature.confirmations.naming import Named
from candidature.intake import drafts, others, sending
from candidature.links import draft_links
from candidature.models import CallPage, Confirmation, Draft, LogEntry, Submission
from candidature.submissions.files import UploadedFile
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, EventPageFactory, UserFactory, draft_token
from tests.candidature.intake.intake import send
from tests.candidature.public.by_buttons import FORM
from tests.candidature.public.confirming import press_send
from tests.candidature.public.journey import attachment, form_of, pdf
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import answer, call, letter_to, onwards
from tests.candidature.public.test_downloads import guarded
from tests.moduli.builders import PDF
from tests.reading_pdf import text_of

pytestmark = pytest.mark.django_db

PARTNER = "auser@example.org"


def with_partners(**settings: Any) -> CallPage:
    return call(most_partners=2, **settings)


def draft(page: CallPage) -> str:
    """The address of a draft that is ready to be sent."""
    return f"/candidature/bozza/{draft_token(page, answers={'a': 'Insieme'}, email='ada@example.org')}/"


def name(app: DjangoTestApp, address: str, **typed: str) -> Any:
    """What is seen once a partner is named on the page for it."""
    form = last_form(app.get(f"{address}chi-conferma/"))
    values = {"body": "Auser Cortona", "name": "Rita Neri", "email": PARTNER, **typed}
    for field, value in values.items():
        form[field] = value
    return form.submit("action", value="save").follow()


def last_form(shown: Any) -> Any:
    return shown.forms["step-form"]


def summary(app: DjangoTestApp, address: str) -> Any:
    return app.get(f"{address}riepilogo/")


def link_of_partner(letters: list[Any]) -> str:
    return links_in(letter_to(PARTNER, letters))[0]


def test_partners_are_offered_only_where_the_call_asks_for_them(django_app: DjangoTestApp) -> None:
    address = draft(call())

    assert "Chi conferma" not in summary(django_app, address).text
    assert django_app.get(f"{address}chi-conferma/").status_code == 302


def test_without_waiting_it_is_sent_at_once_and_partners_are_asked_then(django_app: DjangoTestApp) -> None:
    address = draft(with_partners())
    name(django_app, address)
    assert not read_letters()

    receipt = press_send(summary(django_app, address))

    assert "Auser Cortona" in receipt.text
    letter = letter_to(PARTNER, letters := read_letters())
    assert "Gentile Rita Neri," in letter.body
    assert "ha indicato Auser Cortona come partner" in letter.body
    assert "ce li ha dati" in letter.body
    answer(django_app.get(link_of_partner(letters)), "confirm")
    staff = Client()
    staff.force_login(UserFactory.create(is_superuser=True))
    address = reverse("candidature_review:detail", args=[Submission.objects.get().pk])
    detail = staff.get(address).content.decode()
    assert "Auser Cortona" in detail
    assert "Ha confermato " in detail


def test_partners_still_confirm_after_the_closing_what_was_sent(django_app: DjangoTestApp) -> None:
    page = with_partners()
    address = draft(page)
    name(django_app, address)
    press_send(summary(django_app, address))
    link = link_of_partner(read_letters())
    CallPage.objects.update(closes_at=timezone.now() - timedelta(hours=1))

    answer(django_app.get(link), "confirm")

    assert Confirmation.objects.get().state == "confirmed"


def test_where_sending_waits_nothing_is_sent_until_all_have_confirmed_what_is_written(
    django_app: DjangoTestApp,
) -> None:
    address = draft(with_partners(waits_for_others=True))
    name(django_app, address)
    name(django_app, address, body="Pro loco", email="proloco@example.org")

    shown = press_send(summary(django_app, address))

    assert not Submission.objects.exists()
    assert "Non è ancora inviata: abbiamo scritto a chi deve confermare." in shown.text
    letters = read_letters()
    answer(django_app.get(link_of_partner(letters)), "confirm")
    told = letter_to("ada@example.org", read_letters()).body
    assert "Manca ancora 1 conferma. Ti scriviamo appena qualcuno risponde." in told
    assert "Chiedi le conferme" in summary(django_app, address).text
    answer(django_app.get(links_in(letter_to("proloco@example.org", letters))[0]), "confirm")
    assert "ora puoi inviare" in letter_to("ada@example.org", read_letters()).body

    press_send(summary(django_app, address))

    assert Submission.objects.get().confirmations.filter(state="confirmed").count() == 2


def test_who_confirmed_before_the_last_changes_is_asked_again(django_app: DjangoTestApp) -> None:
    address = draft(with_partners(waits_for_others=True))
    name(django_app, address)
    press_send(summary(django_app, address))
    answer(django_app.get(link_of_partner(read_letters())), "confirm")
    read_letters()
    step = django_app.get(f"{address}passo/1/").forms["step-form"]
    step["q-a"] = "Tutt’altro"
    changed = onwards(step.submit("action", value="next").follow())
    assert "prima delle ultime modifiche" in changed.text
    Confirmation.objects.update(asked_at=timezone.now() - timedelta(hours=1))

    press_send(changed)

    assert not Submission.objects.exists()
    assert "è stato cambiato" in django_app.get(link_of_partner(read_letters())).text


def test_a_partner_who_says_no_holds_up_sending_until_taken_off(django_app: DjangoTestApp) -> None:
    address = draft(with_partners(waits_for_others=True))
    name(django_app, address)
    press_send(summary(django_app, address))
    link = link_of_partner(read_letters())
    answer(django_app.get(link), "decline", reason="Non quest’anno.")
    assert "Non quest’anno." in summary(django_app, address).text
    read_letters()
    press_send(summary(django_app, address))
    assert [letter.to for letter in read_letters()] == []

    answer(django_app.get(f"{address}chi-conferma/"), "remove")
    refused = name(django_app, address, email="AUSER@example.org")

    assert "non gli scriviamo più" in " ".join(refused.text.split())
    answer(refused, "remove")
    press_send(summary(django_app, address))
    assert Submission.objects.exists()
    assert "Insieme" not in django_app.get(link).text


def test_after_the_closing_nobody_confirms_a_draft_that_waited(django_app: DjangoTestApp) -> None:
    address = draft(with_partners(waits_for_others=True))
    name(django_app, address)
    press_send(summary(django_app, address))
    stale = django_app.get(link_of_partner(read_letters()))
    CallPage.objects.update(closes_at=timezone.now())

    shown = answer(stale, "confirm")

    assert "Il termine è passato" in shown.text
    assert Confirmation.objects.get().state == "asked"


def test_a_wrong_address_is_kept_as_typed_and_asked_for_again(django_app: DjangoTestApp) -> None:
    address = draft(with_partners())

    shown = name(django_app, address, email="auser")

    assert "Scrivi un indirizzo completo" in shown.text
    assert last_form(shown)["email"].value == "auser"
    incomplete = summary(django_app, address)
    assert "Completa il passo «Chi conferma»" in incomplete.text
    form = last_form(shown)
    form["email"] = PARTNER
    form.submit("action", value="save").follow()
    assert Confirmation.objects.get().email == PARTNER


def test_a_double_press_names_a_partner_once_and_no_more_than_the_call_lets(
    django_app: DjangoTestApp,
) -> None:
    address = draft(with_partners())
    name(django_app, address)
    name(django_app, address)
    assert Confirmation.objects.count() == 1

    stale = last_form(django_app.get(f"{address}chi-conferma/"))
    name(django_app, address, body="Pro loco", email="proloco@example.org")
    for field, value in {"body": "Terza", "name": "Ugo Sì", "email": "terza@example.org"}.items():
        stale[field] = value
    shown = stale.submit("action", value="save", status=409)

    assert "Non se ne possono indicare altri." in shown.text
    assert "terza@example.org" in shown.text
    assert Confirmation.objects.count() == 2


def test_who_is_named_already_needs_no_room_on_the_disk(django_app: DjangoTestApp, limits: Any) -> None:
    address = draft(with_partners())
    name(django_app, address)
    asked = Confirmation.objects.get()
    form = last_form(django_app.get(f"{address}chi-conferma/?cambia={asked.pk}"))
    limits(DISK_FREE_FOR_TEXT_MB=10**9)

    assert "Salvato." in form.submit("action", value="save").follow().text
    assert "Salvato." in name(django_app, address).text
    form["name"] = "Rita Neri Bianchi"
    refused = form.submit("action", value="save", status=429)
    assert "Lo spazio del portale è quasi finito" in refused.text
    assert last_form(refused)["name"].value == "Rita Neri Bianchi"
    assert Confirmation.objects.get().name == "Rita Neri"


def test_nobody_names_themselves_nor_the_same_mailbox_twice(django_app: DjangoTestApp) -> None:
    address = draft(with_partners())

    shown = name(django_app, address, email="Ada+io@example.org")

    assert "È il tuo indirizzo" in shown.text
    Confirmation.objects.all().delete()
    name(django_app, address)
    shown = name(django_app, address, body="Pro loco", email="AUSER+altro@example.org")
    assert "Questo indirizzo l’hai già indicato per un altro." in shown.text


def test_nobody_changes_whom_another_draft_names(django_app: DjangoTestApp) -> None:
    page = with_partners()
    mine, theirs = draft(page), f"/candidature/bozza/{draft_token(page, email='b@example.org')}/"
    name(django_app, theirs)
    named = Confirmation.objects.get()
    name(django_app, mine, body="Pro loco", email="proloco@example.org")
    form = django_app.get(f"{mine}chi-conferma/").forms[FORM]
    form["who"].force_value(str(named.pk))

    form.submit("action", value="save", status=409)
    django_app.post(f"{mine}chi-conferma/", {"who": "", "action": f"remove-{named.pk}"})

    assert Confirmation.objects.filter(pk=named.pk).exists()


def test_a_call_that_no_longer_asks_for_partners_sends_without_them(django_app: DjangoTestApp) -> None:
    address = draft(with_partners(waits_for_others=True))
    name(django_app, address)
    CallPage.objects.update(most_partners=0)

    press_send(summary(django_app, address))

    assert not Submission.objects.get().confirmations.exists()
    assert [letter.to for letter in read_letters()] == [["ada@example.org"]]


def test_a_call_that_begins_to_wait_asks_those_who_were_named_before(django_app: DjangoTestApp) -> None:
    address = draft(with_partners())
    name(django_app, address)
    stale = summary(django_app, address)
    CallPage.objects.update(waits_for_others=True)

    press_send(stale)

    assert not Submission.objects.exists()
    assert letter_to(PARTNER, read_letters())


def test_of_a_letter_that_did_not_arrive_who_asked_is_told(django_app: DjangoTestApp) -> None:
    address = draft(with_partners())
    name(django_app, address)
    press_send(summary(django_app, address))
    personal = links_in(letter_to("ada@example.org", read_letters()))[0]
    OutboxMessage.objects.filter(recipient=PARTNER).update(status=OutboxMessage.Status.BOUNCED)

    assert "non è arrivata" in django_app.get(f"{personal}chi-conferma/").text


def test_a_letter_to_a_partner_who_was_taken_off_meanwhile_does_not_leave(django_app: DjangoTestApp) -> None:
    address = draft(with_partners(waits_for_others=True))
    name(django_app, address)
    press_send(summary(django_app, address))

    answer(django_app.get(f"{address}chi-conferma/"), "remove")

    assert not read_letters()


def test_receipt_pdf_and_data_say_who_confirmed(django_app: DjangoTestApp) -> None:
    address = draft(with_partners())
    name(django_app, address)
    press_send(summary(django_app, address))
    letters = read_letters()
    answer(django_app.get(link_of_partner(letters)), "confirm")
    token = links_in(letter_to("ada@example.org", letters))[0].split("/")[-2]

    data = django_app.get(f"/candidature/ricevuta/{token}/dati.json").json
    pdf = django_app.get(f"/candidature/ricevuta/{token}/ricevuta.pdf").body

    assert [(one["body"], one["state"]) for one in data["confirmations"]] == [("Auser Cortona", "confirmed")]
    assert "AuserCortona(Partner)" in text_of(pdf)


def test_who_did_not_answer_is_reminded_once_two_days_before_the_closing() -> None:
    page = with_partners(waits_for_others=True)
    token = draft_token(page, answers={})
    found = draft_links.find(token)
    assert found
    others.save(found, None, Named("Rita", PARTNER, "Auser"), {}, client="")
    with pytest.raises(sending.OthersMissingError):
        send(page, token)
    others.ask_missing(found, client="")
    Confirmation.objects.update(asked_at=timezone.now() - timedelta(days=2))
    assert reminding.write_due() == 0
    CallPage.objects.update(closes_at=timezone.now() + timedelta(hours=40))

    assert reminding.write_due() == 1
    assert reminding.write_due() == 0
    assert OutboxMessage.objects.filter(
        recipient=PARTNER, subject__contains="Manca ancora la tua conferma"
    ).exists()


def test_those_asked_for_an_event_are_reminded_before_it_begins_and_the_reminder_is_made_once() -> None:
    event: Any = EventPageFactory.create(most_partners=2)
    found = draft_links.find(draft_token(event, answers={}))
    assert found
    others.save(found, None, Named("Rita", PARTNER, "Auser"), {}, client="")
    others.ask_missing(found, client="")
    Confirmation.objects.update(asked_at=timezone.now() - timedelta(days=2))
    begins = timezone.now() + timedelta(hours=40)
    type(event).objects.update(starts_at=begins, ends_at=None, closes_at=begins + timedelta(days=9))

    assert reminding.write_due() == 1
    with mock.patch("candidature.confirmations.letters.blocks_of") as made:
        assert reminding.write_due() == 0
        assert reminding.write_due(begins + timedelta(days=7, hours=1)) == 0
    assert not made.called


@pytest.mark.parametrize("is_sent", [False, True])
def test_who_is_asked_reads_the_files_until_they_confirm_and_the_log_has_it(
    client: Client, django_app: DjangoTestApp, is_sent: bool
) -> None:
    page = CallPageFactory.create(steps=form_of([attachment()]), most_partners=2)
    token = draft_token(page, answers={}, email="ada@example.org")
    found = draft_links.find(token)
    assert found
    content = pdf("statuto.pdf")
    uploaded = UploadedFile.objects.create(
        draft=found, question_key="cv", file=content, original_name="statuto.pdf", size=9, sha256="0" * 64
    )
    drafts.save_answers(found, {"cv": [str(uploaded.public_id)]})
    others.save(found, None, Named("Rita", PARTNER, "Auser"), {}, client="")
    others.ask_missing(found, client="")
    if is_sent:
        send(page, token)
    asked = links_in(letter_to(PARTNER, read_letters()))[0]
    address = f"{asked}file/{uploaded.public_id}/"
    assert address in client.get(asked).content.decode()

    opened: Any = client.get(address)
    guarded(opened)
    assert b"".join(opened.streaming_content) == PDF
    read = LogEntry.objects.filter(action=noting.FILE_READ)
    assert [entry.actor_label for entry in read] == (["Partner"] if is_sent else [])
    assert client.get(f"{asked}file/{uuid4()}/").status_code == 404

    answer(django_app.get(asked), "confirm")
    assert address not in client.get(asked).content.decode()
    assert client.get(address)["Location"] == asked
    # What was changed afterwards is read anew.
    Confirmation.objects.update(content="0" * 64)
    assert address in client.get(asked).content.decode()
    assert client.get(address).status_code == 200

    Confirmation.objects.update(state=Confirmation.State.REMOVED)
    assert client.get(address).status_code == 302


def test_a_call_without_these_settings_asks_the_database_nothing_about_them(
    django_app: DjangoTestApp, django_assert_num_queries: Any
) -> None:
    page = call()
    token = draft_token(page, answers={})
    found = Draft.objects.get()
    with django_assert_num_queries(0):
        assert others.counting(found, page, timezone.localdate()) == []
        assert others.says_who(found, page, timezone.now())

    assert not send(page, token).has_confirmations


def test_who_proves_the_address_is_told_that_others_are_asked_and_nothing_is_sent_yet(
    django_app: DjangoTestApp,
) -> None:
    address = draft(with_partners(waits_for_others=True))
    Draft.objects.update(proved_email="")
    name(django_app, address)

    shown = press_send(summary(django_app, address))

    assert "Non si invia ancora: scriviamo a chi deve confermare." in " ".join(shown.text.split())
    assert "Se il termine passa intanto" not in shown.text
    letter = letter_to("ada@example.org", read_letters())
    assert "Conferma l’indirizzo: poi scriviamo a chi deve confermare" in letter.subject
    assert "vale il momento" not in letter.body
    by_letter = django_app.get(links_in(letter)[0])
    assert "solo allora scriviamo a chi deve confermare" in " ".join(by_letter.text.split())
    assert "ciò che hai scritto parte" not in by_letter.text
