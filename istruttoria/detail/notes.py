"""The pages of the internal notes: all of them, one that its author rewords, and who may be named in one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from candidature.access.readers import readers_of
from candidature.models import Submission
from istruttoria import trail
from istruttoria.detail import notes_panel
from istruttoria.detail.notes_panel import NoteForm
from istruttoria.detail.page import CONFLICT, SubmissionView
from istruttoria.notes import writing
from istruttoria.notes.mentions import Mentioned, fits, way_to_name
from istruttoria.notes.models import Note
from istruttoria.permissions import may_answer
from portal.privacy.tokens import is_well_formed, new_token

# Of the people that a name being typed may mean.
MOST_OFFERED = 8
LONGEST_TYPED = 80


class NotesView(SubmissionView):
    """All the notes; a POST writes one and leads back to the submission."""

    template_name = "istruttoria/notes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record_view(self.submission, self.user)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer(self.user):
            raise PermissionDenied
        form = NoteForm(request.POST, auto_id="nota-%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(note_form=form), status=400)
        key = request.POST.get("form_key", "")
        try:
            written = writing.write(
                self.submission,
                self.user,
                form.cleaned_data["text"],
                key=key if is_well_formed(key) else new_token(),
            )
        except Submission.DoesNotExist as erased:
            raise Http404 from erased
        except writing.TooManyNotesError:
            full = _("Le note su questa scheda sono già %(most)d: non se ne aggiungono altre.")
            form.add_error("text", full % {"most": writing.MOST_NOTES})
            return self.render_to_response(self.get_context_data(note_form=form), status=400)
        if written.is_new:
            messages.success(request, _("Nota scritta."))
        tell(request, written.mentioned)
        return redirect(f"{self.detail_url}#note-section")

    def get_page_subtitle(self) -> str:
        return _("Note interne")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Note interne")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **notes_panel.context(self.submission, self.user, **kwargs),
        }


class NoteView(SubmissionView):
    """One note that its author rewords or withdraws, while there is time."""

    template_name = "istruttoria/note.html"

    @cached_property
    def note(self) -> Note:
        found = self.submission.notes.filter(pk=self.kwargs["note"]).select_related("submission").first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.note.may_change(self.user, timezone.now()):
            return self._closed()
        trail.record_view(self.submission, self.user)
        return self.render_to_response(self.get_context_data(note_form=self._form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self._withdraw() if request.POST.get("act") == "withdraw" else self._reword()
        except writing.NoteClosedError:
            return self._closed()
        except (Submission.DoesNotExist, Note.DoesNotExist) as erased:
            raise Http404 from erased

    def _withdraw(self) -> HttpResponse:
        writing.withdraw(self.note, self.user)
        messages.success(self.request, _("Nota ritirata."))
        return redirect(f"{self.detail_url}#note-section")

    def _reword(self) -> HttpResponse:
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(note_form=form), status=400)
        seen = form.cleaned_data["seen"]
        try:
            written = writing.reword(self.note, self.user, form.cleaned_data["text"], seen=seen or 0)
        except writing.NoteChangedError:
            return self._changed(form)
        if written.is_new:
            messages.success(self.request, _("Nota cambiata: il testo di prima resta leggibile."))
        tell(self.request, written.mentioned)
        return redirect(f"{self.detail_url}#note-section")

    def _form(self, data: Any = None) -> NoteForm:
        initial = {"text": self.note.text, "seen": self.note.version}
        form = NoteForm(data, initial=initial, auto_id="nota-%s")
        form.fields["text"].label = _("Il testo della nota")
        return form

    def _changed(self, form: NoteForm) -> HttpResponse:
        """The text of the other window is shown; what was typed stays, against the present version."""
        del self.__dict__["note"]
        data = self.request.POST.copy()
        data["seen"] = str(self.note.version)
        again = self._form(data)
        again.add_error(
            "text", _("In un’altra finestra l’hai già cambiata: qui sopra leggi il testo che vale.")
        )
        return self.render_to_response(
            self.get_context_data(note_form=again, present=self.note), status=CONFLICT
        )

    def _closed(self) -> HttpResponse:
        messages.warning(
            self.request,
            _("Questa nota non si cambia: è di un’altra persona, è ritirata, o è passato il tempo."),
        )
        return redirect(f"{self.detail_url}#note-section")

    def get_page_subtitle(self) -> str:
        return _("Cambia la nota")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Cambia la nota")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **kwargs, "note": self.note}


class NamesView(SubmissionView):
    """The colleagues whom a name being typed may mean, of those who may read the submission."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.GET.get("q", "")[:LONGEST_TYPED]
        readers = list(readers_of(self.submission))
        found = [user for user in readers if fits(user, typed)][:MOST_OFFERED]
        people = [{"name": str(user), "inserts": way_to_name(user, readers)} for user in found]
        return JsonResponse({"people": people})


def tell(request: HttpRequest, found: Mentioned) -> None:
    """Says of a note just written whom its at-signs reached, and whom not."""
    if found.users:
        names = ", ".join(str(user) for user in found.users)
        messages.info(
            request,
            ngettext("Nominata nella nota: %(names)s.", "Nominate nella nota: %(names)s.", len(found.users))
            % {"names": names},
        )
    for name in found.ambiguous:
        messages.warning(
            request,
            _("«@%(name)s»: più persone si chiamano così, e nessuna è avvisata. Cambia la nota e scrivi «@» "
              "seguito dall’indirizzo email.") % {"name": name},
        )  # fmt: skip
    if found.unknown:
        names = ", ".join(f"«@{name}»" for name in found.unknown[:5])
        messages.warning(
            request,
            _("Nessuno è avvisato per %(names)s: tra chi può leggere questa scheda non c’è nessuno che si "
              "chiami così.") % {"names": names},
        )  # fmt: skip
