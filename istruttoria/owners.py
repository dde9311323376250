"""Who may open the pages of the review."""

from portal.owners import (
    ADMINS,
    COMMITTEE,
    CONTENT,
    EDITORS,
    EVERYBODY,
    NOBODY,
    OFFICERS,
    QUEUE,
    STAFF,
    Owner,
)

OWNERS = [
    # For editors counts alone, of the pages that they edit.
    Owner("candidature_review:report", STAFF),
    Owner("candidature_review:index candidature_review:index_results candidature_review:export", QUEUE),
    Owner("candidature_review:bulk_jobs", QUEUE),
    # What was chosen is within reach, or there is nothing to choose from.
    Owner(
        "candidature_review:bulk candidature_review:bulk_job candidature_review:bulk_letter "
        "candidature_review:bulk_message",
        QUEUE,
        opens=False,
    ),
    Owner(
        "candidature_review:detail candidature_review:file candidature_review:decide "
        "candidature_review:messages candidature_review:assign "
        "candidature_review:notes candidature_review:note_names "
        "candidature_review:checks candidature_review:scores candidature_review:audit "
        "candidature_review:ask_opinion candidature_review:file_preview candidature_review:file_shown "
        "candidature_review:files",
        COMMITTEE,
    ),
    Owner("candidature_review:labels candidature_review:filters candidature_review:columns", QUEUE),
    Owner("candidature_review:filter", QUEUE, opens=False),
    Owner("candidature_review:label", QUEUE, opens=False),
    Owner("candidature_review:comparison", COMMITTEE, opens=False),
    Owner("candidature_review:labels_of", COMMITTEE, opens=False),
    Owner("candidature_review:presence", COMMITTEE, opens=False),
    Owner("candidature_review:absences", QUEUE),
    # One's own; that of anybody else does not exist.
    Owner("candidature_review:absence_end", NOBODY),
    Owner("candidature_review:share candidature_review:erased", OFFICERS),
    # Of a call that one may edit and decide upon.
    Owner("candidature_review:outcome", OFFICERS),
    # Of what was erased; any other code is none.
    Owner("candidature_review:erased_audit", OFFICERS, opens=False),
    # Of an opinion that was asked for; whoever has the secret of its letter gives it.
    Owner(
        "candidature_review:opinion candidature_review:opinion_preview candidature_review:opinion_shown "
        "candidature_review:letter",
        COMMITTEE,
        opens=False,
    ),
    Owner("opinions:*", EVERYBODY, opens=False),
    # Of one's own note; of any other it says so, and leads back.
    Owner("candidature_review:note", COMMITTEE, opens=False),
    Owner("candidature_review:erasure", COMMITTEE, opens=False),
    Owner(
        "candidature_review:new_link candidature_review:reached",
        COMMITTEE,
        opens=False,
    ),
    Owner(
        "candidature_review:printed_receipt candidature_review:printed_letter candidature_review:handed_over "
        "candidature_review:signed",
        COMMITTEE,
        opens=False,
    ),
    # Whoever reviews types at the desk, each for what their committee sees.
    Owner("sportello:index sportello:letters", QUEUE),
    Owner("sportello:begin sportello:empty_form", COMMITTEE, opens=False),
    # Of an entry within reach; of any other they say that it is not there, and lead back to the desk.
    Owner("sportello:*", QUEUE, opens=False),
    # Of a page for whoever may edit it, of all for whoever says what pages begin with.
    Owner("wording:*", CONTENT),
    Owner("commissioni:* informative:*", OFFICERS),
    # A list is never deleted: whoever may do anything is told so.
    Owner("elenchi:delete", ADMINS, opens=False),
    Owner("elenchi:*", EDITORS),
]
