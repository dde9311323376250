"""Putting labels on submissions and taking them off: one door, for one submission and for many.

What happened is logged by the label's number, because its name is typed by staff and the log is for good.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count

from candidature.actors import Actor
from candidature.models import Submission
from candidature.process import changes
from istruttoria.labels.models import Label, Labelling
from portal.models import User

LABELLED = "labelled"
UNLABELLED = "unlabelled"
# Of the details of a log entry: the label's number.
LABEL = "label"

# More on one submission tell nothing apart.
MOST_ON_ONE = 10
# A label marks some: what narrows the list by it is then counted in bounded time.
MOST_SUBMISSIONS = 5_000


@dataclass
class Marked:
    """What became of each, by its id.

    Attributes:
        changed: something was put or taken off.
        full: nothing was put, because it has as many labels as it may.
        without_room: nothing of it was changed, because this label stands on as many as it may.
        elsewhere: a label is for another page than its own, and was left out.
        entries: the number of the log's last entry of what was changed.
    """

    changed: set[int] = field(default_factory=set)
    full: set[int] = field(default_factory=set)
    without_room: dict[int, Label] = field(default_factory=dict)
    elsewhere: set[int] = field(default_factory=set)
    entries: dict[int, int] = field(default_factory=dict)


def mark(
    submissions: Collection[int], user: User, *, put: Collection[Label] = (), take_off: Collection[Label] = ()
) -> Marked:
    """Puts labels on what of these submissions the account sees, and takes others off.

    Where a label has room for some of them only, the first in the order given get it. Whatever the account
    does not see is left out without a word. The number of queries depends on the labels, not on how many are
    marked (but for the database's limits to one query).
    """
    with transaction.atomic():
        visible = Submission.objects.visible_to(user).filter(pk__in=submissions).order_by("pk")
        locked = visible.select_for_update(of=("self",)).only("pk", "reference", "kind", "page")
        by_pk = {submission.pk: submission for submission in locked}
        in_order = [by_pk[pk] for pk in dict.fromkeys(submissions) if pk in by_pk]
        return _mark(in_order, Actor.staff(user), put, take_off)


def _mark(
    locked: list[Submission], actor: Actor, put: Collection[Label], take_off: Collection[Label]
) -> Marked:
    present: dict[int, set[int]] = {submission.pk: set() for submission in locked}
    for pk, number in Labelling.objects.filter(submission__in=present).values_list("submission", "label"):
        present[pk].add(number)
    marked, room = Marked(), _room(put)
    coming: dict[Label, list[Submission]] = {label: [] for label in put}
    leaving: dict[Label, list[Submission]] = {label: [] for label in take_off}
    for submission in locked:
        has = present[submission.pk]
        off = [label for label in take_off if label.pk in has]
        on = [label for label in put if label.pk not in has and _fits(label, submission)]
        if not all(_fits(label, submission) for label in put):
            marked.elsewhere.add(submission.pk)
        if on and len(has) - len(off) + len(on) > MOST_ON_ONE:
            marked.full.add(submission.pk)
            on = []
        if crowded := [label for label in on if len(coming[label]) >= room[label]]:
            marked.without_room[submission.pk] = crowded[0]
            continue
        if on or off:
            marked.changed.add(submission.pk)
        for label in off:
            leaving[label].append(submission)
        for label in on:
            coming[label].append(submission)
    for label, submissions in coming.items():
        Labelling.objects.bulk_create(
            Labelling(submission=submission, label=label, put_by=actor.user) for submission in submissions
        )
        marked.entries |= _log(submissions, LABELLED, label, actor)
    for label, submissions in leaving.items():
        Labelling.objects.filter(label=label, submission__in=submissions).delete()
        marked.entries |= _log(submissions, UNLABELLED, label, actor)
    return marked


def _fits(label: Label, submission: Submission) -> bool:
    return label.page_id in (None, submission.page_id)


def _room(labels: Collection[Label]) -> dict[Label, int]:
    """On how many more submissions each label may be put."""
    counted = Label.objects.filter(pk__in=[label.pk for label in labels]).annotate(n=Count("labellings"))
    standing = dict(counted.order_by().values_list("pk", "n"))
    return {label: MOST_SUBMISSIONS - standing.get(label.pk, 0) for label in labels}


def _log(submissions: list[Submission], action: str, label: Label, actor: Actor) -> dict[int, int]:
    """The number of the entry of each."""
    entries = changes.record_many(
        submissions, action, actor, details=lambda _submission: {LABEL: str(label.pk)}
    )
    return {submission.pk: entry.pk for submission, entry in zip(submissions, entries, strict=True)}
