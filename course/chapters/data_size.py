"""Chapter 9: how much data?"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import streamlit as st

from course.chapters.parts import Chapter, Check, Pick, Screen, Settings, Slider, near
from engine.data import augmentations, datasets
from engine.data.augmentations import AUGMENTATIONS
from engine.data.datasets import BOUNDARIES
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import Choice, Number
from engine.runs import training
from engine.runs.run import Run, evaluate, start_run
from pictures.charts import fan
from pictures.charts.fan import Spread
from pictures.live import maps
from pictures.sketch import scene
from pictures.sketch.scene import Panel, Scene
from pictures.wall.frame import Look
from ui.compare import race_view
from ui.players import race, work
from ui.players.race import Member
from ui.server import pacing
from ui.visit import session
from ui.widgets import bars, chart, live

PLANE = (-6.0, 6.0)
SIZES = (10, 20, 40, 80, 160, 320)  # training points; nine times as many are for the test
STEPS = 600
SEEDS = 5
BASE = Experiment(data="function", noise=10, train_share=10, layers=(8, 8), step_size=0.03)


def experiment(size: int, sample: int, augmentation: tuple[str, ...] = ()) -> Experiment:
    """Return the Experiment with so many training points, in a sample of their own."""
    return change(BASE, points=10 * size, data_seed=sample, augmentation=augmentation)


@lru_cache(maxsize=64)
def trained(size: int, sample: int) -> Run:
    """Return a trained network."""
    run = start_run(experiment(size, sample), dtype=np.float32, snapshots=False)
    training.advance(run, STEPS)
    return run


def _size(s: Settings) -> int:
    return SIZES[s.size - 1]


def few(s: Settings) -> Scene:
    """What a network learns from so many points, beside the best that there is to learn."""
    run = trained(_size(s), s.sample)
    z = maps.predict(run, 64).output[0, 0]
    panel = Panel(
        "Learned boundary", PLANE, PLANE, "Blue and orange: what it learned. Dashed: the truth", "x₁", "x₂", square=True
    )
    panel.map(np.tanh(z / 2).reshape(64, 64))
    x = np.linspace(*PLANE, 161)
    panel.curve(x, BOUNDARIES["sine"].function(x), "ink", 2.5, dash=True)
    panel.dots(run.train.points.T, run.train.labels, size=4 if _size(s) > 100 else 5.5)
    scores = evaluate(run)
    train, test = 100 * float(scores.train_accuracy[0]), 100 * float(scores.test_accuracy[0])
    says = f"{_size(s)} training points: {train:.0f} % of them right, and {test:.0f} % of {9 * _size(s)} points that it never saw. Gap: {train - test:.0f} %."
    return Scene([panel], says, height=430)


def _gap(s: Settings) -> float:
    scores = evaluate(trained(_size(s), s.sample))
    return 100 * float(scores.train_accuracy[0] - scores.test_accuracy[0])


@dataclass(slots=True)
class Samples:
    """The networks of all sizes and samples, trained one after another; as a Work it is done in slices."""

    done: int = 0
    beat: int = 0
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def state(self) -> str:
        """working or done."""
        return "done" if self.done == len(SIZES) * SEEDS else "working"

    def advance(self) -> None:
        """Train at least one more network."""
        deadline = time.monotonic() + pacing.budget(self.name)
        while self.state == "working":
            trained(*self.pair(self.done))
            self.done += 1
            if time.monotonic() > deadline:
                break
        if self.state == "done":
            pacing.leave(self.name)

    @staticmethod
    def pair(place: int) -> tuple[int, int]:
        """Return the size and the sample at a place: first one sample of every size, then the next."""
        return SIZES[place % len(SIZES)], place // len(SIZES) + 1


def spreads(done: int) -> list[Spread]:
    """Return train and test losses of the networks that have been trained, size by size."""
    found = []
    pairs = [Samples.pair(place) for place in range(done)]
    for i, part in enumerate(("Train", "Test")):
        for size in SIZES:
            losses = [float(evaluate(trained(*pair))[i][0]) for pair in pairs if pair[0] == size]
            if losses:
                found.append(Spread(f"{size} points", f"{part} loss", size, losses))
    return found


def learned(done: int) -> Scene:
    """One network of each size, as far as they are trained."""
    panels = []
    x = np.linspace(*PLANE, 81)
    for size in SIZES[:done]:
        z = maps.predict(trained(size, 1), 32).output[0, 0]
        panel = Panel(f"{size} points", PLANE, PLANE, f"{size}", axes=False, square=True, share=0.4)
        panels.append(
            panel.map(np.tanh(z / 2).reshape(32, 32)).curve(x, BOUNDARIES["sine"].function(x), "ink", 1.5, dash=True)
        )
    return Scene(panels, f"{done} of {len(SIZES) * SEEDS} networks trained", height=130)


def curve(s: Settings) -> Callable[[], None]:
    """Train all sizes with five samples each, and draw the losses as they come."""
    place = st.container()
    visit = session.current()
    job = visit.work
    if not isinstance(job, Samples):
        job = visit.work = Samples()

    def draw(interval: float) -> None:
        live.show(
            "sketch",
            scene.pack(learned(job.done), job.beat, job.state, interval),
            lambda said: None,
        )
        chart.show(
            fan.over(spreads(job.done), "Loss over the number of training points", "Training points", log=False),
            "data_chart",
        )

    def finish() -> None:
        with place:
            work.show(job, draw)

    return finish


KINDS = {"jitter": "Jitter", "rotation": "Rotation", "flip": "Flip", "scaling": "Scaling"}
TASKS = {"circle": "Circle", "exclusive_or": "Exclusive or"}
SEEN = {name: datasets.sample(name, 40, 5, 50, np.random.default_rng(6), 0, "sine")[0] for name in TASKS}
SIZES_OF_MOVES = {"jitter": 0.5, "rotation": 60.0, "scaling": 20.0}


def moved(kind: str, points: np.ndarray, seed: int) -> np.ndarray:
    """Return points moved as training would move them in one epoch."""
    return augmentations.apply((kind,), np.random.default_rng(seed), points, SIZES_OF_MOVES)


def _spoiled(s: Settings) -> float:
    """Return the share of generated points whose label the true rule would not give them."""
    points, labels = SEEN[s.task].points, SEEN[s.task].labels
    wrong = []
    for seed in range(20):
        x = moved(s.kind, points, seed)
        # The disc ends at 2.5 and the ring begins at 3.5 from the middle.
        truth = x[0] * x[1] > 0 if s.task == "exclusive_or" else np.hypot(*x) < 3.0
        wrong.append((truth != (labels == 1)).mean())
    return float(np.mean(wrong))


def ghosts(s: Settings) -> Scene:
    """Twenty points, and what augmentation makes of them."""
    points, labels = SEEN[s.task].points, SEEN[s.task].labels
    panel = Panel(
        "Points and their moved copies",
        PLANE,
        PLANE,
        "Filled: the points. Small: copies of five epochs",
        "x₁",
        "x₂",
        square=True,
    )
    for seed in range(5):
        panel.dots(moved(s.kind, points, seed).T, labels, size=2.6)
    panel.dots(points.T, labels, size=6.5)
    reason = AUGMENTATIONS[s.kind].reason
    return Scene(
        [panel],
        f"{KINDS[s.kind]} claims: {reason} Here {100 * _spoiled(s):.0f} % of the copies carry a wrong label.",
        height=430,
    )


def helps(s: Settings) -> Callable[[], None]:
    """The same 20 points with and without augmentation, live."""
    base = Experiment(data=s.task, points=200, train_share=10, layers=(8, 8), step_size=0.03, **SIZES_OF_MOVES)
    members = [
        Member("20 points as they are", base),
        Member(f"with {KINDS[s.kind].lower()}", change(base, augmentation=(s.kind,))),
    ]
    me = race.current(members)
    bars.transport(me)
    st.caption(
        "Equal for all: the 20 training points, the network, its first weights. What varies: whether the points are moved in training."
    )
    place = st.container()
    live.send_code("wall")

    def finish() -> None:
        with place:
            race_view.show(me, [Look(1), Look(2)], 0.2)

    return finish


CHAPTER = Chapter(
    "data_size",
    9,
    "How much data?",
    "Few points and many, the gap between train and test, and points made out of points.",
    {
        "size": (Number(1, len(SIZES), whole=True), 1),
        "sample": (Number(1, 20, whole=True), 1),
        "kind": (Choice(KINDS), "rotation"),
        "task": (Choice(TASKS), "circle"),
    },
    (
        Screen(
            "Few points, many points",
            "A network learns from the points that it has, and is judged by those that it has not seen. With few points it fits every one of them, accidents "
            "included, and draws what it likes in between: the gap between **train** and **test**. Here the truth is known, so you can see how far off it is; "
            "and two samples of ten points teach two different lessons.",
            few,
            (),
            (Slider("size", "Training points: 10, 20, 40, 80, 160, 320", 1), Slider("sample", "Another sample", 1)),
            (),
            (
                Check(
                    "close",
                    "Find a number of points with which the gap is below 5 %, and yet more than 90 % of the unseen points are right.",
                    lambda s, _: (
                        abs(_gap(s)) < 5 and float(evaluate(trained(_size(s), s.sample)).test_accuracy[0]) > 0.9
                    ),
                    lambda s, _: (
                        f"The gap is {_gap(s):.0f} % with {_size(s)} points. More points leave less room for accidents."
                    ),
                ),
            ),
        ),
        Screen(
            "The learning curve",
            "Train the same network on 10 to 320 points, each size with five samples, equally long. The **test loss** falls, the **train loss** rises, since many "
            "points are harder to please than few; the two come together. The bands show the luck of the sample: wide where there is little data.",
            None,
            (),
            (),
            (),
            (
                Check(
                    "band",
                    "With how many points is the band of the test loss widest?",
                    lambda s, answer: answer in (10, 20),
                    lambda s, answer: "Where does chance decide most? Look at the left end of the chart.",
                    "points",
                ),
            ),
            live=curve,
        ),
        Screen(
            "Points out of points",
            "**Augmentation** makes more of few points: it moves copies of them in ways that, so one claims, do not change the label. The network sees new copies in "
            "every epoch. It is as good as its claim: where the claim is false, it teaches errors.",
            ghosts,
            (),
            (Pick("task", "Data", TASKS), Pick("kind", "Augmentation", KINDS)),
            (),
            (
                Check(
                    "harm",
                    "Find a transformation that spoils about half of the labels.",
                    lambda s, _: _spoiled(s) > 0.35,
                    lambda s, _: "For exclusive or, which move takes a point into a neighbouring quadrant?",
                ),
                Check(
                    "safe",
                    "Now find one for the circle that spoils none at all, though it moves points far.",
                    lambda s, _: s.task == "circle" and s.kind in ("rotation", "flip") and _spoiled(s) == 0,
                    lambda s, _: (
                        "The circle's label depends on the distance from the middle alone. What keeps that distance?"
                    ),
                ),
            ),
        ),
        Screen(
            "Does it help?",
            "Twenty training points, once as they are and once moved anew in each epoch. Choose data and transformation, press Play, and compare the test losses. On the "
            "circle a rotation is worth many points; on exclusive or, a flip is worse than nothing.",
            None,
            (),
            (Pick("task", "Data", TASKS), Pick("kind", "Augmentation", KINDS)),
            (),
            (
                Check(
                    "fit",
                    "How many of these four transformations keep every label of the circle: jitter, rotation, flip, scaling?",
                    lambda s, answer: near(answer, 2),
                    lambda s, answer: "Which of them never change the distance from the middle?",
                    "",
                ),
            ),
            live=helps,
        ),
    ),
    ("Size of the data",),
)
