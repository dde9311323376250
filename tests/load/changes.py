"""What `tests.load.changing` can change, by the name of its method; read without the applications."""

CHANGES: tuple[str, ...] = (
    "publish",
    "unpublish",
    "move",
    "menu",
    "setting",
    "snippet",
    "image_words",
    "document_file",
    "alias_of",
    "in_bulk",
)
