"""The common look of all charts: type sizes, margins, axes, and numbers that JSON can hold.

Colours and marker shapes are in pictures/palette.py. Wherever a colour has a meaning, a shape or a name has it too.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine.runs.run import Run
from pictures import palette

TEXT, SMALL, TITLE = 16, 14, 20  # pixels: legible from the back row
HEIGHT = 440
LARGEST = 1e30  # beyond it, sums and squares in the code that paints would overflow


def classes(run: Run) -> int:
    """Return the number of classes of a Run's data, 0 for a regression."""
    return run.experiment.class_count


def layer_names(run: Run) -> list[str]:
    """Return a name for each layer, from the first hidden one to the output."""
    return [f"Hidden {number}" for number in range(1, len(run.layers))] + ["Output"]


def apply(fig: go.Figure, title: str, subtitle: str, zoom_key: str, height: int = HEIGHT, **layout: Any) -> go.Figure:
    """Give a figure the common look, and return it.

    As long as zoom_key is the same, the visitor's zoom and camera stay when the figure is replaced by a new one.
    """
    heading = {"text": title, "font": {"size": TITLE}, "x": 0, "xanchor": "left", "y": 1, "yanchor": "top"}
    heading |= {"pad": {"t": 10, "l": 4}, "subtitle": {"text": subtitle, "font": {"size": SMALL}}}
    fig.update_layout(
        title=heading,
        height=height,
        font_size=TEXT,
        margin={"l": 66, "r": 22, "t": 78, "b": 90},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel_font_size=TEXT,
        legend_font_size=SMALL,
        uirevision=zoom_key,
    )
    fonts = {"title": {"font": {"size": TEXT}}, "tickfont": {"size": SMALL}}  # with underscores it takes twice as long
    axis = {"gridcolor": palette.FAINT, "zerolinecolor": palette.FAINT, **fonts}
    fig.update_xaxes(axis).update_yaxes(axis, automargin=True)
    return fig.update_layout(**layout)


def enlarge(fig: go.Figure) -> go.Figure:
    """Return a copy of a figure with larger type and thicker lines, for the back row of a room."""
    fig = go.Figure(fig)
    fig.update_layout(height=round(1.15 * (fig.layout.height or HEIGHT)), font_size=20, legend_font_size=18)
    fig.update_layout(title_font_size=25, title_subtitle_font_size=18, hoverlabel_font_size=20)
    fig.update_xaxes(title_font_size=20, tickfont_size=18).update_yaxes(title_font_size=20, tickfont_size=18)
    for trace in fig.data:
        if (line := getattr(trace, "line", None)) is not None and hasattr(line, "width"):
            line.width = 1.6 * (2 if line.width is None else line.width)
    return fig


def legend_below() -> dict[str, Any]:
    """Return the settings of a legend in a row below a figure; it wraps on a phone."""
    return {"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yref": "container", "yanchor": "bottom"}


def log_axis(fig: go.Figure, values: list[float | None]) -> None:
    """Make a figure's y axis logarithmic, with ticks at powers of ten, and also at 2 and 5 where values span little."""
    good = [value for value in values if value]
    wide = bool(good) and max(good) > 30 * min(good)
    ticks = {"exponentformat": "power"} if wide else {"tickformat": ".3~g", "dtick": "D2"}
    if wide:
        ticks["dtick"] = max(1, round(np.log10(max(good) / min(good)) / 6))
    fig.update_yaxes(type="log", **ticks)


def axis_range(low: float, high: float) -> dict[str, Any]:
    """Return the settings of an axis that shows low to high until the visitor zooms.

    A `range` does so too, but when it differs from that of the figure before, the visitor's zoom is lost.
    """
    return {"autorangeoptions": {"clipmin": low, "clipmax": high, "include": [low, high]}}


def epoch_axis(fig: go.Figure, epochs: np.ndarray) -> None:
    """Let a figure's x axes show these epochs from the first to the last, without cutting the markers there."""
    first, last = float(epochs.min()), float(epochs.max())
    single = first == last  # a single marker would lie on the axis: leave it some space
    bounds = axis_range(first - 0.06, first + 1) if single else axis_range(first, last)
    fig.update_xaxes(**bounds, hoverformat=".4~g")
    fig.update_traces(cliponaxis=False)


def message(title: str, sentence: str) -> go.Figure:
    """Return a figure without axes, with a sentence that explains why there is nothing to show; <br> breaks lines."""
    fig = apply(go.Figure(), title, "", zoom_key=title, height=240)
    fig.update_xaxes(visible=False).update_yaxes(visible=False)
    fig.add_annotation(text=sentence, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font_size=TEXT)
    return fig


def finite(values: np.ndarray) -> np.ndarray:
    """Return values as float64 within ±LARGEST, with 0 for NaN."""
    return np.clip(np.nan_to_num(np.asarray(values, np.float64)), -LARGEST, LARGEST)


def with_gaps(values: np.ndarray, log: bool = False) -> list[float | None]:
    """Return values as a list with None, a gap, for each that a linear, or logarithmic, axis cannot show."""
    values = np.asarray(values, np.float64)
    good = np.isfinite(values) & (np.abs(values) <= LARGEST) & ((values > 0) | (not log))
    return [float(value) if ok else None for value, ok in zip(values, good, strict=True)]


def rounded(values: np.ndarray) -> list[float]:
    """Return values as a list with five significant digits, so that a figure takes few bytes."""
    return [float(f"{value:.5g}") for value in np.asarray(values, np.float64)]
