"""The summary at the desk: everything as it will be registered, and why nothing was."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidature.access import entering
from candidature.intake import carrying, desk, drafts, receiving
from candidature.models import DeskEntry, Submission
from candidature.pages.participation import ParticipationPage
from candidature.public.draft import form_changes
from candidature.public.filling import press
from candidature.public.filling import summary as filled_in
from candidature.public.secret_pages import UNAVAILABLE
from candidature.submissions import content
from istruttoria.desk.entries import desk_page
from istruttoria.desk.steps import not_taken
from istruttoria.desk.way import DeskWay, render_at_desk, way_of
from istruttoria.permissions import clerk
from moduli import IncompleteAnswersError
from portal.web import outage

NOT_GIVEN, OTHER_NOTICE = "informativa", "nuova-informativa"
OTHER_FORM, OTHER_ANSWERS = "modulo-cambiato", "risposte-cambiate"
TWICE, ELSEWHERE, NOT_TICKED = "gia-inviata", "altra-zona", "numero-raggiunto"
_NOTICE_ERRORS: dict[str, Promise] = {
    NOT_GIVEN: _("Per registrare occorre dichiarare che la persona ha avuto l’informativa."),
    OTHER_NOTICE: _("L’informativa è cambiata mentre scrivevi: dai alla persona la nuova versione."),
}
_REFUSALS: dict[str, Promise] = {
    OTHER_FORM: _(
        "Il modulo è cambiato dopo che hai aperto il riepilogo: rileggi le risposte e premi di nuovo."
    ),
    OTHER_ANSWERS: _(
        "Le risposte sono cambiate dopo che hai aperto il riepilogo, forse per mano di un collega: rileggile "
        "come sono ora e premi di nuovo."
    ),
    NOT_TICKED: _(
        "Il numero massimo è raggiunto. Per registrarla comunque, perché è arrivata prima, spunta la casella "
        "che lo dice."
    ),
    ELSEWHERE: _(
        "Per il comune che hai scritto la domanda riguarda una zona che non segui, e non potresti più "
        "vederla. Controlla il comune; se è giusto, lascia che la finisca un responsabile: la trova tra "
        "quelle da finire."
    ),
}


@desk_page
def summary(request: HttpRequest, entry: DeskEntry, page: ParticipationPage) -> HttpResponse:
    """Everything that was typed; a POST registers it."""
    way = way_of(request, entry, page)
    if request.method == "POST":
        return _pressed(way, entry)
    return _show(way) if way.accepts() else not_taken(way)


def _pressed(way: DeskWay, entry: DeskEntry) -> HttpResponse:
    request, posted = way.request, way.request.POST
    if posted.get("action") == "save":
        drafts.see_form(way.draft, way.now)
        return way.saved(0)
    if posted.get("notice_read") != "on":
        return _again(way, NOT_GIVEN)
    notice = posted.get("notice", "")
    try:
        with outage.noticed():
            desk.submit(
                entry,
                at=request.received_at,  # type: ignore[attr-defined]
                notice_id=int(notice) if notice.isascii() and notice.isdigit() and len(notice) < 10 else 0,
                shown=posted.get(press.FORM, ""),
                seen=posted.get(press.SEEN),
                by=clerk(request),
                is_beyond=posted.get("beyond") == "on",
            )
    except outage.OutageError:
        return _show(way, status=UNAVAILABLE, refusal=str(outage.SENTENCE))
    except receiving.AlreadySentError:
        return _again(way, TWICE)
    except receiving.NoticeNotReadError:
        return _again(way, OTHER_NOTICE)
    except receiving.FormChangedError:
        return _again(way, OTHER_FORM)
    except receiving.AnswersChangedError:
        return _again(way, OTHER_ANSWERS)
    except desk.OutOfScopeError:
        return _again(way, ELSEWHERE)
    except receiving.FullError:
        may = desk.may_be_beyond(way.page, entry.received_at, clerk(request))
        return _again(way, NOT_TICKED if may else "")
    except (
        receiving.ApplicantMissingError,
        receiving.ApplicantNotAdmittedError,
        receiving.TooYoungError,
        receiving.WindowClosedError,
        receiving.OthersMissingError,
        desk.NotYetError,
        IncompleteAnswersError,
    ):
        return _again(way, "")
    return redirect("sportello:registered", entry.pk)


def _again(way: DeskWay, outcome: str) -> HttpResponse:
    return redirect(press.saying(way.summary_address(), outcome))


def _show(way: DeskWay, *, status: int = 200, refusal: str = "") -> HttpResponse:
    """Shows the summary.

    Args:
        refusal: why nothing was registered just now, though everything typed is in order.
    """
    draft, page, outcome = way.draft, way.page, press.outcome(way.request)
    uploads = draft.uploads()
    earlier = desk.sent_before(page, draft) if outcome == TWICE else None
    summed_up = filled_in.summed_up(way, draft, way.day, uploads)
    is_beyond = page.most_taken is not None and not summed_up["has_room"]
    came_in_time = is_beyond and desk.came_in_time(page, way.entry.received_at)
    context = {
        **summed_up,
        **way.others_summed_up(),
        **form_changes.context(draft, page, uploads),
        "former": carrying.no_longer_asked(draft, way.schema),
        "seen": content.of_draft(draft),
        "notice_error": _NOTICE_ERRORS.get(outcome, ""),
        "notice_was_read": bool(refusal),
        "refusal": refusal or _REFUSALS.get(outcome, ""),
        "is_twice": earlier is not None,
        "is_beyond": is_beyond,
        # Whether it came before that, and whether this account may take it.
        "came_in_time": came_in_time,
        "may_exceed": came_in_time and entering.may_exceed(clerk(way.request)),
        "earlier": earlier and _if_visible(way, earlier),
        "unreachable": summed_up["says_who"] and not (draft.email or draft.phone),
    }
    return render_at_desk(way, "summary", context, status=status)


def _if_visible(way: DeskWay, earlier: Submission) -> Submission | None:
    """What the person sent before, for who may see it."""
    return Submission.objects.visible_to(way.request.user).filter(pk=earlier.pk).first()
