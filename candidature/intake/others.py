"""Asking others to confirm an application, before it is sent or after, as its page says (decision 52)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from candidature.actors import APPLICANT, Actor
from candidature.confirmations import letters, naming, noting
from candidature.confirmations.applications import Application, wanted
from candidature.confirmations.models import Confirmation
from candidature.confirmations.naming import Named
from candidature.intake import quotas, two_tabs
from candidature.intake.contact import lock_submission
from candidature.intake.drafts import lock_draft
from candidature.pages.participation import ParticipationPage
from candidature.submissions.drafts import Draft, SendingRequest
from candidature.submissions.models import Submission
from portal.limits.counting import LimitReachedError

# Asked again sooner, the letter that left is the one.
PAUSE = timedelta(minutes=10)
Role, State = Confirmation.Role, Confirmation.State


def counting(draft: Draft, page: ParticipationPage, day: date) -> list[Confirmation]:
    """Who is asked about a draft that is sent on this day, as its page says now; of no other page a query."""
    roles = wanted(draft, page, day) if page.asks_others else set()
    return [one for one in Application(draft).confirmations() if one.role in roles] if roles else []


def guardian_of(draft: Draft, page: ParticipationPage, day: date) -> Confirmation | None:
    """The guardian of who is under age on this day; a query only for those. Another one may be kept."""
    return naming.guardian_of(draft) if page.needs_guardian(draft.birth_date, day) else None


def is_complete(draft: Draft, page: ParticipationPage, day: date, named: Sequence[Confirmation]) -> bool:
    """Whether everybody is named who must be, and nothing typed about anybody is wrong."""
    has_guardian = any(one.is_guardian for one in named)
    return all(one.is_named for one in named) and (
        has_guardian or not page.needs_guardian(draft.birth_date, day)
    )


def says_who(draft: Draft, page: ParticipationPage, at: datetime) -> bool:
    """Whether the first step of a draft says all that its page asks now. A query for who is under age."""
    if not draft.says_who or page.misses_birth_date(draft.applicant_kind, draft.birth_date):
        return False
    needs_guardian = page.needs_guardian(draft.birth_date, timezone.localdate(at))
    return not needs_guardian or naming.guardian_of(draft) is not None


def awaits(draft: Draft, page: ParticipationPage, at: datetime) -> bool:
    """Whether "Invia" would ask others first. A query only where the page waits for them."""
    if not page.waits_for_others:
        return False
    return have_not_confirmed(draft, counting(draft, page, timezone.localdate(at)))


def have_not_confirmed(draft: Draft, named: Sequence[Confirmation]) -> bool:
    """Whether anybody of those has not confirmed what the draft says now."""
    content = Application(draft).content
    return not all(one.has_confirmed(content) for one in named)


def had_confirmed(draft: Draft, page: ParticipationPage, at: datetime) -> bool:
    """Whether "Invia" at this moment had nobody to wait for. A query only where the page waits for others."""
    if not page.waits_for_others:
        return True
    content = Application(draft).content
    named = counting(draft, page, timezone.localdate(at))
    return all(
        one.has_confirmed(content) and one.answered_at is not None and one.answered_at <= at for one in named
    )


def ask(confirmation: Confirmation, *, client: str, actor: Actor = APPLICANT) -> bool:
    """Writes to somebody who is named; False where a letter waits, or has just left.

    The caller locked the application, whose applicant proved their address.

    Args:
        actor: who has it written, for the log.

    Raises:
        LimitReachedError: too many letters from here, or to this address, in this hour.
    """
    if _was_just_asked(confirmation):
        return False
    _ask(confirmation, client=client, actor=actor)
    return True


def _was_just_asked(confirmation: Confirmation) -> bool:
    asked_at = confirmation.asked_at
    is_recent = asked_at is not None and asked_at > timezone.now() - PAUSE
    return confirmation.state == State.ASKED and is_recent


def _ask(confirmation: Confirmation, *, client: str, actor: Actor) -> None:
    now = timezone.now()
    if client:
        with transaction.atomic():
            quotas.letter(client, confirmation.email)
    confirmation.state, confirmation.asked_at = State.ASKED, now
    confirmation.save(update_fields=["state", "asked_at"])
    letters.write(letters.ASKED, confirmation, f"{now:%Y%m%d%H%M%S%f}")
    noting.note(noting.ASKED, confirmation, actor, at=now)


@dataclass
class Asked:
    """What came of asking all whose confirmation is missing.

    Attributes:
        written: how many letters leave.
        just_left: to how many one left a moment ago, or waits.
        said_no: how many are not to be written to: without them, or others in their place, it stays missing.
        at_limit: whether a limit was reached; those after can still be asked.
    """

    written: int = 0
    just_left: int = 0
    said_no: int = 0
    at_limit: bool = False


def ask_all(
    confirmations: Sequence[Confirmation],
    content: str,
    *,
    client: str,
    actor: Actor = APPLICANT,
    again: bool = False,
) -> Asked:
    """Writes to those who have not confirmed what has this digest.

    Args:
        actor: see `ask`.
        again: whether also to who was asked before: not a moment ago, unless the letter did not arrive.
    """
    asked = Asked()
    missing = [one for one in confirmations if not one.has_confirmed(content)]
    unreached = letters.not_delivered(missing) if again and missing else set()
    for one in missing:
        if one.said_no:
            asked.said_no += 1
        elif again and _was_just_asked(one) and one.pk not in unreached:
            asked.just_left += 1
        elif one.email and (again or one.state != State.ASKED):
            try:
                _ask(one, client=client, actor=actor)
            except LimitReachedError:
                asked.at_limit = True
                break
            asked.written += 1
    return asked


class NobodyToAskError(Exception):
    """Who was to be asked again has answered, was taken off or corrected, or refuses letters."""


class TooManyError(Exception):
    """The page lets nobody else be named."""


class TakenOffError(Exception):
    """Who is corrected is asked no more, or somebody else is in their place."""


class AnswerStandsError(Exception):
    """What was answered, or that it is over, is not to be changed any more."""


class ChangedMeanwhileError(Exception):
    """Another tab changed what the posted page showed of who is corrected; nothing is saved.

    Attributes:
        held: what is kept now, by field.
    """

    def __init__(self, held: dict[str, str]) -> None:
        super().__init__()
        self.held = held


def held_of(present: Confirmation) -> dict[str, str]:
    """What is kept of somebody who is asked, by field of the form in which it is typed."""
    return {"body": present.body, "name": present.name, "email": present.email, **present.typed}


def save(
    written: Draft | Submission,
    pk: int | None,
    named: Named | None,
    typed: dict[str, str],
    *,
    client: str,
    seen: str = "",
) -> Confirmation:
    """Keeps what was typed of somebody who is asked, right or wrong; a second press adds nobody twice.

    Args:
        pk: of who is corrected; None for another partner of a draft.
        named: who it is; None where something typed is wrong, or nobody is to be named yet.
        client: the visitor whose quota counts the text.
        seen: what the posted page said that it showed (`two_tabs.texts_seen`); empty when it said nothing,
            and then what was typed simply counts.

    Returns:
        Who is asked now.

    Raises:
        TooManyError, TakenOffError, AnswerStandsError, ChangedMeanwhileError: see there.
        DraftGoneError, ContactError: what it belongs to is gone.
        LimitReachedError: this visitor stored too much; nothing is saved.
    """
    with transaction.atomic():
        locked = _lock(written)
        rows = locked.confirmations.exclude(state=State.REMOVED)
        if pk is not None:
            present = rows.filter(pk=pk).first()
            if present is None:
                return _in_their_place(locked, named)
            if Application(locked).keeps_answer(present):
                raise AnswerStandsError
            _compare(present, named, typed, seen)
            quotas.text(client, typed, held=held_of(present))
            if named is not None:
                return _corrected(locked, present, named)
            present.typed = {} if present.is_named and _is_as_named(present, typed) else typed
            present.save(update_fields=["typed"])
            return present
        if not isinstance(locked, Draft):
            raise TooManyError
        if named is not None:
            same = naming.same_named(locked, named)
            if same is not None:
                return same
        elif (same := next((one for one in rows if _is_written_so(one, typed)), None)) is not None:
            return same
        quotas.text(client, typed)
        if rows.filter(role=Role.PARTNER).count() >= locked.page.specific.most_partners:
            raise TooManyError
        if named is None:
            return naming.add_unfinished(locked, typed)
        return naming.add_partner(locked, named)


def _is_written_so(present: Confirmation, typed: dict[str, str]) -> bool:
    """Whether it is of somebody what is being saved, as it was typed or named: a press may come first."""
    return present.typed == typed or (present.is_named and _is_as_named(present, typed))


def _is_as_named(present: Confirmation, typed: dict[str, str]) -> bool:
    """Whether what was typed is who they are already."""
    return all(getattr(present, name) == text for name, text in typed.items())


def _in_their_place(locked: Draft | Submission, named: Named | None) -> Confirmation:
    """Who is there already, by a first press of the same form: another address makes another row.

    Raises:
        TakenOffError: nobody is.
    """
    found = naming.same_named(locked, named) if named else None
    if found is None or named is None or (found.name, found.body) != (named.name, named.body):
        raise TakenOffError
    return found


def _compare(present: Confirmation, named: Named | None, typed: dict[str, str], seen: str) -> None:
    """Looks whether another tab changed somebody since the page showed them.

    Raises:
        ChangedMeanwhileError: it did, and to something else than was typed here.
    """
    held = {name: text for name, text in held_of(present).items() if name in typed}
    here = {"body": named.body, "name": named.name, "email": named.email} if named else typed
    if seen and two_tabs.texts_seen(held) != seen and held != {name: here[name] for name in held}:
        raise ChangedMeanwhileError(held)


def _corrected(locked: Draft | Submission, present: Confirmation, named: Named) -> Confirmation:
    corrected = naming.correct(present, named)
    if isinstance(locked, Submission):
        noting.count(locked)
    return corrected


def take_off(written: Draft | Submission, pk: int) -> None:
    """Asks a partner no more; a guardian stays until another one is named.

    Raises:
        AnswerStandsError: see there.
        DraftGoneError, ContactError: what it belongs to is gone.
    """
    with transaction.atomic():
        locked = _lock(written)
        rows = locked.confirmations.filter(pk=pk, role=Role.PARTNER).exclude(state=State.REMOVED)
        if (found := rows.first()) is None:
            return
        if Application(locked).keeps_answer(found):
            raise AnswerStandsError
        naming.take_off(found)
        if isinstance(locked, Submission):
            noting.count(locked)


def sign(written: Draft | Submission, pk: int, *, by: Actor, is_signed: bool = True) -> bool:
    """Notes that the office has the signature of somebody on paper; of a draft, also that it has none.

    Args:
        by: who says so, for the log.

    Returns:
        Whether that is noted: not of who said no, nor twice.

    Raises:
        DraftGoneError, ContactError: what it belongs to is gone.
    """
    with transaction.atomic():
        locked = _lock(written)
        found = locked.confirmations.filter(pk=pk).exclude(state=State.REMOVED).first()
        if found is None or found.said_no or not found.name:
            return False
        if isinstance(locked, Draft):
            found.on_paper = is_signed
            found.save(update_fields=["on_paper"])
            return True
        application = Application(locked)
        is_closed = application.closed_to(found, timezone.now()) is not None
        if is_closed or found.has_confirmed(application.content):
            return False
        _confirm_on_paper(found, application.content, timezone.now(), by)
        noting.count(locked)
        return True


def _confirm_on_paper(found: Confirmation, content: str, at: datetime, by: Actor) -> None:
    """Writes that somebody signed what has this digest.

    Args:
        at: when the office had it.
    """
    letters.forget(found)
    found.on_paper, found.state, found.content, found.answered_at = True, State.CONFIRMED, content, at
    found.save(update_fields=["on_paper", "state", "content", "answered_at"])
    noting.note(noting.ON_PAPER, found, by)


def ask_again(written: Draft | Submission, pk: int, *, client: str, actor: Actor = APPLICANT) -> bool:
    """Writes once more to somebody who has not confirmed what is written now.

    Args:
        actor: see `ask`.

    Returns:
        Whether a letter leaves; False where one has just left.

    Raises:
        NobodyToAskError: they answered, are not to be written to, or nobody waits for it any more.
        DraftGoneError, ContactError: what it belongs to is gone.
        LimitReachedError: too many letters from here, or to this address, in this hour.
    """
    with transaction.atomic():
        locked = _lock(written)
        found = locked.confirmations.filter(pk=pk).exclude(email="").exclude(refuses_letters=True).first()
        application = Application(locked)
        if found is None or found.has_confirmed(application.content):
            raise NobodyToAskError
        if application.closed_to(found, timezone.now()) is not None:
            raise NobodyToAskError
        if isinstance(locked, Draft) and not locked.is_at_desk and found.state == State.NAMED:
            # The first letter leaves with "Invia", once the sender's own address is proved.
            raise NobodyToAskError
        return ask(found, client=client, actor=actor)


def _lock(written: Draft | Submission) -> Draft | Submission:
    return lock_draft(written) if isinstance(written, Draft) else lock_submission(written)


def ask_missing(draft: Draft, *, client: str) -> Asked:
    """Writes to those who have not confirmed what a draft says now; a further press is to send it.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile, or its link was replaced.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        SendingRequest.objects.filter(draft=locked).delete()
        page = locked.page.specific
        named = counting(locked, page, timezone.localdate())
        return ask_all(named, Application(locked).content, client=client, again=True)


def hand_over(
    draft: Draft,
    submission: Submission,
    confirmations: Sequence[Confirmation],
    *,
    client: str,
    actor: Actor = APPLICANT,
) -> None:
    """Makes those who confirm a draft that is sent confirm the submission, and asks who was not asked yet.

    A confirmation of the draft as it was when it was sent is one of the submission.

    Args:
        actor: see `ask`.
    """
    before, now = Application(draft).content, Application(submission).content
    for one in confirmations:
        was_signed = one.on_paper
        one.content = now if one.has_confirmed(before) else one.content
        one.draft, one.submission = None, submission
        one.save(update_fields=["draft", "submission", "content"])
        _note_what_came_before(one)
        if was_signed:
            _confirm_on_paper(one, now, submission.submitted_at, actor)
    for one in draft.confirmations.exclude(state=State.REMOVED):
        naming.take_off(one, forgets_why=True)
    # Of those only the digest of an address that refuses letters, and why a link opens nothing.
    draft.confirmations.update(draft=None, submission=submission)
    ask_all(confirmations, now, client=client, actor=actor)
    noting.count(submission)


def _note_what_came_before(confirmation: Confirmation) -> None:
    """The log of what is sent begins with what was asked and answered while it was a draft."""
    if confirmation.asked_at is not None:
        noting.note(noting.ASKED, confirmation, APPLICANT, at=confirmation.asked_at)
    action = {State.CONFIRMED: noting.GIVEN, State.DECLINED: noting.DECLINED, State.OBJECTED: noting.OBJECTED}
    if confirmation.answered_at is not None and confirmation.state in action:
        who = noting.who_answers(confirmation)
        noting.note(action[State(confirmation.state)], confirmation, who, at=confirmation.answered_at)
