"""The page of a patto shows its text, how many signed it, and names; who asked to sign is nobody's affair."""

from portal.page_cache.declared import Counted, Shown, Unseen

PUBLIC = [
    Shown(("patti.PattoPage",), turns=("opens_at", "closes_at")),
    Shown(("patti.PattoVersion",), rests=("published_at",)),
    # Visitors sign all the time, and few pages say how many did.
    Counted(("patti.Signature",)),
    Unseen(("patti.SigningRequest",), "What was not confirmed is shown to nobody."),
]
