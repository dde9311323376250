"""What is told at the mailbox that a sign-up with a seat has left: its calendar loses the event.

The new one was invited when it counted (`EventPage.new_mailbox_attachments`). Where somebody else of the
former mailbox comes, the entry is theirs too: nothing is written, and nothing is taken away.
"""

from candidature.letters import writing as letters
from candidature.pages.translations import in_spoken_words
from candidature.submissions.address_changes import AddressChange
from eventi import calendar, invitations, saying
from eventi.calendar import Method
from portal.languages import reading
from portal.outbox.attachments import Attachment, Wanted
from portal.people import addresses
from portal.web.calendar_files import FILE_NAME, MEDIA_TYPE

LETTER = "moved"
KIND = "eventi.calendar_left"


def tell(change: AddressChange) -> None:
    """Writes to the former address of somebody who has a seat and is written to elsewhere now."""
    if not change.former or invitations.others_come(change.submission, change.former):
        return
    way = letters.Way("", recipient=change.former)
    attachments = (Wanted(KIND, str(change.pk)),)
    letters.write(LETTER, change.submission, occasion=str(change.pk), attachments=attachments, way=way)


def make(target: str) -> Attachment | None:
    """What takes the entry away; None where by now it is to stay, or the sign-up was erased."""
    change = AddressChange.objects.select_related("submission__page").filter(pk=target).first()
    if change is None:
        return None
    submission = change.submission
    is_back = addresses.normal(submission.email) == addresses.normal(change.former)
    if is_back or invitations.others_come(submission, change.former):
        return None
    with reading(submission.language):
        event = in_spoken_words(submission.page.specific)
        if event.starts_at is None and saying.former_day(calendar.latest_of(event)) is None:
            return None
        # The attendee whose entry ends, and the mailbox whose count goes on.
        submission.email = change.former
        content = calendar.for_mailbox(event, submission, Method.CANCEL)
    return Attachment(FILE_NAME, content, MEDIA_TYPE.format(method=Method.CANCEL))
