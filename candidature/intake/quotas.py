"""What one visitor may begin, store, send and seize, and the sentence when a bound is reached.

Nothing typed is ever thrown away by one of these: the text stays in the form or in the draft.
"""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidature.submissions import draft_rows
from candidature.submissions.files import models_with_files
from candidature.submissions.partial import PartialUpload
from moduli import Answers
from portal.health import disk_space
from portal.health.readiness import Finding, State
from portal.limits import counting as limits
from portal.limits.counting import Limit, LimitReachedError
from portal.pdf.counted import DOCUMENTS
from portal.people import addresses

MEGABYTE = 1024 * 1024
_BLANK: tuple[Any, ...] = (None, "", [], {})
# Of the whole store: from here on whoever runs the portal is warned, and applicants notice nothing yet.
WARN_AT = 0.9

# Drafts of one page begun within this time are a crowd, if they are many.
CROWD_WITHIN = timedelta(minutes=10)

DRAFTS = Limit("drafts", "LIMIT_DRAFTS_PER_HOUR")
UPLOADED_BYTES = Limit("uploaded bytes", "LIMIT_UPLOAD_MB_PER_HOUR", unit=MEGABYTE)
# What all visitors write together is bounded by the room on the disk, which no count has to be kept of.
TEXTS_OF_ALL = Limit("texts of all", "DISK_FREE_FOR_TEXT_MB")
# After so long it is worth trying again.
ROOM_WITHIN = timedelta(minutes=15)

LETTERS = Limit("letters", "LIMIT_LETTERS_PER_HOUR")
LETTERS_TO_ONE_ADDRESS = Limit("letters to one address", "LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR")
SIGN_UPS = Limit("sign-ups", "LIMIT_SIGN_UPS_PER_HOUR")
SEATS_OF_ONE_MAILBOX = Limit("seats of one mailbox", "LIMIT_SEATS_OF_ONE_MAILBOX_PER_HOUR")
# Of seats that are given to whoever comes first, one network takes one in so many within an hour.
SHARE_OF_SEATS = 3
# Counted apart from the letters that leave: a refusal must not tell that somebody else was written to.
WAYS_BACK = Limit("ways back", "LIMIT_WAYS_BACK_PER_HOUR")
BEGUN_AGAIN = Limit("drafts begun again", "LIMIT_WAYS_BACK_PER_HOUR")
BEGUN_AGAIN_TO_ONE_ADDRESS = Limit(
    "drafts begun again with one address", "LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR"
)
WAYS_BACK_TO_ONE_ADDRESS = Limit("ways back to one address", "LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR")


class NoRoomError(Exception):
    """A file is not taken. The message is a sentence for the person."""


def begin_draft(client: str) -> None:
    """Counts a draft.

    Raises:
        LimitReachedError: too many from here in this hour, or too little room for what all write.
    """
    _room_for_texts()
    limits.spend(DRAFTS, client)


def is_crowded(client: str, page_id: int) -> bool:
    """Whether so much is begun, from here or on this page, that the next ones are slowed down a little.

    Drafts that were sent are no part of the crowd: their address was proved.
    """
    if limits.used(DRAFTS, client) >= settings.LIMITS["CHALLENGE_DRAFTS_PER_HOUR"]:
        return True
    most = settings.LIMITS["CHALLENGE_DRAFTS_OF_ONE_FORM"]
    return draft_rows.begun_since(page_id, timezone.now() - CROWD_WITHIN, most) >= most


def sign_up(client: str, page_id: int) -> None:
    """Counts a sign-up to one event.

    Raises:
        LimitReachedError: too many for this event from here in this hour.
    """
    limits.spend(SIGN_UPS, f"{page_id} {client}")


def seat(client: str, address: str, page_id: int, capacity: int) -> None:
    """Counts a sign-up to one event whose seats are given to whoever comes first.

    A third of them may go to one network within an hour, or `LIMIT_SEATS_PER_HOUR` where that is more.

    Args:
        address: of who signs up, which was proved; any address of a mailbox counts for it.
        capacity: how many seats the event has.

    Raises:
        LimitReachedError: too many for this event from here, or with this mailbox, in this hour.
    """
    most = max(settings.LIMITS["LIMIT_SEATS_PER_HOUR"], capacity // SHARE_OF_SEATS)
    limits.spend(SIGN_UPS, f"{page_id} {client}", leaving=max(0, SIGN_UPS.most - most))
    limits.spend(SEATS_OF_ONE_MAILBOX, f"{page_id} {addresses.box(address)}")


def letter(client: str, recipient: str) -> None:
    """Counts a letter that a visitor causes to an address that nobody has proved to be theirs.

    Raises:
        LimitReachedError: too many from here, or to this address, in this hour.
    """
    limits.spend(LETTERS, client)
    limits.spend(LETTERS_TO_ONE_ADDRESS, addresses.box(recipient))


def letter_about_draft(client: str, recipient: str) -> None:
    """Counts a letter with the way back to a draft among the others.

    It never takes the second half of what is allowed: that is for what is sent, whose receipt must leave.

    Raises:
        LimitReachedError: too many from here, or to this address, in this hour.
    """
    limits.spend(LETTERS, client, leaving=LETTERS.most // 2)
    limits.spend(LETTERS_TO_ONE_ADDRESS, addresses.box(recipient), leaving=LETTERS_TO_ONE_ADDRESS.most // 2)


def begun(client: str, address: str) -> None:
    """Counts a draft begun, among the letters that would tell its address of an earlier one.

    Counted whether there is an earlier one or not, and apart from the letters that a visitor sees leave: what
    is left of those must not tell whose address is known.

    Args:
        address: as `addresses.normal` gives it.

    Raises:
        LimitReachedError: too many from here, or with this address, in this hour.
    """
    limits.spend(BEGUN_AGAIN, client)
    limits.spend(BEGUN_AGAIN_TO_ONE_ADDRESS, address)


def way_back(client: str, address: str) -> None:
    """Counts a request for the letter that leads back to all that an address began or sent.

    Args:
        address: as `addresses.normal` gives it; it may be nobody's.

    Raises:
        LimitReachedError: too many from here, or for this address, in this hour.
    """
    limits.spend(WAYS_BACK, client)
    limits.spend(WAYS_BACK_TO_ONE_ADDRESS, address)


def text(client: str, answers: Answers, *, held: Answers | None = None) -> None:
    """Counts what is typed into a draft among the bytes that a visitor stores.

    Args:
        client: whose quota counts it; empty for an account, which has none.
        held: what is stored of it by now: what differs in nothing asks for no room.

    Raises:
        LimitReachedError: too much from here in this hour, or too little room for what all write.
    """
    if client and _adds(answers, held or {}):
        _room_for_texts()
    sent_text(client, answers)


def sent_text(client: str, answers: Answers) -> None:
    """Counts what is typed and sent by one press, which finds room as long as there is any.

    Args:
        client: see `text`.

    Raises:
        LimitReachedError: too much from here in this hour.
    """
    if client:
        limits.spend(UPLOADED_BYTES, client, len(json.dumps(answers)))


def _adds(answers: Answers, held: Answers) -> bool:
    """Whether anything would be stored that is not there; what is left blank takes no room."""
    return any(value not in _BLANK and held.get(key) != value for key, value in answers.items())


def _room_for_texts() -> None:
    """Asks whether visitors may write more.

    Raises:
        LimitReachedError: so little room is left that it is kept for what is ready to be sent.
    """
    if disk_space.is_shortest():
        raise LimitReachedError(TEXTS_OF_ALL, timezone.now() + ROOM_WITHIN)


def upload(client: str, size: int) -> None:
    """Counts the bytes of a file, and asks whether the whole store still takes them.

    Args:
        client: whose quota counts them; empty for an account, which has none.

    Raises:
        NoRoomError: with the sentence.
    """
    if stored_bytes() + size > settings.LIMITS["LIMIT_STORE_MB"] * MEGABYTE or disk_space.is_short():
        raise NoRoomError(
            _(
                "Il file «%(name)s» non è stato salvato: lo spazio del portale per i file è finito, e chi lo "
                "gestisce è avvisato. Le risposte scritte restano: riprova più tardi."
            )
        )
    if not client:
        return
    try:
        limits.spend(UPLOADED_BYTES, client, size)
    except LimitReachedError as reached:
        raise NoRoomError(
            _(
                "Il file «%(name)s» non è stato salvato: da questa rete sono arrivati molti file in poco "
                "tempo. Le risposte scritte restano: riprova dopo le {hour}."
            ).format(hour=_hour(reached.retry_at))
        ) from reached


class _Sized(Protocol):
    size: int


def room_for(held: Collection[_Sized], size: int) -> None:
    """Asks whether another file of this size may be attached to what holds these.

    Raises:
        NoRoomError: with the sentence.
    """
    most_files, megabytes = settings.LIMITS["LIMIT_DRAFT_FILES"], settings.LIMITS["LIMIT_DRAFT_MB"]
    if len(held) >= most_files or sum(file.size for file in held) + size > megabytes * MEGABYTE:
        raise NoRoomError(
            _(
                "Il file «%(name)s» non è stato salvato: tutti insieme i file possono essere al massimo "
                "{files} e {megabytes} MB. Rimuovi quelli che non servono."
            ).format(files=most_files, megabytes=megabytes)
        )


def stored_bytes() -> int:
    """What all files on private storage take, those on their way in as if they were whole."""
    kinds = (*models_with_files(), PartialUpload)
    return sum(kind._default_manager.order_by().aggregate(total=Sum("size"))["total"] or 0 for kind in kinds)


def check_store() -> Finding:
    """For `/readyz`: how full the store is; a warning while there is still room to act."""
    percent = 100 * stored_bytes() // (settings.LIMITS["LIMIT_STORE_MB"] * MEGABYTE)
    figures = {"full_percent": percent}
    if percent >= 100 * WARN_AT:
        return Finding(State.WARNING, "almost full", figures)
    return Finding(State.OK, figures=figures)


def sentence(reached: LimitReachedError, contact: str = "") -> str:
    """What happened, when to try again and whom to write to, for the page that could not do it."""
    what = {
        DRAFTS: _("Da questa rete sono state iniziate molte bozze in poco tempo."),
        UPLOADED_BYTES: _("Da questa rete sono arrivati molti dati in poco tempo."),
        TEXTS_OF_ALL: _(
            "Lo spazio del portale è quasi finito, e chi lo gestisce è avvisato. Per ora non si salva altro "
            "testo, ma ciò che è già salvato si può inviare."
        ),
        SIGN_UPS: _("Da questa rete sono arrivate molte iscrizioni a questo evento in poco tempo."),
        SEATS_OF_ONE_MAILBOX: _(
            "Con questo indirizzo email sono già arrivate molte iscrizioni a questo evento in poco tempo."
        ),
        LETTERS: _("Da questa rete sono partiti molti invii in poco tempo."),
        DOCUMENTS: _("Da questa rete sono stati chiesti molti documenti in poco tempo."),
        WAYS_BACK: _("Da questa rete sono arrivate molte richieste in poco tempo."),
        WAYS_BACK_TO_ONE_ADDRESS: _(
            "Per questo indirizzo la lettera è già stata chiesta più volte: guarda anche nella posta "
            "indesiderata."
        ),
        LETTERS_TO_ONE_ADDRESS: _("A questo indirizzo email abbiamo già scritto molte volte in poco tempo."),
    }[reached.limit]
    nothing_typed = reached.limit == DOCUMENTS
    retry = (
        _("Riprova dopo le %(hour)s.")
        if nothing_typed
        else _("Ciò che hai scritto è ancora qui: riprova dopo le %(hour)s.")
    ) % {"hour": _hour(reached.retry_at)}
    whom = _("Se non puoi aspettare, scrivi a %(contact)s.") % {"contact": contact} if contact else ""
    return " ".join(part for part in (what, retry, whom) if part)


def _hour(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")
