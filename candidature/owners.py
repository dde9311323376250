"""Who may open the pages of taking part: whoever holds the secret of the link."""

from portal.owners import CONTENT, EDITORS, EVERYBODY, Owner

OWNERS = [
    Owner("shelf:index", CONTENT),
    Owner("shelf:leave shelf:differences", CONTENT, opens=False),
    Owner(
        "changes:confirm changes:term changes:versions changes:version changes:compare", CONTENT, opens=False
    ),
    Owner("shelf:copy shelf:arrive", EDITORS, opens=False),
    Owner("ready_sets:index ready_sets:offered", CONTENT),
    # Of a set that the account may see; of any other they say that it is not there.
    Owner("ready_sets:set ready_sets:blocks", CONTENT, opens=False),
    Owner(
        "ready_sets:begin ready_sets:keep ready_sets:rename ready_sets:version ready_sets:delete",
        EDITORS,
        opens=False,
    ),
    Owner("trying:front", CONTENT),
    Owner("trying:begin trying:make_link trying:revoke_link", CONTENT, opens=False),
    Owner("candidature:trial_closed", EVERYBODY),
    Owner("candidature:preview candidature:preview_trial candidature:trial_*", EVERYBODY, opens=False),
    Owner(
        "candidature:find candidature:ask_receipt candidature:erased candidature:erasure_asked "
        "candidature:forgotten",
        EVERYBODY,
    ),
    Owner("candidature:check_receipt", EVERYBODY, opens=False),
    Owner("paper:empty_form", EVERYBODY, opens=False),
    Owner(
        "candidature:receipt_pdf candidature:own_data candidature:own_archive candidature:own_file "
        "candidature:answer_file",
        EVERYBODY,
        opens=False,
    ),
    Owner("candidature:start candidature:begin_from_earlier candidature:a_moment", EVERYBODY, opens=False),
    Owner(
        "candidature:step candidature:upload candidature:saved candidature:summary candidature:confirm "
        "candidature:sent_before candidature:forget candidature:others candidature:others_of "
        "candidature:answer "
        "candidature:form_changes candidature:reuse candidature:reuse_for candidature:reuse_moment "
        "candidature:stop_reminding candidature:stop_reminding_of "
        "candidature:receipt candidature:sent candidature:follow candidature:renew candidature:withdraw "
        "candidature:contact_data candidature:erase candidature:prove candidature:object "
        "candidature:calendar candidature:complete candidature:complete_step candidature:complete_summary "
        "candidature:complete_upload candidature:correct_upload "
        "candidature:correct candidature:correct_step candidature:correct_summary "
        "candidature:messages candidature:message_file candidature:message_upload",
        EVERYBODY,
        opens=False,
    ),
]
