"""The page on which one signs a patto; it says the same of every address."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from candidature.public.secret_pages import UNAVAILABLE, retry_later, secret_page, shows_nobody
from patti.public.form import BodyForm, SigningForm
from patti.public.showing import nothing, show
from patti.signatures import asking, keeping, quotas
from patti.texts.pages import PattoPage
from patti.texts.versions import PattoVersion
from portal.forms import outcomes, typed_again
from portal.limits import haste
from portal.limits.counting import LimitReachedError
from portal.web import outage
from portal.web.visitors import client_of

# The form is read and holds a mistake (RFC 9110, section 15.5.21). What is typed here is longer than a cookie
# can bring back (decision 56), so the press itself is answered.
WRONG = 422
# The text was replaced while somebody was reading it.
CONFLICT = 409
_OTHER_TEXT = gettext_lazy(
    "Il testo del patto è cambiato mentre lo leggevi: rileggilo, poi premi di nuovo per firmare."
)
# The largest number of a row on every database of ours.
_LARGEST_NUMBER = 2**63 - 1


@secret_page
def sign_as_person(request: HttpRequest, page_id: int) -> HttpResponse:
    return _sign(request, page_id, SigningForm)


@secret_page
def sign_for_body(request: HttpRequest, page_id: int) -> HttpResponse:
    return _sign(request, page_id, BodyForm)


def _sign(request: HttpRequest, page_id: int, kind: type[SigningForm]) -> HttpResponse:
    """Shows what is asked; a POST has the letter written that asks to confirm."""
    page = _page(page_id)
    if page is None:
        return nothing(request)
    version = page.last_version()
    if request.method != "POST" and outcomes.outcome(request) == typed_again.ASKED:
        return _asked(request, page)
    standing = page.standing(version, request.received_at)  # type: ignore[attr-defined]
    if version is None or not standing.is_open:
        status = CONFLICT if request.method == "POST" else 200
        return show(request, "not_open", page, status=status, standing=standing)
    if request.method == "POST":
        return _pressed(request, page, version, kind(page, request.POST))
    answer = shows_nobody(_show(request, page, version, kind(page)))
    return typed_again.forgotten(request, answer)


def _page(page_id: int) -> PattoPage | None:
    if page_id > _LARGEST_NUMBER:
        return None
    pages = PattoPage.objects.published().select_related("privacy_notice", "locale")
    found = pages.filter(pk=page_id).first()
    return found if found is not None and found.is_original else None


def _pressed(request: HttpRequest, page: PattoPage, version: PattoVersion, form: SigningForm) -> HttpResponse:
    is_right, is_other_text = form.is_valid(), request.POST.get("version") != str(version.pk)
    if is_other_text:
        # Before any other mistake: a form that comes back for one asks to sign the text that it shows.
        form.add_error(None, str(_OTHER_TEXT))
    if is_other_text or form.has_other_notice:
        return _show(request, page, version, form, status=CONFLICT, is_other_text=is_other_text)
    if is_right and haste.is_hasty(_about(page), request.POST.get("stamp", "")):
        form.add_error(None, str(haste.SENTENCE))
    if not form.is_valid():
        return _show(request, page, version, form, status=WRONG)
    try:
        with outage.noticed(), transaction.atomic():
            quotas.count(client_of(request), form.cleaned_data["email"])
            # A text or a notice that is being published waits, or is there by now.
            read = (
                PattoVersion.objects.select_for_update(of=("self",)).filter(pk=version.pk, page=page).first()
            )
            now = PattoPage.objects.filter(pk=page.pk, privacy_notice=page.privacy_notice_id)
            if read is None or page.last_version() != read or not now.exists():
                raise _ReadAnewError
            asking.ask(form.wanted(read), at=request.received_at)  # type: ignore[attr-defined]
    except _ReadAnewError:
        # It is answered as any form that shows what was there before.
        return _sign(request, page.pk, type(form))
    except LimitReachedError as reached:
        form.add_error(None, quotas.sentence(reached))
        return retry_later(_show(request, page, version, form, status=429), reached)
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return _show(request, page, version, form, status=UNAVAILABLE)
    return typed_again.lead_back(request, typed_again.ASKED, {"email": form.cleaned_data["email"]})


class _ReadAnewError(Exception):
    """The text or the notice was replaced at the very moment of the press."""


def _about(page: PattoPage) -> str:
    """In the signed stamp of the form."""
    return f"patti {page.pk}"


def _asked(request: HttpRequest, page: PattoPage) -> HttpResponse:
    address = typed_again.typed(request).get("email", "")
    return show(request, "asked", page, address=address, days=keeping.CONFIRM_WITHIN.days)


def _show(
    request: HttpRequest,
    page: PattoPage,
    version: PattoVersion,
    form: SigningForm,
    *,
    status: int = 200,
    is_other_text: bool = False,
) -> HttpResponse:
    return show(
        request,
        "sign",
        page,
        status=status,
        version=version,
        is_other_text=is_other_text,
        form=form,
        is_body=isinstance(form, BodyForm),
        notice=page.privacy_notice,
        stamp=haste.stamp(_about(page)),
        years=keeping.KEPT_AFTER_CLOSING.days // 365,
        days=keeping.CONFIRM_WITHIN.days,
    )
