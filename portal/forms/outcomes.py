"""What an address says of the press that led to it: `?esito=`."""

from django.http import HttpRequest

OUTCOME = "esito"
# Everything that is missing or wrong.
CHECK = "controlla"


def saying(address: str, outcome: str) -> str:
    """An address whose page says what came of a press; as it is where there is nothing to say."""
    if not outcome:
        return address
    return f"{address}{'&' if '?' in address else '?'}{OUTCOME}={outcome}"


def outcome(request: HttpRequest) -> str:
    """What the page says of the press that led to it; empty for nothing."""
    return request.GET.get(OUTCOME, "")
