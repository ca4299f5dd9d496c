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
        "No: with global pooling, eight kernels read half of the digits at most after ten epochs, and three in four at "
        "most after fifty. All others read more than nine in ten after ten. Where a stroke lies tells a digit.",
        "pooling",
        "",
        10,
    ),
    "moved": _lesson(
        "Moved by a pixel",
        "The networks learn digits in the middle; test digits are moved by up to one pixel. Does pooling mend that?",
        "A little, if it is 2 × 2: after ten epochs, max and mean both get more right than no pooling, which gets two "
        "in five; max gets about half. Global pooling is no help so early: about two in five at most. How they read "
        "digits that are not moved, “Global pooling for digits?” shows.",
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
        "One is too few: in 40 epochs it got at most seven in ten right, with any of three seeds. With two or four, "
        "the first weights decide. With eight or more, all bars are right after ten epochs, with all three seeds.",
        "filters",
        "data=bars&images=800&pooling=global_max",
        10,
    ),
}
