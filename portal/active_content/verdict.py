"""The two answers, beside silence, to whether a document runs anything."""


class ActiveContentError(ValueError):
    """The document holds something that runs."""


class UnreadableContentError(ValueError):
    """Nobody can tell: it is encrypted, larger inside than we look, or made to be read in two ways."""
