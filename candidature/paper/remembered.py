"""Empty forms that were made lately: the same for everybody, so made once."""

from collections.abc import Callable

from django.core.cache import cache

from candidature.paper.form import EmptyForm

SECONDS_KEPT = 24 * 3600


def document(form: EmptyForm, before_making: Callable[[], None] | None = None) -> bytes:
    """The document, made only if nobody got it lately.

    Args:
        before_making: called if it has to be made; what it raises, this raises.

    Raises:
        NotMadeError: it could not be made.
    """
    key = f"empty-form-{form.digest}"
    content: bytes | None = cache.get(key)
    if content is None:
        if before_making is not None:
            before_making()
        content = form.pdf()
        cache.set(key, content, SECONDS_KEPT)
    return content
