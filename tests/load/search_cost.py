"""`python -m tests.load.search_cost`: what a search takes with few and with many pages, on the test database.

Pages with invented texts of about 250 words; the median of `--times` answers of the whole page, in one
process, as a ratio of the many to the few. On SQLite the processor's time counts, so that it may be measured
beside other programs; with `DATABASE_URL` it is PostgreSQL, and the clock's.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

TIMES = 31
FEW, MANY = 300, 3_000
WORDS_A_PAGE = 250
# As many different words as the texts of a portal of this size have.
WORDS = 12_000
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "can", "del")
QUERIES = {
    "a word of ten pages": "rarissimo",
    "a word of every page": "consultorio",
    "three words of every page": "consultorio sportello anziani",
    "a word of no page": "consultroio",
    "only words of every text": "il di la",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help="how often each is asked (%(default)s)")
    times = parser.parse_args().times
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from tests.prepared_database import database_of_this_process

    setup_test_environment()
    with database_of_this_process():
        _measure(times)


def _measure(times: int) -> None:
    from tests.home.factories import SearchPageFactory, make_home

    home = make_home()
    address = SearchPageFactory.create(parent=home).get_url()
    texts = _texts()
    few = _after(home, texts, 0, FEW, address, times)
    many = _after(home, texts, FEW, MANY, address, times)
    lines = [f"{'median of ' + str(times):34}{FEW:>10} pages{MANY:>10} pages{'ratio':>8}"]
    for name in QUERIES:
        ratio = many[name] / few[name]
        lines.append(f"{name:34}{few[name]:>13.1f} ms{many[name]:>13.1f} ms{ratio:>8.2f}")
    sys.stdout.write("\n".join([*lines, ""]))


def _texts() -> Iterator[str]:
    chance = random.Random(1)  # noqa: S311 - invented texts, the same each time
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _number in range(WORDS)]
    # A few words are frequent and most are rare, as in every language (Zipf 1935).
    weights = [1 / rank for rank in range(1, WORDS + 1)]
    while True:
        yield " ".join(chance.choices(words, weights, k=WORDS_A_PAGE))


def _after(
    home: Any, texts: Iterator[str], begin: int, end: int, address: str, times: int
) -> dict[str, float]:
    """The answers once there are `end` pages, in milliseconds."""
    from django.test import Client

    _add(home, [next(texts) for _number in range(begin, end)], begin)
    client = Client()
    return {name: _median(client, address, query, times) for name, query in QUERIES.items()}


def _add(home: Any, texts: list[str], begin: int) -> None:
    """Pages with their words, in bulk: what saving and reading them costs is not the question."""
    from wagtail.models import Page

    from search.index.models import IndexedPage, PageWord
    from search.index.reading import Content
    from search.index.writing import numbers_of, weights_of

    pages = [
        Page(
            title=f"Notizia {number}",
            draft_title=f"Notizia {number}",
            slug=f"notizia-{number}",
            path=Page._get_path(home.path, home.depth + 1, number + 100),
            depth=home.depth + 1,
            url_path=f"{home.url_path}notizia-{number}/",
            locale_id=home.locale_id,
            content_type_id=home.content_type_id,
        )
        for number in range(begin, begin + len(texts))
    ]
    Page.objects.bulk_create(pages, batch_size=500)
    contents = [
        Content(page.title, "", f"Il consultorio e lo sportello per anziani. {'rarissimo ' * rare}{text}", ())
        for number, (page, text) in enumerate(zip(pages, texts, strict=True), start=begin)
        for rare in [number < 10]
    ]
    rows = [
        IndexedPage(page=page, due=False, kind="newspage", text=content.text)
        for page, content in zip(pages, contents, strict=True)
    ]
    IndexedPage.objects.bulk_create(rows, batch_size=500)
    weights = [weights_of(content, "it") for content in contents]
    numbers = numbers_of({word for words in weights for word in words}, "it")
    PageWord.objects.bulk_create(
        (
            PageWord(page=row, word_id=numbers[word], weight=weight)
            for row, words in zip(rows, weights, strict=True)
            for word, weight in words.items()
        ),
        batch_size=500,
    )


def _median(client: Any, address: str, query: str, times: int) -> float:
    clock = time.perf_counter if "DATABASE_URL" in os.environ else time.process_time
    taken = []
    for _time in range(times + 1):
        began = clock()
        assert client.get(address, {"q": query}).status_code == 200
        taken.append((clock() - began) * 1000)
    # The first of a process reads the dictionary.
    return statistics.median(taken[1:])


if __name__ == "__main__":
    main()
