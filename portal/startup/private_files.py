"""What the portal writes is for its own account on the machine, and for nobody else's."""

import os

# No permission for group and others: files 0600, folders 0700.
MASK = 0o077


def keep_new_files_private() -> None:
    """Makes every file of this process and its children private unless whoever writes it says otherwise.

    Public pictures and static files say otherwise (FILE_UPLOAD_PERMISSIONS): a web server of another account
    may hand them over. SQLite gives its write-ahead log the permissions of the database.
    """
    os.umask(MASK)
