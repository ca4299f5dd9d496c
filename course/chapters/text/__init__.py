"""Chapter 17: text."""

from course.chapters.parts import Chapter
from course.chapters.text import amount, copies, following, heat, meaning, one_hot

CHAPTER = Chapter(
    "text",
    17,
    "Text",
    "Characters as numbers, the next one as a probability, new names, and how to see that a network copies old ones.",
    one_hot.FIELDS | following.FIELDS | heat.FIELDS | copies.FIELDS | meaning.FIELDS | amount.FIELDS,
    (one_hot.SCREEN, following.SCREEN, heat.SCREEN, copies.SCREEN, meaning.SCREEN, amount.SCREEN),
    ("NLP",),
)
