"""The static files of portals under test: collected once, and linked to by each.

To name them after their content and to compress them takes longer than most tests, and nobody writes into
them afterwards. They are kept below `VAR_DIR/cache` under the fingerprint of what they are made from.
"""

import fcntl
import shutil

from django.conf import settings

from ops.preparation import static_fingerprint
from tests.load.server import Server


def put(server: Server) -> None:
    """Gives a server that has none its static files."""
    everywhere = settings.VAR_DIR / "cache" / "static"
    everywhere.mkdir(parents=True, exist_ok=True)
    with (everywhere / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = everywhere / static_fingerprint()
        if not kept.exists():
            server.manage("collectstatic", "--noinput", "-v", "0")
            for earlier in everywhere.glob("*/"):
                shutil.rmtree(earlier)
            shutil.move(server.var / "static", everywhere / "half-made")
            (everywhere / "half-made").rename(kept)
    (server.var / "static").symlink_to(kept)
