"""What must be true before the web server or the worker begins. Called once by each, never per request."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from portal.settings.environment import stop

DEMO_DOMAIN = "@demo.example"


def check() -> None:
    """Ends the process with one sentence when the portal must not serve.

    That is: the database does not answer, has migrations to apply, or, where the settings say so, holds an
    account of the demonstration, whose password is public.
    """
    try:
        if unapplied_migrations():
            stop("the database is not up to date, run `manage.py migrate` first.")
        check_content()
        follow_site_url()
    except DatabaseError as error:
        stop(f"the database does not answer ({type(error).__name__}).")
    finally:
        release_connections()


def check_content() -> None:
    """Ends the process when demonstration accounts exist where the settings refuse them."""
    if settings.REFUSE_DEMO_ACCOUNTS and demo_accounts_exist():
        stop(f"accounts of the demonstration (…{DEMO_DOMAIN}) exist with a public password: delete them.")


def unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def demo_accounts_exist() -> bool:
    return get_user_model().objects.filter(email__iendswith=DEMO_DOMAIN).exists()


def follow_site_url() -> None:
    """Gives the only site the address of SITE_URL, which the site map and letters repeat.

    With several sites their addresses are the administrators' affair.
    """
    parts = urlsplit(settings.SITE_URL)
    hostname = parts.hostname or "localhost"
    port = parts.port or (443 if parts.scheme == "https" else 80)
    sites = list(Site.objects.all()[:2])
    if len(sites) == 1 and (sites[0].hostname, sites[0].port) != (hostname, port):
        sites[0].hostname, sites[0].port = hostname, port
        sites[0].save()


def release_connections() -> None:
    """Closes what the checks opened, since gunicorn forks after them and connections must not be shared."""
    cache.close()
    for each in connections.all(initialized_only=True):
        each.close()
        if hasattr(each, "close_pool"):
            each.close_pool()
