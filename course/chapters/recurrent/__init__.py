"""Chapter 14: recurrent networks."""

from course.chapters.parts import Chapter
from course.chapters.recurrent import by_hand, delay, learned, sum_over_time, three_moments, unrolling

CHAPTER = Chapter(
    "recurrent",
    14,
    "Recurrent networks",
    "A network with a memory: the same weights at every moment, a state, an echo, and backpropagation through time.",
    unrolling.FIELDS | three_moments.FIELDS | delay.FIELDS | learned.FIELDS | by_hand.FIELDS | sum_over_time.FIELDS,
    (
        unrolling.SCREEN,
        three_moments.SCREEN,
        delay.SCREEN,
        learned.SCREEN,
        by_hand.SCREEN,
        sum_over_time.SCREEN,
    ),
    ("Recurrent Neural Networks",),
)
