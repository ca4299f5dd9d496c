"""What reuse saves: the multiplications of backpropagation, against those of all paths taken one by one."""

import itertools
import math

import numpy as np

from course.chapters.parts import Answer, Check, Prediction, Screen, Settings, Slider
from engine.experiments.fields import Number
from engine.numerals import grouped
from pictures.sketch.scene import Panel, Scene

INPUTS = 2
DEPTHS = range(1, 7)  # hidden layers
FIELDS = {"width": (Number(2, 10, whole=True), 4), "depth": (Number(DEPTHS[0], DEPTHS[-1], whole=True), 3)}


def costs(inputs: int, width: int, depth: int) -> tuple[int, int]:
    """Return the multiplications that all derivatives of a network with one output take, with and without reuse.

    With reuse, which is backpropagation, each layer takes one product for each weight, one for each weight to pass
    the slope on, and one for each unit's own slope. Without it, each weight takes the products along every path to
    the output, each path from its beginning.
    """
    widths = [inputs, *[width] * depth, 1]
    reused = sum(2 * a * b + b for a, b in itertools.pairwise(widths)) - widths[0] * widths[1]
    separate = 0
    for layer, (a, b) in enumerate(itertools.pairwise(widths)):
        paths = math.prod(widths[layer + 2 :])
        # A weight and a slope for each layer above, then the weight's own slope and input.
        factors = 2 * (len(widths) - 2 - layer) + 2
        separate += a * b * paths * factors
    return reused, separate


def figure(s: Settings) -> Scene:
    """Show the costs as pairs of bars on a logarithmic scale."""
    panel = Panel(
        "Multiplications by depth",
        (0, len(DEPTHS)),
        (0, 10),
        "Multiplications for one point, as powers of ten",
        categories=[f"{depth} hidden" for depth in DEPTHS],
    )
    for left, depth in enumerate(DEPTHS):
        reused, separate = costs(INPUTS, s.width, depth)
        opacity = 0.9 if depth == s.depth else 0.4
        panel.bar(left + 0.1, left + 0.48, 0, np.log10(separate), "orange", opacity)
        panel.bar(left + 0.52, left + 0.9, 0, np.log10(reused), "blue", opacity)
    panel.text((0.1, 9.6), "path by path", "orange", 14, "start", bold=True, box=True)
    panel.text((0.1, 8.9), "with reuse", "blue", 14, "start", bold=True, box=True)
    reused, separate = costs(INPUTS, s.width, s.depth)
    caption = (
        f"{s.depth} hidden layers of {s.width}: {grouped(separate)} multiplications path by path, {grouped(reused)} "
        f"with reuse: "
        f"{grouped(separate / reused)} times fewer."
    )
    return Scene([panel], caption, height=380)


def _saves(s: Settings, times: int) -> bool:
    reused, separate = costs(INPUTS, s.width, s.depth)
    return separate > times * reused


SCREEN = Screen(
    "What reuse saves",
    "Every weight reaches the loss along many paths, and all paths share their last part. Multiplying out each path "
    "from its beginning becomes more expensive with every layer, by a factor of the number of neurons in it. "
    "Backpropagation computes each shared part **once** and passes it on, so it costs about twice as much as the way "
    "forward.",
    figure=figure,
    prediction=Prediction(
        "Each of the three layers gets 8 neurons instead of 4. How does the number of multiplications with reuse grow?",
        (
            Answer("Twofold, as the neurons do.", "Between two layers there is a weight for every pair of neurons."),
            Answer(
                "Three- to fourfold.",
                "As the weights do: fourfold between two layers, twofold at the ends.",
            ),
            Answer("About eightfold.", "So do the paths, and the multiplications without reuse."),
        ),
        1,
        {"depth": 3, "width": 8},
    ),
    controls=(Slider("depth", "Hidden layers", 1), Slider("width", "Neurons in each", 1)),
    checks=(
        Check(
            "thousand",
            "Find a network for which reuse saves more than a factor of 1,000.",
            lambda s, _: _saves(s, 1000),
            lambda s, _: "The number of paths grows by the width with every layer: go deeper, or wider.",
        ),
    ),
)
