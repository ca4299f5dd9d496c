"""Why an activation must bend: layers without one collapse into a single linear layer."""

import numpy as np

from course.chapters.parts import Check, Formula, Pick, Screen, Settings, Slider, Try, number_check
from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.fields import Choice, Number
from engine.numerals import significant
from pictures.live import maps
from pictures.sketch.scene import Panel, Scene

WEIGHT = Number(-2, 2)
FIELDS = {
    "between": (Choice(("linear", "relu", "tanh")), "linear"),
    "a": (WEIGHT, 1.0),
    "c": (WEIGHT, 1.2),
}
MAP_SIZE = 32


def two_layers_and_one(s: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Return two outputs over a grid: of a network 2-2-1, and of its two layers multiplied into one linear layer."""
    layers = network.dense(2, (2,), 1, (s.between,))
    theta = np.array([[s.a, 1.0, 0.5, -1.0, s.c, 0.3, 1.0, -0.8, 0.2]])
    parameters = network.layout(layers).views(theta)
    grid = maps.grid(MAP_SIZE) / 3  # the plane reaches from -6 to 6, this figure from -2 to 2
    two = network.forward(layers, parameters, layers[0].layer_input(grid[None])).output[0, 0]
    (first,), (second,) = ([matrix[0] for matrix in layer] for layer in parameters)
    return two, collapsed(first, second) @ np.vstack([grid, np.ones(grid.shape[1])])


def collapsed(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return [W b] of the one layer that equals two layers [W₁ b₁] and [W₂ b₂] without an activation between them."""
    weights = second[:, :-1] @ first[:, :-1]
    bias = second[:, :-1] @ first[:, -1] + second[:, -1]
    return np.append(weights[0], bias[0])


def _largest_difference(s: Settings) -> float:
    two, one = two_layers_and_one(s)
    return float(np.abs(two - one).max())


def figure(s: Settings) -> Scene:
    """Show the map of two layers beside the map of one."""
    titles = (f"Two layers, {ACTIVATIONS[s.between].label} between them", "One layer: W = W₂W₁, b = W₂b₁ + b₂")
    panels = [
        Panel(title, (-2, 2), (-2, 2), title, square=True).map(output.reshape(MAP_SIZE, MAP_SIZE))
        for title, output in zip(titles, two_layers_and_one(s), strict=True)
    ]
    gap = _largest_difference(s)
    caption = f"Largest difference anywhere: {significant(gap, 2)}." + (
        " That is rounding: the two are the same function." if gap < 1e-9 else ""
    )
    return Scene(panels, caption, height=360)


SCREEN = Screen(
    "Why not a linear one?",
    "Without an activation that bends, more layers add nothing to what a network can *represent*. A linear "
    "layer after a linear layer computes W₂(W₁x + b₁) + b₂, which is a single linear layer with the weights "
    "W₂W₁: however many you stack, they **collapse** into one. The two maps are the same, but for rounding, "
    "until you choose an activation that is not linear.",
    figure=figure,
    formulas=(
        Formula(
            r"W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2)",
            {"W_1, b_1": "first layer", "W_2, b_2": "second layer", "x": "the inputs"},
            computed_by=lambda w1, b1, w2, b2, x: (
                collapsed(np.array([[w1, b1]]), np.array([[w2, b2]])) @ np.array([x, 1])
            ),
            written_out=lambda w1, b1, w2, b2, x: w2 * (w1 * x + b1) + b2,
            sample_arguments=lambda rng: tuple(rng.normal(size=5)),
        ),
    ),
    controls=(
        Pick("between", "Between the layers", {"linear": "nothing (linear)", "relu": "ReLU", "tanh": "tanh"}),
        Slider("a", "A weight of the first layer"),
        Slider("c", "Another"),
    ),
    tries=(
        Try(
            "A linear network of three layers tries the circle",
            opens="?activation=linear&layers=6-6-6&play=true",
        ),
    ),
    checks=(
        Check(
            "bend",
            "Make two layers compute something that one cannot.",
            lambda s, _: _largest_difference(s) > 1e-6,
            lambda s, _: "As long as there is nothing between the layers, no weights can do it.",
        ),
        number_check(
            "product",
            "y = 3 · (2x + 1) − 4. One layer can do the same as y = w x + b: what is w?",
            6,
            "Multiply it out: how much does y grow when x grows by 1?",
            {
                5: "That is 3 + 2. Weights that follow each other are multiplied.",
                2: "That is the first layer alone. The second one multiplies it by 3.",
                -1: "That is the bias of the one layer, 3 · 1 − 4.",
            },
        ),
    ),
)
