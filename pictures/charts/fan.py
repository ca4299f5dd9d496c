"""A line with a band: the median and the range of a measure over several seeds or samples."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from engine.numerals import significant
from pictures import palette
from pictures.charts import style

SMALLEST, LARGEST = 1e-6, 1e6  # losses beyond are drawn here: an axis for them would hide all others
MAX_LABELLED_TICKS = 10  # with more values of x, the axis has round numbers instead


class Spread(NamedTuple):
    """The losses that one setting reached with several seeds; x is the number that they are drawn over."""

    name: str
    family: str
    x: int
    losses: list[float]


def _band(
    k: int,
    name: str,
    x: Sequence[int],
    low: Sequence[float],
    middle: Sequence[float],
    high: Sequence[float],
    **line: str | list[str],
) -> list[go.Scatter]:
    """Return the k-th band from low to high, and its line; more options of the line go into `line`."""
    colour = palette.SERIES[k % len(palette.SERIES)]
    return [
        go.Scatter(
            x=[*x, *x[::-1]],
            y=[*high, *low[::-1]],
            fill="toself",
            fillcolor=colour,
            opacity=0.18,
            mode="none",
            legendgroup=name,
            showlegend=False,
            hoverinfo="skip",
        ),
        go.Scatter(
            x=list(x),
            y=middle,
            name=name,
            legendgroup=name,
            mode="lines+markers",
            line={"color": colour, "width": 3},
            marker={"size": 11, "symbol": palette.SYMBOLS[k % len(palette.SYMBOLS)]},
            **line,
        ),
    ]


def _spread_band(k: int, family: str, members: Sequence[Spread]) -> list[go.Scatter]:
    values = [style.finite(np.nan_to_num(member.losses, nan=np.inf, posinf=LARGEST)) for member in members]
    low, middle, high = ([max(float(f(v)), SMALLEST) for v in values] for f in (np.min, np.median, np.max))
    text = [
        f"{member.name}: {len(member.losses)} seeds, {significant(a)} … {significant(b)}"
        for member, a, b in zip(members, low, high, strict=True)
    ]
    x = [member.x for member in members]
    return _band(k, family, x, low, middle, high, text=text, hovertemplate="%{y:.3g} median · %{x}<br>%{text}")


def over(spreads: Sequence[Spread], title: str, x_title: str, log: bool = True) -> go.Figure:
    """Return the median loss of each spread over its number, one line for each family, with a band over seeds.

    log makes the axis of the losses logarithmic. The band goes from the lowest to the highest loss of all seeds; a
    loss that is not a number counts as the highest.
    """
    families = list(dict.fromkeys(spread.family for spread in spreads))
    traces = []
    for k, family in enumerate(families):
        members = sorted((s for s in spreads if s.family == family and s.losses), key=lambda s: s.x)
        if members:
            traces += _spread_band(k, family, members)
    if not traces:
        return style.message(title, "The first networks are being trained.")
    fig = style.apply(
        go.Figure(traces),
        title,
        "Line: median of the seeds. Band: best to worst",
        zoom_key=title,
        height=430,
        legend=style.legend_below(),
    )
    ticks = sorted({spread.x for spread in spreads})
    fig.update_xaxes(title_text=x_title, type="log")
    if len(ticks) < MAX_LABELLED_TICKS:
        fig.update_xaxes(tickvals=ticks, ticktext=[str(x) for x in ticks])
    else:
        fig.update_xaxes(dtick="D2")
    if not log:
        return fig.update_yaxes(title_text="Loss", rangemode="tozero")
    style.log_axis(fig, [value for trace in traces if trace.mode != "none" for value in trace.y])
    return fig.update_yaxes(title_text="Loss, log scale")


def accuracies(
    rows: Mapping[str, Sequence[Sequence[float]]], counts: Sequence[int], title: str, x_title: str
) -> go.Figure:
    """Return the median test accuracy over a number of points, one line for each name, with a band over samples.

    rows maps a name to the accuracies, in [0, 1], of all samples for each of the counts.
    """
    traces = []
    for k, (name, samples) in enumerate(rows.items()):
        low, middle, high = ([100 * float(f(row)) for row in samples] for f in (min, np.median, max))
        traces += _band(k, name, counts, low, middle, high, hovertemplate="%{y:.0f} %")
    fig = style.apply(
        go.Figure(traces),
        title,
        "Line: median of the samples. Band: worst to best",
        zoom_key=title,
        height=400,
        legend=style.legend_below(),
    )
    fig.update_xaxes(title_text=x_title, type="log", tickvals=list(counts), ticktext=[str(count) for count in counts])
    return fig.update_yaxes(title_text="Test accuracy, %", range=[0, 102])
