"""How good a network is, in numbers: losses, accuracies, and which classes are taken for which."""

import numpy as np
import streamlit as st

from engine import metrics, network
from engine.losses import LOSSES
from engine.numerals import grouped
from engine.runs.run import Run, evaluate, output_of, trace_of
from ui.players.player import Player
from ui.visit import notices
from ui.widgets import labels


def show(player: Player) -> None:
    """How good the network is, in numbers, at the moment that is shown."""
    run = player.shown
    scores = evaluate(run)
    loss = LOSSES[run.experiment.loss].label
    st.caption(
        f"At epoch {grouped(run.epoch)}, step {grouped(run.step)}"
        + (", while it plays: Pause brings these up to date." if player.playing else ".")
    )
    figures = {f"{part} loss": _shown(value[0], ".4g") for part, value in (("Test", scores[1]), ("Train", scores[0]))}
    if scores.test_accuracy is not None and scores.train_accuracy is not None:
        figures |= {"Test accuracy": _shown(100 * scores.test_accuracy[0], ".1f", " %")}
        figures |= {"Train accuracy": _shown(100 * scores.train_accuracy[0], ".1f", " %")}
    elif run.experiment.KIND == "points":
        for part, (x, y) in zip(("Train", "Test"), run.inputs, strict=True):
            r_squared = metrics.r_squared(trace_of(run, x).output, y)[0] if y.size else np.nan
            figures |= {f"{part} R²": _shown(r_squared, ".3f")}
    figures |= {
        "Epochs": grouped(run.epoch),
        "Training took": f"{player.seconds:.2f} s",
        "Weights and biases": grouped(network.layout(run.layers).size),
    }
    with st.container(horizontal=True, gap="large"):
        for label, text in figures.items():
            st.metric(label, text, width="content")
    scaled = ""
    if run.experiment.KIND == "points" and not run.experiment.class_count and run.experiment.axes.value.is_scaled:
        scaled = ", of values that are scaled to −1 … 1"
    st.caption(f"Loss: {loss}, the mean over {_scored(run)}{scaled}, without the penalty of a regularization.")
    if run.experiment.class_count and run.experiment.KIND != "sequences":
        _confusion(run)


def _shown(value: float, form: str, unit: str = "") -> str:
    """Return a number as text, "–" where there is none, because there are no points to measure it with."""
    return "–" if np.isnan(value) else f"{value:{form}}{unit}"


def _scored(run: Run) -> str:
    """Say of what the losses and accuracies are means."""
    _, y, count = run.scored
    if run.experiment.KIND == "points":
        return "all points"
    return f"{count} training and {y.shape[-1] - count} test {run.experiment.KIND}"


def _confusion(run: Run) -> None:
    """Show of each class how many of the test points or images, or of those that train, were taken for which."""
    x, y, count = run.scored
    part, start = ("test", count) if y.shape[-1] > count else ("training", 0)
    if not y.shape[-1]:
        return
    is_points = run.experiment.KIND == "points"
    table = metrics.confusion(output_of(run, x[..., start:]), y[..., start:])[0]
    names = run.experiment.classes
    if is_points:
        names = [notices.plain(name) for name in labels.class_names(run.experiment)]
    lines = ["| | " + " | ".join(f"taken for {name}" for name in names) + " |", "| --- |" + " ---: |" * len(names)]
    for k, row in enumerate(table):
        cells = [f"**{count}**" if k == j else str(count) for j, count in enumerate(row)]
        lines.append(f"| **is {names[k]}** | " + " | ".join(cells) + " |")
    st.markdown(f"Confusion matrix of the {part} {'points' if is_points else 'images'}\n\n" + "\n".join(lines))
