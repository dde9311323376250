"""What makes the launcher prepare the database again, and what does not."""

import inspect
import os
import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate

from ops import development, preparation
from ops.toolchain import ROOT


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The apps' code and the locks, in a folder where they may be changed."""
    for app in preparation.apps():
        shutil.copytree(
            app, tmp_path / app.name, ignore=shutil.ignore_patterns("static", "demo_images", "__pycache__")
        )
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    monkeypatch.setattr(preparation, "ROOT", tmp_path)
    monkeypatch.setattr(preparation, "LOCKS", tmp_path / "requirements")
    return tmp_path


def prepared_again_after(copy: Path, changed: str) -> bool:
    before = preparation.database_fingerprint({})
    path = copy / changed
    assert path.exists()
    path.write_text(path.read_text() + "\n# changed\n")
    return preparation.database_fingerprint({}) != before


@pytest.mark.parametrize("name", ["views.py", "forms.py", "middleware.py", "urls.py"])
def test_editing_a_view_or_a_form_prepares_nothing(copy: Path, name: str) -> None:
    [*paths] = [path for app in copy.glob("*/apps.py") for path in app.parent.rglob(name)]
    (copy / "portal" / "views.py").touch()

    for path in {*paths, copy / "portal" / "views.py"}:
        assert not prepared_again_after(copy, str(path.relative_to(copy)))


def test_a_new_migration_prepares_the_database_again(copy: Path) -> None:
    before = preparation.database_fingerprint({})
    (copy / "portal" / "migrations" / "0999_new.py").touch()

    assert preparation.database_fingerprint({}) != before


def test_a_new_lock_prepares_the_database_again(copy: Path) -> None:
    assert prepared_again_after(copy, "requirements/base.txt")


def test_every_model_of_the_portal_is_looked_at() -> None:
    looked_at = set(preparation.database_files())

    unseen = {
        model._meta.label
        for model in apps.get_models()
        if Path(inspect.getfile(model)).is_relative_to(ROOT)
        and ".venv" not in inspect.getfile(model)
        and Path(inspect.getfile(model)) not in looked_at
    }

    assert unseen == set()


def test_whatever_is_made_after_migrating_is_looked_at() -> None:
    receivers = [reference() for _key, reference, *_rest in post_migrate.receivers]
    ours = [
        Path(inspect.getfile(receiver))
        for receiver in receivers
        if receiver is not None
        and Path(inspect.getfile(receiver)).is_relative_to(ROOT)
        and ".venv" not in inspect.getfile(receiver)
    ]

    assert len(ours) >= 2
    assert [path for path in ours if path not in preparation.database_files()] == []


@pytest.mark.parametrize("name", ["one.py", "_letter.html", "letter.txt", "_layout.css"])
def test_a_change_of_python_or_a_template_is_newer_and_one_of_a_picture_is_not(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).touch()
    (tmp_path / "one.png").touch()
    moment = development.newest_change([tmp_path])

    later(tmp_path / "one.png", moment)
    assert development.newest_change([tmp_path]) == moment

    later(tmp_path / name, moment)
    assert development.newest_change([tmp_path]) > moment


def test_the_worker_begins_anew_with_every_app_and_the_templates_of_its_letters() -> None:
    assert {ROOT / "portal", ROOT / "candidature", ROOT / "templates"} <= set(development.watched())


def later(path: Path, moment: float) -> None:
    os.utime(path, (moment + 10, moment + 10))
