"""Where a password is asked for, each with a limit to how often it may be guessed or sent for.

Accounts are also locked one by one (django-axes, by name and address); here one visitor who tries many
accounts, many passwords of a restricted page, or has many letters sent, is told to wait. Whoever is in
already is never stopped.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from wagtail import views as page_views
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views import account
from wagtail.documents.views import serve as document_views
from wagtail.models import Page, PageViewRestriction
from wagtail.urls import WAGTAIL_FRONTEND_LOGIN_TEMPLATE

from portal.accounts.logins import login_name
from portal.entrances import password_letters
from portal.limits import attempts
from portal.limits.attempts import Limit, TooManyAttemptsError
from portal.web.visitors import client_of

# An office of twenty people behind one address may mistype, each once, and still get in.
FAILED_ACCOUNTS = Limit("login.accounts", settings.LOGIN_FAILED_ACCOUNTS, timedelta(minutes=15))
PAGE_PASSWORDS = Limit("page.password", settings.PAGE_PASSWORD_GUESSES, timedelta(minutes=15))
LETTERS_TO_ADDRESS = Limit(
    "password_letter.address", settings.PASSWORD_LETTERS_TO_ADDRESS, timedelta(hours=1)
)
LETTERS_FROM_CLIENT = Limit(
    "password_letter.client", settings.PASSWORD_LETTERS_FROM_CLIENT, timedelta(hours=1)
)

View = Callable[..., HttpResponseBase]


def wait_page(request: HttpRequest, refusal: TooManyAttemptsError, *, title: str, text: str) -> HttpResponse:
    """Says that nothing was checked, and from which minute it may be tried again."""
    retry_at = _next_minute(refusal.retry_at)
    context = {"title": title, "text": text, "retry_at": date_format(timezone.localtime(retry_at), "H:i")}
    response = render(request, "too_many_attempts.html", context, status=429)
    response["Retry-After"] = str(max(1, round((retry_at - timezone.now()).total_seconds())))
    response["Cache-Control"] = "no-store"
    return response


def _slowed_login(view: View) -> View:
    """A login view that one visitor may use on a bounded number of accounts that fail."""

    @sensitive_post_parameters("password")
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = login_name(request) if request.method == "POST" else ""
        if not name:
            return view(request, *args, **kwargs)
        try:
            attempt = attempts.begin(FAILED_ACCOUNTS, client_of(request), about=name)
        except TooManyAttemptsError as refusal:
            return wait_page(
                request,
                refusal,
                title=_("Troppi accessi sbagliati da questa connessione"),
                text=_(
                    "Da questa connessione sono stati provati molti account con password sbagliate. Per "
                    "sicurezza i nuovi accessi si fermano per qualche minuto. Chi è già entrato continua "
                    "a lavorare."
                ),
            )
        response = view(request, *args, **kwargs)
        # Only the right password leads on; a wrong one shows the form again.
        if response.status_code == 302:
            attempts.forgive(attempt)
        return response

    return wrapped


staff_login = _slowed_login(account.LoginView.as_view())
page_login = _slowed_login(auth_views.LoginView.as_view(template_name=WAGTAIL_FRONTEND_LOGIN_TEMPLATE))


class PasswordLetterView(account.PasswordResetView):
    """Sends for the letter by which a password is set anew.

    Whether an account has this address is found out by the worker: here a known and an unknown one take the
    same work and get the same answer.
    """

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        address = form.cleaned_data["email"].strip().lower()
        try:
            attempts.begin(LETTERS_FROM_CLIENT, client_of(self.request))
            attempts.begin(LETTERS_TO_ADDRESS, address)
        except TooManyAttemptsError as refusal:
            return wait_page(
                self.request,
                refusal,
                title=_("Troppe richieste in poco tempo"),
                text=_(
                    "Se l’indirizzo è di un account, le lettere già chieste sono partite: guarda anche nella "
                    "posta indesiderata. Per ora non ne mandiamo altre."
                ),
            )
        password_letters.request(address)
        return redirect(self.get_success_url())


ask_for_password_letter = PasswordLetterView.as_view()


def _slowed_password(view: View, key: str) -> View:
    """A view that asks for the password of something restricted, whose number is the argument `key`."""

    @sensitive_post_parameters("password")
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, **kwargs)
        try:
            attempt = attempts.begin(PAGE_PASSWORDS, f"{view.__module__} {kwargs[key]} {client_of(request)}")
        except TooManyAttemptsError as refusal:
            return wait_page(
                request,
                refusal,
                title=_("La password è stata sbagliata troppe volte"),
                text=_(
                    "Per proteggere ciò che è riservato, da questa connessione non si può provare per "
                    "qualche minuto. Chiedi la password giusta a chi te ne ha parlato."
                ),
            )
        response = view(request, **kwargs)
        # Only the right password leads on; anything else shows the form again or does not exist.
        if response.status_code == 302:
            attempts.forgive(attempt)
        return response

    return wrapped


def _of_its_page(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Wagtail's, which draws any page around the password of any other."""
    page = get_object_or_404(Page, pk=page_id, live=True)
    get_object_or_404(
        page.get_view_restrictions(),
        pk=page_view_restriction_id,
        restriction_type=PageViewRestriction.PASSWORD,
    )
    answer: HttpResponse = page_views.authenticate_with_password(request, page_view_restriction_id, page_id)
    return answer


page_password = _slowed_password(_of_its_page, "page_view_restriction_id")
document_password = _slowed_password(document_views.authenticate_with_password, "restriction_id")


def _next_minute(moment: datetime) -> datetime:
    """The first full minute after a moment: an hour shown without seconds must not come too early."""
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
