"""Chapter 1: what a network learns."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import streamlit as st

from course.chapters.parts import Chapter, Check, Formula, Pick, Screen, Settings, Slider, Try, near
from engine.data.datasets import Split
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import Choice, Number
from engine.runs import training
from engine.runs.run import assemble, first_weights, layers_of, predict
from pictures.sketch.scene import Panel, Scene
from pictures.wall.frame import Look
from ui.compare import race_view
from ui.players import race
from ui.players.race import Member
from ui.widgets import bars, live

NOISE = Number(0, 0.6)
COUNT = 30
FORMS = {"line": "a straight line", "parabola": "a parabola", "network": "none: a network"}
X = np.linspace(-3, 3, 121)


def truth(x: np.ndarray) -> np.ndarray:
    """Return f(x), the relationship that nobody has told the model."""
    return 0.7 * np.sin(1.6 * x) + 0.1 * x


@lru_cache(maxsize=64)
def _sample(noise: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(8)
    x = np.sort(rng.uniform(-3, 3, COUNT))
    return x, truth(x) + noise * rng.normal(size=COUNT)


@lru_cache(maxsize=64)
def fitted(form: str, noise: float) -> np.ndarray:
    """Return f̂ over X: of a polynomial that is assumed, or of a network with one hidden layer of 8 tanh."""
    x, y = _sample(noise)
    if form != "network":
        return np.polyval(np.polyfit(x, y, {"line": 1, "parabola": 2}[form]), X)
    experiment = Experiment(
        data="plane", features=("x1",), layers=(8,), loss="mse", step_size=0.03, batch_size=COUNT, weight_seed=2
    )
    points = np.stack([x, np.zeros_like(x)])
    split = Split(points, y[None], y)
    layers = layers_of(experiment)
    theta = first_weights(experiment, layers)[None]
    run = assemble((experiment,), layers, split, split, theta, snapshots=False)
    training.advance(run, 700)
    return predict(run, np.stack([X, np.zeros_like(X)])).output[0, 0]


def gap(form: str, noise: float) -> float:
    """Return the root mean square of f̂ − f over the range."""
    return float(np.sqrt(np.mean((fitted(form, noise) - truth(X)) ** 2)))


def guess(s: Settings) -> Scene:
    """f, what was measured of it, and f̂."""
    panel = Panel("f, measured points and the fit", (-3, 3), (-1.8, 1.8), "Response y over predictor x", "x", "y")
    panel.curve(X, truth(X), "quiet", 2.5, dash=True)
    panel.dots(zip(*_sample(s.scatter), strict=True), colour="orange", size=5)
    panel.curve(X, fitted(s.form, s.scatter), "blue", 3.5)
    panel.text((-2.9, 1.62), "- - f, unknown to the model", "quiet", 14, "start")
    panel.text((-2.9, 1.36), "— f̂, learned from the points", "blue", 14, "start")
    return Scene([panel], f"f̂ is off by {gap(s.form, s.scatter):.3f} on average (root mean square).", height=400)


def features(s: Settings) -> Callable[[], None]:
    """Three networks on the circle: no help, features made by hand, features learned."""
    base = Experiment(data="circle", step_size=0.03)
    members = [
        Member("x₁, x₂, no hidden layer", change(base, layers=())),
        Member("x₁², x₂², no hidden layer", change(base, layers=(), features=("x1_squared", "x2_squared"))),
        Member("x₁, x₂, 4 hidden neurons", change(base, layers=(4,))),
    ]
    me = race.current(members)
    bars.transport(me)
    st.caption("Equal for all: the data, the optimizer, the step size. What varies: the inputs, and a hidden layer.")
    place = st.container()
    live.send_code("wall")

    def finish() -> None:
        with place:
            race_view.show(me, [Look(1), Look(2), Look(0)], 0.1)

    return finish


def radius_squared(x1: float, x2: float) -> float:
    """Return what a neuron with weights 1 and 1 makes of the features x₁² and x₂²."""
    from engine.data import features as made

    return float(made.apply(("x1_squared", "x2_squared"), np.array([[x1], [x2]])).sum())


CHAPTER = Chapter(
    "learning",
    1,
    "What a network learns",
    "A relationship between predictors and response, its form included.",
    {"form": (Choice(FORMS), "line"), "scatter": (NOISE, 0.15)},
    (
        Screen(
            "f and f̂",
            "Somewhere there is a relationship f between **predictors** x and a **response** y; we only see points of it, with noise. A model "
            "learns f̂ from them. Classical methods *assume* the form of f̂, a line or a parabola, and only fit its numbers. A network learns "
            "the form as well, at the price of more computation and more data.",
            guess,
            (
                Formula(
                    r"y = f(x) + \varepsilon, \qquad \hat y = \hat f(x) \approx f(x)",
                    {
                        "x": "predictor",
                        "y": "response",
                        "f": "the true relationship",
                        r"\hat f": "the model",
                        r"\varepsilon": "noise",
                    },
                ),
            ),
            (Pick("form", "Assumed form", FORMS), Slider("scatter", "Noise", 0.05)),
            (Try("No noise at all", {"scatter": 0.0}), Try("Much noise", {"scatter": 0.6})),
            (
                Check(
                    "form",
                    "Bring f̂ to within 0.15 of f on average.",
                    lambda s, _: gap(s.form, s.scatter) < 0.15,
                    lambda s, _: (
                        f"It is off by {gap(s.form, s.scatter):.2f}. No line and no parabola has this form, however well it is fitted."
                    ),
                ),
            ),
        ),
        Screen(
            "Features: made or learned",
            "A single neuron draws a straight line, and no line parts a disc from its ring. One way out is a **feature made by hand**: with x₁² and "
            "x₂² as inputs, a line is a circle. The other is a hidden layer, which **learns** features of its own. The first needs someone who knows "
            "the answer already.",
            None,
            (
                Formula(
                    r"x_1^2 + x_2^2 = r^2",
                    {"x_1, x_2": "the point", "r": "its distance from the middle"},
                    radius_squared,
                    lambda a, b: a * a + b * b,
                    lambda rng: tuple(rng.normal(size=2)),
                ),
            ),
            (),
            (
                Try("By hand, in the Playground", opens="?layers=0&features=x1_squared-x2_squared&play=true"),
                Try("Learned, in the Playground", opens="?layers=4&play=true"),
            ),
            (
                Check(
                    "circle",
                    "Press Play and wait: which networks will part the disc from the ring? How many of the three?",
                    lambda s, answer: near(answer, 2),
                    lambda s, answer: (
                        "Look at the pictures after some fifty epochs: which boundaries have become round?"
                    ),
                    "",
                ),
                Check(
                    "feature",
                    "A point lies at (3, 4). What is its x₁² + x₂²?",
                    lambda s, answer: near(answer, 25),
                    lambda s, answer: "Square both coordinates, then add.",
                    "",
                ),
            ),
            live=features,
        ),
    ),
    ("Introduction",),
)
