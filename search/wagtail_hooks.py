"""The register of searches without results in the Wagtail admin."""

from wagtail_modeladmin.options import modeladmin_register

from search.unanswered.register import UnansweredRegister

modeladmin_register(UnansweredRegister)
