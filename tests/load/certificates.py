"""The authorities that a client of ours trusts, read once.

Nobody speaks TLS here, but each new client of httpx reads them from a file, which takes longer than what
most of these tests ask of the portal.
"""

import ssl

READ_ONCE = ssl.create_default_context()
