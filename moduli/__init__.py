"""The form engine: questions an editor composes, the form that asks them, the answers in words."""
