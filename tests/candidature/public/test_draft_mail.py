"""Who presses "Salva" finds the draft's link in the mailbox, and copies nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.intake import draft_mail, drafts
from candidature.links.models import DraftLink, EndedDraftLink
from candidature.models import CallPage, Draft, Submission
from candidature.privacy import retention
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from tests.candidature.factories import CallPageFactory, draft_token
from tests.candidature.public.by_buttons import ANSWER, FORM, first_step, save, two_steps
from tests.candidature.public.journey import Journey, prove
from tests.candidature.public.mailbox import links_in, read_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return two_steps()


def some_time_later() -> None:
    """More than the pause between two letters passes."""
    OutboxMessage.objects.update(sent_at=timezone.now() - draft_mail.PAUSE)


def test_saving_the_first_step_mails_a_link_that_opens_the_draft_anywhere(
    django_app: DjangoTestApp, django_app_factory: Any, page: CallPage
) -> None:
    shown = save(django_app, page, first_name="Bianca")

    assert "Ti mandiamo per email" in shown.text
    assert "<strong>ada@example.org</strong>" in shown.text
    (letter,) = read_letters()
    assert letter.to == ["ada@example.org"]
    assert page.title in letter.subject
    for words in (
        "Gentile Bianca,",
        "non è ancora inviata",
        page.title,
        "ufficio@example.org",
        "Non inoltrarlo",
    ):
        assert words in letter.body
    closes = timezone.localtime(page.closes_at)
    assert f"ore {closes:%H:%M}" in letter.body
    elsewhere = django_app_factory().get(links_in(letter)[0])
    assert "Controlla e invia" in elsewhere.text
    assert "Bianca" in elsewhere.text
    # The link of the letter and that of the browser are two.
    assert links_in(letter)[0].split("/")[3] not in shown.text


def test_each_step_is_saved_and_the_letter_tells_no_answer(django_app: DjangoTestApp, page: CallPage) -> None:
    form = first_step(django_app, page).submit("action", value="next").follow().forms[FORM]
    assert not OutboxMessage.objects.exists()
    form["q-a"] = ANSWER

    shown = form.submit("action", value="save").follow()

    assert "Ti mandiamo per email" in shown.text
    (letter,) = read_letters()
    assert ANSWER not in letter.body + letter.subject
    assert ANSWER in django_app.get(links_in(letter)[0]).text
    assert ANSWER in shown.click("Continua a scrivere").text


def test_the_summary_is_left_in_the_same_way_and_only_while_it_can_be_sent(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    form = first_step(django_app, page).submit("action", value="next").follow().forms[FORM]
    summary = form.submit("action", value="next").follow().forms[FORM].submit("action", value="next").follow()

    shown = summary.forms[FORM].submit("action", value="save").follow()

    assert "Ti mandiamo per email" in shown.text
    assert "Controlla e invia" in shown.click("Continua a scrivere").follow().text
    assert len(read_letters()) == 1
    some_time_later()
    CallPage.objects.filter(pk=page.pk).update(closes_at=timezone.now())
    late = summary.forms[FORM].submit("action", value="save", status=302).follow(status=410)
    assert "non si può inviare" in late.text
    assert OutboxMessage.objects.count() == 1


def test_the_draft_is_gone_on_with_and_sent_by_the_link_of_the_letter(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = save(django_app, page)
    (letter,) = read_letters()
    step = django_app.get(links_in(letter)[0].replace("riepilogo/", "passo/1/"))
    step.forms[FORM]["q-a"] = ANSWER
    step.forms[FORM].submit("action", value="next", status=302)

    form = django_app.get(links_in(letter)[0]).forms[FORM]
    form["notice_read"] = True
    receipt = form.submit().follow()

    assert Submission.objects.get().answers["a"] == ANSWER
    assert Submission.objects.get().reference in receipt.text
    # Every link of the draft ended: that of the letter, and that of the browser that began it.
    for address in (links_in(letter)[0], shown.request.path):
        ended = django_app.get(address, status=410)
        assert "già stata inviata" in ended.text
        assert Submission.objects.get().reference not in ended.text
    assert not DraftLink.objects.exists()


def test_a_letter_that_waits_when_the_draft_is_sent_does_not_leave(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = save(django_app, page)
    summary = django_app.get(shown.request.path.replace("salvata", "riepilogo"))
    summary.forms[FORM]["notice_read"] = True
    prove(shown.request.path.split("/")[3])
    summary.forms[FORM].submit(status=302)

    (receipt,) = read_letters()

    assert Submission.objects.get().reference in receipt.subject
    assert OutboxMessage.objects.count() == 1


def test_the_letters_about_a_draft_are_erased_with_what_was_sent(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = save(django_app, page)
    read_letters()
    summary = django_app.get(shown.request.path.replace("salvata", "riepilogo"))
    summary.forms[FORM]["notice_read"] = True
    prove(shown.request.path.split("/")[3])
    summary.forms[FORM].submit(status=302)
    assert OutboxMessage.objects.count() == 2

    retention.erase(Submission.objects.get())

    assert not OutboxMessage.objects.exists()
    assert not EndedDraftLink.objects.exists()


def test_saving_again_soon_sends_nothing_more_and_says_when_it_left(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    form = first_step(django_app, page).submit("action", value="next").follow().forms[FORM]
    for _press in range(3):
        form.submit("action", value="save", status=302)
    assert OutboxMessage.objects.count() == 1
    read_letters()

    shown = form.submit("action", value="save").follow()

    left = timezone.localtime(OutboxMessage.objects.get().sent_at)
    assert f"alle ore {left:%H:%M}" in shown.text
    assert OutboxMessage.objects.count() == 1
    some_time_later()
    assert "Ti mandiamo per email" in form.submit("action", value="save").follow().text
    first, second = OutboxMessage.objects.order_by("pk")
    assert read_letters()
    assert first.link_target == second.link_target
    # Both letters open the same draft.
    assert DraftLink.objects.filter(draft=Draft.objects.get()).count() == 2


def test_a_changed_address_ends_the_link_of_the_letter_and_gets_one_of_its_own(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = save(django_app, page, email="sbagliata@example.org")
    (wrong,) = read_letters()
    form = shown.click("Correggilo nel primo passo").forms[FORM]
    assert form["email"].value == "sbagliata@example.org"
    form["email"] = "giusta@example.org"

    shown = form.submit("action", value="save").follow()

    assert "<strong>giusta@example.org</strong>" in shown.text
    assert "sostituito" in django_app.get(links_in(wrong)[0], status=410).text
    (right,) = read_letters()
    assert right.to == ["giusta@example.org"]
    assert "Controlla e invia" in django_app.get(links_in(right)[0]).text
    # Neither can the ended link write, nor send.
    posted = django_app.post(
        links_in(wrong)[0], {"notice": page.privacy_notice_id, "notice_read": "on"}, status=410
    )
    assert "sostituito" in posted.text
    assert not Submission.objects.exists()


def test_a_letter_that_waits_for_a_wrong_address_does_not_leave_once_it_is_corrected(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    form = save(django_app, page, email="sbagliata@example.org").click("Correggilo").forms[FORM]
    form["email"] = "giusta@example.org"
    form.submit("action", value="save", status=302)

    (letter,) = read_letters()

    assert letter.to == ["giusta@example.org"]
    assert OutboxMessage.objects.count() == 1


def test_an_address_corrected_while_its_letter_leaves_opens_nothing(
    page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = Journey(page)
    journey.start(action="save", email="sbagliata@example.org")
    record = outbox._record_sent

    def corrected_meanwhile(message: OutboxMessage) -> None:
        Draft.objects.update(email="giusta@example.org")
        record(message)

    monkeypatch.setattr(outbox, "_record_sent", corrected_meanwhile)
    (letter,) = read_letters()

    assert Client().get(links_in(letter)[0]).status_code == 404
    assert not DraftLink.objects.exists()


def test_the_same_address_in_another_case_is_no_other_address(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = save(django_app, page, email="Ada@Example.org")
    (letter,) = read_letters()
    form = shown.click("Correggilo").forms[FORM]
    form["email"] = "  ada@EXAMPLE.org "

    shown = form.submit("action", value="save").follow()

    assert "è partito per email" in shown.text
    assert not read_letters()
    assert "Controlla e invia" in django_app.get(links_in(letter)[0]).text


def test_a_first_step_half_typed_is_kept_and_says_that_the_address_is_missing(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    shown = save(django_app, page, email="ada@", first_name="Ada Maria")

    assert "manca ancora il tuo indirizzo email" in shown.text
    assert not OutboxMessage.objects.exists()
    form = shown.click("Continua a scrivere").forms["step-form"]
    assert (form["email"].value, form["first_name"].value) == ("ada@", "Ada Maria")
    told = form.submit("action", value="next").follow()
    assert "Scrivi un indirizzo completo" in told.html.select_one("[role=alert]").get_text()


def test_a_first_step_half_typed_is_mailed_once_its_address_is_right(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    save(django_app, page, first_name="", last_name="Prova a metà")

    (letter,) = read_letters()
    assert letter.body.startswith("Buongiorno,")
    resumed = django_app.get(links_in(letter)[0])
    assert "Completa il passo «Chi sei»" in resumed.text
    first = resumed.click("Completa il passo «Chi sei»")
    assert first.forms["step-form"]["last_name"].value == "Prova a metà"
    assert "Scrivi il nome." in first.html.select_one("[role=alert]").get_text()


def test_looking_at_the_pages_sends_nothing(django_app: DjangoTestApp, page: CallPage) -> None:
    shown = save(django_app, page)
    read_letters()
    some_time_later()

    for _look in range(2):
        django_app.get(shown.request.url)
        django_app.get(f"{shown.request.path}?passo=1&lettera=no")
        django_app.post(shown.request.path, {"action": "save"})

    assert OutboxMessage.objects.count() == 1
    assert "lettera" not in shown.request.url


def test_at_a_limit_the_draft_is_saved_and_the_page_says_that_no_letter_left(
    django_app: DjangoTestApp, page: CallPage, limits: Any
) -> None:
    limits(LIMIT_LETTERS_PER_HOUR=2)
    save(django_app, page, email="una@example.org")
    form = (
        first_step(django_app, page, email="altra@example.org")
        .submit("action", value="next")
        .follow()
        .forms[FORM]
    )
    form["q-a"] = ANSWER

    shown = form.submit("action", value="save").follow()

    assert "Non abbiamo mandato nessuna lettera" in shown.text
    assert "Ti mandiamo" not in shown.text
    assert Draft.objects.get(email="altra@example.org").answers["a"] == ANSWER
    link = shown.html.select_one(".secret-link a")
    assert link["href"] in link.text
    assert ANSWER in django_app.get(link["href"]).text
    assert OutboxMessage.objects.count() == 1
    # The half of the bound that is left is for the letter without which nothing can be sent.
    summary = form.submit("action", value="next").follow().forms[FORM].submit("action", value="next").follow()
    summary.forms[FORM]["notice_read"] = True
    assert "/conferma/" in summary.forms[FORM].submit(status=302).location


def test_one_address_gets_only_so_many_letters_about_drafts(django_app: DjangoTestApp, limits: Any) -> None:
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=4)

    pages = [save(django_app, CallPageFactory.create(), email=email).text for email in
             ("ada@example.org", "ADA@example.org", "ada@Example.org")]  # fmt: skip

    assert ["Non abbiamo mandato nessuna lettera" in text for text in pages] == [False, False, True]


def test_a_letter_that_was_refused_is_told_and_the_next_saving_tries_again(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    form = first_step(django_app, page).submit("action", value="next").follow().forms[FORM]
    form.submit("action", value="save", status=302)
    OutboxMessage.objects.update(status=OutboxMessage.Status.REFUSED, stopped_at=timezone.now())

    shown = form.submit("action", value="save").follow()

    assert "La lettera non è stata consegnata" in shown.text
    assert OutboxMessage.objects.count() == 1
    OutboxMessage.objects.update(stopped_at=timezone.now() - draft_mail.PAUSE)
    assert "Ti mandiamo per email" in form.submit("action", value="save").follow().text


def test_a_letter_is_not_sent_about_a_draft_that_expired_and_its_link_says_why(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    save(django_app, page)
    (letter,) = read_letters()
    save(django_app, page, email="altra@example.org")
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert not read_letters()
    expired = django_app.get(links_in(letter)[0], status=410)
    assert "è scaduta" in expired.text
    assert "Ritrova la tua domanda" in expired.text
    retention.prune_drafts()
    assert not OutboxMessage.objects.exists()
    assert not DraftLink.objects.exists()
    assert "Ritrova la tua domanda" in django_app.get(links_in(letter)[0], status=404).text


def test_two_presses_at_the_same_moment_send_one_letter(committed_db: None) -> None:
    journey = Journey(CallPageFactory.create())
    journey.start()

    def press(_number: int) -> Any:
        try:
            return Client().post(journey.url("step", 1), {"q-q-motivation": "Sì", "action": "save"})[
                "Location"
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(press, range(4)))

    assert len(addresses) == 1
    assert "lettera" not in addresses.pop()
    assert OutboxMessage.objects.count() == 1


def test_a_draft_that_goes_while_it_is_saved_sends_no_letter_and_the_page_says_why(
    django_app: DjangoTestApp, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = first_step(django_app, page)
    mail_link = drafts.mail_link

    def gone_meanwhile(token: str, *, client: str) -> None:
        Draft.objects.get().delete()
        mail_link(token, client=client)

    monkeypatch.setattr(drafts, "mail_link", gone_meanwhile)

    answer = form.submit("action", value="save", status=302)

    assert "Ritrova la tua domanda" in answer.follow(status=404).text
    assert not OutboxMessage.objects.exists()


def test_a_draft_saved_a_moment_before_it_is_forgotten_stays(page: CallPage) -> None:
    draft_token(page, email="ada@example.org")
    read_before = Draft.objects.get()
    Draft.objects.update(expires_at=timezone.now() + timedelta(days=30))

    assert retention.forget_draft_if(read_before, expires_at__lte=timezone.now()) is False
    assert Draft.objects.exists()
    assert retention.forget_draft_if(read_before) is True
    assert retention.forget_draft_if(read_before) is False
