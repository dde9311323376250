"""`python -m ops.messages collect|check`: the catalogues of `locale/`. Needs gettext and the requirements.

Source strings are Italian. `en` translates every one of them. `it` is small and made by hand: it corrects
the Italian of third parties, and strings of the project are never collected into it.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ops.failure import Failure, fail

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (
    "portal",
    "moduli",
    "territori",
    "news",
    "riscontri",
    "glossario",
    "candidature",
    "istruttoria",
    "eventi",
    "patti",
    "search",
    "api",
    "seguire",
    "home",
    "demo",
    "templates",
)
ENGLISH = ROOT / "locale/en/LC_MESSAGES/django.po"
CORRECTIONS = tuple(ROOT / f"locale/it/LC_MESSAGES/{name}.po" for name in ("django", "djangojs"))
# Sorted, without places or dates: a catalogue changes only where a string does.
STABLE = ("--no-location", "--sort-output", "--width=110")
# How many strings a complaint names.
SHOWN = 20


def collect() -> None:
    """Brings every string into `en`, drops those no longer in a source, and compiles all catalogues.

    New strings arrive untranslated: nothing is guessed from similar ones.
    """
    with tempfile.TemporaryDirectory() as name:
        merged = Path(name) / "merged.po"
        options = ("--quiet", "--no-fuzzy-matching", "-o", str(merged), *STABLE)
        _gettext("msgmerge", *options, str(ENGLISH), str(_extract(Path(name))))
        kept = _gettext("msgattrib", "--no-obsolete", *STABLE, str(merged))
    ENGLISH.write_text(re.sub(r'"POT-Creation-Date: .*\n', "", kept), encoding="utf-8")
    for catalogue in (ENGLISH, *CORRECTIONS):
        _gettext("msgfmt", "--check", "-o", str(catalogue.with_suffix(".mo")), str(catalogue))
    if waiting := _complaint("wait for their English", _listed("msgattrib", "--untranslated", str(ENGLISH))):
        print(waiting)


def check() -> list[str]:
    """What is wrong with the catalogues as they stand, a few lines each; nothing is written to `locale/`."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        differences = _listed("msgcomm", "--unique", str(ENGLISH), str(_extract(Path(name))))
        found.append(_complaint("in only one of the sources and en", differences))
        for catalogue in (ENGLISH, *CORRECTIONS):
            for kind in ("--untranslated", "--only-fuzzy", "--only-obsolete"):
                strings = _listed("msgattrib", kind, str(catalogue))
                found.append(_complaint(f"{kind[2:]} in {catalogue.relative_to(ROOT)}", strings))
            compiled = Path(name) / "compiled.mo"
            # `--check` compares placeholders, too.
            checked = _run("msgfmt", "--check", "-o", str(compiled), str(catalogue))
            if checked.returncode:
                found.append(checked.stderr.strip())
            elif _content(compiled) != _content(catalogue.with_suffix(".mo")):
                found.append(
                    f"{catalogue.with_suffix('.mo').relative_to(ROOT)} is not what its .po compiles to."
                )
    return [complaint for complaint in found if complaint]


def _extract(folder: Path) -> Path:
    """The template of all strings, made from a copy: the extraction writes files beside what it reads."""
    for source in SOURCES:
        ignored = shutil.ignore_patterns("migrations", "static", "__pycache__")
        shutil.copytree(ROOT / source, folder / source, ignore=ignored)
    (folder / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale=en", "--keep-pot", "--verbosity=0"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        fail(f"The strings could not be extracted: {done.stderr.strip()}")
    return folder / "locale/django.pot"


def _gettext(program: str, *arguments: str) -> str:
    """What a program of gettext prints."""
    done = _run(program, *arguments)
    if done.returncode:
        fail(done.stderr.strip())
    return done.stdout


def _listed(program: str, *arguments: str) -> list[str]:
    """The strings that a program of gettext selects, each up to its first line break; never the header."""
    printed = _gettext(program, "--no-wrap", *arguments)
    return [
        "".join(lines)
        for lines in re.findall(r'^(?:#~ )?msgid (?:"(.+)"|""\n"(.+)")$', printed, re.MULTILINE)
    ]


def _complaint(what: str, strings: list[str]) -> str:
    shown = "".join(f"\n  {string}" for string in strings[:SHOWN])
    return f"{len(strings)} strings {what}:{shown}" if strings else ""


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run([program, *arguments], capture_output=True, text=True)
    except FileNotFoundError:
        fail("gettext is missing: install the Debian package gettext.")


def _content(compiled: Path) -> str:
    return _gettext("msgunfmt", "--sort-output", str(compiled)) if compiled.exists() else ""


def main() -> None:
    wishes = {"collect", "check"}
    if len(sys.argv) != 2 or sys.argv[1] not in wishes:
        sys.exit(f"usage: python -m ops.messages {'|'.join(sorted(wishes))}")
    try:
        if sys.argv[1] == "collect":
            collect()
        elif complaints := check():
            advice = "Run make messages, translate what is new, run it again and commit locale/."
            sys.exit("\n".join([*complaints, advice]))
    except Failure as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
