"""What part of a list an address shows, for the title of the page and for its canonical address."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.pages.pagination import PARAMETER


@dataclass(frozen=True)
class Narrowing:
    """The filters that hold and the page of the list; nothing for the whole of it.

    Attributes:
        parameters: those of the address that change what is shown, and no others, in a fixed order.
        words: what each says, for the title.
        is_indexable: whether search engines shall list what is shown.
    """

    parameters: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    is_indexable: bool = True

    @classmethod
    def to(cls, **filters: tuple[str, str | Promise]) -> Self:
        """By filters: the value in the address, and its words; one without a value is none."""
        chosen = {name: value for name, value in filters.items() if value[0]}
        return cls(
            tuple((name, value) for name, (value, _words) in chosen.items()),
            tuple(str(words) for _value, words in chosen.values()),
        )

    def on_page(self, number: int) -> Self:
        """The same on a page of the list: the first is the list itself."""
        if number == 1:
            return self
        return replace(
            self,
            parameters=(*self.parameters, (PARAMETER, str(number))),
            words=(*self.words, _("pagina %(number)d") % {"number": number}),
        )

    @property
    def query(self) -> str:
        """With its question mark; empty for the whole list."""
        return f"?{urlencode(self.parameters)}" if self.parameters else ""
