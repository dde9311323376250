"""The applicant's side of the messages: pressed on the rendered page, kept when refused, sent once."""

import errno
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.urls import reverse
from django_webtest import DjangoTestApp
from webtest import Upload

from candidature.intake import quotas
from candidature.messages.models import Message, Side
from candidature.models import FollowLink, LogEntry, Submission, UploadedFile
from portal.limits import counting
from portal.privacy import tokens
from tests.candidature.factories import CallPageFactory, overseer, submitted
from tests.candidature.messages.conversations import from_office
from tests.candidature.public.journey import pdf
from tests.moduli.builders import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def arranged(module_db: None, module_files: Path) -> Submission:
    return submitted(CallPageFactory.create(contact_email="ufficio@example.org"), email="ada@example.org")


@pytest.fixture
def submission(arranged: Submission) -> Submission:
    return Submission.objects.get(pk=arranged.pk)


@pytest.fixture
def token(submission: Submission) -> str:
    secret = tokens.new_token()
    FollowLink.objects.create(submission=submission, token_hash=tokens.digest(secret))
    return secret


@pytest.fixture
def page(django_app: DjangoTestApp, token: str) -> Any:
    """The conversation, come to from the personal page."""
    return django_app.get(reverse("candidature:follow", args=[token])).click(href="messaggi/")


def form_of(page: Any) -> Any:
    [form] = [form for form in page.forms.values() if "q-text" in form.fields]
    return form


def write(page: Any, text: str, *files: Any) -> Any:
    """The page after pressing "Invia il messaggio"."""
    form = form_of(page)
    form["q-text"] = text
    if files:
        form["q-files"] = list(files)
    answer = form.submit()
    assert answer.status_code == 302
    return answer.follow()


def sent() -> list[str]:
    return list(
        Message.objects.filter(sent_at__isnull=False).order_by("sent_at").values_list("text", flat=True)
    )


def test_a_message_is_sent_with_its_files_and_waits_to_be_read(page: Any, submission: Submission) -> None:
    after = write(page, "Posso allegare lo statuto?", Upload("statuto.pdf", PDF, "application/pdf"))

    message = Message.objects.get()
    assert (message.text, message.side, message.read_at) == (
        "Posso allegare lo statuto?",
        Side.APPLICANT,
        None,
    )
    assert [file.original_name for file in message.files.all()] == ["statuto.pdf"]
    submission.refresh_from_db()
    assert submission.unread_since == message.sent_at
    assert "Messaggio inviato" in after.text
    assert "L’ufficio non lo ha ancora letto" in after.text
    assert form_of(after)["q-text"].value == ""
    assert after.click("statuto.pdf").body == PDF


def test_files_of_messages_are_none_of_the_answers(page: Any, submission: Submission) -> None:
    write(page, "Ecco.", Upload("statuto.pdf", PDF, "application/pdf"))

    assert not submission.files.exists()


def test_a_second_press_of_the_same_form_sends_nothing_more(page: Any) -> None:
    form = form_of(page)
    form["q-text"] = "Una volta sola."
    first, second = form.submit(), form.submit()

    assert first.location == second.location
    assert sent() == ["Una volta sola."]
    assert Message.objects.count() == 1


def test_the_page_after_a_press_is_a_plain_one_that_refresh_repeats_without_harm(page: Any) -> None:
    after = write(page, "Uno.")
    after.goto(after.request.url)

    assert sent() == ["Uno."]


def test_what_is_too_long_is_kept_and_said_with_both_lengths(page: Any) -> None:
    after = write(page, "x" * 4001)

    assert sent() == []
    assert "Il testo ha 4001 caratteri: il massimo è 4000." in after.text
    assert form_of(after)["q-text"].value == "x" * 4001
    assert after.html.title.text.strip().startswith("Errore:")
    write(after, "x" * 4000)
    assert sent() == ["x" * 4000]


def test_line_ends_of_a_browser_count_as_one_character(page: Any) -> None:
    write(page, "a\r\n" * 2000)

    assert len(sent()[0]) < 4001


def test_an_empty_message_is_not_sent_and_the_file_beside_it_stays(page: Any) -> None:
    after = write(page, "  ", Upload("statuto.pdf", PDF, "application/pdf"))

    assert sent() == []
    assert "Scrivi il messaggio." in after.text
    assert "statuto.pdf" in after.text
    write(after, "Ora sì.")
    assert [file.original_name for file in Message.objects.get().files.all()] == ["statuto.pdf"]


def test_a_refused_file_is_named_and_costs_neither_the_text_nor_the_good_file(page: Any) -> None:
    after = write(
        page,
        "Ecco i documenti.",
        Upload("virus.exe", b"MZ", "application/pdf"),
        Upload("statuto.pdf", PDF, "application/pdf"),
    )

    assert sent() == []
    assert "virus.exe" in after.text
    assert "non è di un tipo ammesso" in after.text
    assert form_of(after)["q-text"].value == "Ecco i documenti."
    write(after, "Ecco i documenti.")
    assert [file.original_name for file in Message.objects.get().files.all()] == ["statuto.pdf"]


def test_a_file_can_be_taken_away_before_sending_and_what_is_typed_stays(page: Any) -> None:
    after = write(page, "", Upload("statuto.pdf", PDF, "application/pdf"))
    form = form_of(after)
    form["q-text"] = "A metà"
    again = form.submit("remove").follow()

    assert not UploadedFile.objects.exists()
    assert form_of(again)["q-text"].value == "A metà"
    assert "Errore" not in again.html.title.text


def test_of_two_windows_neither_text_is_lost_and_one_that_both_can_be_read_is_sent(
    page: Any, django_app: DjangoTestApp
) -> None:
    other = django_app.get(page.request.path)
    write(page, "x" * 5000)

    after = write(other, "Un’altra domanda")

    assert sent() == []
    assert "In un’altra finestra avevi scritto un altro testo" in after.text
    assert "x" * 5000 in after.text
    assert form_of(after)["q-text"].value.strip() == "Un’altra domanda"
    # Still there while the one is not right either, and gone with what is sent.
    again = write(after, "y" * 5000)
    assert "x" * 5000 in again.text
    final = write(again, "Un’altra domanda")
    assert sent() == ["Un’altra domanda"]
    assert "In un’altra finestra" not in final.text


def test_a_window_that_shows_what_is_kept_goes_on_with_it(page: Any, django_app: DjangoTestApp) -> None:
    write(page, "x" * 5000)
    other = django_app.get(page.request.path)

    write(other, "Più breve")

    assert sent() == ["Più breve"]


def test_a_window_in_which_a_file_is_taken_away_leaves_the_text_of_the_other(
    page: Any, django_app: DjangoTestApp
) -> None:
    first = write(page, "", Upload("statuto.pdf", PDF, "application/pdf"))
    other = django_app.get(page.request.path)
    write(first, "x" * 5000)

    form = form_of(other)
    after = form.submit("remove").follow()

    assert "x" * 5000 in after.text
    assert sent() == []


def test_what_is_written_in_a_message_is_text_and_nothing_else(page: Any) -> None:
    after = write(page, "<script>alert(1)</script> https://esempio.example/x")

    assert "<script>alert(1)" not in after.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in after.text
    assert not after.html.find("a", href="https://esempio.example/x")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("שלום, מתי הפגישה?", "שלום, מתי הפגישה?"),
        ("prima\u202edopo\u2066", "primadopo"),
        ("👩🏽‍⚕️ e à", "👩🏽‍⚕️ e à"),
        ("nulla\x00qui", "nullaqui"),
    ],
)
def test_odd_characters_are_kept_and_none_turns_the_page_around(page: Any, typed: str, kept: str) -> None:
    after = write(page, typed)

    assert sent() == [kept]
    assert after.html.find(class_="message-text")["dir"] == "auto"


def test_a_day_takes_only_so_many_and_what_is_typed_stays(page: Any, limits: Any) -> None:
    limits(LIMIT_MESSAGES_PER_DAY=2)
    for number in range(3):
        page = write(page, f"Messaggio {number}")

    assert sent() == ["Messaggio 0", "Messaggio 1"]
    assert "Per ora hai scritto molti messaggi" in page.text
    assert form_of(page)["q-text"].value == "Messaggio 2"
    with mock.patch("candidature.messages.limits.DAY", timedelta()):
        write(page, "Messaggio 2")
    assert sent()[2:] == ["Messaggio 2"]


def test_the_files_of_a_whole_conversation_have_one_bound(page: Any, limits: Any) -> None:
    limits(LIMIT_DRAFT_FILES=2)
    page = write(
        page, "Uno", Upload("1.pdf", PDF, "application/pdf"), Upload("2.pdf", PDF, "application/pdf")
    )
    page = write(page, "Tre", Upload("3.pdf", PDF, "application/pdf"))

    assert sent() == ["Uno"]
    assert "«3.pdf» non è stato salvato" in page.text
    assert UploadedFile.objects.count() == 2


def test_a_visitor_who_stores_too_much_is_told_and_keeps_the_text(page: Any, limits: Any) -> None:
    limits(LIMIT_UPLOAD_MB_PER_HOUR=1)
    counting.spend(quotas.UPLOADED_BYTES, "127.0.0.1", quotas.MEGABYTE - 1000)
    form = form_of(page)
    form["q-text"] = "x" * 3000
    refused = form.submit(expect_errors=True)

    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert "x" * 3000 in refused.text
    assert not Message.objects.exists()


def test_a_message_is_sent_with_the_room_that_is_kept_for_sending(page: Any, limits: Any) -> None:
    limits(DISK_FREE_FOR_TEXT_MB=10**9)

    write(page, "Le mie osservazioni, entro il termine.")

    assert sent() == ["Le mie osservazioni, entro il termine."]
    # What is only saved while it is typed waits.
    assert not saved(page, "Un’altra cosa")["saved"]


def test_a_text_that_is_kept_already_is_kept_again_without_any_room(page: Any, limits: Any) -> None:
    saved(page, "Un’altra cosa")
    limits(DISK_FREE_FOR_TEXT_MB=10**9)

    assert saved(page, "Un’altra cosa")["saved"]
    assert not saved(page, "Un’altra cosa ancora")["saved"]
    assert Message.objects.get().text == "Un’altra cosa"


def test_a_portal_that_cannot_write_shows_the_text_again(page: Any) -> None:
    form = form_of(page)
    form["q-text"] = "Da non perdere"
    with mock.patch("candidature.messages.writing.press", side_effect=OSError(errno.ENOSPC, "full")):
        refused = form.submit(expect_errors=True)

    assert refused.status_code == 503
    assert form_of(refused)["q-text"].value == "Da non perdere"
    assert "non riesce a salvare" in refused.text


def test_a_message_of_the_office_is_new_until_its_page_was_opened(
    django_app: DjangoTestApp, submission: Submission, token: str
) -> None:
    message = from_office(submission, overseer(), "Manca la firma.")
    personal = django_app.get(reverse("candidature:follow", args=[token]))

    assert "C’è un messaggio nuovo per te" in personal.text
    assert "Manca la firma." not in personal.text
    unread = Message.objects.filter(pk=message.pk, read_at=None)
    assert unread.exists(), "a mail server that fetches links has not read"
    page = personal.click(href="messaggi/")
    assert "Manca la firma." in page.text
    assert "Nuovo" in page.text
    assert not unread.exists()
    again = page.goto(page.request.url)
    assert "Nuovo" not in again.html.find(class_="messages").text
    assert "messaggio nuovo" not in django_app.get(reverse("candidature:follow", args=[token])).text


def test_asking_for_the_head_of_the_page_is_not_reading(
    django_app: DjangoTestApp, submission: Submission, token: str
) -> None:
    message = from_office(submission, overseer())
    django_app.head(reverse("candidature:messages", args=[token]))

    message.refresh_from_db()
    assert message.read_at is None


def test_the_applicant_is_not_told_who_of_the_office_wrote(
    django_app: DjangoTestApp, submission: Submission, token: str
) -> None:
    officer = overseer()
    from_office(submission, officer)
    page = django_app.get(reverse("candidature:messages", args=[token]))

    assert officer.last_name not in page.text
    assert officer.email not in page.text


def test_an_address_that_the_office_writes_can_be_followed(
    django_app: DjangoTestApp, submission: Submission, token: str
) -> None:
    from_office(submission, overseer(), "Vedi https://esempio.example/guida e <b>firma</b>.")
    page = django_app.get(reverse("candidature:messages", args=[token]))

    assert page.html.find("a", href="https://esempio.example/guida")["rel"] == ["nofollow"]
    assert "<b>firma" not in page.text


def test_one_may_write_after_the_end_too(page: Any, submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(status="rejected")
    write(page, "Vorrei capire l’esito.")

    assert sent() == ["Vorrei capire l’esito."]


def test_nobody_else_s_file_is_handed_over(
    django_app: DjangoTestApp, submission: Submission, token: str
) -> None:
    other = submitted(CallPageFactory.create())
    foreign = from_office(other, overseer(), "Suo", pdf()).files.get()
    address = reverse("candidature:message_file", args=[token, foreign.public_id])

    assert django_app.get(address, expect_errors=True).status_code == 404


def test_a_file_that_the_office_has_not_sent_yet_is_not_handed_over(
    django_app: DjangoTestApp, submission: Submission, token: str
) -> None:
    file = from_office(submission, overseer(), "Ecco", pdf()).files.get()
    unsent = Message.objects.create(submission=submission, side=Side.OFFICE, author=overseer())
    UploadedFile.objects.filter(pk=file.pk).update(message=unsent)
    address = reverse("candidature:message_file", args=[token, file.public_id])

    assert django_app.get(address, expect_errors=True).status_code == 404


@pytest.mark.parametrize("name", ["messages", "message_file"])
def test_an_ended_link_opens_no_conversation(
    django_app: DjangoTestApp, submission: Submission, token: str, name: str
) -> None:
    file = from_office(submission, overseer(), "Segreto", pdf()).files.get()
    submission.follow_links.update(revoked_at=submission.submitted_at)
    arguments = [token, file.public_id] if name == "message_file" else [token]
    answer = django_app.get(reverse(f"candidature:{name}", args=arguments), expect_errors=True)

    assert answer.status_code == 410
    assert "Segreto" not in answer.text


def test_a_long_conversation_shows_its_end_and_a_way_to_the_rest(
    django_app: DjangoTestApp, submission: Submission, token: str
) -> None:
    officer = overseer()
    for number in range(31):
        from_office(submission, officer, f"Numero {number}.")
    page = django_app.get(reverse("candidature:messages", args=[token]))

    assert "Numero 0." not in page.text
    assert "Numero 30." in page.text
    assert Message.objects.filter(read_at=None).count() == 1
    assert "Numero 0." in page.click("Mostra anche").text


def test_the_log_tells_of_the_message_and_not_what_it_says(page: Any, submission: Submission) -> None:
    write(page, "Sono celiaca.", Upload("diagnosi.pdf", PDF, "application/pdf"))

    assert LogEntry.objects.filter(submission=submission, action="message_sent").count() == 1
    assert "celiaca" not in str(list(LogEntry.objects.values()))
    assert "diagnosi" not in str(list(LogEntry.objects.values()))


def saved(page: Any, text: str) -> dict[str, Any]:
    """What the script is answered that saves the text while it is typed."""
    form = form_of(page)
    form["q-text"] = text
    fields = [(name, value) for name, value in form.submit_fields() if name != "q-files"]
    answer = form.response.goto("", method="post", params=[*fields, ("action", "autosave")]).json
    if answer["seen"]:
        form["kept"].value = answer["seen"]
    return dict(answer)


def test_a_text_is_saved_while_it_is_typed_and_sent_by_a_press_alone(
    page: Any, django_app: DjangoTestApp
) -> None:
    assert "data-autosave" in form_of(page).response.html.select_one("form[data-kept]").attrs
    for text in ("Po", "Posso allegare", "Posso allegare lo"):
        answer = saved(page, text)
        assert answer["saved"]
        assert answer["said"].startswith("Salvato alle")

    assert sent() == []
    again = django_app.get(page.request.path)
    assert form_of(again)["q-text"].value == "Posso allegare lo"
    after = write(page, "Posso allegare lo statuto?")
    assert "In un’altra finestra" not in after.text
    assert sent() == ["Posso allegare lo statuto?"]


def test_what_was_typed_and_taken_back_leaves_nothing(page: Any) -> None:
    saved(page, "Posso")
    saved(page, "")

    assert not Message.objects.exists()


def test_of_two_windows_the_second_saves_over_nothing(page: Any, django_app: DjangoTestApp) -> None:
    other = django_app.get(page.request.path)
    saved(other, "Di là")

    answer = saved(page, "Di qua")

    assert not answer["saved"]
    assert not answer["goesOn"]
    assert Message.objects.get().text == "Di là"
    assert "In un’altra finestra avevi scritto un altro testo" in write(page, "Di qua").text


def test_a_text_that_is_saved_late_is_not_written_anew_after_it_was_sent(page: Any) -> None:
    write(page, "Una volta sola.")

    answer = saved(page, "Una volta sola.")

    assert "già stato inviato" in answer["said"]
    assert Message.objects.count() == 1


def test_saving_while_typing_has_its_limit(page: Any, limits: Any) -> None:
    limits(LIMIT_UPLOAD_MB_PER_HOUR=0)

    answer = saved(page, "Posso allegare lo statuto?")

    assert "molti dati" in answer["said"]
    assert not answer["saved"]
    assert not Message.objects.exists()
