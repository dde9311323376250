"""The folder of everything the portal writes opens to its owner only (what goes into it: tests/load)."""

import stat
from pathlib import Path

import pytest

from ops import folder


def test_the_folder_of_an_earlier_version_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    (tmp_path / "var").mkdir(mode=0o755)

    assert stat.S_IMODE(folder.var_dir().stat().st_mode) == 0o700
