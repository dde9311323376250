"""The topics of a news item or an experience, ticked among those that there are."""

from typing import Any

from django import forms
from taggit.utils import parse_tags

from news.models.topics import Topic


class TopicBoxes(forms.CheckboxSelectMultiple):
    """A box for each topic; what Wagtail offers instead lists none, and drops what it does not know."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        self.choices = [(topic, topic) for topic in Topic.objects.values_list("name", flat=True)]
        return super().optgroups(name, value, attrs)

    def format_value(self, value: Any) -> list[str]:
        """The names of what is ticked, whether they were kept or have just been posted."""
        given = parse_tags(value) if isinstance(value, str) else value or []
        return [str(one) for one in given]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return ", ".join(f'"{topic}"' for topic in data.getlist(name))
