"""No personal data here; a new model says so too, or says what it holds."""

from portal.privacy import Free

FREE = [
    Free(
        (
            "news.ExperienceIndexPage",
            "news.ExperiencePage",
            "news.ExperienceTopic",
            "news.GuidelineIndexPage",
            "news.GuidelinePage",
            "news.GuidelineVersion",
            "news.Topic",
            "news.NewsTopic",
            "news.NewsIndexPage",
            "news.NewsPage",
            "news.NewsRelatedPage",
        ),
        "Published content.",
    )
]
