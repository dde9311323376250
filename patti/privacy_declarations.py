"""Who signs a patto, until when that is known, and how it is forgotten."""

from django.db.models import Q

from patti.signatures import keeping
from portal.privacy import Free, Holding

_TYPED = ("email", "mailbox", "first_name", "last_name", "body", "role", "municipality")
_BESIDE = ("page", "version", "kind", "shows_name", "notice")

HOLDINGS = [
    Holding(
        model="patti.Signature",
        fields=(*_TYPED, "key", "token_hash"),
        beside=(*_BESIDE, "look", "looked_by", "looked_at", "signed_at", "version_at"),
        find=lambda email: Q(email__iexact=email),
        rule="Until its owner takes it back, else two years after the last day for signing and ten after it "
        "was signed at most; then only that somebody signed is counted.",
        ends=keeping.ends,
        erase=keeping.forget,
    ),
    Holding(
        model="patti.SigningRequest",
        fields=(*_TYPED, "link_hash", "press"),
        beside=(*_BESIDE, "asked_at"),
        find=lambda email: Q(email__iexact=email),
        rule="Three days after it was asked for.",
        ends=keeping.request_ends,
        erase=keeping.forget_request,
    ),
]

FREE = [
    Free(
        ("patti.PattoPage", "patti.PattoVersion"),
        "Published texts, which name whoever promotes them; who signed stands elsewhere.",
    ),
]
