"""Why a copy was not made or not put back."""


class BackupError(Exception):
    """Nothing was changed; the message is a sentence for whoever ran the command."""
