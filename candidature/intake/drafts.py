"""A draft until it is sent: begun, and saved step by step, each in one transaction.

Two tabs save one after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from candidature.confirmations import naming
from candidature.confirmations.naming import Named
from candidature.counts.passages import WHO
from candidature.intake import carrying, draft_mail, keeping, prefilled, quotas, remarks
from candidature.intake.carrying import AskedNow, Beside
from candidature.intake.keeping import ReadForm, SavedStep
from candidature.intake.remarks import Remarks
from candidature.intake.uploads import FilesOnDisk
from candidature.links import draft_links, secret_links
from candidature.pages.participation import ParticipationPage
from candidature.submissions import draft_rows
from candidature.submissions.drafts import Draft, draft_expiry
from candidature.submissions.form_versions import FormVersion
from moduli import Answers, walk
from portal import rows
from portal.languages import spoken
from portal.privacy.tokens import new_token


class IntakeError(Exception):
    """Nothing was sent; the draft is as it was."""


class DraftGoneError(IntakeError):
    """No draft and no submission answers to this secret."""


@dataclass(frozen=True)
class Identity:
    """The fields of the fixed first step, "Chi sei"."""

    applicant_kind: str
    first_name: str
    last_name: str
    email: str
    organisation_name: str = ""
    phone: str = ""
    municipality_id: int | None = None
    birth_date: date | None = None


@dataclass(frozen=True)
class Guardian:
    """Who confirms for somebody under age; None for nobody, because the applicant is of age."""

    named: Named | None


@dataclass(frozen=True)
class FirstStep:
    """The first step as it is to be kept.

    Attributes:
        identity: None while something in it is missing or wrong.
        typed: text by field.
        email: the address where that is right; else empty. It is written at once, so that the way back can be
            mailed to it.
        clashes: texts by field that another tab wrote differently meanwhile, which are only remarked.
        guardian: None where none is asked for, and while something is wrong.
    """

    identity: Identity | None
    typed: dict[str, str]
    email: str = ""
    clashes: dict[str, str] = field(default_factory=dict)
    guardian: Guardian | None = None


@dataclass(frozen=True)
class SavedWho:
    """A first step that was saved.

    Attributes:
        step: as it was read against the locked draft.
        moved_to: the new secret of the draft, if its link was ended (`move`).
        earlier: the number of another draft of the page with the same address, of which its mailbox is still
            to be told (`tell_of_earlier`).
    """

    step: FirstStep
    moved_to: str | None
    earlier: int | None


def begin(
    page: ParticipationPage,
    *,
    client: str = "",
    answers: Answers | None = None,
    typed: dict[str, str] | None = None,
    sent_before: dict[str, Any] | None = None,
) -> tuple[Draft, str]:
    """An empty draft and its secret, in the language that is spoken now.

    Whatever language the page is in, the draft is of its original.

    Args:
        client: the visitor whose quota counts it (`portal.web.visitors.client_of`); nobody's, unless given.
        answers: to what was asked before anything else, or from what was sent before.
        typed: the first step, to be shown as if it had been typed.
        sent_before: what of it is from something sent before (`candidature.intake.reuse`).

    Raises:
        LimitReachedError: this visitor began or stored too much.
    """
    with transaction.atomic():
        if client:
            quotas.begin_draft(client)
        version = FormVersion.objects.holding(page.schema, page.form_digest)
        if client and sent_before:
            quotas.text(client, {**(answers or {}), **(typed or {})})
        return secret_links.create_draft(
            page.answered_id,
            version,
            language=spoken(),
            answers=answers or {},
            applicant_typed=typed or {},
            prefilled=sent_before or {},
        )


def lock_draft(draft: Draft) -> Draft:
    """The draft, read afresh and locked until the transaction ends: two tabs save one after the other.

    Raises:
        DraftGoneError: it was sent or forgotten meanwhile, or its link was replaced.
    """
    locked = draft_rows.locked(draft.pk)
    if locked is None or locked.token_hash != draft.token_hash:
        raise DraftGoneError
    return locked


def mail_link(token: str, *, client: str) -> None:
    """Mails a link of the draft to its address, unless such a letter waits or left a moment ago.

    It has a transaction of its own, after that of the saving: at a limit what was typed stays saved.

    Args:
        client: the visitor whose quota counts the letter.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile, or its link was replaced.
        LimitReachedError: too many letters from here, or to this address, in this hour.
    """
    with transaction.atomic():
        found = draft_links.find(token)
        if found is None:
            raise DraftGoneError
        draft_mail.saved(lock_draft(found), client)


def save_identity(
    draft: Draft,
    identity: Identity,
    *,
    form_key: str = "",
    at: datetime | None = None,
    now: AskedNow | None = None,
    guardian: Guardian | None = None,
) -> SavedWho:
    """Writes who applies, and nothing else: another tab may be saving answers.

    Args:
        guardian: who confirms for somebody under age, where the page asks for it.
        form_key: of the form that was posted; its second press gets the same new link.
        at: when the request reached the server; now, unless given.
        now: the form, and which one the posted page showed: so its changes were seen.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
    """
    step = FirstStep(identity, typed={}, guardian=guardian)
    return keep_first_step(draft, lambda _locked: step, client="", form_key=form_key, at=at, now=now)


def keep_first_step(
    draft: Draft,
    read: Callable[[Draft], FirstStep],
    *,
    client: str,
    form_key: str = "",
    at: datetime | None = None,
    now: AskedNow | None = None,
) -> SavedWho:
    """Keeps the first step: who applies, or what was typed while something in it is missing or wrong.

    Args:
        read: what was posted, against the draft as it is now.
        client: the visitor whose quota counts a text kept as it was typed, and what a mailbox is told.
        form_key, at, now: see `save_identity`.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
        LimitReachedError: this visitor stored too much; nothing is saved.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        step = read(locked)
        values: dict[str, Any] = {"written_at": at or timezone.now()}
        if step.identity is not None:
            values |= {**step.identity.__dict__, "applicant_typed": {}}
        else:
            quotas.text(client, step.typed, held=locked.applicant_typed)
            values |= {"email": step.email or locked.email, "applicant_typed": step.typed}
        if step.guardian is not None:
            naming.name_guardian(locked, step.guardian.named)
        remarks.put(locked, remarks.WHO, Remarks(clashes=step.clashes))
        values |= {"remarks": locked.remarks, **prefilled.without(locked, {prefilled.WHO})}
        values |= locked.with_written(WHO)
        moved_to = move(locked, values | _acknowledged(locked, now), form_key)
        is_begun = moved_to is not None and not locked.is_at_desk
        return SavedWho(step, moved_to, draft_mail.earlier(locked, client) if is_begun else None)


def see_form(draft: Draft, now: AskedNow) -> None:
    """Notes that a page which told of the changes of the form was left by a button that saves nothing else.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile, or its link was replaced.
    """
    with transaction.atomic():
        if values := _acknowledged(locked := lock_draft(draft), now):
            Draft.objects.filter(pk=locked.pk).update(**values)


def ends_links(locked: Draft, email: str) -> bool:
    """Whether a saving after which a locked draft has this address ends its links (`move`)."""
    is_other = not locked.email or locked.email.lower() != email.lower()
    return is_other and not locked.is_at_desk


def move(locked: Draft, values: dict[str, Any], form_key: str) -> str | None:
    """Writes columns of a locked draft, the address perhaps among them.

    Another address ends its links. So does every saving while there is no address: whoever began the draft
    may have given its link away, and must not read what somebody else goes on to write. What is typed at the
    desk has no link.

    Args:
        form_key: see `save_identity`.

    Returns:
        The new secret, if there is one.
    """
    moved = ends_links(locked, values.get("email", locked.email))
    if moved:
        values = {**values, "proved_email": ""}
    token = None
    if moved:
        token, link = secret_links.replace_draft_link(locked, form_key or new_token())
        values |= link
    for name, value in values.items():
        setattr(locked, name, value)
    locked.expires_at = max(locked.expires_at, draft_expiry())
    rows.update(locked, [*values, "expires_at", "updated_at"])
    return token


def tell_of_earlier(draft_id: int) -> None:
    """The mailbox of a draft is told of it, because another was begun with the same address.

    It has a transaction of its own, after that of the saving: it locks this draft, not the one that is saved.
    """
    with transaction.atomic():
        draft_mail.tell_of_earlier(draft_id)


def save_answers(draft: Draft, answers: Answers) -> None:
    """Adds the answers of a step to those already in the draft, and lets the draft live longer.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        locked.answers = {**locked.answers, **answers}
        locked.expires_at = max(locked.expires_at, draft_expiry())
        locked.save(update_fields=["answers", "expires_at", "updated_at"])
    draft.answers = locked.answers


def keep_step(
    draft: Draft,
    read: ReadForm,
    files: FilesOnDisk,
    *,
    client: str,
    seen: str = "",
    remove: str = "",
    at: datetime | None = None,
    now: AskedNow | None = None,
    beside: Beside | None = None,
) -> SavedStep:
    """Saves what was typed into a step and attached to it, valid or not, in one transaction.

    Args:
        read, files, client, seen, remove: see `candidature.intake.keeping.keep`.
        at, now: see `save_identity`.
        beside: what a page with an older form held besides: of it only what it showed of the step counts.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
        LimitReachedError: this visitor stored too much; nothing is saved.
    """
    with transaction.atomic():
        draft = lock_draft(draft)
        apart = carrying.clashing(beside, draft, seen) if beside else None
        saved, _answers = keeping.keep(
            draft,
            read,
            files,
            client=client,
            seen=seen,
            remove=remove,
            asked_then=apart.asked_then if apart else None,
        )
        values = {"answers": saved.answers, "remarks": draft.remarks, "written_at": at or timezone.now()}
        values |= prefilled.without(
            draft, {question["key"] for question in walk(saved.form.step["questions"])}
        )
        values |= draft.with_written(saved.form.step["key"])
        told_apart = _put_apart(draft, values, apart, now, client)
        moved_to = move(draft, values | _acknowledged(draft, now), "")
        return replace(saved, moved_to=moved_to, told_apart=told_apart)


def keep_gone_step(
    draft: Draft, beside: Beside, now: AskedNow, *, client: str, seen: str = "", at: datetime | None = None
) -> tuple[str | None, bool]:
    """Keeps what was typed into a step that the form no longer has.

    Args:
        client, seen, at, now: see `keep_step`.

    Returns:
        The new secret of the draft, if the link was ended; and `SavedStep.told_apart`.

    Raises:
        DraftGoneError, LimitReachedError: see `keep_step`.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        apart = carrying.clashing(beside, locked, seen)
        values: dict[str, Any] = {"answers": dict(locked.answers), "written_at": at or timezone.now()}
        told_apart = _put_apart(locked, values, apart, now, client)
        return move(locked, values, ""), told_apart


def _put_apart(
    draft: Draft, values: dict[str, Any], apart: Beside | None, now: AskedNow | None, client: str
) -> bool:
    """Adds to what is saved what an older form held besides; whether its writer knows of the change.

    Raises:
        LimitReachedError: this visitor stored too much.
    """
    if apart is None or now is None:
        return False
    beside = {**apart.answers, "": [one.text for one in apart.former]}
    quotas.text(client, beside, held=draft.answers)
    values["answers"] |= apart.answers
    if apart.former:
        values["former_answers"] = carrying.with_former(draft, apart.former)
    return bool(apart.former) and carrying.is_known(draft, now)


def _acknowledged(locked: Draft, now: AskedNow | None) -> dict[str, Any]:
    return carrying.acknowledged(locked, now) if now else {}


def change_files(draft: Draft, change: Callable[[Draft], Answers], *, at: datetime) -> Draft:
    """Changes which files the answers of a draft name, at once, whatever else is typed in its page.

    Args:
        change: given the locked draft, the answers to be stored; it may change `remarks` too.
        at: see `save_identity`.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        if answers := change(locked):
            values = {"answers": {**locked.answers, **answers}, "remarks": locked.remarks, "written_at": at}
            move(locked, values, "")
        return locked
