"""What the script is told that saves a page while it is typed (`frontend/src/js/autosave.js`)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def is_asked(request: HttpRequest) -> bool:
    """Whether no button was pressed, but the script saves."""
    return request.POST.get("action") == "autosave"


def answer(seen: str, *, is_twofold: bool, accepted: bool = True, form_changed: bool = False) -> HttpResponse:
    """When it was saved, and what the page shows by now; or why the script should leave off.

    Args:
        seen: what the page says from now on of what it shows (`candidature.intake.two_tabs`).
        is_twofold: whether another tab wrote something else.
        accepted: whether what is written can still be sent.
        form_changed: whether the page shows another form than there is.
    """
    if is_twofold:
        said = _("Un’altra finestra ha salvato risposte diverse: premi «Salva» per vederle.")
        return _told(said, goes_on=False)
    if form_changed:
        return other_form()
    if not accepted:
        return _told(_("Il termine è passato: non si può più inviare."), goes_on=False)
    hour = date_format(timezone.localtime(), "H:i")
    return _told(_("Salvato alle %(hour)s") % {"hour": hour}, seen=seen)


def other_form() -> HttpResponse:
    """That what was typed is saved, and that the page shows an older form than there is."""
    return _told(_("Il modulo è cambiato mentre scrivevi: premi «Salva» per vedere che cosa."), goes_on=False)


def not_saved(why: str, *, goes_on: bool = True) -> HttpResponse:
    """That nothing was saved this time; what is typed stays in the page, which warns before it is left."""
    return _told(why, goes_on=goes_on, saved=False)


def _told(said: str, *, seen: str = "", goes_on: bool = True, saved: bool = True) -> HttpResponse:
    return JsonResponse({"said": said, "seen": seen, "goesOn": goes_on, "saved": saved})
