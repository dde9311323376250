"""A page and its translations: one call or event, in several languages, decided in one place."""

from typing import Any, ClassVar, Self, cast

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal.pages.base import BasePage


class TranslatedPage(BasePage):
    """A page whose translations follow it in whatever `followed` names.

    A translation is the same call or event in another language. What hangs on it, and whatever decides about
    that, is its original's.
    """

    # The fields that a translation has from its original.
    followed: ClassVar[tuple[str, ...]] = ()

    original = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("pagina originale"),
        help_text="The page that this one translates; none for an original.",
    )
    # A copy is a page of its own; whether it is a translation is found out when it is saved.
    exclude_fields_in_copy: ClassVar[list[str]] = ["original"]

    class Meta:
        abstract = True

    @property
    def answered(self) -> Self:
        """The page on which everything hangs: this one, or the one that it translates (a query)."""
        return self if self.original_id is None else cast(Self, self.original)

    @property
    def answered_id(self) -> int:
        """The number of `answered`, without a query."""
        return self.original_id or self.pk

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft of a translation shows what its original decides, whatever it was when it was written."""
        page: Self = super().with_content_json(content)
        page.original_id = self.original_id
        if self.original_id is not None:
            page.follow_original()
        return page

    def follow_original(self) -> None:
        """Takes from the original, read afresh, whatever a translation has from there."""
        original = type(self)._base_manager.get(pk=self.original_id)
        for name in self.followed:
            attribute = self._meta.get_field(name).attname
            setattr(self, attribute, getattr(original, attribute))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; a translation as its original decides, an original with its translations."""
        with transaction.atomic():
            if self._state.adding and self.original_id is None:
                others = type(self)._base_manager.filter(translation_key=self.translation_key, original=None)
                self.original = others.order_by("pk").first()
            if self.original_id is not None:
                self.follow_original()
            super().save(*args, **kwargs)
            if self.original_id is None:
                led = type(self)._base_manager.filter(original=self.pk)
                led.update(**{name: getattr(self, name) for name in self.followed})
