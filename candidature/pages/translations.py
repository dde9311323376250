"""A page and its translations: one call or event, in several languages, decided in one place."""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from candidature.published.noting import without_spelling
from portal.languages import ITALIAN, spoken
from portal.pages.base import BasePage
from portal.pages.visibility import published

Translated = TypeVar("Translated", bound="TranslatedPage")


class TranslatedPage(BasePage):
    """A page whose translations follow it in whatever `followed` names.

    A translation is the same call or event in another language, and an alias the same in another place. What
    hangs on it, and whatever decides about that, is its original's.
    """

    # The fields that a translation has from its original.
    followed: ClassVar[tuple[str, ...]] = ()
    # What is chosen among many, in a table of its own, and a translation has from its original too.
    chosen_with_original: ClassVar[tuple[str, ...]] = ()
    # Words that a translation loses to those of its original when they change there: until it is translated
    # again, true words in another language are better than old ones (decision 142).
    renewed: ClassVar[tuple[str, ...]] = ()
    # What of a translation is told to who takes part in the original, where somebody wrote it.
    worded: ClassVar[tuple[str, ...]] = ("title", "abstract", "url_path")

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
    # The page of which this instance is a copy with the words of another language (`in_words_of`).
    as_written: "Self | None" = None
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
        number: int = self.original_id or self.pk
        return number

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
        for name in self.chosen_with_original:
            setattr(self, name, self._chosen(name, self.original_id))

    def _chosen(self, name: str, pk: int | None) -> list[Any]:
        """What the page with this number has chosen, as it is stored."""
        field: Any = self._meta.get_field(name)
        return list(field.related_model._default_manager.filter(**{field.related_query_name(): pk}))

    def _hand_on_choices(self, translations: models.QuerySet[Any]) -> None:
        for name in self.chosen_with_original:
            field: Any = self._meta.get_field(name)
            through: Any = field.remote_field.through
            here, there = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
            wanted = [one.pk for one in self._chosen(name, self.pk)]
            for pk in translations.values_list("pk", flat=True):
                through.objects.filter(**{here: pk}).exclude(**{f"{there}__in": wanted}).delete()
                rows = [through(**{here: pk, there: one}) for one in wanted]
                through.objects.bulk_create(rows, ignore_conflicts=True)

    def in_words_of(self, translation: Self) -> Self:
        """This page as it is told in the language of a translation. It is never saved.

        Everything but words is its own: its number, its dates, what hangs on it.
        """
        told = copy(self)
        told.as_written = self
        for name in self.worded:
            if words := getattr(translation, name):
                setattr(told, name, words)
        return told

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; a translation as its original decides, an original with its translations."""
        is_new = self._state.adding
        with transaction.atomic():
            if is_new and self.original_id is None:
                self.original = self._found_original()
            if self.original_id is not None:
                self.follow_original()
            leads = self.original_id is None and not is_new
            before = self._words_before(kwargs.get("update_fields")) if leads else {}
            super().save(*args, **kwargs)
            if leads:
                self._hand_on(kwargs.get("update_fields"))
                self._renew_words(before)

    def _found_original(self) -> Self | None:
        """The page that this one, which is new, repeats in another place or in another language."""
        pages = type(self)._base_manager
        if self.alias_of_id is not None:
            repeated: Self = pages.get(pk=self.alias_of_id)
            return repeated.answered
        others = pages.filter(translation_key=self.translation_key, original=None)
        # Hardly ever there is one, and all its columns are many.
        return others.order_by("pk").first() if others.exists() else None

    def _hand_on(self, written: Collection[str] | None) -> None:
        """Writes in the translations what was written here; all of it where None is named.

        A draft that is saved writes hardly anything: what it says besides is for nobody to read yet.
        """
        names = [name for name in self.followed if written is None or name in written]
        led = type(self)._base_manager.filter(original=self.pk)
        if names and led.update(**{name: getattr(self, name) for name in names}):
            self._hand_on_choices(led)

    def _words_before(self, written: Collection[str] | None) -> dict[str, str]:
        """The words to be renewed as they are until this is saved; a query where any is written."""
        names = [name for name in self.renewed if written is None or name in written]
        rows = type(self)._base_manager.filter(pk=self.pk).values(*names) if names else []
        return next(iter(rows), {})

    def _renew_words(self, before: Mapping[str, str]) -> None:
        """Writes what is said anew in the translations, and in those drafts of them that have the old words.

        What a draft says otherwise than its translation somebody has written anew: it stays.
        """
        new = {name: getattr(self, name) for name, was in before.items() if _differ(was, getattr(self, name))}
        if not new:
            return
        for translation in type(self)._base_manager.filter(original=self.pk).only("latest_revision", *new):
            old = {name: getattr(translation, name) for name in new}
            type(self)._base_manager.filter(pk=translation.pk).update(**new)
            to_come = Q(pk=translation.latest_revision_id) | Q(approved_go_live_at__isnull=False)
            for draft in Revision.page_revisions.filter(to_come, object_id=str(translation.pk)):
                kept = {name for name in new if _differ(draft.content.get(name) or "", old[name])}
                words = {name: said for name, said in new.items() if name not in kept}
                Revision.objects.filter(pk=draft.pk).update(content={**draft.content, **words})


def _differ(one: str, other: str) -> bool:
    return without_spelling(one) != without_spelling(other)


def in_spoken_words(page: Translated) -> Translated:
    """An original as it is told in the language that is spoken now.

    As it is where that is Italian, which costs no query, and where nobody published a translation.
    """
    [told] = each_in_spoken_words([page]).values()
    return told


def each_in_spoken_words(pages: Iterable[Translated]) -> dict[int, Translated]:
    """The same for several, by number; one query for each kind of page."""
    originals = {page.pk: page.as_written or page for page in pages}
    if spoken() == ITALIAN:
        return originals
    told = dict(originals)
    for model in {type(page) for page in originals.values()}:
        found = published(model._default_manager.filter(original__in=originals, alias_of=None))
        for translation in found.filter(locale__language_code=spoken()).only(*model.worded, "original"):
            told[translation.original_id] = originals[translation.original_id].in_words_of(translation)
    return told
