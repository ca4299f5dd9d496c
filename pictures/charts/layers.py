"""Layer by layer: the size of the gradients, the spread of the weights, the distribution of the activations.

Charts over time show the states that a Run remembers and the present one. If the loss was changed during training,
the gradients of all states are nevertheless those of the present loss.
"""

from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from engine import network
from engine.activations import ACTIVATIONS
from engine.layers.parameters import weights
from engine.runs.run import Run
from engine.study import inspection
from pictures import palette
from pictures.charts import states, style

ROW, GAP = 110, 60  # pixels of each layer's row, and between two rows
MARGIN_ABOVE, MARGIN_BELOW = 104, 60  # pixels around the rows
LEGEND = 40  # pixels below a figure with rows for its legend
BINS = 41  # odd: where the range is symmetric, the middle one holds 0
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
CUT_RATIO = 3  # a bar more than so many times as high as the second highest is cut
MAX_BOUND = 2.0  # an activation whose values stay within ±2 for any z is shown over all of its range
NO_HIDDEN = "This network has no hidden layer:<br>its output is a weighted sum of the inputs."


def gradient_norms_over_time(run: Run) -> go.Figure:
    """Return a line for each layer: the Euclidean norm of the gradient over all training points, log scale.

    It is the gradient of the present loss, without the penalty, even if another loss was trained before. Norms of
    exactly 0, which a logarithmic axis cannot show, are gaps; a layer that has nothing else says so in the legend.
    """
    epochs, theta = states.chosen(run)
    norms = states.gradient_norms(run, theta)
    fig = go.Figure()
    for i, name in enumerate(style.layer_names(run)):
        values = style.with_gaps(norms[:, i], log=True)
        label = name if any(values) else f"{name}: {'0 throughout' if not norms[:, i].any() else 'not finite'}"
        # The output is grey, whatever the number of layers.
        k = len(palette.LINES) - 1 if i == len(run.layers) - 1 else i
        fig.add_scatter(
            x=epochs,
            y=values,
            name=label,
            mode="lines+markers",
            line={"color": palette.LINES[k], "width": 2.5},
            marker={"symbol": palette.SYMBOLS[k], "size": 11, "maxdisplayed": 8},
            hovertemplate="%{y:.3g}",
        )
    style.apply(
        fig,
        "Gradient norm of each layer",
        "Of the loss over all training points",
        zoom_key="gradient norms",
        hovermode="x unified",
        legend=style.legend_below(),
    )
    fig.update_xaxes(title_text="Epoch")
    style.epoch_axis(fig, epochs)
    style.log_axis(fig, [value for line in fig.data for value in line.y])
    return fig.update_yaxes(title_text="‖∂L/∂(W, b)‖, log scale")


def weight_bands(run: Run) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return epochs (n,) and, for each layer, the QUANTILES of its weights without biases, (5, n)."""
    epochs, theta = states.chosen(run)
    bands = []
    for (matrix,) in network.layout(run.layers).views(np.ascontiguousarray(theta)):
        values = style.finite(weights(matrix)).reshape(len(theta), -1)
        bands.append(np.quantile(values, QUANTILES, axis=1))
    return epochs, bands


def _fan(epochs: np.ndarray, band: np.ndarray, first: bool) -> list[go.Scatter]:
    """Return the lines of one layer's weights: the edges of two bands, and the median."""
    mode = "lines" if len(epochs) > 1 else "markers"
    tint = "rgba(122, 92, 214, {})"
    lines = []
    for low, high, alpha, name in ((0, 4, 0.22, "5–95 %"), (1, 3, 0.42, "25–75 %")):
        shared = {"x": epochs, "mode": mode, "line_width": 0, "legendgroup": name, "hoverinfo": "skip"}
        shared |= {"marker": {"symbol": "line-ew-open", "size": 18, "color": tint.format(2 * alpha)}}
        lines.append(go.Scatter(y=band[low], showlegend=False, **shared))
        lines.append(
            go.Scatter(
                y=band[high], name=name, showlegend=first, fill="tonexty", fillcolor=tint.format(alpha), **shared
            )
        )
    hover = "median %{y:.3g}<br>25–75 %: %{customdata[1]:.3g} … %{customdata[2]:.3g}"
    hover += "<br>5–95 %: %{customdata[0]:.3g} … %{customdata[3]:.3g}<extra></extra>"
    median = {"name": "Median", "legendgroup": "Median", "showlegend": first, "mode": mode, "hovertemplate": hover}
    lines.append(
        go.Scatter(
            x=epochs,
            y=band[2],
            customdata=band[[0, 1, 3, 4]].T,
            line={"color": palette.LINES[0], "width": 3},
            marker_size=10,
            **median,
        )
    )
    return lines


def _rows(titles: list[str], legend: int, **options: Any) -> tuple[go.Figure, int]:
    """Return a figure with a row for each title, and its height with so many pixels for a legend."""
    plot = len(titles) * (ROW + GAP) - GAP
    options |= {"vertical_spacing": GAP / plot, "subplot_titles": titles}
    fig = make_subplots(rows=len(titles), cols=1, **options)
    # Subplot titles are annotations, centred unless they are moved.
    fig.update_annotations(x=0, xanchor="left", yshift=2, font_size=style.SMALL)
    return fig, plot + MARGIN_ABOVE + MARGIN_BELOW + legend


def weights_over_time(run: Run) -> go.Figure:
    """Return one row for each layer with the spread of its weights over time: 5–95 %, 25–75 % and median."""
    epochs, bands = weight_bands(run)
    counts = [layer.units * layer.inputs for layer in run.layers]
    titles = [f"{name} · {count} weights" for name, count in zip(style.layer_names(run), counts, strict=True)]
    fig, height = _rows(titles, legend=LEGEND, shared_xaxes=True)
    for row, band in enumerate(bands, 1):
        fig.add_traces(_fan(epochs, band, first=row == 1), rows=row, cols=1)
    style.apply(
        fig,
        "Weights of each layer",
        "Bands that hold 90 % and 50 % of a layer's weights",
        zoom_key="weights",
        height=height,
        hovermode="x",
        legend=style.legend_below() | {"traceorder": "reversed"},
        margin={"l": 66, "r": 22, "t": MARGIN_ABOVE, "b": MARGIN_BELOW + LEGEND},
    )
    style.epoch_axis(fig, epochs)
    fig.update_yaxes(nticks=5)
    return fig.update_xaxes(title_text="Epoch", row=len(bands))


@lru_cache(maxsize=64)
def value_range(activation: str) -> tuple[float | None, float | None]:
    """Return the lowest and the highest value of an activation; None where it has no such bound."""
    z = np.linspace(-1e4, 1e4, 200_001)
    a = ACTIVATIONS[activation].function(z)
    low, high = round(float(a.min()), 2), round(float(a.max()), 2)
    return (low if low > -MAX_BOUND else None), (high if high < MAX_BOUND else None)


def bins(activation: str, a: np.ndarray) -> np.ndarray:
    """Return the edges of a histogram, (BINS + 1,), for these values of an activation; its width is more than 0."""
    low, high = value_range(activation)
    low = a.min() if low is None else min(low, a.min())
    high = a.max() if high is None else max(high, a.max())
    if high - low < 1e-6 * max(1, abs(low), abs(high)):
        margin = 0.5 * max(1, abs(low))
        low, high = low - margin, high + margin
    return np.linspace(low, high, BINS + 1)


def _sign_colour(low: float, high: float) -> str:
    if low <= 0 < high:
        return palette.NEUTRAL
    return palette.BLUE if low > 0 else palette.ORANGE


def activation_histograms(run: Run) -> go.Figure:
    """Return one row for each hidden layer with the histogram of its activations a over all training points.

    Dead is the share of units whose slope is 0 at every point. Saturated is the share of values at which the slope is
    below 5 % of the activation's largest. Without a hidden layer the figure says so.
    """
    heading = "Activations of each hidden layer"
    if len(run.layers) == 1:
        return style.message(heading, NO_HIDDEN)
    with np.errstate(over="ignore", invalid="ignore"):
        x, _ = inspection.scored(run)
        trace = network.forward(run.layers, run.parameters, x)
        health = inspection.activity(run.layers, trace)
    titles = [
        f"{name} · {layer.units} {ACTIVATIONS[activation].label} · "
        f"{100 * own.dead[0]:.0f} % dead · {100 * own.saturated[0]:.0f} % saturated"
        for name, layer, activation, own in zip(
            style.layer_names(run), run.layers, run.experiment.activations, health, strict=False
        )
    ]
    fig, height = _rows(titles, legend=0)
    for row, (activation, signal) in enumerate(zip(run.experiment.activations, trace.layers, strict=False), 1):
        a = style.finite(signal.a[0])
        edges = bins(activation, a)
        counts = np.histogram(a, edges)[0]
        fig.add_bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=np.diff(edges),
            marker={
                "color": [_sign_colour(*pair) for pair in pairwise(edges)],
                "line_width": 0,
            },
            customdata=np.stack([edges[:-1], edges[1:], 100 * counts / a.size], axis=1),
            hovertemplate="a from %{customdata[0]:.3g} to %{customdata[1]:.3g}<br>%{y} values, "
            "%{customdata[2]:.1f} %<extra></extra>",
            showlegend=False,
            row=row,
            col=1,
        )
        fig.update_xaxes(**style.axis_range(edges[0], edges[-1]), row=row)
        _cut_highest_bar(fig, counts, edges, row)
    style.apply(
        fig,
        heading,
        f"Over {run.scored[2]} training points",
        zoom_key="activations",
        height=height,
        bargap=0,
        margin={"l": 66, "r": 22, "t": MARGIN_ABOVE, "b": MARGIN_BELOW},
    )
    fig.update_xaxes(title_text="Activation a", row=len(titles))
    return fig.update_yaxes(nticks=4, title_text="Count")


def _cut_highest_bar(fig: go.Figure, counts: np.ndarray, edges: np.ndarray, row: int) -> None:
    """Set the axis of counts; if one bar is far higher than all others, cut it and write its count beside it.

    The bar of ReLU's zeros is often like that.
    """
    second, top = np.sort(counts)[-2:]
    cut = bool(second) and top > CUT_RATIO * second
    fig.update_yaxes(**style.axis_range(0, (1.8 * second) if cut else 1.05 * top), row=row)
    if cut:
        index = int(counts.argmax())
        right = index < BINS / 2  # which side of the bar has more space for the text
        fig.add_annotation(
            text=f"↑ {top} values",
            x=edges[index + right],
            y=1.7 * second,
            xanchor="left" if right else "right",
            yanchor="top",
            showarrow=False,
            font_size=style.SMALL,
            row=row,
            col=1,
        )
