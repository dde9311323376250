"""Every page type has a budget of queries; `tests/portal/checks/test_budgets.py` measures it."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from wagtail.models import Page, get_page_models

from portal import declarations


def query_budgets() -> dict[str, int]:
    """The most SQL queries of a page by the label of its type, from every app's `budgets.py`."""
    return {
        label: most
        for module in declarations.modules("budgets")
        for label, most in module.QUERY_BUDGETS.items()
    }


@register()
def check_budgets(**_kwargs: Any) -> list[CheckMessage]:
    labels = {model._meta.label for model in get_page_models() if model is not Page}
    return problems(labels, query_budgets())


def problems(page_types: set[str], budgets: dict[str, int]) -> list[CheckMessage]:
    found: list[CheckMessage] = [
        Error(f"{label} has no budget.", hint="Give it one in its app's budgets.py.", id="portal.E021")
        for label in sorted(page_types - budgets.keys())
    ]
    found += [
        Error(f"{label} has a budget and is no page type.", id="portal.E022")
        for label in sorted(budgets.keys() - page_types)
    ]
    found += [
        Error(f"The budget of {label} is {most}: it must be at least 1.", id="portal.E023")
        for label, most in sorted(budgets.items())
        if most < 1
    ]
    return found
