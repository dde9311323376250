"""The form in which a page is edited."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal import languages
from portal.care.form import CareForm


class PageForm(CareForm):
    """Makes every new page as a draft: Wagtail would make one that is published at once public before asking
    whether it may be (`portal.editorial.doors`).

    Where nobody wrote the address of a page, the page makes one from its title when it is cleaned. A script
    does so while the title is typed, and misses what was typed before it was there.

    Of pages that are ticked in a list, such as territories, only the Italian ones are offered: a translation
    is the same thing a second time (`portal.pages.translations`).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        for field in self.fields.values():
            offered: Any = field.queryset if isinstance(field, forms.ModelMultipleChoiceField) else None
            if offered is not None and issubclass(offered.model, Page):
                field.queryset = offered.filter(locale__language_code=languages.ITALIAN)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("slug") in languages.others() and self.parent_page.is_site_root():
            self.add_error(
                "slug", _("Con questa parola cominciano gli indirizzi di un’altra lingua: scegline un’altra.")
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            self.instance.live = False
        return super().save(commit)
