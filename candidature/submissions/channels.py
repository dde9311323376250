"""How something came in: by the portal's own pages, or to an office, where somebody typed it."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The way on which it reached the office; all but the first are typed at the desk."""

    ONLINE = "online", _("Online")
    PAPER = "paper", _("A mano, su carta")
    PHONE = "phone", _("Per telefono")
    POST = "post", _("Per posta o PEC")

    @classmethod
    def at_the_desk(cls) -> "list[tuple[str, str | Promise]]":
        """Those of which whoever types says one."""
        return [(value, label) for value, label in cls.choices if value != cls.ONLINE]


# After "received" and its moment, in a sentence.
_IN_A_SENTENCE: dict[str, Promise] = {
    Channel.PAPER: _("su carta"),
    Channel.PHONE: _("per telefono"),
    Channel.POST: _("per posta o PEC"),
}


def in_a_sentence(channel: str) -> str:
    """How it came, as a sentence goes on with it; empty for what was sent online."""
    return str(_IN_A_SENTENCE.get(channel, ""))
