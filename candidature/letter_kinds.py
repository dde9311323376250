"""The letters to applicants, each with an invented example to a call. Other apps add their own."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from candidature.confirmations import letters as confirmation_letters
from candidature.confirmations.examples import examples as confirmation_examples
from candidature.letters import draft_letters
from candidature.letters.examples import (
    MOMENT,
    OFFICE,
    closing,
    example,
    example_about_draft,
    example_of_ways_back,
)
from candidature.pages.calls import CallPage
from candidature.pages.enclosures import enclosures
from candidature.pages.promised import AfterInfoTerm
from candidature.receipts.examples import with_what_was_sent
from portal.letter_kinds import Example, LetterKind

_NAMES = (
    "receipt",
    "info_requested",
    "info_received",
    "info_reminder",
    "more_time",
    "info_lapsed",
    "forewarned",
    "forewarned_reminder",
    "reconsidered",
    "closed_incomplete",
    "corrected",
    "admissible",
    "accepted",
    "reserve",
    "rejected",
    "reopened",
    "withdrawn",
    "revoked",
    "new_link",
    "message",
    "already_sent",
    "prove_address",
    "address_asked",
    "prove_erasure",
    "erasure_asked",
    "erasure_refused",
    "erased",
)


def _page(**fields: Any) -> CallPage:
    return CallPage(
        title="Partner per un punto di ascolto", responsible_person="Ada Neri", **OFFICE, **fields
    )


_ASKED = ("Statuto", "Numero di iscrizione al RUNTS")


# They say what follows the term, which the page chooses; reasons told by the portal alone close it.
_BEFORE_A_TERM = ("info_requested", "info_reminder")
_FOREWARNING = ("forewarned", "forewarned_reminder")
# After the applicant was waited for.
_AFTER_WAITING = ("info_received", "info_lapsed", "reconsidered")


def _examples(letter: str) -> list[Example]:
    about: dict[str, Any] = {"day": MOMENT.date(), "asked": _ASKED}
    if letter in _BEFORE_A_TERM:
        return [example(letter, _page(after_info_term=after), **about) for after in AfterInfoTerm]
    found = [with_what_was_sent(example(letter, _page(), **about))]
    if letter in _AFTER_WAITING:
        found.append(with_what_was_sent(example(letter, _page(), was_suspended=True, **about)))
    if letter in _FOREWARNING:
        found.append(example(letter, _page(), closes_unobserved=True, **about))
    return found


def _open_page() -> CallPage:
    dates = {"opens_at": MOMENT, "closes_at": closing()}
    return _page(**dates, steps='[{"type": "step", "value": {}}]', privacy_notice_id=1)


def _waiting_page() -> CallPage:
    page = _open_page()
    page.most_partners, page.waits_for_others = 2, True
    return page


def _closed_page() -> CallPage:
    return _page(opens_at=MOMENT, closes_at=MOMENT + timedelta(days=9))


def _suspended_page() -> CallPage:
    page = _open_page()
    page.suspended = True
    return page


_PAGES_OF_DRAFTS: dict[str, tuple[Callable[[], CallPage], ...]] = {
    draft_letters.SAVED: (_open_page,),
    draft_letters.BEGUN_AGAIN: (_open_page,),
    # Whoever pressed in time confirms later.
    draft_letters.CONFIRM: (_open_page, _closed_page),
    draft_letters.CONFIRM_TO_ASK: (_waiting_page,),
    draft_letters.REMINDER: (_open_page,),
    draft_letters.EXTENDED: (_open_page,),
    draft_letters.SHORTENED: (_open_page,),
    draft_letters.REOPENED: (_open_page,),
    draft_letters.CLOSED: (_closed_page,),
    draft_letters.PASSED: (_closed_page,),
    draft_letters.SUSPENDED: (_suspended_page,),
    draft_letters.RESUMED: (_open_page,),
}


def _examples_about_draft(letter: str) -> list[Example]:
    before = MOMENT + timedelta(days=3)
    more = {"before": before, "reason": "Il decreto n. 12 sposta il termine."}
    return [example_about_draft(letter, page(), **more) for page in _PAGES_OF_DRAFTS[letter]]


def _examples_of_ways_back() -> list[Example]:
    return [example_of_ways_back(page) for page in (_open_page(), _closed_page())]


def _examples_of_confirming(letter: str) -> list[Example]:
    return confirmation_examples(letter, _open_page())


LETTERS = [
    LetterKind(f"candidature/letters/{name}.txt", partial(_examples, name), enclosures(name))
    for name in _NAMES
]
LETTERS += [
    LetterKind(f"candidature/letters/{name}.txt", partial(_examples_about_draft, name))
    for name in _PAGES_OF_DRAFTS
]
LETTERS += [
    LetterKind(f"candidature/letters/{name}.txt", partial(_examples_of_confirming, name))
    for name in (
        confirmation_letters.ASKED,
        confirmation_letters.REMINDER,
        confirmation_letters.ANSWERED,
        confirmation_letters.UNDELIVERED,
    )
]
LETTERS.append(LetterKind("candidature/letters/way_back.txt", _examples_of_ways_back))
