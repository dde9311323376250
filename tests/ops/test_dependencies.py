"""What is imported is declared, what is declared is used, and what is installed may be given away."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from ops.preparation import apps
from ops.toolchain import LOCKS, ROOT

RUNTIME = [*apps(), ROOT / "ops"]
DEVELOPMENT = [ROOT / "tests"]
# Imported by the settings of `make dev` only, which need the development lock.
FOR_DEVELOPERS = {ROOT / "portal" / "development_urls.py", ROOT / "portal" / "settings" / "development.py"}
# Named in a setting, an address or a command line, not in an import.
USED_OTHERWISE = {"gunicorn", "whitenoise", "psycopg", "redis", "binary", "pool"}

# Licences under which a part may be given away with a portal under EUPL-1.2: permissive ones, and copyleft
# ones that the EUPL names in its appendix.
ALLOWED = re.compile(
    r"MIT|BSD|ISC|Apache|Python Software Foundation|PSF|MPL-2\.0|Mozilla Public License 2\.0|LGPL"
    r"|Lesser General Public License|HPND|Zope Public License|Unlicense|EUPL",
    re.IGNORECASE,
)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(file: str) -> set[str]:
    lines = (LOCKS / file).read_text().splitlines()
    names = [re.match(r"[A-Za-z0-9][\w.\-]*", line) for line in lines if not line.startswith("-")]
    extras = re.findall(r"\[([\w,\-]+)\]", "\n".join(lines))
    return {normal(name[0]) for name in names if name} | {
        normal(one) for extra in extras for one in extra.split(",")
    }


def imported(folders: list[Path]) -> Iterator[tuple[str, Path]]:
    """Top-level modules that code imports, but for those of this repository and of Python itself."""
    ours = {path.name for path in ROOT.iterdir() if path.is_dir()}
    for folder in folders:
        for path in folder.rglob("*.py"):
            # Migrations import what a field says it is made of.
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                modules = []
                if isinstance(node, ast.Import):
                    modules = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    modules = [node.module or ""]
                for module in modules:
                    top = module.split(".")[0]
                    if top not in ours and top not in sys.stdlib_module_names:
                        yield top, path


def undeclared(folders: list[Path], known: set[str], *, skipping: set[Path] = frozenset()) -> set[str]:  # type: ignore[assignment]
    givers = metadata.packages_distributions()
    return {
        f"{module} ({path.relative_to(ROOT)})"
        for module, path in imported(folders)
        if path not in skipping and not {normal(name) for name in givers.get(module, [])} & known
    }


def test_the_portal_imports_only_what_it_declares() -> None:
    assert undeclared(RUNTIME, declared("base.in"), skipping=FOR_DEVELOPERS) == set()


def test_tests_import_only_what_is_declared() -> None:
    assert undeclared(DEVELOPMENT, declared("base.in") | declared("dev.in")) == set()


def test_an_import_that_nobody_declared_is_found() -> None:
    assert any(found.startswith("django ") for found in undeclared(RUNTIME, {"wagtail"}))


def test_everything_declared_is_used() -> None:
    givers = metadata.packages_distributions()
    roots = {module for module, _path in imported(RUNTIME)}
    used = {normal(name) for root in roots for name in givers.get(root, [])} | USED_OTHERWISE

    assert declared("base.in") - used == set()


def licences(name: str) -> str:
    about: Any = metadata.metadata(name)
    classifiers = [one for one in about.get_all("Classifier") or [] if one.startswith("License ::")]
    stated = [about.get("License-Expression"), *classifiers, (about.get("License") or "")[:60]]
    return "; ".join(one for one in stated if one)


def test_everything_installed_to_run_the_portal_has_a_licence_that_allows_it() -> None:
    locked = re.findall(r"^([\w.\-]+)(?:\[[^\]]*\])?==", (LOCKS / "base.txt").read_text(), re.MULTILINE)
    installed = {normal(one.metadata["Name"]) for one in metadata.distributions()}
    # The lock is for every platform; what another one needs is not here to be read.
    here = [name for name in locked if normal(name) in installed]

    refused = {name: licences(name) for name in here if not ALLOWED.search(licences(name))}

    assert len(here) > 40
    assert refused == {}
