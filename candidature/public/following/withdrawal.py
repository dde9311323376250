"""Withdrawing, while it is possible."""

from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content | None:
    if not followed.may("withdraw"):
        return None
    return Content(str(followed.page.words.if_you_cannot))


PART = Part("ritiro", "_withdraw.html", content)
