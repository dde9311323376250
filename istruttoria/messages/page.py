"""The whole conversation about a submission, and where an answer is posted."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.messages import writing
from candidature.messages.form import MessageForm
from candidature.messages.models import Message
from candidature.messages.writing import Outcome
from candidature.models import Submission
from istruttoria import trail
from istruttoria.detail import messages_panel
from istruttoria.detail.page import SubmissionView
from istruttoria.permissions import may_answer
from portal.privacy.tokens import is_well_formed, new_token
from portal.web import outage

UNAVAILABLE = 503


class MessagesView(SubmissionView):
    """Shows everything that was written; a POST keeps or sends an answer and leads back to the submission.

    What came of the press stands there: the text of a message that did not leave is kept for its author.
    """

    template_name = "istruttoria/messages.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record_view(self.submission, self.user)
        context = self.get_context_data()
        response = self.render_to_response(context)
        if request.method == "GET":
            messages_panel.note_read_after(response, self.submission, self.user, context["talk"])
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer(self.user):
            raise PermissionDenied
        try:
            with outage.noticed():
                outcome = self._press()
        except outage.OutageError:
            form = self._read(None)
            form.forget_errors()
            form.add_error(None, outage.sentence(with_files=bool(request.FILES)))
            context = self.get_context_data(message_form=form, kept=request.POST.get("kept", ""))
            return self.render_to_response(context, status=UNAVAILABLE)
        except Submission.DoesNotExist as erased:
            raise Http404 from erased
        self._tell(outcome)
        return redirect(f"{self.detail_url}#{'conversazione' if outcome is Outcome.SENT else 'risposta'}")

    def _read(self, message: Message | None) -> MessageForm:
        return MessageForm(message, self.request.POST, self.request.FILES)

    def _press(self) -> Outcome:
        posted = self.request.POST
        key = posted.get("form_key", "")
        return writing.press(
            self.submission,
            self.actor,
            self._read,
            key=key if is_well_formed(key) else new_token(),
            received_at=self.request.received_at,  # type: ignore[attr-defined]
            seen=_number(posted.get("seen", "")),
            kept=posted.get("kept", ""),
            remove=posted.get("remove", ""),
        )

    def _tell(self, outcome: Outcome) -> None:
        if outcome is Outcome.SENT:
            told = (
                _("Messaggio inviato. Chi lo riceve è avvisato per email.")
                if self.submission.email
                else _("Messaggio inviato. La lettera che avvisa chi lo riceve è da consegnare a mano.")
            )
            messages.success(self.request, told)
        elif outcome is Outcome.NEWER:
            messages.warning(
                self.request,
                _("Non è partito: mentre scrivevi è arrivato un altro messaggio. Prima leggilo."),
            )
        elif outcome is Outcome.ELSEWHERE:
            messages.warning(
                self.request,
                _("Non è partito: in un’altra finestra avevi scritto un altro testo. Leggili tutti e due."),
            )
        elif outcome is Outcome.TO_CORRECT:
            messages.error(self.request, _("Il messaggio non è partito: correggi ciò che è indicato."))

    def get_page_subtitle(self) -> str:
        return _("Messaggi")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Messaggi")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **messages_panel.context(self.submission, self.user, **kwargs),
        }


def _number(posted: str) -> int:
    """The message that the page showed last; 0, which is none, where it does not say so."""
    return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 16 else 0
