"""Who was asked to confirm, where each stands, and what is to be done about it."""

from django.utils.translation import gettext as _

from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import in_the_way
from candidature.public.following.part import Content, Followed, Part


def sentences(followed: Followed) -> list[str]:
    """What its applicant can do about those who have not confirmed it as it is now."""
    application = Application(followed.submission)
    if application.has_ended(followed.at):
        return []
    missing = [line for line in followed.others if not line.is_settled]
    silent = [line.who for line in missing if not line.confirmation.said_no]
    found = in_the_way(line for line in missing if not application.keeps_answer(line.confirmation))
    if silent:
        found.append(
            _(
                "Manca la conferma di %(who)s: qui sotto, in «Chi conferma», puoi scrivere di nuovo o "
                "indicare un altro."
            )
            % {"who": ", ".join(silent)}
        )
    return found


def content(followed: Followed) -> Content | None:
    if not followed.submission.has_confirmations:
        return None
    has_ended = Application(followed.submission).has_ended(followed.at)
    values = {"lines": followed.others, "is_open": not has_ended}
    return Content(_("Chi conferma"), values)


PART = Part("conferme", "_others.html", content)
