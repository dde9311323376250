"""Settings that nobody reads, and functions that nobody calls, do not stay."""

import ast
import importlib
import inspect
import re
from collections import Counter
from pathlib import Path

import django
from django.apps import apps
from django.conf import global_settings

from ops import preparation
from ops.toolchain import ROOT

WORD = re.compile(r"\w+")
# Decorators that hand a function to nobody: who wants its value names it, in Python or in a template.
ATTRIBUTES = {"property", "cached_property"}


def own_files() -> list[Path]:
    folders = [*preparation.apps(), ROOT / "ops"]
    return [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]


def words_of(paths: list[Path]) -> Counter[str]:
    return Counter(word for path in paths for word in WORD.findall(path.read_text()))


def test_every_setting_is_read_by_somebody() -> None:
    base = ROOT / "portal" / "settings" / "base.py"
    ours = set(re.findall(r"^([A-Z][A-Z_]+)\b.*=", base.read_text(), re.MULTILINE))
    ours -= set(dir(global_settings))
    folders = {Path(config.path) for config in apps.get_app_configs() if "site-packages" in config.path}
    sources = [path for folder in folders for path in folder.rglob("*.py") if "tests" not in path.parts]
    sources += [path for path in own_files() if path != base]
    sources += [path for name in ("csp", "whitenoise") for path in _package(name).rglob("*.py")]
    read: set[str] = set()
    for path in sources:
        read |= ours.intersection(WORD.findall(path.read_text()))
    # Built from a prefix, or read inside base.py itself.
    text = base.read_text()
    read |= {name for name in ours if len(re.findall(rf"\b{name}\b", text)) > 1}

    assert ours - read == set()


def _package(name: str) -> Path:
    return Path(inspect.getfile(importlib.import_module(name))).parent


def test_every_function_and_class_is_named_somewhere_else() -> None:
    """What is named only where it is defined is dead, unless it overrides something or a decorator has it."""
    templates = [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt", ".xml")]
    # Migrations use what is made for them, and are no place where something is defined.
    migrations = [path for folder in preparation.apps() for path in folder.glob("migrations/*.py")]
    named = words_of([*own_files(), *templates, *migrations])
    dead = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in own_files()
        for name, line in _defined(path)
        if named[name] == 1 and name not in _called_by_libraries() and not name.startswith("__")
    ]

    assert dead == []


def test_a_property_is_asked_for_by_its_name_and_a_receiver_is_not(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("""
class One:
    @property
    def asked(self): ...

    @functional.cached_property
    def kept(self): ...

    @receiver(signal)
    def called(self): ...
""")

    assert [name for name, _line in _defined(path)] == ["One", "asked", "kept"]


def _defined(path: Path) -> list[tuple[str, int]]:
    return [
        (node.name, node.lineno)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and {_name(one) for one in node.decorator_list} <= ATTRIBUTES
        # Django finds an app's configuration by its base class, and a field's own check by its name.
        and not node.name.endswith("Config")
        and not node.name.startswith("clean_")
    ]


def _name(decorator: ast.expr) -> str:
    return ast.unparse(decorator).rpartition(".")[2]


_hooks: set[str] = set()


def _called_by_libraries() -> set[str]:
    """What our classes inherit from classes which are not ours, and what gunicorn and commands call."""
    if not _hooks:
        _hooks.update({"pre_fork", "post_fork", "when_ready", "create_superuser"})
        # Django asks a middleware for these by name.
        _hooks.update({"process_view", "process_exception"})
        for path in own_files():
            module_name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if module_name.startswith(
                ("portal.settings", "portal.development", "portal.wsgi", "ops.__main__", "demo.illustrations")
            ):
                continue
            for one in vars(importlib.import_module(module_name)).values():
                if inspect.isclass(one) and not one.__module__.startswith("builtins"):
                    for parent in one.__mro__:
                        if "site-packages" in _file(parent) or _file(parent).startswith(_file(django)):
                            _hooks.update(vars(parent))
    return _hooks


def _file(thing: object) -> str:
    try:
        return inspect.getfile(thing)  # type: ignore[arg-type]
    except (TypeError, OSError):
        return ""
