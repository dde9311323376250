#!/usr/bin/env python
"""Django's command line for the portal."""

import sys


def main() -> None:
    from portal.settings.environment import check_settings_module
    from portal.startup.private_files import keep_new_files_private

    # The compressed copies of static files have no permissions of their own, and are for every web server.
    if sys.argv[1:2] != ["collectstatic"]:
        keep_new_files_private()
    check_settings_module("portal.settings.embedded")
    from django.core.management import execute_from_command_line

    from portal.startup import earlier_database

    earlier_database.refuse(sys.argv[1:])
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
