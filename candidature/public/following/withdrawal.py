"""Withdrawing, while it is possible."""

from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content | None:
    if not followed.may("withdraw") or not followed.page.may_still_withdraw(followed.at):
        return None
    means = followed.page.withdrawing(followed.submission, followed.at)
    return Content(str(followed.page.words.if_you_cannot), {"lost": means.lost})


PART = Part("ritiro", "_withdraw.html", content)
