"""Asking somebody without an account for an opinion, and taking the request back."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from candidature.models import Submission, UploadedFile
from candidature.submissions.downloads import handed_over
from istruttoria import trail
from istruttoria.checklists.answering import NotExaminedError, is_examined
from istruttoria.detail.choosing import by_step
from istruttoria.detail.files import PreviewView, drawn
from istruttoria.detail.page import SubmissionView
from istruttoria.opinions import asking
from istruttoria.opinions.models import LONGEST_QUESTION, Opinion, OpinionFile
from istruttoria.permissions import may_answer
from moduli import asked_of, readable
from portal.forms.text import PlainTextForm
from portal.privacy.tokens import is_well_formed, new_token

DEFAULT_TERM, LONGEST_TERM = timedelta(days=14), timedelta(days=90)


class AskForm(PlainTextForm):
    """Whom, what and by when, and what they may read for it.

    Args:
        submission: the answers and files that can be chosen.
    """

    name = forms.CharField(label=gettext_lazy("A chi lo chiedi: nome e cognome"), max_length=160)
    email = forms.EmailField(
        label=gettext_lazy("La sua email"),
        help_text=gettext_lazy("Riceve un collegamento personale: legge solo ciò che scegli qui sotto."),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Entro il giorno"),
        widget=AdminDateInput,
        help_text=gettext_lazy("Fino alle 23:59 di quel giorno. Tre giorni prima parte un promemoria."),
    )
    question = forms.CharField(
        label=gettext_lazy("Che cosa chiedi"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_QUESTION,
    )
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Quali risposte legge"), required=False, widget=forms.CheckboxSelectMultiple
    )
    attachments = forms.MultipleChoiceField(
        label=gettext_lazy("Quali file legge"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Ogni file si legge con la domanda a cui risponde: si aggiunge da sola."),
    )
    shows_applicant = forms.BooleanField(
        label=gettext_lazy("Fai leggere anche il nome e i recapiti di chi si candida"), required=False
    )

    def __init__(self, submission: Submission, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = asked_of(submission.schema, submission.answers)
        self._choose("questions", by_step(shown))
        uploads = list(UploadedFile.objects.filter(submission=submission))
        self.of_question = {
            file.public_id: row.key
            for section in readable(submission.schema, submission.answers, uploads)
            for row in section.rows
            for file in row.files
        }
        named = [(str(one.public_id), one.original_name) for one in uploads]
        self._choose("attachments", [choice for choice in named if choice[0] in self.of_question])
        self.fields["due_on"].initial = timezone.localdate() + DEFAULT_TERM

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if not choices:
            del self.fields[name]
        elif isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    def clean_due_on(self) -> Any:
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Il termine deve essere un giorno dopo oggi."))
        if day > today + LONGEST_TERM:
            raise forms.ValidationError(_("Il termine è troppo lontano: al massimo 90 giorni."))
        return day

    @property
    def request(self) -> asking.Request:
        """What is asked. The form must be valid; the question of each chosen file is shown with it."""
        values = self.cleaned_data
        files = values.get("attachments") or []
        questions = [*(values.get("questions") or []), *(self.of_question[one] for one in files)]
        return asking.Request(
            name=values["name"],
            email=values["email"],
            question=values["question"],
            due_at=timezone.make_aware(datetime.combine(values["due_on"], time(23, 59, 59))),
            questions=list(dict.fromkeys(questions)),
            files=files,
            shows_applicant=values["shows_applicant"],
        )


class AskOpinionView(SubmissionView):
    """The form by which an opinion is asked for."""

    template_name = "istruttoria/opinion.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._refuse_onlookers()
        if not is_examined(self.submission):
            return self._ended()
        trail.record_view(self.submission, self.user)
        return self.render_to_response(self.get_context_data(form=AskForm(self.submission)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._refuse_onlookers()
        if not is_examined(self.submission):
            return self._ended()
        form = AskForm(self.submission, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        key = request.POST.get("form_key", "")
        try:
            asking.ask(
                self.submission, form.request, self.user, key=key if is_well_formed(key) else new_token()
            )
        except Submission.DoesNotExist as erased:
            raise Http404 from erased
        except NotExaminedError:
            return self._ended()
        except asking.TooManyOpinionsError:
            form.add_error(None, _("Di questa candidatura sono già stati chiesti molti pareri."))
            return self.render_to_response(self.get_context_data(form=form), status=400)
        messages.success(request, _("Parere chiesto: la lettera con il collegamento è in partenza."))
        return redirect(f"{self.detail_url}#pareri-section")

    def _ended(self) -> HttpResponse:
        messages.warning(self.request, _("Un parere non serve più: nel frattempo è stata conclusa."))
        return redirect(f"{self.detail_url}#pareri-section")

    def _refuse_onlookers(self) -> None:
        if not may_answer(self.user):
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        return _("Chiedi un parere")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Chiedi un parere")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **kwargs, "form_key": new_token()}


class OneOpinionView(SubmissionView):
    """About one opinion, of a submission that the account may see."""

    @cached_property
    def opinion(self) -> Opinion:
        found = self.submission.opinions.filter(pk=self.kwargs["opinion"]).select_related("attached").first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def uploaded(self) -> OpinionFile:
        """The file that came with it."""
        attached: OpinionFile | None = getattr(self.opinion, "attached", None)
        if attached is None:
            raise Http404
        return attached


class OpinionShownView(OneOpinionView):
    """The content of the file that came with an opinion, to be drawn in the page of its preview."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        response = drawn(self.uploaded)
        trail.record_opinion_file(self.submission, self.opinion.pk, self.user, trail.FILE_SHOWN)
        return response


class OpinionPreviewView(PreviewView, OneOpinionView):
    """The preview of the file that came with an opinion."""

    section = "pareri"

    @property
    def drawn_file(self) -> OpinionFile:
        return self.uploaded

    @property
    def address(self) -> str:
        return reverse("candidature_review:opinion", args=[self.submission.pk, self.opinion.pk])

    @property
    def content_address(self) -> str:
        return reverse("candidature_review:opinion_shown", args=[self.submission.pk, self.opinion.pk])


class OpinionView(OneOpinionView):
    """Takes a request back, by POST; the file that came with an opinion, by GET."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        try:
            response = handed_over(self.uploaded)
        except OSError as gone:
            raise Http404 from gone
        trail.record_opinion_file(self.submission, self.opinion.pk, self.user, trail.FILE_DOWNLOADED)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer(self.user):
            raise PermissionDenied
        if asking.revoke(self.opinion, self.user):
            messages.success(
                request, _("Richiesta revocata: chi apre il collegamento legge solo che non serve più.")
            )
        else:
            messages.warning(request, _("Non c’è nulla da revocare: è già dato o già revocato."))
        return redirect(f"{self.detail_url}#pareri-section")
