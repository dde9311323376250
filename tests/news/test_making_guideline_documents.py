"""When the document of a guideline is made, for whom, and what becomes of it where it cannot be."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from news.models import guideline_pdf
from news.models.guideline_pdf import GuidelineDocument
from portal.limits import counting
from portal.pdf import bodies, counted, press
from portal.web import outage
from tests.news.guideline_pages import chapters, document_of, guideline, picture, text
from tests.portal.blocks.bodies import full_values, make_document, make_image
from tests.reading_pdf import (
    plain,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_it_is_made_once_and_anew_when_the_page_says_something_else(index: Page) -> None:
    page = guideline(index)
    first = document_of(page)
    with mock.patch.object(press, "_made") as made:
        assert document_of(page, Client(REMOTE_ADDR="192.0.2.7")).content == first.content
    made.assert_not_called()

    page.chapters = chapters(("Nuovo", [text("Cambiato.")]))
    page.save_revision()
    assert document_of(page).content == first.content
    page.get_latest_revision().publish()
    again = document_of(page, if_none_match=first["ETag"])
    assert plain("Cambiato.") in text_of(again.content)


@pytest.mark.parametrize("leave", [Page.unpublish, Page.delete], ids=["unpublished", "deleted"])
def test_what_was_made_goes_when_the_page_leaves(index: Page, leave: Callable[[Page], None]) -> None:
    page = guideline(index)
    document_of(page)
    address, kept = page.get_url(), guideline_pdf._key(page.pk)
    assert cache.get(kept)

    leave(page)
    assert cache.get(kept) is None
    assert Client().get(f"{address}pdf/").status_code == 404


def test_it_is_guarded_as_its_page_is(index: Page) -> None:
    hidden, shut = guideline(index, live=False, slug="bozza"), guideline(index, slug="riservata")
    PageViewRestriction.objects.create(
        page=shut, restriction_type=PageViewRestriction.PASSWORD, password="apriti"
    )

    assert Client().get(f"{hidden.get_url()}pdf/").status_code == 404
    client = Client()
    asked = document_of(shut, client)
    assert asked["Content-Type"].startswith("text/html")
    assert "Serve una password" in asked.content.decode()
    restriction = PageViewRestriction.objects.get()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{shut.pk}/",
        {"password": "apriti", "return_url": shut.get_url()},
    )
    given = document_of(shut, client)
    assert given["Content-Type"] == "application/pdf"
    assert "private" in given["Cache-Control"]
    # What was made for who knows the password is nobody else's.
    assert document_of(shut)["Content-Type"].startswith("text/html")


def test_who_has_documents_made_without_end_is_told_when_to_come_again(
    index: Page, settings: Settings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_DOCUMENTS_PER_HOUR": 1}
    first, second = guideline(index, slug="uno"), guideline(index, slug="due")
    assert document_of(first).status_code == 200
    assert document_of(first).status_code == 200

    answer = document_of(second)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert second.get_url() in answer.content.decode()


def test_a_document_that_cannot_be_made_is_told_and_tried_again(
    index: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = guideline(index)
    with mock.patch.object(counting, "spend", side_effect=outage.OutageError):
        assert document_of(page).status_code == 503
    monkeypatch.setattr(guideline_pdf, "RETRY_SECONDS", 0)
    with mock.patch.object(press, "_made", side_effect=press.NotMadeError):
        answer = document_of(page)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) == guideline_pdf.RETRY_SECONDS
    assert answer["Cache-Control"] == "no-store"
    assert page.get_url() in answer.content.decode()

    assert document_of(page).status_code == 200


@pytest.mark.parametrize("cache_is_away", [False, True], ids=["in the cache", "in the process"])
def test_what_cannot_be_made_is_not_made_again_for_whoever_asks(
    index: Page, cache_is_away: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = guideline(index)
    with mock.patch.object(press, "_made", side_effect=press.NotMadeError):
        assert document_of(page).status_code == 503
    if cache_is_away:
        cache.clear()
    else:
        # Another process.
        guideline_pdf._failed.clear()
    with mock.patch.object(press, "_made") as made, guideline_pdf._making:
        answer = document_of(page)
    made.assert_not_called()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")

    # What is corrected is tried at once.
    page.chapters = chapters(("Corretto", [text("Ora sì.")]))
    page.save_revision().publish()
    assert document_of(page).status_code == 200


def test_of_many_who_ask_for_what_cannot_be_made_one_waits(
    index: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guideline_pdf, "SECONDS_TO_WAIT", 0.2)
    document = GuidelineDocument(guideline(index))
    assert document.digest
    begun, all_told = threading.Event(), threading.Event()

    def failing(*_args: Any, **_settings: Any) -> bytes:
        begun.set()
        assert all_told.wait(60), "somebody waits until it is made"
        raise press.NotMadeError

    def ask() -> type[Exception]:
        with pytest.raises((press.NotMadeError, guideline_pdf.BusyError)) as raised:
            guideline_pdf._content(RequestFactory().get("/"), document)
        return raised.type

    with (
        mock.patch.object(press, "make", side_effect=failing) as made,
        mock.patch.object(counted, "refuse"),
        mock.patch.object(counted, "count"),
        ThreadPoolExecutor(8) as threads,
    ):
        first = threads.submit(ask)
        assert begun.wait(60)
        others = [threads.submit(ask) for _number in range(7)]
        assert {other.result() for other in others} == {guideline_pdf.BusyError}
        all_told.set()
    assert made.call_count == 1
    assert first.result() is press.NotMadeError


def test_pictures_for_print_have_an_end_too(index: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    block = {"type": "image", "value": {"image": picture(make_image(), "Una mappa")}}
    page = guideline(index, ("Uno", [block]))
    monkeypatch.setattr(bodies, "SECONDS_FOR_PICTURES", 0)
    with mock.patch.object(press, "_made") as made:
        assert document_of(page).status_code == 503
    made.assert_not_called()


def test_who_comes_while_it_is_made_gets_what_was_made(
    index: Page, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    page = guideline(index)
    monkeypatch.setattr(guideline_pdf, "SECONDS_TO_WAIT", 0.01)
    with guideline_pdf._making:
        busy = document_of(page)
        assert (busy.status_code, busy["Retry-After"]) == (503, "10")
        assert "un altro documento" in busy.content.decode()
        # Whoever may have none made does not wait.
        with monkeypatch.context() as patched:
            patched.setitem(settings.LIMITS, "LIMIT_DOCUMENTS_PER_HOUR", 0)
            assert document_of(page).status_code == 429
    assert document_of(page).status_code == 200
    # What is kept waits for nobody.
    with guideline_pdf._making:
        assert document_of(page).status_code == 200


def test_asking_again_costs_few_queries_however_long_it_is(
    index: Page, django_assert_max_num_queries: Any
) -> None:
    document = make_document()
    usual = [value for value in full_values(make_image(), document, index) if value["type"] != "documents"]
    page = guideline(index, *((f"Capitolo {number}", usual) for number in range(5)))
    document_of(page)

    with django_assert_max_num_queries(20):
        assert document_of(page).status_code == 200
