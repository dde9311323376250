"""The page on which one asks to follow something; it says the same of every address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from candidature.public.secret_pages import UNAVAILABLE, retry_later, secret_page, shows_nobody
from portal.forms import outcomes, typed_again
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, AddressField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.limits import haste
from portal.limits.counting import LimitReachedError
from portal.web import outage
from portal.web.visitors import client_of
from seguire.followers import asking, keeping, quotas, subjects
from seguire.followers.models import Frequency
from seguire.followers.subjects import Subject

# In the signed stamp of the form.
_ABOUT = "seguire"


class FollowForm(PublicForm):
    """An address, what is to be followed, and how often."""

    email = AddressField(
        label=gettext_lazy("Email"),
        max_length=254,
        widget=forms.EmailInput(attrs=EMAIL_TYPING),
        error_messages={"required": gettext_lazy("Scrivi l’indirizzo email."), "invalid": INVALID_EMAIL},
    )
    what = forms.MultipleChoiceField(
        label=gettext_lazy("Che cosa vuoi seguire"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Scegli almeno una cosa da seguire."),
            "invalid_choice": gettext_lazy("Una delle scelte non c’è più: scegli di nuovo."),
            "invalid_list": gettext_lazy("Scegli almeno una cosa da seguire."),
        },
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("Quando vuoi ricevere la lettera"),
        choices=Frequency.choices,
        initial=Frequency.WEEKLY,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Scegli quando."),
            "invalid_choice": gettext_lazy("Scegli quando."),
        },
    )

    def __init__(self, offered: Sequence[Subject], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(None if data is None else plain_text_data(data), initial={"what": [offered[0].code]})
        self.offered = {one.code: one for one in offered}
        self.fields["what"].choices = [(one.code, one.title) for one in offered]  # type: ignore[attr-defined]

    def typed(self) -> dict[str, str]:
        lists = self.data if isinstance(self.data, MultiValueDict) else MultiValueDict()
        return {**super().typed(), "what": ",".join(lists.getlist("what"))}

    def wanted(self) -> list[Subject]:
        return [self.offered[code] for code in self.cleaned_data["what"]]


@secret_page
def ask_for_page(request: HttpRequest, page_id: int) -> HttpResponse:
    return _ask(request, subjects.page_with(page_id))


@secret_page
def ask_for_topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _ask(request, subjects.topic_called(slug))


def _ask(request: HttpRequest, first: Subject | None) -> HttpResponse:
    """Shows what is asked; a POST has the letter written that asks to confirm."""
    if first is None:
        return render(request, "seguire/public/nothing.html", status=404)
    offered = subjects.offered_with(first)
    if request.method == "POST":
        return _pressed(request, first, FollowForm(offered, request.POST))
    outcome = outcomes.outcome(request)
    if outcome == typed_again.ASKED:
        address = typed_again.typed(request).get("email", "")
        context = {"subject": first, "address": address, "days": keeping.CONFIRM_WITHIN.days}
        return render(request, "seguire/public/asked.html", context)
    if outcome == outcomes.CHECK:
        return _show(request, first, FollowForm(offered, _again(request)))
    return typed_again.forgotten(request, shows_nobody(_show(request, first, FollowForm(offered))))


def _pressed(request: HttpRequest, first: Subject, form: FollowForm) -> HttpResponse:
    if not form.is_valid():
        return typed_again.lead_back(request, outcomes.CHECK, form.typed())
    if haste.is_hasty(_ABOUT, request.POST.get("stamp", "")):
        form.add_error(None, str(haste.SENTENCE))
        return _show(request, first, form)
    address = form.cleaned_data["email"]
    at = request.received_at  # type: ignore[attr-defined]
    try:
        with outage.noticed(), transaction.atomic():
            quotas.count(client_of(request), address)
            asking.ask(address, form.wanted(), form.cleaned_data["frequency"], at=at)
    except LimitReachedError as reached:
        form.add_error(None, quotas.sentence(reached))
        return retry_later(_show(request, first, form, status=429), reached)
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return _show(request, first, form, status=UNAVAILABLE)
    return typed_again.lead_back(request, typed_again.ASKED, {"email": address})


def _again(request: HttpRequest) -> MultiValueDict[str, str]:
    """What was typed, as a form is posted."""
    typed = typed_again.typed(request)
    lists = MultiValueDict({name: [text] for name, text in typed.items()})
    lists.setlist("what", [code for code in typed.get("what", "").split(",") if code])
    return lists


def _show(request: HttpRequest, first: Subject, form: FollowForm, *, status: int = 200) -> HttpResponse:
    context = {
        "subject": first,
        "trail": [(first.page.title, first.page.url)] if first.page is not None else [],
        "form": form,
        "stamp": haste.stamp(_ABOUT),
        "months": keeping.KEPT_FOR.days // 30,
    }
    return render(request, "seguire/public/ask.html", context, status=status)
