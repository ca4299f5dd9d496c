"""Chapter 12: pooling, flatten, a whole network."""

from course.chapters.parts import Chapter
from course.chapters.pooling import flatten, heal, max_or_mean, receptive, shift, small

CHAPTER = Chapter(
    "pooling",
    12,
    "Pooling and flatten",
    "What pooling keeps and what it loses, how maps become a row of numbers, and a small network that reads digits.",
    max_or_mean.FIELDS | shift.FIELDS | flatten.FIELDS | receptive.FIELDS | small.FIELDS | heal.FIELDS,
    (max_or_mean.SCREEN, shift.SCREEN, flatten.SCREEN, receptive.SCREEN, small.SCREEN, heal.SCREEN),
    ("Pooling layer", "Flatten layer"),
)
