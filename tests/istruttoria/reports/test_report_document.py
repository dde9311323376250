"""The report as a document: every figure of the page, drawn where the page draws it, and readable aloud."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from candidature.models import CallPage, Submission
from candidature.statuses import Status
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory
from tests.istruttoria.people import committee_member, member_of
from tests.istruttoria.reports.test_report import sent
from tests.reading_pdf import alternatives_of, flaws_of, plain, text_of

pytestmark = pytest.mark.django_db

REPORT = "candidature_review:report"
DRAWN = "Le stesse cifre della tabella qui sotto, come barre."


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Avviso contato", parent=Page.get_first_root_node())
    sent(made, 7, days_ago=20)
    sent(made, 5, Status.REJECTED, days_ago=3)
    sent(made, 6)
    Submission.objects.filter(status=Status.REJECTED).update(assigned_to=committee_member(made))
    return made


def on_the_screen(client: Client, parameters: dict[str, str]) -> list[str]:
    """The headings of the page's tables, and their rows, each as the words of all its cells."""
    drawn = BeautifulSoup(client.get(reverse(REPORT), parameters).content, "html.parser")
    found = []
    for table in drawn.select(".report-table"):
        panel = table.find_parent("section")
        assert isinstance(panel, Tag)
        heading = panel.select_one("h2")
        assert heading is not None
        found.append(heading.get_text())
        found += ["".join(cell.get_text() for cell in row.select("th, td")) for row in table.select("tr")]
    return [plain(words) for words in found]


def document(client: Client, parameters: dict[str, str]) -> bytes:
    return client.get(reverse(REPORT), {**parameters, "pdf": "1"}).content


@pytest.mark.parametrize("role", [Role.OFFICERS, Role.EDITORS])
@pytest.mark.parametrize("outside", [{}, {"outside": "on"}])
def test_it_says_all_that_the_page_says_in_the_same_order(
    client: Client, page: CallPage, role: Role, outside: dict[str, str]
) -> None:
    client.force_login(member_of(role))
    asked = {"page": str(page.pk), **outside}
    shown = on_the_screen(client, asked)
    made = document(client, asked)

    assert any(words.startswith("Arrivate") for words in shown)
    words = text_of(made)
    place = 0
    for row in shown:
        place = words.find(row, place)
        assert place >= 0, row
        place += len(row)
    assert flaws_of(made) == []


def test_days_are_drawn_with_words_for_whoever_does_not_see_them(client: Client, page: CallPage) -> None:
    client.force_login(member_of(Role.OFFICERS))

    assert alternatives_of(document(client, {})) == [DRAWN]


def test_without_arrivals_there_is_neither_table_nor_drawing(client: Client) -> None:
    client.force_login(member_of(Role.OFFICERS))
    made = document(client, {})

    assert alternatives_of(made) == []
    assert "giornopergiorno" not in text_of(made)


def test_weeks_that_are_not_told_are_not_told_on_paper(client: Client, page: CallPage) -> None:
    sent(page, 2, days_ago=10)
    client.force_login(member_of(Role.OFFICERS))

    words = text_of(document(client, {"outside": "on"}))

    assert "Arrivatesettimanapersettimana" in words
    assert re.search(r"settimana[^0-9]+\d+[^0-9]+\d{4}nonindicato", words)


def test_it_says_of_how_many_days_the_figures_are(client: Client, page: CallPage) -> None:
    officer: User = member_of(Role.OFFICERS)
    client.force_login(officer)

    assert "Igiornisonogliultimi90" in text_of(document(client, {}))
