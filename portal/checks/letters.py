"""Every letter has a template and an example, and every template of a letter is one that somebody writes.

What a letter may carry is of a kind that somebody makes.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from portal.letter_kinds import letter_kinds
from portal.outbox.attachments import is_known


@register(Tags.templates)
def check_letters(**_kwargs: Any) -> list[CheckMessage]:
    kinds = letter_kinds()
    found = problems([kind.template for kind in kinds], templates_of_letters())
    return found + attachment_problems((kind.template, kind.attachments) for kind in kinds)


def attachment_problems(declared: Iterable[tuple[str, Iterable[str]]]) -> list[CheckMessage]:
    return [
        Error(
            f"The letter {name} may carry {attachment}, which nobody makes.",
            hint="Register the kind in the app's apps.py (portal.outbox.attachments).",
            id="portal.E034",
        )
        for name, attachments in declared
        for attachment in attachments
        if not is_known(attachment)
    ]


def templates_of_letters() -> set[str]:
    """Every letter below a folder `letters`; what begins with an underscore is a part of others."""
    return {
        str(path.relative_to(folder))
        for folder in map(Path, settings.TEMPLATES[0]["DIRS"])
        for path in folder.glob("**/letters/*.txt")
        if not path.name.startswith("_")
    }


def problems(declared: Iterable[str], templates: set[str]) -> list[CheckMessage]:
    names = list(declared)
    found: list[CheckMessage] = [
        Error(f"The letter {name} has no template.", id="portal.E031")
        for name in names
        if name not in templates
    ]
    found += [
        Error(
            f"The template {name} is no letter that anybody writes.",
            hint="Name it in its app's letter_kinds.py, with an example, or delete it.",
            id="portal.E032",
        )
        for name in sorted(templates - set(names))
    ]
    found += [
        Error(f"The letter {name} is named twice.", id="portal.E033")
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    return found
