"""A letter about a submission, read from its page once it left."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from istruttoria.detail.page import SubmissionView
from istruttoria.detail.written import LEFT, letters_about
from portal.outbox import previewing
from portal.privacy import consultations


class LetterView(SubmissionView):
    """The letter as its reader saw it, without the secret link. Reading it is noted in the log."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = letters_about(self.submission).filter(status__in=LEFT, pk=self.kwargs["letter"]).first()
        if letter is None:
            raise Http404
        consultations.tell(
            self.user,
            consultations.LETTER_READ,
            reference=letter.related_to,
            message=str(letter.message_id),
        )
        return previewing.response(letter)
