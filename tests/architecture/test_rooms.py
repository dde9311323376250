"""The house stands: imports go down only, rooms form no circle, drawing and tests show what is there."""

import pytest

from tests.architecture import drawing
from tests.architecture.rooms import APPS, ROOT, circles, modules, room_of, rooms, upward_imports

MOST_LINES = 500
# Of the form engine: whatever else is in it may change.
DOORS = {"moduli", "moduli.fields", "moduli.files"}


@pytest.fixture(scope="module")
def graph() -> dict[str, frozenset[str]]:
    return dict(modules())


def test_every_app_stands_in_a_storey() -> None:
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert apps == set(APPS)


def test_imports_go_down_only(graph: dict[str, frozenset[str]]) -> None:
    assert upward_imports(graph) == []


def test_rooms_form_no_circle(graph: dict[str, frozenset[str]]) -> None:
    assert circles(rooms(graph)) == []


def test_modules_form_no_circle(graph: dict[str, frozenset[str]]) -> None:
    assert circles(graph) == []


def test_what_only_type_checkers_import_counts_too(graph: dict[str, frozenset[str]]) -> None:
    # The face of the form engine names for them what it imports when it is asked.
    assert "moduli.form" in graph["moduli"]


def test_nobody_inside_an_app_asks_its_list_of_models(graph: dict[str, frozenset[str]]) -> None:
    """`models.py` gathers models for Django and for other apps; a room asks its neighbour."""
    asked = [
        f"{module} → {target}"
        for module, imported in graph.items()
        for target in imported
        if target == f"{module.partition('.')[0]}.models" and room_of(module) != target
    ]

    assert asked == []


def test_the_form_engine_knows_nothing_of_who_uses_it(graph: dict[str, frozenset[str]]) -> None:
    outside = {
        target.partition(".")[0]
        for module, imported in graph.items()
        if module.partition(".")[0] == "moduli"
        for target in imported
    }

    assert outside <= {"moduli", "portal"}


def test_who_is_outside_the_form_engine_comes_in_by_its_doors(graph: dict[str, frozenset[str]]) -> None:
    past = [
        f"{module} → {target}"
        for module, imported in graph.items()
        if module.partition(".")[0] != "moduli"
        for target in imported
        if target.partition(".")[0] == "moduli" and target not in DOORS
    ]

    assert past == []


def test_no_file_is_too_long_for_one_subject() -> None:
    folders = (*APPS, "ops", "tests")
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]

    assert long == []


def test_tests_stand_in_folders_named_after_rooms() -> None:
    strangers = [
        f"tests/{app}/{folder.parent.name}"
        for app in APPS
        for folder in (ROOT / "tests" / app).glob("*/__init__.py")
        if not (ROOT / app / folder.parent.name).is_dir()
    ]

    assert strangers == []


def test_an_upward_import_and_a_circle_would_be_found() -> None:
    graph = {
        "portal.pages": frozenset({"candidature.pages"}),
        "candidature.pages": frozenset({"portal.pages"}),
    }

    assert upward_imports(graph) == ["portal.pages → candidature.pages"]
    assert circles(graph) == [["candidature.pages", "portal.pages"]]


def test_the_drawing_shows_the_rooms_as_they_are(graph: dict[str, frozenset[str]]) -> None:
    assert drawing.PICTURE.read_text(encoding="utf-8") == drawing.draw(rooms(graph)), (
        "docs/rooms.svg is not what the imports say: run `make rooms`."
    )
