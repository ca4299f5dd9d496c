"""The learning curve: train and test loss over the number of training points, computed while the visitor watches."""

import time
from dataclasses import dataclass

import numpy as np
import streamlit as st

from course.chapters.data_size import networks
from course.chapters.data_size.networks import SIZES
from course.chapters.drawing import PLANE
from course.chapters.parts import Check, Screen, Settings, near
from engine.runs.run import evaluate
from pictures.charts import fan
from pictures.charts.fan import Spread
from pictures.sketch import scene
from pictures.sketch.scene import Panel, Scene
from ui.players import updates
from ui.players.updates import Live
from ui.server import pacing
from ui.visit import session
from ui.widgets import chart, layout, live

SAMPLES = 5  # of each size
COUNT = len(SIZES) * SAMPLES
WIDEST = 10  # points; the test losses of its samples span 1.13, those of 20 points 0.93


@dataclass(slots=True)
class Samples:
    """The networks of all sizes and samples, trained one after another, in slices like a Work."""

    done: int = 0

    @property
    def state(self) -> str:
        """working or done."""
        return "done" if self.done == COUNT else "working"

    def advance(self, seconds: float) -> bool:
        """Train at least one more network; return whether there is more to train."""
        deadline = time.monotonic() + seconds
        while self.state == "working":
            networks.trained(*self.pair(self.done))
            self.done += 1
            if time.monotonic() > deadline:
                break
        return self.state == "working"

    @staticmethod
    def pair(index: int) -> tuple[int, int]:
        """Return the size and the sample of the network with this index: one sample of every size, then the next."""
        return SIZES[index % len(SIZES)], index // len(SIZES) + 1


def spreads(done: int) -> list[Spread]:
    """Return train and test losses of the networks that have been trained, size by size."""
    result = []
    pairs = [Samples.pair(index) for index in range(done)]
    for part in ("Train", "Test"):
        for size in SIZES:
            scores = [evaluate(networks.trained(*pair)) for pair in pairs if pair[0] == size]
            losses = [float((each.train_loss if part == "Train" else each.test_loss)[0]) for each in scores]
            if losses:
                result.append(Spread(f"{size} points", f"{part} loss", size, losses))
    return result


def boundaries(done: int) -> Scene:
    """Show one network of each size, of those that have been trained."""
    panels = []
    x = np.linspace(*PLANE, 81)
    for size in SIZES[:done]:
        panel = Panel(f"{size} points", PLANE, PLANE, f"{size}", axes=False, square=True, share=0.4)
        networks.add_map(panel, networks.trained(size, 1), 32)
        panels.append(panel.curve(x, networks.true_boundary(x), "ink", 1.5, dash=True))
    return Scene(panels, f"{done} of {COUNT} networks trained", height=130)


def show(s: Settings) -> None:
    """Train all sizes with all samples, and show the losses as they come."""
    visit = session.current()
    job = visit.work
    if not isinstance(job, Samples):
        job = visit.work = Samples()

    def draw_chart() -> None:
        chart.show(
            fan.over(spreads(job.done), "Loss over the number of training points", "Training points", log=False),
            "data_chart",
        )

    with layout.picture_first("sketch", st.container()):
        picture = Live(
            visit,
            "sketch",
            job,
            lambda: scene.pack(boundaries(job.done), job.state),
            beside=lambda: job.done,
            interval=pacing.SWEEP_INTERVAL,
        )
        updates.show(picture, lambda frame: live.show("sketch", frame, lambda action: None), draw_chart)


SCREEN = Screen(
    "The learning curve",
    "Train the same network on 10 to 320 points, each size with five samples, always for the same number of steps. The "
    "**train loss** rises, since many points are harder to fit than few. The **test loss** falls, here from 20 points "
    "on: with fewer it depends on the sample more than on their number. The bands show how much: they are wide where "
    "there is little data.",
    checks=(
        Check(
            "band",
            "With how many points is the band of the test loss widest?",
            lambda s, answer: near(answer, WIDEST),
            lambda s, answer: (
                "It is wide there, but compare the highest and the lowest loss with those beside it."
                if near(answer, 20)
                else "Where does chance matter most? Look at the left end of the chart."
            ),
            "points",
        ),
    ),
    live=show,
)
