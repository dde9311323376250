"""Copies of pages: what Wagtail's form offers is narrowed, so that none is public before it was checked."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm

from portal.editorial.one_language import other_language


class DraftCopyForm(CopyForm):
    """A copy begins as a draft: it may lack what its page had, and publishing looks (`portal.editorial`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)

    def clean(self) -> Any:
        """A copy keeps its language, so it stays among pages of that."""
        cleaned = super().clean()
        parent = self.cleaned_data.get("new_parent_page")
        if parent is not None and (said := other_language(self.page, parent)):
            self.add_error("new_parent_page", said)
        return cleaned


class OwnCopyForm(DraftCopyForm):
    """For pages that cannot stand twice: an alias would be the same thing a second time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
