"""Nobody but the process writes the status of a submission, outside tests and invented crowds."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.rooms import ROOT, STOREYS

# Whoever may know submissions: their own storey and all above. `demo/crowd` writes rows by the hundred
# thousand, through no door.
_OF_SUBMISSIONS = next(number for number, storey in enumerate(STOREYS) if "candidature" in storey)
APPS = [app for storey in STOREYS[: _OF_SUBMISSIONS + 1] for app in storey if app != "demo"]
DOOR = ROOT / "candidature" / "process"
WRITERS = {"update", "create", "get_or_create", "update_or_create", "Submission", "aupdate", "acreate"}


def written_in(code: str) -> list[int]:
    """The lines that write a status: by assignment, by name, or as a column of a query that writes."""
    return sorted(set(_lines(ast.parse(code))))


def _lines(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "status" and isinstance(node.ctx, ast.Store):
            yield node.lineno
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in WRITERS and any(keyword.arg == "status" for keyword in node.keywords):
                yield node.lineno
            names_columns = name in ("bulk_update", "setattr") or ast.unparse(node.func) == "rows.update"
            if names_columns and any(_names_status(part) for part in node.args):
                yield node.lineno


def _names_status(part: ast.AST) -> bool:
    return any(isinstance(node, ast.Constant) and node.value == "status" for node in ast.walk(part))


def files() -> list[Path]:
    return [
        path
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if DOOR not in path.parents and "migrations" not in path.parts
    ]


def test_nothing_but_the_process_writes_a_status() -> None:
    found = {str(path.relative_to(ROOT)): written_in(path.read_text(encoding="utf-8")) for path in files()}
    # Counts of submissions have a column of the same name, and are no submissions.
    found.pop("candidature/counts/models.py")
    # What an invented person sent is never saved.
    found.pop("candidature/letters/examples.py")

    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_process_does() -> None:
    assert written_in((DOOR / "changes.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "code",
    [
        "submission.status = 'accepted'",
        "submission.status, other = 'accepted', 1",
        "Submission.objects.filter(pk=1).update(status='accepted')",
        "Submission.objects.create(status='accepted')",
        "Submission.objects.bulk_update(rows, ['status'])",
        "setattr(submission, 'status', 'accepted')",
        "rows.update(submission, ['status'])",
    ],
)
def test_each_way_of_writing_would_be_found(code: str) -> None:
    assert written_in(code) == [1]


def test_reading_is_nobodys_business() -> None:
    assert written_in("rows.filter(status='accepted'); show(page, status=409); print(one.status)") == []
