"""A spread of losses: medians and bands over seeds, against a number such as that of the parameters."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from pictures import palette
from pictures.charts import style


class Spread(NamedTuple):
    """The losses that one setting reached with several seeds; x is the number that they are drawn over."""

    name: str
    family: str
    x: int
    losses: list[float]


def over(spreads: Sequence[Spread], title: str, x_title: str, log: bool = True) -> go.Figure:
    """Return the median loss of each spread over its number, one line for each family, with a band over seeds.

    log says whether the losses are on a logarithmic axis.
    The band goes from the lowest to the highest loss of all seeds; a loss that is no number counts as the highest.
    """
    families = list(dict.fromkeys(spread.family for spread in spreads))
    lines = []
    for k, family in enumerate(families):
        members = sorted((s for s in spreads if s.family == family and s.losses), key=lambda s: s.x)
        if not members:
            continue
        colour = palette.SERIES[k % len(palette.SERIES)]
        x = [member.x for member in members]
        values = [style.finite(np.nan_to_num(member.losses, nan=np.inf, posinf=1e6)) for member in members]
        low, middle, high = ([float(f(v)) for v in values] for f in (np.min, np.median, np.max))
        low, middle, high = ([max(v, 1e-6) for v in part] for part in (low, middle, high))
        band = {"legendgroup": family, "showlegend": False, "hoverinfo": "skip"}
        lines.append(
            go.Scatter(
                x=[*x, *x[::-1]],
                y=[*high, *low[::-1]],
                fill="toself",
                fillcolor=colour,
                opacity=0.18,
                mode="none",
                **band,
            )
        )
        lines.append(
            go.Scatter(
                x=x,
                y=middle,
                name=family,
                legendgroup=family,
                mode="lines+markers",
                line={"color": colour, "width": 3},
                marker={"size": 11, "symbol": palette.SYMBOLS[k % len(palette.SYMBOLS)]},
                text=[
                    f"{m.name}: {len(m.losses)} seeds, {a:.3g} … {b:.3g}"
                    for m, a, b in zip(members, low, high, strict=True)
                ],
                hovertemplate="%{y:.3g} median · %{x}<br>%{text}",
            )
        )
    if not lines:
        return style.explain(title, "The first networks are being trained.")
    fig = style.dress(
        go.Figure(lines),
        title,
        "Line: the median over seeds. Band: from the best seed to the worst",
        keeps=title,
        height=430,
        legend=style.legend_below(),
    )
    ticks = sorted({spread.x for spread in spreads})
    fig.update_xaxes(title_text=x_title, type="log")
    fig.update_xaxes(
        **({"tickvals": ticks, "ticktext": [str(x) for x in ticks]} if len(ticks) < 10 else {"dtick": "D2"})
    )
    if not log:
        return fig.update_yaxes(title_text="Loss", rangemode="tozero")
    style.log_axis(fig, [value for line in lines if line.mode != "none" for value in line.y])
    return fig.update_yaxes(title_text="Loss, log scale")
