"""Which submissions a request chose: rows of a list one by one, or all that the list holds."""

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from candidature.models import Submission
from istruttoria.queue.addresses import listing_parameters
from istruttoria.queue.listing import Listing
from portal.models import User

# So many at once, and no more: what happens is shown row by row before, and somebody must read it.
MOST_ROWS = 10_000
# The parameters of a choice, beside those of the list.
ONE, ALL, ACT = "scelta", "tutte", "azione"
# That the rows ticked are meant, even where none is.
ONLY = "scelte"


class Selection:
    """The rows chosen, of those that the account may see now.

    Rows that do not exist, or are another committee's, are not chosen: nobody learns which it was.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = cast(User, request.user)
        self.everything = request.GET.get(ALL) == "1"
        chosen = request.GET.getlist(ONE)[:MOST_ROWS]
        self.ids = [int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 16]

    @property
    def is_of_rows(self) -> bool:
        """Whether rows were to be chosen one by one, rather than what the list holds."""
        return not self.everything and (ONE in self.request.GET or ONLY in self.request.GET)

    @property
    def listing(self) -> QueryDict:
        """The parameters of the list alone."""
        kept = listing_parameters(self.request.GET)
        for name in (ONE, ALL, ACT, ONLY):
            kept.pop(name, None)
        return kept

    @property
    def parameters(self) -> QueryDict:
        """The list's parameters and the choice, without the act."""
        kept = listing_parameters(self.request.GET)
        kept.pop(ACT, None)
        return kept

    @cached_property
    def rows(self) -> QuerySet[Submission]:
        """In the order of the list."""
        order = self._whole.order
        if self.everything:
            return self._whole.chosen.order_by(*order)
        return Submission.objects.visible_to(self.user).filter(pk__in=self.ids).order_by(*order)

    @cached_property
    def how_many(self) -> int:
        return self._whole.how_many_chosen if self.everything else self.rows.count()

    @cached_property
    def _whole(self) -> Listing:
        """The list in which they were chosen."""
        return Listing(self.request)

    @property
    def cut_at(self) -> int | None:
        """How many of those chosen the list shows, where words are searched that stand in more; else None."""
        return self._whole.cut_at if self.everything else None

    @property
    def is_too_many(self) -> bool:
        return self.how_many > MOST_ROWS
