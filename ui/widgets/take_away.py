"""Files to take away: the network as a program or as JSON, its history as CSV; and JSON to bring back."""

import csv
import io

import numpy as np
import streamlit as st

from engine.runs import storage
from engine.runs.run import Run
from engine.runs.storage import Saved
from engine.study.export.numpy_program import numpy_code
from engine.study.export.sklearn_program import sklearn_code
from engine.study.export.torch_program import torch_code
from ui.players.player import Player
from ui.visit import changes, links, locks, notices, undo
from ui.widgets import paste_link
from ui.widgets.guard import pressed


def history_csv(run: Run) -> str:
    """Return the recorded losses: an epoch a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["epoch", "train_loss", "test_loss"])
    for epoch, train, test in zip(*run.history.lists(), strict=True):
        writer.writerow([epoch, float(train[0]), float(test[0])])
    return out.getvalue()


def weights_json(run: Run) -> str:
    """Return the Experiment and the weights of the network on show."""
    return storage.dumps(Saved(run.experiment, run.theta[0], run.step))


def files(player: Player) -> None:
    """Show buttons for the network and the history as files, and a place to bring a network back."""
    st.markdown("**Files**")
    run = player.shown
    name = f"network-{run.experiment.data}-step-{run.step}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Weights and settings, JSON",
            lambda: weights_json(player.shown),
            file_name=f"{name}.json",
            mime="application/json",
            key="download_json",
            on_click="ignore",
        )
        st.download_button(
            "Losses, CSV",
            lambda: history_csv(player.run),
            file_name=f"{name}-history.csv",
            mime="text/csv",
            key="download_history",
            on_click="ignore",
        )
    st.caption("The picture as PNG: its button ⤓ PNG.")
    uploaded = st.file_uploader("Bring a network back: its JSON", type="json", key="json_file", max_upload_size=1)
    if uploaded is None:
        return
    try:
        saved = storage.loads(uploaded.getvalue().decode("utf-8", "replace"))
    except ValueError as error:
        st.error(notices.plain(f"This file holds no network that can be used: {error}."))
        return
    if saved.experiment.KIND != player.run.experiment.KIND:
        kind = saved.experiment.KIND
        st.error(f"This is a network for {kind}: bring it back on the page {links.PAGE_TITLES[kind]}.")
        return
    parameters = f"{saved.theta.size:,} weights and biases, trained for {saved.step:,} steps"
    st.success(f"A network for “{saved.experiment.data}” with {parameters}.")
    st.button("Use this network", key="use_json", type="primary", on_click=pressed, args=(use, player, saved))


PROGRAMS = {
    "NumPy": (numpy_code, "network_numpy.py"),
    "PyTorch": (torch_code, "network_torch.py"),
    "scikit-learn": (sklearn_code, "network_sklearn.py"),
}


def programs(player: Player) -> None:
    """Show the network as a program, to copy or to download."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control("As a program", list(PROGRAMS), key="program", default="NumPy", required=True)
        write, file_name = PROGRAMS[kind or "NumPy"]
        try:
            code = write(player.shown)
        except ValueError as error:
            st.info(f"{error} Take the NumPy or the PyTorch program.")
            return
        st.download_button(
            "Download", code, file_name=file_name, mime="text/x-python", key="download_program", on_click="ignore"
        )
    if player.playing:
        st.caption("As of the moment when this was opened: Pause brings it up to date.")
    st.code(code, language="python", wrap_lines=True)


def show(player: Player) -> None:
    """Show what can be taken home, and what can be brought back."""
    code, rest = st.columns([3, 2], gap="large")
    with code:
        programs(player)
    with rest:
        files(player)
        paste_link.show()


def use(player: Player, saved: Saved) -> None:
    """Go on with a saved network, unless the Task locks what it changes; undo brings back the one before."""
    if not (locks.may_edit_weights() and locks.may_become(saved.experiment)):
        return
    undo.note()
    run = storage.resume(saved._replace(theta=saved.theta.astype(np.float32)))
    player.take(run)
    player.reveal += 1
    changes.set_experiment(saved.experiment)
