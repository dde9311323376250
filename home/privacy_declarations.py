"""No personal data here; a new model says so too, or says what it holds."""

from portal.privacy import Free

FREE = [
    Free(
        (
            "home.HomePage",
            "home.SitemapPage",
            "home.StandardPage",
        ),
        "Published content.",
    )
]
