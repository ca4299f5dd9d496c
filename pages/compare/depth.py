"""Compare shapes: what depth and width buy, over several seeds each."""

from dataclasses import dataclass

import streamlit as st

from engine.experiments.fields import Number
from engine.losses import LOSSES
from pictures.charts import fan
from ui.compare import race_view as compare
from ui.compare import shapes
from ui.players import work
from ui.visit import session
from ui.widgets import bars, chart, live, style
from ui.widgets import settings as controls

DEPTHS = (0, 1, 2, 3, 4)
WIDTHS = (1, 2, 3, 4, 6, 8)


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: seeds for each shape, how long each trains, what counts as solved."""

    seeds: int = 5
    epochs: int = 150
    target: float = 0.1


PAGE = session.Page(
    "depth",
    {
        "seeds": Number(1, 16, whole=True),
        "epochs": Number(5, 500, whole=True),
        "target": Number(0, 1000),
    },
    Settings,
)

style.apply()
session.read_address(PAGE)
own = session.own()
experiment = session.experiment()
bars.head("Compare shapes")
with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
    compare.number("seeds", "Seeds for each shape", 1)
    compare.number("epochs", "Epochs", 50)
    compare.number("target", "Solved at test loss", 0.01)
    controls.select("activation")
    controls.select("initializer")
    controls.select("optimizer")
    controls.number_list("step_size", controls.STEP_SIZES)
with st.container(horizontal=True, vertical_alignment="bottom", key="data_row"):
    controls.data_picker()
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
        controls.data_options()
        controls.slider("batch_size", 1, high=100)

grid = shapes.grid(DEPTHS, WIDTHS)
st.caption(
    f"Equal for all: data, mini-batches, activation, optimizer, step size, {own.epochs} epochs. What varies: the shape "
    "and the seed of the first weights. Each picture is the seed with the median loss. Without a hidden layer no "
    "network solves exclusive or; the spiral asks for depth and width."
)
mine = work.mine(
    ("depth", experiment, own.seeds, own.epochs),
    lambda: shapes.experiments(experiment, grid, own.seeds),
    own.epochs,
)
session.show_notices()
picture = st.container()
live.send_code("wall")
session.write_address()
act = compare.handler(work.acts(mine))


def draw(interval: float) -> None:
    """Draw the pictures, and below them the losses of the shapes that are done."""
    live.show("wall", shapes.pack(mine, grid, WIDTHS, own.seeds, own.target, interval), act)
    loss = LOSSES[mine.sweep.experiments[0].loss].label
    title = f"Test {loss.lower()} over the number of weights and biases"
    chart.show(fan.over(shapes.spreads(mine, grid, own.seeds), title, "Weights and biases"), "depth_chart")


with picture:
    work.show(mine, draw)
