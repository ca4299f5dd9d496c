"""Chapter 7: descent."""

from course.chapters.descending import minima, ravine, shrinking_steps, step_size
from course.chapters.parts import Chapter

CHAPTER = Chapter(
    "descending",
    7,
    "Descent",
    "Downhill step by step: too small, right, too large; momentum; local and global minima.",
    step_size.FIELDS | ravine.FIELDS | minima.FIELDS | shrinking_steps.FIELDS,
    (step_size.SCREEN, ravine.SCREEN, minima.SCREEN, shrinking_steps.SCREEN),
    ("Optimization", "Algorithms"),
)
