#!/usr/bin/env python
"""Django's command line for the portal."""

import sys


def main() -> None:
    from portal.settings.environment import check_settings_module

    check_settings_module("portal.settings.embedded")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
