"""The pages on which staff write the words of letters: for one call or event, and for all."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.letters.own_words import LETTERS, Words
from candidature.letters.placeholders import meaning
from candidature.models import Submission
from candidature.pages.kinds import original_pages, page_choices
from candidature.pages.participation import ParticipationPage
from istruttoria import trail
from istruttoria.detail.page import CONFLICT
from istruttoria.wording import keeping, preview
from istruttoria.wording.forms import OFFERED, WordsForm
from istruttoria.wording.models import LetterWords
from istruttoria.wording.offered import (
    is_by_itself,
    letters_of,
    may_word_all,
    models_by_kind,
    offered,
    step_of,
)
from portal.models import User

# The name of the buttons, and what they are worth.
WHAT, READ, RESET = "what", "read", "reset"
# Of what was written before.
HISTORY = 20


class WordingPage(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "mail"

    @cached_property
    def user(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def page(self) -> ParticipationPage | None:
        """The call or event that the words are for; None for all of a kind.

        Raises:
            PermissionDenied: the account may not edit it.
        """
        if "page_id" not in self.kwargs:
            return None
        found: ParticipationPage = get_object_or_404(original_pages().specific(), pk=self.kwargs["page_id"])
        if not found.permissions_for_user(self.user).can_edit():
            raise PermissionDenied
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Asked before anything is read or written.
        if self.page is None and not may_word_all(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.draft_title) if self.page else ""

    @property
    def above(self) -> list[dict[str, Any]]:
        """What stands above the letters of this page, or of all."""
        if self.page is None:
            return [{"url": reverse("wording:index"), "label": _("Testi delle lettere")}]
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            {"url": edit, "label": self.page.draft_title},
            {"url": reverse("wording:page", args=[self.page.pk]), "label": _("Testi delle lettere")},
        ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), *self.above]


class ForAllView(WordingPage):
    """The letters of every kind of page, with whose words they leave where a page has none of its own."""

    template_name = "istruttoria/wording/list.html"
    page_title = gettext_lazy("Testi delle lettere")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [{"kind": kind, "label": label, "rows": offered(kind)} for kind, label in page_choices()]
        return {**super().get_context_data(**kwargs), "groups": groups, "page": None}


class OfPageView(WordingPage):
    """The letters of one page."""

    template_name = "istruttoria/wording/list.html"
    page_title = gettext_lazy("Testi delle lettere")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = cast(ParticipationPage, self.page)
        groups = [{"kind": str(page.kind), "label": "", "rows": offered(str(page.kind), page.pk)}]
        return {
            **super().get_context_data(**kwargs),
            "groups": groups,
            "page": page,
            "may_word_all": may_word_all(self.user),
        }


class WordsView(WordingPage):
    """The words of one letter: written, read as its reader will, and taken back."""

    template_name = "istruttoria/wording/words.html"

    @cached_property
    def kind(self) -> str:
        kind = str(self.page.kind) if self.page else self.kwargs["kind"]
        if kind not in models_by_kind():
            raise Http404
        return kind

    @cached_property
    def letter(self) -> str:
        letter = self.kwargs["letter"]
        if letter not in letters_of(self.kind):
            raise Http404
        return str(letter)

    @property
    def page_id(self) -> int | None:
        return self.page.pk if self.page else None

    @cached_property
    def current(self) -> LetterWords | None:
        found: LetterWords | None = self._written().filter(is_current=True).first()
        return found

    def _written(self) -> Any:
        return keeping.rows_of(self.page_id, self.kind).filter(letter=self.letter)

    @cached_property
    def for_all(self) -> LetterWords | None:
        """For one page, the words that hold for all of its kind."""
        if self.page is None:
            return None
        rows = keeping.rows_of(None, self.kind).filter(letter=self.letter, is_current=True)
        found = rows.first()
        return found if found and found.is_own else None

    @property
    def visible(self) -> Any:
        """The submissions on which the letter may be read."""
        visible = Submission.objects.visible_to(self.user).defer("answers")
        return visible.filter(page=self.page_id) if self.page else visible.filter(kind=self.kind)

    @cached_property
    def form(self) -> WordsForm:
        offered_now = list(self.visible.order_by("-pk")[:OFFERED])
        own = self.current
        initial = {"text": own.text, "next": own.next, "seen": own.pk} if own else {}
        data = self.request.POST if self.request.method == "POST" else None
        return WordsForm(self.letter, self.kind, offered_now, data, initial=initial)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        what = request.POST.get(WHAT)
        if not self.form.is_valid():
            if what != RESET or self.form.errors.get("seen"):
                return self.render_to_response(self.get_context_data(form=self.form), status=400)
        elif what == READ:
            return self._read()
        return self._keep(Words("") if what == RESET else self.form.words)

    def _read(self) -> HttpResponse:
        chosen = self._chosen
        if chosen is not None:
            trail.record_view(chosen, self.user)
        shown = preview.as_seen(self.letter, self._page_to_show, self._words_to_show, chosen)
        return self.render_to_response(self.get_context_data(form=self.form, letter_preview=shown))

    @property
    def _page_to_show(self) -> ParticipationPage:
        if self.page is not None:
            return self.page
        if self._chosen is not None:
            shown: ParticipationPage = self._chosen.page.specific
            return shown
        model = models_by_kind()[self.kind]
        office = {"office": _("Ufficio partecipazione"), "responsible_person": _("Ada Neri (inventata)")}
        return model(title=_("Titolo di esempio"), **office)

    @property
    def _words_to_show(self) -> Words:
        typed = self.form.words
        if typed == Words("") and self.for_all:
            return Words(self.for_all.text, self.for_all.next)
        return typed

    @cached_property
    def _chosen(self) -> Submission | None:
        """The real submission that was chosen, unless it was erased meanwhile."""
        chosen = self.form.cleaned_data.get("submission")
        found: Submission | None = self.visible.select_related("page").filter(pk=chosen).first()
        return found

    def _keep(self, words: Words) -> HttpResponse:
        seen = self.form.cleaned_data.get("seen")
        try:
            changed = keeping.write(self.page_id, self.kind, self.letter, words, self.user, seen=seen)
        except keeping.WrittenMeanwhileError:
            return self._conflict(words)
        if not changed:
            messages.info(self.request, _("Non è cambiato nulla."))
        elif words == Words(""):
            messages.success(
                self.request, _("Fatto: la lettera torna a dire ciò che diceva prima di queste.")
            )
        else:
            messages.success(self.request, _("Salvato: le lettere che si scrivono da adesso dicono così."))
        return redirect(self.list_url)

    def _conflict(self, words: Words) -> HttpResponse:
        """The same page with what a colleague wrote meanwhile; what was typed stays, to be kept or not."""
        theirs = self.current
        if theirs and Words(theirs.text, theirs.next) == words:
            messages.info(self.request, _("Era già così: niente è stato ripetuto."))
            return redirect(self.list_url)
        data = self.request.POST.copy()
        data["seen"] = str(theirs.pk) if theirs else ""
        offered_now = list(self.visible.order_by("-pk")[:OFFERED])
        again = WordsForm(self.letter, self.kind, offered_now, data)
        again.is_valid()
        context = self.get_context_data(form=again, conflict=theirs)
        return self.render_to_response(context, status=CONFLICT)

    @property
    def list_url(self) -> str:
        return reverse("wording:page", args=[self.page.pk]) if self.page else reverse("wording:index")

    def get_page_title(self) -> str:
        return str(models_by_kind()[self.kind].words.subjects[self.letter])

    def get_page_subtitle(self) -> str:
        if self.page:
            return super().get_page_subtitle()
        return _("Per tutti (%(kind)s)") % {"kind": dict(page_choices())[self.kind]}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        worded, step = LETTERS[self.letter], step_of(self.letter)
        return {
            **super().get_context_data(**kwargs),
            "act": step.label,
            "by_itself": is_by_itself(step),
            "whose": self.get_page_subtitle(),
            "worded": worded,
            "page": self.page,
            "own": self.current,
            "for_all": self.for_all,
            "placeholders": [(name, meaning(name)) for name in worded.placeholders(self.kind)],
            "history": self._written().select_related("by")[:HISTORY],
            "list_url": self.list_url,
        }
