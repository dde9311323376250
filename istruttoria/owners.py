"""Who may open the pages of the review."""

from portal.owners import COMMITTEE, OFFICERS, QUEUE, Owner

OWNERS = [
    Owner("candidature_review:index candidature_review:index_results", QUEUE),
    Owner(
        "candidature_review:detail candidature_review:file candidature_review:decide "
        "candidature_review:messages",
        COMMITTEE,
    ),
    Owner("candidature_review:erasure", COMMITTEE, opens=False),
    Owner("candidature_review:new_link candidature_review:reached", COMMITTEE, opens=False),
    Owner("commissioni:* informative:*", OFFICERS),
]
