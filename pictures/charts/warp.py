"""The plane as a hidden layer maps it: a = h(W … + b) bends it until a straight line separates the classes.

The chart shows the plane's grid lines and the training points where the layer maps them to: at (a₁, a₂) for a layer
of two units, on their first two principal components for a wider one.
"""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from engine import metrics
from engine.data.datasets import HALF_WIDTH
from engine.layers.parameters import biases, weights
from engine.runs.run import Run, predict
from pictures import palette
from pictures.charts import style

LINES = 25  # grid lines in each direction
POINTS = 81  # along each line
NO_HIDDEN = "This network has no hidden layer:<br>it separates the plane as it is."
ORDINALS = ("1st", "2nd")


class Axes(NamedTuple):
    """Two directions (2, width) through a centre (width, 1), and the share of the variance along each."""

    centre: np.ndarray
    directions: np.ndarray
    shares: np.ndarray

    def project(self, a: np.ndarray) -> np.ndarray:
        """Return the coordinates (2, n) of activations (width, n) on these axes."""
        return self.directions @ (a - self.centre)


def principal_axes(a: np.ndarray, labels: np.ndarray) -> Axes:
    """Return the first two principal components of activations (width, n) of at least two units.

    An axis and its mirror image are equally good. The first axis points towards the larger labels, which is the blue
    class of two. The second, and the first if the labels do not decide, has the sign that makes its largest component
    positive. Activations that are all equal have arbitrary axes and shares of 0.
    """
    centre = a.mean(axis=1, keepdims=True)
    centred = a - centre
    centred[np.abs(centred) <= 1e-12 * np.abs(centre)] = 0  # or rounding of the mean would count as variance
    # Columns of zeros change nothing, but with them even a single point has two axes.
    vectors, sizes, _ = np.linalg.svd(np.hstack([centred, np.zeros((len(a), 2))]), full_matrices=False)
    directions = vectors[:, :2].T
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1)
    directions = directions * np.where(largest < 0, -1, 1)
    lean = (directions[0] @ centred) @ (labels - labels.mean())
    if lean < -1e-9 * sizes[0] * np.linalg.norm(labels - labels.mean()):
        directions[0] *= -1
    total = (sizes**2).sum()
    return Axes(centre, directions, sizes[:2] ** 2 / total if total else np.zeros(2))


def plane_lines() -> np.ndarray:
    """Return the plane's grid, (2, 2 · LINES, POINTS): lines of constant x₁, then lines of constant x₂."""
    at, along = np.linspace(-HALF_WIDTH, HALF_WIDTH, LINES), np.linspace(-HALF_WIDTH, HALF_WIDTH, POINTS)
    fixed, running = np.repeat(at[:, None], POINTS, axis=1), np.repeat(along[None], LINES, axis=0)
    return np.stack([np.concatenate([fixed, running]), np.concatenate([running, fixed])])


class Warp(NamedTuple):
    """Points as a layer maps them: their coordinates (2, n), and the output z there (outputs, n)."""

    positions: np.ndarray
    z: np.ndarray


class Mapping(NamedTuple):
    """How one layer's activations are shown: the titles of the two axes, and the Axes of a layer wider than two."""

    layer: int
    titles: tuple[str, str]
    axes: Axes | None


def mapping(run: Run, layer: int) -> Mapping:
    """Return how hidden layer number `layer`, counted from 1, is shown."""
    width = run.layers[layer - 1].units
    if width == 1:
        return Mapping(layer, ("a₁", "x₂, unchanged"), None)
    if width == 2:
        return Mapping(layer, ("a₁", "a₂"), None)
    a = style.finite(predict(run, run.train.points).layers[layer - 1].a[0])
    axes = principal_axes(a, style.finite(run.train.labels))
    first, second = (
        f"{which} principal component<br>{100 * share:.0f} % of the variance"
        for which, share in zip(ORDINALS, axes.shares, strict=True)
    )
    return Mapping(layer, (first, second), axes)


def warp(run: Run, how: Mapping, points: np.ndarray) -> Warp:
    """Return points of the plane, (2, n), as a layer maps them."""
    trace = predict(run, points)
    a = style.finite(trace.layers[how.layer - 1].a[0])
    if how.axes:
        a = how.axes.project(a)
    elif len(a) == 1:
        a = np.stack([a[0], points[1]])  # a strip, as high as the plane
    return Warp(a, style.finite(trace.output[0]))


def separating_line(run: Run, box: np.ndarray) -> np.ndarray | None:
    """Return two points (2, 2), as columns, of the line W a + b = 0 of a two-class output fed by one or two units.

    box is [[low, high], [low, high]] of the two axes; the line crosses all of it. Return None if the line lies far
    outside the box, or if W is 0 and there is no line.
    """
    (matrix,) = run.parameters[-1]
    normal, offset = style.finite(weights(matrix)[0, 0]), float(style.finite(biases(matrix)[0, 0]))
    normal = np.array([normal[0], normal[1] if len(normal) > 1 else 0.0])
    length = float(np.linalg.norm(normal))
    if length == 0:
        return None
    normal, offset = normal / length, offset / length
    middle, diagonal = box.mean(axis=1), np.linalg.norm(box[:, 1] - box[:, 0])
    nearest = middle - (normal @ middle + offset) * normal
    if (nearest < box[:, 0] - diagonal).any() or (nearest > box[:, 1] + diagonal).any():
        return None
    along = np.array([-normal[1], normal[0]]) * diagonal
    return np.stack([nearest - along, nearest + along], axis=1)


def _net(run: Run, how: Mapping) -> tuple[list[go.Scatter], np.ndarray]:
    """Return the warped grid, one trace for each predicted class, and the positions of all its points, (2, n)."""
    lines = plane_lines()
    bent = warp(run, how, lines.reshape(2, -1))
    positions = bent.positions.reshape(lines.shape)
    groups = metrics.classes(bent.z[None])[0].reshape(lines.shape[1:])  # of a value: whether it is positive
    traces = []
    for k in np.unique(groups):
        own = groups == k
        own[:, 1:] |= own[:, :-1].copy()  # up to the next point, or the lines would have holes at the boundary
        # Each line ends in a gap, and so does each stretch of a class; a second gap after it would only take space.
        shown = np.pad(own, ((0, 0), (0, 1)))
        kept = shown | np.roll(shown, 1, axis=1)
        x, y = (_gapped(np.pad(values, ((0, 0), (0, 1))), shown, kept) for values in positions)
        look = {"color": palette.CLASS_COLOURS[k], "width": 1.3}
        traces.append(go.Scatter(x=x, y=y, mode="lines", line=look, opacity=0.65, showlegend=False, hoverinfo="skip"))
    return traces, positions.reshape(2, -1)


def _gapped(values: np.ndarray, shown: np.ndarray, kept: np.ndarray) -> list[float | None]:
    """Return the kept values as one list, with None for those that are not shown."""
    return [
        value if visible else None
        for value, visible in zip(style.rounded(values[kept]), shown[kept].tolist(), strict=True)
    ]


def _points(run: Run, how: Mapping) -> tuple[list[go.Scatter], np.ndarray]:
    """Return the training points, one trace for each class, and all their positions, (2, n)."""
    (x, y), labels, count = warp(run, how, run.train.points).positions, run.train.labels, style.classes(run)
    outline = {"width": 1, "color": "rgba(255, 255, 255, 0.85)"}
    first, second = (title.split("<br>")[0] for title in how.titles)
    hover = f"{first} %{{x:.3g}}<br>{second} %{{y:.3g}}<br>"
    if not count:
        shade = {"color": style.rounded(style.finite(labels)), "colorscale": palette.SCALE, "cmin": -1, "cmax": 1}
        bar = {"orientation": "h", "y": 0, "yref": "container", "yanchor": "bottom", "thickness": 12, "len": 0.8}
        bar |= {"tickfont_size": style.SMALL}
        look = {"size": 8, "line": outline, "colorbar": bar, **shade}
        hover += "label %{marker.color:.3g}<extra></extra>"
        points = {"x": style.rounded(x), "y": style.rounded(y), "mode": "markers", "marker": look}
        return [go.Scatter(**points, showlegend=False, hovertemplate=hover)], np.stack([x, y])
    traces = []
    for k, name in enumerate(palette.class_names(count, run.experiment.axes.classes)):
        own = labels == k
        look = {"size": 8, "symbol": palette.MARKERS[k], "color": palette.CLASS_COLOURS[k], "line": outline}
        points = {"x": style.rounded(x[own]), "y": style.rounded(y[own]), "mode": "markers", "marker": look}
        traces.append(go.Scatter(**points, name=name, hovertemplate=f"{hover}{name}<extra></extra>"))
    return traces, np.stack([x, y])


def _box(positions: np.ndarray) -> np.ndarray:
    """Return [[low, high], [low, high]] around all positions, with space at the sides and never flat.

    The bounds are rounded outwards, so that small changes of the weights change neither them nor the visitor's zoom.
    """
    low, high = positions.min(axis=1), positions.max(axis=1)
    size = high - low
    size = np.maximum(size, 0.1 * size.max())
    largest = np.abs(positions).max(axis=1)
    size = np.where(size > 1e-6 * largest, size, np.maximum(largest, 1))
    middle = (low + high) / 2
    step = 2.0 ** np.floor(np.log2(size)) / 8
    low, high = np.floor((middle - 0.52 * size) / step), np.ceil((middle + 0.52 * size) / step)
    return np.stack([low * step, high * step], axis=1)


def warped_space(run: Run, layer: int) -> go.Figure:
    """Return the plane's grid and the training points as hidden layer number `layer`, from 1, maps them.

    Grid lines have the colour of the class that the network predicts there, or of the sign of its value. If this layer
    has one or two units and is the last before an output of two classes, the separating line is shown too. Without a
    hidden layer the figure says so. Raises ValueError for a layer that does not exist.
    """
    hidden = len(run.layers) - 1
    if not hidden:
        return style.message("The plane, warped", NO_HIDDEN)
    if layer not in range(1, hidden + 1):
        raise ValueError(f"layer must be in [1, {hidden}], got {layer!r}")
    how = mapping(run, layer)
    width = run.layers[layer - 1].units
    net, spread = _net(run, how)
    points, own = _points(run, how)
    box = _box(np.concatenate([spread, own], axis=1))
    fig = go.Figure(net)
    line = separating_line(run, box) if layer == hidden and width < 3 and style.classes(run) == 2 else None
    if line is not None:
        look = {"color": palette.NEUTRAL, "width": 4, "dash": "10px,5px"}
        fig.add_scatter(x=line[0], y=line[1], mode="lines", line=look, name="W·a + b = 0", hoverinfo="skip")
    fig.add_traces(points)
    style.apply(
        fig,
        f"The plane as hidden layer {layer} maps it",
        "Lines: predicted class · points: class" if style.classes(run) else "Lines: predicted sign · points: label",
        zoom_key=f"warp {layer} {width}",
        height=560,
        legend=style.legend_below(),
        hovermode="closest",
        margin_b=104 if style.classes(run) else 130,  # room for the colour scale of the labels
    )
    # Not style.axis_range: Plotly gets an axis wrong that finds its own range and has the scale of another.
    for axis, title, bounds in zip((fig.layout.xaxis, fig.layout.yaxis), how.titles, box, strict=True):
        # New bounds end the visitor's zoom into the old ones; otherwise one of the two bounds could stay.
        axis.update(title_text=title, range=bounds, showgrid=True, uirevision=f"warp {layer} {box.tolist()}")
    if width > 1:  # one scale for both axes
        fig.update_yaxes(scaleanchor="x", constrain="domain").update_xaxes(constrain="domain")
    return fig
