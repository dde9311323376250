"""The WSGI application that gunicorn serves."""

from django.core.wsgi import get_wsgi_application

from portal.settings.environment import check_settings_module

check_settings_module("portal.settings.embedded")

application = get_wsgi_application()

from portal.startup import checks as startup  # noqa: E402 - needs the applications loaded

startup.check()
