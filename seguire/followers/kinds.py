"""The letters of this app, by what they carry in the place of a link."""

PREFIX = "seguire."
CONFIRM = f"{PREFIX}confirm"
WANTED = f"{PREFIX}wanted"
NEWS = f"{PREFIX}news"
# Those that somebody gets who has confirmed.
TO_FOLLOWERS = (WANTED, NEWS)
