"""Which sets an account may choose from: those of the portal, and those of editors that it may see."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property

from candidature.ready_sets import contents
from candidature.ready_sets.contents import Contents, UnusableSetError
from candidature.ready_sets.models import OwnSet
from candidature.ready_sets.supplied import SUPPLIED, SuppliedSet
from portal.models import User

# Before the number of a set that an editor made, in its key.
_OWN = "gruppo-"


@dataclass(frozen=True)
class ReadySet:
    """A set, whoever made it.

    Attributes:
        key: by which it is asked for.
        own: the row, where an editor made it.
    """

    key: str
    name: str
    about: str
    content: Any
    own: OwnSet | None = None

    @cached_property
    def contents(self) -> Contents:
        """What goes into a form; keys are new each time that a set is read.

        Raises:
            UnusableSetError
        """
        return contents.unpacked(self.content)

    @property
    def size_in_words(self) -> str:
        return contents.in_words(self.content)

    @property
    def refusal(self) -> str:
        """Why no form can be made of it; empty where one can."""
        try:
            self.contents  # noqa: B018 - asked for what it raises
        except UnusableSetError as error:
            return str(error)
        return ""


def offered_to(user: User) -> list[ReadySet]:
    """Those of the portal first, then the account's own and those that it may see. One query."""
    own = OwnSet.objects.visible_to(user).select_related("made_by")
    return [*map(_of_portal, SUPPLIED), *map(_of_editor, own)]


def find(key: str, user: User) -> ReadySet | None:
    """The set of this key; None where there is none that the account may see."""
    for one in SUPPLIED:
        if one.key == key:
            return _of_portal(one)
    number = key.removeprefix(_OWN)
    if number == key or not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    own = OwnSet.objects.visible_to(user).select_related("made_by").filter(pk=int(number)).first()
    return _of_editor(own) if own else None


def _of_portal(one: SuppliedSet) -> ReadySet:
    return ReadySet(one.key, one.name, one.about, list(one.steps))


def _of_editor(own: OwnSet) -> ReadySet:
    return ReadySet(f"{_OWN}{own.pk}", own.name, own.about, own.content, own)
