"""What the script is told that saves a step while it is typed (`frontend/src/js/autosave.js`)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidature.intake import two_tabs
from candidature.intake.keeping import SavedStep


def is_asked(request: HttpRequest) -> bool:
    """Whether no button was pressed, but the script saves."""
    return request.POST.get("action") == "autosave"


def answer(saved: SavedStep, *, accepted: bool, form_changed: bool = False) -> HttpResponse:
    """When it was saved, and which answers the page shows by now; or why the script should leave off.

    Args:
        accepted: whether what is written can still be sent.
        form_changed: whether the page shows another form than there is.
    """
    if saved.remarks.clashes:
        said = _("Un’altra finestra ha salvato risposte diverse: premi «Salva» per vederle.")
        return _told(said, goes_on=False)
    if form_changed:
        return other_form()
    if not accepted:
        return _told(_("Il termine è passato: non si può più inviare."), goes_on=False)
    hour = date_format(timezone.localtime(), "H:i")
    seen = two_tabs.seen(saved.form.step, saved.answers)
    return _told(_("Salvato alle %(hour)s") % {"hour": hour}, seen=seen)


def other_form() -> HttpResponse:
    """That what was typed is saved, and that the page shows an older form than there is."""
    return _told(_("Il modulo è cambiato mentre scrivevi: premi «Salva» per vedere che cosa."), goes_on=False)


def not_saved(why: str, *, goes_on: bool = True) -> HttpResponse:
    """That nothing was saved this time; what is typed stays in the page."""
    return _told(why, goes_on=goes_on)


def _told(said: str, *, seen: str = "", goes_on: bool = True) -> HttpResponse:
    return JsonResponse({"said": said, "seen": seen, "goesOn": goes_on})
