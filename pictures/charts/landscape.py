"""The loss as a landscape: the plane that lies closest to the ways that several networks went, and the ways on it."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.losses import LOSSES
from engine.runs.run import Run
from engine.study import landscape
from pictures import palette
from pictures.charts import style

GRID = 41  # heights along each side
MARGIN = 0.25  # of the ways' extent, around them
MOST = 120  # states of each way


def _thin(theta: np.ndarray) -> np.ndarray:
    places = np.unique(np.linspace(0, len(theta) - 1, MOST).round().astype(int))
    return theta[places]


def plane(ways: Sequence[np.ndarray]) -> landscape.PrincipalPlane:
    """Return the plane through the mean of the ways' ends that lies closest to all of these ways, each (n, P)."""
    centre = np.mean([way[-1] for way in ways], axis=0)
    return landscape.principal_plane(np.concatenate(ways), centre)


def loss_landscape(networks: Sequence[tuple[str, str, Run, int]]) -> go.Figure:
    """Return contours of the training loss on the principal plane of the networks' ways, with each way on it.

    A network is its name, its colour, its Run and its place in that Run; all have the same shape and data.
    A way lies near the plane, not on it: the height below a point of it is that of the plane.
    """
    ways = [_thin(landscape.trajectory(run, place).theta) for _, _, run, place in networks]
    first = networks[0][2]
    if max(map(len, ways)) < 2:
        return style.explain("Loss landscape", "Train for an epoch or more: a plane needs a way to lie along.")
    found = plane(ways)
    paths = np.split(found.path, np.cumsum([len(way) for way in ways])[:-1])
    low, high = found.path.min(axis=0), found.path.max(axis=0)
    extent = np.maximum(high - low, 1e-6)
    low, high = low - MARGIN * extent, high + MARGIN * extent
    u, v = (np.linspace(low[k], high[k], GRID) for k in range(2))
    heights = landscape.heights(first, found.plane, u, v)
    good = heights[np.isfinite(heights)]
    floor = max(float(good.min()), 1e-6) if good.size else 1e-6
    shown = np.log10(np.clip(np.nan_to_num(heights, posinf=style.LARGEST), floor, style.LARGEST))
    ceiling = float(np.quantile(shown, 0.97))
    ticks = np.linspace(np.log10(floor), ceiling, 5)
    contour = go.Contour(
        x=style.short(u),
        y=style.short(v),
        z=[style.short(row) for row in shown],
        customdata=[style.short(row) for row in style.finite(heights)],
        zmin=float(np.log10(floor)),
        zmax=ceiling,
        ncontours=22,
        colorscale="Blues_r",
        line={"width": 0.6, "color": palette.FAINT},
        colorbar={"title": "Loss", "tickvals": ticks.tolist(), "ticktext": [f"{10**tick:.3g}" for tick in ticks]},
        hovertemplate="loss %{customdata:.4g}<extra>on the plane</extra>",
    )
    lines = []
    for (name, colour, _, _), path in zip(networks, paths, strict=True):
        lines.append(
            go.Scatter(
                x=style.short(path[:, 0]),
                y=style.short(path[:, 1]),
                name=name,
                mode="lines+markers",
                line={"color": colour, "width": 3.5},
                marker={"size": [0] * (len(path) - 1) + [13], "color": colour, "line": {"color": "white", "width": 2}},
                hoverinfo="name",
            )
        )
    start = go.Scatter(
        x=style.short(paths[0][:1, 0]),
        y=style.short(paths[0][:1, 1]),
        name="Start",
        mode="markers",
        marker={"size": 13, "symbol": "circle-open", "color": palette.NEUTRAL, "line": {"width": 3}},
        hoverinfo="name",
    )
    share = 100 * found.shares.sum()
    loss = LOSSES[first.experiment.loss].label
    fig = style.dress(
        go.Figure([contour, *lines, start]),
        f"The {loss.lower()} on the plane of the ways",
        f"Training points; the plane holds {share:.0f} % of the ways' squared extent",
        keeps=f"landscape {len(networks)}",
        height=520,
        legend=style.legend_below(),
    )
    fig.update_xaxes(title_text="Along the first principal direction")
    return fig.update_yaxes(title_text="Along the second")
