"""What is printed for somebody without an address: their letters, and the receipt with their personal link.

A link opens once it is on paper, so printing is a press of a button, and the log has it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.process import by_hand
from candidature.receipts.document import file_name, receipt_pdf
from istruttoria.detail.page import SubmissionView
from istruttoria.permissions import clerk
from portal.languages import reading
from portal.letters.html import as_html
from portal.models import OutboxMessage
from portal.pdf.press import NotMadeError
from portal.web import downloads

PDF = "application/pdf"


class ByHandView(SubmissionView):
    """Something printed or handed over, of a submission within scope; by POST only, from the desk."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        clerk(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def letter(self) -> OutboxMessage | None:
        """The letter whose number is in the address, while it waits."""
        own = type(self.submission)._default_manager.filter(pk=self.submission.pk)
        return by_hand.waiting(own).filter(pk=self.kwargs["letter"]).first()

    def _handed_over_already(self) -> HttpResponse:
        messages.warning(
            self.request, _("Questa lettera non aspetta più: è già stata consegnata, o è partita.")
        )
        return redirect(self._letters_of_the_submission)

    @property
    def _letters_of_the_submission(self) -> str:
        return f"{self.detail_url}#consegna-section"


class PrintedLetterView(ByHandView):
    """One letter as a page to print."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.letter is None:
            return self._handed_over_already()
        printed = by_hand.printed(self.submission, self.letter, self.actor)
        shown = as_html(self.letter.subject, printed, self.letter.reply_to, self.letter.language)
        answer = HttpResponse(shown)
        answer["Referrer-Policy"] = "no-referrer"
        return answer


class HandedOverView(ByHandView):
    """Says that one letter was handed over."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.letter is None or not by_hand.hand_over(self.submission, self.letter, self.actor):
            return self._handed_over_already()
        messages.success(request, _("Consegnata: il registro ricorda chi l’ha segnata e quando."))
        return redirect("sportello:letters" if "list" in request.POST else self._letters_of_the_submission)


class PrintedReceiptView(ByHandView):
    """The receipt, with the personal link while a letter with it waits to be handed over."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        link = by_hand.personal_link(self.submission, self.actor)
        try:
            with reading(self.submission.language):
                content = receipt_pdf(self.submission, personal_link=link)
        except NotMadeError:
            messages.error(request, _("Ora la ricevuta non si può preparare: riprova tra qualche minuto."))
            return redirect(self.detail_url)
        return downloads.made(content, file_name(self.submission), PDF)
