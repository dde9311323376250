"""Editors see which pages are found hard, how it goes from month to month, and read and mark the remarks."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from home.models import HomePage
from portal.roles import Role
from portal.worker import clock
from riscontri.clarity import figures, retention
from riscontri.clarity.answers import Answer
from riscontri.handling import State
from riscontri.models import PageRating
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.riscontri.factories import rated

pytestmark = pytest.mark.django_db

REPORT = "/admin/riscontri/chiarezza/"
REGISTER = "/admin/riscontri/pagerating/"


@pytest.fixture
def home() -> HomePage:
    return make_home()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(member_of(Role.EDITORS))
    return client


def test_pages_stand_by_average_and_small_numbers_are_told_as_such(editor: Client, home: HomePage) -> None:
    clear = StandardPageFactory.create(parent=home, title="Chiara")
    hard = StandardPageFactory.create(parent=home, title="Difficile")
    for stars in (5, 5, 4, 5, 4):
        rated(clear, stars)
    rated(hard, 1, detail="Non ho capito")
    rated(hard, 2)

    shown = editor.get(REPORT)

    columns = ("title", "average", "how_many", "is_few", "to_read")
    assert [tuple(row[column] for column in columns) for row in shown.context["rows"]] == [
        ("Difficile", "1,5", 2, True, 1),
        ("Chiara", "4,6", 5, False, 0),
    ]  # fmt: skip
    text = shown.content.decode()
    assert text.count("(pochi)") >= 1
    assert f"{REGISTER}?pagina={hard.pk}" in text
    assert [row["title"] for row in editor.get(REPORT, {"enough": "on"}).context["rows"]] == ["Chiara"]
    assert [row["title"] for row in editor.get(REPORT, {"order": "pagina"}).context["rows"]] == [
        "Chiara",
        "Difficile",
    ]


@pytest.mark.parametrize("query", ["period=7", "order=x", "p=99", "p=abc", "period=365&order=tanti&p=0"])
def test_what_makes_no_sense_is_not_chosen(editor: Client, home: HomePage, query: str) -> None:
    rated(home, 3)

    assert editor.get(f"{REPORT}?{query}").status_code == 200


def test_the_trend_has_every_month_and_midnights_of_rome(home: HomePage) -> None:
    # Half past midnight in Rome on the first of June is still May in Greenwich.
    rated(home, 1, at=datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    rated(home, 5, at=datetime(2026, 5, 31, 21, 30, tzinfo=UTC))
    rated(home, 2, at=datetime(2025, 6, 30, 21, 0, tzinfo=UTC))

    months = figures.by_month(PageRating.objects.all(), today=date(2026, 6, 20))

    assert [month.first for month in months][:1] + [month.first for month in months][-2:] == [
        date(2025, 7, 1), date(2026, 5, 1), date(2026, 6, 1),
    ]  # fmt: skip
    assert [(month.figure.how_many, month.figure.average) for month in months if month.figure.how_many] == [
        (1, 5.0),
        (1, 1.0),
    ]


def test_answers_are_counted_the_most_frequent_first(home: HomePage) -> None:
    for answer in (Answer.LOST, Answer.CLEAR, Answer.LOST, ""):
        rated(home, 3, answer=answer)

    assert figures.by_answer(PageRating.objects.all()) == [(Answer.LOST, 2), (Answer.CLEAR, 1)]


def test_the_report_costs_the_same_with_many_pages(editor: Client, home: HomePage) -> None:
    rated(home, 3)
    editor.get(REPORT)
    with CaptureQueriesContext(
        connection,
    ) as few:
        editor.get(REPORT)
    pages = [StandardPageFactory.create(parent=home) for _number in range(60)]
    for page in pages:
        rated(page, 4)

    with CaptureQueriesContext(connection) as many:
        shown = editor.get(REPORT)

    assert len(many) <= len(few)
    assert len(shown.context["rows"]) == 50


@pytest.mark.parametrize("role", [Role.REVIEWERS, None])
def test_who_has_no_business_with_pages_reads_no_opinions(
    client: Client, home: HomePage, role: Role | None
) -> None:
    if role is not None:
        client.force_login(member_of(role))
    rated(home, 1, detail="Parole da leggere")

    for address in (REPORT, REGISTER, reverse("riscontri_problemreport_modeladmin_index")):
        shown = client.get(address, follow=True)
        assert "Parole da leggere" not in shown.content.decode()
        assert "Chiarezza delle pagine" not in shown.content.decode()
    marked = client.post(f"{REGISTER}mark/", {"row": "1", "state": "read"})
    assert marked.status_code in (302, 403)
    assert PageRating.objects.get().state == State.NEW


def test_rows_are_marked_as_read_and_put_right(editor: Client, home: HomePage) -> None:
    one, two, other = (rated(home, 2, detail=f"Nota {number}") for number in range(3))
    shown = editor.get(REGISTER).content.decode()
    assert f'name="row" value="{one.pk}"' in shown

    editor.post(f"{REGISTER}mark/", {"row": [one.pk, two.pk], "state": "solved"})

    one.refresh_from_db()
    assert (one.state, one.handled_by) == (State.SOLVED, PageRating.objects.get(pk=two.pk).handled_by)
    assert one.handled_at is not None
    other.refresh_from_db()
    assert other.state == State.NEW
    editor.post(f"{REGISTER}mark/", {"row": one.pk, "state": "new"})
    again = PageRating.objects.get(pk=one.pk)
    assert (again.state, again.handled_by, again.handled_at) == (State.NEW, None, None)


def test_who_marks_stays_in_the_list_as_it_was_narrowed(editor: Client, home: HomePage) -> None:
    one = rated(home, 2, detail="Nota")
    rated(home, 5, detail="Altra nota")
    narrowed = f"{REGISTER}?q=nota&stars=2&o=2"
    form = BeautifulSoup(editor.get(narrowed).content, "html.parser").select_one("form#righe")
    assert form is not None

    answer = editor.post(str(form["action"]), {"row": one.pk, "state": "read"})

    assert answer["Location"] == narrowed
    shown = editor.get(narrowed).content.decode()
    assert f'name="row" value="{one.pk}"' in shown
    assert "Altra nota" not in shown
    assert editor.post(f"{REGISTER}mark/", {"row": one.pk, "state": "new"})["Location"] == REGISTER


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"state": "read"},
        {"row": "1", "state": "gone"},
        {"row": ["x", "9" * 30, "9" * 5_000, "²", "-1"], "state": "read"},
    ],
)
def test_marking_nothing_says_so(editor: Client, home: HomePage, posted: dict[str, str]) -> None:
    rated(home, 2)

    answer = editor.post(f"{REGISTER}mark/", posted, follow=True)

    assert answer.status_code == 200
    assert PageRating.objects.get().state == State.NEW


def test_the_register_is_narrowed_to_a_page_and_to_remarks(editor: Client, home: HomePage) -> None:
    page = StandardPageFactory.create(parent=home)
    rated(home, 2, detail="Della pagina iniziale")
    rated(page, 2, detail="Di questa")
    rated(page, 3)

    def details(query: str) -> set[str]:
        return {row.detail for row in editor.get(f"{REGISTER}?{query}").context["object_list"]}

    assert details(f"pagina={page.pk}") == {"Di questa", ""}
    assert details(f"pagina={page.pk}&parole=si") == {"Di questa"}
    assert details("parole=no") == {""}
    assert details("pagina=abc") == {"Della pagina iniziale", "Di questa", ""}
    assert details("q=iniziale") == {"Della pagina iniziale"}


def test_the_export_runs_no_formula(editor: Client, home: HomePage) -> None:
    rated(home, 1, detail="=HYPERLINK(1)")

    answer = editor.get(REGISTER, {"export": "csv"})

    rows = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    assert "'=HYPERLINK(1)" in rows[1]


def test_the_bar_of_an_editor_tells_the_average_and_nobody_elses_does(editor: Client, home: HomePage) -> None:
    page = StandardPageFactory.create(parent=home)
    rated(page, 4)
    rated(page, 5)
    rated(home, 1)

    assert "Chiarezza 4,5 su 5 (2 pareri)" in editor.get(page.url).content.decode()
    assert "Chiarezza" not in Client().get(page.url).content.decode()


def test_words_go_after_a_year_and_stars_after_three(home: HomePage) -> None:
    now, day = timezone.now(), timedelta(days=1)
    fresh = rated(home, 3, detail="Fresca", at=now - retention.DETAIL_KEPT_FOR + day)
    emptied = rated(home, 3, detail="Vecchia", at=now - retention.DETAIL_KEPT_FOR - day)
    rated(home, 3, at=now - retention.KEPT_FOR - day)

    (prune,) = [job for job in clock.registered() if job.name == "opinions on pages"]
    prune.run()

    assert dict(PageRating.objects.values_list("pk", "detail")) == {fresh.pk: "Fresca", emptied.pk: ""}
    assert retention.detail_ends(fresh) == timezone.localdate(now + day)
