"""«Segnala un problema» reaches the office as a letter and stands in a register until it is done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import Settings

from candidature.models import LogEntry
from portal.models import OutboxMessage, PortalSettings, User
from portal.outbox import sending as outbox
from portal.privacy.consultations import PROBLEM_READ, SEARCHED_BY_EMAIL
from portal.roles import Role
from portal.worker import clock
from riscontri.handling import State
from riscontri.models import ProblemReport
from riscontri.problems import retention
from riscontri.problems.models import LONGEST_TEXT
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.riscontri.factories import told

pytestmark = pytest.mark.django_db

ADDRESS = "/segnala/"
OFFICE = "ufficio@example.org"


@pytest.fixture(autouse=True)
def office() -> PortalSettings:
    home = make_home()
    settings: PortalSettings = PortalSettings.for_site(home.get_site())
    settings.contact_email = OFFICE
    settings.save()
    return settings


def form_of(shown: Any) -> Any:
    (at,) = [
        number for number, form in shown.forms.items() if isinstance(number, int) and form.action == ADDRESS
    ]
    return shown.forms[at]


def tell(app: Any, **answers: str) -> Any:
    form = form_of(app.get(ADDRESS))
    for name, value in {"what": "Il menù non si apre", **answers}.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_it_is_reached_from_the_footer_and_knows_the_page_one_came_from(django_app: DjangoTestApp) -> None:
    home = StandardPageFactory.create(slug="una-pagina", parent=make_home(slug="altra"))
    shown = django_app.get(home.url).click(href=ADDRESS)

    asked = django_app.get(ADDRESS, headers={"Referer": f"http://testserver{home.url}?p=2"})

    assert "Segnala un problema" in shown.html.h1.text
    assert form_of(asked)["page"].value == home.url


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://evil.example/novita/",
        "http://testserver/candidature/segui/AAAAAAAAAAAAAAAAAAAAAA/",
        "http://testserver/admin/pages/3/",
        "http://testserver/segnala/",
        "http://[::1/x",
        f"http://testserver/{'a' * 400}/",
    ],
)
def test_no_secret_and_no_foreign_address_is_filled_in(client: Client, referer: str) -> None:
    shown = client.get(ADDRESS, headers={"referer": referer})

    assert shown.context["form"]["page"].value() == ""
    assert "private" in shown["Cache-Control"]


def test_the_office_gets_a_letter_without_the_address_of_whoever_tells(django_app: DjangoTestApp) -> None:
    answer = tell(django_app, page="/novita/", email="ada@example.org")

    assert answer.status_code == 302
    assert "Segnalazione inviata" in answer.follow().text
    (report,) = ProblemReport.objects.all()
    assert (report.page, report.what, report.email) == ("/novita/", "Il menù non si apre", "ada@example.org")
    (letter,) = OutboxMessage.objects.all()
    assert letter.recipient == OFFICE
    assert "Il menù non si apre" in letter.body
    assert "/novita/" in letter.body
    assert f"/admin/riscontri/problemreport/inspect/{report.pk}/" in letter.body
    assert "ada@example.org" not in f"{letter.body}{letter.subject}{letter.reply_to}"
    assert outbox.deliver_due().sent == 1


def test_without_an_office_to_write_to_the_register_is_enough(
    django_app: DjangoTestApp, office: PortalSettings
) -> None:
    office.contact_email = ""
    office.save()

    assert tell(django_app).status_code == 302

    assert ProblemReport.objects.count() == 1
    assert not OutboxMessage.objects.exists()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(django_app: DjangoTestApp) -> None:
    long = "è" * (LONGEST_TEXT + 1)

    shown = tell(django_app, what=long, page="Home", email="ada@")

    assert shown.status_code == 422
    form = form_of(shown)
    assert form["what"].value.strip() == long
    assert form["page"].value == "Home"
    assert form["email"].value == "ada@"
    assert f"{LONGEST_TEXT + 1} caratteri" in shown.text
    assert not ProblemReport.objects.exists()


def test_pressing_twice_writes_one_letter(client: Client) -> None:
    for _press in range(3):
        assert client.post(ADDRESS, {"what": "Uguale"}).status_code == 302

    assert ProblemReport.objects.count() == OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("setting", "other"),
    [
        ("LIMIT_PROBLEMS_PER_HOUR", {}),
        ("LIMIT_PROBLEMS_OF_ONE_PAGE_PER_DAY", {"REMOTE_ADDR": "192.0.2.9"}),
        ("LIMIT_PROBLEMS_IN_ALL_PER_DAY", {"REMOTE_ADDR": "192.0.2.9"}),
    ],
)
def test_at_a_bound_no_letter_is_written_and_the_words_are_still_there(
    client: Client, settings: Settings, setting: str, other: Any
) -> None:
    settings.LIMITS = {**settings.LIMITS, setting: 2}
    for number in range(2):
        client.post(ADDRESS, {"what": f"Problema {number}", "page": "/"})

    answer = client.post(ADDRESS, {"what": "Il terzo", "page": "/"}, **other)

    assert answer.status_code == 429
    assert "Il terzo" in answer.content.decode()
    assert ProblemReport.objects.count() == OutboxMessage.objects.count() == 2


def test_a_letter_that_cannot_be_written_keeps_no_report(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("riscontri.problems.telling.tell_the_office", full)

    answer = client.post(ADDRESS, {"what": "Con il disco pieno"})

    assert answer.status_code == 503
    assert "Con il disco pieno" in answer.content.decode()
    assert not ProblemReport.objects.exists()


def test_reading_an_address_is_noted_and_a_report_without_one_is_not(client: Client) -> None:
    reader = member_of(Role.EDITORS)
    client.force_login(reader)
    with_address, without = told(email="ada@example.org"), told()

    for report in (with_address, without):
        shown = client.get(reverse("riscontri_problemreport_modeladmin_inspect", args=[report.pk]))
        assert report.what in shown.content.decode()
        assert 'value="solved"' in shown.content.decode()

    (entry,) = LogEntry.objects.filter(action=PROBLEM_READ)
    assert entry.actor == reader
    assert entry.details == {"report": str(with_address.pk)}
    client.get(reverse("riscontri_problemreport_modeladmin_index"), {"q": "ada"})
    assert LogEntry.objects.filter(action=SEARCHED_BY_EMAIL).count() == 1


def test_the_list_shows_no_address(client: Client) -> None:
    client.force_login(member_of(Role.OFFICERS))
    told(email="ada@example.org")

    shown = client.get(reverse("riscontri_problemreport_modeladmin_index")).content.decode()

    assert "ada@example.org" not in shown
    assert "Il menù non si apre" in shown


def test_a_report_goes_with_its_letter_once_its_time_is_over() -> None:
    now = timezone.now()
    day = timedelta(days=1)
    old = told(told_at=now - retention.KEPT_FOR - day)
    told(state=State.SOLVED, handled_at=now - retention.KEPT_ONCE_SOLVED - day)
    done_lately = told(state=State.SOLVED, handled_at=now - retention.KEPT_ONCE_SOLVED + day)
    open_ = told(told_at=now - retention.KEPT_FOR + day)
    for report in (old, open_):
        outbox.enqueue(key=report.letter_key, recipient=OFFICE, subject="x", body="x")

    (prune,) = [job for job in clock.registered() if job.name == "reported problems"]
    prune.run()

    assert set(ProblemReport.objects.values_list("pk", flat=True)) == {done_lately.pk, open_.pk}
    assert [letter.key for letter in OutboxMessage.objects.all()] == [open_.letter_key]
    assert retention.ends(done_lately) == timezone.localdate(now + day)


def test_a_colleague_who_leaves_takes_nothing_along() -> None:
    reader: User = member_of(Role.EDITORS)
    report = told(state=State.READ, handled_by=reader, handled_at=timezone.now())

    reader.delete()

    report.refresh_from_db()
    assert report.state == State.READ
    assert report.handled_by is None
