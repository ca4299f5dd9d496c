"""Chapter 6: loss."""

from course.chapters.loss import bins, likelihood, outlier
from course.chapters.parts import Chapter

CHAPTER = Chapter(
    "loss",
    6,
    "Loss",
    "What training makes small: likelihood and cross-entropy, squared and absolute error.",
    likelihood.FIELDS | outlier.FIELDS | bins.FIELDS,
    (likelihood.SCREEN, outlier.SCREEN, bins.SCREEN),
    ("Optimization", "Softmax layer"),
)
