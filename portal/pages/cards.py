"""What a card shows, whatever it leads to."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Card:
    """One card of `includes/card_list.html`. Lists hold pages, teasers or cards: each has its `card`.

    Attributes:
        day: a date; where there is none, `when` says it in words.
        state: open, upcoming, waiting, closed or refused; `state_label` says it in words.
        reserved: for whom alone it is, in a few words.
    """

    title: str
    url: str
    abstract: str = ""
    image: Any = None
    category: str = ""
    day: date | None = None
    when: str = ""
    state: str = ""
    state_label: str = ""
    reserved: str = ""

    @property
    def card(self) -> "Card":
        return self
