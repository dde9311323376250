"""Whoever reads a page says how clear it is: without account, cookie or script, and within bounds."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from portal.forms.typed_again import COOKIE
from portal.models import LimitUsage
from riscontri.clarity import giving
from riscontri.clarity.answers import LONGEST_DETAIL
from riscontri.models import PageRating
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.istruttoria.people import administrator

pytestmark = pytest.mark.django_db

FORM = ".page-rating form"


@pytest.fixture
def page() -> StandardPage:
    page: StandardPage = StandardPageFactory.create(
        parent=make_home(), title="Come si partecipa", slug="come"
    )
    return page


def form_of(shown: Any) -> Any:
    """The form under a page, as it stands in the HTML."""
    (at,) = [
        number
        for number, form in shown.forms.items()
        if isinstance(number, int) and "/parere/" in form.action
    ]
    return shown.forms[at]


def give(app: Any, page: Page, stars: str = "4", **answers: str) -> Any:
    form = form_of(app.get(page.url))
    if stars:
        form["stars"] = stars
    for name, value in answers.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_the_form_has_what_the_validator_of_agid_looks_for(client: Client, page: StandardPage) -> None:
    text = client.get(page.url).content.decode()

    block = text[text.index('data-element="feedback"') :]
    block = block[: block.index("</section>")]
    assert re.search(
        r'<h2[^>]*data-element="feedback-title">\s*Quanto sono chiare le informazioni su questa pagina\?',
        block,
    )
    assert re.findall(r'<label[^>]*data-element="feedback-rate-(\d)"', block) == ["1", "2", "3", "4", "5"]
    for kind, question, answers in (
        (
            "positive",
            "Quali sono stati gli aspetti che hai preferito?",
            [
                "Le indicazioni erano chiare",
                "Le indicazioni erano complete",
                "Capivo sempre che stavo procedendo correttamente",
                "Non ho avuto problemi tecnici",
                "Altro",
            ],
        ),
        (
            "negative",
            "Dove hai incontrato le maggiori difficoltà?",
            [
                "A volte le indicazioni non erano chiare",
                "A volte le indicazioni non erano complete",
                "A volte non capivo se stavo procedendo correttamente",
                "Ho avuto problemi tecnici",
                "Altro",
            ],
        ),
    ):
        start = block.index(f'data-element="feedback-rating-{kind}"')
        part = block[start : block.index("</fieldset>", start)]
        assert re.findall(r'data-element="feedback-rating-question">\s*([^<]+?)\s*<', part) == [question]
        assert re.findall(r'<label[^>]*data-element="feedback-rating-answer">([^<]+)<', part) == answers
    assert re.search(r'<input[^>]*data-element="feedback-input-text"', block)


def test_the_page_stays_the_same_for_everybody(client: Client, page: StandardPage) -> None:
    answer = client.get(page.url)

    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert "csrf" not in answer.content.decode().lower()
    assert answer["ETag"] == client.get(page.url)["ETag"]


def test_an_opinion_is_kept_without_anything_of_who_gave_it(
    django_app: DjangoTestApp, page: StandardPage
) -> None:
    thanks = give(django_app, page, "2", hard="incomplete", detail="  Manca l’orario\tdello sportello ")

    assert thanks.status_code == 302
    shown = thanks.follow()
    assert "Grazie del tuo parere" in shown.text
    assert page.title in shown.text
    (kept,) = PageRating.objects.all()
    assert (kept.page_id, kept.stars, kept.answer) == (page.pk, 2, "incomplete")
    assert kept.detail == "Manca l’orario dello sportello"
    columns = {field.name for field in PageRating._meta.get_fields()}
    assert columns == {
        "id", "page", "stars", "answer", "detail", "given_at", "state", "handled_by", "handled_at",
    }  # fmt: skip
    assert "127.0.0.1" not in str(list(LimitUsage.objects.values()))


def test_stars_alone_are_enough_and_a_forged_token_is_not_asked_for(page: StandardPage) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"/parere/{page.pk}/", {"stars": "5"})

    assert answer.status_code == 302
    assert PageRating.objects.get().stars == 5


def test_only_the_question_that_goes_with_the_stars_counts(
    django_app: DjangoTestApp, page: StandardPage
) -> None:
    give(django_app, page, "4", good="complete", hard="lost")
    give(django_app, page, "3", good="complete", hard="lost")

    assert set(PageRating.objects.values_list("stars", "answer")) == {(4, "complete"), (3, "lost")}


def test_without_stars_nothing_is_kept_and_nothing_typed_is_lost(
    django_app: DjangoTestApp, page: StandardPage
) -> None:
    answer = give(django_app, page, "", hard="trouble", detail="Il modulo non si apre")

    assert answer.status_code == 302
    shown = answer.follow()
    assert "Scegli da una a cinque stelle." in shown.text
    assert shown.html.select_one("[role=alert] a")["href"] == "#parere_stars_0"
    again = form_of(shown)
    assert again["hard"].value == "trouble"
    assert again["detail"].value == "Il modulo non si apre"
    assert not PageRating.objects.exists()

    again["stars"] = "1"
    again.submit().follow()

    assert PageRating.objects.get().detail == "Il modulo non si apre"


@pytest.mark.parametrize("typed", ["scrivi a ada@example.org", "sono RSSMRA80A01H501U", "347 1234567"])
def test_what_tells_of_a_person_is_kindly_refused_and_still_there(
    django_app: DjangoTestApp, page: StandardPage, typed: str
) -> None:
    shown = give(django_app, page, "5", detail=typed).follow()

    assert "toglilo e invia di nuovo" in shown.text
    assert form_of(shown)["detail"].value == typed
    assert form_of(shown)["stars"].value == "5"
    assert not PageRating.objects.exists()


def test_what_was_typed_goes_back_in_a_cookie_of_this_address_and_no_other(
    client: Client, page: StandardPage
) -> None:
    answer = client.post(f"/parere/{page.pk}/", {"detail": "Una frase"})

    cookie = answer.cookies[COOKIE]
    assert cookie["path"] == f"/parere/{page.pk}/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_pressing_twice_gives_one_opinion(client: Client, page: StandardPage) -> None:
    for _press in range(3):
        answer = client.post(f"/parere/{page.pk}/", {"stars": "3", "detail": "Uguale"})
        assert answer.status_code == 302

    client.post(f"/parere/{page.pk}/", {"stars": "3", "detail": "Diverso"})

    assert sorted(PageRating.objects.values_list("detail", flat=True)) == ["Diverso", "Uguale"]


@pytest.mark.parametrize(
    ("setting", "other"),
    [
        ("LIMIT_RATINGS_PER_HOUR", {}),
        ("LIMIT_RATINGS_OF_ONE_PAGE_PER_HOUR", {"REMOTE_ADDR": "192.0.2.9"}),
        ("LIMIT_RATINGS_IN_ALL_PER_DAY", {"REMOTE_ADDR": "192.0.2.9"}),
    ],
)
def test_at_a_bound_nothing_is_kept_and_the_words_are_still_there(
    client: Client, page: StandardPage, settings: Settings, setting: str, other: Any
) -> None:
    settings.LIMITS = {**settings.LIMITS, setting: 2}
    for stars in ("1", "2"):
        client.post(f"/parere/{page.pk}/", {"stars": stars})

    answer = client.post(f"/parere/{page.pk}/", {"stars": "3", "detail": "La terza"}, **other)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert 'value="La terza"' in answer.content.decode()
    assert PageRating.objects.count() == 2
    # It was no press of the same button: later the very same is taken.
    settings.LIMITS = {**settings.LIMITS, setting: 3}
    assert (
        client.post(f"/parere/{page.pk}/", {"stars": "3", "detail": "La terza"}, **other).status_code == 302
    )
    assert PageRating.objects.count() == 3


def test_when_the_portal_cannot_write_the_words_are_still_there(
    client: Client, page: StandardPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PageRating.objects, "create", full)
    answer = client.post(f"/parere/{page.pk}/", {"stars": "3", "detail": "Con il disco pieno"})

    assert answer.status_code == 503
    assert 'value="Con il disco pieno"' in answer.content.decode()
    monkeypatch.undo()
    assert (
        client.post(f"/parere/{page.pk}/", {"stars": "3", "detail": "Con il disco pieno"}).status_code == 302
    )
    assert PageRating.objects.count() == 1


@pytest.mark.parametrize(
    "posted",
    [
        {"stars": "6"},
        {"stars": "0"},
        {"stars": "٣"},
        {"stars": "3.0"},
        {"stars": ["", "x"]},
        {"stars": "3", "hard": "clear"},
        {"stars": "3", "hard": "<script>"},
        {"stars": "4", "detail": "x" * (LONGEST_DETAIL + 1)},
    ],
)
def test_what_no_form_sends_is_refused_with_a_sentence(
    client: Client, page: StandardPage, posted: dict[str, Any]
) -> None:
    answer = client.post(f"/parere/{page.pk}/", posted, follow=True)

    assert answer.status_code == 200
    assert "da correggere" in answer.content.decode()
    assert not PageRating.objects.exists()


def test_controls_and_marks_that_turn_text_around_are_not_kept(client: Client, page: StandardPage) -> None:
    client.post(f"/parere/{page.pk}/", {"stars": "3", "detail": "a\x00b\u202ec"})

    assert PageRating.objects.get().detail == "abc"


def test_pages_that_are_not_for_everybody_take_no_opinions(client: Client, page: StandardPage) -> None:
    home = page.get_parent()
    draft = StandardPageFactory.create(parent=home, live=False)
    kept = StandardPageFactory.create(parent=home, title="Riservata")
    PageViewRestriction.objects.create(page=kept, restriction_type="password", password="x")
    search = SearchPageFactory.create(parent=home)

    for number in (draft.pk, kept.pk, search.pk, Page.objects.get(depth=1).pk, 0, 10**6, 10**30):
        answer = client.post(f"/parere/{number}/", {"stars": "3"})
        assert answer.status_code == 404, number
        assert "Riservata" not in answer.content.decode()
        assert client.get(f"/parere/{number}/grazie/").status_code == 404
    assert not PageRating.objects.exists()


def test_the_form_is_under_public_pages_alone(client: Client, page: StandardPage) -> None:
    home = page.get_parent()
    kept = StandardPageFactory.create(parent=home)
    PageViewRestriction.objects.create(page=kept, restriction_type="login")
    search = SearchPageFactory.create(parent=home)
    client.force_login(administrator())

    assert "/parere/" in client.get(page.url).content.decode()
    assert "/parere/" not in client.get(kept.url).content.decode()
    assert "/parere/" not in client.get(search.url).content.decode()
    assert "/parere/" not in client.get("/non-ce/").content.decode()


def test_no_search_engine_lists_the_form_alone(client: Client, page: StandardPage) -> None:
    for address in (f"/parere/{page.pk}/", f"/parere/{page.pk}/grazie/", "/segnala/", "/segnala/inviata/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "noindex" in answer["X-Robots-Tag"]
        assert not answer.cookies


def test_deleting_a_page_takes_its_opinions_along(client: Client, page: StandardPage) -> None:
    client.post(f"/parere/{page.pk}/", {"stars": "3"})

    page.delete()

    assert not PageRating.objects.exists()


def test_the_database_refuses_stars_that_are_none(page: StandardPage) -> None:
    with pytest.raises(DatabaseError):
        PageRating.objects.create(page=page, stars=6, given_at=timezone.now())


def test_many_at_once_are_never_more_than_the_bound(committed_db: None, settings: Settings) -> None:
    page = StandardPageFactory.create(parent=make_home())
    settings.LIMITS = {**settings.LIMITS, giving.FROM_ONE_VISITOR.setting: 5}

    def press(number: int) -> int:
        try:
            return int(
                Client().post(f"/parere/{page.pk}/", {"stars": "3", "detail": f"n. {number}"}).status_code
            )
        except OperationalError:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(12)))

    assert answers.count(302) == PageRating.objects.count() == 5
