"""Whoever wants to follow a page says so on a form that tells nobody whether an address is known."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings
from wagtail.models import PageViewRestriction, Site
from wagtail.rich_text import RichText

from portal.models import OutboxMessage, PortalSettings
from seguire.followers import asking, keeping, subjects
from seguire.models import Follower, FollowRequest, Frequency, Subscription
from tests.home.factories import StandardPageFactory
from tests.news.factories import TopicFactory
from tests.seguire import site

pytestmark = pytest.mark.django_db


def form_of(app: DjangoTestApp, page: Any) -> Any:
    return site.posting(app.get(reverse("seguire:page", args=[page.pk])))


def ask(app: DjangoTestApp, page: Any, email: str, **more: Any) -> Any:
    form = form_of(app, page)
    form["email"] = email
    for name, value in more.items():
        form[name] = value
    return form.submit().maybe_follow()


def test_a_call_offers_itself_its_zone_and_all_calls(django_app: DjangoTestApp) -> None:
    zone = site.zone("Zona Val di Prova")
    call = site.call(title="Partner", territories=[zone])

    form = form_of(django_app, call)

    assert [label for _value, _checked, label in _boxes(form)] == [
        "Partner",
        "Zona Val di Prova",
        "Tutti gli avvisi e gli eventi",
    ]
    assert [checked for _value, checked, _label in _boxes(form)] == [True, False, False]


def test_the_privacy_page_is_linked_where_everybody_may_read_it(client: Client) -> None:
    call = site.call()
    privacy = StandardPageFactory.create(parent=site.root(), slug="informativa-di-prova")
    settings = PortalSettings.for_site(Site.objects.get())
    settings.privacy_page = privacy
    settings.save()
    address = reverse("seguire:page", args=[call.pk])
    link = f'<a href="{privacy.url}">Leggi l’informativa privacy</a>'
    assert link in client.get(address).content.decode()

    PageViewRestriction.objects.create(page=privacy, restriction_type=PageViewRestriction.LOGIN)
    assert link not in client.get(address).content.decode()


def _boxes(form: Any) -> list[tuple[str, bool, str]]:
    labels = {label["for"]: " ".join(label.text.split()) for label in form.html.select("label[for^=id_what]")}
    return [
        (box["value"], box.has_attr("checked"), labels[box["id"]]) for box in form.html.select("[name=what]")
    ]


def test_one_letter_asks_to_confirm_and_nothing_is_followed_before(django_app: DjangoTestApp) -> None:
    zone = site.zone()

    shown = ask(django_app, zone, " Ada@Example.ORG ")

    assert "Guarda nella tua posta" in shown.text
    assert not Follower.objects.exists()
    [letter] = site.read()
    assert letter.to == ["ada@example.org"]
    assert "Zona Val di Prova" in letter.body
    assert "/seguire/conferma/" in letter.body


def test_a_known_and_an_unknown_address_are_answered_alike(django_app: DjangoTestApp) -> None:
    zone = site.zone()
    site.following("nota@example.org", zone)

    pages = [ask(django_app, zone, f"{name}@example.org").text for name in ("nota", "nuova")]

    assert pages[0].replace("nota@", "nuova@") == pages[1]
    assert len(site.read()) == 2


def test_what_staff_read_in_the_outbox_does_not_say_what_is_followed(django_app: DjangoTestApp) -> None:
    ask(django_app, site.zone(), "ada@example.org")

    letter = OutboxMessage.objects.get()

    assert "Val di Prova" not in f"{letter.subject} {letter.content} {letter.body}"


def test_a_second_press_writes_no_second_letter(django_app: DjangoTestApp) -> None:
    zone = site.zone()
    form = form_of(django_app, zone)
    form["email"] = "ada@example.org"

    form.submit()
    form.submit()

    assert OutboxMessage.objects.count() == 1
    assert FollowRequest.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@localhost",
        "ada@[127.0.0.1]",
        "ada@example.org\r\nBcc: altri@example.org",
        "ada@example.org,altri@example.org",
        "ad\u202ea@example.org\u0000, b@example.org",
        "a" * 300 + "@example.org",
    ],
)
def test_what_is_no_address_goes_nowhere(django_app: DjangoTestApp, address: str) -> None:
    shown = ask(django_app, site.zone(), address)

    assert "errore" in shown.text.lower()
    assert shown.html.select_one("#id_email")["aria-invalid"] == "true"
    assert not OutboxMessage.objects.exists()


def test_line_breaks_in_an_address_reach_no_header(client: Client) -> None:
    zone = site.zone()
    posted = {"email": "ada@example.org\nBcc:x@example.org", "what": f"p{zone.pk}", "frequency": "daily"}

    client.post(reverse("seguire:page", args=[zone.pk]), posted)

    assert not FollowRequest.objects.exists()


def test_what_was_typed_and_ticked_comes_back_with_the_mistake(django_app: DjangoTestApp) -> None:
    zone = site.zone()
    call = site.call(title="Partner", territories=[zone])

    form = form_of(django_app, call)
    form.set("what", False, index=0)
    form.set("what", True, index=1)
    form["frequency"] = "daily"
    form["email"] = "ada@"
    again = site.posting(form.submit().follow())

    assert again["email"].value == "ada@"
    assert again["frequency"].value == "daily"
    assert [checked for _value, checked, _label in _boxes(again)] == [False, True, False]


def test_somebody_who_ticks_nothing_is_told(django_app: DjangoTestApp) -> None:
    form = form_of(django_app, site.zone())
    form.set("what", False, index=0)
    form["email"] = "ada@example.org"

    assert "Scegli almeno una cosa da seguire." in form.submit().follow().text


def test_a_page_that_is_not_offered_cannot_be_followed_by_its_number(client: Client) -> None:
    zone, other = site.zone(), site.zone("Altra zona")
    posted = {"email": "ada@example.org", "what": f"p{other.pk}", "frequency": "daily"}

    client.post(reverse("seguire:page", args=[zone.pk]), posted)

    assert not FollowRequest.objects.exists()


@pytest.mark.parametrize("state", ["unpublished", "private", "with its outcome", "of no kind"])
def test_what_cannot_be_followed_says_so(client: Client, state: str) -> None:
    page = site.call(title="Partner")
    if state == "unpublished":
        page.unpublish()
    elif state == "private":
        page.view_restrictions.create(restriction_type="login")
    elif state == "with its outcome":
        page.outcome = [("text", RichText("<p>Ammessi.</p>"))]
        page.save()
    else:
        page = site.root()

    answer = client.get(reverse("seguire:page", args=[page.pk]))

    assert answer.status_code == 404
    assert "non si può seguire" in answer.content.decode()


def test_a_topic_of_which_there_are_news_can_be_followed(django_app: DjangoTestApp) -> None:
    topic = TopicFactory.create(name="Cure a casa", slug="cure-a-casa")
    site.news("Il punto", topics=[topic])
    form = site.posting(django_app.get(reverse("seguire:topic", args=["cure-a-casa"])))
    form["email"] = "ada@example.org"

    form.submit()

    assert FollowRequest.objects.get().wanted == [f"t{topic.pk}"]
    assert django_app.get(reverse("seguire:topic", args=["altro"]), status=404)


def test_no_cookie_and_nothing_kept_by_anybody(client: Client) -> None:
    answer = client.get(reverse("seguire:page", args=[site.zone().pk]))

    assert not answer.cookies
    assert answer["Cache-Control"] == "no-cache"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_too_many_from_one_network_wait(django_app: DjangoTestApp, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_FOLLOWING_PER_HOUR": 2}
    zone = site.zone()
    for number in range(2):
        ask(django_app, zone, f"p{number}@example.org")
    form = form_of(django_app, zone)
    form["email"] = "p3@example.org"

    answer = form.submit(status=429)

    assert "Retry-After" in answer.headers
    assert "p3@example.org" in answer.text
    assert OutboxMessage.objects.count() == 2


def test_one_mailbox_gets_five_letters_a_day_however_it_is_written(
    django_app: DjangoTestApp, settings: Settings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_FOLLOWING_TO_ONE_ADDRESS_PER_DAY": 2}
    zone = site.zone()
    for alias in ("ada+1", "Ada+2"):
        ask(django_app, zone, f"{alias}@example.org")
    form = form_of(django_app, zone)
    form["email"] = "ada@EXAMPLE.org"

    assert "A questo indirizzo abbiamo già scritto più volte" in form.submit(status=429).text


def test_all_of_them_together_have_a_bound(django_app: DjangoTestApp, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_FOLLOWING_OF_ALL_PER_HOUR": 1}
    zone = site.zone()
    ask(django_app, zone, "uno@example.org")
    form = form_of(django_app, zone)
    form["email"] = "due@example.org"

    form.submit(status=429, extra_environ={"REMOTE_ADDR": "192.0.2.7"})

    assert OutboxMessage.objects.count() == 1


def test_a_form_that_comes_back_at_once_is_shown_again(django_app: DjangoTestApp, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "MINIMUM_SECONDS": 60}

    shown = ask(django_app, site.zone(), "ada@example.org")

    assert "troppo in fretta" in shown.text
    assert not OutboxMessage.objects.exists()


def test_a_request_that_nobody_confirms_is_forgotten_after_three_days() -> None:
    site.asked("ada@example.org", site.zone())
    site.read()
    mail.outbox.clear()

    keeping.prune(timezone.now() + keeping.CONFIRM_WITHIN - timedelta(minutes=1))
    assert FollowRequest.objects.exists()
    keeping.prune(timezone.now() + keeping.CONFIRM_WITHIN + timedelta(minutes=1))

    assert not FollowRequest.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_letter_that_waited_until_the_request_was_forgotten_does_not_leave() -> None:
    asked = site.asked("ada@example.org", site.zone())
    asked.delete()

    assert site.read() == []
    assert not OutboxMessage.objects.exists()


def test_what_went_private_meanwhile_is_not_named_in_the_letter() -> None:
    zone = site.zone()
    site.asked("ada@example.org", zone)
    zone.view_restrictions.create(restriction_type="login")

    assert site.read() == []


def test_the_same_wish_is_one_request_in_ten_minutes_and_another_later() -> None:
    zone = site.zone()
    subject = subjects.of_page(zone)
    assert subject is not None
    for minutes in (0, 0, 11):
        at = timezone.now() + timedelta(minutes=minutes)
        asking.ask("ada@example.org", [subject], Frequency.DAILY, at=at)

    assert FollowRequest.objects.count() == 2
    assert not Subscription.objects.exists()
