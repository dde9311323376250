"""Behind the link of the letter that asks to confirm: a button. Opening the page signs nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from candidature.public.secret_pages import CONFLICT, secret_page
from patti.public.mine import AGAIN, CONFIRMED
from patti.public.showing import nothing, show
from patti.signatures import confirming, secret_links
from patti.signatures.published import is_published
from portal.forms import outcomes
from portal.web import outage
from portal.web.failures import not_now


@secret_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether it is so; a POST signs and leads to the signature."""
    at = request.received_at  # type: ignore[attr-defined]
    asked = confirming.find(token, at)
    if asked is None:
        return nothing(request, is_link=True)
    if request.method == "POST":
        try:
            with outage.noticed():
                signed = confirming.confirm(asked, at=at)
        except confirming.NothingLeftError:
            return nothing(request)
        except confirming.SignedByOthersError:
            return show(request, "signed_by_others", asked.page, status=CONFLICT, body=asked.body)
        except confirming.SignedBeforeError as before:
            is_same_address = before.is_same_address
            return show(
                request, "signed_before", asked.page, status=CONFLICT, is_same_address=is_same_address
            )
        except confirming.TooManyError:
            most = confirming.MOST_BODIES
            return show(request, "too_many", asked.page, status=CONFLICT, most=most)
        except outage.OutageError:
            return not_now(request, _("Firma di un patto"))
        if signed is None:
            return nothing(request, is_link=True)
        signature, is_new = signed
        mine = reverse("patti:mine", args=[secret_links.token_of(signature)])
        return redirect(outcomes.saying(mine, CONFIRMED if is_new else AGAIN))
    if (found := confirming.led_to(asked)) is not None:
        return redirect("patti:mine", secret_links.token_of(found))
    if not is_published(asked.page):
        return nothing(request)
    last = asked.page.last_version()
    has_later = last is not None and last != asked.version
    return show(request, "confirm", asked.page, asked=asked, has_later=has_later)
