"""Types of question that only this portal has, named in the setting `MODULI_QUESTION_TYPES`."""
