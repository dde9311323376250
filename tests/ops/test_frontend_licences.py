"""What of npm goes out to browsers may be given away, as what runs the portal may."""

import json
import re
from typing import Any

from ops.toolchain import ROOT

FRONTEND = ROOT / "frontend"
# Under which a part may go out with a portal under EUPL-1.2.
ALLOWED = {"MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "EUPL-1.2"}
# Named in the packages' own files, where the lock does not find it.
SAID_ELSEWHERE = {"dom-walk": "MIT"}
# What scripts and style sheets take in. Style sheets name their own files without a dot before them.
_TAKES_IN = re.compile(
    r"""(?:\bfrom\s+|\bimport\s*\(?\s*|@(?:use|import|forward)\s+|\burl\(\s*)["']([^"']+)["']"""
)


def packages() -> dict[str, dict[str, Any]]:
    """What the lock installs but for the tools that build, by name."""
    locked: dict[str, dict[str, Any]] = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    return {
        path.rpartition("node_modules/")[2]: about
        for path, about in locked.items()
        if path and not about.get("dev")
    }


def package_of(taken_in: str) -> str:
    """`@scope/name` or `name`."""
    return "/".join(taken_in.split("/")[: 2 if taken_in.startswith("@") else 1])


def taken_in() -> set[str]:
    """Packages that the sources name, whatever the folder of the style sheet or script that does."""
    own = {path.stem.removeprefix("_") for path in (FRONTEND / "src").rglob("*.scss")}
    texts = (path.read_text() for path in (FRONTEND / "src").rglob("*") if path.suffix in (".js", ".scss"))
    named = {one for text in texts for one in _TAKES_IN.findall(text)}
    return {
        package_of(one)
        for one in named
        if not one.startswith((".", "/", "sass:", "data:")) and one not in own
    }


def test_everything_that_the_bundle_may_hold_has_a_licence_that_allows_it() -> None:
    stated = {name: about.get("license", SAID_ELSEWHERE.get(name, "")) for name, about in packages().items()}

    assert stated["bootstrap-italia"] == "BSD-3-Clause"
    assert {name: licence for name, licence in stated.items() if licence not in ALLOWED} == {}


def test_the_sources_take_in_nothing_but_what_is_looked_at() -> None:
    declared = json.loads((FRONTEND / "package.json").read_text())["dependencies"]

    assert "bootstrap-italia" in taken_in()
    assert taken_in() - set(declared) == set()
