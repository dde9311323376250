"""Who follows what, and what happened that they may be told of."""

from seguire.followers.models import Follower, FollowRequest, Frequency, Subscription
from seguire.happened.models import Noticing, Novelty, What

__all__ = ["FollowRequest", "Follower", "Frequency", "Noticing", "Novelty", "Subscription", "What"]
