"""A day with its article, as Italian says it: l’8 giugno, dall’11 al 20, il 1º luglio."""

from datetime import date

from django.utils.formats import date_format

from portal.languages import ITALIAN, spoken

# Before a number that begins with a vowel when it is read.
_ELIDED = {
    "il": "l’",
    "al": "all’",
    "dal": "dall’",
    "del": "dell’",
    "nel": "nell’",
    "sul": "sull’",
}
_BEGIN_WITH_A_VOWEL = (8, 11)


def without_article(day: date, form: str = "j F Y") -> str:
    """A day as Italian says it where no article goes before it: 1º dicembre.

    Args:
        form: Django's format, which begins with the number of the day (`j`).
    """
    words = date_format(day, form)
    return f"1º{words[1:]}" if day.day == 1 and spoken() == ITALIAN else words


def in_small_letters(words: str) -> str:
    """Days and months as Italian writes them, where Django begins their names with a capital."""
    return words.lower() if spoken() == ITALIAN else words


def with_article(day: date, form: str = "il") -> str:
    """A day after its article; in another language than Italian without one.

    Args:
        day: a moment is told as it is, not moved to another zone.
        form: the article, alone or with a preposition (`il`, `dal`, `Al`). After a space Django's format of
            the day, which begins with its number (`j`), where it is not `j F Y`.
    """
    article, _space, rest = form.partition(" ")
    words = without_article(day, rest or "j F Y")
    if spoken() != ITALIAN:
        return words
    if day.day not in _BEGIN_WITH_A_VOWEL:
        return f"{article} {words}"
    elided = _ELIDED[article.lower()]
    return (elided.capitalize() if article[0].isupper() else elided) + words
