"""The step size over the steps of training, for several schedules."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.experiments.experiment import Experiment
from engine.options import option_values
from engine.schedules import SCHEDULES
from pictures import palette
from pictures.charts import style

MAX_POINTS = 300  # of each line


def step_sizes(experiment: Experiment, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Return at most MAX_POINTS step numbers i from 1 to `steps`, and the step size α_i at each."""
    i = np.unique(np.linspace(1, steps, MAX_POINTS).round().astype(int))
    options = option_values(SCHEDULES, experiment.schedule, experiment)
    factor = SCHEDULES[experiment.schedule].factor
    return i, experiment.step_size * np.array([factor(int(step), **options) for step in i])


def step_size_curves(experiments: Sequence[Experiment], steps: int) -> go.Figure:
    """Return the step size over the steps, one line for each Experiment's schedule."""
    lines = []
    for k, experiment in enumerate(experiments):
        i, sizes = step_sizes(experiment, steps)
        lines.append(
            go.Scatter(
                x=i.tolist(),
                y=style.rounded(sizes),
                name=SCHEDULES[experiment.schedule].label,
                mode="lines",
                line={"color": palette.SERIES[k], "width": 3, "dash": "dash" if k >= palette.SOLID else "solid"},
                hovertemplate="%{y:.3g}",
            )
        )
    fig = style.apply(
        go.Figure(lines),
        "Step size αᵢ",
        "One step is one mini-batch",
        zoom_key="schedules",
        height=300,
        hovermode="x unified",
        legend=style.legend_below(),
    )
    fig.update_xaxes(title_text="Step i", range=[0, steps])
    return fig.update_yaxes(rangemode="tozero")
