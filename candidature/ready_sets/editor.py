"""What the form builder asks for while a form is written: which sets there are, one set, to keep one."""

import json
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.log_actions import LogFormatter, log
from wagtail.permissions import page_permission_policy

from candidature.ready_sets import contents
from candidature.ready_sets.choosing import ReadySet, find, offered_to
from candidature.ready_sets.contents import UnusableSetError
from candidature.ready_sets.forms import OwnSetForm
from candidature.ready_sets.models import KEEP, OwnSet
from portal.models import User

# In the history of a set and of the site.
REPLACED, TAKEN_BACK = "candidature.replace_set", "candidature.take_back_set"


class ReplacedFormatter(LogFormatter):
    label = gettext_lazy("Sostituisci un gruppo di domande")
    message = gettext_lazy("Domande sostituite con altre")


class TakenBackFormatter(LogFormatter):
    label = gettext_lazy("Rimetti le domande di prima in un gruppo")
    message = gettext_lazy("Rimesse le domande di una versione precedente")


def log_actions(actions: Any) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(REPLACED)(ReplacedFormatter)
    actions.register_action(TAKEN_BACK)(TakenBackFormatter)


class EditorRequiredMixin:
    """For whoever writes pages."""

    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not page_permission_policy.user_has_any_permission(request.user, ["add", "change"]):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    @property
    def user(self) -> User:
        return cast(User, self.request.user)


def addresses() -> dict[str, str]:
    """For the form builder (`moduli.building`)."""
    return {
        "offered": reverse("ready_sets:offered"),
        "keep": reverse("ready_sets:keep"),
        "list": reverse("ready_sets:index"),
    }


class OfferedView(EditorRequiredMixin, View):
    """Name, purpose and size of each, and where its questions are."""

    def get(self, _request: HttpRequest) -> JsonResponse:
        sets = [
            {
                "name": one.name,
                "about": one.about,
                "size": one.size_in_words,
                "own": one.own is not None,
                "blocks": reverse("ready_sets:blocks", args=[one.key]),
                "replaceable": _as_replaceable(one, self.user),
            }
            for one in offered_to(self.user)
        ]
        return JsonResponse({"sets": sets, "may_keep": self.user.has_perm(KEEP)})


def _as_replaceable(one: ReadySet, user: User) -> dict[str, Any] | None:
    """What the builder shows and sends back to put other questions in the place of these; None where this
    account may not."""
    if one.own is None or not one.own.belongs_to(user):
        return None
    return {"key": one.key, "seen": one.own.mark, "is_shared": one.own.is_shared}


class BlocksView(EditorRequiredMixin, View):
    """The steps of one set as the builder inserts them, with keys of their own at each asking."""

    def get(self, _request: HttpRequest, key: str) -> JsonResponse:
        found = find(key, self.user)
        if found is None:
            raise Http404
        try:
            read = found.contents
        except UnusableSetError as error:
            return JsonResponse({"error": str(error)}, status=409)
        states = contents.block().get_form_state(read.steps)
        return JsonResponse({"name": found.name, "steps": states, "remarks": read.remarks})


class KeepView(EditorRequiredMixin, View):
    """Keeps what is chosen of the form as it is in the editor, saved or not: as a new set, or in the place of
    what an earlier one held."""

    def post(self, request: HttpRequest) -> JsonResponse:
        if not self.user.has_perm(KEEP):
            raise PermissionDenied
        replaced = request.POST.get("set-replaces", "")
        own = self._replaceable(replaced) if replaced else OwnSet(made_by=self.user)
        if own is None:
            gone = _("Il gruppo da sostituire non c’è più, o non sei tu a poterlo cambiare.")
            return JsonResponse({"error": gone}, status=400)
        form = OwnSetForm(
            {name: request.POST.get(f"set-{name}", "") for name in ("name", "about", "is_shared", "seen")},
            instance=own,
        )
        if not form.is_valid():
            return _refused(form)
        try:
            steps = contents.posted(request.POST)
            kept, lost = contents.packed(steps, set(request.POST.getlist("set-chosen")))
            remarks = contents.unpacked(kept).remarks
        except UnusableSetError as error:
            return JsonResponse({"error": str(error)}, status=400)
        form.instance.content = kept
        made = form.stored(self.user)
        if made is None:
            return _refused(form)
        if replaced:
            said = _(
                "«%(name)s» ora contiene ciò che hai scelto: i moduli che l’avevano preso restano come sono."
            )
            log(
                instance=made, action=REPLACED, user=self.user, title=named_in_log(made), content_changed=True
            )
        else:
            said = _("«%(name)s» è tra i gruppi pronti.")
            log(instance=made, action="wagtail.create", user=self.user, title=named_in_log(made))
        said %= {"name": made.name}
        if lost:
            said += " " + _("I collegamenti a pagine del sito non ne fanno parte.")
        return JsonResponse({"said": " ".join([said, *remarks])})

    def _replaceable(self, key: str) -> OwnSet | None:
        found = find(key, self.user)
        own = found.own if found else None
        return own if own is not None and own.belongs_to(self.user) else None


def named_in_log(own: OwnSet) -> str:
    """In the history of the site, which colleagues read: what nobody else sees is not named."""
    return own.name if own.is_shared else _("Un gruppo di domande personale")


def _refused(form: OwnSetForm) -> JsonResponse:
    said = [message for messages in json.loads(form.errors.as_json()).values() for message in messages]
    return JsonResponse({"error": " ".join(one["message"] for one in said)}, status=400)
