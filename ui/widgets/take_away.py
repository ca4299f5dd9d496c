"""Files to take away: the network as a program or as JSON, its history as CSV; and a network to bring, as JSON."""

import csv
import io
import logging
from functools import lru_cache

import numpy as np
import streamlit as st

from engine.experiments.training_settings import TrainingSettings
from engine.foreign import reading
from engine.numerals import grouped
from engine.runs import storage
from engine.runs.run import Run
from engine.runs.storage import Saved
from engine.runs.text import PRINTS
from engine.study.export.numpy_program import numpy_code
from engine.study.export.sklearn_program import sklearn_code
from engine.study.export.torch_program import torch_code
from ui.players.player import Player
from ui.visit import changes, links, locks, notices, session, undo
from ui.widgets import paste_link
from ui.widgets.guard import pressed

logger = logging.getLogger(__name__)

MAX_PASTED = 500_000  # characters: server.maxWidgetStateSize leaves room for them
KEPT = 4  # networks that are remembered while they are looked at
# What each kind of page reads besides its own files.
READS = {
    "points": "dense layers, with two inputs, x₁ and x₂, or as many as are chosen in *Settings*.",
    "images": "convolutions, as PyTorch has them, and dense layers, with as many outputs as there are classes.",
    "sequences": "one RNN, LSTM or GRU layer by PyTorch’s names, `weight_ih_l0` and so on, and a linear layer.",
}
SOURCES = {
    "points": tuple(PRINTS),
    "images": ("PyTorch", "scikit-learn"),
    "sequences": ("PyTorch",),
}


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
    """Show buttons for the network and the history as files, and the places to bring a network."""
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
    bring(player)


def bring(player: Player) -> None:
    """Show the places to upload and to paste a network, what was read there, and the button that uses it."""
    kind = player.run.experiment.KIND
    st.markdown("**Bring a network back, or from elsewhere**")
    uploaded = st.file_uploader("A file: JSON", type=["json", "txt"], key="json_file", max_upload_size=1)
    pasted = st.text_area(
        "or paste it",
        key="json_text",
        height=100,
        max_chars=MAX_PASTED,
        placeholder="[[[0.5, -1.2], [0.3, 0.8]], [0.1, 0], [[1, -1]], [0.2]]" if kind == "points" else None,
    )
    if uploaded and pasted.strip():
        st.caption("This is the file; remove it to use what is pasted.")
    raw = uploaded.getvalue() if uploaded else pasted
    if raw.strip():
        saved = _read(raw, session.current().experiment)
        if isinstance(saved, str):
            st.error(notices.plain(saved))
        else:
            _offer(player, saved)
    elif uploaded:
        st.error("This file is empty.")
    with st.expander("What can be read here"):
        st.markdown(f"A file of this page, or the weights of another library as JSON: {READS[kind]}")
        for library in SOURCES[kind]:
            st.caption(library)
            st.code(PRINTS[library], language=None, wrap_lines=True)


@lru_cache(maxsize=KEPT)  # each run of the page asks again, and a megabyte takes some time
def _read(raw: bytes | str, experiment: TrainingSettings) -> Saved | str:
    """Return the network of a file or a text, or a sentence on why there is none."""
    try:
        return reading.read(raw, experiment)
    except ValueError as error:
        return f"This holds no network that can be used: {error}."
    except Exception:
        logger.exception("A network could not be read")
        return "This could not be read as a network."


def _offer(player: Player, saved: Saved) -> None:
    """Say what was read, and show the button that uses it."""
    kind = saved.experiment.KIND
    if kind != player.run.experiment.KIND:
        st.error(f"This is a network for {kind}: bring it back on the page {links.PAGE_TITLES[kind]}.")
        return
    trained = f", trained for {grouped(saved.step)} steps" if saved.step else ""
    st.success(f"A network for “{saved.experiment.data}” with {grouped(saved.theta.size)} weights and biases{trained}.")
    if saved.remarks:
        st.caption("\n".join(f"- {notices.plain(remark)}" for remark in saved.remarks))
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
            "Download",
            lambda: code,  # fetched by a click: one that is sent along is gone when the page has run again meanwhile
            file_name=file_name,
            mime="text/x-python",
            key="download_program",
            on_click="ignore",
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
        paste_link.show(player)


def use(player: Player, saved: Saved) -> None:
    """Go on with a saved network, unless the Task locks what it changes; undo brings back the one before."""
    if not (locks.may_edit_weights() and locks.may_become(saved.experiment)):
        return
    undo.note()
    run = storage.resume(saved._replace(theta=saved.theta.astype(np.float32)))
    player.take(run)
    player.reveal += 1
    changes.set_experiment(saved.experiment)
