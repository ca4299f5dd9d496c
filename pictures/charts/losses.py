"""The loss over the epochs: L after each epoch, over all training points and over all test points."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.losses import LOSSES
from engine.runs.run import Run, evaluate
from pictures import palette
from pictures.charts import style
from pictures.charts.states import epochs

ZERO = "A loss of 0 has no logarithm and leaves a gap"


def curve(run: Run) -> np.ndarray:
    """Return epochs, train losses and test losses, (3, n): those of the history, and at the end the present ones."""
    history, now = run.history, epochs(run, run)
    rows = [list(history.epochs), *([loss[0] for loss in kept] for kept in (history.train_loss, history.test_loss))]
    if not rows[0] or now > rows[0][-1]:
        scores = evaluate(run)
        for row, value in zip(rows, (now, scores.train_loss[0], scores.test_loss[0]), strict=True):
            row.append(value)
    return np.array(rows, np.float64)


def _pair(run: Run, name: str, colour: str, width: float, log: bool) -> list[go.Scatter]:
    """Return the lines of a branch, test solid and train dashed; a named branch has one legend entry for both."""
    at, train, test = curve(run)
    lines = []
    for part, values, dash in (("Test", test, "solid"), ("Train", train, "6px,4px")):
        label = f"{part} · {name}" if name else f"{part} loss"
        lines.append(
            go.Scatter(
                x=at,
                y=style.with_gaps(values, log),
                name=name or label,
                legendgroup=name or label,
                showlegend=not name or part == "Test",
                mode="lines" if len(at) > 1 else "markers",
                line={"color": colour, "width": width, "dash": dash},
                marker={"size": 10, "symbol": "circle" if part == "Test" else "circle-open"},
                hovertemplate=f"%{{y:.4g}}<extra>{label}</extra>",
            )
        )
    return lines


def _marks(run: Run, changes: Sequence[tuple[float, str]], log: bool) -> go.Scatter:
    """Return marks on the test loss where something was changed: an epoch and what it was, each."""
    at, _, test = curve(run)
    epochs_of, texts = [epoch for epoch, _ in changes], [text for _, text in changes]
    return go.Scatter(
        x=epochs_of,
        y=style.with_gaps(np.interp(epochs_of, at, test), log),
        text=texts,
        name="Changed",
        mode="markers",
        marker={"size": 11, "symbol": "diamond", "color": palette.LINES[0]},
        hovertemplate="%{text}<extra>Changed</extra>",
    )


def loss_curves(
    run: Run, log: bool, others: Sequence[tuple[str, Run]] = (), changes: Sequence[tuple[float, str]] = ()
) -> go.Figure:
    """Return the train (dashed) and test loss over the epochs, with other branches as thinner, named lines.

    changes are the epochs of run at which something was changed, each with what it was. A loss of 0, which a
    logarithmic axis cannot show, and an infinite one are gaps. A branch that is trained with another loss has that in
    its name, since its numbers are another quantity.
    """
    loss = LOSSES[run.experiment.loss].label
    lines = _pair(run, "", palette.LINES[0], 3.5, log)
    for i, (name, other) in enumerate(others):
        own = LOSSES[other.experiment.loss].label
        named = name if own == loss else f"{name} ({own})"
        lines += _pair(other, named, palette.LINES[1:][i % (len(palette.LINES) - 1)], 1.8, log)
    if changes:
        lines.append(_marks(run, changes, log))
    runs = (run, *(other for _, other in others))
    title = loss if len({each.experiment.loss for each in runs}) == 1 else "Loss"
    curves = [curve(each) for each in runs]
    subtitle = "Mean over all points, without the penalty"
    if log and any((each[1:] == 0).any() for each in curves):
        subtitle += "<br>" + ZERO
    fig = style.apply(
        go.Figure(lines),
        title,
        subtitle,
        zoom_key=f"loss {log}",  # a zoom into one scale means nothing on the other
        hovermode="x unified",
        legend=style.legend_below(),
        margin_t=100,
    )
    fig.update_xaxes(title_text="Epoch")
    style.epoch_axis(fig, np.concatenate([each[0] for each in curves]))
    if log:
        style.log_axis(fig, [value for line in lines for value in line.y])
        return fig.update_yaxes(title_text=f"{title}, log scale")
    return fig.update_yaxes(title_text=title, rangemode="tozero")
