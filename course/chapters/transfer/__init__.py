"""Chapter 10: transfer."""

from course.chapters.parts import Chapter
from course.chapters.transfer import digits, number_of_points, three_ways

CHAPTER = Chapter(
    "transfer",
    10,
    "Transfer",
    "What was learned for one task, used for another.",
    three_ways.FIELDS | digits.FIELDS,
    (three_ways.SCREEN, number_of_points.SCREEN, digits.SCREEN),
    ("Size of the data",),
)
