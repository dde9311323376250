"""A path shows who takes part with their logos, what its phases did and what it reached."""

from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup

from territori.models import PathPage, PathParticipant, Phase
from tests.home.factories import make_home
from tests.portal.blocks.bodies import make_document, make_image, stream
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.territori.factories import (
    OrganisationFactory,
    PathPageFactory,
    TerritoryIndexPageFactory,
)

pytestmark = pytest.mark.django_db

SOME_RESULTS = stream(
    [
        {"type": "heading", "value": {"text": "In numeri", "level": "2"}},
        {"type": "text", "value": "<p>Sette associazioni.</p>"},
    ]
)


@pytest.fixture
def path() -> PathPage:
    made: PathPage = PathPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=make_home()))
    return made


def shown(path: PathPage, selector: str) -> Any:
    return BeautifulSoup(visit(path).content, "html.parser").select_one(selector)


def documents(*numbers: int | None) -> str:
    return stream([{"type": "document", "value": number} for number in numbers])


def test_who_takes_part_is_shown_with_a_logo_that_is_not_read_twice(path: PathPage) -> None:
    with_logo = OrganisationFactory.create(name="Con logo", logo=make_image())
    PathParticipant.objects.create(page=path, organisation=with_logo, sort_order=0)
    PathParticipant.objects.create(page=path, organisation=OrganisationFactory.create(), sort_order=1)

    first, second = shown(path, "[aria-labelledby=soggetti-coinvolti]").select("li")

    assert first.img["alt"] == ""
    assert first.img["srcset"].count(".webp") >= 1
    assert first.img["loading"] == "lazy"
    assert "Con logo" in first.text
    assert second.img is None


def test_of_who_takes_part_the_role_is_told(path: PathPage) -> None:
    for number, role in enumerate(PathParticipant.Role):
        PathParticipant.objects.create(
            page=path,
            organisation=OrganisationFactory.create(name=f"Ente {number}"),
            role=role,
            sort_order=number,
        )

    rows = shown(path, "[aria-labelledby=soggetti-coinvolti]").select("li")

    assert [" ".join(row.text.split()) for row in rows] == [
        "Ente 0 Promotore",
        "Ente 1 Coordinamento",
        "Ente 2 Supporto tecnico",
        "Ente 3 Partner",
    ]


def test_a_phase_shows_what_it_did_below_what_it_was_to_do(path: PathPage) -> None:
    file = make_document(title="Verbale")
    gone = make_document(title="Non c’è più")
    Phase.objects.create(
        page=path,
        title="Ascolto",
        description="<p>Dieci interviste.</p>",
        done="<p>Dodici interviste.</p>",
        documents=documents(file.pk, gone.pk, None),
        sort_order=0,
    )
    Phase.objects.create(page=path, title="Prova", description="<p>In estate.</p>", sort_order=1)
    gone.delete()

    listening, trial = shown(path, ".phase-list").select(":scope > li")

    done = listening.select_one(".phase-done")
    assert "Dieci interviste." in listening.text
    assert "Dieci interviste." not in done.text
    assert done.h4.text == "Che cosa è stato fatto"
    assert "Dodici interviste." in done.text
    assert [link.text for link in done.select("a")] == ["Verbale"]
    assert "PDF" in done.text
    assert trial.select_one(".phase-done") is None


def test_what_phases_did_is_no_reason_to_draw_them(path: PathPage) -> None:
    Phase.objects.create(page=path, title="Senza data", done="<p>Fatto.</p>", sort_order=0)

    assert shown(path, ".timetable") is None


def test_logos_and_documents_cost_the_same_however_many_there_are(path: PathPage) -> None:
    def add(number: int) -> None:
        for _one in range(number):
            organisation = OrganisationFactory.create(logo=make_image())
            PathParticipant.objects.create(page=path, organisation=organisation)
            Phase.objects.create(page=path, title="Fase", documents=documents(make_document().pk))

    add(1)
    few = cost(path)
    add(6)

    assert cost(path) == few <= MAX_QUERIES


def test_a_draft_is_previewed_with_the_documents_of_its_phases(path: PathPage) -> None:
    path.phases.add(Phase(title="Ascolto", documents=documents(make_document(title="Verbale").pk)))
    path.save_revision()

    draft = path.get_latest_revision_as_object()

    assert "Verbale" in draft.make_preview_request().content.decode()


@pytest.mark.parametrize(
    ("fields", "headings", "words"),
    [
        ({}, None, ""),
        ({"results": SOME_RESULTS}, ["Risultati", "In numeri"], "Sette associazioni."),
        (
            {"expected_results": "<p>Dieci associazioni.</p>", "results": SOME_RESULTS},
            ["Risultati", "Attesi", "Raggiunti", "In numeri"],
            "Sette associazioni.",
        ),
        (
            {"expected_results": "<p>Dieci associazioni.</p>"},
            ["Risultati", "Attesi", "Raggiunti"],
            "non ha ancora pubblicato",
        ),
    ],
    ids=["neither", "reached", "both", "expected"],
)
def test_what_was_expected_stands_beside_what_was_reached(
    path: PathPage, fields: dict[str, str], headings: list[str] | None, words: str
) -> None:
    for name, value in fields.items():
        setattr(path, name, value)
    path.save()

    section = shown(path, "[aria-labelledby=risultati]")

    if headings is None:
        assert section is None
        return
    found = section.select("h2, h3, h4")
    assert [one.text for one in found] == headings
    levels = [int(one.name[1]) for one in found]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert words in section.text
    assert ("Dieci associazioni." in section.text) == ("expected_results" in fields)
