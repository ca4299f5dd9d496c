"""Compare shapes: what depth and width are worth, over several seeds each."""

from dataclasses import dataclass

from engine.experiments.fields import Number
from engine.losses import LOSSES
from pictures.charts import fan
from ui.compare import lessons, point_lessons, shapes
from ui.players import updates, work
from ui.players.updates import Live
from ui.server.pacing import SWEEP_INTERVAL
from ui.visit import session
from ui.visit.page import Page
from ui.widgets import bars, chart, layout, live, own, settings

DEPTHS = (0, 1, 2, 3, 4)
WIDTHS = (1, 2, 3, 4, 6, 8)


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: seeds for each shape, how long each trains, what counts as solved."""

    seeds: int = 5
    epochs: int = 150
    target: float = 0.1


PAGE = Page(
    "depth",
    {
        "seeds": Number(1, 16, whole=True),
        "epochs": Number(5, 500, whole=True),
        "target": Number(0, 1000),
    },
    Settings,
)

layout.begin(PAGE)
chosen: Settings = session.own()
experiment = session.current().experiment
grid = shapes.grid(DEPTHS, WIDTHS)
job = work.current(
    ("depth", experiment, chosen.seeds, chosen.epochs),
    lambda: shapes.experiments(experiment, grid, chosen.seeds),
    chosen.epochs,
)


def draw_chart() -> None:
    """Draw the losses of the shapes that are done, below the pictures."""
    loss = LOSSES[job.sweep.experiments[0].loss].label.lower()
    spreads = shapes.spreads(job, grid, chosen.seeds)
    chart.show(fan.over(spreads, f"Test {loss} over size", "Weights and biases"), "depth_chart")


above, place, _ = layout.places()
with layout.picture_first("wall", place):
    picture = Live(
        session.current(),
        "wall",
        job,
        lambda: shapes.pack(job, grid, WIDTHS, chosen.seeds, chosen.target).with_header(
            **lessons.header(point_lessons.SHAPES, job.sweep.done)
        ),
        beside=lambda: job.sweep.current,  # the shapes that are done
        interval=SWEEP_INTERVAL,
    )
    updates.show(picture, lambda frame: live.show("wall", frame, live.handler(work.actions(job))), draw_chart)
with above:
    bars.head("Compare shapes")
    lessons.show_buttons(point_lessons.SHAPES)
    with bars.controls(None, bars.what_is_equal(job.sweep.experiments)):
        settings.select("activation")
        settings.select("optimizer")
        settings.number_list("step_size", settings.STEP_SIZES)
    layout.data_row()
    with bars.rest():
        own.number("seeds", "Seeds for each shape")
        own.number("epochs", "Epochs")
        own.number("target", "Solved at test loss")
        settings.select("initializer")
        layout.data_options()
    bars.about(
        f"The networks begin to train by themselves. Equal for all: data, mini-batches, activation, optimizer, step "
        f"size, {chosen.epochs} epochs. What varies: "
        "the shape and the seed of the first weights. Each picture is the seed with the median loss. Without a hidden "
        "layer no network solves exclusive or; the spiral needs depth and width."
    )
layout.finish()
