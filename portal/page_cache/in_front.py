"""Puts the memory in front of Django, where the settings want it."""

from django.conf import settings

from portal.page_cache.layer import Application, PageCache
from portal.page_cache.memory import Memory
from portal.page_cache.requests import admission
from portal.page_cache.versions import Versions

# However small they are; a portal has some hundred pages.
MOST_ENTRIES = 5_000


def in_front_of(application: Application) -> Application:
    if not settings.PAGE_CACHE:
        return application
    memory = Memory(settings.PAGE_CACHE_MB * 1024 * 1024, MOST_ENTRIES)
    return PageCache(application, admission(), Versions().read, memory)
