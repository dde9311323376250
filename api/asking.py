"""What a request asks of a list, said in its address; whatever it says wrongly is told in a sentence."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from candidature.pages import listing
from portal.pages import pagination
from territori.models import Zone

PAGE = pagination.PARAMETER
LANGUAGE, SINCE, KIND, ZONE, STATE = "lingua", "dal", "tipo", "zona", listing.PARAMETER
# Those of every list.
COMMON = (PAGE, LANGUAGE, SINCE)
PARAMETERS = (*COMMON, KIND, ZONE, STATE)
# No list has a part of a longer number.
_MOST_DIGITS = 7
# No page is older.
_FIRST_YEAR = 2000


class WrongQuestionError(ValueError):
    """An address that asks for what is not there; the message is for whoever wrote it."""


@dataclass(frozen=True)
class Question:
    """What of a list is asked for.

    Attributes:
        page: the number of the part, from 1.
        language: pages of this language alone; of all where it is empty.
        since: pages published at this moment or later.
        kind: pages of one kind, by the name of its model.
        zone: what belongs to the page of this zone, by number.
        state: one of the lists of “Partecipa”.
        only: the page of this number alone.
    """

    page: int = 1
    language: str = ""
    since: datetime | None = None
    kind: str = ""
    zone: int | None = None
    state: listing.State | None = None
    only: int | None = None


def question(request: HttpRequest, known: Collection[str], kinds: Collection[str]) -> Question:
    """Reads an address.

    Args:
        known: the parameters that this list has.
        kinds: the kinds of pages there are.

    Raises:
        WrongQuestionError: a parameter is none, stands twice, or has a value that it cannot have.
    """
    for name in request.GET:
        if not known:
            raise WrongQuestionError(
                _("Il parametro «%(name)s» non esiste qui: questo indirizzo non ne ha.") % {"name": name}
            )
        if name not in known:
            raise WrongQuestionError(
                _("Il parametro «%(name)s» non esiste qui. Ci sono: %(known)s.")
                % {"name": name, "known": ", ".join(known)}
            )
        if len(request.GET.getlist(name)) > 1:
            raise WrongQuestionError(_("Il parametro «%(name)s» compare più volte.") % {"name": name})
    readers: dict[str, tuple[str, Callable[[str], Any]]] = {
        PAGE: ("page", _number),
        LANGUAGE: ("language", _among([code for code, _name in settings.LANGUAGES])),
        SINCE: ("since", _midnight),
        KIND: ("kind", _among(kinds)),
        ZONE: ("zone", _zone),
        STATE: ("state", lambda text: listing.State(_among(listing.State.values)(text))),
    }
    read = {}
    for name, text in request.GET.items():
        field, reader = readers[name]
        try:
            read[field] = reader(str(text))
        except ValueError as error:
            raise WrongQuestionError(
                _("Il parametro «%(name)s» vuole %(wanted)s.") % {"name": name, "wanted": error}
            ) from error
    return Question(**read)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text):
        return int(text)
    raise ValueError(_("un numero da 1 in su"))


def _midnight(text: str) -> datetime:
    """When a day begins where the portal is."""
    try:
        day = date.fromisoformat(text)
        if day.year < _FIRST_YEAR:
            raise ValueError
        return timezone.make_aware(datetime.combine(day, time.min))
    except (ValueError, OverflowError):
        raise ValueError(_("un giorno nella forma 2026-03-31")) from None


def _zone(text: str) -> int:
    """The page of a zone; its number is none of any page (0) where it has none."""
    found = (
        Zone.objects.filter(slug=text).values_list("page", flat=True).first() if "\0" not in text else None
    )
    if found is None:
        raise ValueError(_("la sigla di una zona che ha una pagina (si trova in «zone_code» dei territori)"))
    return int(found)


def _among(values: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text in values:
            return text
        raise ValueError(_("uno di: %(values)s") % {"values": ", ".join(sorted(values))})

    return read
