"""Chapter 1: what a network learns."""

from functools import lru_cache

import numpy as np

from course.chapters import live_race
from course.chapters.parts import (
    Answer,
    Chapter,
    Check,
    Formula,
    Pick,
    Prediction,
    Screen,
    Settings,
    Slider,
    Try,
    near,
    number_check,
)
from engine.data import features
from engine.data.datasets import Split
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import Choice, Number
from engine.runs import training
from engine.runs.beginning import first_weights, layers_of
from engine.runs.run import assemble, predict
from pictures.sketch.scene import Panel, Scene
from ui.players.race import Member

NOISE = Number(0, 0.6)  # standard deviation
COUNT = 30  # measured points
STEPS = 700  # of training the network; each takes all points
FORMS = {"line": "a straight line", "parabola": "a parabola", "network": "none: a network"}
X = np.linspace(-3, 3, 121)


def truth(x: np.ndarray) -> np.ndarray:
    """Return f(x), the true relationship, which the model does not know."""
    return 0.7 * np.sin(1.6 * x) + 0.1 * x


@lru_cache(maxsize=64)
def _sample(noise: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(8)
    x = np.sort(rng.uniform(-3, 3, COUNT))
    return x, truth(x) + noise * rng.normal(size=COUNT)


@lru_cache(maxsize=64)
def fitted(form: str, noise: float) -> np.ndarray:
    """Return f̂ over X: a polynomial of the assumed form, or a network with one hidden layer of 8 tanh neurons."""
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
    training.advance(run, STEPS)
    return predict(run, np.stack([X, np.zeros_like(X)])).output[0, 0]


def gap(form: str, noise: float) -> float:
    """Return the root mean square of f̂ − f over the range."""
    return float(np.sqrt(np.mean((fitted(form, noise) - truth(X)) ** 2)))


def _form_hint(s: Settings, answer: float | None) -> str:
    if near(answer, gap("network", 0.0)):
        return "That is the network, which assumes no form. Choose the straight line."
    if s.scatter:
        return "Set the noise to 0 first: what is left then is the fault of the form alone."
    return "Choose the straight line, and read the number below the figure."


def fit_figure(s: Settings) -> Scene:
    """Show f, the measured points, and f̂."""
    panel = Panel("f, measured points and the fit", (-3, 3), (-1.8, 1.8), "Response y over predictor x", "x", "y")
    panel.curve(X, truth(X), "quiet", 2.5, dash=True)
    panel.dots(zip(*_sample(s.scatter), strict=True), colour="orange", size=5)
    panel.curve(X, fitted(s.form, s.scatter), "blue", 3.5)
    panel.text((-2.9, 1.62), "- - f, unknown to the model", "quiet", 14, "start")
    panel.text((-2.9, 1.36), "— f̂, learned from the points", "blue", 14, "start")
    return Scene([panel], f"f̂ differs from f by {gap(s.form, s.scatter):.3f} (root mean square).", height=400)


def compare_features(s: Settings) -> None:
    """Show three networks on the circle: without help, with features made by hand, with a hidden layer."""
    base = Experiment(data="circle", step_size=0.03)
    live_race.show(
        [
            Member("x₁, x₂, no hidden layer", change(base, layers=())),
            Member("x₁², x₂², no hidden layer", change(base, layers=(), features=("x1_squared", "x2_squared"))),
            Member("x₁, x₂, 4 hidden neurons", change(base, layers=(4,))),
        ],
        "The same for all: the data, the optimizer, the step size. What differs: the inputs, and the hidden layer, "
        "that is, neurons between the inputs and the output. The lower the curve, the better a network does. A hidden "
        "neuron is saturated (% sat.) at points where its slope is almost 0: chapter 3.",
        colours=(1, 2, 0),
        solved_at=0.1,
    )


def radius_squared(x1: float, x2: float) -> float:
    """Return the sum of the features x₁² and x₂²: the output of a neuron with weights 1 and 1."""
    return float(features.apply(("x1_squared", "x2_squared"), np.array([[x1], [x2]])).sum())


CHAPTER = Chapter(
    "learning",
    1,
    "What a network learns",
    "The relationship between predictors and response, including its form.",
    {"form": (Choice(FORMS), "line"), "scatter": (NOISE, 0.15)},
    (
        Screen(
            "A curve from points",
            "Some points of a curve f are known, and not exactly: there is noise in them. Which curve is it? "
            "**Machine learning** finds out: from **predictors** x and **responses** y it makes a model f̂ of f. Many "
            "classical methods *assume* the form of f̂, such as a line or a parabola, and fit only its numbers. **Deep "
            "learning**, the part of it that uses networks of many layers, learns the form as well, as nearest "
            "neighbours and trees do: at the price of more computation and data.",
            figure=fit_figure,
            formulas=(
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
            prediction=Prediction(
                "Suppose that there were no noise: every point lay exactly on f. How far would the best straight line "
                "be from f then?",
                (
                    Answer(
                        "It is f: without noise nothing is wrong.",
                        "Exact points do not bend a line: its form is wrong.",
                    ),
                    Answer(
                        "About as far as now.",
                        "What is left is the fault of the form alone, and here that is nearly all.",
                    ),
                    Answer("About half as far.", "Noise is not half of it: 30 points average most of it out."),
                ),
                1,
                {"form": "line", "scatter": 0.0},
            ),
            controls=(Pick("form", "Assumed form", FORMS), Slider("scatter", "Noise", 0.05)),
            tries=(Try("No noise at all", {"scatter": 0.0}), Try("Much noise", {"scatter": 0.6})),
            checks=(
                Check(
                    "form",
                    "Without any noise: by how much does the best straight line differ from f?",
                    lambda s, answer: near(answer, gap("line", 0.0), 0.006),
                    _form_hint,
                    "",
                ),
            ),
        ),
        Screen(
            "Features: made or learned",
            "A single neuron separates the plane by a straight line, and no line separates a disc from the ring "
            "around it. One way out is a **feature made by hand**: with x₁² and x₂² as inputs, a line becomes an "
            "ellipse or a hyperbola, and a circle is an ellipse. The other is a hidden layer, which **learns** "
            "features of its own. Features made by hand need someone who already knows the answer.",
            formulas=(
                Formula(
                    r"x_1^2 + x_2^2 = r^2",
                    {"x_1, x_2": "the point", "r": "its distance from the centre"},
                    computed_by=radius_squared,
                    written_out=lambda a, b: a * a + b * b,
                    sample_arguments=lambda rng: tuple(rng.normal(size=2)),
                ),
            ),
            tries=(
                Try("By hand, in the Playground", opens="?layers=0&features=x1_squared-x2_squared&play=true"),
                Try("Learned, in the Playground", opens="?layers=4&play=true"),
            ),
            checks=(
                number_check(
                    "circle",
                    "Press Play and wait. How many of the three networks separate the disc from the ring?",
                    2,
                    "Look at the maps after about fifty epochs: which boundaries have become round?",
                    {
                        1: "The squares and the hidden layer both help: look at both maps.",
                        3: "The first one has neither squares nor a hidden layer. Is its boundary round?",
                    },
                ),
                number_check(
                    "feature",
                    "A point is at (3, 4). What is its x₁² + x₂²?",
                    25,
                    "Square both coordinates, then add.",
                    {
                        7: "That is x₁ + x₂. Square both first.",
                        5: "That is r, the distance. Here its square is asked for.",
                    },
                ),
            ),
            live=compare_features,
        ),
    ),
    ("Introduction",),
)
