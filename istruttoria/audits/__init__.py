"""The log of one submission as a document, while there is the submission and after it was erased."""
