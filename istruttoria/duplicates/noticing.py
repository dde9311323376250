"""Noticing what may have been sent twice, in the worker, whenever what a submission says was read anew.

Inside a page whatever names one person or body counts, and a name that is nearly the same; across pages only
what nobody shares by chance (a code, a file), because to apply to several calls is no mistake.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.crypto import salted_hmac
from rapidfuzz import fuzz, process

from candidature.models import Submission
from candidature.search.words import stored_form
from istruttoria.duplicates.models import Alike, DuplicateHint, LikenessMark
from moduli import asked_keys, identifying, in_words, walk
from portal.italian.words import folded
from portal.people import addresses

# Others that one submission is said to be like; more tell of a shared office, not of a duplicate.
MOST_OTHERS = 10
# The names of a page with which a new one is compared, newest first.
MOST_NAMES = 5_000
# Of 100: a letter or two of a name, or its parts in another order.
NEAR = 92
# Shorter names are alike by chance. In characters.
SHORTEST_NAME = 6
ACROSS_PAGES = (Alike.CODE, Alike.FILE)


def notice(submission: Submission) -> None:
    """Looks for what this submission may be the same as, and keeps what it found in place of the former.

    The caller has locked it. What somebody denied stays denied, until the two are alike in something more.
    """
    marks = {(kind, _digest(kind, value)) for kind, value in _values(submission)}
    LikenessMark.objects.filter(submission=submission).delete()
    LikenessMark.objects.bulk_create(
        LikenessMark(submission=submission, alike=kind, digest=digest) for kind, digest in sorted(marks)
    )
    found: dict[int, set[str]] = defaultdict(set)
    digests = [digest for _kind, digest in marks]
    same = LikenessMark.objects.filter(digest__in=digests).exclude(submission=submission)
    same = same.filter(Q(submission__page=submission.page_id) | Q(alike__in=ACROSS_PAGES))
    for other, kind in same.order_by("-submission").values_list("submission", "alike")[: 6 * MOST_OTHERS]:
        found[other].add(kind)
    for other in _of_a_near_name(submission):
        found[other].add(Alike.NAME)
    # In most things alike first.
    kept = sorted(found, key=lambda other: (-len(found[other]), -other))[:MOST_OTHERS]
    _keep(submission, {other: ",".join(sorted(found[other])) for other in kept})


def _keep(submission: Submission, found: dict[int, str]) -> None:
    own = DuplicateHint.objects.filter(submission=submission)
    gone = own.exclude(other__in=found)
    from_there = list(gone.values_list("other", flat=True))
    DuplicateHint.objects.filter(other=submission, submission__in=from_there).delete()
    gone.delete()
    known = {hint.other_id: hint for hint in own}
    new = []
    for other, alike in found.items():
        hint = known.get(other)
        if hint is None:
            new += [
                DuplicateHint(submission=submission, other_id=other, alike=alike),
                DuplicateHint(submission_id=other, other=submission, alike=alike),
            ]
        elif hint.alike != alike:
            both = between(submission.pk, other)
            if set(alike.split(",")) <= set(hint.alike.split(",")):
                both.update(alike=alike)
            else:
                both.update(alike=alike, denied_by=None, denied_label="", denied_at=None)
    DuplicateHint.objects.bulk_create(new, ignore_conflicts=True)


def between(one: int, other: int) -> Any:
    """The hints of a pair, seen from either side."""
    return DuplicateHint.objects.filter(Q(submission=one, other=other) | Q(submission=other, other=one))


def _values(submission: Submission) -> Iterator[tuple[Alike, str]]:
    """What names whoever sent it, in one way of writing."""
    if submission.email:
        yield Alike.EMAIL, addresses.normal(submission.email)
    if submission.phone:
        yield Alike.PHONE, _digits(submission.phone)
    for code in identifying(submission.schema, submission.answers):
        yield Alike.CODE, code
    asked = asked_keys(submission.schema, submission.answers)
    for step in submission.schema["steps"]:
        for question in walk(step["questions"]):
            answer = submission.answers.get(question["key"])
            if not answer or question["key"] not in asked:
                continue
            if question["type"] == "phone" and (digits := _digits(in_words(question, answer))):
                yield Alike.PHONE, digits
            elif question["type"] == "address" and (written := stored_form(in_words(question, answer))):
                yield Alike.ADDRESS, written
    for digest in submission.files.values_list("sha256", flat=True):
        yield Alike.FILE, digest


def _digits(phone: str) -> str:
    """The last nine digits: with or without the prefix of the country it is one telephone."""
    return "".join(character for character in phone if character.isdigit())[-9:]


def _digest(kind: Alike, value: str) -> str:
    return salted_hmac(f"duplicates.{kind.value}", value, algorithm="sha256").hexdigest()


def _of_a_near_name(submission: Submission) -> list[int]:
    """The submissions of its page whose name is the same or nearly."""
    name = _name(submission.organisation_name, submission.first_name, submission.last_name)
    if len(name) < SHORTEST_NAME:
        return []
    others = Submission.objects.filter(page=submission.page_id, applicant_kind=submission.applicant_kind)
    rows = others.exclude(pk=submission.pk).order_by("-submitted_at", "-pk")
    columns = rows.values_list("pk", "organisation_name", "first_name", "last_name")[:MOST_NAMES]
    names = {pk: _name(*parts) for pk, *parts in columns}
    near = process.extract(name, names, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=MOST_OTHERS)
    return [pk for _name_found, _score, pk in near]


def _name(organisation: str, first: str, last: str) -> str:
    return folded(organisation or f"{first} {last}")
