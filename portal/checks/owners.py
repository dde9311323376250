"""Every view has an owner. That the owners are told the truth, a walk over every address tests."""

from fnmatch import fnmatchcase
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from portal.owners import Owner, owner_of, owners, views


@register(Tags.urls)
def check_owners(**_kwargs: Any) -> list[CheckMessage]:
    # Where the web server in front serves the pictures, the portal has no view for them.
    return problems({name for name, _route in views()} | {"media"}, owners())


def problems(names: set[str], declared: list[Owner]) -> list[CheckMessage]:
    found: list[CheckMessage] = [
        Error(
            f"Nobody said who may open the view {name}.",
            hint="Add it to its app's owners.py.",
            id="portal.E011",
        )
        for name in sorted(names)
        if owner_of(name, declared) is None
    ]
    found += [
        Error(f"owners.py names {view}, and there is no such view.", id="portal.E012")
        for owner in declared
        for view in owner.views.split()
        if not any(fnmatchcase(name, view) for name in names)
    ]
    return found
