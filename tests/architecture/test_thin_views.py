"""Pages of visitors ask and show: rows are written by the room whose rows they are."""

import ast

from tests.architecture.rooms import APPS, ROOT

WRITERS = {"update", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def written_in(code: str) -> list[int]:
    """The lines that write through the manager of a model."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITERS
        and ".objects" in ast.unparse(node.func.value)
    ]


def test_pages_of_visitors_write_no_rows_themselves() -> None:
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "public" in path.parts]
    found = {str(path.relative_to(ROOT)): written_in(path.read_text(encoding="utf-8")) for path in paths}

    assert len(found) > 50
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_writing_would_be_found() -> None:
    assert written_in("Draft.objects.filter(pk=1).update(language='it')") == [1]
    assert written_in("rows = Draft.objects.filter(pk=1)") == []
