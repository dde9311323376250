"""No public page shows who follows what; the home page shows what happened."""

from portal.page_cache.declared import Shown, Unseen

PUBLIC = [
    Unseen(
        (
            "seguire.FollowRequest",
            "seguire.Follower",
            "seguire.Noticing",
            "seguire.Subscription",
        ),
        "Who follows what is nobody's business.",
    ),
    Shown(("seguire.Novelty",), rests=("noticed_at",)),
]
