"""Behind the secret of the letter: whose name shows, a later version, and taking it back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import PageViewRestriction

from patti.models import Look, Signature, SignerKind, SigningRequest
from patti.signatures import keeping, secret_links
from patti.signatures.counting import tallies
from portal.models import OutboxMessage
from tests.patti.factories import asked, body_signed, patto, posting, publish, read, signed, text

pytestmark = pytest.mark.django_db


def address(signature: Signature, view: str = "patti:mine") -> str:
    return reverse(view, args=[secret_links.token_of(signature)])


def test_the_name_is_shown_and_hidden_again(django_app: DjangoTestApp) -> None:
    page = patto()
    signature = signed(page, look=Look.APPROVED)
    form = posting(django_app.get(address(signature)), "shows_name")
    assert form["shows_name"].value == "no"
    form["shows_name"] = "si"

    shown = form.submit().follow()

    assert "la tua scelta sul nome è salvata" in shown.text
    assert "Ada Rossi" in django_app.get(page.url).text
    form["shows_name"] = "no"
    form.submit()
    assert "Ada Rossi" not in django_app.get(page.url).text


def test_it_says_whether_somebody_looked_at_the_name(django_app: DjangoTestApp) -> None:
    signature = signed(patto(), shows_name=True)
    for look, words in ((Look.NEW, "dopo uno sguardo"), (Look.HIDDEN, "non mostrare questo nome")):
        Signature.objects.update(look=look)
        assert words in django_app.get(address(signature)).text


def test_a_choice_that_is_none_changes_nothing(client: Client) -> None:
    signature = signed(patto())

    wrong = client.post(address(signature), {"shows_name": "forse"})
    assert wrong.status_code == 422
    assert "Scegli se mostrare il nome." in wrong.content.decode()
    said = client.post(address(signature), {"version": "x"}, follow=True).content.decode()
    assert "non è firmata" in said

    signature.refresh_from_db()
    assert (signature.shows_name, signature.version.number) == (False, 1)


def test_a_later_version_is_signed_by_a_press_and_counted_there(django_app: DjangoTestApp) -> None:
    page = patto()
    signature = signed(page)
    page = publish(page, body=text("Altre parole."), change_note="Un impegno in più.")
    shown = django_app.get(address(signature))
    assert "Un impegno in più." in shown.text

    again = posting(shown, "Firma la versione").submit("version").follow()

    assert "hai firmato la nuova versione" in again.text
    signature.refresh_from_db()
    assert signature.version == page.last_version()
    assert signature.version_at > signature.signed_at
    assert {number: tally.total for number, tally in tallies(page.pk).items()} == {signature.version_id: 1}


def test_a_version_that_has_a_successor_meanwhile_is_not_signed_and_the_page_says_so(
    django_app: DjangoTestApp,
) -> None:
    page = patto()
    signature, other = signed(page), signed(page, "bea@example.org")
    publish(page, body=text("Altre parole."), change_note="Nuove.")
    form = posting(django_app.get(address(signature)), "Firma la versione")
    posting(django_app.get(address(other)), "Firma la versione").submit("version")
    publish(page, body=text("Ancora altre."), change_note="Ancora.")

    said = form.submit("version").follow()

    assert "La nuova versione non è firmata: il testo è cambiato ancora" in said.text
    assert "Firma la versione 3" in said.text
    signature.refresh_from_db()
    assert signature.version.number == 1


def test_pressed_twice_a_later_version_is_signed_and_both_answers_say_so(django_app: DjangoTestApp) -> None:
    page = patto()
    signature = signed(page)
    publish(page, body=text("Altre parole."), change_note="Nuove.")
    form = posting(django_app.get(address(signature)), "Firma la versione")

    first, second = form.submit("version").follow(), form.submit("version").follow()

    for shown in (first, second):
        assert "hai firmato la nuova versione" in shown.text
        assert "non è firmata" not in shown.text


def test_the_day_is_that_on_which_this_version_was_signed(django_app: DjangoTestApp) -> None:
    signature = signed(patto())
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    Signature.objects.update(signed_at=noon, version_at=noon)
    assert "Prima firma" not in django_app.get(address(signature)).text
    Signature.objects.update(version_at=noon + timedelta(days=40))

    facts = django_app.get(address(signature)).html.select_one("dl.facts").get_text(" ", strip=True)

    assert "Firmato il 10 aprile 2026 Prima firma 1 marzo 2026" in facts


def test_what_not_everybody_may_read_is_not_shown_and_can_be_taken_back(
    django_app: DjangoTestApp, client: Client
) -> None:
    page = patto(title="Patto firmato")
    signature = signed(page)
    page = publish(page, title="Titolo segreto", body=text("Altre."), change_note="Nota segreta.")
    last = page.last_version()
    assert last is not None
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")

    shown = django_app.get(address(signature))

    asks = django_app.get(address(signature, "patti:withdraw"))
    for text_of in (shown.text, asks.text):
        assert "Patto firmato" in text_of
        for secret in ("Titolo segreto", "Nota segreta.", page.url, "Firma la versione"):
            assert secret not in text_of
    said = client.post(address(signature), {"version": last.pk}, follow=True).content.decode()
    assert "ora non si può firmare" in said
    signature.refresh_from_db()
    assert signature.version.number == 1
    posting(asks).submit()
    assert not Signature.objects.exists()


def test_once_it_is_closed_a_later_version_is_not_signed(client: Client) -> None:
    page = patto()
    signature = signed(page)
    page = publish(page, body=text("Altre parole."), change_note="Nuove.", closes_at=timezone.now())
    last = page.last_version()
    assert last is not None

    said = client.post(address(signature), {"version": last.pk}, follow=True).content.decode()

    assert "La nuova versione non è firmata: ora non si può firmare" in said
    signature.refresh_from_db()
    assert signature.version.number == 1


def test_taking_it_back_wants_a_press_and_leaves_nothing(django_app: DjangoTestApp) -> None:
    page = patto()
    signature = signed(page, shows_name=True, look=Look.APPROVED)
    other = signed(page, "bea@example.org")
    read()
    asks = django_app.get(address(signature, "patti:withdraw"))
    assert Signature.objects.count() == 2

    done = posting(asks).submit().follow()

    assert "La firma è ritirata" in done.text
    assert Signature.objects.get() == other
    assert not SigningRequest.objects.filter(email="ada@example.org").exists()
    assert not OutboxMessage.objects.filter(recipient="ada@example.org").exists()
    assert OutboxMessage.objects.filter(recipient="bea@example.org").exists()
    assert "Ada Rossi" not in django_app.get(page.url).text
    assert django_app.get(address(signature), expect_errors=True).status_code == 404


def test_taking_it_back_ends_what_waits_for_the_same_name_and_nothing_else() -> None:
    page = patto()
    person, body = signed(page, "ada@example.org"), body_signed(page, "Circolo Uno", "ada@example.org")
    again = asked(page, "ada+altra@example.org", first_name="Altra")
    facts = {"kind": SignerKind.BODY, "role": "presidente"}
    same = asked(page, "ada@example.org", body="Circolo Uno", first_name="Altra", **facts)
    other = asked(page, "ada@example.org", body="Circolo Due", **facts)

    keeping.forget(person)
    assert set(SigningRequest.objects.filter(signature=None)) == {same, other}
    assert not SigningRequest.objects.filter(pk=again.pk).exists()
    keeping.forget(body)
    assert set(SigningRequest.objects.all()) == {other}


def test_a_secret_opens_its_own_signature_alone(client: Client) -> None:
    page = patto()
    ada, bea = signed(page), signed(page, "bea@example.org", first_name="Bea")

    assert "Bea" not in client.get(address(ada)).content.decode()
    client.post(address(ada, "patti:withdraw"))

    assert Signature.objects.get() == bea


def test_the_letter_of_a_signature_that_is_gone_does_not_leave() -> None:
    signature = signed(patto())
    Signature.objects.filter(pk=signature.pk).update(email="altra@example.org")
    OutboxMessage.objects.filter(link_kind="patti.confirm").delete()

    assert read() == []
