"""The audit of dependencies fails loudly, and never takes silence for a good answer."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ops import audit


def report(*dependencies: Mapping[str, object]) -> str:
    return json.dumps({"dependencies": list(dependencies), "fixes": []})


CLEAN = {"name": "django", "version": "5.2", "vulns": []}
ILL = {
    "name": "pillow",
    "version": "9.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["9.1"], "aliases": [], "description": ""}],
}
SILENT = {"name": "redis", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (report(CLEAN), 0, "No known vulnerability in 1 packages"),
        (report(CLEAN, ILL), 1, "pillow 9.0: PYSEC-1, fixed in 9.1"),
        (report(SILENT), audit.COULD_NOT_ASK, "NOT ASKED"),
        (report(), audit.COULD_NOT_ASK, "NOT ASKED"),
        (report(CLEAN, SILENT), 1, "not about: redis"),
        (report(ILL, SILENT), 1, "PYSEC-1"),
    ],
)
def test_the_verdict_follows_what_the_advisories_said(text: str, code: Any, sentence: str) -> None:
    given, said = audit.verdict(audit.read_answer(text))

    assert given == code
    assert sentence in said


def test_a_program_that_ends_without_a_report_has_not_asked(tmp_path: Path) -> None:
    program = tmp_path / "pip-audit"
    program.write_text("#!/bin/sh\necho 'no network' >&2\nexit 1\n")
    program.chmod(0o755)

    code, _sentence = audit.verdict(audit.ask(program, tmp_path / "base.txt"))

    assert code == audit.COULD_NOT_ASK
