"""The types of question, one file each. `registry` finds every module in here by itself."""
