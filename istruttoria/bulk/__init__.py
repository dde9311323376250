"""Many at once: chosen, shown row by row before anything happens, done by the worker, taken back.

What is to be done is a `BulkJob` with a `BulkRow` for each submission; these rows are the truth, whoever
works on them and however often they are killed.
"""
