"""A page on paper, as Chromium prints it."""

from playwright.sync_api import Page

from tests.reading_pdf import number_of_pages, words_of_page


def printed(page: Page) -> bytes:
    return page.pdf(format="A4", margin={"top": "10mm", "bottom": "10mm", "left": "10mm", "right": "10mm"})


def empty_sheets(page: Page) -> list[int]:
    """The numbers of the sheets on which nothing stands."""
    document = printed(page)
    return [number + 1 for number in range(number_of_pages(document)) if not words_of_page(document, number)]
