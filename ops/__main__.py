"""`python -m ops run|dev|install|reset`: what `make run`, `make dev`, `make test` and `make reset` call."""

import argparse
import os
import signal
import sys
from types import FrameType

from ops import development, folder, preparation, stack, toolchain
from ops.failure import Failure, fail
from portal.startup.private_files import keep_new_files_private

ACCOUNTS = ("redazione", "revisore", "responsabile", "admin")
PASSWORD = "cantieri-demo"  # noqa: S105 - printed on purpose, refused in production


def run(port: int, *, developing: bool = False) -> None:
    """Starts the portal on this machine and stays until Ctrl-C.

    Args:
        port: on 127.0.0.1.
        developing: with debug pages, the toolbar, and a reload at every change.
    """
    var = folder.var_dir()
    with folder.claim(var, port) as lock:
        stack.check_port(port)
        toolchain.ensure(development=developing)
        environment = {
            "DJANGO_SETTINGS_MODULE": f"portal.settings.{'development' if developing else 'embedded'}",
            "VAR_DIR": str(var),
            "BIND": f"127.0.0.1:{port}",
            "SITE_URL": os.environ.get("SITE_URL") or f"http://127.0.0.1:{port}",
            "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
            # Uploads on their way: a process that was killed may leave one, so the folder starts empty.
            "TMPDIR": str(folder.empty_temporary(var)),
            # Nothing is written beside the code, not even compiled files.
            "PYTHONPYCACHEPREFIX": str(var / "pycache"),
        }
        preparation.prepare(var, environment, static=not developing)
        kind = development.DevelopmentStack if developing else stack.Stack
        running = kind(var, port, environment, keeps_open=(lock.fileno(),))
        running.run(lambda: welcome(running.address, var))
    print("Ended.")


def welcome(address: str, var: object) -> None:
    accounts = "\n".join(f"                {name}@demo.example" for name in ACCOUNTS)
    print(
        f"""
  Portal        {address}
  Staff         {address}admin/
  Accounts      (password: {PASSWORD})
{accounts}
  Written to    {var} (mail: mail/, logs: log/)

Ctrl-C ends it.""",
        flush=True,
    )


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        fail(f"PORT is “{text}”, it must be a number from 1 to 65535.")
    return int(text)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Makes SIGTERM end whatever is under way as Ctrl-C does, with its children."""
    raise KeyboardInterrupt


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ops", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start the portal on 127.0.0.1:$PORT (8000) and stay until Ctrl-C")
    commands.add_parser("dev", help="the same with debug pages, the toolbar and a reload at every change")
    install = commands.add_parser("install", help="make .venv and install the locked requirements")
    install.add_argument("--development", action="store_true", help="also what tests and checks need")
    commands.add_parser("reset", help="delete everything the portal wrote under VAR_DIR")
    arguments = parser.parse_args()
    keep_new_files_private()
    signal.signal(signal.SIGTERM, interrupt)
    try:
        if arguments.command in ("run", "dev"):
            run(port_number(os.environ.get("PORT") or "8000"), developing=arguments.command == "dev")
        elif arguments.command == "install":
            toolchain.ensure(development=arguments.development)
        else:
            folder.reset()
    except Failure as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
