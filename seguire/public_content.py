"""No public page shows who follows what."""

from portal.page_cache.declared import Unseen

PUBLIC = [
    Unseen(
        (
            "seguire.FollowRequest",
            "seguire.Follower",
            "seguire.Noticing",
            "seguire.Novelty",
            "seguire.Subscription",
        ),
        "Who follows what is nobody's business, and what happened is told by letter alone.",
    ),
]
