"""Starting from something sent before: the way to it from what is new, and what a draft says of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.intake import prefilled
from candidature.pages.participation import ParticipationPage
from candidature.public import finding
from candidature.public.draft import opened
from candidature.public.filling import press
from candidature.public.secret_pages import secret_page, show, shows_nobody
from candidature.submissions.drafts import Draft
from moduli import Step, walk
from portal.forms import typed_again
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.italian.days import with_article
from portal.privacy.tokens import TOKEN_PATTERN


class LinkForm(PublicForm):
    """The personal link of what was sent, as it is copied from a letter or an address bar."""

    link = forms.RegexField(
        # What follows is not read: it would be read to its end again for each link in a long text.
        regex=rf"(?:^|/segui/){TOKEN_PATTERN.pattern}(?:[/?#]|$)",
        label=gettext_lazy("Collegamento personale"),
        help_text=gettext_lazy("Quello che trovi nella lettera di ricevuta, copiato per intero."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        error_messages={
            "required": gettext_lazy("Incolla il collegamento personale."),
            "invalid": gettext_lazy("Non è un collegamento personale: copialo per intero dalla lettera."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(None if data is None else plain_text_data(data))

    @property
    def token(self) -> str:
        """The secret in the link. The form must be valid."""
        found = TOKEN_PATTERN.search(self.cleaned_data["link"].rpartition("/segui/")[2])
        return found.group() if found else ""


@secret_page
def begin_from_earlier(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks what was sent before: its personal link, or the address to which a letter brings it."""
    page = opened.page_at(request, page_id)
    if isinstance(page, HttpResponse):
        return page
    if request.method != "POST":
        return _answered(request, page)
    if request.POST.get("action") == "address":
        form = finding.FindForm(request.POST)
        return finding.asked(
            request, form, lambda status: _show(request, page, LinkForm(), form, status=status)
        )
    link = LinkForm(request.POST)
    if not link.is_valid():
        return typed_again.lead_back(request, press.CHECK, link.typed())
    return redirect("candidature:reuse_for", link.token, page.answered_id)


def _answered(request: HttpRequest, page: ParticipationPage) -> HttpResponse:
    """The page that asks, with what came of the last press on it."""
    outcome, typed = press.outcome(request), typed_again.typed(request)
    if outcome == typed_again.ASKED:
        return finding.told(request)
    if outcome != press.CHECK:
        shown = _show(request, page, LinkForm(), finding.FindForm())
        return typed_again.forgotten(request, shows_nobody(shown))
    if "email" in typed:
        return _show(request, page, LinkForm(), finding.FindForm(typed))
    return _show(request, page, LinkForm(typed), finding.FindForm())


def _show(
    request: HttpRequest,
    page: ParticipationPage,
    link: LinkForm,
    address: finding.FindForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"page": page, "link_form": link, "address_form": address}
    return show(request, "begin_from_earlier", page, context, status=status)


def origin(at: datetime) -> str:
    """From what an answer is that nobody saved yet."""
    return _("Dalla domanda %(day)s.") % {"day": with_article(timezone.localtime(at), "del")}


def of_who(draft: Draft) -> str:
    """From what the first step is, while nobody saved it; empty where it was typed."""
    at = prefilled.sent_at(draft)
    return origin(at) if at and prefilled.WHO in prefilled.keys_of(draft) else ""


def not_looked_at(draft: Draft, asked: Mapping[int, Step]) -> list[tuple[int, str]]:
    """The steps, by number and title, with answers from something sent before that nobody saved.

    Args:
        asked: the steps that are asked, by number.
    """
    held = set(prefilled.keys_of(draft))
    return [
        (number, step["title"])
        for number, step in asked.items()
        if any(question["key"] in held for question in walk(step["questions"]))
    ]
