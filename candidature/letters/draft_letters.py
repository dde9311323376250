"""Letters about a draft, to the address in it: where it is found again. No answer is told in them.

The link is made when the letter leaves (`candidature.links.draft_links`).
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.crypto import get_random_string

from candidature.letters.writing import in_short
from candidature.pages.contacts import Contact, contact_of, contact_of_stored
from candidature.pages.participation import ParticipationPage
from candidature.pages.translations import in_spoken_words
from candidature.submissions.drafts import Draft
from portal.languages import reading, spoken
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people import names
from portal.people.addresses import normal

LINK = "candidature.draft"
# Written when its applicant saves it; and when somebody begins another with the same address.
SAVED = "draft_saved"
BEGUN_AGAIN = "draft_begun_again"
# Written when its applicant sends it and the address is still to be proved.
CONFIRM = "draft_confirm"
# The same where others are to confirm first: the proof has them written to, and sends nothing.
CONFIRM_TO_ASK = "draft_confirm_to_ask"
# Written before the closing (`candidature.intake.reminders`).
REMINDER = "draft_reminder"
# Written when the term of its page was moved (`candidature.intake.moved_terms`).
OF_A_TERM = ":draft_term_"
EXTENDED = "draft_term_extended"
SHORTENED = "draft_term_shortened"
REOPENED = "draft_term_reopened"
CLOSED = "draft_term_closed"
CANCELLED = "draft_term_cancelled"
SUSPENDED = "draft_term_suspended"
RESUMED = "draft_term_resumed"
# Written once the term is over (`candidature.intake.passed_terms`).
PASSED = "draft_term_passed"
# They answer what their reader has just done, and leave before others.
_WAITED_FOR = (SAVED, BEGUN_AGAIN, CONFIRM, CONFIRM_TO_ASK)
# They leave outside the quiet hours of their page.
NOBODY_WAITS_FOR = (REMINDER, PASSED)
WITH_A_WAY_ON = (EXTENDED, SHORTENED, REOPENED, RESUMED)
# What its letter carries: a link and a code (`candidature.links.draft_codes`).
CODE = "candidature.draft_code"
# What it carries: a way on, and a way to get no more of them.
REMINDER_LINKS = "candidature.draft_reminder"
_REFERENCE = "bozza-"
_LINK_KINDS = {
    **dict.fromkeys((CONFIRM, CONFIRM_TO_ASK), CODE),
    **dict.fromkeys((REMINDER, *WITH_A_WAY_ON), REMINDER_LINKS),
}


def reference(draft: Draft) -> str:
    """By what its letters are found: they go with it."""
    return f"{_REFERENCE}{draft.pk}"


def write(letter: str, draft: Draft) -> None:
    """Puts a letter in the outbox. It leaves if, and only if, the surrounding transaction is kept."""
    outbox.enqueue_many(of_a_page(letter, [draft], draft.page.specific, get_random_string(22)))


def is_reminded(occasion: str) -> Exists:
    """Whether the reminder of an occasion about an outer draft is written, for a query."""
    number = Cast(OuterRef("pk"), CharField())
    key = Concat(Value(_REFERENCE), number, Value(f":{REMINDER}:{occasion}"))
    return Exists(OutboxMessage.objects.filter(key=key))


def reminders(drafts: Iterable[Draft], page: ParticipationPage, occasion: str) -> list[OutboxMessage]:
    """Letters about drafts of a page, not written yet: one for each draft and occasion."""
    return of_a_page(REMINDER, drafts, page, occasion)


def of_a_page(
    letter: str,
    drafts: Iterable[Draft],
    page: ParticipationPage,
    occasion: str,
    more: Mapping[str, Any] | None = None,
) -> list[OutboxMessage]:
    """The same letter about drafts of a page, not written yet: one for each draft and occasion.

    Args:
        more: what its template reads besides.
    """
    by_language: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_language.setdefault(draft.language, []).append(draft)
    made = []
    for language, some in by_language.items():
        with reading(language):
            told = in_spoken_words(page)
            page_url = urljoin(settings.SITE_URL, told.get_url() or "")
            contact = contact_of_stored(told)
            made += [_message(letter, draft, told, page_url, contact, occasion, more) for draft in some]
    return made


def _message(
    letter: str,
    draft: Draft,
    page: ParticipationPage,
    page_url: str,
    contact: Contact,
    occasion: str,
    more: Mapping[str, Any] | None,
) -> OutboxMessage:
    return outbox.message(
        key=f"{reference(draft)}:{letter}:{occasion}",
        recipient=draft.email,
        language=spoken(),
        subject=subject_for(letter, page),
        body=blocks_of(letter, draft, page, page_url, more, contact),
        link_kind=_LINK_KINDS.get(letter, LINK),
        link_target=str(draft.pk),
        related_to=reference(draft),
        reply_to=contact.email,
        quiet=page.quiet_hours if letter in NOBODY_WAITS_FOR else None,
        lane=OutboxMessage.Lane.FIRST if letter in _WAITED_FOR else OutboxMessage.Lane.ORDINARY,
    )


def carries_a_code(letter: str) -> bool:
    """Whether a letter about a draft has, where its link is, the code too that proves the address."""
    return _LINK_KINDS.get(letter) == CODE


def carries_the_way_to_stop(letter: str) -> bool:
    """Whether a letter about a draft has, where its link is, the link too that ends such letters."""
    return _LINK_KINDS.get(letter) == REMINDER_LINKS


def latest(draft: Draft, kind: str = LINK) -> OutboxMessage | None:
    """The letter written last of a kind, `LINK` or `CODE`, about this draft to its present address."""
    letters = OutboxMessage.objects.filter(related_to=reference(draft), link_kind=kind)
    address = normal(draft.email)
    return next((letter for letter in letters[:20] if normal(letter.recipient) == address), None)


def forget(draft: Draft) -> None:
    """Deletes the letters about a draft that is forgotten."""
    OutboxMessage.objects.filter(related_to=reference(draft)).delete()


def subject_for(letter: str, page: ParticipationPage) -> str:
    return f"{page.words.subjects[letter]} – {in_short(page.title)}"


def way_to_confirm(address: str, code: str) -> list[Block]:
    """What stands in the letter in the place of `Late`: a link, and a code in two halves."""
    middle = len(code) // 2
    context = {"link": address, "code": f"{code[:middle]} {code[middle:]}"}
    return rendered("candidature/letters/_way_to_confirm.txt", context)


def ways_of_a_reminder(address: str, stop: str) -> list[Block]:
    """What stands in a reminder in the place of `Late`: the way on, and the way to get no more."""
    return rendered("candidature/letters/_ways_of_a_reminder.txt", {"link": address, "stop": stop})


def blocks_of(
    letter: str,
    draft: Draft,
    page: ParticipationPage,
    page_url: str,
    more: Mapping[str, Any] | None = None,
    contact: Contact | None = None,
) -> list[Block]:
    """A letter, with the placeholder where the link goes, or the place of the ways on.

    Args:
        contact: whom to ask; None for whom the page names.
    """
    context = {
        "contact": contact or contact_of(page, None, None),
        **(more or {}),
        "heading": page.words.subjects[letter],
        "draft": draft,
        "greeted": names.greeting(draft.first_name),
        "page": page,
        "link": outbox.LINK_PLACEHOLDER,
        "page_url": page_url,
    }
    return rendered([f"{folder}/{letter}.txt" for folder in page.letter_folders], context)
