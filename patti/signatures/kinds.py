"""The letters of this app, by what they carry in the place of a link."""

PREFIX = "patti."
CONFIRM = f"{PREFIX}confirm"
SIGNED = f"{PREFIX}signed"
WAY_BACK = f"{PREFIX}way_back"
