"""What the two registers have in common: rows are marked as read or as put right."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.accounts.models import User
from portal.italian.days import with_article
from portal.registers.marking import MarkedRegister
from riscontri.handling import Handled, State, mark


class HandledRegister(MarkedRegister):
    """A register of rows that are `Handled`."""

    model: ClassVar[type[Handled]]
    bar_words = gettext_lazy("Segna le righe scelte come:")
    nothing_chosen = gettext_lazy("Scegli prima almeno una riga.")

    def states(self) -> list[tuple[str, Any]]:
        return list(State.choices)

    def mark(self, numbers: Iterable[int], state: str, user: User) -> int:
        return mark(self.model, numbers, State(state), user)

    def marked(self, changed: int) -> str:
        return ngettext("%(n)d riga segnata.", "%(n)d righe segnate.", changed) % {"n": changed}

    def choice_words(self, row: Any) -> str:
        return _("Scegli la riga %(moment)s") % {
            "moment": with_article(localtime(self.moment_of(row)), "del j F Y, H:i")
        }

    def moment_of(self, row: Any) -> datetime:
        """When it came."""
        raise NotImplementedError
