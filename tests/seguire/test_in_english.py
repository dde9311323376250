"""Who comes from an English page follows that, and reads English on pages and in letters."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.rich_text import RichText

from portal.languages import reading
from portal.models import OutboxMessage
from seguire.followers import ending, keeping, languages
from seguire.models import Follower, FollowRequest, Subscription
from tests.news.factories import TopicFactory
from tests.portal.pages.translating import translated
from tests.seguire import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone() -> Any:
    translated(site.root(), title="Welcome")
    return site.zone("Zona Val di Prova")


@pytest.fixture
def district(zone: Any) -> Any:
    return translated(zone, title="Val di Prova district")


def followed(app: DjangoTestApp, page: Any, email: str = "ada@example.org") -> Follower:
    """By the whole way: the page, the form, the letter, its button."""
    language = page.locale.language_code
    with reading(language):
        return followed_at(app, reverse("seguire:page", args=[page.pk]), language, email)


def followed_at(app: DjangoTestApp, address: str, language: str, email: str = "ada@example.org") -> Follower:
    form = site.posting(app.get(address))
    form["email"] = email
    form["frequency"] = "daily"
    form.submit().follow()
    [letter] = site.read()
    [link] = site.links_in(letter) if language == "it" else english_links(letter)
    site.posting(app.get(link)).submit().follow()
    return Follower.objects.get(email=email)


def english_links(letter: Any) -> list[str]:
    return [f"/en{path}" for path in site.links_in(_without_prefix(letter))]


def _without_prefix(letter: Any) -> Any:
    class Letter:
        body = str(letter.body).replace("/en/seguire/", "/seguire/")

    return Letter


def test_an_english_page_leads_to_following_it_in_english(client: Client, district: Any) -> None:
    address = f"/en/seguire/pagina/{district.pk}/"
    assert f'href="{address}"' in client.get(district.url).content.decode()

    asked = client.get(address)

    assert asked.status_code == 200
    assert '<html lang="en">' in asked.content.decode()
    assert "Val di Prova district" in asked.content.decode()


def test_the_page_of_another_language_is_not_followed_at_this_address(client: Client, district: Any) -> None:
    assert client.get(f"/seguire/pagina/{district.pk}/").status_code == 404
    italian = district.get_translations().first()
    assert client.get(f"/en/seguire/pagina/{italian.pk}/").status_code == 404


def test_letters_and_the_pages_behind_them_are_english(
    django_app: DjangoTestApp, zone: Any, district: Any
) -> None:
    follower = followed(django_app, district)
    [confirm] = OutboxMessage.objects.all()
    assert (confirm.language, confirm.subject[:8]) == ("en", "Confirm:")
    assert follower.subscriptions.get().page_id == district.pk

    call = site.call(title="Un avviso", territories=[zone])
    news = site.news("Il punto", territories=[zone])
    translated(news, title="Where we are")
    [told] = site.digest()

    assert told.subject.startswith("Updates of ")
    assert told.extra_headers["Content-Language"] == "en"
    # By its English page where there is one; what is Italian alone is told too, and leads there.
    assert "News: Where we are" in told.body
    assert "/en/" in told.body
    assert "New call: Un avviso" in told.body
    assert call.full_url in told.body
    assert "Val di Prova district" in told.body
    [manage, stop] = english_links(told)
    assert "Your subscriptions" in django_app.get(manage).text
    assert f"{stop}>" in told.extra_headers["List-Unsubscribe"]
    assert Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()


def test_each_is_told_the_same_thing_once_in_the_language_of_their_page(
    django_app: DjangoTestApp, zone: Any, district: Any
) -> None:
    followed(django_app, zone, "it@example.org")
    followed(django_app, district, "en@example.org")
    call = site.call(title="Un avviso", territories=[zone])
    translated(call, title="Sample call")

    told = {letter.to[0]: letter for letter in site.digest()}

    assert "Nuovo avviso: Un avviso" in told["it@example.org"].body
    assert "Sample call" not in told["it@example.org"].body
    assert "New call: Sample call" in told["en@example.org"].body
    assert "Un avviso" not in told["en@example.org"].body
    assert site.digest(site.morning(2)) == []


def test_the_outcome_of_a_call_ends_following_its_english_page(django_app: DjangoTestApp, zone: Any) -> None:
    call = site.call(title="Un avviso")
    in_english = translated(call, title="Sample call")
    followed(django_app, in_english)
    call.outcome = [("text", RichText("<p>Ammessi: uno.</p>"))]
    call.save_revision().publish()

    [told] = site.digest()

    assert "The outcome is out" in told.body
    assert not Follower.objects.exists()


def test_who_goes_on_in_italian_is_written_to_in_italian(
    django_app: DjangoTestApp, zone: Any, district: Any
) -> None:
    followed(django_app, district)
    followed(django_app, site.call(title="Un avviso"))
    Subscription.objects.filter(page=district).update(since=timezone.now() - timedelta(days=1))
    site.news("Il punto", territories=[zone])

    [told] = site.digest()

    assert "Novità: Il punto" in told.body


def test_whether_letters_are_still_wanted_is_asked_in_english(
    django_app: DjangoTestApp, district: Any
) -> None:
    follower = followed(django_app, district)
    Follower.objects.update(wanted_at=timezone.now() - keeping.KEPT_FOR + timedelta(days=1))

    assert ending.ask_whether_wanted() == 1

    [asked] = site.read()
    assert asked.subject.startswith("Do you still want")
    [link, *_others] = english_links(asked)
    site.posting(django_app.get(link)).submit().follow()
    assert Follower.objects.get(pk=follower.pk).asked_at is None


def test_a_topic_is_followed_in_english_by_its_english_name(django_app: DjangoTestApp, zone: Any) -> None:
    topic = TopicFactory.create(name="Cure a casa", name_en="Home care", slug="cure-a-casa")
    address = "/en/seguire/argomento/cure-a-casa/"
    news = site.news("Il punto", topics=[topic])
    # While no English page is about it, there is nothing to follow in English.
    assert django_app.get(address, status=404)
    index = translated(news.get_parent(), title="News", slug="news")
    translated(news, title="Where we are")
    listed = django_app.get(index.url, {"argomento": "cure-a-casa"})
    assert f'href="{address}"' in listed.text
    assert "Home care" in listed.text
    assert "Cure a casa" not in listed.text

    followed_at(django_app, address, "en")
    site.noticed()
    later = site.news("Altro", topics=[topic])
    translated(later, title="Something more")
    [told] = site.digest()

    assert told.extra_headers["Content-Language"] == "en"
    assert "Home care" in told.body
    assert "Something more" in told.body
    assert "Cure a casa" not in told.body


def test_a_topic_goes_on_in_the_language_in_which_it_was_asked_for_last(
    django_app: DjangoTestApp, zone: Any
) -> None:
    topic = TopicFactory.create(name="Cure a casa", name_en="Home care", slug="cure-a-casa")
    news = site.news("Il punto", topics=[topic])
    translated(news, title="Where we are")
    followed_at(django_app, "/seguire/argomento/cure-a-casa/", "it")

    followed_at(django_app, "/en/seguire/argomento/cure-a-casa/", "en")

    row = Subscription.objects.get()
    assert (row.title, row.language) == ("Home care", "en")
    with_language = languages.with_language(Subscription.objects.all())
    assert languages.language_of(with_language) == "en"


def test_errors_are_english_and_what_was_typed_stays(django_app: DjangoTestApp, district: Any) -> None:
    form = site.posting(django_app.get(f"/en/seguire/pagina/{district.pk}/"))
    form["email"] = "ada"

    answer = form.submit().follow()

    assert answer.request.path.startswith("/en/seguire/")
    assert "Error:" in answer.text
    assert site.posting(answer)["email"].value == "ada"
    assert not FollowRequest.objects.exists()
