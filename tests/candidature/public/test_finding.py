"""Who lost every link finds what they began or sent by their address alone; nobody else learns of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.letters import way_back
from candidature.letters.examples import submission_of
from candidature.links import ways_back
from candidature.links.models import DraftLink
from candidature.models import CallPage, Draft, FollowLink, Submission
from candidature.privacy import retention
from portal.letters.blocks import filled
from portal.letters.html import as_html
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.web import outage
from tests.candidature.factories import CallPageFactory, EventPageFactory, draft_token, submitted
from tests.candidature.public.mailbox import links_in, read_letters

pytestmark = pytest.mark.django_db

FORM = 0
ADDRESS = "/candidature/ritrova/"


def ask(app: Any, email: str, status: int = 200, **environ: str) -> Any:
    form = app.get(ADDRESS).forms[FORM]
    form["email"] = email
    answer = form.submit(extra_environ=environ, expect_errors=status >= 400)
    shown = answer.maybe_follow(extra_environ=environ)
    assert shown.status_code == status
    return shown


def letters_read_already() -> None:
    """The receipts have left, and are out of the way."""
    read_letters()
    OutboxMessage.objects.all().delete()


def test_the_mailbox_gets_the_way_back_to_every_draft_and_submission(django_app: DjangoTestApp) -> None:
    call, event = CallPageFactory.create(title="Un avviso"), EventPageFactory.create(title="Un evento")
    sent = submitted(call, email="ada@example.org")
    draft_token(event, email="ada@example.org", answers={"q-motivation": "Una risposta"})
    submitted(call, email="altra@example.org")
    earlier_link = FollowLink.objects.get(submission=sent)
    letters_read_already()

    shown = ask(django_app, "ada@example.org")

    assert "Guarda nella tua posta" in shown.text
    assert "/segui/" not in shown.text
    assert "/bozza/" not in shown.text
    (letter,) = read_letters()
    assert letter.to == ["ada@example.org"]
    assert "Una risposta" not in letter.body
    to_draft, to_submission = links_in(letter)
    assert letter.body.index("Un evento") < letter.body.index(to_draft) < letter.body.index("Un avviso")
    draft_page = Client().get(to_draft).content.decode()
    assert "Controlla e invia" in draft_page
    assert "Una risposta" in draft_page
    assert sent.reference in letter.body
    assert sent.reference in Client().get(to_submission).content.decode()
    # The links there were stay as they were.
    earlier_link.refresh_from_db()
    assert earlier_link.revoked_at is None


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Ada@Example.org", "ada@example.ORG"),
        ("ada@example.org", "  ADA@example.org\u00a0"),
        ("ada@example.org", "ada @example.org"),
        ("ada@città.example", "ADA@CITTÀ.EXAMPLE"),
        ("ada@CITTÀ.example", "ada@città.example"),
    ],
)
def test_case_and_white_space_make_no_other_address(django_app: DjangoTestApp, kept: str, typed: str) -> None:
    draft_token(CallPageFactory.create(), email=kept)

    ask(django_app, typed)

    (letter,) = read_letters()
    assert Client().get(links_in(letter)[0]).status_code == 200


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("ada@github.example", "ada@gıthub.example"),
        ("ada@strasse.example", "ada@straße.example"),
        ("ada_b@example.org", "adaxb@example.org"),
        ("ada@example.org", "ada%@example.org"),
    ],
)
def test_a_look_alike_is_another_address(django_app: DjangoTestApp, kept: str, typed: str) -> None:
    draft_token(CallPageFactory.create(), email=kept)

    ask(django_app, typed)

    assert not read_letters()
    assert not OutboxMessage.objects.exists()


def test_the_page_says_and_does_the_same_for_an_address_that_nobody_used(django_app: DjangoTestApp) -> None:
    submitted(CallPageFactory.create(), email="ada@example.org")
    draft_token(CallPageFactory.create(), email="ada@example.org")
    letters_read_already()
    ask(django_app, "prima@example.org")
    answers, works = [], []

    for email in ("ada@example.org", "eva@example.org"):
        form = django_app.get(ADDRESS).forms[FORM]
        form["email"] = email
        with CaptureQueriesContext(connection) as queries:
            pressed = form.submit()
        shown = pressed.follow()
        answers.append((pressed.location, shown.status_code, shown.text.replace(email, "…")))
        works.append([re.sub(r"'[^']*'|\"s\d+_x\d+\"|\d+", "…", query["sql"]) for query in queries])
        assert "Set-Cookie" not in shown.headers
        assert shown.headers["Cache-Control"] == "no-store"

    assert answers[0] == answers[1]
    assert works[0] == works[1]
    assert not any("submission" in sql or "candidature_draft" in sql for sql in works[0])
    assert [letter.to for letter in read_letters()] == [["ada@example.org"]]
    # Nothing is left that tells that somebody asked for the other one.
    assert not OutboxMessage.objects.filter(recipient="eva@example.org").exists()


def test_who_was_erased_gets_nothing(django_app: DjangoTestApp) -> None:
    submission = submitted(CallPageFactory.create(), email="ada@example.org")
    draft_token(CallPageFactory.create(), email="ada@example.org")
    ask(django_app, "ada@example.org")
    retention.erase(submission)
    retention.forget_draft(Draft.objects.get())

    assert not read_letters()
    assert not FollowLink.objects.exists()


def test_what_is_erased_while_the_letter_leaves_opens_nothing(
    django_app: DjangoTestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = submitted(CallPageFactory.create(), email="ada@example.org")
    draft_token(CallPageFactory.create(), email="ada@example.org")
    letters_read_already()
    ask(django_app, "ada@example.org")
    record = outbox._record_sent

    def erased_meanwhile(message: OutboxMessage) -> None:
        retention.erase(submission)
        Draft.objects.update(email="altra@example.org")
        record(message)

    monkeypatch.setattr(outbox, "_record_sent", erased_meanwhile)
    (letter,) = read_letters()

    assert [Client().get(link).status_code for link in links_in(letter)] == [404, 404]
    assert not DraftLink.objects.exists()
    assert not FollowLink.objects.exists()


def test_an_expired_draft_is_not_found_and_one_past_its_term_is_for_reading(
    django_app: DjangoTestApp,
) -> None:
    expired, late = (
        CallPageFactory.create(title="Bozza scaduta"),
        CallPageFactory.create(title="Troppo tardi"),
    )
    draft_token(expired, email="ada@example.org")
    Draft.objects.update(expires_at=timezone.now())
    draft_token(late, email="ada@example.org", answers={"q-motivation": "Da rileggere"})
    CallPage.objects.filter(pk=late.pk).update(closes_at=timezone.now() - timedelta(hours=1))

    ask(django_app, "ada@example.org")

    (letter,) = read_letters()
    assert "Bozza scaduta" not in letter.body
    late.refresh_from_db()
    assert late.standing().sentence in letter.body
    assert "Va inviata" not in letter.body
    (link,) = links_in(letter)
    shown = Client().get(link)
    assert shown.status_code == 410
    assert "Da rileggere" in shown.content.decode()


def test_a_letter_names_the_newest_and_says_how_many_it_leaves_out(
    django_app: DjangoTestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways_back, "AT_MOST", 2)
    for number in range(4):
        draft_token(CallPageFactory.create(title=f"Avviso numero {number}"), email="ada@example.org")

    ask(django_app, "ada@example.org")

    (letter,) = read_letters()
    assert re.findall(r"Avviso numero (\d)", letter.body) == ["3", "2"]
    assert "altre 2 meno recenti" in letter.body
    assert DraftLink.objects.count() == 2


def test_a_letter_that_must_be_sent_again_carries_the_same_links(
    django_app: DjangoTestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_token(CallPageFactory.create(), email="ada@example.org")
    ask(django_app, "ada@example.org")
    message = OutboxMessage.objects.get()

    first, second = (links_in(outbox._as_email(message)) for _attempt in range(2))

    assert first == second
    assert Client().get(first[0]).status_code == 404, "before the letter left it opens nothing"
    (letter,) = read_letters()
    assert links_in(letter) == first
    assert Client().get(first[0]).status_code == 200


def test_pressed_twice_it_is_one_letter(django_app: DjangoTestApp) -> None:
    draft_token(CallPageFactory.create(), email="ada@example.org")
    form = django_app.get(ADDRESS).forms[FORM]
    form["email"] = "ada@example.org"

    pages = {form.submit().follow().text for _press in range(2)}

    assert len(pages) == 1
    assert len(read_letters()) == 1


@pytest.mark.parametrize(("email", "said"), [("", "obbligatori"), ("ada@", "indirizzo completo")])
def test_no_address_or_half_of_one_is_an_error_at_the_field(
    django_app: DjangoTestApp, email: str, said: str
) -> None:
    shown = ask(django_app, email)

    assert shown.html.select_one("#id_email_error, .invalid-feedback, .form-error") or said in shown.text
    assert shown.forms[FORM]["email"].value == email
    assert not OutboxMessage.objects.exists()


def test_one_address_is_asked_for_only_so_often_whoever_asks_and_whether_it_is_known(
    django_app: DjangoTestApp, limits: Any
) -> None:
    limits(LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR=2)
    draft_token(CallPageFactory.create(), email="ada@example.org")
    pages = []
    for email in ("ada@example.org", "eva@example.org"):
        ask(django_app, email, REMOTE_ADDR="192.0.2.1")
        ask(django_app, email.upper(), REMOTE_ADDR="192.0.2.2")
        refused = ask(django_app, email, status=429, REMOTE_ADDR="192.0.2.3")
        assert "guarda anche nella posta indesiderata" in refused.text
        assert "dopo le" in refused.text
        assert int(refused.headers["Retry-After"]) > 0
        assert refused.forms[FORM]["email"].value == email
        pages.append(refused.text.replace(email, "…"))

    assert pages[0] == pages[1]


def test_one_visitor_asks_only_so_often(django_app: DjangoTestApp, limits: Any) -> None:
    limits(LIMIT_WAYS_BACK_PER_HOUR=2)
    for name in ("uno", "due"):
        ask(django_app, f"{name}@example.org")

    refused = ask(django_app, "tre@example.org", status=429)

    assert "molte richieste in poco tempo" in refused.text
    assert OutboxMessage.objects.count() == 2
    ask(django_app, "tre@example.org", REMOTE_ADDR="192.0.2.9")


def test_letters_that_left_by_other_ways_do_not_show_in_the_answer(
    django_app: DjangoTestApp, limits: Any
) -> None:
    """An address to which much was sent lately must not be told from one that nobody uses."""
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=1)
    submitted(CallPageFactory.create(), email="ada@example.org")

    assert "Guarda nella tua posta" in ask(django_app, "ada@example.org").text


def test_what_cannot_be_written_is_said_and_the_address_stays(
    django_app: DjangoTestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: Any, **_kwargs: Any) -> None:
        raise outage.OutageError

    monkeypatch.setattr("candidature.letters.way_back.request", locked)

    shown = ask(django_app, "ada@example.org", status=503)

    assert "non riesce a salvare" in shown.text
    assert shown.forms[FORM]["email"].value == "ada@example.org"


def test_the_way_to_it_is_where_people_look(django_app: DjangoTestApp) -> None:
    page = CallPageFactory.create()

    for address in (
        f"/candidature/bozza/{'A' * 22}/passo/1/",
        f"/candidature/segui/{'A' * 22}/",
        f"/candidature/inviata/{'A' * 22}/",
        "/candidature/nuova/999999/",
    ):
        shown = django_app.get(address, expect_errors=True)
        journey = shown.html.select_one(".journey")
        assert journey.select_one(f"a[href='{ADDRESS}']"), address
    CallPage.objects.filter(pk=page.pk).update(closes_at=timezone.now())
    closed = django_app.get(f"/candidature/nuova/{page.pk}/", status=410)
    assert closed.html.select_one(f".journey a[href='{ADDRESS}']")


def test_it_opens_by_a_get_that_changes_nothing(django_app: DjangoTestApp) -> None:
    shown = django_app.get(f"{ADDRESS}?email=ada@example.org")

    assert shown.status_code == 200
    assert "Set-Cookie" not in shown.headers
    assert not OutboxMessage.objects.exists()
    assert Submission.objects.count() == 0


@pytest.fixture
def room_for_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways_back, "AT_MOST", 10)
    monkeypatch.setattr(ways_back, "FOR_DRAFTS", 3)


@pytest.mark.usefixtures("room_for_ten")
def test_drafts_that_anybody_began_do_not_hide_what_was_sent_or_written(django_app: DjangoTestApp) -> None:
    page = CallPageFactory.create()
    sent = submitted(page, email="ada@example.org")
    other = CallPageFactory.create(title="Quello mio")
    draft_token(other, email="ada@example.org", answers={"a": "x"})
    for _number in range(ways_back.AT_MOST):
        draft_token(page, email="ada@example.org", answers={})
    letters_read_already()

    ask(django_app, "ada@example.org")

    (letter,) = read_letters()
    assert sent.reference in letter.body
    assert "Quello mio" in letter.body
    assert "Ce ne sono altre 2 meno recenti" in letter.body
    assert len(links_in(letter)) == ways_back.AT_MOST
    assert {Client().get(link).status_code for link in links_in(letter)} == {200}


@pytest.mark.usefixtures("room_for_ten")
@pytest.mark.parametrize("number", [2, 9])
def test_of_many_sent_the_newest_are_named_and_some_drafts_too(
    django_app: DjangoTestApp, number: int
) -> None:
    page = CallPageFactory.create(one_each=False)
    for _number in range(10):
        submitted(page, email="ada@example.org")
    for _number in range(number):
        draft_token(page, email="ada@example.org", answers={"a": "x"})
    letters_read_already()

    ask(django_app, "ada@example.org")

    links = links_in(read_letters()[0])
    of_drafts = [link for link in links if "/bozza/" in link]
    assert len(links) == ways_back.AT_MOST
    assert len(of_drafts) == min(number, ways_back.FOR_DRAFTS)


def test_whoever_began_a_dozen_is_led_to_each_and_to_what_they_sent(django_app: DjangoTestApp) -> None:
    page = CallPageFactory.create()
    submitted(page, email="ada@example.org")
    for _number in range(12):
        draft_token(page, email="ada@example.org", answers={"a": "x"})
    letters_read_already()

    ask(django_app, "ada@example.org")

    (letter,) = read_letters()
    assert len(links_in(letter)) == 13
    assert "meno recenti" not in letter.body


def test_a_full_letter_is_no_longer_than_mailboxes_show() -> None:
    """Gmail cuts what comes after 102 KB."""
    page = CallPageFactory.create(
        title="Manifestazione di interesse per la costruzione partecipata delle Case della Comunità",
        office="Ufficio partecipazione della zona-distretto Valdichiana Aretina",
        contact_email="partecipazione.valdichiana@salute.example",
        contact_phone="0575 000000",
    )
    ways = [way for _number in range(ways_back.AT_MOST) for way in ways_for(page)][: ways_back.AT_MOST]

    blocks = filled(way_back.blocks(), way_back.in_words(ways, 2))

    assert len(as_html(way_back.subject(), blocks, "").encode()) < 102_000


def ways_for(page: CallPage) -> list[way_back.Way]:
    """To a draft and to a submission."""
    link = f"https://www.cantieridellasalute.example/candidature/segui/{'a' * 43}/"
    draft = Draft(expires_at=timezone.now() + timedelta(days=30))
    return [way_back.Way(draft, page, link), way_back.Way(submission_of(page), page, link)]


@pytest.mark.parametrize("what", ["submission", "draft"])
def test_a_way_back_that_left_goes_with_what_it_led_to(django_app: DjangoTestApp, what: str) -> None:
    page = CallPageFactory.create()
    submission = submitted(page, email="Ada@example.org")
    draft_token(page, email="ada@example.org")
    letters_read_already()
    ask(django_app, "ada@example.org")
    assert read_letters()

    if what == "submission":
        retention.erase(submission)
    else:
        retention.forget_draft(Draft.objects.get())

    assert not OutboxMessage.objects.filter(recipient="ada@example.org").exists()


@pytest.mark.parametrize("status", ["refused", "failed", "held", "sent", "pending"])
def test_a_way_back_has_an_end_whatever_became_of_it(django_app: DjangoTestApp, status: str) -> None:
    ask(django_app, "ada@example.org")
    OutboxMessage.objects.update(status=status)

    assert way_back.prune(timezone.now() + way_back.KEPT_FOR - timedelta(minutes=1)) == 0
    assert way_back.prune(timezone.now() + way_back.KEPT_FOR + timedelta(minutes=1)) == 1


def test_letters_of_other_kinds_are_not_pruned_with_it() -> None:
    submitted(CallPageFactory.create())

    assert way_back.prune(timezone.now() + timedelta(days=400)) == 0


def test_a_letter_erased_while_it_leaves_opens_nothing(django_app: DjangoTestApp) -> None:
    sent = submitted(CallPageFactory.create(), email="ada@example.org")
    letters_read_already()
    before = FollowLink.objects.count()
    ask(django_app, "ada@example.org")
    message = OutboxMessage.objects.get()
    OutboxMessage.objects.all().delete()

    outbox._record_sent(message)

    assert sent
    assert FollowLink.objects.count() == before
