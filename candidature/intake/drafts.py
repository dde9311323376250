"""A draft until it is sent: begun, and saved step by step, each in one transaction.

Two presses of one button make one draft, and two tabs save one after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from candidature.intake import draft_mail, quotas, two_tabs
from candidature.intake.uploads import FilesOnDisk, find
from candidature.links import draft_links, secret_links
from candidature.links.tokens import new_token
from candidature.pages.participation import ParticipationPage
from candidature.submissions.models import Draft, UploadedFile, draft_expiry
from moduli import Answers, StepForm


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


@dataclass(frozen=True)
class SavedStep:
    """A step that was saved.

    Attributes:
        draft: as it is now.
        form: the posted form, read against it.
        typed: what the form holds, valid or not.
        removed: the file that was taken away, if one was.
        clashing: keys of the answers that another tab wrote differently meanwhile; the other's are kept.
    """

    draft: Draft
    form: StepForm
    typed: Answers
    removed: UploadedFile | None
    clashing: list[str]

    @property
    def shown(self) -> Answers:
        """The answers that the posted form shows again, but for the clashing ones: of those, what is kept."""
        return self.draft.answers | {
            key: value for key, value in self.typed.items() if key not in self.clashing
        }


def start_draft(
    page: ParticipationPage, form_key: str, identity: Identity, *, client: str = ""
) -> tuple[Draft, str]:
    """A draft and its secret. The same form posted twice is one draft.

    Whatever language the page is in, the draft is of its original.

    Args:
        form_key: made for the form that was shown. It opens nothing: once something else was written, or some
            minutes have passed, it is of no use.
        client: the visitor whose quota counts it (`portal.web.visitors.client_of`); nobody's, unless given.

    Raises:
        LimitReachedError: this visitor began too many.
        DraftGoneError: this form began a draft already, and it is no second press of the button.
    """
    page = page.answered
    try:
        with transaction.atomic():
            return _start_once(page, form_key, identity, client)
    except IntegrityError:
        # The other of two presses was faster by a moment.
        with transaction.atomic():
            return _start_once(page, form_key, identity, client)


def _start_once(page: ParticipationPage, form_key: str, identity: Identity, client: str) -> tuple[Draft, str]:
    known = secret_links.form_key(form_key)
    if known is None:
        if client:
            quotas.begin_draft(client)
        begun = secret_links.create_draft(form_key, page_id=page.pk, **identity.__dict__)
        draft_mail.tell_of_earlier(begun[0], client)
        return begun
    token = secret_links.token_again(known, form_key)
    if token is None or known.draft is None:
        raise DraftGoneError
    draft = lock_draft(known.draft)
    if draft.page_id != page.pk or draft.answers or draft.files.exists():
        raise DraftGoneError
    return draft, save_identity(draft, identity, form_key=form_key) or token


def lock_draft(draft: Draft) -> Draft:
    """The draft, read afresh and locked until the transaction ends: two tabs save one after the other.

    Raises:
        DraftGoneError: it was sent or forgotten meanwhile, or its link was replaced.
    """
    locked = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
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


def save_identity(draft: Draft, identity: Identity, *, form_key: str = "") -> str | None:
    """Writes who applies, and nothing else: another tab may be saving answers.

    Args:
        form_key: of the form that was posted; its second press gets the same new link.

    Returns:
        The new secret of the draft when the address changed, for then the old one opens nothing any more.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        moved = locked.email.lower() != identity.email.lower()
        for name, value in identity.__dict__.items():
            setattr(locked, name, value)
        locked.expires_at = draft_expiry()
        locked.save(update_fields=[*identity.__dict__, "expires_at", "updated_at"])
        return secret_links.replace_draft_link(locked, form_key or new_token()) if moved else None


def save_answers(draft: Draft, answers: Answers) -> None:
    """Adds the answers of a step to those already in the draft, and lets the draft live longer.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        locked.answers = {**locked.answers, **answers}
        locked.expires_at = draft_expiry()
        locked.save(update_fields=["answers", "expires_at", "updated_at"])
    draft.answers = locked.answers


def keep_step(
    draft: Draft,
    read: Callable[[Draft], StepForm],
    files: FilesOnDisk,
    *,
    client: str,
    seen: str = "",
    remove: str = "",
) -> SavedStep:
    """Saves what was typed into a step and attached to it, valid or not, in one transaction.

    Args:
        read: the posted form of the step, against the answers and files of a draft.
        files: the good files of that form, written already (`candidature.intake.uploads.written`).
        client: the visitor whose quota counts the text.
        seen: the answers that the posted page showed (`candidature.intake.two_tabs.seen`).
        remove: the id of a file that is taken away.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
        LimitReachedError: this visitor stored too much; nothing is saved.
    """
    with transaction.atomic():
        draft = lock_draft(draft)
        form = read(draft)
        files.name_in(form, draft)
        answers = form.typed()
        removed = find(draft, remove) if remove else None
        if removed is not None:
            attached = {**draft.answers, **answers}.get(removed.question_key)
            answers[removed.question_key] = [
                public_id for public_id in attached or [] if public_id != str(removed.public_id)
            ]
            removed.delete()
        quotas.text(client, answers)
        # Files come and go at once, whatever another tab did: the form was read against those there are.
        at_once = form.file_keys() | ({removed.question_key} if removed else set())
        files_named = {key: value for key, value in answers.items() if key in at_once}
        others = {key: value for key, value in answers.items() if key not in at_once}
        saved, clashing = two_tabs.clashes(form.step, draft.answers, others, seen)
        save_answers(draft, saved | files_named)
    return SavedStep(draft, form, answers, removed, clashing)
