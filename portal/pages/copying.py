"""Copies of pages that cannot stand twice as they are: what Wagtail's form offers is narrowed."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm


class NoAliasCopyForm(CopyForm):
    """For pages that people answer: an alias would take answers, and give seats, of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


class DraftCopyForm(NoAliasCopyForm):
    """For pages whose copy still lacks something that it cannot be published without."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
