#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
    from django.core.management import execute_from_command_line

    from portal import earlier_database

    earlier_database.refuse(sys.argv[1:])
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
