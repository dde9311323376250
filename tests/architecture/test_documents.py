"""What the documents say is there is there, and what is there they say."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import find_commands

from tests.architecture.rooms import APPS, ROOT

# Folders that Django wants, not rooms.
NOT_ROOMS = {"migrations", "management", "templatetags", "models"}

# Decisions after it may still be on their way.
SETTLED = 141


def map_of_the_code() -> dict[str, str]:
    """What the map of README says of each app."""
    readme = (ROOT / "README.md").read_text()
    [drawn] = re.findall(r"## Map of the code.*?```\n(.*?)```", readme, re.DOTALL)
    found: dict[str, str] = {}
    app = ""
    for line in drawn.splitlines():
        begins = re.match(r"([a-z]+)/", line)
        app = begins[1] if begins else app
        found[app] = found.get(app, "") + line + "\n"
    return found


@pytest.mark.parametrize("app", APPS)
def test_the_map_names_every_room_and_none_that_is_not_there(app: str) -> None:
    text = map_of_the_code()[app]
    rooms = {path.parent.name for path in (ROOT / app).glob("*/__init__.py")} - NOT_ROOMS
    named = set(re.findall(r"(?<![\w/.])([a-z_]+)/(?=[\s,;)]|$)", text, re.MULTILINE)) - {app}

    # Of some rooms what is in them is named too.
    folders = {path.parent.name for path in (ROOT / app).rglob("__init__.py")}

    assert {room for room in rooms if room not in named} == set()
    assert named <= folders


def test_every_command_of_ours_is_described() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text()
    ours = [config for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
    commands = {name for config in ours for name in find_commands(str(Path(config.path) / "management"))}

    assert "make_load" in commands
    assert {name for name in commands if f"| `manage.py {name}" not in operations} == set()


def test_decisions_are_numbered_without_a_gap_but_those_that_are_explained() -> None:
    folder = ROOT / "docs" / "decisions"
    numbers = {int(path.name[:4]) for path in folder.glob("[0-9]*.md")}
    told = {int(one) for one in re.findall(r"^- (\d+):", (folder / "README.md").read_text(), re.MULTILINE)}

    assert told & numbers == set()
    assert set(range(1, SETTLED + 1)) - numbers == told
