"""«Segnala un problema», from the footer of every page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.limits.counting import LimitReachedError
from portal.pages.site import settings_of
from portal.web import outage
from portal.web.visitors import client_of
from riscontri.problems.form import ProblemForm
from riscontri.problems.models import LONGEST_PAGE
from riscontri.problems.telling import tell
from riscontri.public.answers import TOO_MANY, UNAVAILABLE, form_of_anybody, too_many

# The form is read and holds a mistake (RFC 9110, section 15.5.21). What is typed here is longer than a cookie
# can bring back (decision 56), so the press itself is answered.
WRONG = 422


@form_of_anybody
def tell_problem(request: HttpRequest) -> HttpResponse:
    """Asks what happened and where; whoever comes from a page of this site finds it filled in."""
    if request.method != "POST":
        return _show(request, ProblemForm(page=_came_from(request)))
    form = ProblemForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=WRONG)
    try:
        with outage.noticed():
            tell(form, client_of(request), settings_of(request))
    except LimitReachedError as reached:
        form.add_error(None, too_many(reached))
        answer = _show(request, form, status=TOO_MANY)
        answer["Retry-After"] = str(reached.seconds)
        return answer
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return _show(request, form, status=UNAVAILABLE)
    return redirect("riscontri:told")


@form_of_anybody
def told(request: HttpRequest) -> HttpResponse:
    return render(request, "riscontri/told.html")


def _came_from(request: HttpRequest) -> str:
    """The address of the page of this site whose footer led here; empty where the browser says none.

    Never one that holds a secret: those pages tell no browser to say it, and are left out here too.
    """
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    own = (reverse("riscontri:tell"), reverse("wagtailadmin_home"), *settings.PERSONAL_PATHS)
    if parts.netloc != request.get_host() or parts.path.startswith(own) or len(parts.path) > LONGEST_PAGE:
        return ""
    return parts.path


def _show(request: HttpRequest, form: ProblemForm, *, status: int = 200) -> HttpResponse:
    return render(request, "riscontri/tell.html", {"form": form}, status=status)
