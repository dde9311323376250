"""A letter as its reader will see it, for staff, before it leaves. No secret stands in it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from portal.letters import blocks
from portal.letters.blocks import Block, Late, Note
from portal.letters.html import as_html
from portal.outbox.models import OutboxMessage

# Where the button leads in a preview: nowhere.
NOWHERE = "#collegamento-personale"
# What a letter may do in a browser: be read.
POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
)


def as_seen(message: OutboxMessage) -> str:
    """The HTML, with the place of what is made when the letter leaves told in words."""
    return as_html(message.subject, _without_secrets(message), message.reply_to, message.language)


def response(message: OutboxMessage) -> HttpResponse:
    """The letter as a page of its own, in which nothing runs and nothing leads away."""
    answer = HttpResponse(as_seen(message))
    answer["Content-Security-Policy"] = POLICY
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _without_secrets(message: OutboxMessage) -> list[Block]:
    made = blocks.filled(message.blocks, NOWHERE)
    late = Note(_("Qui starà il collegamento personale, creato al momento dell’invio."))
    return [
        late if isinstance(before, Late) else after
        for before, after in zip(message.blocks, made, strict=True)
    ]
