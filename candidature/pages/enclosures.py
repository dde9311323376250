"""What the letters about a submission carry."""

# The letters that say that something arrived, and the kind of the attachment that proves it.
CONFIRMING_LETTERS = frozenset({"receipt", "seat_confirmed", "waiting_list", "info_received", "corrected"})
RECEIPT_PDF = "candidature.receipt_pdf"
# The part of their text that holds what was sent.
ANSWERS = "candidature.answers"


def enclosures(letter: str) -> tuple[str, ...]:
    """The kinds of attachment that a letter of this name has, whatever page it is about."""
    return (RECEIPT_PDF,) if letter in CONFIRMING_LETTERS else ()
