"""A full disk or a locked database: a sentence, the typed text kept, nothing written by halves."""

import errno
import os
import re
import resource
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Never

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from candidature.actors import Actor
from candidature.models import CallPage, Submission
from candidature.process import workflow
from candidature.submissions.drafts import Draft
from candidature.submissions.files import private_storage
from portal.health import outages
from portal.health.readiness import WELL, State
from portal.web import outage
from seguire.followers import secret_links as follower_links
from seguire.models import Subscription
from tests.candidature.factories import EVERYTHING, CallPageFactory, overseer, submitted
from tests.candidature.public.by_buttons import begin
from tests.candidature.public.journey import WHO, form_of, prove
from tests.istruttoria.people import administrator
from tests.moduli.builders import block
from tests.seguire import site as following_site

# On a page that is filled in no form stands before the one to fill in.
FORM = 0
SAID = "il portale non riesce a salvare"
TABLES = ("candidature_draft", "candidature_submission", "portal_limitusage", "django_session")


@contextmanager
def locked(tables: Sequence[str] = TABLES) -> Iterator[None]:
    """Another connection holds what every writer needs; ours waits a fifth of a second instead of twenty."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=200")
        other: Any = sqlite3.connect(name, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        restore = "PRAGMA busy_timeout=20000"
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        config = connection.settings_dict
        other = psycopg.connect(
            dbname=name,
            host=config["HOST"],
            port=config["PORT"],
            user=config["USER"],
            password=config["PASSWORD"],
        )
        other.execute(f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE")
        restore = "SET lock_timeout = 0"
    try:
        yield
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute(restore)


@contextmanager
def full() -> Iterator[None]:
    """The database may not grow by a page: SQLite answers as it does on a full disk (SQLITE_FULL)."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")


TROUBLES = [locked] + ([full] if "sqlite" in django_settings.DATABASES["default"]["ENGINE"] else [])
trouble = pytest.mark.parametrize("trouble", TROUBLES)
LONG = "Per la mia comunità, parola per parola. " * 300


@pytest.fixture
def page(committed_db: None) -> CallPage:
    question = block("long_text", "why", label="Perché?", required=True, max_length=15_000)
    made: CallPage = CallPageFactory.create(steps=form_of([question]))
    return made


@pytest.fixture
def first_step(django_app: DjangoTestApp, page: CallPage) -> Any:
    form = begin(django_app, page).forms["step-form"]
    for name in ("applicant_kind", "first_name", "last_name", "email", "municipality"):
        form[name] = WHO[name]
    return form


def test_the_first_step_is_shown_again_as_it_was_typed_and_goes_through_later(first_step: Any) -> None:
    with locked():
        response = first_step.submit("action", value="next", status=503)

    assert SAID in response.text
    assert response.forms["step-form"]["last_name"].value == WHO["last_name"]
    assert not Draft.objects.exclude(email="").exists()
    assert response.forms["step-form"].submit("action", value="next", status=302)
    assert Draft.objects.get().last_name == WHO["last_name"]


@trouble
def test_whoever_looks_after_the_portal_sees_that_it_could_not_write(
    first_step: Any, trouble: Any, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    form = first_step.submit("action", value="next").follow().forms[FORM]
    form["q-why"] = LONG
    assert outages.check() == WELL

    with trouble():
        form.submit("action", value="next", status=503)

    assert "The portal could not write" in caplog.text
    checks = Client().get("/readyz").json()["checks"]
    assert (checks["writing"]["state"], checks["writing"]["detail"]) == ("warning", "could not write")
    # As another process of the machine sees it, and as all do later.
    outages.forget()
    assert outages.check().state == State.WARNING
    long_ago = time.time() - outages.SEEN_FOR_SECONDS - 5
    os.utime(settings.OUTAGES_FILE, (long_ago, long_ago))
    assert outages.check() == WELL


@trouble
def test_a_step_is_shown_again_with_every_word_and_goes_through_later(first_step: Any, trouble: Any) -> None:
    form = first_step.submit("action", value="next").follow().forms[FORM]
    form["q-why"] = LONG

    with trouble():
        response = form.submit("action", value="next", status=503)

    assert SAID in response.text
    assert response.forms[FORM]["q-why"].value.strip() == LONG.strip()
    assert "why" not in Draft.objects.get().answers
    response.forms[FORM].submit("action", value="next", status=302)
    assert Draft.objects.get().answers["why"] == LONG.strip()


@trouble
def test_what_is_ready_to_be_sent_is_shown_again_and_can_be_sent_later(first_step: Any, trouble: Any) -> None:
    form = first_step.submit("action", value="next").follow().forms[FORM]
    form["q-why"] = LONG
    summary = form.submit("action", value="next").follow().forms[FORM]
    summary["notice_read"] = True
    prove(summary.response.request.path.split("/")[3])

    with trouble():
        response = summary.submit(status=503)

    assert SAID in response.text
    assert "parola per parola" in response.text
    assert not Submission.objects.exists()
    response.forms[FORM].submit(status=302)
    assert Submission.objects.count() == 1


def personal_link(receipt: Any) -> str:
    """The address of the personal page, as the receipt shows it."""
    found = re.search(r"/candidature/segui/[^/\"]+/", receipt.text)
    assert found
    return found.group()


@trouble
def test_an_integration_is_shown_again_as_it_was_typed(
    django_app: DjangoTestApp, first_step: Any, trouble: Any
) -> None:
    form = first_step.submit("action", value="next").follow().forms[FORM]
    form["q-why"] = "Prima risposta"
    summary = form.submit("action", value="next").follow().forms[FORM]
    summary["notice_read"] = True
    prove(summary.response.request.path.split("/")[3])
    receipt = summary.submit().follow()
    submission = Submission.objects.get()
    workflow.transition(
        submission.pk,
        "request_info",
        Actor.staff(overseer()),
        expected_version=submission.version,
        reason="Manca il motivo.",
        due_at=timezone.now() + timedelta(days=7),
        asked=EVERYTHING,
    )
    form = django_app.get(f"{personal_link(receipt)}completa/").follow().forms["step-form"]
    form["q-why"] = LONG

    with trouble():
        response = form.submit("action", value="next", status=503)

    assert SAID in response.text
    assert response.forms["step-form"]["q-why"].value.strip() == LONG.strip()
    summary = response.forms["step-form"].submit("action", value="next").follow()
    with trouble():
        response = summary.forms[FORM].submit("action", value="send", status=503)
    assert "Non è stato ancora inviato nulla" in response.text
    assert response.forms[FORM].submit("action", value="send").status_code == 302
    assert Submission.objects.get().answers["why"].strip() == LONG.strip()


def test_withdrawing_answers_with_a_page_and_changes_nothing(
    django_app: DjangoTestApp, page: CallPage, first_step: Any
) -> None:
    form = first_step.submit("action", value="next").follow().forms[FORM]
    form["q-why"] = "Prima risposta"
    summary = form.submit("action", value="next").follow().forms[FORM]
    summary["notice_read"] = True
    prove(summary.response.request.path.split("/")[3])
    receipt = summary.submit().follow()
    address = f"{personal_link(receipt)}ritira/"
    version = django_app.get(address).forms[FORM]["version"].value
    client = Client(raise_request_exception=False)

    with locked():
        response = client.post(address, {"version": version})

    assert response.status_code == 503
    assert SAID in response.content.decode()
    assert Submission.objects.get().status == "received"


def test_who_presses_the_button_of_a_letter_is_told_to_come_back(
    committed_db: None, django_app: DjangoTestApp
) -> None:
    zones = [following_site.zone(title) for title in ("Una", "Due")]
    follower = following_site.following("ada@example.org", *zones)
    mine = django_app.get(reverse("seguire:mine", args=[follower_links.token_of(follower)]))
    form = next(form for form in mine.forms.values() if "stop" in form.fields)

    with locked(["seguire_subscription", "seguire_follower"]):
        response = form.submit("stop", status=503)

    assert SAID in response.text
    assert response.headers["Retry-After"] == str(outage.RETRY_SECONDS)
    assert "Aggiornamenti per e-mail" in response.html.select_one("nav[data-element=breadcrumb]").text
    assert Subscription.objects.count() == 2


def test_staff_who_cannot_log_in_are_told_and_no_password_is_shown(committed_db: None) -> None:
    user = overseer()
    user.set_password("una frase segreta")
    user.save()
    client = Client(raise_request_exception=False)
    client.get("/admin/login/")

    with locked():
        response = client.post("/admin/login/", {"username": user.email, "password": "una frase segreta"})

    page = response.content.decode()
    assert response.status_code == 503
    assert SAID in page
    assert response["Retry-After"]
    assert response["Cache-Control"] == "no-store"
    assert "una frase segreta" not in page


def test_what_staff_typed_is_there_to_be_copied(committed_db: None) -> None:
    submission = submitted(CallPageFactory.create())
    client = Client(raise_request_exception=False)
    client.force_login(administrator())
    address = reverse("candidature_review:decide", args=[submission.pk, "reject"])
    form = client.get(address).context["form"]
    typed = {"reason": "Manca <b>lo statuto</b>", "expected_version": form["expected_version"].value()}

    with locked():
        response = client.post(address, {**typed, "csrfmiddlewaretoken": "segreto"})

    page = response.content.decode()
    assert response.status_code == 503
    assert "Manca &lt;b&gt;lo statuto&lt;/b&gt;" in page
    assert "segreto" not in page


def test_a_programming_error_stays_an_error(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any, **_named: Any) -> Never:
        raise OperationalError("no such table: candidature_draft")

    monkeypatch.setattr("candidature.intake.drafts.begin", fail)
    client = Client(raise_request_exception=False)

    response = client.post(f"/candidature/nuova/{CallPageFactory.create().pk}/")

    assert response.status_code == 500


def test_a_disk_that_takes_only_a_part_of_a_file_keeps_none_of_it(settings: Settings) -> None:
    storage = private_storage()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(OSError, match="large") as failure:
            storage.save("ab/abcdef", ContentFile(b"x" * 300_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert outage.is_outage(failure.value)
    assert [path for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_full_disk_is_an_outage(number: int) -> None:
    assert outage.is_outage(OSError(number, "x"))


def test_a_missing_file_and_a_bad_value_are_none() -> None:
    assert not outage.is_outage(OSError(errno.ENOENT, "x"))
    assert not outage.is_outage(ValueError())
    assert not outage.is_outage(None)
