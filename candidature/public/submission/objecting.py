"""Behind the link of the letter to the former address: “it was not me”."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.intake import contact
from candidature.links import objections
from candidature.public.secret_pages import UNAVAILABLE, explain, secret_page, show
from portal.web import outage


@secret_page
def object_to(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first; a POST stops the change of address, or takes it back, and ends every personal link."""
    change = objections.find(token)
    if change is None:
        return explain(
            request,
            status=410,
            title=_("Questo collegamento non vale più"),
            text=_(
                "Vale trenta giorni, e finché conserviamo ciò che hai inviato. Se credi che qualcuno abbia "
                "cambiato il tuo indirizzo, scrivi ai contatti dell’avviso o dell’evento."
            ),
        )
    if request.method == "POST":
        try:
            with outage.noticed():
                contact.object_to(change)
        except outage.OutageError:
            return explain(
                request, status=UNAVAILABLE, title=str(outage.SENTENCE), text=_("Riprova fra poco.")
            )
        return redirect("candidature:object", token)
    submission = change.submission
    context = {"change": change, "submission": submission, "subject": submission.page.specific}
    return show(request, "object", submission.page, context)
