"""Experiments on images that are worth seeing, and challenges with a goal: each is a link.

The pictures are made by `python -m benchmarks.gallery`, which trains each one for its epochs.
"""

from pathlib import Path

from ui.visit import task
from ui.widgets.presets import Challenge, Preset

PICTURES = Path(__file__).parent / "pictures"

BARS = "data=bars&train_side=left&images=800&filters=4"

PRESETS: dict[str, Preset] = {
    "digits": Preset(
        "Eight kernels, ten digits",
        "Eight kernels of nine weights find strokes; the dense layer reads digits from where they are.",
        "speed=1",
        10,
    ),
    "other_half": Preset(
        "Learned on the left, tested on the right",
        "Convolution and flatten: every bar on the left is right, and on the right it guesses.",
        f"{BARS}&pooling=none",
        20,
    ),
    "anywhere": Preset(
        "… mended by global pooling",
        "Of each map only the largest value goes on. 55 weights and biases now know a bar wherever it lies.",
        f"{BARS}&pooling=global_max",
        10,
    ),
    "moved": Preset(
        "Digits, moved by two pixels",
        "Trained on digits in the middle, it knows one moved digit in four. Which settings mend that?",
        "shift=2",
        10,
    ),
}


def _challenge(title: str, text: str, address: str) -> Challenge:
    return Challenge(title, text, address, task.IMAGES_PAGE)


CHALLENGES: dict[str, Challenge] = {
    "frugal_digits": _challenge(
        "Frugal digits",
        "Read 95 % of the digits with fewer than 800 weights and biases.",
        "lock=data&goal_accuracy=95&most_weights=799",
    ),
    "other_half": _challenge(
        "The other half",
        "All training bars lie on the left, all test bars on the right. Get 99 % of them right.",
        f"{BARS}&pooling=none&lock=data&goal_accuracy=99",
    ),
    "hundred": _challenge(
        "A hundred numbers",
        "Squares, discs, crosses and triangles: 98 % right with at most 100 weights and biases.",
        "data=shapes&images=800&lock=data&goal_accuracy=98&most_weights=100",
    ),
}
