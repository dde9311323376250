"""What a body promises, as its fields stand in the editor of a page and of the values one begins with."""

from typing import Any

from wagtail.admin.panels import FieldPanel, FieldRowPanel

PERSONAL_DATA_FIELDS = [FieldPanel("privacy_notice"), FieldPanel("retention_months")]
LETTER_FIELDS = [
    FieldRowPanel([FieldPanel("quiet_from"), FieldPanel("quiet_until")]),
    FieldPanel("letters_need_approval"),
    FieldPanel("tells_missed_term"),
    FieldPanel("draft_days"),
    FieldPanel("after_info_term"),
]


def procedure_fields(*, promises_a_day: bool = True) -> list[Any]:
    """Who answers, and by when where a day is promised."""
    return [
        FieldPanel("office"),
        FieldPanel("responsible_person"),
        *([FieldPanel("response_days")] if promises_a_day else []),
        FieldPanel("appeal"),
        FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
    ]
