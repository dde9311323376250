"""Whoever signs says so on a form that tells nobody whether an address signed before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from patti.models import PattoPage, PattoVersion, Signature, SignerKind, SigningRequest
from patti.signatures.quotas import FROM_ONE
from portal.limits import haste
from portal.limits.counting import spend
from portal.limits.models import LimitUsage
from portal.models import OutboxMessage
from portal.outbox.mail_connection import MailServerAwayError
from tests.candidature.factories import PrivacyNoticeFactory
from tests.patti.factories import form_of, links_in, patto, posting, publish, read, signed, text
from tests.row_locks import locks_asked
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def test_from_the_form_through_the_letter_to_the_signature(django_app: DjangoTestApp) -> None:
    page = patto(title="Patto sociale")
    MunicipalityFactory.create(name="Fiesole", cadastral_code="D575")
    form = form_of(django_app, page)
    form["municipality"] = "D575"
    form["shows_name"] = "si"
    form["email"] = " Ada+firma@Example.ORG "

    asked = form.submit()
    assert asked.status_code == 302
    shown = asked.follow()
    assert "Guarda nella tua posta" in shown.text
    assert "ada+firma@example.org" in shown.text
    assert not Signature.objects.exists()

    [letter] = read()
    assert letter.to == ["ada+firma@example.org"]
    assert "Patto sociale" in letter.body
    # It goes to an address that may be anybody's: nothing that a stranger typed stands in it.
    assert "Rossi" not in letter.body
    [link] = links_in(letter)
    page_of_confirming = django_app.get(link)
    assert "Ada Rossi" in page_of_confirming.text
    mine = posting(page_of_confirming).submit().follow()

    assert "la firma è confermata" in mine.text
    signature = Signature.objects.get()
    assert (signature.kind, signature.email, signature.mailbox) == (
        SignerKind.PERSON,
        "ada+firma@example.org",
        "ada@example.org",
    )
    assert signature.municipality is not None
    assert signature.shows_name
    assert signature.notice == page.privacy_notice
    assert signature.version == page.last_version()
    [second] = read()
    assert "Hai firmato: Patto sociale" in second.subject
    assert links_in(second)[0] == mine.request.path


def test_a_body_signs_with_who_signs_for_it(django_app: DjangoTestApp) -> None:
    page = patto()

    form_of(django_app, page, "patti:sign_for_body").submit().follow()

    asked = SigningRequest.objects.get()
    assert (asked.kind, asked.body, asked.role, asked.last_name) == (
        "body",
        "Circolo Uno",
        "presidente",
        "Rossi",
    )
    assert not asked.shows_name


def test_a_known_and_an_unknown_address_are_answered_alike(django_app: DjangoTestApp) -> None:
    page = patto()
    signed(page, "nota@example.org")
    read()
    answers = []
    for name in ("nota", "nuova"):
        form = form_of(django_app, page)
        form["email"] = f"{name}@example.org"
        answers.append(form.submit().follow().text)

    assert answers[0].replace("nota@", "nuova@") == answers[1]
    assert [letter.to for letter in read()] == [["nota@example.org"], ["nuova@example.org"]]


def test_what_is_wrong_is_named_and_what_was_typed_stays(django_app: DjangoTestApp) -> None:
    form = form_of(django_app, patto(), "patti:sign_for_body")
    form["body"] = "Circolo “Più in là”"
    form["last_name"] = "www.premi.example"
    form["email"] = "ada@"
    form["shows_name"] = "si"
    form["notice_read"] = False

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 422
    for sentence in ("togli indirizzi di siti", "Scrivi un indirizzo completo", "spunta la casella"):
        assert sentence in answer.text
    again = posting(answer)
    assert again["body"].value == "Circolo “Più in là”"
    assert again["shows_name"].value == "si"
    assert again["last_name"].value == "www.premi.example"
    assert not SigningRequest.objects.exists()


@pytest.mark.parametrize("name", ["Ада", "María José", "王", "D’Angelo", "Ada\u200d"])
def test_names_of_any_alphabet_are_taken(django_app: DjangoTestApp, name: str) -> None:
    form = form_of(django_app, patto())
    form["first_name"] = name

    form.submit()

    assert SigningRequest.objects.get().first_name == name


@pytest.mark.parametrize("name", ["Ada\x00", "\u202eadA", "  Ada \n "])
def test_what_no_keyboard_types_is_left_out(client: Client, django_app: DjangoTestApp, name: str) -> None:
    form = form_of(django_app, patto())
    fields = dict(form.submit_fields())
    client.post(form.action, {**fields, "first_name": name})

    assert SigningRequest.objects.get().first_name.strip() in ("Ada", "adA")


def test_a_name_longer_than_its_column_is_told_so(django_app: DjangoTestApp) -> None:
    form = form_of(django_app, patto())
    form["last_name"] = "è" * 81

    answer = form.submit(expect_errors=True)

    assert "Al massimo 80 caratteri" in answer.text
    assert "è" * 81 in answer.text


@pytest.mark.parametrize("name", ["ﾞ", "ﾞﾟ", "«–»", "!"])
def test_a_body_has_a_name_by_which_it_is_told_from_others(django_app: DjangoTestApp, name: str) -> None:
    form = form_of(django_app, patto(), "patti:sign_for_body")
    form["body"] = name

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 422
    assert "almeno una lettera" in answer.html.select_one("#id_body_error").text
    assert posting(answer)["body"].value == name
    assert not SigningRequest.objects.exists()


def test_a_text_that_changed_meanwhile_is_read_again_first(django_app: DjangoTestApp) -> None:
    page = patto()
    form = form_of(django_app, page)
    publish(page, body=text("Altre parole."))

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 409
    assert "è cambiato mentre lo leggevi" in answer.text
    assert not SigningRequest.objects.exists()
    posting(answer).submit().follow()
    assert SigningRequest.objects.get().version == page.last_version()


def without_the_box(form: Any, _settings: Settings) -> None:
    form["notice_read"] = False


def too_fast(_form: Any, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "MINIMUM_SECONDS": 60}


def too_often(_form: Any, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_SIGNING_PER_HOUR": 1}
    spend(FROM_ONE, "127.0.0.1")


@pytest.mark.parametrize("beside", [without_the_box, too_fast, too_often])
def test_no_other_mistake_hides_that_the_text_changed(
    django_app: DjangoTestApp, settings: Settings, beside: Callable[[Any, Settings], None]
) -> None:
    page = patto()
    form = form_of(django_app, page)
    publish(page, body=text("Altre parole."))
    beside(form, settings)

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 409
    assert "è cambiato mentre lo leggevi" in answer.text
    shown = BeautifulSoup(answer.text, "html.parser").select_one("details[open]")
    assert shown is not None
    assert "Altre parole." in shown.text
    assert posting(answer)["version"].value == str(PattoVersion.objects.get(page=page).pk)
    assert posting(answer)["last_name"].value == "Rossi"
    assert not SigningRequest.objects.exists()


def test_the_text_that_is_signed_is_read_on_the_form_itself(django_app: DjangoTestApp) -> None:
    page = patto(body=text("Ci aiutiamo."))
    signed(page)
    changed = PattoPage.objects.get(pk=page.pk)
    changed.body = text("Di nascosto.")
    changed.save()

    shown = django_app.get(reverse("patti:sign", args=[page.pk]))

    [to_read] = [one for one in shown.html.select("details") if "Leggi il testo" in one.summary.text]
    assert "Ci aiutiamo." in to_read.text
    assert "Di nascosto." not in shown.text
    # Nothing leads away from what was typed.
    assert not to_read.select("a")


def test_a_notice_that_changed_meanwhile_is_read_again_first(django_app: DjangoTestApp) -> None:
    page = patto()
    form = form_of(django_app, page)
    form["shows_name"] = "si"
    later = PrivacyNoticeFactory.create(body="<p>Pubblichiamo anche altro.</p>")
    publish(page, privacy_notice=later)

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 409
    assert "L’informativa è cambiata mentre scrivevi" in answer.text
    assert "Pubblichiamo anche altro." in answer.text
    again = posting(answer)
    assert (again["notice_read"].checked, again["shows_name"].value) == (False, "si")
    assert not SigningRequest.objects.exists()
    # Without reading it, it is no better.
    again = posting(again.submit(expect_errors=True))
    assert not SigningRequest.objects.exists()
    again["notice_read"] = True
    again.submit().follow()
    assert SigningRequest.objects.get().notice == later


@pytest.mark.parametrize("changes", [{"body": text("Altre parole.")}, {}])
def test_what_is_published_at_the_moment_of_the_press_is_read_first(
    django_app: DjangoTestApp, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    page = patto()
    form = form_of(django_app, page)
    changes = changes or {"privacy_notice": PrivacyNoticeFactory.create()}
    really = haste.is_hasty

    def meanwhile(about: str, stamped: str) -> bool:
        monkeypatch.setattr(haste, "is_hasty", really)
        publish(page, **changes)
        return really(about, stamped)

    monkeypatch.setattr(haste, "is_hasty", meanwhile)

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 409
    # The press that counted nothing is not counted against anybody.
    assert not LimitUsage.objects.exists()
    assert not SigningRequest.objects.exists()


def test_who_signs_holds_the_version_and_who_publishes_waits_for_it(django_app: DjangoTestApp) -> None:
    page = patto()
    form = form_of(django_app, page)

    with locks_asked() as by_who_signs:
        form.submit()
    with locks_asked() as by_who_publishes:
        publish(page, body=text("Altre parole."), change_note="Nuove.")

    assert "patti_pattoversion" in by_who_signs
    order = [table for table in by_who_publishes if table in ("wagtailcore_page", "patti_pattoversion")]
    assert order == ["wagtailcore_page", "patti_pattoversion"]


def test_pressed_twice_one_letter_leaves(django_app: DjangoTestApp) -> None:
    form = form_of(django_app, patto())

    form.submit()
    form.submit()

    assert SigningRequest.objects.count() == OutboxMessage.objects.count() == 1


def test_who_fills_in_the_trap_is_told_and_nothing_is_kept(django_app: DjangoTestApp) -> None:
    form = form_of(django_app, patto())
    form["website"] = "https://spam.example"

    answer = form.submit(expect_errors=True)

    assert "ferma i programmi automatici" in answer.text
    assert "journey-trap-open" in answer.text
    assert not SigningRequest.objects.exists()


def test_a_form_that_comes_back_at_once_is_asked_again(django_app: DjangoTestApp, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "MINIMUM_SECONDS": 60}
    form = form_of(django_app, patto())

    answer = form.submit(expect_errors=True)

    assert "troppo in fretta" in answer.text
    assert posting(answer)["last_name"].value == "Rossi"
    assert not SigningRequest.objects.exists()


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("LIMIT_SIGNING_PER_HOUR", "arrivano troppe firme"),
        ("LIMIT_SIGNING_WITH_ONE_ADDRESS_PER_DAY", "già scritto più volte oggi"),
        ("LIMIT_SIGNING_OF_ALL_PER_HOUR", "arrivano troppe firme"),
    ],
)
def test_what_anybody_may_cause_is_bounded(
    django_app: DjangoTestApp, settings: Settings, limit: str, sentence: str
) -> None:
    settings.LIMITS = {**settings.LIMITS, limit: 1}
    first, second = form_of(django_app, patto()), form_of(django_app, patto())
    first.submit()

    answer = second.submit(expect_errors=True)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert sentence in answer.text
    assert posting(answer)["last_name"].value == "Rossi"
    assert SigningRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"opens_at": timezone.now() + timedelta(days=2)}, "Si potrà firmare da"),
        ({"opens_at": timezone.now() - timedelta(days=9), "closes_at": timezone.now()}, "Si poteva firmare"),
    ],
)
def test_out_of_time_nobody_signs(
    django_app: DjangoTestApp, client: Client, facts: dict[str, Any], sentence: str
) -> None:
    page = patto()
    form = form_of(django_app, page)
    publish(page, **facts)

    assert sentence in client.get(form.action).content.decode()
    answer = form.submit(expect_errors=True)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert not SigningRequest.objects.exists()


def test_what_is_not_on_the_site_is_not_signed(client: Client) -> None:
    page = patto()
    page.unpublish()

    for number in (page.pk, page.get_parent().pk, 10**18, 10**25):
        assert client.get(f"/firme/patto/{number}/").status_code == 404


def test_the_form_is_kept_by_nobody(client: Client) -> None:
    answer = client.get(reverse("patti:sign", args=[patto().pk]))

    assert "no-cache" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_a_mute_mail_server_holds_up_nobody(django_app: DjangoTestApp, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.patti.public.test_signing.Mute"
    page = patto()

    assert "Guarda nella tua posta" in form_of(django_app, page).submit().follow().text

    with pytest.raises(MailServerAwayError):
        read()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    [letter] = read()
    assert letter.to == ["ada@example.org"]
    assert mail.outbox


class Mute:
    """A mail server that answers nothing."""

    def __init__(self, **_options: Any) -> None: ...

    def open(self) -> bool:
        raise OSError("timed out")

    def close(self) -> None: ...

    def send_messages(self, _messages: Any) -> int:
        raise OSError("timed out")
