"""The receipt as a document: what it says, how it is made, and how anybody may check that it is ours."""
