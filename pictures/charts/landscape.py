"""The loss as a landscape: the plane that lies closest to the paths of several networks in training, and the paths."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.losses import LOSSES
from engine.numerals import significant
from engine.runs.run import Run
from engine.study import landscape
from pictures import palette
from pictures.charts import style

GRID = 41  # heights along each side
MARGIN = 0.25  # of the paths' extent, around them
MAX_STATES = 120  # of each path
SMALLEST_LOSS = 1e-6  # a lower one is drawn as this: the scale of colours is logarithmic
CEILING = 0.97  # the quantile of the heights that has the last colour: a few steep corners would take all colours


def _thin(theta: np.ndarray) -> np.ndarray:
    indices = np.unique(np.linspace(0, len(theta) - 1, MAX_STATES).round().astype(int))
    return theta[indices]


def plane(paths: Sequence[np.ndarray]) -> landscape.PrincipalPlane:
    """Return the plane through the mean of the paths' ends that lies closest to all of these paths, each (n, P)."""
    centre = np.mean([path[-1] for path in paths], axis=0)
    return landscape.principal_plane(np.concatenate(paths), centre)


def loss_landscape(networks: Sequence[tuple[str, str, Run, int]]) -> go.Figure:
    """Return contours of the training loss on the principal plane of the networks' paths, with each path on it.

    A network is its name, its colour, its Run and its index in that Run; all have the same shape and data.
    A path lies near the plane, not on it: the height below a point of it is that of the plane.
    """
    thetas = [_thin(landscape.trajectory(run, index).theta) for _, _, run, index in networks]
    if max(map(len, thetas)) < 2:
        return style.message("Loss landscape", "Train for an epoch or more: the plane is found from the paths.")
    principal = plane(thetas)
    paths = np.split(principal.path, np.cumsum([len(theta) for theta in thetas])[:-1])
    run = networks[0][2]
    traces = [_contour(run, principal)]
    traces += [_path(name, colour, path) for (name, colour, _, _), path in zip(networks, paths, strict=True)]
    traces.append(_start(paths[0][0]))
    share = 100 * principal.shares.sum()
    fig = style.apply(
        go.Figure(traces),
        f"The {LOSSES[run.experiment.loss].label.lower()} on the plane of the paths",
        f"Over the training points; the plane holds {share:.0f} % of the paths' squared extent",
        zoom_key=f"landscape {len(networks)}",
        height=520,
        legend=style.legend_below(),
    )
    fig.update_xaxes(title_text="Along the first principal direction")
    return fig.update_yaxes(title_text="Along the second")


def _contour(run: Run, principal: landscape.PrincipalPlane) -> go.Contour:
    """Return the heights of the loss around the paths, on a logarithmic scale of colours."""
    low, high = principal.path.min(axis=0), principal.path.max(axis=0)
    extent = np.maximum(high - low, 1e-6)
    low, high = low - MARGIN * extent, high + MARGIN * extent
    u, v = (np.linspace(low[k], high[k], GRID) for k in range(2))
    heights = landscape.heights(run, principal.plane, u, v)
    finite = heights[np.isfinite(heights)]
    floor = max(float(finite.min()), SMALLEST_LOSS) if finite.size else SMALLEST_LOSS
    shown = np.log10(np.clip(np.nan_to_num(heights, posinf=style.LARGEST), floor, style.LARGEST))
    ceiling = float(np.quantile(shown, CEILING))
    ticks = np.linspace(np.log10(floor), ceiling, 5)
    return go.Contour(
        x=style.rounded(u),
        y=style.rounded(v),
        z=[style.rounded(row) for row in shown],
        customdata=[style.rounded(row) for row in style.finite(heights)],
        zmin=float(np.log10(floor)),
        zmax=ceiling,
        ncontours=22,
        colorscale="Blues_r",
        line={"width": 0.6, "color": palette.FAINT},
        colorbar={
            "title": "Loss",
            "tickvals": ticks.tolist(),
            "ticktext": [significant(10**tick) for tick in ticks],
        },
        hovertemplate="loss %{customdata:.4g}<extra>on the plane</extra>",
    )


def _path(name: str, colour: str, path: np.ndarray) -> go.Scatter:
    """Return a network's path, with a marker at its end."""
    return go.Scatter(
        x=style.rounded(path[:, 0]),
        y=style.rounded(path[:, 1]),
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": 3.5},
        marker={"size": [0] * (len(path) - 1) + [13], "color": colour, "line": {"color": "white", "width": 2}},
        hoverinfo="name",
    )


def _start(position: np.ndarray) -> go.Scatter:
    return go.Scatter(
        x=style.rounded(position[:1]),
        y=style.rounded(position[1:]),
        name="Start",
        mode="markers",
        marker={"size": 13, "symbol": "circle-open", "color": palette.NEUTRAL, "line": {"width": 3}},
        hoverinfo="name",
    )
