"""When and where what the person signed up for takes place, where it takes place at all."""

from django.utils.translation import gettext as _

from candidature.public.following.part import Content, Followed, Part


def content(followed: Followed) -> Content | None:
    if not followed.page.facts_template:
        return None
    return Content(_("Quando e dove"), {"place_in_line": followed.page.place_in_line(followed.submission)})


PART = Part("quando-e-dove", "_when_and_where.html", content)
