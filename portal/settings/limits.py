"""What a visitor without an account may use. Each is described in `docs/operations.md`."""

from portal.settings.environment import MOST_MINUTES, stop, whole_number

MOST = 1_000_000
# Those that make no sense beyond less, or may be more.
MOST_OF = {
    "CHALLENGE_WAIT_SECONDS": 600,
    "MINIMUM_SECONDS": 60,
    "LIMIT_STORE_MB": 100_000_000,
    "PREVIEW_LINK_DAYS": 90,
    "NOTE_EDIT_MINUTES": MOST_MINUTES,
}
# Those that a zero turns off.
MAY_BE_ZERO = ("MINIMUM_SECONDS", "NOTE_EDIT_MINUTES")
# A whole office, or the hall of an event, stands behind one address: these stop programs, not people.
DEFAULTS = {
    "LIMIT_DRAFTS_PER_HOUR": 120,
    "CHALLENGE_DRAFTS_PER_HOUR": 20,
    "CHALLENGE_DRAFTS_OF_ONE_FORM": 100,
    "CHALLENGE_WAIT_SECONDS": 20,
    "MINIMUM_SECONDS": 3,
    "LIMIT_UPLOAD_MB_PER_HOUR": 400,
    "LIMIT_LETTERS_PER_HOUR": 120,
    "LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR": 20,
    "LIMIT_SIGN_UPS_PER_HOUR": 200,
    "LIMIT_SEATS_PER_HOUR": 20,
    "LIMIT_SEATS_OF_ONE_MAILBOX_PER_HOUR": 6,
    "LIMIT_WAYS_BACK_PER_HOUR": 60,
    "LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR": 6,
    "LIMIT_FOLLOWING_PER_HOUR": 30,
    "LIMIT_FOLLOWING_TO_ONE_ADDRESS_PER_DAY": 5,
    "LIMIT_FOLLOWING_OF_ALL_PER_HOUR": 1_000,
    "LIMIT_SIGNING_PER_HOUR": 120,
    "LIMIT_SIGNING_WITH_ONE_ADDRESS_PER_DAY": 5,
    "LIMIT_SIGNING_OF_ALL_PER_HOUR": 2_000,
    "LIMIT_MESSAGES_PER_DAY": 20,
    "LIMIT_DOCUMENTS_PER_HOUR": 300,
    "LIMIT_SEARCHES_IN_VAIN_PER_HOUR": 30,
    "LIMIT_RATINGS_PER_HOUR": 40,
    "LIMIT_RATINGS_OF_ONE_PAGE_PER_HOUR": 300,
    "LIMIT_RATINGS_IN_ALL_PER_DAY": 5_000,
    "LIMIT_PROBLEMS_PER_HOUR": 10,
    "LIMIT_PROBLEMS_OF_ONE_PAGE_PER_DAY": 30,
    "LIMIT_PROBLEMS_IN_ALL_PER_DAY": 200,
    "LIMIT_DRAFT_MB": 100,
    "LIMIT_DRAFT_FILES": 40,
    "LIMIT_STORE_MB": 20 * 1024,
    "DISK_FREE_MB": 500,
    "DISK_FREE_FOR_TEXT_MB": 100,
    "PREVIEW_LINK_DAYS": 7,
    "NOTE_EDIT_MINUTES": 30,
}


def from_environment() -> dict[str, int]:
    """The limits, each a whole number of 1 or more, or of 0 where that turns it off."""
    found = {
        name: whole_number(name, 0 if name in MAY_BE_ZERO else 1, MOST_OF.get(name, MOST), default=default)
        for name, default in DEFAULTS.items()
    }
    if found["DISK_FREE_FOR_TEXT_MB"] >= found["DISK_FREE_MB"]:
        # Texts would be refused while files are still taken, and nobody warned before.
        stop("DISK_FREE_FOR_TEXT_MB is wrong, it must be less than DISK_FREE_MB.")
    return found
