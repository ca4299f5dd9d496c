"""Chapter 16: LSTM and GRU."""

from course.chapters.gates import adding, counting, forget, gates_by_hand, lengths, tasks
from course.chapters.parts import Chapter

CHAPTER = Chapter(
    "gates",
    16,
    "LSTM and GRU",
    "Gates that decide what is kept, what comes in and what is shown: by hand, learned, and where they win and lose.",
    gates_by_hand.FIELDS | forget.FIELDS | counting.FIELDS | adding.FIELDS | tasks.FIELDS | lengths.FIELDS,
    (gates_by_hand.SCREEN, forget.SCREEN, counting.SCREEN, adding.SCREEN, tasks.SCREEN, lengths.SCREEN),
    ("LSTMN",),
)
