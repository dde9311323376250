"""Labels, put on one submission and taken off it on its page."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from istruttoria.detail.page import SubmissionView
from istruttoria.labels import marking
from istruttoria.labels.models import Label
from istruttoria.labels.offered import marks_for
from istruttoria.permissions import may_answer


class LabelsOfView(SubmissionView):
    """Puts on a submission what was ticked, takes off what was unticked, and lets be what was not shown."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer(self.user):
            raise PermissionDenied
        ticked, shown = set(request.POST.getlist("label")), set(request.POST.getlist("shown"))
        offered = {str(mark.pk) for mark in marks_for(self.submission)}
        put = Label.objects.filter(pk__in=(ticked - shown) & offered)
        take_off = Label.objects.filter(pk__in=(shown - ticked) & offered)
        marked = marking.mark([self.submission.pk], self.user, put=put, take_off=take_off)
        if label := marked.without_room.get(self.submission.pk):
            messages.error(request, too_many(label))
        elif marked.full:
            messages.error(
                request,
                _("Al massimo %(most)d etichette: togline una per metterne un’altra.")
                % {"most": marking.MOST_ON_ONE},
            )
        elif marked.changed:
            messages.success(request, said(put, take_off))
        return redirect(self.detail_url)


def said(put: Iterable[Label], take_off: Iterable[Label]) -> str:
    """What was put and what was taken off, in a sentence."""
    parts = []
    if names := [f"«{label.name}»" for label in put]:
        parts.append(
            ngettext("Messa l’etichetta %(names)s.", "Messe le etichette %(names)s.", len(names))
            % {"names": ", ".join(names)}
        )
    if names := [f"«{label.name}»" for label in take_off]:
        parts.append(
            ngettext("Tolta l’etichetta %(names)s.", "Tolte le etichette %(names)s.", len(names))
            % {"names": ", ".join(names)}
        )
    return " ".join(parts)


def too_many(label: Label) -> str:
    """Why a label was put on nothing."""
    return _(
        "«%(name)s» starebbe su più di %(most)d candidature: un’etichetta ne segna alcune, non tutte."
    ) % {
        "name": label.name,
        "most": marking.MOST_SUBMISSIONS,
    }
