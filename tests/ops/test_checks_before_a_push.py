"""What CI checks in a moment, hooks check before; and nothing written by hand escapes the linters."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from ops.toolchain import ROOT

# Asks the network, and is quiet where nobody answers: a push must not wait for it.
ONLY_IN_CI = {"make audit"}


def hooks() -> list[dict[str, Any]]:
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert repository["repo"] == "local"
    return list(repository["hooks"])


def recipe(target: str) -> list[str]:
    """The commands of a target of the Makefile that are tools of ours."""
    makefile = (ROOT / "Makefile").read_text()
    [body] = re.findall(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    commands = [line.strip() for line in body.splitlines()]
    return [one for one in commands if one.startswith(("shellcheck", "$(VENV_PYTHON)"))]


def test_the_hooks_are_the_quick_checks_of_ci() -> None:
    ci = (ROOT / ".ci" / "run").read_text()
    [quick] = re.findall(r"^quick_checks\(\) \{\n(.*?)^\}", ci, re.MULTILINE | re.DOTALL)
    stages = {command.strip() for command in re.findall(r'stage "[^"]+" (.+)', quick)}
    entries = {hook["entry"] for hook in hooks()}

    # A hook runs the tools of `make lint` on what changed, one by one.
    assert stages - entries - ONLY_IN_CI - {"known_vulnerabilities"} == {"make lint"}
    assert entries - stages == {
        re.sub(r" (\$\(CODE\)|templates|\.ci/.*)$", "", one.replace("$(VENV_PYTHON)", ".venv/bin/python"))
        for one in recipe("lint")
    }


@pytest.mark.parametrize("tool", [("check",), ("format", "--check")], ids=" ".join)
def test_a_hook_that_is_given_a_migration_leaves_it_as_it_was_made(tool: tuple[str, ...]) -> None:
    migration = sorted(ROOT.glob("candidature/migrations/0*.py"))[0]

    said = subprocess.run(
        [sys.executable, "-m", "ruff", *tool, "--no-cache", str(migration)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stdout


def test_the_linters_read_every_script_and_style_that_is_written_by_hand() -> None:
    package = json.loads((ROOT / "frontend" / "package.json").read_text())
    named = " ".join(package["scripts"][f"lint:{kind}"] for kind in ("scripts", "styles"))
    build = (ROOT / "frontend" / "build.mjs").read_text()
    [scripts] = re.findall(r"const SCRIPTS = \[(.*?)\]", build)
    built = {*re.findall(r'"([\w-]+\.js)"', scripts), "portal.css"}
    files = [path for app in ROOT.glob("*/static") for path in app.rglob("*.*")]
    served = [path for path in files if path.suffix in (".js", ".css")]

    assert len(served) > len(built)
    by_hand = {path.relative_to(ROOT).as_posix() for path in served if path.name not in built}
    assert {path for path in by_hand if f"../{path}" not in named.split()} == set()


def test_the_hook_of_scripts_and_styles_runs_for_those_written_by_hand() -> None:
    [frontend] = [hook for hook in hooks() if hook["entry"] == "make lint-frontend"]

    for path in (
        "frontend/src/js/menu.js",
        "frontend/src/scss/_page.scss",
        "portal/static/portal/js/editor.js",
        "istruttoria/static/istruttoria/review.css",
    ):
        assert re.search(frontend["files"], path)
