"""Whose language is spoken where: the staff's own under the admin, that of the address everywhere else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

from portal.languages import of_path, reading
from portal.web.middleware import is_admin


class LanguageOfAddressMiddleware:
    """Answers in the language of the address (`portal.languages`), and in no other.

    The preview of a page is a request too, to the page's own address, inside one to the admin: it is shown as
    the public will see it, whatever language its editor reads.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reading(of_path(request.path_info)):
            return self.get_response(request)


class LanguageOfAccountMiddleware:
    """Answers under the admin in the language of the account.

    Wagtail speaks it inside its views; what is said around them, such as that a page does not exist or that
    the account may not open it, is then said in it too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        profile = getattr(request.user, "wagtail_userprofile", None) if is_admin(request) else None
        if profile is None:
            return self.get_response(request)
        with reading(profile.get_preferred_language()):
            return self.get_response(request)


class CorrectedCatalog(JavaScriptCatalog):
    """What the admin's scripts say: Wagtail's words, and over them the project's corrections."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        return [*super().get_paths(packages), *map(str, settings.LOCALE_PATHS)]


_catalog = CorrectedCatalog.as_view()


def script_words(request: HttpRequest) -> HttpResponse:
    """The same in the language of the account."""
    words: HttpResponse = get_localized_response(_catalog, request)
    return words
