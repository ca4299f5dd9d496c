"""Compare step sizes: a map of several hundred networks, and what schedules do."""

from dataclasses import dataclass

import streamlit as st

from engine.experiments.experiment import FIELDS, Experiment, change
from engine.experiments.fields import Choice, Number
from engine.losses import LOSSES
from engine.numerals import plain
from engine.schedules import SCHEDULES
from pictures.charts import schedules
from pictures.wall.frame import Look
from ui.compare import cell_map, lessons, point_lessons, race_view
from ui.players import updates, work
from ui.players.race import Member
from ui.players.updates import Live
from ui.server.pacing import SWEEP_INTERVAL
from ui.visit import session
from ui.visit.page import Page
from ui.visit.view import Arrival
from ui.widgets import bars, chart, labels, layout, live, own, settings, view_settings

PARTS = {"map": "Map", "schedules": "Schedules"}
AGAINST = {"momentum": "momentum μ", "batch_size": "batch size", "schedule": "schedule"}
STEP_SIZES = tuple(float(f"{10 ** (-4 + i / 4):.2g}") for i in range(20))  # from 0.0001 to 5.6
ROWS: dict[str, tuple[float | str, ...]] = {
    "momentum": (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995),
    "batch_size": (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 125, 180, 250),
    "schedule": tuple(SCHEDULES),
}
MAX_EPOCHS = 300
MAX_CELLS = len(STEP_SIZES) * max(map(len, ROWS.values()))
FIRST_CELL = 8 * len(STEP_SIZES) + 8  # momentum 0.9, step size 0.01
FIRST_COLUMN = STEP_SIZES.index(0.01)  # of a map that has fewer rows
SHOWN_STEPS = 1000  # of the curves of schedules, at least


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: the part on show, what the map varies, how long it trains, the chosen cell."""

    part: str = "map"
    against: str = "momentum"
    epochs: int = 100
    cell: int = FIRST_CELL
    target: float = 0.1


PAGE = Page(
    "step_size",
    {
        "part": Choice(PARTS),
        "against": Choice(AGAINST),
        "epochs": Number(5, MAX_EPOCHS, whole=True),
        "cell": Number(0, MAX_CELLS - 1, whole=True),
        "target": Number(0, 1000),
    },
    Settings,
)


def cell(experiment: Experiment, against: str, value: float | str, step_size: float) -> Experiment:
    """Return the Experiment of one cell; momentum needs an optimizer that has it."""
    more = {"optimizer": "momentum"} if against == "momentum" and experiment.optimizer != "nesterov" else {}
    return change(experiment, step_size=step_size, **{against: value}, **more)


def show_head() -> None:
    """Show the title and the choice of the part."""
    bars.head("Compare step sizes")
    with st.container(horizontal=True, vertical_alignment="center", key="choice"):
        own.buttons("part", "Part", PARTS)
    lessons.show_buttons(point_lessons.STEP_SIZES)


def show_map(chosen: Settings) -> None:
    """Train a network for each combination of a step size and a value of something else."""
    experiment, against, values = session.current().experiment, chosen.against, ROWS[chosen.against]
    count = len(values) * len(STEP_SIZES)
    job = work.current(
        ("step_size", experiment, against, chosen.epochs),
        lambda: [cell(experiment, against, value, size) for value in values for size in STEP_SIZES],
        chosen.epochs,
    )

    def choose(value: object) -> None:
        """Show the curves of the cell that was clicked."""
        if PAGE.fields["cell"].valid(value):
            session.update_own(cell=value)

    on_action = live.handler({"cell": choose, **work.actions(job)})
    index = chosen.cell if chosen.cell < count else FIRST_COLUMN
    across = [plain(size) for size in STEP_SIZES]
    up = [SCHEDULES[str(v)].label if against == "schedule" else FIELDS[against].write(v) for v in values]
    titles = ("Step size α", AGAINST[against].capitalize())
    loss = f"{LOSSES[job.sweep.experiments[0].loss].label}: test solid, train dashed"

    above, place, _ = layout.places()
    with layout.picture_first("cells", place):
        picture = Live(
            session.current(),
            "cells",
            job,
            lambda: cell_map.pack(job, across, up, titles, index, loss).with_header(
                **lessons.header(point_lessons.STEP_SIZES, job.sweep.done)
            ),
            interval=SWEEP_INTERVAL,
        )
        updates.show(picture, lambda frame: live.show("cells", frame, on_action))
    with above:
        show_head()
        with bars.controls(None, bars.what_is_equal(job.sweep.experiments)):
            own.select("against", "Step size against", AGAINST)
            settings.select("activation")
            settings.widths()
        layout.data_row()
        with bars.rest():
            own.number("epochs", "Epochs")
            if against != "momentum":
                settings.select("optimizer")
            if against == "schedule":
                settings.options("schedule")
            else:
                settings.select("schedule")
            layout.data_options(batch_size=against != "batch_size")
        optimizer = cell(experiment, against, values[0], 1.0).optimizer
        bars.about(
            f"{count} networks, which begin to train by themselves. Equal for all: data, shape, activation, first "
            f"weights, {chosen.epochs} epochs, "
            f"{labels.name_of('optimizer', optimizer)}. What varies: step size and {AGAINST[against]}. Click a cell."
        )


def show_schedules(chosen: Settings, arrival: Arrival) -> None:
    """Train the same network with each schedule."""
    experiment = session.current().experiment
    experiments = [change(experiment, schedule=name) for name in SCHEDULES]
    race = race_view.arrive([Member(SCHEDULES[e.schedule].label, e) for e in experiments], arrival)
    above, picture, below = layout.places()
    with layout.picture_first("wall", picture):
        race_view.show(race, [Look(i) for i in range(len(experiments))], chosen.target)
    with above:
        show_head()
        with bars.controls(race, bars.what_is_equal(member.experiment for member in race.members)):
            settings.number_list("step_size", settings.STEP_SIZES)
            settings.select("optimizer")
        layout.data_row()
        with bars.rest():
            view_settings.speed()
            options = {name: option for entry in SCHEDULES.values() for name, option in entry.options.items()}
            for name, option in options.items():
                settings.number(name, option.label, option.help)
            layout.data_options()
        bars.about(
            "Equal for all: data, mini-batches, shape, first weights, optimizer, first step size α. What varies: how "
            "the step size changes with the step i. A click on a picture opens it in the Playground."
        )
    with below:
        chart.show(schedules.step_size_curves(experiments, max(2 * experiment.period, SHOWN_STEPS)), "schedule_curves")
        st.markdown(" · ".join(f"{entry.label} ${entry.formula}$" for entry in SCHEDULES.values()))


arrival = layout.begin(PAGE)
chosen = session.own()
if chosen.part == "map":
    show_map(chosen)
else:
    show_schedules(chosen, arrival)
layout.finish()
