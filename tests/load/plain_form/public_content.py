"""What the yardstick's page shows follows from itself: who fills it in changes no page of anybody's."""

from portal.page_cache.declared import Shown, Unseen

PUBLIC = [
    Shown(("plain_form.PlainFormPage", "plain_form.PlainFormField")),
    Unseen(("wagtailforms.FormSubmission",), "Only staff read what is sent."),
]
