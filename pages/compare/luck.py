"""Compare seeds: was it the setting, or the draw of the first weights?"""

from dataclasses import dataclass

import streamlit as st

from engine.experiments.experiment import FIELDS, change
from engine.experiments.fields import Number
from ui.compare import luck
from ui.compare import race_view as compare
from ui.players import work
from ui.visit import session
from ui.widgets import bars, live, style
from ui.widgets import settings as controls

MOST_SEEDS = 128


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: how many seeds, how long each trains, what counts as solved."""

    seeds: int = 64
    epochs: int = 200
    target: float = 0.1


PAGE = session.Page(
    "luck",
    {
        "seeds": Number(3, MOST_SEEDS, whole=True),
        "epochs": Number(5, 1000, whole=True),
        "target": Number(0, 1000),
    },
    Settings,
)

style.apply()
session.read_address(PAGE)
own = session.own()
experiment = session.experiment()
bars.head("Compare seeds")
with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
    compare.number("seeds", "Seeds", 8)
    compare.number("epochs", "Epochs", 50)
    compare.number("target", "Solved at test loss", 0.01, "The dotted line; whoever ends at or below it is solved.")
    controls.widths()
    controls.select("activation")
    controls.select("initializer")
    controls.select("optimizer")
    controls.number_list("step_size", controls.STEP_SIZES)
with st.container(horizontal=True, vertical_alignment="bottom", key="data_row"):
    controls.data_picker()
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
        controls.data_options()
        controls.slider("batch_size", 1, high=100)
st.caption(
    f"{own.seeds} networks. Equal for all: data, mini-batches, shape, activation, optimizer, step size. What varies: "
    "only the seed that draws the first weights. The atlas groups networks that say about the same all over the plane."
)
seeds = range(experiment.weight_seed, experiment.weight_seed + own.seeds)
mine = work.mine(
    ("luck", experiment, own.seeds, own.epochs),
    lambda: [change(experiment, weight_seed=seed % (FIELDS["weight_seed"].high + 1)) for seed in seeds],
    own.epochs,
)
session.show_notices()
picture = st.container()
live.send_code("wall")
session.write_address()
act = compare.handler(work.acts(mine))
with picture:
    work.show(mine, lambda interval: live.show("wall", luck.pack(mine, own.target, interval), act))
