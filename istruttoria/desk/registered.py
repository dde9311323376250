"""What was just registered at the desk: its code, the receipt to print, and what is to be handed over."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from candidature.models import Submission
from candidature.process import by_hand
from istruttoria.clerk_pages import ClerkView
from istruttoria.queue.words import tone


class RegisteredView(ClerkView):
    """Where registering leads; a second press leads here too."""

    template_name = "istruttoria/desk/registered.html"
    page_title = gettext_lazy("Registrata")

    @cached_property
    def submission(self) -> Submission:
        visible = Submission.objects.visible_to(self.clerk).select_related("page")
        found = visible.defer("answers").filter(desk_entry__id=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_page_subtitle(self) -> str:
        return self.submission.reference

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Submission.objects.filter(pk=self.submission.pk)
        return {
            **super().get_context_data(**kwargs),
            "submission": self.submission,
            "tone": tone(self.submission),
            "letters": list(by_hand.waiting(own)),
        }
