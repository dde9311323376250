"""What the frame adds to the Wagtail admin."""

from wagtail_modeladmin.options import modeladmin_register

from portal.outbox_register import OutboxRegister

modeladmin_register(OutboxRegister)
