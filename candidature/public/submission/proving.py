"""Behind the link of a letter that proves an address: a button, and what it does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from candidature.intake import contact
from candidature.links import proofs
from candidature.links.models import FollowLink
from candidature.links.proofs import AddressProof
from candidature.public.following import told
from candidature.public.secret_pages import CONFLICT, UNAVAILABLE, explain, secret_page, show
from candidature.public.submission import erasing
from portal.privacy.tokens import digest, is_well_formed
from portal.web import outage

# The page takes one from each, and another has this address.
_TAKEN = "altra"


@secret_page
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """Asks; a POST makes the new address count, or erases. A GET changes nothing: programs open links."""
    proof = proofs.find(token)
    if proof is None:
        return _used(request, token)
    if proof.purpose == AddressProof.Purpose.ERASURE:
        return erasing.by_letter(request, token, proof)
    if request.method != "POST":
        submission = proof.submission
        context = {
            "submission": submission,
            "subject": submission.page.specific,
            "address": proof.address,
            "taken": request.GET.get(told.PARAMETER) == _TAKEN,
        }
        return show(request, "prove_address", submission.page, context)
    try:
        with outage.noticed():
            moved = contact.prove_by_link(proof, token)
    except outage.OutageError:
        return explain(request, status=UNAVAILABLE, title=str(outage.SENTENCE), text=_("Riprova fra poco."))
    except contact.NothingWaitsError:
        return redirect("candidature:prove", token)
    except contact.ConfirmsError:
        return explain(
            request,
            status=CONFLICT,
            title=_("Questo indirizzo è di chi deve confermare"),
            text=_(
                "Nel frattempo è stato indicato per qualcuno che risponde per conto suo: il tuo resta quello "
                "di prima."
            ),
        )
    except contact.AddressTakenError:
        return redirect(f"{reverse('candidature:prove', args=[token])}?{told.PARAMETER}={_TAKEN}")
    return redirect(told.address(moved.token, told.ADDRESS_CHANGED))


def _used(request: HttpRequest, token: str) -> HttpResponse:
    """The personal page, where this very letter proved its address; else why the link opens nothing."""
    if is_well_formed(token) and FollowLink.objects.filter(token_hash=digest(token)).exists():
        return redirect(told.address(token, told.ADDRESS_CHANGED))
    return explain(
        request,
        status=410,
        title=_("Questo collegamento non vale più"),
        text=_(
            "La richiesta è già stata confermata, è stata fermata, oppure è scaduta: vale due giorni. Se "
            "vuoi, chiedila di nuovo dalla tua pagina."
        ),
    )
