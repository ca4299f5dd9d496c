"""The output as a surface over the plane: its height is p, the score or the value at (x₁, x₂)."""

import html
from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine import losses
from engine.data.datasets import HALF_WIDTH
from engine.data.own_axes import Axes
from engine.numerals import significant
from engine.runs.run import Run, predict
from pictures import palette
from pictures.charts import style

GRID = 61  # heights along each side: one at every 0.2
FINE = 91  # with three or more classes, where narrow valleys lie between the classes
GRID_COLOUR = "#9aa3b2"  # opaque: Plotly paints half-transparent lines in space white
LIGHT = {"ambient": 0.9, "diffuse": 0.25, "specular": 0.02}
HEADROOM = 1.2  # times the largest label: where the axis of a regression's values ends


def grid(size: int = GRID) -> tuple[np.ndarray, np.ndarray]:
    """Return the coordinates along a side, (size,), and all points of the grid, (2, size²), x₁ running first."""
    side = np.linspace(-HALF_WIDTH, HALF_WIDTH, size)
    x1, x2 = np.meshgrid(side, side)
    return side, np.stack([x1.ravel(), x2.ravel()])


def _outputs(run: Run, points: np.ndarray) -> np.ndarray:
    """Return the first network's finite output z (outputs, n)."""
    return style.finite(predict(run, points).output[0])


def limit(run: Run) -> float:
    """Return the largest height of a regression or a score, up and down; larger ones are cut off there."""
    if style.classes(run):
        return 1.0
    labels = style.finite(np.concatenate([run.train.labels, run.test.labels]))
    return HEADROOM * max(1.0, float(np.abs(labels).max()))


def heights(run: Run, points: np.ndarray) -> np.ndarray:
    """Return the height of the surface at coordinates (2, n).

    Two classes: the probability of the blue one, or the score of hinge within ±1. More classes: the
    probability of the most probable one. Regression: the value, within ±limit.
    """
    z = _outputs(run, points)
    if run.experiment.loss == "cross_entropy":
        p = losses.probabilities(z[None])[0]
        return p[1] if len(z) == 1 else p.max(axis=0)
    return np.clip(z[0], -limit(run), limit(run))


def _label_heights(run: Run) -> np.ndarray:
    """Return the heights of the training points: their labels, or with 3+ classes the probability of their own."""
    count, labels = style.classes(run), run.train.labels
    if not count:
        return np.clip(style.finite(labels), -limit(run), limit(run))
    if count == 2:
        return 2.0 * labels - 1 if run.experiment.loss == "hinge" else labels.astype(float)
    p = losses.softmax(_outputs(run, run.train.points)[None])[0]
    return p[labels, np.arange(len(labels))]


def _markers(run: Run) -> list[go.Scatter3d]:
    """Return the training points, one trace for each class."""
    count, (x1, x2), z = style.classes(run), run.train.points, _label_heights(run)
    outline = {"width": 1, "color": "rgba(20, 28, 44, 0.8)"}
    if not count:
        shade = {"color": z, "colorscale": palette.SCALE, "cmin": -1, "cmax": 1}
        return [_scatter("Training points", x1, x2, z, {"size": 4.5, "line": outline, **shade})]
    traces = []
    for k, name in enumerate(palette.class_names(count, run.experiment.axes.classes)):
        own = run.train.labels == k
        look = {"size": 4.5, "symbol": palette.MARKERS_3D[k], "color": palette.CLASS_COLOURS[k], "line": outline}
        traces.append(_scatter(name, x1[own], x2[own], z[own], look))
    return traces


def _scatter(name: str, x1: np.ndarray, x2: np.ndarray, z: np.ndarray, marker: dict[str, Any]) -> go.Scatter3d:
    coordinates = {"x": x1.astype(np.float32), "y": x2.astype(np.float32), "z": z.astype(np.float32)}
    hover = "x₁ %{x:.2f}<br>x₂ %{y:.2f}<br>height %{z:.3f}"
    return go.Scatter3d(**coordinates, mode="markers", marker=marker, name=name, hovertemplate=hover)


def level_line(side: np.ndarray, z: np.ndarray, level: float) -> np.ndarray:
    """Return the line on which heights z (n, n) over a grid have this level, in pieces: (x or y, end, pieces).

    Each cell of the grid is two triangles. On a triangle the height is linear, so the line crosses it at most once.
    """
    x, y = np.meshgrid(side, side)
    corners = [values.ravel() for values in (x, y, z - level)]
    a, b, c = triangles(len(side)).T
    pieces = []
    for single, one, other in ((a, b, c), (b, c, a), (c, a, b)):  # the corner that is alone on its side of the line
        up = corners[2] > 0
        cut = (up[single] != up[one]) & (up[single] != up[other])
        ends = []
        for partner in (one[cut], other[cut]):
            start = single[cut]
            share = corners[2][start] / (corners[2][start] - corners[2][partner])
            ends.append([values[start] + share * (values[partner] - values[start]) for values in corners[:2]])
        pieces.append(np.array(ends).transpose(1, 0, 2))
    return np.concatenate(pieces, axis=2)


def triangles(size: int) -> np.ndarray:
    """Return the two triangles of each cell of a grid, by the numbers of their corners, (2 (size - 1)², 3)."""
    corner = (np.arange(size - 1)[:, None] * size + np.arange(size - 1)).ravel()
    east, north, across = corner + 1, corner + size, corner + size + 1
    halves = np.stack([corner, east, across]), np.stack([corner, across, north])
    return np.concatenate(halves, axis=1).T


def _boundary(side: np.ndarray, z: np.ndarray, level: float) -> go.Scatter3d:
    """Return the level line as a thick line: the contours of a Surface are a pixel wide on most machines."""
    pieces = level_line(side, z, level)
    # Two ends and a gap for each piece.
    x, y = (
        [end for low, high in zip(*(style.rounded(ends) for ends in row), strict=True) for end in (low, high, None)]
        for row in pieces
    )
    height = [None if value is None else level for value in x]
    look = {"color": "#39445a", "width": 7}
    return go.Scatter3d(
        x=x, y=y, z=height, mode="lines", line=look, name=f"Level {significant(level, 6)}", hoverinfo="skip"
    )


def _sheet(run: Run, symbol: str, low: float, middle: float, high: float) -> list[Any]:
    """Return the surface of one output, and the line at its middle height: the boundary of two classes."""
    side, points = grid()
    z = heights(run, points).reshape(GRID, GRID)
    surface = go.Surface(
        x=side.astype(np.float32),
        y=side.astype(np.float32),
        z=z.astype(np.float32),
        colorscale=palette.SCALE,
        cmin=low,
        cmax=high,
        opacity=0.9,
        showscale=False,  # the axis shows the heights
        lighting=LIGHT,
        hovertemplate=f"x₁ %{{x:.2f}}<br>x₂ %{{y:.2f}}<br>{symbol} %{{z:.3f}}<extra></extra>",
    )
    return [surface, _boundary(side, z, middle)]


def _blend(run: Run) -> go.Mesh3d:
    """Return the surface of 3+ classes: its height is the largest p, its colour a mixture of the classes' by p."""
    _, points = grid(FINE)
    p = losses.softmax(_outputs(run, points)[None])[0]
    colours = np.array([palette.rgb(colour) for colour in palette.CLASS_COLOURS[: len(p)]])
    mixed = (colours.T @ p).round().astype(int).T
    i, j, k = triangles(FINE).T.astype(np.int16)
    x, y, z = (values.astype(np.float32) for values in (*points, p.max(axis=0)))
    return go.Mesh3d(
        x=x,
        y=y,
        z=z,
        i=i,
        j=j,
        k=k,
        vertexcolor=[f"rgb({r},{g},{b})" for r, g, b in mixed],
        opacity=0.95,
        lighting=LIGHT,
        hovertemplate="x₁ %{x:.2f}<br>x₂ %{y:.2f}<br>largest p %{z:.3f}<extra></extra>",
    )


def _in_file_units(fig: go.Figure, axes: Axes) -> dict[str, dict[str, Any]]:
    """Give a figure the numbers that points had in a visitor's file; return the titles and the ranges of its axes."""
    found = {}
    for letter, axis, usual in zip("xy", axes[:2], ("x₁", "x₂"), strict=True):
        if axis.is_scaled:
            for trace in fig.data:
                trace[letter] = axis.to_file(np.array(trace[letter], float))
        ends = axis.to_file(np.array([-HALF_WIDTH, HALF_WIDTH])).tolist()
        found[letter] = {"title_text": html.escape(axis.name) or usual, "range": ends}
    return found


def output_surface(run: Run) -> go.Figure:
    """Return the output over the plane as a surface in space, with the training points.

    The height of a point is its label. With three or more classes it is the probability of the point's own class, so
    that the point lies on the surface where the network is right and below it where it is wrong.
    """
    count, bound = style.classes(run), limit(run)
    if count > 2:
        sheet, low, label, title = [_blend(run)], 0.0, "p", "Probability of the most probable class"
    elif count and run.experiment.loss == "cross_entropy":
        sheet, low, label, title = _sheet(run, "p", 0, 0.5, 1), 0.0, "p", "Probability of the blue class"
    elif count:
        sheet, low, label, title = _sheet(run, "z", -1, 0, 1), -1.0, "z", "Score z, cut off at ±1"
    else:
        sheet, low, label, title = _sheet(run, "ŷ", -1, 0, 1), -bound, "ŷ", "Predicted value ŷ"
    subtitle = "Height of a point: the probability of its class" if count > 2 else "Height of a point: its label"
    fig = go.Figure([*sheet, *_markers(run)])
    axis = {"gridcolor": GRID_COLOUR, "zerolinecolor": GRID_COLOUR, "showbackground": False, "showspikes": False}
    axis |= {"showgrid": True, "showline": True, "linecolor": palette.NEUTRAL}
    axis |= {"tickfont_size": style.SMALL - 1, "title_font_size": style.TEXT, "nticks": 5}
    units = _in_file_units(fig, run.experiment.axes)
    span = 0.04 * (bound - low)
    return style.apply(
        fig,
        title,
        subtitle,
        zoom_key="surface",  # the camera stays where it was turned to
        height=560,
        margin={"l": 0, "r": 0, "t": 70, "b": 10},
        legend={"orientation": "h", "x": 0, "y": 0, "yanchor": "bottom", "itemsizing": "constant"},
        scene={
            "xaxis": axis | units["x"],
            "yaxis": axis | units["y"],
            "zaxis": axis | {"title_text": label, "range": [low - span, bound + span]},
            "aspectmode": "manual",
            "aspectratio": {"x": 1.15, "y": 1.15, "z": 0.6},
            "camera": {"eye": {"x": 0.8, "y": -1.65, "z": 1.0}, "center": {"x": 0, "y": 0, "z": -0.15}},
        },
    )
