"""The pictures of the chapters on the index, drawn for the size at which they are shown: few marks and thick lines.

All colours are of middle lightness, so that they stand out from a white page and from a dark one.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np

from course.chapters import learning, softmax
from engine import activations
from pictures.palette import BLUE, NEUTRAL

WIDTH, HEIGHT = 240, 132  # px, as wide as a card on a desk
GREEN, RED, ORANGE = "#1a9850", "#d6475a", "#e8730c"
Point = Sequence[float] | np.ndarray


class Drawing:
    """An SVG in pixels, y downwards."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def line(self, points: Iterable[Point], colour: str, width: float = 4, opacity: float = 1) -> None:
        """Draw a line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            f'stroke-opacity="{opacity}" stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def area(self, points: Iterable[Point], colour: str, opacity: float = 0.25) -> None:
        """Draw a filled polygon."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(f'<polygon points="{path}" fill="{colour}" fill-opacity="{opacity}"/>')

    def box(self, x: float, y: float, width: float, height: float, colour: str, opacity: float = 1) -> None:
        """Draw a filled rectangle."""
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3" fill="{colour}" '
            f'fill-opacity="{opacity}"/>'
        )

    def frame(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw an empty rectangle."""
        self._parts.append(
            f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="none" stroke="{colour}" stroke-width="4"/>'
        )

    def dot(self, at: Point, colour: str, radius: float = 6, opacity: float = 1) -> None:
        """Draw a disc."""
        self._parts.append(
            f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius}" fill="{colour}" fill-opacity="{opacity}"/>'
        )

    def arrow(self, start: Point, end: Point, colour: str, width: float = 4, opacity: float = 1) -> None:
        """Draw an arrow."""
        a, b = np.asarray(start, float), np.asarray(end, float)
        along = (b - a) / max(float(np.hypot(*(b - a))), 1e-9)
        across, size = np.array([-along[1], along[0]]), 3 * width
        self.line([a, b - along * size], colour, width, opacity)
        foot = b - along * size
        self.area([b, foot + across * size / 2, foot - across * size / 2], colour, opacity)

    def svg(self) -> str:
        """Return the whole picture."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
            + "".join(self._parts)
            + "</svg>"
        )


def _curve(function: Callable[[np.ndarray], np.ndarray], low: float, high: float, scale: float, zero: float) -> list:
    """Return the points of a curve over the whole width; scale is px for a unit, zero the height of 0."""
    x = np.linspace(low, high, 61)
    return list(zip(np.linspace(12, WIDTH - 12, 61), zero - scale * function(x), strict=True))


def _learning(d: Drawing) -> None:
    rng = np.random.default_rng(2)
    curve = _curve(learning.truth, -3, 3, 44, 66)
    for x, y in curve[2::5]:
        d.dot((x, y + 9 * rng.normal()), ORANGE, 5)
    d.line(curve, BLUE)


def _neuron(d: Drawing) -> None:
    d.area([(0, 0), (84, 0), (144, HEIGHT), (0, HEIGHT)], ORANGE)
    d.area([(84, 0), (WIDTH, 0), (WIDTH, HEIGHT), (144, HEIGHT)], BLUE)
    d.line([(84, 0), (144, HEIGHT)], NEUTRAL)
    d.arrow((114, 66), (176, 38), BLUE, 5)
    for x, y in ((30, 36), (62, 92), (36, 74)):
        d.dot((x, y), ORANGE, 7)
    for x, y in ((196, 66), (176, 104), (216, 30)):
        d.dot((x, y), BLUE, 7)


def _activation(d: Drawing) -> None:
    d.line([(12, 84), (WIDTH - 12, 84)], NEUTRAL, 2)
    for name, colour in (("sigmoid", GREEN), ("relu", ORANGE), ("tanh", BLUE)):
        d.line([point for point in _curve(activations.of(name).function, -4, 4, 40, 84) if point[1] > 6], colour)


def _depth_of(d: Drawing) -> None:
    lines = [((64, 8), (206, 128)), ((176, 8), (34, 128)), ((20, 112), (220, 112))]
    d.area([(120, 55), (187, 112), (53, 112)], BLUE, 0.35)
    for ends in lines:
        d.line(ends, NEUTRAL)
    for x, y in ((110, 92), (128, 84), (142, 98), (96, 102)):
        d.dot((x, y), BLUE)
    for x, y in ((120, 24), (40, 60), (204, 70), (22, 30), (222, 26)):
        d.dot((x, y), ORANGE)


def _softmax(d: Drawing) -> None:
    for k, (p, colour) in enumerate(
        zip(softmax.softmax(np.array([1.0, 2.0, 0.0])), (ORANGE, BLUE, GREEN), strict=True)
    ):
        d.box(24 + 68 * k, 120 - 150 * p, 52, 150 * p, colour)
    d.line([(12, 122), (WIDTH - 12, 122)], NEUTRAL, 3)


def _loss(d: Drawing) -> None:
    for k in range(6):
        x, y = 24 + 32 * k, 104 - 7 * k + (6 if k % 2 else -4)
        d.line([(x, y), (x, 106 - 7 * k)], NEUTRAL, 3)
        d.dot((x, y), NEUTRAL)
    d.line([(8, 110), (232, 60)], GREEN)
    d.line([(8, 122), (232, 28)], BLUE)
    d.dot((214, 16), RED, 8)


def _descending(d: Drawing) -> None:
    d.line(_curve(lambda x: x * x, -1, 1, 108, 118), NEUTRAL, 3)
    path = [0.95 * (-0.72) ** k for k in range(7)]
    points = [(120 + 108 * x, 118 - 108 * x * x) for x in path]
    d.line(points, BLUE, 3)
    for point in points[1:]:
        d.dot(point, BLUE, 5)
    d.dot(points[0], ORANGE, 8)


def _backprop(d: Drawing) -> None:
    inputs, hidden, output = ((28, 32), (28, 100)), ((118, 32), (118, 100)), (208, 66)
    for end in hidden:
        for start in inputs:
            d.line([start, end], NEUTRAL, 3)
        d.arrow((196, 66 + (end[1] - 66) / 8), (134, end[1] + (66 - end[1]) / 6), RED)
    d.arrow((104, 32), (44, 32), RED)
    d.arrow((106, 92), (42, 42), RED)
    for at in (*inputs, *hidden, output):
        d.dot(at, BLUE, 12)


def _data_size(d: Drawing) -> None:
    for colour, far, count in ((ORANGE, 54, 6), (BLUE, 20, 3)):
        for place in np.arange(count) * 2 * np.pi / count + 0.4:
            for turn, radius in ((0.0, 7), (-0.42, 3.5), (-0.24, 3.5), (0.24, 3.5), (0.42, 3.5)):
                d.dot((120 + far * np.cos(place + turn), 66 - far * np.sin(place + turn)), colour, radius)


def _transfer(d: Drawing) -> None:
    for left, upper in ((22, ORANGE), (146, GREEN)):
        for row, colour in enumerate((upper, NEUTRAL, BLUE)):
            d.box(left, 14 + 38 * row, 72, 26, colour)
    d.arrow((98, 103), (142, 103), BLUE, 5)


def _convolution(d: Drawing) -> None:
    side = 19
    for i in range(6):
        for j in range(6):
            d.box(14 + side * j, 9 + side * i, side - 2, side - 2, NEUTRAL, 0.9 if j > 2 and i not in (0, 5) else 0.25)
    d.frame(14 + side, 9 + side, 3 * side - 2, 3 * side - 2, RED)
    d.arrow((134, 66), (164, 66), NEUTRAL)
    for i in range(4):
        for j in range(4):
            d.box(170 + 16 * j, 34 + 16 * i, 14, 14, BLUE, 0.9 if j in (1, 2) else 0.2)
    d.frame(185, 49, 16, 16, RED)


def _pooling(d: Drawing) -> None:
    values = np.array([[2, 9, 1, 3], [4, 3, 2, 2], [1, 2, 8, 3], [3, 2, 4, 6]]) / 9
    for (i, j), value in np.ndenumerate(values):
        d.box(18 + 26 * j, 14 + 26 * i, 24, 24, BLUE, float(value))
    for k in (0, 1):
        for m in (0, 1):
            d.frame(16 + 52 * m, 12 + 52 * k, 52, 52, NEUTRAL)
            d.box(170 + 30 * m, 38 + 30 * k, 28, 28, BLUE, float(values[2 * k : 2 * k + 2, 2 * m : 2 * m + 2].max()))
    d.arrow((130, 66), (162, 66), NEUTRAL)


def _deep_chains(d: Drawing) -> None:
    for k in range(5):
        left, right = 24 + 48 * k, 72 + 48 * k
        d.dot((left, 66), BLUE, 5 + 2 * k, 0.4 + 0.15 * k)
        if k < 4:
            d.arrow((right - 9 - 2 * k, 66), (left + 8 + 2 * k, 66), RED, 2 + k, 0.4 + 0.15 * (k + 1))


def _recurrent(d: Drawing) -> None:
    d.line([(42, 62), (42, 24), (16, 24), (16, 66), (28, 66)], BLUE)
    d.dot((42, 66), BLUE, 13)
    d.arrow((42, 118), (42, 84), NEUTRAL)
    for k in range(3):
        x = 110 + 54 * k
        d.dot((x, 66), BLUE, 13)
        d.arrow((x, 118), (x, 84), NEUTRAL)
        if k < 2:
            d.arrow((x + 15, 66), (x + 39, 66), BLUE)


def _in_time(d: Drawing) -> None:
    for k in range(9):
        height = 52 * 0.72**k
        d.box(214 - 24 * k, 66 - (0 if k % 2 else height), 17, height, ORANGE if k % 2 else BLUE)
    d.line([(12, 66), (WIDTH - 8, 66)], NEUTRAL, 2)


def _gates(d: Drawing) -> None:
    d.arrow((10, 40), (230, 40), BLUE, 6)
    for x, colour in ((70, GREEN), (134, ORANGE)):
        d.line([(x, 118), (x, 56)], colour)
        d.dot((x, 40), colour, 14)
    d.line([(196, 40), (196, 84)], NEUTRAL)
    d.arrow((196, 98), (230, 98), NEUTRAL)
    d.dot((196, 98), RED, 14)


def _text(d: Drawing) -> None:
    for k, row in enumerate((2, 0, 3, 1)):
        for i in range(4):
            d.box(14 + 26 * k, 14 + 26 * i, 23, 23, ORANGE if i == row else NEUTRAL, 1 if i == row else 0.25)
    d.arrow((124, 66), (152, 66), NEUTRAL)
    for i, share in enumerate((0.15, 0.8, 0.3, 0.1)):
        d.box(160, 14 + 26 * i, 76 * share, 23, BLUE)


_DRAWN: dict[str, Callable[[Drawing], None]] = {
    "learning": _learning,
    "neuron": _neuron,
    "activation": _activation,
    "depth_of": _depth_of,
    "softmax": _softmax,
    "loss": _loss,
    "descending": _descending,
    "backprop": _backprop,
    "data_size": _data_size,
    "transfer": _transfer,
    "convolution": _convolution,
    "pooling": _pooling,
    "deep_chains": _deep_chains,
    "recurrent": _recurrent,
    "in_time": _in_time,
    "gates": _gates,
    "text": _text,
}


@lru_cache(maxsize=len(_DRAWN))
def picture(chapter: str) -> str:
    """Return a chapter's picture as an SVG, by the name of the chapter."""
    drawing = Drawing()
    _DRAWN[chapter](drawing)
    return drawing.svg()
