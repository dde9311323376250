"""Between "Invia" and sending: whoever writes proves that they read what is sent to the address they wrote.

Either they press a button behind a link that only a letter to that address carried, or they type the code of
such a letter. The moment of "Invia" is kept: who pressed it in time is not late because a letter is slow.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from candidature.intake import others, quotas
from candidature.intake.draft_mail import WAITING
from candidature.intake.drafts import lock_draft, move
from candidature.intake.receiving import AnswersChangedError
from candidature.letters import draft_letters
from candidature.links import draft_codes, draft_links
from candidature.pages.participation import ParticipationPage
from candidature.submissions import content
from candidature.submissions.drafts import Draft, SendingRequest
from candidature.submissions.form_versions import FormVersion
from portal.people import addresses

# However slow letters are, the moment of "Invia" counts no longer than so.
AT_MOST = timedelta(days=7)
# Asked for again sooner, the letter that left is the one.
PAUSE = timedelta(minutes=2)


def keep_press(
    draft: Draft,
    page: ParticipationPage,
    *,
    pressed_at: datetime,
    notice_id: int,
    shown: str,
    seen: str | None = None,
) -> bool:
    """Keeps the moment of "Invia", and what was ready to be sent then; whether it may be sent at that moment.

    After the closing a further press keeps the one before it: nothing new is sent by it.

    Args:
        shown: the digest of the form in whose words the answers were seen; it is the page's.
        seen: the digest of what was seen (`submissions.content`); not asked, unless given.

    Raises:
        AnswersChangedError: another tab wrote something meanwhile; the press is not kept.
        DraftGoneError: the draft was sent or forgotten meanwhile, or its link was replaced.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        if counting_moment(locked, page, pressed_at) is None:
            return False
        if page.accepts(pressed_at):
            if page.form_digest != shown:
                return False
            is_now = content.of_draft(locked)
            if seen is not None and seen != is_now:
                raise AnswersChangedError
            now = {
                "pressed_at": pressed_at,
                "notice_id": notice_id,
                "content": is_now,
                "form_version": FormVersion.objects.holding(page.schema, page.form_digest),
            }
            SendingRequest.objects.update_or_create(draft=locked, defaults={**now, "confirm_until": None})
        return True


def write_letter(draft: Draft, *, client: str) -> bool:
    """Mails the letter that asks to confirm; False where one waits, or has just left and is still good.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile, or its link was replaced.
        LimitReachedError: too many letters from here, or to this address, in this hour.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        last = draft_letters.latest(locked, draft_letters.CODE)
        if last is not None:
            is_recent = last.sent_at is not None and last.sent_at > timezone.now() - PAUSE
            if last.status in WAITING or (is_recent and locked.codes.exists()):
                return False
        if client:
            quotas.letter(client, locked.email)
        asks_others = others.awaits(locked, locked.page.specific, timezone.now())
        draft_letters.write(draft_letters.CONFIRM_TO_ASK if asks_others else draft_letters.CONFIRM, locked)
        return True


def correct_address(draft: Draft, email: str, *, form_key: str) -> str | None:
    """Writes another address, in time or after the closing; the letter to it is still to be written.

    Returns:
        The new secret of the draft, unless the address is the same: the old links and codes are of no use.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile, or its link was replaced.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        SendingRequest.objects.filter(draft=locked).update(typed_email="")
        return move(locked, {"email": email}, form_key)


def keep_typed_address(draft: Draft, typed: str) -> None:
    """Keeps an address as it was typed that is not one, to be shown again."""
    SendingRequest.objects.filter(draft=draft).update(typed_email=typed)


def read_notice(draft: Draft, notice_id: int) -> None:
    """Notes that a privacy notice which took the place of another since "Invia" was read."""
    SendingRequest.objects.filter(draft=draft).update(notice_id=notice_id)


def prove_by_code(draft: Draft, typed: str) -> bool:
    """Notes the address as proved if the code was mailed to it; whether it was.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile, or its link was replaced.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        is_right = draft_codes.is_right(locked, typed)
        if is_right:
            prove(locked)
            # A page that is shown again because nothing can be sent now asks for no second code.
            draft.proved_email = locked.proved_email
        return is_right


def prove(draft: Draft) -> None:
    """Notes that whoever writes a draft reads what is sent to its present address."""
    draft.proved_email = addresses.normal(draft.email)
    Draft.objects.filter(pk=draft.pk).update(proved_email=draft.proved_email)


def is_proved(draft: Draft, token: str) -> bool:
    """Whether the address needs no further proof from whoever came with this secret."""
    return draft.is_proved or draft_links.is_mailed(draft, token)


def form_pressed(draft: Draft) -> FormVersion | None:
    """The questions that the summary showed when "Invia" was pressed on it; None if it never was."""
    request = SendingRequest.objects.select_related("form_version").filter(draft=draft).first()
    return request.form_version if request else None


def counting_moment(draft: Draft, page: ParticipationPage, at: datetime) -> datetime | None:
    """The moment at which a draft counts as sent, if it may be sent at `at`: that one, or that of "Invia"."""
    if page.accepts(at):
        # A press that arrived in time, but took so long that something was written after the closing.
        is_overtaken = draft.written_at and page.closes_at and draft.written_at >= page.closes_at
        return None if is_overtaken else at
    request = SendingRequest.objects.filter(draft=draft).first()
    if request is None or not page.takes_what_was_pressed(request.pressed_at, at):
        return None
    # That press asked others, of whom nothing counts after the closing: not only the address was missing.
    if not others.had_confirmed(draft, page, request.pressed_at):
        return None
    latest = request.pressed_at + AT_MOST
    # What was written after the closing is not sent by a press before it.
    is_the_same = request.content == content.of_draft(draft)
    in_time = at < min(latest, request.confirm_until or latest)
    return page.sent_at(request.pressed_at, at) if is_the_same and in_time else None
