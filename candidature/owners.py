"""Who may open the pages of taking part: whoever holds the secret of the link."""

from portal.owners import EVERYBODY, Owner

OWNERS = [
    Owner("candidature:find candidature:ask_receipt candidature:erased candidature:erasure_asked", EVERYBODY),
    Owner("candidature:check_receipt", EVERYBODY, opens=False),
    Owner("paper:empty_form", EVERYBODY, opens=False),
    Owner("candidature:receipt_pdf candidature:own_data candidature:own_file", EVERYBODY, opens=False),
    Owner("candidature:start candidature:begin_from_earlier candidature:a_moment", EVERYBODY, opens=False),
    Owner(
        "candidature:step candidature:upload candidature:saved candidature:summary candidature:confirm "
        "candidature:sent_before "
        "candidature:form_changes candidature:reuse candidature:reuse_for "
        "candidature:stop_reminding candidature:stop_reminding_of "
        "candidature:receipt candidature:sent candidature:follow candidature:renew candidature:withdraw "
        "candidature:contact_data candidature:erase candidature:prove candidature:object "
        "candidature:calendar candidature:complete candidature:complete_step candidature:complete_summary "
        "candidature:correct candidature:correct_step candidature:correct_summary "
        "candidature:messages candidature:message_file",
        EVERYBODY,
        opens=False,
    ),
]
