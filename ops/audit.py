"""Asks whether a version locked in requirements/base.txt has a known vulnerability: `make audit`.

pip-audit needs packages that neither the portal nor its tests need, so it lives in an environment of its own
under VAR_DIR. Ends with 0 when nothing is known, 1 when something is, and 3 when nobody could be asked: the
index of packages may answer where the advisories do not.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ops import folder
from ops.failure import Failure, fail
from ops.toolchain import LOCKS, digest

COULD_NOT_ASK = 3


@dataclass
class Answer:
    """What the advisories say: known vulnerabilities, and the packages nothing could be learnt about."""

    known: list[str] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)
    asked: int = 0


def read_answer(text: str) -> Answer:
    """Raises ValueError when the text is no report of pip-audit."""
    answer = Answer()
    dependencies: list[dict[str, Any]] = json.loads(text)["dependencies"]
    for one in dependencies:
        if "skip_reason" in one:
            answer.not_asked.append(one["name"])
            continue
        answer.asked += 1
        for vulnerability in one["vulns"]:
            fixed = ", ".join(vulnerability["fix_versions"]) or "no version yet"
            answer.known.append(f"{one['name']} {one['version']}: {vulnerability['id']}, fixed in {fixed}")
    return answer


def verdict(answer: Answer) -> tuple[int, str]:
    """The exit code and the sentence."""
    if answer.known:
        return 1, "Known vulnerabilities:\n" + "\n".join(answer.known)
    if not answer.asked:
        return COULD_NOT_ASK, "NOT ASKED: the advisories do not answer here, so nothing is known either way."
    if answer.not_asked:
        return 1, f"The advisories answer, but not about: {', '.join(answer.not_asked)}."
    return 0, f"No known vulnerability in {answer.asked} packages."


def ask(program: Path, requirements: Path) -> Answer:
    command = [str(program), "--format", "json", "--progress-spinner", "off", "--no-deps", "--disable-pip"]
    finished = subprocess.run(
        [*command, "--requirement", str(requirements)], capture_output=True, text=True, check=False
    )
    try:
        return read_answer(finished.stdout)
    except (ValueError, KeyError):
        # It ends without a report when the network fails; its last line says how.
        print("\n".join(finished.stderr.strip().splitlines()[-1:]), file=sys.stderr)
        return Answer()


def install(var: Path) -> Path:
    """The program, in an environment that is made again when its lock changes."""
    home = var / "audit"
    record, lock = home / "lock", LOCKS / "audit.txt"
    if not record.exists() or record.read_text() != digest(lock):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        python = str(home / "bin" / "python")
        pip = [
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            str(lock),
        ]
        if subprocess.run([python, *pip], check=False).returncode:
            fail("pip could not install requirements/audit.txt.")
        record.write_text(digest(lock))
    return home / "bin" / "pip-audit"


def main() -> int:
    try:
        var = folder.var_dir()
        program = install(var)
    except Failure as failure:
        sys.exit(str(failure))
    # One package first: where the advisories do not answer, there is no need to ask sixty times.
    probe = var / "audit" / "probe.txt"
    locked = (LOCKS / "base.txt").read_text()
    probe.write_text(next(line.split(" ")[0] for line in locked.splitlines() if line.startswith("django==")))
    answer = ask(program, probe)
    if answer.asked:
        answer = ask(program, LOCKS / "base.txt")
    code, sentence = verdict(answer)
    print(sentence)
    return code


if __name__ == "__main__":
    sys.exit(main())
