"""Which sections the personal page has, in the order in which a phone shows them.

On a wide screen the second list stands beside the first.
"""

from candidature.public.following import (
    again,
    answers,
    contact,
    correction,
    erasure,
    happened,
    link,
    messages,
    office,
    others,
    papers,
    todo,
    when_and_where,
    withdrawal,
)
from candidature.public.following.part import Part

MAIN: tuple[Part, ...] = (
    todo.PART,
    others.PART,
    when_and_where.PART,
    messages.PART,
    happened.PART,
    answers.PART,
)

BESIDE: tuple[Part, ...] = (
    office.PART,
    papers.PART,
    contact.PART,
    correction.PART,
    again.PART,
    withdrawal.PART,
    erasure.PART,
    link.PART,
)
