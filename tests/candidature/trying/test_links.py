"""A link shows the newest draft to colleagues without an account, until it ends, and says how it ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.models import CallPage, ParticipationIndexPage, PreviewLink, Trial
from candidature.trying import links
from portal.logs.redaction import redact
from portal.roles import Role
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    participation_index,
    question,
    steps,
)
from tests.home.factories import make_home
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> ParticipationIndexPage:
    return participation_index(make_home())


@pytest.fixture
def call(index: ParticipationIndexPage) -> CallPage:
    page: CallPage = CallPageFactory.create(parent=index, title="Bozza segreta", live=False)
    made: CallPage = redrafted(page, "Bozza riscritta")
    return made


def redrafted(page: Any, title: str, *asked: dict[str, Any]) -> Any:
    page.title = title
    if asked:
        page.steps = type(page)(steps=steps(*asked)).steps
    page.save_revision()
    return type(page).objects.get(pk=page.pk)


def made(app: DjangoTestApp, page: CallPage) -> str:
    """The address that an editor is shown once."""
    form = next(
        form
        for form in app.get(f"/admin/prova/{page.pk}/").forms.values()
        if form.action.endswith("/collegamento/")
    )
    shown = form.submit().follow()
    assert "no-store" in shown.headers["Cache-Control"]
    address: str = shown.html.find(id="collegamento")["value"]
    return address.removeprefix("http://testserver")


def test_a_colleague_without_account_reads_the_newest_draft_and_its_form(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    django_app.set_user(editor := member_of(Role.EDITORS))
    address = made(django_app, call)
    redrafted(call, "Ancora più nuova", question("short_text", "perche", "Perché proprio voi?"))

    visitor = Client()
    page, form = visitor.get(address), visitor.get(f"{address}?vista=modulo")

    assert "Ancora più nuova" in page.content.decode()
    assert "È l’anteprima di una bozza." in page.content.decode()
    assert "Perché proprio voi?" in form.content.decode()
    for answer in (page, form):
        assert (answer["Cache-Control"], answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
            "no-store",
            "no-referrer",
            "noindex, nofollow",
        )
        assert not answer.has_header("ETag")
        assert not answer.cookies
        assert "wagtail-userbar" not in answer.content.decode()
    [link] = PreviewLink.objects.all()
    assert link.made_by == editor
    assert round((link.expires_at - link.made_at) / timedelta(days=1)) == 7
    # The secret is nowhere but in the address.
    secret = address.split("/")[-2]
    assert secret not in str(PreviewLink.objects.values_list())
    assert secret not in redact(f'"GET {address}prova/ HTTP/1.1" 302')
    # And the draft itself is as hidden as ever.
    assert visitor.get(call.url).status_code == 404
    assert visitor.get(f"/candidature/nuova/{call.pk}/").status_code == 404


def test_reloading_the_page_that_shows_a_link_makes_no_other_and_shows_it_no_more(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    """Kills: the press answered with a page, which a reload would send again."""
    django_app.set_user(member_of(Role.EDITORS))
    address = made(django_app, call)

    again = django_app.get(f"/admin/prova/{call.pk}/")

    assert address not in again
    assert again.html.find(id="collegamento") is None
    assert PreviewLink.objects.count() == 1


def test_a_preview_offers_no_calendar_entry_that_there_is_not_yet(index: ParticipationIndexPage) -> None:
    event = redrafted(EventPageFactory.create(parent=index, live=False), "Laboratorio")
    _link, token = links.make(event, member_of(Role.EDITORS))

    shown = Client().get(f"/candidature/anteprima/{token}/").content.decode()

    assert "Laboratorio" in shown
    assert "calendario/" not in shown


def test_whoever_has_the_link_tries_the_form_until_it_ends(django_app: DjangoTestApp, call: CallPage) -> None:
    django_app.set_user(member_of(Role.EDITORS))
    address = made(django_app, call)
    django_app.set_user(None)
    begin = next(form for form in django_app.get(address).forms.values() if form.action.endswith("/prova/"))
    who = begin.submit().follow()
    assert "Chi sei" in who.html.h1.get_text()

    links.revoke(PreviewLink.objects.get())

    over = who.forms["step-form"].submit("action", value="next", status=410)
    assert "Questa prova è finita" in over
    assert not Trial.objects.exists()
    assert "Questa anteprima è stata chiusa" in begin.submit(status=410)


def test_a_closed_trial_leads_whoever_has_a_link_to_plain_words(
    django_app: DjangoTestApp, call: CallPage
) -> None:
    _link, token = links.make(call, member_of(Role.EDITORS))
    begin = next(
        form
        for form in django_app.get(f"/candidature/anteprima/{token}/").forms.values()
        if form.action.endswith("/prova/")
    )
    who = begin.submit().follow()

    closed = next(form for form in who.forms.values() if form.action.endswith("/chiudi/")).submit().follow()

    assert "non è rimasto nulla" in closed
    assert not Trial.objects.exists()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("expired", "Questa anteprima è scaduta"),
        ("revoked", "Questa anteprima è stata chiusa"),
        ("published", "Questa pagina è stata pubblicata"),
    ],
)
def test_an_ended_link_says_how_it_ended_and_shows_nothing(call: CallPage, how: str, said: str) -> None:
    link, token = links.make(call, member_of(Role.EDITORS))
    if how == "expired":
        PreviewLink.objects.update(expires_at=timezone.now())
    elif how == "revoked":
        links.revoke(link)
    else:
        call.get_latest_revision().publish()

    answer = Client().get(f"/candidature/anteprima/{token}/")

    assert answer.status_code == 410
    assert said in answer.content.decode()
    assert "Bozza riscritta" not in answer.content.decode()
    assert Client().post(f"/candidature/anteprima/{token}/prova/").status_code == 410
    assert (how == "published") == (call.url in answer.content.decode())


def test_changes_to_what_is_public_are_shown_by_a_link_made_after_it(call: CallPage) -> None:
    call.get_latest_revision().publish()
    call = CallPage.objects.get(pk=call.pk)
    _link, token = links.make(call, member_of(Role.EDITORS))
    redrafted(call, "Con una modifica")

    shown = Client().get(f"/candidature/anteprima/{token}/").content.decode()

    assert "Con una modifica" in shown
    assert "Con una modifica" not in Client().get(call.url).content.decode()


@pytest.mark.parametrize("secret", ["x", "a" * 22, "%00", "é" * 22])
def test_a_wrong_secret_shows_nothing(call: CallPage, secret: str) -> None:
    assert Client().get(f"/candidature/anteprima/{secret}/").status_code == 404


def test_only_who_may_edit_the_page_makes_and_ends_links(
    call: CallPage, index: ParticipationIndexPage
) -> None:
    link, _token = links.make(call, member_of(Role.EDITORS))
    other: Any = EventPageFactory.create(parent=index, title="Altro", live=False)
    make, end = (
        f"/admin/prova/{call.pk}/collegamento/",
        f"/admin/prova/{call.pk}/collegamento/{link.pk}/chiudi/",
    )
    reviewer, editor = Client(), Client()
    reviewer.force_login(committee_member(call))
    editor.force_login(member_of(Role.EDITORS))

    for client in (Client(), reviewer):
        assert client.post(make).status_code in (302, 403)
        assert client.post(end).status_code in (302, 403)
    # A link is ended by way of its own page.
    assert editor.post(f"/admin/prova/{other.pk}/collegamento/{link.pk}/chiudi/").status_code == 404
    assert editor.get(make).status_code == 405
    assert PreviewLink.objects.get().revoked_at is None
    assert editor.post(end).status_code == 302
    assert PreviewLink.objects.get().revoked_at is not None


def test_the_list_says_who_made_a_link_and_how_it_stands(django_app: DjangoTestApp, call: CallPage) -> None:
    editor = member_of(Role.EDITORS)
    links.revoke(links.make(call, editor)[0])
    django_app.set_user(editor)

    listed = django_app.get(f"/admin/pages/{call.pk}/").click("Prova il modulo e mostralo")

    row = listed.html.find("caption", string="Collegamenti a questa bozza").parent.tbody.get_text(
        " ", strip=True
    )
    assert str(editor) in row
    assert "Chiuso a mano" in row


def test_an_old_link_is_forgotten_and_a_good_one_stays(call: CallPage) -> None:
    old, _secret = links.make(call, member_of(Role.EDITORS))
    links.make(call, member_of(Role.EDITORS))
    PreviewLink.objects.filter(pk=old.pk).update(expires_at=timezone.now() - links.TOLD_FOR)

    assert links.prune() == 1
    assert PreviewLink.objects.count() == 1
