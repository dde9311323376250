"""Who may open the pages of taking part and of the review."""

from portal.owners import COMMITTEE, EVERYBODY, OFFICERS, QUEUE, Owner

OWNERS = [
    # Taking part: whoever holds the secret of the link.
    Owner("candidature:start", EVERYBODY, opens=False),
    Owner(
        "candidature:step candidature:saved candidature:summary candidature:receipt "
        "candidature:sent candidature:follow candidature:renew candidature:withdraw candidature:complete",
        EVERYBODY,
        opens=False,
    ),
    # The review.
    Owner("candidature_review:index candidature_review:index_results", QUEUE),
    Owner("candidature_review:detail candidature_review:file candidature_review:decide", COMMITTEE),
    Owner("candidature_review:new_link", COMMITTEE, opens=False),
    Owner("commissioni:* informative:*", OFFICERS),
]
