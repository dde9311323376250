"""Letters to whoever answers for pages: grouped, seldom, twice at most."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from home.models import HomePage, StandardPage
from portal.models import OutboxMessage, PageCare, PortalSettings, User
from portal.rereading import reminding
from portal.rereading.confirming import mark_reread
from portal.rereading.reminding import LETTERS, MOST_NAMED, remind
from portal.roles import Role
from portal.worker import clock
from tests.candidature.factories import UserFactory
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.portal.outbox.letters import words_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Rome"))
DUE = date(2026, 3, 1)


@pytest.fixture
def home() -> HomePage:
    return make_home(owner=None)


@pytest.fixture
def owner() -> User:
    return UserFactory.create()


def page_of(owner: User | None, home: HomePage, title: str, due: date = DUE) -> StandardPage:
    page: StandardPage = StandardPageFactory.create(parent=home, title=title, owner=None)
    PageCare.objects.create(page=page, owner=owner, review_on=due)
    return page


def on(day: int) -> int:
    """Runs the job so many days later; letters bear the date of their day."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    moment = NOW + timedelta(days=day)
    written = remind(moment)
    OutboxMessage.objects.exclude(pk__in=before).update(created_at=moment)
    return written


def letters() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(key__startswith=LETTERS).order_by("created_at", "pk"))


def test_one_letter_tells_of_all_pages_of_a_person(home: HomePage, owner: User, settings: Settings) -> None:
    page_of(owner, home, "Come si entra")
    page_of(owner, home, "Gli orari", DUE - timedelta(days=1))
    page_of(owner, home, "Non ancora", DUE + timedelta(days=9))

    assert on(0) == 1

    [letter] = letters()
    assert (letter.recipient, letter.subject) == (owner.email, "2 pagine da rileggere")
    assert words_of(letter).splitlines()[:7] == [
        "Buongiorno,",
        "",
        f"è il momento di rileggere 2 pagine di {settings.SITE_NAME}, perché ciò che dicono resti vero.",
        "",
        "- Gli orari: entro il 28 febbraio 2026",
        "- Come si entra: entro il 1º marzo 2026",
        "",
    ]
    assert f"{settings.SITE_URL}/admin/da-rivedere/?answering={owner.pk}" in letter.body
    assert "perché rispondi tu di queste pagine" in letter.body


def test_each_person_hears_of_their_own(home: HomePage, owner: User) -> None:
    other = UserFactory.create()
    page_of(owner, home, "Prima")
    page_of(other, home, "Seconda")

    assert on(0) == 2

    assert {one.recipient: one.subject for one in letters()} == dict.fromkeys(
        [owner.email, other.email], "Una pagina da rileggere"
    )
    assert all(("Prima" in one.body) == (one.recipient == owner.email) for one in letters())


def test_a_page_is_told_of_again_after_thirty_days_and_then_never(home: HomePage, owner: User) -> None:
    page_of(owner, home, "Come si entra")

    assert [on(day) for day in (0, 1, 29, 30, 31, 60, 200)] == [1, 0, 0, 1, 0, 0, 0]


def test_a_person_gets_one_letter_a_week_at_most(home: HomePage, owner: User) -> None:
    page_of(owner, home, "Prima")
    on(0)
    page_of(owner, home, "Seconda")

    assert [on(6), len(letters())] == [0, 1]
    assert on(7) == 1
    assert "Seconda" in letters()[1].body
    assert "Prima" not in letters()[1].body


def test_a_page_that_was_read_is_told_of_no_more_until_its_new_date(home: HomePage, owner: User) -> None:
    page = page_of(owner, home, "Come si entra")
    on(0)
    mark_reread(page, owner)
    assert on(40) == 0

    PageCare.objects.filter(page=page).update(review_on=DUE + timedelta(days=80))

    assert [on(day) for day in (90, 119, 120, 150)] == [1, 0, 1, 0]


def test_of_what_nobody_answers_for_the_office_hears(home: HomePage, owner: User) -> None:
    PortalSettings.objects.update_or_create(
        site=home.get_site(), defaults={"contact_email": "ufficio@example.org"}
    )
    page_of(None, home, "Di nessuno")
    page_of(owner, home, "Di qualcuno")

    assert on(0) == 2

    [letter] = [one for one in letters() if one.recipient == "ufficio@example.org"]
    assert "Di nessuno" in letter.body
    assert "Di qualcuno" not in letter.body
    assert "di queste pagine non risponde nessuno" in letter.body
    assert "?answering" not in letter.body
    assert [on(1), on(30)] == [0, 2]


def test_without_an_address_of_the_office_only_the_report_tells_and_later_it_is_told(
    home: HomePage,
) -> None:
    page_of(None, home, "Di nessuno")
    assert on(0) == 0

    PortalSettings.objects.update_or_create(
        site=home.get_site(), defaults={"contact_email": "ufficio@example.org"}
    )

    assert on(1) == 1


def test_who_cannot_enter_any_more_is_not_written_to(home: HomePage, owner: User) -> None:
    page_of(owner, home, "Come si entra")
    owner.is_active = False
    owner.save()

    assert on(0) == 0


def test_a_long_list_names_the_first_and_counts_the_rest(home: HomePage, owner: User) -> None:
    for number in range(MOST_NAMED + 2):
        page_of(owner, home, f"Pagina {number}")

    on(0)

    [letter] = letters()
    assert letter.body.count("entro il 1º marzo") == MOST_NAMED
    assert "E altre 2, che trovi nell’elenco." in letter.body
    assert on(8) == 0


def test_two_workers_in_the_same_moment_write_one_letter(
    home: HomePage, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(owner, home, "Come si entra")
    remind(NOW)
    # What the second read before the first had written.
    monkeypatch.setattr("portal.rereading.reminding._was_written_to", lambda *_args: False)
    PageCare.objects.filter(page=page).update(told_for=None, told_on=None, times_told=0)

    remind(NOW)

    assert len(letters()) == 1
    assert PageCare.objects.get(page=page).times_told == 1


def test_a_letter_that_cannot_be_written_stops_no_other(
    home: HomePage, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_of(owner, home, "Eliminata proprio adesso")
    page_of(UserFactory.create(), home, "Che resta")
    write = reminding._write

    def one_is_gone(reader: reminding.Reader, *rest: Any) -> None:
        if reader.account == owner.pk:
            raise IntegrityError
        write(reader, *rest)

    monkeypatch.setattr(reminding, "_write", one_is_gone)

    assert on(0) == 1
    assert [letter.recipient == owner.email for letter in letters()] == [False]


def test_a_page_that_has_no_row_gets_one_that_changes_nothing_else(home: HomePage) -> None:
    owner = member_of(Role.EDITORS)
    page = StandardPageFactory.create(parent=home, owner=owner, last_published_at=NOW - timedelta(days=400))

    assert on(0) == 1

    care = PageCare.objects.get(page=page)
    assert (care.owner, care.review_on, care.times_told) == (None, None, 1)


def test_the_worker_does_it_every_day() -> None:
    [job] = [job for job in clock.registered() if job.run is remind]

    assert job.every == timedelta(days=1)
