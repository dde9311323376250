"""What every app says about itself in a module of an agreed name, as in `roles.py` for permissions."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def modules(name: str) -> list[ModuleType]:
    """That module of every app that has one, in the order of INSTALLED_APPS: the highest first.

    Args:
        name: dotted below the app, such as `owners`.
    """
    found = []
    for config in apps.get_app_configs():
        dotted = f"{config.name}.{name}"
        # Third parties may have modules of the same name, which say nothing to us.
        if _is_ours(config.path) and find_spec(dotted) is not None:
            found.append(import_module(dotted))
    return found


def _is_ours(path: str) -> bool:
    from django.conf import settings

    return str(path).startswith(str(settings.BASE_DIR)) and "site-packages" not in str(path)
