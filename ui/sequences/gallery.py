"""Experiments on sequences that are worth seeing, and challenges with a goal: each is a link.

The pictures are made by `python -m benchmarks.gallery`, which trains each one for its epochs.
"""

from pathlib import Path

from ui.visit import task
from ui.widgets.presets import Challenge, Preset

PICTURES = Path(__file__).parent / "pictures"

COUNTING = "data=anbn&length=16&cell=lstm&step_size=0.02&unit=12"  # the unit that counts

PRESETS: dict[str, Preset] = {
    "recall": Preset(
        "Twenty moments of memory",
        "A plain RNN with orthogonal weights carries a letter over twenty moments. Then ask it for 21.",
        "",
        4,
    ),
    "vanishing": Preset(
        "… and none at half the scale",
        "The same network with its recurrent weights halved: the gradient never reaches the first letter.",
        "recurrent_scale=0.5",
        10,
    ),
    "counter": Preset(
        "A cell that counts",
        "As many b as there were a. The cell state of unit 12 goes down with each a, and up again with each b.",
        COUNTING,
        20,
    ),
    "names": Preset(
        "Names that nobody has",
        "A GRU writes Spanish first names, letter by letter. First noise, then names, at last those it has read.",
        "data=text&cell=gru&units=64&step_size=0.02&length=40",
        6,
    ),
}


def _challenge(title: str, text: str, address: str) -> Challenge:
    return Challenge(title, text, address, task.SEQUENCES_PAGE)


CHALLENGES: dict[str, Challenge] = {
    "small_memory": _challenge(
        "A small memory",
        "Carry one of six letters over twenty moments, 99 % right, with at most 110 weights and biases.",
        "lock=data&goal_accuracy=99&most_weights=110",
    ),
    "brackets": _challenge(
        "Brackets within brackets",
        "Close every bracket as it has to be: 99 % right within 20 epochs.",
        "data=brackets&step_size=0.02&lock=data&goal_accuracy=99&most_epochs=20",
    ),
    "adding": _challenge(
        "Add the marked ones",
        "A plain RNN does not get there. Bring the mean squared error below 0.005 within 20 epochs.",
        "data=adding&length=10&step_size=0.02&lock=data&goal_loss=0.005&most_epochs=20",
    ),
}
