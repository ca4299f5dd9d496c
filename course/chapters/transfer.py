"""Chapter 10: transfer."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from course.chapters.parts import Chapter, Check, Pick, Screen, Settings, Slider, Try, near
from engine import network
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import Choice, Number
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES
from engine.metrics import accuracy
from engine.optimizers import OPTIMIZERS
from engine.runs import training
from engine.runs.training import Run
from pictures import palette
from pictures.charts import style
from pictures.sketch.scene import Panel, Scene
from pictures.wall.frame import Look
from ui.compare import race_view as compare
from ui.players import race
from ui.players.race import Member
from ui.widgets import bars, chart, live

FIRST = Experiment(data="circle", layers=(8, 4), step_size=0.03, points=400, noise=0)
TASKS = {"near": "a circle again, smaller sample and noise", "far": "a spiral"}
COUNTS = (4, 8, 16, 32, 64)
SEEDS = 3


@lru_cache(maxsize=1)
def donor() -> Run:
    """Return the network that has learned task A: 200 points of the circle."""
    run = training.start(FIRST, dtype=np.float32, snapshots=False)
    training.advance(run, 60 * run.epoch_steps)
    return run


def second(task: str, count: int, seed: int = 1) -> Experiment:
    """Return task B with so many training points."""
    data = {"data": "circle", "noise": 15} if task == "near" else {"data": "spiral", "noise": 5}
    return change(FIRST, **data, points=10 * count, train_share=10, data_seed=100 + seed, weight_seed=10 + seed)


def side_by_side(s: Settings) -> Callable[[], None]:
    """Task B from scratch, and with the lower layer taken over and frozen."""
    experiment = second(s.task, s.few)
    members = [
        Member("task B from scratch", experiment),
        Member("lower layer from task A, frozen", change(experiment, frozen=1), donor(), 1),
        Member("all from task A, all tuned", experiment, donor()),
    ]
    me = race.mine(members)
    bars.transport(me)
    st.caption(
        f"Equal for all: the {s.few} training points of task B, the shape, the step size. What varies: where the weights begin, and which are tuned."
    )
    place = st.container()
    live.send_code("wall")

    def finish() -> None:
        with place:
            compare.show_race(me, [Look(1), Look(2), Look(0)], 0.3)

    return finish


@lru_cache(maxsize=4)
def curves(task: str) -> dict[str, list[list[float]]]:
    """Return test accuracies of both ways for each of COUNTS, with SEEDS samples."""
    found: dict[str, list[list[float]]] = {"from scratch": [], "lower layer frozen": []}
    for count in COUNTS:
        for name, rows in found.items():
            row = []
            for seed in range(SEEDS):
                experiment = second(task, count, seed)
                if name == "from scratch":
                    run = training.start(experiment, dtype=np.float32, snapshots=False)
                else:
                    run = training.adopt(change(experiment, frozen=1), donor(), 1)
                training.advance(run, 400)
                row.append(float(training.evaluate(run).test_accuracy[0]))
            rows.append(row)
    return found


def _chart(found: dict[str, list[list[float]]], counts: tuple[int, ...], title: str, x_title: str) -> go.Figure:
    lines = []
    for k, (name, rows) in enumerate(found.items()):
        colour = palette.SERIES[k]
        low, middle, high = ([100 * float(f(row)) for row in rows] for f in (min, np.median, max))
        lines.append(
            go.Scatter(
                x=[*counts, *counts[::-1]], y=[*high, *low[::-1]], fill="toself", fillcolor=colour, opacity=0.18, mode="none",
                showlegend=False, hoverinfo="skip", legendgroup=name,
            )
        )  # fmt: skip
        lines.append(
            go.Scatter(
                x=list(counts), y=middle, name=name, legendgroup=name, mode="lines+markers",
                line={"color": colour, "width": 3}, marker={"size": 11, "symbol": palette.SYMBOLS[k]},
                hovertemplate="%{y:.0f} %",
            )
        )  # fmt: skip
    fig = style.dress(
        go.Figure(lines), title, "Line: the median of the samples. Band: from the worst to the best", keeps=title,
        height=400, legend=style.legend_below(),
    )  # fmt: skip
    fig.update_xaxes(title_text=x_title, type="log", tickvals=list(counts), ticktext=[str(c) for c in counts])
    return fig.update_yaxes(title_text="Test accuracy, %", range=[0, 102])


def by_number(s: Settings) -> Callable[[], None]:
    """The accuracy over the number of points of B."""
    title = f"Task B: {TASKS[s.task]}"
    with st.spinner("Thirty small networks are being trained"):
        found = curves(s.task)
    chart.show(_chart(found, COUNTS, title, "Training points of task B"), "transfer_chart")
    return lambda: None


class Digits(NamedTuple):
    """Images (64, n) with values in [0, 1], and their digits."""

    images: np.ndarray
    labels: np.ndarray


@lru_cache(maxsize=1)
def digits() -> Digits:
    """Return scikit-learn's 1,797 handwritten digits of 8 × 8 pixels (Alpaydin and Kaynak 1998)."""
    from sklearn.datasets import load_digits  # a second of importing, for this screen alone

    found = load_digits()
    return Digits(found.data.T / 16, found.target)


DIGIT_LAYERS = network.dense(64, (64, 16), 5, ("relu", "relu"))
EXAMPLES = (1, 2, 5, 10, 20)  # of each digit
DIGIT_SEEDS = 5


def _subset(low: int, seed: int, each: int | None) -> tuple[Digits, Digits]:
    """Return train and test images of five digits from `low` on, labelled 0 … 4; `each` of every digit, or half of all."""
    images, labels = digits()
    rng = np.random.default_rng(seed)
    train, test = [], []
    for digit in range(low, low + 5):
        places = rng.permutation(np.flatnonzero(labels == digit))
        half = len(places) // 2
        train.extend(places[: each or half])
        test.extend(places[half:])
    return tuple(Digits(images[:, part], labels[part] - low) for part in (train, test))


def _fit(theta: np.ndarray, data: Digits, steps: int, frozen: int, seed: int) -> np.ndarray:
    """Return theta after so many steps of Adam, the engine's, on mini-batches of 20, the lower layers frozen."""
    layout, loss = network.layout(DIGIT_LAYERS), LOSSES["cross_entropy"]
    theta, gradient = theta.copy(), np.zeros_like(theta)
    parameters, gradients = layout.views(theta), layout.views(gradient)
    optimizer = OPTIMIZERS["adam"]
    state, rng = optimizer.init(theta), np.random.default_rng(seed)
    own = {name: option.default for name, option in optimizer.options.items()}
    wanted = np.eye(5)[:, data.labels]
    for _ in range(steps):
        places = rng.choice(len(data.labels), min(20, len(data.labels)), replace=False)
        trace = network.forward(DIGIT_LAYERS, parameters, DIGIT_LAYERS[0].fed(data.images[None][..., places]))
        y = wanted[None][..., places]
        network.backward(DIGIT_LAYERS, parameters, gradients, trace, loss.slope(trace.output, y) / len(places), frozen)
        delta, state = optimizer.update(gradient, state, 0.01, theta, **own)
        delta[:, : layout.ends[frozen]] = 0
        theta += delta
    return theta


def _new(seed: int) -> np.ndarray:
    return network.initial(DIGIT_LAYERS, np.random.default_rng(seed), INITIALIZERS["he"].draw)[None]


def _right(theta: np.ndarray, data: Digits) -> float:
    layout = network.layout(DIGIT_LAYERS)
    z = network.forward(DIGIT_LAYERS, layout.views(theta), DIGIT_LAYERS[0].fed(data.images[None])).output
    return float(accuracy(z, np.eye(5)[:, data.labels][None])[0])


@lru_cache(maxsize=1)
def digit_donor() -> tuple[np.ndarray, float]:
    """Return a network that has learned 0 to 4 from half of their images, and its accuracy on the other half."""
    train, test = _subset(0, 1, None)
    theta = _fit(_new(1), train, 100, 0, 1)
    return theta, _right(theta, test)


@lru_cache(maxsize=1)
def digit_curves() -> dict[str, list[list[float]]]:
    """Return test accuracies on 5 to 9: from scratch, and with the lower layer of the network that knows 0 to 4."""
    ways = {"from scratch": (False, 0), "lower layer from 0–4, then tuned": (True, 0), "the same, frozen": (True, 1)}
    known = network.layout(DIGIT_LAYERS).ends[1]
    found: dict[str, list[list[float]]] = {name: [] for name in ways}
    for each in EXAMPLES:
        for name, (borrows, frozen) in ways.items():
            row = []
            for seed in range(DIGIT_SEEDS):
                train, test = _subset(5, seed, each)
                theta = _new(20 + seed)
                if borrows:
                    theta[:, :known] = digit_donor()[0][:, :known]
                row.append(_right(_fit(theta, train, 250, frozen, seed), test))
            found[name].append(row)
    return found


def on_digits(s: Settings) -> Callable[[], None]:
    """The accuracy on 5 to 9 over the number of examples."""
    with st.spinner("Seventy-five networks are learning digits"):
        _, good = digit_donor()
        found = digit_curves()
    st.caption(
        f"The network that lends its lower layer knows 0 to 4: {100 * good:.0f} % of unseen images. Both then learn 5 to 9 in 250 steps."
    )
    chart.show(_chart(found, EXAMPLES, "Digits 5 to 9", "Examples of each digit"), "digits_chart")
    return lambda: None


def pictures(s: Settings) -> Scene:
    """A few of the images."""
    images, labels = digits()
    panels = []
    for k in range(10):
        place = np.flatnonzero(labels == k)[s.sample - 1]
        panel = Panel(
            f"An image of {k}",
            (0, 1),
            (0, 1),
            f"{k}" + (": task A" if k < 5 else ": task B"),
            axes=False,
            square=True,
            share=0.35,
        )
        panels.append(panel.map(images[:, place].reshape(8, 8)))
    return Scene(panels, "Real handwriting, 8 × 8 pixels: 64 inputs in place of two.", height=120)


CHAPTER = Chapter(
    "transfer",
    10,
    "Transfer",
    "What was learned for one task, put to use in another.",
    {
        "task": (Choice(TASKS), "near"),
        "few": (Number(4, 64, whole=True), 8),
        "sample": (Number(1, 20, whole=True), 1),
    },
    (
        Screen(
            "Take over, freeze, tune",
            "The lower layers of a network extract features, the upper ones make a decision of them. **Transfer learning** takes the lower layers of a network that "
            "was trained on plenty of data for task A, **freezes** them, and tunes only what lies above on the few points of task B. Press Play: three ways to "
            "learn B from a handful of points.",
            None,
            (),
            (Pick("task", "Task B", TASKS), Slider("few", "Training points of task B", 4)),
            (Try("Freeze layers in the Playground", opens="?frozen=1&layers=8-4&play=true"),),
            (
                Check(
                    "frozen",
                    "In a network 2-8-4-1 the first layer is frozen. How many weights and biases are left to tune?",
                    lambda s, answer: near(answer, 41),
                    lambda s, answer: "The second layer has 4 · (8 + 1), and the output 4 + 1.",
                    "",
                ),
            ),
            live=side_by_side,
        ),
        Screen(
            "When does it pay?",
            "With few points of B, borrowed features help: there is less to learn. With many, a network from scratch catches up. And where B is **too different**, "
            "as a spiral is from a circle, features of A bring nothing.",
            None,
            (),
            (Pick("task", "Task B", TASKS),),
            (),
            (
                Check(
                    "hinder",
                    "Choose the task B that the features of A do not help.",
                    lambda s, _: s.task == "far",
                    lambda s, _: "For which task do the two curves hardly differ, whatever the number of points?",
                ),
                Check(
                    "few",
                    "For the circle: with how many points of B is the advantage of the frozen layer largest?",
                    lambda s, answer: answer is not None and answer in _best(),
                    lambda s, answer: (
                        "Choose the circle, and look for the place where the two lines are farthest apart."
                    ),
                    "points",
                ),
            ),
            live=by_number,
        ),
        Screen(
            "On real images",
            "The same on handwriting: a network of 64 inputs learns the digits 0 to 4 from some 450 images, then 5 to 9 from very few. Its first layer is a good **start** while "
            "there are one or two examples of each. **Frozen**, it is too narrow a view: on so small images the pixels themselves are good features, and new digits need strokes "
            "that 0 to 4 do not have. Transfer has to be measured.",
            pictures,
            (),
            (Slider("sample", "Other images", 1),),
            (),
            (
                Check(
                    "start",
                    "With one example of each digit: how many per cent of the unseen images are right, from scratch? Read the chart.",
                    lambda s, answer: near(answer, 100 * float(np.median(digit_curves()["from scratch"][0])), 3),
                    lambda s, answer: (
                        "Look at the left end of the line “from scratch”; three per cent more or less will do."
                    ),
                    "%",
                ),
            ),
            live=on_digits,
        ),
    ),
    ("Size of the data",),
)


def _best() -> list[int]:
    """Return the numbers of points at which the advantage is the largest, or within two per cent of it."""
    found = curves("near")
    gains = [float(np.median(b) - np.median(a)) for a, b in zip(*found.values(), strict=True)]
    return [count for count, gain in zip(COUNTS, gains, strict=True) if gain >= max(gains) - 0.02]
