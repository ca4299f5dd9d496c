"""Chapter 8: backpropagation."""

from course.chapters.backprop import break_it, by_hand, forward_and_back, gradient_check, loop, reuse
from course.chapters.parts import Chapter

CHAPTER = Chapter(
    "backprop",
    8,
    "Backpropagation",
    "Forward value by value, back factor by factor, and nothing computed twice.",
    forward_and_back.FIELDS | reuse.FIELDS | by_hand.FIELDS | gradient_check.FIELDS | break_it.FIELDS | loop.FIELDS,
    (forward_and_back.SCREEN, reuse.SCREEN, by_hand.SCREEN, gradient_check.SCREEN, break_it.SCREEN, loop.SCREEN),
    ("Backpropagation",),
)
