"""What people attach: the formats there are, and whether a file is what it says.

Whoever takes files otherwise than by a question asks here, too; what else is in this package may change.
"""

from moduli.files.checking import CONTENT_TYPES, CheckedFile, check, clean_name, readable_size
from moduli.files.kinds import LARGEST_FILE

__all__ = ["CONTENT_TYPES", "LARGEST_FILE", "CheckedFile", "check", "clean_name", "readable_size"]
