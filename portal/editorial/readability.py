"""How easily an Italian text is read."""

import re

_WORD = re.compile(r"\w+")
_END_OF_SENTENCE = re.compile(r"[.!?:;…]+(?:\s|$)")
# The index says nothing of a few words: those of a label that is not a sentence are left alone.
FEWEST_WORDS = 12


def gulpease(text: str) -> int | None:
    """The index of Gulpease of a text, from 0 (hard) to 100 (easy); None for one too short to be measured.

    89 + (300 · sentences - 10 · letters) / words. Below 80 a text is hard for who finished primary school,
    below 60 for who finished middle school, below 40 for who finished high school.

    Source: P. Lucisano and M. E. Piemontese, «GULPEASE: una formula per la predizione della difficoltà dei
    testi in lingua italiana», Scuola e città 3 (1988), 110-124.
    """
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = max(1, sum(1 for part in _END_OF_SENTENCE.split(text) if _WORD.search(part)))
    letters = sum(len(word) for word in words)
    return max(0, min(100, round(89 + (300 * sentences - 10 * letters) / len(words))))
