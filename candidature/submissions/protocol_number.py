"""What the public register of the body gave a submission: a number, and its day."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format


@dataclass(frozen=True)
class ProtocolNumber:
    """Attributes:
    number: as the register writes it; empty for none.
    day: on which the register took it in; None where nobody wrote it down.
    """

    number: str = ""
    day: date | None = None

    def __bool__(self) -> bool:
        return bool(self.number)

    def __str__(self) -> str:
        """In words, empty for none."""
        if not self.number or self.day is None:
            return self.number
        return f"{self.number}, {date_format(self.day, 'j F Y')}"


NO_NUMBER = ProtocolNumber()
