"""Many things to tick, in groups that fold, with a search: where one list of boxes would be too long."""

from collections.abc import Callable
from typing import Any

from django import forms


class GroupedBoxes(forms.CheckboxSelectMultiple):
    """Check boxes of a model's rows by group, those groups open in which something is ticked.

    Without scripts the groups still open and close, and the search is not there.

    Args:
        group_of: the name of a row's group. Rows must come in the order of their groups.
        search: label of the search.
    """

    template_name = "editorial/grouped_boxes.html"

    class Media:
        js = ("portal/js/grouped-boxes.js",)

    def __init__(self, group_of: Callable[[Any], str], search: Any, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.group_of = group_of
        self.search = search
        # A group that is open although nothing in it is ticked yet.
        self.first = ""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> Any:
        groups: dict[str, list[Any]] = {}
        for _group, options, index in super().optgroups(name, value, attrs):
            for option in options:
                groups.setdefault(self.group_of(option["value"].instance), []).append((option, index))
        return [(group, [option for option, _ in rows], rows[0][1]) for group, rows in groups.items()]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["search"] = self.search
        context["groups"] = [
            {
                "name": group,
                "options": options,
                "chosen": sum(option["selected"] for option in options),
                "is_first": group == self.first,
            }
            for group, options, _index in context["widget"]["optgroups"]
        ]
        return context
