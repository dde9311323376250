"""How much room is left for what the portal writes."""

import shutil

from django.conf import settings

MEGABYTE = 1024 * 1024


class DiskAlmostFullError(Exception):
    """Less is free than DISK_FREE_MB. The message is how much, in whole megabytes."""


def free_megabytes() -> int:
    """Free room on the file system of VAR_DIR, where database, files and letters stand."""
    return shutil.disk_usage(settings.VAR_DIR).free // MEGABYTE


def is_short() -> bool:
    """Whether so little is left that no more files are taken: texts and receipts need the rest."""
    return free_megabytes() < settings.LIMITS["DISK_FREE_MB"]


def check() -> str:
    """For `/readyz`: the free megabytes.

    Raises:
        DiskAlmostFullError: too little is free.
    """
    free = free_megabytes()
    if is_short():
        raise DiskAlmostFullError(f"{free} MB, almost full")
    return f"{free} MB"
