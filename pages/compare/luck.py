"""Compare seeds: was it the setting, or the initial weights?"""

from dataclasses import dataclass

from engine.experiments.experiment import FIELDS, change
from engine.experiments.fields import Number
from pictures.live.packing import Frame
from ui.compare import lessons, luck, point_lessons
from ui.players import updates, work
from ui.players.updates import Live
from ui.server.pacing import SWEEP_INTERVAL
from ui.visit import session
from ui.visit.page import Page
from ui.widgets import bars, layout, live, own, settings

MAX_SEEDS = 128


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: how many seeds, how long each trains, what counts as solved."""

    seeds: int = 64
    epochs: int = 200
    target: float = 0.1


PAGE = Page(
    "luck",
    {
        "seeds": Number(3, MAX_SEEDS, whole=True),
        "epochs": Number(5, 1000, whole=True),
        "target": Number(0, 1000),
    },
    Settings,
)

layout.begin(PAGE)
chosen: Settings = session.own()
experiment = session.current().experiment
seeds = range(experiment.weight_seed, experiment.weight_seed + chosen.seeds)
job = work.current(
    ("luck", experiment, chosen.seeds, chosen.epochs),
    lambda: [change(experiment, weight_seed=seed % (FIELDS["weight_seed"].high + 1)) for seed in seeds],
    chosen.epochs,
)


def make_frame() -> Frame:
    """Return the Frame of this moment, with the lesson."""
    return luck.pack(job, chosen.target).with_header(**lessons.header(point_lessons.SEEDS, job.sweep.done))


above, place, _ = layout.places()
with layout.picture_first("wall", place):
    picture = Live(session.current(), "wall", job, make_frame, interval=SWEEP_INTERVAL)
    updates.show(picture, lambda frame: live.show("wall", frame, live.handler(work.actions(job))))
with above:
    bars.head("Compare seeds")
    lessons.show_buttons(point_lessons.SEEDS)
    with bars.controls(None, bars.what_is_equal(job.sweep.experiments)):
        settings.widths()
        settings.select("activation")
        settings.number_list("step_size", settings.STEP_SIZES)
    layout.data_row()
    with bars.rest():
        own.number("seeds", "Seeds")
        own.number("epochs", "Epochs")
        own.number("target", "Solved at test loss", "The dotted line; a network that ends at or below it is solved.")
        settings.select("initializer")
        settings.select("optimizer")
        layout.data_options()
    bars.about(
        f"{chosen.seeds} networks, which begin to train by themselves. Equal for all: data, mini-batches, shape, "
        "activation, optimizer, step size. What "
        "varies: only the seed of the first weights. The atlas groups networks whose outputs are alike all over the "
        "plane."
    )
layout.finish()
