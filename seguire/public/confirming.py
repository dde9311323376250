"""Behind the link of the letter that asks to confirm: a button. Opening the page confirms nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from candidature.public.secret_pages import secret_page
from portal.forms import outcomes
from portal.web import outage
from portal.web.failures import not_now
from seguire.followers import confirming, secret_links, subjects
from seguire.followers.models import Frequency
from seguire.public.managing import CONFIRMED


@secret_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether it is so; a POST begins to follow and leads to what is followed."""
    at = request.received_at  # type: ignore[attr-defined]
    asked = confirming.find(token, at)
    if asked is None:
        return render(request, "seguire/public/nothing.html", {"is_link": True}, status=404)
    if request.method == "POST":
        try:
            with outage.noticed():
                follower = confirming.confirm(asked, at=at)
        except confirming.NothingLeftError:
            return render(request, "seguire/public/nothing.html", status=404)
        except confirming.TooManyError:
            return render(request, "seguire/public/too_many.html", {"most": confirming.MOST}, status=409)
        except outage.OutageError:
            return not_now(request, _("Aggiornamenti per e-mail"))
        if follower is None:
            return render(request, "seguire/public/nothing.html", {"is_link": True}, status=404)
        mine = reverse("seguire:mine", args=[secret_links.token_of(follower)])
        return redirect(outcomes.saying(mine, CONFIRMED))
    if asked.follower is not None:
        return redirect("seguire:mine", secret_links.token_of(asked.follower))
    context = {
        "titles": [one.title for one in subjects.coded(asked.wanted)],
        "frequency": Frequency(asked.frequency).label,
        "address": asked.email,
    }
    return render(request, "seguire/public/confirm.html", context)
