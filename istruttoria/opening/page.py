"""Where an opened page says that it still is, and hears who else looks."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from candidature.models import Submission
from istruttoria.opening import noting
from istruttoria.permissions import ReviewerRequiredMixin
from portal.models import User


class PresenceView(ReviewerRequiredMixin):
    """Answers with who else has the submission open, in words; by POST only. The log tells nothing of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = cast(User, request.user)
        submission = Submission.objects.visible_to(user).filter(pk=kwargs["pk"]).only("pk").first()
        if submission is None:
            raise Http404
        if "closed" in request.POST:
            noting.leave(submission, user)
            return HttpResponse(status=204)
        noting.beat(submission, user)
        return render(
            request, "istruttoria/detail/present.html", {"present": noting.others_at(submission, user)}
        )
