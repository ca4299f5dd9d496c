"""A chain of single neurons, aₖ = h(w aₖ₋₁), by the engine: the slope at each one, and their product on the way back.

The chain has the same weight w everywhere and no bias.
"""

import math
from typing import NamedTuple

import numpy as np

from engine import activations, network
from engine.layers.dense import Dense
from engine.numerals import grouped, significant
from pictures.sketch.scene import Panel

FLOOR = 1e-12  # smaller sizes are drawn as if they were this large: 0 has no logarithm
FEW = 6  # neurons: in a longer chain the factors do not fit beside the arrows
RADIUS = 9  # px


class Chain(NamedTuple):
    """A chain of n neurons: z and slopes h′(z) of each (n,), and slope_of_output (n + 1,): ∂aₙ/∂aₖ for k = 0 … n."""

    z: np.ndarray
    slopes: np.ndarray
    slope_of_output: np.ndarray


def chain(activation: str, weight: float, x: float, count: int) -> Chain:
    """Return all numbers of a chain of `count` neurons with the input a₀ = x."""
    layers = (Dense(1, 1, activation),) * count
    layout = network.layout(layers)
    theta = np.tile([weight, 0.0], count)[None]
    parameters, unused = layout.views(theta), layout.views(np.zeros_like(theta))
    trace = network.forward(layers, parameters, layers[0].layer_input(np.array([[[x]]])))
    z = np.array([signal.z.item() for signal in trace.layers])
    a = np.array([signal.a.item() for signal in trace.layers])
    back = [1.0]
    for k in reversed(range(count)):
        behind = np.array([[[back[-1]]]])
        slope = layers[k].backward(parameters[k], unused[k], trace.inputs[k], trace.layers[k], behind)
        back.append(np.asarray(slope).item())
    return Chain(z, activations.of(activation).slope(z, a), np.array(back[::-1]))


def power(size: float) -> float:
    """Return the logarithm to the base 10 of a size, at least that of FLOOR."""
    return math.log10(max(abs(size), FLOOR))


def scientific(value: float) -> str:
    """Return a positive number as short text: 0.25, 0.0625, 1 024, 3.2·10⁻⁷."""
    if 100 <= value < 1e5:
        return grouped(value)
    return significant(value, 3 if 1e-4 <= value < 100 else 2)


def way_back(panel: Panel, sizes: np.ndarray, colour: str = "blue", factors: bool = False) -> Panel:
    """Add the way back through a chain: |∂aₙ/∂aₖ| of each neuron as a power of ten, arrows from the last to the first.

    With factors, each arrow of a short chain has what it multiplies by.
    """
    heights = [power(size) for size in sizes]
    for k in reversed(range(len(sizes) - 1)):
        panel.arrow((k + 1, heights[k + 1]), (k + 0.12, heights[k] + 0.12 * (heights[k + 1] - heights[k])), colour, 2)
        if factors and len(sizes) - 1 <= FEW:
            middle = (k + 0.5, (heights[k] + heights[k + 1]) / 2 + 0.055 * (panel.y[1] - panel.y[0]))
            panel.text(middle, f"× {scientific(abs(sizes[k] / sizes[k + 1]))}", "ink", 14, box=True)
    for k, height in enumerate(heights[1:], 1):
        panel.circle((k, height), RADIUS, colour, "paper", f"{k}", 11)
    return panel
