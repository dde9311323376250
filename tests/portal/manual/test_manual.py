"""The manual inside the admin: whole, safe, found, and reached from the screens it tells of."""

import re
from fnmatch import fnmatchcase
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from portal.manual import chapters
from portal.manual.markdown import render
from portal.manual.places import address_for, places
from portal.owners import EVERYBODY, owner_of, owners
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of
from tests.portal.addresses import names

# Whose screens the manual tells of; those that only take a press lead on to one that it tells of.
OURS = (
    "candidature_review",
    "sportello",
    "commissioni",
    "informative",
    "elenchi",
    "shelf",
    "ready_sets",
    "changes",
    "outbox",
    "portal_outboxmessage",
    "wording",
)


class Text(HTMLParser):
    """The words of a page, and what it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        if tag == "a":
            self.links.append(found["href"] or "")
        if found.get("id"):
            self.ids.append(found["id"] or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Text:
    reader = Text()
    reader.feed(html)
    return reader


@pytest.mark.parametrize("name", chapters.CHAPTERS)
def test_nothing_of_a_chapter_is_lost_and_no_mark_is_shown(name: str) -> None:
    source = (chapters.FOLDER / f"{name}.md").read_text(encoding="utf-8")

    text = read(chapters.chapter(name).html)

    def words(of: str) -> list[str]:
        return re.findall(r"\w+", of)

    bare = re.sub(r"\]\([^)\s]+\)", "]", source)
    # Numbers of lists are the browser's.
    bare = re.sub(r"(?m)^ *\d+\. ", "", bare)
    assert words(" ".join(text.words)) == words(bare)
    shown = "".join(text.words)
    assert "**" not in shown
    assert "](" not in shown
    assert "`" not in shown
    assert not re.search(r"(?m)^\s*(#|\|)", shown)


@pytest.mark.parametrize("name", chapters.CHAPTERS)
def test_every_link_of_a_chapter_leads_to_a_part_that_is_there(name: str) -> None:
    html = chapters.chapter(name).html
    known = {
        chapters.address(one, heading.anchor)
        for one in chapters.CHAPTERS
        for heading in chapters.chapter(one).headings
    } | {chapters.address(one) for one in chapters.CHAPTERS}

    for link in read(html).links:
        whole = chapters.address(name) + link if link.startswith("#") else link
        assert whole in known, link


@pytest.mark.parametrize("name", chapters.CHAPTERS)
def test_no_anchor_stands_twice_in_a_chapter(name: str) -> None:
    ids = read(chapters.chapter(name).html).ids

    assert len(ids) == len(set(ids))


def test_what_is_written_is_never_markup() -> None:
    written = "# <b>A</b> & «B»\n\n- <script>alert(1)</script>\n- `<i>`\n\n| a | <img src=x> |\n|---|---|\n"

    found = render(
        written + '\n[qui](javascript:alert(1)) [là](#a" onclick="x)',
        lambda link: link if link[0] == "#" else "",
    )

    assert not {"script", "img", "b", "i"} & read(found.html).tags
    assert 'onclick="x' not in found.html.replace("&quot;", "")
    assert read(found.html).links == []


def test_lists_stand_within_lists_and_go_on_over_lines() -> None:
    html = render("1. Uno\n   ancora\n   - dentro\n   - pure\n2. Due\n\nFuori.", str).html

    assert html.replace("\n", "") == (
        "<ol><li>Unoancora<ul><li>dentro</li><li>pure</li></ul></li><li>Due</li></ol><p>Fuori.</p>"
    )


def test_an_anchor_is_that_of_github() -> None:
    [heading] = render("## Chiedi un’**integrazione**, (sì)", str).headings

    assert (heading.title, heading.anchor) == ("Chiedi un’integrazione, (sì)", "chiedi-unintegrazione-sì")


@pytest.mark.django_db
def test_whoever_enters_reads_every_chapter_with_its_contents(client: Client) -> None:
    client.force_login(member_of(Role.EDITORS))

    for name in chapters.CHAPTERS:
        page = client.get(chapters.address(name)).content.decode()
        assert chapters.title_of(name) in page
        for part in chapters.contents(name):
            assert f'href="#{part.anchor}"' in page
            assert f'id="{part.anchor}"' in page
    assert client.get("/admin/manuale/altro/").status_code == 404


@pytest.mark.django_db
def test_nobody_reads_it_without_an_account(client: Client) -> None:
    assert client.get(reverse("manuale:index")).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["protocollo", "PROTOCOLLO", "perche", "nùmero protocollo"])
def test_a_search_finds_parts_whatever_capitals_and_accents(client: Client, query: str) -> None:
    client.force_login(member_of(Role.REVIEWERS))

    page = client.get(reverse("manuale:index"), {"q": query}).content.decode()

    assert chapters.search(query)
    assert chapters.search(query)[0].title in page


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["zzzz", "<script>", "\x00", "%", "x" * 5000])
def test_a_search_for_nothing_says_so(client: Client, query: str) -> None:
    client.force_login(member_of(Role.REVIEWERS))

    response = client.get(reverse("manuale:index"), {"q": query})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().partition("manual-text")[2].partition("</div>")[0]


def test_every_part_that_a_screen_leads_to_is_there() -> None:
    for place in places():
        anchors = {heading.anchor for heading in chapters.chapter(place.chapter).headings}
        assert not place.anchor or place.anchor in anchors, place


def test_no_screen_of_ours_is_without_its_part() -> None:
    table = owners()
    ours = [name for name in names() if name.startswith(OURS)]
    without = [
        name
        for name in ours
        if (owner := owner_of(name, table)) and owner.who != EVERYBODY and not address_for(name)
    ]

    assert ours
    assert without == [], "say in the app's manual_pages.py where the manual tells of these"


def test_the_table_names_no_view_that_is_gone() -> None:
    named = [view for place in places() for view in place.views.split()]

    assert [view for view in named if not any(fnmatchcase(name, view) for name in names())] == []


@pytest.mark.django_db
def test_a_screen_leads_to_its_part(client: Client) -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    client.force_login(committee_member(page))

    queue = client.get(reverse("candidature_review:index"), follow=True).content.decode()
    detail = client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()

    assert f'href="{chapters.address("revisori", "la-coda")}"' in queue
    assert f'href="{chapters.address("revisori", "la-scheda")}"' in detail
