"""A Scene: panels with axes and marks on them, in the units of the axes, as plain values.

The page computes a Scene from what a visitor has set, with the functions of the engine; the picture paints it, and
reports where a handle has been dragged to. Colours are names, "blue", "orange", "ink", …, or #rrggbb.
"""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from pictures.live import maps, packing

Point = Sequence[float] | np.ndarray  # x and y, in the units of the axes
KNOB_RADIUS = 9  # px of a handle, as in handles.js
LINK = "\ue000"  # around the name of a part, and behind its text: a character that no text has
MAX_VALUE = 1e9  # larger numbers are cut; no figure shows them


def _number(value: float) -> float:
    """Return a number with six digits, within ±MAX_VALUE, and 0 for one that is not a number."""
    value = float(value)
    return 0.0 if np.isnan(value) else float(f"{min(max(value, -MAX_VALUE), MAX_VALUE):.6g}")


def _numbers(values: Iterable[float]) -> list[float]:
    return [_number(value) for value in values]


def link(part: str, text: str) -> str:
    """Return text of a caption that belongs to a part: it lights up together with the marks of that name."""
    return f"{LINK}{part}{LINK}{text}{LINK}"


@dataclass(slots=True)
class Panel:
    """One drawing with its axes; x and y are the ranges of the axes.

    label describes the panel to those who cannot see it. axes shows ticks and grid lines. square gives both axes the
    same scale. share is the panel's part of the width, in proportion to that of the others. answers says that the panel
    shows what the question of its screen asks for.
    """

    label: str
    x: tuple[float, float]
    y: tuple[float, float]
    title: str = ""
    x_title: str = ""
    y_title: str = ""
    axes: bool = True
    square: bool = False
    share: float = 1.0
    categories: Sequence[str] = ()  # names of 0 … 1, 1 … 2, … on the x axis, instead of numbers
    marks: list[dict[str, Any]] = field(default_factory=list)
    values: np.ndarray | None = None  # of a map that fills the panel, as bytes
    classes: int = 0  # the number of classes that the map blends; 0 for a map of one value
    handles: list[dict[str, Any]] = field(default_factory=list)
    answers: bool = False

    def _add(self, kind: str, **more: Any) -> Self:
        self.marks.append({"kind": kind, **more})
        return self

    def part(self, name: str) -> Self:
        """Name the last mark: a pointer on it lights up the marks and the numbers of the caption with this name."""
        self.marks[-1]["part"] = name
        return self

    def line(self, points: Iterable[Point], colour: str = "ink", width: float = 2.5, dash: bool = False) -> Self:
        """Add a line through points; a point that is not finite leaves a gap."""
        path = [[_number(x), _number(y)] if np.isfinite(x) and np.isfinite(y) else None for x, y in points]
        return self._add("line", points=path, colour=colour, width=width, dash=dash)

    def curve(self, x: np.ndarray, y: np.ndarray, colour: str = "ink", width: float = 2.5, dash: bool = False) -> Self:
        """Add the curve of y over x."""
        return self.line(zip(x, y, strict=True), colour, width, dash)

    def area(self, points: Iterable[Point], colour: str, opacity: float = 0.2) -> Self:
        """Add a filled polygon."""
        return self._add("area", points=[_numbers(point) for point in points], colour=colour, opacity=opacity)

    def dots(
        self,
        points: Iterable[Point],
        classes: Sequence[int] | np.ndarray | None = None,
        colour: str = "ink",
        size: float = 4,
        hollow: bool = False,
    ) -> Self:
        """Add points, in the colours and shapes of their classes or in one colour."""
        positions = [_numbers(point) for point in points]
        labels = None if classes is None else [int(label) for label in classes]
        return self._add("dots", points=positions, classes=labels, colour=colour, size=size, hollow=hollow)

    def bar(
        self, left: float, right: float, low: float, high: float, colour: str = "blue", opacity: float = 0.85
    ) -> Self:
        """Add a filled rectangle."""
        return self._add("bar", box=_numbers((left, right, low, high)), colour=colour, opacity=opacity)

    def square_on(self, start: Point, end: Point, colour: str = "blue", opacity: float = 0.12) -> Self:
        """Add the square on an upright line, towards the middle of the panel: a square in pixels, whatever the axes."""
        return self._add("square", points=[_numbers(start), _numbers(end)], colour=colour, opacity=opacity)

    def arrow(self, start: Point, end: Point, colour: str = "ink", width: float = 2.5) -> Self:
        """Add an arrow."""
        return self._add("arrow", points=[_numbers(start), _numbers(end)], colour=colour, width=width)

    def text(
        self,
        at: Point,
        text: str,
        colour: str = "ink",
        size: float = 15,
        align: str = "middle",
        bold: bool = False,
        box: bool = False,
    ) -> Self:
        """Add text at a point; align is start, middle or end, and box puts the text on a plain background."""
        return self._add("text", at=_numbers(at), text=text, colour=colour, size=size, align=align, bold=bold, box=box)

    def circle(
        self, at: Point, radius: float, colour: str = "ink", fill: str = "", text: str = "", size: float = 15
    ) -> Self:
        """Add a circle with a text in it; radius and size are in pixels."""
        return self._add("circle", at=_numbers(at), radius=radius, colour=colour, fill=fill, text=text, size=size)

    def pixels(
        self,
        values: np.ndarray,
        box: Sequence[float],
        signed: bool = False,
        numbers: Sequence[str] = (),
        window: Sequence[float] = (),
        colour: str = "red",
    ) -> Self:
        """Add an image (rows, columns) in a box (left, right, low, high): from white, 0, to black, 1.

        A signed one goes from orange, -1, over white to blue, 1. numbers are written into the pixels, row by row.
        window is a part that is framed in a colour: (row, column, height, width) in pixels, from the top left.
        """
        shown = maps.to_bytes(values) if signed else (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)
        return self._add(
            "pixels",
            box=_numbers(box),
            size=list(values.shape),
            bytes=base64.b64encode(shown.tobytes()).decode(),
            signed=signed,
            numbers=list(numbers),
            window={"place": _numbers(window), "colour": colour} if len(window) else None,
        )

    def map(self, values: np.ndarray) -> Self:
        """Fill the panel with a map of values in [-1, 1], (n, n), from the top: orange below 0, blue above."""
        self.values = maps.to_bytes(values)
        return self

    def classes_map(self, probabilities: np.ndarray) -> Self:
        """Fill the panel with the colours of classes, blended by their probabilities (classes, n, n)."""
        self.classes = len(probabilities)
        self.values = (probabilities * 255 + 0.5).astype(np.uint8)
        return self

    def handle(
        self,
        name: str,
        at: Point,
        label: str,
        colour: str = "ink",
        along: str = "",
        reach: Sequence[float] = (),
        step: float = 0,
    ) -> Self:
        """Add a handle to drag freely, or only along "x" or "y".

        reach is the range that it can be moved in, (left, right, low, high); without it, that of the axes. step is the
        distance of two places at which it can stand, if it cannot stand anywhere: a key moves it at least so far.
        """
        self.handles.append(
            {
                "name": name,
                "at": _numbers(at),
                "label": label,
                "colour": colour,
                "along": along,
                "reach": _numbers(reach),
                "step": _number(step),
            }
        )
        return self


@dataclass(slots=True)
class Scene:
    """Panels side by side, and a sentence below them that describes what they show.

    columns is the number of panels in a row, all of one width; with 0 as many as fit, each with its share. height is
    that of each panel in pixels; a square panel may be lower, to fit its width.
    """

    panels: list[Panel]
    caption: str = ""
    columns: int = 0
    height: int = 330

    @property
    def plain_caption(self) -> str:
        """The caption without the names of its parts."""
        return re.sub(f"{LINK}[^{LINK}]*{LINK}([^{LINK}]*){LINK}", r"\1", self.caption)

    def hold(self) -> None:
        """Leave dots where the handles are, so that nothing can be moved, and panels that would answer empty."""
        for panel in self.panels:
            if panel.answers:
                panel.marks.clear()
                panel.handles.clear()
                panel.text(((panel.x[0] + panel.x[1]) / 2, (panel.y[0] + panel.y[1]) / 2), "Predict first", "quiet")
                self.caption = ""
            for handle in panel.handles:
                panel.circle(handle["at"], KNOB_RADIUS, handle["colour"], handle["colour"])
            panel.handles.clear()


def pack(scene: Scene, state: str = "still") -> packing.Frame:
    """Return the Frame of a Scene."""
    sizes = [0 if panel.values is None else panel.values.shape[-1] for panel in scene.panels]
    header = {
        "state": state,
        "says": scene.caption,
        "columns": scene.columns,
        "height": scene.height,
        "panels": [
            {
                "label": panel.label,
                "title": panel.title,
                "x": _numbers(panel.x),
                "y": _numbers(panel.y),
                "titles": [panel.x_title, panel.y_title],
                "axes": panel.axes,
                "square": panel.square,
                "share": panel.share,
                "categories": list(panel.categories),
                "marks": panel.marks,
                "handles": panel.handles,
                "map": size,
                "classes": panel.classes,
            }
            for panel, size in zip(scene.panels, sizes, strict=True)
        ],
    }
    shown = [panel.values.ravel() for panel in scene.panels if panel.values is not None]
    return packing.Frame(header, {"values": np.concatenate(shown) if shown else np.empty(0, np.uint8)})
