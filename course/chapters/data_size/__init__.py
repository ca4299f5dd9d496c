"""Chapter 9: how much data?"""

from course.chapters.data_size import augmentation, few_points, learning_curve, regularization
from course.chapters.parts import Chapter

CHAPTER = Chapter(
    "data_size",
    9,
    "How much data?",
    "Few points and many, the gap between train and test, new points made from old ones, and regularization.",
    few_points.FIELDS | augmentation.FIELDS | regularization.FIELDS,
    (
        few_points.SCREEN,
        learning_curve.SCREEN,
        augmentation.COPIES_SCREEN,
        augmentation.TRAINING_SCREEN,
        regularization.SCREEN,
    ),
    ("Size of the data",),
)
