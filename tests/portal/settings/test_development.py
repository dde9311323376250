"""`make dev`: debug pages and the tools of whoever writes the code, each in its place."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.portal.settings.programs import inherited

SECURITY_HEADERS = "portal.web.middleware.SecurityHeadersMiddleware"
TOOLS = [
    "debug_toolbar.middleware.DebugToolbarMiddleware",
    "django_browser_reload.middleware.BrowserReloadMiddleware",
]
# What `manage.py check` says, and what its process then holds.
PROGRAM = """
import json, sys

sys.argv = ["manage.py", "check", "--fail-level", "WARNING"]
import manage

manage.main()

from debug_toolbar.middleware import show_toolbar
from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils.autoreload import autoreload_started

class Reloader:
    watched = []

    def watch_dir(self, path, glob):
        self.watched.append(str(path))

autoreload_started.send(Reloader())
print(json.dumps({
    "debug": settings.DEBUG,
    "remembers": settings.PAGE_CACHE or settings.EDITION_MEMORY,
    "middleware": settings.MIDDLEWARE,
    "toolbar": resolve(reverse("djdt:render_panel")).namespace,
    "reload": resolve(reverse("django_browser_reload:events")).namespace,
    "home": resolve("/").url_name,
    "shows": show_toolbar(RequestFactory().get("/")),
    "watched": Reloader.watched,
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    environment = inherited()
    environment |= {
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
    }
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    said, line = ended.stdout.strip().split("\n")
    assert said == "System check identified no issues (0 silenced)."
    return json.loads(line)


def test_its_settings_pass_every_check_and_show_what_went_wrong(told: Any) -> None:
    assert told["debug"]


def test_its_tools_have_their_addresses_beside_those_of_the_portal(told: Any) -> None:
    assert told["toolbar"] == "djdt"
    assert told["reload"] == "django_browser_reload"
    assert told["home"] == "wagtail_serve"


def test_its_tools_stand_inside_the_strict_policy_and_the_toolbar_is_shown_at_home(told: Any) -> None:
    after = told["middleware"].index(SECURITY_HEADERS) + 1

    assert told["middleware"][after : after + len(TOOLS)] == TOOLS
    assert told["shows"]


def test_a_changed_template_reloads(told: Any) -> None:
    assert str(Path(settings.BASE_DIR) / "templates") in told["watched"]


def test_what_was_drawn_with_a_template_before_its_change_is_remembered_nowhere(told: Any) -> None:
    assert not told["remembers"]
