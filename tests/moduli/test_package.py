"""The package as others see it: what it offers, what it needs, what it does not know."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

import moduli
from moduli import fields, files
from moduli.types.registry import question_types

ROOT = Path(settings.BASE_DIR)
PACKAGE = ROOT / "moduli"
# Rooms of this house.
HOUSE = {path.parent.name for path in ROOT.glob("*/__init__.py")}
SOURCES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates" / "moduli").glob("*.html"))
# Whoever uses the package, except its tests.
OUTSIDE = [path for room in sorted(HOUSE - {"moduli", "tests"}) for path in (ROOT / room).rglob("*.py")]
# Types may know themselves, and the files of an answer have kinds of their own.
ENGINE = [path for path in SOURCES if path.parent.name != "files"]
ENGINE = [path for path in ENGINE if path.parent.name != "types" or path.name in ("base.py", "registry.py")]


def imported(path: Path) -> Iterator[str]:
    """The rooms of this house that a module imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        yield from (name.partition(".")[0] for name in names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_form_engine_imports_the_frame_and_nothing_else_of_the_house(path: Any) -> None:
    assert {"portal", "candidature", "territori"} <= HOUSE
    assert HOUSE & set(imported(path)) <= {"moduli", "portal"}


def told_apart(path: Path) -> Iterator[object]:
    """The texts that a module compares with something, or collects for it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Compare | ast.match_case | ast.Set | ast.List | ast.Tuple):
            yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.name)
def test_the_engine_asks_a_type_and_never_which_one_it_is(path: Any) -> None:
    assert {kind.key for kind in question_types()} & set(told_apart(path)) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_asks_which_type_a_question_is(path: Any) -> None:
    source = path.read_text()
    assert ".type" not in source
    assert [kind.key for kind in question_types() if f'"{kind.key}"' in source] == []


@pytest.mark.parametrize("name", moduli.__all__)
def test_every_name_of_the_public_face_is_there(name: str) -> None:
    assert getattr(moduli, name) is not None


@pytest.mark.parametrize("door", [moduli, files, fields], ids=lambda door: str(door.__name__))
def test_the_public_face_is_no_wider_than_what_the_house_asks_for(door: Any) -> None:
    asked = {
        alias.name
        for path in OUTSIDE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == door.__name__
        for alias in node.names
    }
    assert set(door.__all__) - asked == set()


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'moduli' has no attribute 'Nothing'$"):
        _ = moduli.Nothing


def test_the_package_can_be_imported_before_django_is_set_up() -> None:
    # As settings and `apps.py` are: without settings, nothing of Wagtail loads.
    program = "import sys, moduli; assert 'wagtail' not in sys.modules; print(len(moduli.__all__))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env={}, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == (str(len(moduli.__all__)), "")
