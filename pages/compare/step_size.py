"""Compare step sizes: a map of several hundred networks, and what schedules do."""

from dataclasses import dataclass

import streamlit as st

from engine.experiments.experiment import FIELDS, Experiment, change
from engine.experiments.fields import Choice, Number
from engine.losses import LOSSES
from engine.schedules import SCHEDULES
from pictures.charts import schedules
from pictures.wall.frame import Look
from ui.compare import cell_map
from ui.compare import race_view as compare
from ui.players import race, work
from ui.players.race import Member
from ui.visit import session
from ui.widgets import bars, chart, live, style
from ui.widgets import settings as controls

PARTS = {"map": "Map", "schedules": "Schedules"}
AGAINST = {"momentum": "momentum μ", "batch_size": "batch size", "schedule": "schedule"}
STEP_SIZES = tuple(float(f"{10 ** (-4 + i / 4):.2g}") for i in range(20))  # from 0.0001 to 5.6
ROWS = {
    "momentum": (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995),
    "batch_size": (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 125, 180, 250),
    "schedule": tuple(SCHEDULES),
}
MOST_EPOCHS = 300
USUAL = 8 * len(STEP_SIZES) + 8  # the cell that is chosen at first


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: the part on show, what the map varies, how long it trains, the chosen cell."""

    part: str = "map"
    against: str = "momentum"
    epochs: int = 100
    cell: int = USUAL
    target: float = 0.1


PAGE = session.Page(
    "step_size",
    {
        "part": Choice(PARTS),
        "against": Choice(AGAINST),
        "epochs": Number(5, MOST_EPOCHS, whole=True),
        "cell": Number(0, 20 * 15 - 1, whole=True),
        "target": Number(0, 1000),
    },
    Settings,
)


def cell(experiment: Experiment, value: float | str, step_size: float) -> Experiment:
    """Return the Experiment of one cell; momentum needs an optimizer that has it."""
    more = {"optimizer": "momentum"} if own.against == "momentum" and experiment.optimizer != "nesterov" else {}
    return change(experiment, step_size=step_size, **{own.against: value}, **more)


def data_row() -> None:
    """Show the choice of data."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_row"):
        controls.data_picker()
        with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
            controls.data_options()
            if own.against != "batch_size" or own.part != "map":
                controls.slider("batch_size", 1, high=100)


def the_map() -> None:
    """Train a network for each cell of step size against something else."""
    experiment, values = session.experiment(), ROWS[own.against]
    with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
        compare.choose("against", "Step size against", AGAINST)
        compare.number("epochs", "Epochs", 10)
        controls.select("activation")
        controls.widths()
        if own.against != "momentum":
            controls.select("optimizer")
        controls.select("schedule") if own.against != "schedule" else controls.options("schedule")
    data_row()
    count = len(values) * len(STEP_SIZES)
    optimizer = cell(experiment, values[0], 1.0).optimizer
    st.caption(
        f"{count} networks. Equal for all: data, shape, activation, first weights, {own.epochs} epochs, "
        f"{controls.name_of('optimizer', optimizer)}. What varies: step size and {AGAINST[own.against]}. Click a cell."
    )
    key = ("step_size", experiment, own.against, own.epochs)
    mine = work.mine(
        key, lambda: [cell(experiment, value, size) for value in values for size in STEP_SIZES], own.epochs
    )
    chosen = own.cell if own.cell < count else STEP_SIZES.index(0.01)

    def choose(value: object) -> None:
        """Show the curves of the cell that was clicked."""
        if PAGE.fields["cell"].valid(value):
            session.update_own(cell=value)

    up = [SCHEDULES[v].label if own.against == "schedule" else FIELDS[own.against].write(v) for v in values]
    across = [f"{size:g}" for size in STEP_SIZES]
    titles = ("Step size α", AGAINST[own.against].capitalize())
    loss = f"{LOSSES[mine.sweep.experiments[0].loss].label}: test solid, train dashed"
    session.show_notices()
    picture = st.container()
    live.send_code("cells")
    session.write_address()
    act = compare.handler({"cell": choose, **work.acts(mine)})

    def draw(interval: float) -> None:
        """Draw the map, and the curves of the chosen cell."""
        live.show("cells", cell_map.pack(mine, across, up, titles, chosen, loss, interval), act)

    with picture:
        work.show(mine, draw)


def the_schedules() -> None:
    """Train the same network with each schedule."""
    experiment = session.experiment()
    experiments = [change(experiment, schedule=name) for name in SCHEDULES]
    me = race.mine(Member(SCHEDULES[e.schedule].label, e) for e in experiments)
    if arrival.at_step or arrival.play:
        me.head_for(arrival.at_step, arrival.play)
        session.settle()
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
        bars.transport(me)
        with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
            controls.speed()
            controls.number_list("step_size", controls.STEP_SIZES)
            controls.select("optimizer")
            options = {name: option for entry in SCHEDULES.values() for name, option in entry.options.items()}
            for name, option in options.items():
                controls.number(
                    name, max(option.default / 10, 0.001) if name == "decay" else 1, option.label, option.help
                )
    data_row()
    st.caption(
        "Equal for all: data, mini-batches, shape, first weights, optimizer, first step size α. What varies: how the "
        "step size changes with the step i. A click on a picture opens it in the Playground."
    )
    session.show_notices()
    picture = st.container()
    chart.show(schedules.step_size_curves(experiments, max(2 * experiment.period, 1000)), "schedule_curves")
    st.markdown(" · ".join(f"{entry.label} ${entry.formula}$" for entry in SCHEDULES.values()))
    live.send_code("wall")
    session.write_address()
    with picture:
        compare.show_race(me, [Look(i) for i in range(len(experiments))], own.target)


style.apply()
arrival = session.read_address(PAGE)
own = session.own()
bars.head("Compare step sizes")
with st.container(horizontal=True, vertical_alignment="center", key="choice"):
    compare.part("part", "Part", PARTS)
if own.part == "map":
    the_map()
else:
    the_schedules()
