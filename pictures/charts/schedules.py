"""How the step size changes as training goes on, for several schedules."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.experiments.experiment import Experiment
from engine.options import option_values
from engine.schedules import SCHEDULES
from pictures import palette
from pictures.charts import style

POINTS = 300


def step_sizes(experiment: Experiment, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of steps i from 1 to `steps`, thinned, and the step size α_i at each."""
    i = np.unique(np.linspace(1, steps, POINTS).round().astype(int))
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
                y=style.short(sizes),
                name=SCHEDULES[experiment.schedule].label,
                mode="lines",
                line={"color": palette.SERIES[k], "width": 3, "dash": "dash" if k >= palette.SOLID else "solid"},
                hovertemplate="%{y:.3g}",
            )
        )
    fig = style.dress(
        go.Figure(lines),
        "Step size αᵢ",
        "One step is one mini-batch",
        keeps="schedules",
        height=300,
        hovermode="x unified",
        legend=style.legend_below(),
    )
    fig.update_xaxes(title_text="Step i", range=[0, steps])
    return fig.update_yaxes(rangemode="tozero")
