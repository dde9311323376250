"""Who may open these pages: everybody, or who holds the secret of a letter; who signed is the staff's."""

from portal.owners import CONTENT, EVERYBODY, NOBODY, OFFICERS, Owner

OWNERS = [
    # Of a patto that can be signed, and behind a secret.
    Owner("patti:sign patti:sign_for_body patti:confirm patti:mine patti:withdraw", EVERYBODY, opens=False),
    Owner("patti:withdrawn patti:find", EVERYBODY),
    Owner("patti_signature_modeladmin_index patti_signature_modeladmin_inspect", CONTENT),
    Owner("patti_signature_mark", CONTENT, opens=False),
    Owner("patti_signature_erase", OFFICERS),
    Owner("patti_signature_modeladmin_*", NOBODY),
]
