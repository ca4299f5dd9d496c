"""Chapter 11: convolution."""

from course.chapters.convolution import halves, learned, one_pixel, padding, photograph, sharing
from course.chapters.parts import Chapter

CHAPTER = Chapter(
    "convolution",
    11,
    "Convolution",
    "A small window of weights, the same everywhere in an image: what it sees, what it costs, and what it is good for.",
    photograph.FIELDS | one_pixel.FIELDS | padding.FIELDS | sharing.FIELDS | halves.FIELDS | learned.FIELDS,
    (photograph.SCREEN, one_pixel.SCREEN, padding.SCREEN, sharing.SCREEN, halves.SCREEN, learned.SCREEN),
    ("Convolutional Neural Networks",),
)
