"""The launcher's sentences and decisions, tried for real but without installing anything."""

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ops import folder, preparation, stack, toolchain
from ops.failure import Failure

ROOT = toolchain.ROOT


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    return folder.var_dir()


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Failure, match=f"Port {port} is in use"):
            stack.check_port(port)


def test_a_second_portal_on_the_same_folder_is_told_where_the_first_one_is(var: Path) -> None:
    with (
        folder.claim(var, 8123),
        pytest.raises(Failure, match=r"already running .* http://127\.0\.0\.1:8123/"),
    ):
        folder.claim(var, 8124)


def test_the_folder_is_free_again_once_the_first_one_has_ended(var: Path) -> None:
    folder.claim(var, 8123).close()

    folder.claim(var, 8124).close()


def test_reset_empties_the_folder_but_not_while_a_portal_runs_on_it(var: Path) -> None:
    (var / "portal.sqlite3").touch()
    with folder.claim(var, 8123), pytest.raises(Failure, match="already running"):
        folder.reset()
    assert (var / "portal.sqlite3").exists()

    folder.reset()

    assert list(var.iterdir()) == []


def test_reset_leaves_a_folder_alone_that_is_not_the_portals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "precious").touch()
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    with pytest.raises(Failure, match="nothing was deleted"):
        folder.reset()

    assert (tmp_path / "precious").exists()


def test_a_folder_that_cannot_be_written_to_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", "/proc/nowhere")

    with pytest.raises(Failure, match="/proc/nowhere cannot be written to"):
        folder.var_dir()


def find_python(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "ops/find-python"],
        cwd=ROOT,
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


def fake_python(path: Path, name: str, *, good: bool) -> None:
    program = path / name
    program.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = --version ]; then echo "Python {"3.12.1" if good else "3.9.2"}"; exit 0; fi\n'
        f"exit {0 if good else 1}\n"
    )
    program.chmod(0o755)


def test_a_python_too_old_is_refused_in_one_sentence(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", good=False)

    found = find_python(tmp_path)

    assert found.returncode == 1
    assert len(found.stderr.strip().splitlines()) == 1
    assert "Python 3.11 or newer is needed, and this machine has Python 3.9.2" in found.stderr


def test_a_newer_python_beside_an_old_one_is_found(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", good=False)
    fake_python(tmp_path, "python3.12", good=True)

    assert find_python(tmp_path).stdout.strip() == "python3.12"


def test_looking_for_a_python_writes_nothing_where_the_portal_writes(tmp_path: Path) -> None:
    """Else `make reset` finds a folder that is not empty, and not the portal's own."""
    environment = {"PATH": os.defpath, "PYTHON": sys.executable, "PYTHONPYCACHEPREFIX": str(tmp_path / "var")}
    found = subprocess.run(["/bin/sh", "ops/find-python"], cwd=ROOT, env=environment, check=False)

    assert found.returncode == 0
    assert not (tmp_path / "var").exists()


def test_without_ensurepip_the_debian_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else real(name))

    assert re.fullmatch(r"python3(\.\d+)?-venv", toolchain.missing_venv_package() or "")


def test_nothing_is_prepared_twice(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"DATABASE_URL": ""}
    (var / "portal.sqlite3").touch()
    (var / "static").mkdir()
    (var / "static" / "staticfiles.json").touch()
    (var / "run" / "prepared.json").write_text(
        json.dumps(
            {
                "database": preparation.database_fingerprint(environment),
                "static": preparation.static_fingerprint(),
            }
        )
    )
    monkeypatch.setattr(preparation, "PYTHON", Path("/bin/false"))

    preparation.prepare(var, environment)

    (var / "portal.sqlite3").unlink()
    with pytest.raises(Failure, match="Preparing the database failed"):
        preparation.prepare(var, environment)


def test_the_development_lock_holds_the_same_versions_as_the_other() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (toolchain.LOCKS / name).read_text()
        return dict(re.findall(r"^([\w.\-]+)(?:\[[\w,\-]+\])?==([^\s;]+)", text, re.MULTILINE))

    base = pins("base.txt")

    assert base
    assert base.items() <= pins("dev.txt").items()


def test_make_help_has_a_sentence_for_every_target() -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    ).stdout
    [phony] = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    for target in phony.split():
        assert re.search(rf"^  make {target} +\w", listed, re.MULTILINE), target
