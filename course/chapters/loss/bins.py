"""A regression as a classification: a response that is cut into bins, and a probability for each bin."""

import math

import numpy as np

from course.chapters.parts import Check, Screen, Settings, Slider, within
from engine.experiments.fields import Number
from pictures.sketch.scene import Panel, Scene

AT, MOST_BINS = Number(-4, 4), 24
FIELDS = {"bins": (Number(2, MOST_BINS, whole=True), 6), "at": (AT, 1.0)}
X = np.linspace(-4, 4, 241)
LOWEST, HIGHEST = -2.0, 2.0  # the range of responses that is cut into bins
SPREAD = 0.3  # standard deviation of the responses at one x
FINE_ENOUGH = 0.25  # as far as the middle of the right bin may be off in the check


def to_class(y: np.ndarray, low: float, high: float, count: int) -> np.ndarray:
    """Return the number of the bin, from 0, that each response falls into."""
    return np.clip(((y - low) / (high - low) * count).astype(int), 0, count - 1)


def _response(x: np.ndarray) -> np.ndarray:
    return np.sin(1.2 * x) + 0.25 * x


def _middles(count: int) -> np.ndarray:
    width = (HIGHEST - LOWEST) / count
    return LOWEST + width * (np.arange(count) + 0.5)


def _farthest(count: int) -> float:
    """Return how far the curve is at most from the middle of the bin that it is in."""
    y = _response(X)
    return float(np.abs(_middles(count)[to_class(y, LOWEST, HIGHEST, count)] - y).max())


def bin_probabilities(middle: float, count: int) -> np.ndarray:
    """Return the probability of each bin for a normal response with this mean; what lies beyond goes to the ends."""
    edges = np.linspace(LOWEST, HIGHEST, count + 1)
    below = np.array([(1 + math.erf((edge - middle) / SPREAD / math.sqrt(2))) / 2 for edge in edges])
    below[[0, -1]] = 0, 1
    return np.diff(below)


def figure(s: Settings) -> Scene:
    """Show a continuous response that is cut into classes, and the probabilities of the classes at one x."""
    y, middles = _response(X), _middles(s.bins)
    half = (HIGHEST - LOWEST) / s.bins / 2
    panel = Panel(
        "A response cut into bins", (-4, 4), (LOWEST, HIGHEST), f"{s.bins} classes instead of all numbers", "x", "y"
    )
    for middle in middles[1::2]:  # every second bin is shaded
        panel.bar(-4, 4, middle - half, middle + half, "quiet", 0.12)
    panel.curve(X, y, "ink", 3)
    panel.curve(X, middles[to_class(y, LOWEST, HIGHEST, s.bins)], "blue", 2.5)
    here = float(_response(np.array(s.at)))
    panel.handle("at", (s.at, here), "Read the bins at x", "orange", "x")
    p = bin_probabilities(here, s.bins)
    title = f"What it answers at x = {s.at:.2f}"
    chances = Panel("Probability of each bin", (0, 1), (LOWEST, HIGHEST), title, "p", "y", share=0.7)
    for middle, probability in zip(middles, p, strict=True):
        chances.bar(0, probability, middle - 0.9 * half, middle + 0.9 * half, "blue")
    mean = float(p @ middles)
    chances.line([(0, mean), (1, mean)], "orange", 2.5)
    caption = (
        f"{s.bins} bins, each {2 * half:.2f} wide: the middle of the right one is off by at most "
        f"{_farthest(s.bins):.2f}. At x = {s.at:.2f} the responses have the mean {here:.2f} and a spread of {SPREAD}: "
        f"the most probable bin says {middles[p.argmax()]:.2f}, the mean of all bins (orange) {mean:.2f}."
    )
    return Scene([panel, chances], caption, height=400)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the place at which the bins are read."""
    return {"at": within(AT, x)} if name == "at" else {}


SCREEN = Screen(
    "A regression as a classification",
    "A continuous response can be cut into N **bins**, and the network asked for the bin. It answers with a "
    "probability for each, so it can also express “either low or high, but not in between”. The price: the most "
    "probable bin is only as fine as a bin, and the network does not know that neighbours are similar. The mean of "
    "the bins, weighted by their probabilities, is finer.",
    figure=figure,
    controls=(Slider("bins", "Number of bins N", 1),),
    drag=drag,
    checks=(
        Check(
            "fine",
            "Choose the smallest N for which the middle of the right bin is off by at most 0.25.",
            lambda s, _: s.bins == min(n for n in range(2, MOST_BINS + 1) if _farthest(n) <= FINE_ENOUGH),
            lambda s, _: (
                "Half a bin must be at most 0.25 wide, and the bins share the range from −2 to 2."
                if _farthest(s.bins) > FINE_ENOUGH
                else "Fine enough, but not the smallest."
            ),
        ),
    ),
)
