"""Writing over what was sent: the integration that was asked for, and the correction before the closing.

Both are written step by step like a draft (`candidature.public.filling`) and sent from a summary that says
what changes.
"""
