"""How much room is left for what the portal writes."""

import shutil

from django.conf import settings

from portal.health.readiness import Finding, State

MEGABYTE = 1024 * 1024


def free_megabytes() -> int:
    """Free room on the file system of VAR_DIR, where database, files and letters stand."""
    return shutil.disk_usage(settings.VAR_DIR).free // MEGABYTE


def is_short() -> bool:
    """Whether so little is left that no more files are taken: texts and receipts need the rest."""
    return free_megabytes() < settings.LIMITS["DISK_FREE_MB"]


def is_shortest() -> bool:
    """Whether so little is left that visitors write no more: what is ready to be sent needs the rest."""
    return free_megabytes() < settings.LIMITS["DISK_FREE_FOR_TEXT_MB"]


def check() -> Finding:
    """For `/readyz`: a warning once no more files are taken, long before no more texts are."""
    figures = {"free_megabytes": free_megabytes()}
    if is_shortest():
        return Finding(State.WARNING, "no more texts are taken", figures)
    return (
        Finding(State.WARNING, "almost full", figures) if is_short() else Finding(State.OK, figures=figures)
    )
