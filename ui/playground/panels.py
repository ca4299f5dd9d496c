"""What lies below the Stage: one panel at a time, so that only what is looked at is made."""

from collections.abc import Callable

import streamlit as st

from engine import metrics, network
from engine.losses import LOSSES
from engine.runs.run import Run, evaluate, trace_of
from ui.players.player import Player
from ui.playground import analysis, points
from ui.playground.challenges import CHALLENGES
from ui.playground.gallery import PICTURES, PRESETS
from ui.visit import session
from ui.widgets import data_settings, labels, presets, settings, take_away, view_settings


def show(player: Player) -> None:
    """Show the choice of panels and the one that is chosen."""
    with st.container(key="panels"):
        name = st.segmented_control(
            "Below the Stage",
            list(PANELS),
            key="panel",
            default="Settings",
            required=True,
            label_visibility="collapsed",
        )
        with st.container(key="more"):
            PANELS[name or "Settings"](player)


def settings_panel(player: Player) -> None:
    """All that the rows above the Stage have no room for."""
    data, net, steps = st.columns(3, gap="large")
    with data:
        st.header("Data", anchor=False)
        if session.current().experiment.data != "own":
            settings.slider("points", 10, high=1500)
        points.exchange(player)
        settings.seed("data_seed", "New data")
        data_settings.augmentation_picker()
    with net:
        st.header("Network", anchor=False)
        data_settings.feature_picker()
        settings.widths()
        settings.activations()
        settings.select("initializer")
        settings.options("initializer")
        settings.seed("weight_seed", "New weights")
    with steps:
        st.header("Training", anchor=False)
        view_settings.stop()
        settings.select("schedule")
        settings.options("schedule", "optimizer", "loss")
        settings.slider("dropout", 5, " %%")
        settings.number("clip_norm", 0.1)
        settings.slider("frozen", 1, high=len(session.current().experiment.layers) + 1)


def _figures(values: dict[str, str]) -> None:
    with st.container(horizontal=True, gap="large"):
        for label, text in values.items():
            st.metric(label, text, width="content")


def summary(player: Player) -> None:
    """How good the network is, in numbers, at the moment that is shown."""
    run = player.shown
    scores = evaluate(run)
    loss = LOSSES[run.experiment.loss].label
    st.caption(
        f"At epoch {run.epoch:,}, step {run.step:,}"
        + (", while it plays: Pause brings these up to date." if player.playing else ".")
    )
    figures = {f"{part} loss": f"{value[0]:.4g}" for part, value in (("Test", scores[1]), ("Train", scores[0]))}
    if scores.test_accuracy is not None and scores.train_accuracy is not None:
        figures |= {"Test accuracy": f"{100 * scores.test_accuracy[0]:.1f} %"}
        figures |= {"Train accuracy": f"{100 * scores.train_accuracy[0]:.1f} %"}
    else:
        for part, (x, y) in zip(("Train", "Test"), run.inputs, strict=True):
            r_squared = metrics.r_squared(trace_of(run, x).output, y)[0]
            figures |= {f"{part} R²": f"{r_squared:.3f}"}
    figures |= {
        "Epochs": f"{run.epoch:,}",
        "Training took": f"{player.seconds:.2f} s",
        "Weights and biases": f"{network.layout(run.layers).size:,}",
    }
    _figures(figures)
    st.caption(f"Loss: {loss}, the mean over all points, without the penalty of a regularization.")
    if run.experiment.class_count:
        _confusion(run)


def _confusion(run: Run) -> None:
    """Show of each class how many test points were taken for which."""
    if not run.test.size:
        return
    x, y = run.inputs[1]
    table = metrics.confusion(trace_of(run, x).output, y)[0]
    names = labels.class_names(run.experiment.class_count)
    lines = ["| | " + " | ".join(f"taken for {name}" for name in names) + " |", "| --- |" + " ---: |" * len(names)]
    for k, row in enumerate(table):
        cells = [f"**{count}**" if k == j else str(count) for j, count in enumerate(row)]
        lines.append(f"| **is {names[k]}** | " + " | ".join(cells) + " |")
    st.markdown("Confusion matrix of the test points\n\n" + "\n".join(lines))


def gallery_panel(player: Player) -> None:
    """Experiments worth seeing."""
    presets.show_gallery(player, PRESETS, PICTURES)


def challenges(player: Player) -> None:
    """Tasks with a goal."""
    presets.show_challenges(player, CHALLENGES, len(CHALLENGES) // 2)


PANELS: dict[str, Callable[[Player], None]] = {
    "Settings": settings_panel,
    "Summary": summary,
    "Analysis": analysis.show,
    "Gallery": gallery_panel,
    "Challenges": challenges,
    "Take away": take_away.show,
}
