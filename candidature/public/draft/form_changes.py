"""What is said of a form that changed while somebody writes: on the next page, and on one of its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidature.intake import carrying
from candidature.intake.carrying import AskedNow, Former, Told
from candidature.pages.participation import ParticipationPage
from candidature.public.draft.links import only_looked_at
from candidature.public.draft.window import accepts, closed
from candidature.public.filling import press
from candidature.public.secret_pages import secret_page, show
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from moduli import Change

_HEADINGS: dict[str, str | Promise] = {
    "added": _("Domande nuove"),
    "removed": _("Domande tolte"),
    "reworded": _("Parole cambiate"),
    "option_removed": _("Risposte che non si possono più scegliere"),
    "option_added": _("Risposte nuove tra cui scegliere"),
    "option_reworded": _("Risposte con parole cambiate"),
    "leads_out": _("Risposte con cui ora non si può partecipare"),
    "lets_in": _("Risposte con cui ora si può partecipare"),
    "way_out": _("Risposte con cui non si può partecipare: che cosa si dice"),
    "asked_if": _("Domande e passi che ora riguardano altre persone"),
    "rules": _("Regole cambiate"),
    "required": _("Domande a cui ora bisogna rispondere"),
    "optional": _("Domande a cui ora si può non rispondere"),
    "moved": _("Domande in un altro passo"),
    "explained": _("Spiegazioni cambiate"),
}
# So many changes are open to be read at once; more unfold.
_MOST_OPEN = 8


@dataclass(frozen=True)
class Group:
    """Changes of one sort, under a heading."""

    what: str
    heading: str
    changes: list[Change]


@dataclass(frozen=True)
class Notice:
    """A change of the form as a page tells it."""

    told: Told
    former: list[Former]

    @property
    def groups(self) -> list[Group]:
        found: dict[str, list[Change]] = {}
        for change in self.told.changes:
            found.setdefault(change.what, []).append(change)
        return [Group(what, str(_HEADINGS[what]), same) for what, same in found.items()]

    @property
    def is_short(self) -> bool:
        return len(self.told.changes) <= _MOST_OPEN


def asked_now(request: HttpRequest, page: ParticipationPage) -> AskedNow:
    """The form as it is, and which one the posted page showed."""
    shown = request.POST.get(press.FORM, "")
    # Anything else no form bears, and a database may refuse to look for it.
    return AskedNow(page, shown if re.fullmatch("[0-9a-f]{64}", shown) else "")


def context(draft: Draft, page: ParticipationPage, uploads: Iterable[UploadedFile]) -> dict[str, Any]:
    """What a page of a draft needs to tell of a change, and to say by which form it was made."""
    now = AskedNow(page)
    told = carrying.unseen(draft, now, uploads)
    notice = (
        Notice(told, _each_once(told.former, carrying.no_longer_asked(draft, now.schema))) if told else None
    )
    return {"form_shown": now.digest, "form_notice": notice, "form_has_changed": bool(draft.form_changes)}


@secret_page
@only_looked_at
def form_changes(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """All that changed in the form since the draft was begun, and the answers that it no longer asks for."""
    if not accepts(request, page):
        return closed(request, token, draft, page)
    unseen = carrying.unseen(draft, AskedNow(page), draft.files.all())
    told = [*([unseen] if unseen else []), *carrying.seen_before(draft)]
    former = _each_once(unseen.former if unseen else [], carrying.no_longer_asked(draft, page.schema))
    if not told and not former:
        return redirect("candidature:summary", token)
    shown = {"page": page, "token": token, "notices": [Notice(one, []) for one in told], "former": former}
    return show(request, "form_changes", page, shown)


def _each_once(*several: list[Former]) -> list[Former]:
    return list(dict.fromkeys(one for each in several for one in each))
