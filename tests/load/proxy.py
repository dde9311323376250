"""A real nginx in front of a portal, set up as `docs/operations.md` says."""

import re
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

from ops.toolchain import ROOT
from tests.load.server import free_port

NGINX = "/usr/sbin/nginx"
SECONDS_TO_ANSWER = 30


_LOCATION = re.compile(r"    location / \{.*?\n    \}\n", re.DOTALL)


def documented_configuration(*, keeps_pages: bool = False) -> str:
    """What the documentation shows of nginx; with the pages that it may keep for a second, if wanted."""
    text = (Path(ROOT) / "docs/operations.md").read_text()
    blocks = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 3, "docs/operations.md shows another number of configurations of nginx"
    site, around, location = blocks
    if not keeps_pages:
        return str(site)
    assert len(_LOCATION.findall(site)) == 1
    return str(around + _LOCATION.sub(lambda _found: location, site))


class Proxy:
    """nginx on a port of its own, with everything it writes in one folder.

    Args:
        folder: for its configuration, logs and buffered bodies.
        portal: port of the portal behind it.
        keeps_pages: whether it keeps what the portal would keep, for a second.
        files: a folder whose files it hands over below `/files/`.
    """

    def __init__(
        self, folder: Path, portal: int, *, keeps_pages: bool = False, files: Path | None = None
    ) -> None:
        assert shutil.which(NGINX), "nginx is missing: install Debian's package nginx-light."
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        folder.mkdir(parents=True, exist_ok=True)
        site = documented_configuration(keeps_pages=keeps_pages)
        served = f"\n    location /files/ {{ alias {files}/; }}" if files else ""
        replaced = {
            "listen 443 ssl;": f"listen 127.0.0.1:{self.port};{served}",
            "/var/log/nginx/portal.log": str(folder / "access.log"),
            "http://127.0.0.1:8000": f"http://127.0.0.1:{portal}",
        }
        if keeps_pages:
            replaced["/var/cache/nginx/portal"] = str(folder / "kept")
        for shown, here in replaced.items():
            assert shown in site, f"The documented configuration does not hold {shown!r}."
            site = site.replace(shown, here)
        temporary = "\n".join(
            f"{kind}_temp_path {folder / kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        configuration = folder / "nginx.conf"
        configuration.write_text(
            f"daemon off;\nuser root;\nworker_processes 1;\npid {folder / 'nginx.pid'};\n"
            f"error_log {folder / 'error.log'};\n"
            f"events {{ worker_connections 512; }}\nhttp {{\n{temporary}\n{site}\n}}\n"
        )
        self.command = [NGINX, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)]
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.child = subprocess.Popen(self.command, stderr=subprocess.PIPE)
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):  # noqa: S310 - http, ours
                    return
            except OSError as problem:
                if self.child.poll() is not None:
                    assert self.child.stderr is not None
                    raise AssertionError(self.child.stderr.read().decode()) from problem
                assert time.monotonic() < deadline, "nginx does not answer"
                time.sleep(0.1)

    def end(self) -> None:
        if self.child is not None:
            self.child.terminate()
            self.child.wait(10)
            if self.child.stderr is not None:
                self.child.stderr.close()
