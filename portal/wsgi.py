"""The WSGI application that gunicorn serves."""

from django.core.wsgi import get_wsgi_application

from portal.settings.environment import check_settings_module

check_settings_module("portal.settings.embedded")

django = get_wsgi_application()

from portal.metrics import door  # noqa: E402 - needs the applications loaded
from portal.page_cache.in_front import in_front_of  # noqa: E402 - needs the applications loaded
from portal.startup import checks as startup  # noqa: E402 - needs the applications loaded

startup.check()
application = door.beside(in_front_of(django))
