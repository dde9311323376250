"""Rows locked for a change of state, always in the same order."""

from collections.abc import Collection
from typing import cast

from django.contrib.contenttypes.models import ContentType

from candidature.actors import Actor
from candidature.pages.participation import ParticipationPage
from candidature.submissions.models import Submission


def lock(
    submission_ids: Collection[int], actor: Actor, *, with_answers: bool = False
) -> dict[int, tuple[Submission, ParticipationPage]]:
    """The submissions that the actor sees, each with its page: pages are locked first, then submissions,
    always in the order of their numbers, so that two requests never wait for each other.

    Args:
        with_answers: they are needed, and need not be read one by one.
    """
    visible = Submission.objects.all()
    if actor.user is not None:
        visible = Submission.objects.visible_to(actor.user)
    found = visible.filter(pk__in=submission_ids).order_by()
    found_on = list(found.values_list("pk", "page__content_type", "page"))
    pages = _lock_pages({(model, page) for _pk, model, page in found_on})
    rows = visible.select_for_update(of=("self",)).filter(pk__in=[pk for pk, _model, _page in found_on])
    if not with_answers:
        rows = rows.defer("answers")
    return {row.pk: (row, pages[row.page_id]) for row in rows.order_by("pk")}


def _lock_pages(pages: Collection[tuple[int, int]]) -> dict[int, ParticipationPage]:
    """Pages by their ids; of each its content type is given, and its id."""
    by_model: dict[type[ParticipationPage], list[int]] = {}
    for content_type, page in sorted(pages):
        model = ContentType.objects.get_for_id(content_type).model_class()
        by_model.setdefault(cast(type[ParticipationPage], model), []).append(page)
    return {pk: page for model, ids in by_model.items() for pk, page in model.lock(ids).items()}
