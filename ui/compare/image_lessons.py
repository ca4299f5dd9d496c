"""Comparisons of networks on images that begin with a question, and the answer that was measured.

Each answer is a claim that tests/ui/compare/test_image_lessons.py trains over several seeds.
"""

from engine.experiments.image_experiment import ImageExperiment
from ui.compare.lessons import Lesson


def _lesson(label: str, question: str, answer: str, against: str, address: str, until: int) -> Lesson:
    return Lesson(ImageExperiment, label, question, answer, {"against": against}, address, until)


LESSONS: dict[str, Lesson] = {
    "halves": _lesson(
        "Left half, right half",
        "All training bars lie in the left half, all test bars in the right one. Who recognizes them there?",
        "Only the convolutions with global pooling: with 55 weights and biases they get every bar right. The others "
        "have weights of their own for each place; those of the right half have learned nothing, and they get "
        "between a fifth and a half right: guessing gives a third.",
        "network",
        "data=bars&train_side=left&images=1600&filters=4",
        10,
    ),
    "global": _lesson(
        "Global pooling for digits?",
        "Global pooling forgets where something is. Is that good for digits too?",
        "No: after ten epochs, eight kernels with global pooling read half of the digits at most, all others more than "
        "nine in ten. Where a stroke lies tells a digit.",
        "pooling",
        "",
        10,
    ),
    "moved": _lesson(
        "Moved by a pixel",
        "The networks learn digits in the middle; test digits are moved by up to one pixel. Does pooling mend that?",
        "A little: after ten epochs, max 2 × 2 gets about half of them right, no pooling two in five. Of digits that "
        "are not moved, both get more than nine in ten.",
        "pooling",
        "shift=1",
        10,
    ),
    "texture": _lesson(
        "How far must a kernel see?",
        "Four textures, all equally dark. Which kernel can tell them apart?",
        "One pixel at a time, 1 × 1, is guessing: one in four. 3 × 3 and 5 × 5 see neighbours, and get all right.",
        "kernel",
        "data=textures&images=800&filters=8&pooling=global_max",
        10,
    ),
    "filters": _lesson(
        "How many filters?",
        "Three kinds of bars, anywhere. How many filters does a network with global max need?",
        "One is too few: in 40 epochs it got at most seven in ten right, with any of three seeds. With eight or more, "
        "all bars are right after ten.",
        "filters",
        "data=bars&images=800&pooling=global_max",
        10,
    ),
}
