"""The life of the secret links: a draft's, the receipt's, and the personal ones of what was sent.

Whoever began a draft knows its link, and may have given it to somebody else. So nothing of what is sent can
be reached from it: sending ends the draft's links (`draft_links` has those of letters) and makes a personal
link that only the browser that pressed "Invia" and the letter's recipient get to know. A change of address
ends a draft's links likewise, and writing by the link of a letter ends the others.

The database holds digests. What must be told twice (a button pressed twice, a letter tried again) is derived
anew from something that only the browser or the letter has (`portal.privacy.derived_secrets`).
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from candidature.actors import Actor
from candidature.letters import draft_letters
from candidature.letters import writing as letters
from candidature.links.models import (
    DraftCode,
    DraftLink,
    EndedDraftLink,
    FollowLink,
    FormKey,
    ReceiptHandOver,
)
from candidature.process import changes
from candidature.submissions.channels import Channel
from candidature.submissions.drafts import DRAFT_LIFETIME, EMPTY_DRAFT_LIFETIME, Draft, SendingRequest
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.models import Submission
from portal import rows
from portal.languages import ITALIAN
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people.addresses import normal
from portal.privacy.derived_secrets import derive
from portal.privacy.tokens import digest, is_well_formed, new_token

# A second press, or a browser that tries again, comes within this time; later a form's key is of no use.
SAME_PRESS = timedelta(minutes=15)
# How long the address shown after sending leads to the receipt: to read, reload and print it.
RECEIPT_SHOWN_FOR = timedelta(minutes=15)

RENEWED = "link_renewed"

# Ending a draft touches eight tables inside the lock for which everybody else who sends waits. As queries of
# models most of that time went into writing them.
_DRAFTS, _LINKS, _CODES, _ENDED_LINKS, _KEYS, _PRESSES, _LETTERS = (
    model._meta.db_table
    for model in (Draft, DraftLink, DraftCode, EndedDraftLink, FormKey, SendingRequest, OutboxMessage)
)
_BECOMES_A_SUBMISSION = (
    f'UPDATE "{_ENDED_LINKS}" SET "draft_id" = NULL, "submission_id" = %(submission)s '  # noqa: S608 - ours
    'WHERE "draft_id" = %(draft)s',
    # What was written about the draft is from now on about the submission, and goes with it.
    f'UPDATE "{_LETTERS}" SET "related_to" = %(reference)s WHERE "related_to" = %(letters)s',  # noqa: S608
    f'DELETE FROM "{_PRESSES}" WHERE "draft_id" = %(draft)s',  # noqa: S608
    f'UPDATE "{_KEYS}" SET "draft_id" = NULL WHERE "draft_id" = %(draft)s',  # noqa: S608
)
# A form's key that was used before counts from now on for what it makes now.
_MAKES_A_LINK = (
    f'INSERT INTO "{_KEYS}" ("key_hash", "seed", "draft_id", "created_at") '  # noqa: S608 - ours
    "VALUES (%(key)s, %(seed)s, %(draft)s, %(at)s) "
    'ON CONFLICT ("key_hash") DO UPDATE SET "seed" = excluded."seed", "draft_id" = excluded."draft_id", '
    '"created_at" = excluded."created_at"'
)
# So is what shows a receipt to who sent it.
_FOLLOW_LINKS, _HAND_OVERS = (model._meta.db_table for model in (FollowLink, ReceiptHandOver))
_HANDED_OVER = (
    f'INSERT INTO "{_FOLLOW_LINKS}" ("submission_id", "token_hash", "created_at") '  # noqa: S608 - ours
    "VALUES (%(submission)s, %(follow)s, %(at)s)",
    f'INSERT INTO "{_HAND_OVERS}" ("token_hash", "seed", "link_id", "expires_at") '  # noqa: S608
    f'SELECT %(receipt)s, %(seed)s, "id", %(until)s FROM "{_FOLLOW_LINKS}" WHERE "token_hash" = %(follow)s',
)
_SHOWN = (
    f'SELECT sent.*, way."seed" FROM "{_HAND_OVERS}" AS way '  # noqa: S608
    f'JOIN "{_FOLLOW_LINKS}" AS link ON link."id" = way."link_id" '
    f'JOIN "{Submission._meta.db_table}" AS sent ON sent."id" = link."submission_id" '
    'WHERE way."token_hash" = %s AND way."expires_at" > %s AND link."revoked_at" IS NULL'
)


def create_draft(
    page_id: int,
    version: FormVersion,
    *,
    language: str = ITALIAN,
    channel: Channel = Channel.ONLINE,
    **held: dict[str, Any],
) -> tuple[Draft, str]:
    """A draft of a page in which nothing is written yet but what it holds from the start, and its secret.

    Args:
        version: what the page asks.
        language: of whoever writes.
        channel: how it comes.
    """
    token = new_token()
    expires_at = timezone.now() + EMPTY_DRAFT_LIFETIME
    draft = Draft(
        token_hash=digest(token),
        page_id=page_id,
        form_version=version,
        language=language,
        channel=channel,
        expires_at=expires_at,
        **held,
    )
    rows.insert(draft)
    return draft, token


def form_key(key: str) -> FormKey | None:
    """What is known of a form's key; None when it was never used."""
    return FormKey.objects.filter(key_hash=digest(key)).first()


def token_again(known: FormKey, key: str) -> str | None:
    """The secret that the first press of this form made, while it is still the draft's and a press ago."""
    if known.draft is None or known.created_at < timezone.now() - SAME_PRESS:
        return None
    token = _draft_secret(key, known.seed)
    return token if known.draft.token_hash == digest(token) else None


def replace_draft_link(draft: Draft, key: str) -> tuple[str, dict[str, Any]]:
    """Ends the links of a locked draft for another.

    Args:
        key: of the form that asked for it, so that its second press gets the same.

    Returns:
        The new secret, and the columns of the draft that are to be saved for it.
    """
    seed, token = _new_draft_secret(key)
    _end_links(draft, draft=draft)
    made = {"key": digest(key), "seed": seed, "draft": draft.pk, "at": _stored(timezone.now())}
    _run([_MAKES_A_LINK], **made)
    return token, {"token_hash": digest(token), "only_by_letter": False}


def keep_to_letters(draft: Draft) -> Draft:
    """Ends the link of the browser that began a draft, once somebody writes by that of a letter.

    Whoever began it may have written somebody else's address in it, and must not read what they then write.

    Returns:
        The draft as it is now.
    """
    with transaction.atomic():
        locked = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if locked is None or locked.only_by_letter:
            return locked or draft
        EndedDraftLink.objects.create(token_hash=locked.token_hash, draft=locked)
        # A secret that nobody has.
        locked.token_hash, locked.only_by_letter = digest(new_token()), True
        locked.save(update_fields=["token_hash", "only_by_letter"])
        return locked


def replacement(ended_token: str, key: str) -> str | None:
    """The secret that replaced an ended one, for the very form that asked for it; else None."""
    ended = EndedDraftLink.objects.filter(token_hash=digest(ended_token)).first()
    known = form_key(key) if is_well_formed(key) else None
    if ended is None or ended.draft_id is None or known is None or known.draft_id != ended.draft_id:
        return None
    return token_again(known, key)


def ended(token: str) -> EndedDraftLink | None:
    """Why a draft's link opens nothing, when it once did."""
    return EndedDraftLink.objects.filter(token_hash=digest(token)).first()


def end_draft(draft: Draft, submission: Submission) -> None:
    """Ends every link of a draft that became a submission, and forgets the draft.

    Its files are the submission's by now.
    """
    about = {"letters": draft_letters.reference(draft), "reference": submission.reference}
    _run(_BECOMES_A_SUBMISSION, draft=draft.pk, submission=submission.pk, **about)
    _end_links(draft, submission=submission)
    # Nothing hangs on it any more, or the database refuses: without looking once more for all that could.
    _run([f'DELETE FROM "{_DRAFTS}" WHERE "id" = %(draft)s'], draft=draft.pk)  # noqa: S608 - ours


def receipt_secret(token: str, key: str) -> str:
    """What leads from sending to the receipt: the same for each press of the same summary page.

    Only who has that page knows its key; whoever knows the draft's link alone cannot come to it.
    """
    return derive("candidature.receipt", token, key)


def hand_over(submission: Submission, token: str, key: str) -> None:
    """Makes the first personal link, and keeps open for a while the way by which its sender gets it."""
    secret = receipt_secret(token, key)
    seed = secrets.token_urlsafe(32)
    now = timezone.now()
    follow = {"follow": digest(_follow_secret(secret, seed)), "submission": submission.pk, "at": _stored(now)}
    way = {"receipt": digest(secret), "seed": seed, "until": _stored(now + RECEIPT_SHOWN_FOR)}
    _run(_HANDED_OVER, **follow, **way)


def handed_over(secret: str) -> tuple[Submission, str] | None:
    """What a receipt shows, and the secret of its personal link; None when revoked or shown long enough."""
    # One at most: no order.
    found = rows.first(Submission, _SHOWN, [digest(secret), _stored(timezone.now())])
    return (found, _follow_secret(secret, found.seed)) if found else None  # type: ignore[attr-defined]


def sent_by(token: str, key: str) -> Submission | None:
    """The submission that this very summary page sent a moment ago."""
    found = handed_over(receipt_secret(token, key))
    return found[0] if found else None


def letter_address(message: OutboxMessage, secret: str) -> str:
    """The personal link in a letter. It opens once `activate` was called.

    Raises:
        LinkTargetGoneError: the submission was erased.
    """
    if not Submission.objects.filter(pk=message.link_target).exists():
        raise outbox.LinkTargetGoneError(message.link_target)
    return settings.SITE_URL + reverse("candidature:follow", args=[secret])


def activate(message: OutboxMessage, secret: str) -> None:
    """Makes the link of a letter that left open its submission, unless that was erased meanwhile."""
    found = Submission.objects.select_for_update(of=("self",)).filter(pk=message.link_target)
    submission = found.defer("answers").first()
    if submission is None:
        return
    if normal(submission.email) != normal(message.recipient):
        # It left while its applicant's address changed: its link opens nothing, and what it told is told anew
        # by a link to the present address.
        letters.write("new_link", submission, occasion=f"missed-{message.pk}")
        return
    FollowLink.objects.get_or_create(token_hash=digest(secret), defaults={"submission": submission})


def renew(submission: Submission, actor: Actor, *, presented: str = "") -> bool:
    """Ends every personal link of a submission and sends a new one to its address.

    Args:
        presented: the secret of whoever asks with a link; a second press comes with one already ended.

    Returns:
        Whether it was done now: False when `presented` was no longer good.
    """
    now = timezone.now()
    with transaction.atomic():
        locked = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
        good = locked.follow_links.filter(revoked_at=None)
        if presented and not good.filter(token_hash=digest(presented)).exists():
            return False
        good.update(revoked_at=now)
        entry = changes.record(locked, RENEWED, actor)
        if not _waiting_letter(locked):
            letters.write("new_link", locked, occasion=str(entry.pk))
    return True


def prune(now: datetime | None = None) -> int:
    """Forgets receipts that are not shown any more and keys of forms long pressed; returns how many."""
    now = now or timezone.now()
    receipts, _by_model = ReceiptHandOver.objects.filter(expires_at__lt=now).delete()
    keys, _by_model = FormKey.objects.filter(created_at__lt=now - DRAFT_LIFETIME).delete()
    return receipts + keys


def _end_links(ended: Draft, /, **why: Draft | Submission) -> None:
    """Remembers every link of a draft as ended, and for what reason."""
    [reason] = [f"{name}_id" for name in why]
    [of] = [one.pk for one in why.values()]
    at = _stored(timezone.now())
    statements = [
        f'INSERT INTO "{_ENDED_LINKS}" ("token_hash", "{reason}", "ended_at") '  # noqa: S608 - ours
        f'SELECT "token_hash", %(of)s, %(at)s FROM "{_DRAFTS}" WHERE "id" = %(draft)s UNION ALL '
        f'SELECT "token_hash", %(of)s, %(at)s FROM "{_LINKS}" WHERE "draft_id" = %(draft)s',
        f'DELETE FROM "{_LINKS}" WHERE "draft_id" = %(draft)s',  # noqa: S608
        f'DELETE FROM "{_CODES}" WHERE "draft_id" = %(draft)s',  # noqa: S608
    ]
    _run(statements, of=of, at=at, draft=ended.pk)


def _run(statements: Iterable[str], **named: Any) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, named)


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _waiting_letter(submission: Submission) -> bool:
    """Whether a letter with a new link is about to leave anyway: pressing again sends no second one."""
    return OutboxMessage.objects.filter(
        related_to=submission.reference, key__contains=":new_link:", status=OutboxMessage.Status.PENDING
    ).exists()


def _new_draft_secret(key: str) -> tuple[str, str]:
    seed = secrets.token_urlsafe(32)
    return seed, _draft_secret(key, seed)


def _draft_secret(key: str, seed: str) -> str:
    return derive("candidature.draft", key, seed)


def _follow_secret(secret: str, seed: str) -> str:
    return derive("candidature.follow", secret, seed)
