"""Opinions of people without an account: asked, given by a secret link, revoked, reminded of, erased."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings
from wagtail.models import Site
from webtest import Upload

from candidature.access import scope as access
from candidature.intake import quotas
from candidature.models import CallPage, LogEntry, Submission
from candidature.privacy import portable, retention
from istruttoria.models import Opinion, OpinionFile, OpinionLink
from istruttoria.opinions import asking
from portal.models import OutboxMessage, PortalSettings, User
from tests.candidature.factories import CallPageFactory, question, staff, steps, submitted
from tests.istruttoria.opinions.requests import (
    PLAN,
    WHY,
    ask_page,
    asked,
    delivered,
    opened,
    with_file,
    write,
)
from tests.istruttoria.people import committee_member
from tests.moduli.builders import PDF

pytestmark = pytest.mark.django_db


def test_an_opinion_is_given_with_the_room_that_is_kept_for_sending(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, settings: Settings
) -> None:
    opinion = asked(django_app, submission, reviewer)
    shown = opened(django_app, delivered())
    settings.LIMITS = {**settings.LIMITS, "DISK_FREE_FOR_TEXT_MB": 10**9}

    write(shown, "È fattibile.").submit(status=302)

    opinion.refresh_from_db()
    assert (opinion.state, opinion.text) == (Opinion.State.GIVEN, "È fattibile.")


def test_who_is_asked_reads_what_was_chosen_and_nothing_else(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    shown_file, hidden_file = with_file(submission, "statuto.pdf"), with_file(submission, "identita.pdf")
    asked(django_app, submission, reviewer, attachments=[str(shown_file.public_id)])

    address = delivered()
    shown = opened(django_app, address)

    assert "Il piano è fattibile?" in shown.text
    assert "Un piano pubblico." in shown.text
    assert "statuto.pdf" in shown.text
    for hidden in (
        "Segreto perché.",
        "Zanzibarrina",
        "Nascosta",
        "identita.pdf",
        submission.email,
        submission.reference,
    ):
        assert hidden not in shown.text
    assert shown.click("statuto.pdf").status_code == 200
    django_app.get(f"{address}file/{hidden_file.public_id}/", status=404)


def test_the_letter_names_neither_the_applicant_nor_what_they_wrote(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer)

    letter = OutboxMessage.objects.get()
    for hidden in ("Zanzibarrina", "Nascosta", "piano", submission.reference):
        assert hidden not in letter.body + letter.subject
    assert letter.recipient == "ugo@example.net"
    assert letter.related_to == ""
    assert not OpinionLink.objects.exists()


def test_of_a_page_without_contacts_the_letter_names_the_portals(django_app: DjangoTestApp) -> None:
    site = Site.objects.get()
    PortalSettings.objects.create(site=site, contact_email="portale@example.org")
    questions = steps(question("short_text", PLAN, "Che cosa farai?", max_length=200))
    page = CallPageFactory.create(parent=site.root_page, steps=questions)
    asked(django_app, submitted(page, answers={PLAN: "Un piano."}), committee_member(page))

    letter = OutboxMessage.objects.latest("pk")
    assert letter.reply_to == "portale@example.org"
    assert "Per informazioni: portale@example.org" in letter.body


def test_who_applies_is_shown_only_if_the_asker_says_so(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer, shows_applicant=True)

    assert "Zanzibarrina" in opened(django_app, delivered()).text


@pytest.mark.parametrize(("chosen", "told"), [([], False), ([PLAN], True)], ids=["nothing", "an answer"])
def test_what_is_below_is_spoken_of_where_there_is_something(
    chosen: list[str], told: bool, django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer, questions=chosen)

    shown = opened(django_app, delivered())

    assert ("Qui sotto leggi solo ciò che serve" in shown.text) is told
    assert "Puoi rispondere fino a" in shown.text


def test_an_opinion_comes_with_its_file_to_the_page_and_the_log(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer)
    address = delivered()
    shown = opened(django_app, address)
    after = (
        write(shown, "Sì, <b>bene</b>.", Upload("relazione.pdf", PDF, "application/pdf")).submit().follow()
    )
    assert "Abbiamo ricevuto il tuo parere" in after.text

    read = django_app.get(reverse("candidature_review:detail", args=[submission.pk]), user=reviewer)
    assert "Sì, &lt;b&gt;bene&lt;/b&gt;." in read.text
    assert read.click("^relazione.pdf$").body == PDF
    assert "Parere ricevuto" in read.text
    [entry] = LogEntry.objects.filter(action="opinion_given")
    assert (entry.actor, entry.actor_label) == (None, "Chi dà il parere")


def test_its_file_is_looked_at_by_who_may_and_that_is_logged(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, submission, reviewer)
    shown = opened(django_app, delivered())
    write(shown, "Sì.", Upload("relazione.pdf", PDF, "application/pdf")).submit()
    detail = django_app.get(reverse("candidature_review:detail", args=[submission.pk]), user=reviewer)

    page = detail.click("Guarda.*relazione.pdf")
    content = django_app.get(page.html.select_one("iframe.review-preview")["src"])

    assert content.body == PDF
    assert content.headers["Content-Type"] == "application/pdf"
    assert content.headers["Content-Security-Policy"].startswith(("sandbox", "default-src 'none'"))
    assert "#pareri-section" in page.html.select_one(".review-pager a")["href"]
    entry = LogEntry.objects.get(action="file_shown")
    assert (entry.actor, entry.details) == (reviewer, {"opinion": str(opinion.pk)})
    django_app.set_user(committee_member(CallPageFactory.create()))
    for name in ("opinion_preview", "opinion_shown"):
        address = reverse(f"candidature_review:{name}", args=[submission.pk, opinion.pk])
        django_app.get(address, status=404)


def test_an_opinion_without_a_file_has_no_preview(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, submission, reviewer)

    for name in ("opinion_preview", "opinion_shown"):
        address = reverse(f"candidature_review:{name}", args=[submission.pk, opinion.pk])
        django_app.get(address, status=404)


def test_the_file_of_an_opinion_counts_in_the_store(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer)
    before = quotas.stored_bytes()

    write(opened(django_app, delivered()), "È fattibile.", Upload("parere.pdf", PDF)).submit().follow()

    assert quotas.stored_bytes() == before + len(PDF)


def test_opening_the_link_gives_nothing_and_a_second_press_changes_nothing(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, submission, reviewer)
    address = delivered()
    shown = opened(django_app, address)
    opinion.refresh_from_db()
    assert opinion.state == "asked"

    write(shown, "Primo.").submit()
    write(shown, "Secondo.").submit()

    opinion.refresh_from_db()
    assert opinion.text == "Primo."
    assert LogEntry.objects.filter(action="opinion_given").count() == 1


def test_reading_is_noted_once_an_hour(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer)
    address = delivered()
    opened(django_app, address)
    opened(django_app, address)

    assert LogEntry.objects.filter(action="opinion_read").count() == 1


def test_once_it_is_revoked_the_link_says_so_and_shows_nothing(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, submission, reviewer)
    address = delivered()
    shown = opened(django_app, address)
    detail = django_app.get(reverse("candidature_review:detail", args=[submission.pk]), user=reviewer)
    [form] = [form for form in detail.forms.values() if f"/parere/{opinion.pk}/" in form.action]
    form.submit().follow()

    told = opened(django_app, address)
    assert told.html.h1.get_text() == "Il tuo parere non serve più"
    assert "ha revocato la richiesta" in told.text
    for hidden in ("Un piano pubblico.", "Il piano è fattibile?", "Ritrova la tua domanda", "si è concluso"):
        assert hidden not in told.html.main.get_text()
    assert "non serve più" in write(shown, "Tardi.").submit().follow().text
    opinion.refresh_from_db()
    assert (opinion.state, opinion.text) == ("revoked", "")


def test_a_letter_that_waits_does_not_leave_once_it_is_revoked(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, submission, reviewer)
    asking.revoke(opinion, reviewer)

    assert not OutboxMessage.objects.exists()


def test_after_the_term_nothing_is_read_and_nothing_is_taken(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    opinion = asked(django_app, submission, reviewer)
    address = delivered()
    shown = opened(django_app, address)
    Opinion.objects.update(due_at=timezone.now() - timedelta(minutes=1))

    late = write(shown, "Tardi.").submit().follow()

    assert "Il termine è passato" in late.text
    assert "Un piano pubblico." not in late.text
    opinion.refresh_from_db()
    assert opinion.text == ""


def test_an_opinion_begun_in_time_and_finished_after_the_term_is_taken(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES, settings.TRUST_ARRIVAL_TIME = 1, True
    opinion = asked(django_app, submission, reviewer)
    shown = opened(django_app, delivered())
    Opinion.objects.update(due_at=timezone.now() - timedelta(minutes=2))
    called_at = f"{timezone.now().timestamp():.3f}"
    read_for_three_minutes = {"X-Request-Start": called_at, "X-Request-Time": "180.000"}

    refused = write(shown, "").submit(headers=read_for_three_minutes, status=400)
    assert "Scrivi il parere." in refused.text
    write(refused, "È fattibile.").submit(headers=read_for_three_minutes)

    opinion.refresh_from_db()
    assert (opinion.state, opinion.text) == (Opinion.State.GIVEN, "È fattibile.")


@pytest.mark.parametrize(
    ("text", "upload", "told"),
    [
        ("", None, "Scrivi il parere."),
        ("Ecco.", Upload("virus.exe", b"MZ", "application/pdf"), "exe"),
        ("Ecco.", Upload("finto.pdf", b"<html>", "application/pdf"), "non è un vero file"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_what_was_typed_stays(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, text: str, upload: Any, told: str
) -> None:
    opinion = asked(django_app, submission, reviewer)
    refused = write(opened(django_app, delivered()), text, upload).submit(status=400)

    assert told in refused.text
    assert write(refused, text)["text"].value == text
    opinion.refresh_from_db()
    assert opinion.state == "asked"
    assert not OpinionFile.objects.exists()


def test_a_file_too_large_to_be_read_is_told_and_nothing_is_given_without_it(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    opinion = asked(django_app, submission, reviewer)
    shown = opened(django_app, delivered())
    # Of any size: what is past the limit of all forms is dropped while it arrives.
    monkeypatch.setattr("candidature.public.secret_pages.LARGEST_FILE", 0)

    refused = write(shown, "Favorevole.", Upload("parere.pdf", b"%PDF-1.7 lungo")).submit(status=400)

    assert "Il file è troppo grande" in refused.text
    assert write(refused, "Favorevole.")["text"].value == "Favorevole."
    opinion.refresh_from_db()
    assert opinion.state == "asked"


def test_a_reminder_leaves_once_three_days_before(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asked(django_app, submission, reviewer)
    now = timezone.now()

    assert asking.remind_due(now + timedelta(days=5)) == 0
    assert asking.remind_due(now + timedelta(days=12)) == 1
    assert asking.remind_due(now + timedelta(days=12.5)) == 0
    assert OutboxMessage.objects.filter(key__startswith="opinion_reminder").count() == 1


def test_nobody_is_reminded_of_what_is_given_or_revoked(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    asking.revoke(asked(django_app, submission, reviewer), reviewer)

    assert asking.remind_due(timezone.now() + timedelta(days=12)) == 0


def test_the_second_press_of_the_form_asks_nobody_more(
    django_app: DjangoTestApp, submission: Submission, reviewer: User
) -> None:
    form = ask_page(django_app, submission, reviewer).forms["chiedi-parere"]
    form["name"], form["email"], form["question"] = "Ugo Verdi", "ugo@example.net", "Che ne dici?"
    form.submit()
    form.submit()

    assert Opinion.objects.count() == 1


def test_there_is_an_end_to_how_many_are_asked(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST", 1)
    asked(django_app, submission, reviewer)
    form = ask_page(django_app, submission, reviewer).forms["chiedi-parere"]
    form["name"], form["email"], form["question"] = "Ada Neri", "ada@example.net", "E tu?"

    assert "già stati chiesti molti pareri" in form.submit(status=400).text


@pytest.mark.parametrize("days", [0, 91])
def test_a_term_that_makes_no_sense_is_refused(
    django_app: DjangoTestApp, submission: Submission, reviewer: User, days: int
) -> None:
    form = ask_page(django_app, submission, reviewer).forms["chiedi-parere"]
    form["name"], form["email"], form["question"] = "Ugo Verdi", "ugo@example.net", "Che ne dici?"
    form["due_on"] = (timezone.localdate() + timedelta(days=days)).isoformat()

    assert form.submit(status=400)
    assert not Opinion.objects.exists()


def test_another_committee_and_who_only_looks_on_ask_for_none(
    client: Client, submission: Submission, page: CallPage
) -> None:
    address = reverse("candidature_review:ask_opinion", args=[submission.pk])
    client.force_login(committee_member(CallPageFactory.create()))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    client.force_login(staff(access.OVERSEE, "wagtailadmin.access_admin"))
    client.post(address, {"name": "Ugo", "email": "u@example.net", "question": "?", "due_on": "2099-01-01"})
    assert not Opinion.objects.exists()


def test_an_opinion_about_another_submission_is_not_there(
    client: Client, django_app: DjangoTestApp, submission: Submission, reviewer: User, page: CallPage
) -> None:
    opinion = asked(django_app, submission, reviewer)
    other = submitted(page, answers={WHY: "Sì.", PLAN: "Sì."})
    client.force_login(reviewer)

    assert client.post(reverse("candidature_review:opinion", args=[other.pk, opinion.pk])).status_code == 404
    opinion.refresh_from_db()
    assert opinion.state == "asked"


@pytest.mark.parametrize("secret", ["x", "A" * 22, "../../etc", "é" * 22])
def test_a_made_up_secret_opens_nothing(client: Client, secret: str) -> None:
    assert client.get(f"/candidature/parere/{secret}/").status_code == 404
    assert client.post(f"/candidature/parere/{secret}/", {"text": "Io"}).status_code == 404


def test_it_is_in_no_copy_for_the_applicant_and_goes_with_file_and_letters(
    django_app: DjangoTestApp,
    submission: Submission,
    reviewer: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked(django_app, submission, reviewer)
    write(opened(django_app, delivered()), "No.", Upload("relazione.pdf", PDF, "application/pdf")).submit()
    attached = OpinionFile.objects.get()
    storage, name = attached.file.storage, str(attached.file.name)
    retention.prune_stray_files(timezone.now() + timedelta(days=30))
    assert storage.exists(name)
    assert b"ugo@example.net" not in portable.as_json(submission)

    with django_capture_on_commit_callbacks(execute=True):
        retention.erase(submission)

    assert not Opinion.objects.exists()
    assert not OutboxMessage.objects.filter(recipient="ugo@example.net").exists()
    assert not storage.exists(name)
