"""Letters to applicants: one source for each, written to the outbox when a change happens.

A letter is stored with a placeholder where the personal link goes; `candidature.links.secret_links` makes the
link when the letter leaves, so the outbox never holds a secret.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from candidature.letters import own_words
from candidature.letters.own_words import Wanted as WantedWords
from candidature.letters.own_words import Words
from candidature.pages.contacts import Contact, contact_of, contact_of_stored
from candidature.pages.enclosures import ANSWERS, CONFIRMING_LETTERS
from candidature.pages.participation import ParticipationPage
from candidature.pages.translations import each_in_spoken_words
from candidature.submissions.models import Submission
from portal.italian.days import with_article
from portal.languages import ITALIAN, reading, spoken
from portal.letters.blocks import Block, Made
from portal.letters.source import rendered
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.outbox.attachments import Wanted
from portal.people import names

FOLLOW_LINK = "candidature.follow"
# What a letter carries instead: a link and a code (`candidature.links.proofs`); the link of an objection.
PROOF = "candidature.proof"
OBJECTION = "candidature.objection"


# Of a page's title in a subject: most mailboxes show no more of it.
TITLE_IN_SUBJECT = 60
# They answer no act of their reader: they leave outside the quiet hours of their page.
_NOBODY_WAITS_FOR = ("info_reminder", "forewarned_reminder", "more_time", "info_lapsed")
# They answer an act of their reader, who waits for them: they leave before any other.
_WAITED_FOR = frozenset(
    {
        "receipt",
        "seat_confirmed",
        "waiting_list",
        "info_received",
        "corrected",
        "withdrawn",
        "new_link",
        "already_sent",
        "prove_address",
        "address_asked",
        "prove_erasure",
        "erasure_asked",
    }
)
# Their subject says until when.
_WITH_THE_TERM = ("info_requested", "info_reminder", "more_time", "forewarned", "forewarned_reminder")


def subject_for(letter: str, submission: Submission, page: ParticipationPage) -> str:
    """The subject line: what happened, to what, and the reference, by which an answer is known."""
    return f"{heading_for(letter, submission, page)} – {in_short(page.title)} ({submission.reference})"


def heading_for(letter: str, submission: Submission, page: ParticipationPage) -> str:
    """What happened, in a line; until when, where something is asked by a day."""
    words = str(page.words.subjects[letter])
    if letter in _WITH_THE_TERM and submission.info_due_at:
        day = with_article(localtime(submission.info_due_at), "il j F")
        return _("%(what)s entro %(day)s") % {"what": words, "day": day}
    return words


def in_short(title: str) -> str:
    """A title on one line, cut between two words where it is long."""
    line = " ".join(title.split())
    if len(line) <= TITLE_IN_SUBJECT:
        return line
    begins = line[: TITLE_IN_SUBJECT - 1]
    whole = begins.rsplit(" ", 1)[0] if line[len(begins)] != " " else begins
    return f"{whole.rstrip(' ,;:–-(')}…"


@dataclass(frozen=True)
class Letter:
    """One letter to be written: which template, about what, and the reason it gives, if any.

    The same letter is written once for each version of a submission. `occasion` tells letters of one kind
    apart that no change of state comes between. `attachments` are besides those that the page answers with
    (`ParticipationPage.letter_attachments`). `more` is what its template reads besides. `waits` says until
    when it can be taken back, `needs_approval` that somebody must read it before it leaves.
    """

    name: str
    submission: Submission
    page: ParticipationPage
    reason: str = ""
    occasion: str = ""
    attachments: tuple[Wanted, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    way: "Way | None" = None
    waits: outbox.Waiting | None = None
    needs_approval: bool = False


@dataclass(frozen=True)
class Way:
    """Where a letter leads, and to whom it goes, where that is not the personal page of its applicant.

    Attributes:
        link_kind: what stands in the place of the personal link; empty for nothing.
        target: what the link is for.
        recipient: another address than the submission's.
    """

    link_kind: str
    target: str = ""
    recipient: str = ""


def write(
    letter: str,
    submission: Submission,
    *,
    reason: str = "",
    occasion: str = "",
    attachments: tuple[Wanted, ...] = (),
    way: Way | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Puts a letter in the outbox. It leaves if, and only if, the surrounding transaction is kept."""
    page = submission.page.specific
    write_many([Letter(letter, submission, page, reason, occasion, attachments, more or {}, way)])


def write_many(letters: Iterable[Letter]) -> None:
    """Puts letters in the outbox, with a number of queries that does not depend on how many they are."""
    outbox.enqueue_many(messages(letters))


def key_of(letter: Letter) -> str:
    """By what a letter is known: the same is written once."""
    submission = letter.submission
    key = [submission.reference, str(submission.version), letter.name, letter.occasion]
    return ":".join(filter(None, key))


def messages(
    letters: Iterable[Letter], words: Mapping[WantedWords, Words] | None = None
) -> list[OutboxMessage]:
    """Letters as they will stand in the outbox, not written yet.

    Args:
        words: of the office (`own_words`), in the place of those that hold.
    """
    letters = list(letters)
    if words is None:
        words = own_words.find({_wanted(letter) for letter in letters})
    pages = _as_told(letters)
    made = []
    for letter in letters:
        language = letter.submission.language
        page, page_url, contact = pages[language, letter.page.pk]
        with reading(language):
            about = replace(letter, page=page)
            made.append(_message(about, page_url, contact, words.get(_wanted(letter))))
    return made


def _as_told(letters: Iterable[Letter]) -> dict[tuple[str, int], tuple[ParticipationPage, str, Contact]]:
    """By language and page, the page as letters in that language tell of it, its address, and whom to ask.

    One query for each language but Italian, and kind of page; more for a page that names nobody to ask.
    """
    wanted: dict[str, dict[int, ParticipationPage]] = {}
    for letter in letters:
        wanted.setdefault(letter.submission.language, {})[letter.page.pk] = letter.page
    found = {}
    for language, pages in wanted.items():
        with reading(language):
            for pk, page in each_in_spoken_words(pages.values()).items():
                # With several sites a page's own address is already complete.
                address = urljoin(settings.SITE_URL, page.get_url() or "")
                found[language, pk] = page, address, contact_of_stored(page)
    return found


def _wanted(letter: Letter) -> WantedWords:
    return WantedWords(letter.page.pk, letter.page.kind, letter.name)


def _message(letter: Letter, page_url: str, contact: Contact, words: Words | None) -> OutboxMessage:
    submission = letter.submission
    way = letter.way or Way(FOLLOW_LINK, str(submission.pk))
    return outbox.message(
        key=key_of(letter),
        recipient=way.recipient or submission.email,
        language=spoken(),
        subject=subject_for(letter.name, submission, letter.page),
        body=blocks_of(letter, page_url, words, contact),
        link_kind=way.link_kind,
        link_target=way.target,
        related_to=submission.reference,
        reply_to=contact.email,
        attachments=(*letter.page.letter_attachments(letter.name, submission), *letter.attachments),
        quiet=letter.page.quiet_hours if letter.name in _NOBODY_WAITS_FOR else None,
        lane=OutboxMessage.Lane.FIRST if letter.name in _WAITED_FOR else OutboxMessage.Lane.ORDINARY,
        waits=letter.waits,
        needs_approval=letter.needs_approval,
    )


def way_to_prove(address: str, code: str) -> list[Block]:
    """What stands in a letter in the place of `Late`: a link, and a code in two halves."""
    middle = len(code) // 2
    context = {"link": address, "code": f"{code[:middle]} {code[middle:]}"}
    return rendered("candidature/letters/_way_to_prove.txt", context)


def blocks_of(
    letter: Letter, page_url: str, words: Words | None = None, contact: Contact | None = None
) -> list[Block]:
    """A letter, with the placeholder where the personal link goes.

    Args:
        words: of the office, in the place of the portal's own.
        contact: whom to ask; None for whom the page names.
    """
    submission, page = letter.submission, letter.page
    # The office writes in Italian, and so is what stands in the place of its placeholders.
    with reading(ITALIAN):
        own = own_words.said(letter.name, submission, page, letter.reason, words)
    context = {
        "today": localdate(),
        **letter.more,
        "heading": heading_for(letter.name, submission, page),
        "submission": submission,
        "greeted": names.greeting(submission.first_name),
        "page": page,
        "contact": contact or contact_of(page, None, None),
        "reason": letter.reason,
        "own": own,
        "link": outbox.LINK_PLACEHOLDER,
        "page_url": page_url,
        "what_was_sent": _what_was_sent(letter),
    }
    return rendered([f"{folder}/{letter.name}.txt" for folder in page.letter_folders], context)


def _what_was_sent(letter: Letter) -> Made | None:
    if letter.name not in CONFIRMING_LETTERS:
        return None
    return Made(
        ANSWERS, str(letter.submission.pk), _("Qui la lettera riporta le risposte inviate e i file ricevuti.")
    )
