"""Allo sportello: staff type for somebody who came with a paper, rang or wrote (decision 54).

The steps are those of `candidature.public.filling`, drawn by the same templates; an account stands in the
place of the secret in the address, so these pages ask for Django's CSRF token.
"""
