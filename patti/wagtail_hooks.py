"""What patti add to the Wagtail admin: the register of who signed, and no deletion of what was signed."""

from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from patti.register.register import SignatureRegister
from patti.texts import kept

modeladmin_register(SignatureRegister)
hooks.register("before_delete_page", kept.refuse_deletion)
hooks.register("before_bulk_action", kept.refuse_bulk_deletion)
