"""Chapter 6: loss."""

import math

import numpy as np

from course.chapters.parts import Chapter, Check, Formula, Screen, Settings, Slider, Try, near, number_check, within
from engine import activations
from engine.experiments.fields import Number
from engine.losses import LOSSES
from pictures.sketch.scene import Panel, Scene

SLOPE, SHIFT, AXIS, HEIGHT = Number(-4, 4), Number(-4, 4), Number(-4, 4), Number(-4, 12)
# Six points of two classes, for the first screen.
CLASS_X = np.array([-3.0, -1.8, -0.6, 0.5, 1.6, 2.8])
LABELS = np.array([0, 0, 1, 0, 1, 1])
# Six points near a line, for the second.
LINE_X = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0])
LINE_Y = 0.6 * LINE_X + np.array([0.15, -0.2, 0.1, 0.05, -0.15, 0.1]) + 1
LOWEST, HIGHEST = -2.0, 2.0  # the range of responses that is cut into bins


def cross_entropy(z: float, label: int) -> float:
    """Return −ln of the probability of the right class, by the engine, for a logit z and a label 0 or 1."""
    return float(LOSSES["cross_entropy"].value(np.array([[[z]]]), np.array([[[float(label)]]]))[0, 0])


def mean_loss(name: str, predicted: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean loss of predictions, by the engine."""
    z, y = (np.asarray(part, float)[None, None] for part in (predicted, targets))
    return float(LOSSES[name].value(z, y).mean())


def _own_probabilities(s: Settings) -> np.ndarray:
    """Return the probability that the predictor gives to each point's own class."""
    p = activations.of("sigmoid").function(s.slope * (CLASS_X - s.shift))
    return np.where(LABELS == 1, p, 1 - p)


def likelihood_figure(s: Settings) -> Scene:
    """Show a predictor over one input, and the probability that it gives to each point's own class."""
    curve = Panel("The predictor p of blue", (-4, 4), (-0.1, 1.15), "Probability of blue", "x")
    x = np.linspace(-4, 4, 161)
    curve.curve(x, activations.of("sigmoid").function(s.slope * (x - s.shift)), "ink", 3)
    own = _own_probabilities(s)
    for position, label, probability in zip(CLASS_X, LABELS, own, strict=True):
        base = 1.0 if label else 0.0
        p = probability if label else 1 - probability
        curve.line([(position, base), (position, p)], "blue" if label else "orange", 2, dash=True)
        curve.dots([(position, base)], [label], size=7)
    curve.handle("shift", (s.shift, 0.5), "Move the predictor", "ink", "x")
    bars = Panel(
        "Probability of each point's own class",
        (0, 6),
        (0, 1.15),
        "p of each point's own class",
        categories=tuple("123456"),
    )
    for k, (probability, label) in enumerate(zip(own, LABELS, strict=True)):
        bars.bar(k + 0.15, k + 0.85, 0, probability, "blue" if label else "orange")
        bars.text((k + 0.5, probability + 0.05), f"{probability:.2f}", "ink", 13)
    product, total = float(own.prod()), float(-np.log(own).sum())
    caption = (
        f"Likelihood: the product of all is {product:.4g}. Its −ln is {total:.3f}, which is {total / 6:.3f} per point: "
        "the cross-entropy."
    )
    return Scene([curve, bars], caption, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the predictor, or the outlier."""
    if name == "shift":
        return {"shift": within(SHIFT, x)}
    return {"out_x": within(AXIS, x), "out_y": within(HEIGHT, y)}


def points(s: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of the six points near a line, and of the outlier."""
    return np.append(LINE_X, s.out_x), np.append(LINE_Y, s.out_y)


def fit(x: np.ndarray, y: np.ndarray, loss: str) -> tuple[float, float]:
    """Return slope and intercept of the line with the least mean squared ("mse") or mean absolute ("mae") error.

    The absolute error is least on a line through two of the points, so all pairs are tried.
    """
    if loss == "mse":
        a, b = np.polyfit(x, y, 1)
        return float(a), float(b)
    best = (0.0, float(np.median(y)))
    least = float(mean_loss("mae", best[0] * x + best[1], y))
    for i in range(len(x)):
        for j in range(i):
            if x[i] == x[j]:
                continue
            a = (y[i] - y[j]) / (x[i] - x[j])
            b = y[i] - a * x[i]
            if (error := mean_loss("mae", a * x + b, y)) < least:
                best, least = (float(a), float(b)), error
    return best


def outlier_figure(s: Settings) -> Scene:
    """Show two lines through the same points: one minimizes the squared error, the other the absolute error."""
    x, y = points(s)
    panel = Panel("Two lines through the points", (-4, 4), (-4, 12), "Drag the red point", "x", "y")
    errors = []
    for name, colour, label in (("mse", "blue", "MSE"), ("mae", "green", "MAE")):
        a, b = fit(x, y, name)
        panel.line([(-4, b - 4 * a), (4, b + 4 * a)], colour, 3.5)
        panel.text((3.9, min(max(b + 3.6 * a, -3.4), 11.2)), f"least {label}", colour, 15, "end", bold=True, box=True)
        errors.append(f"{label} of its line: {mean_loss(name, a * x + b, y):.2f}")
    panel.dots(zip(x[:-1], y[:-1], strict=True), colour="ink", size=6)
    panel.handle("out", (s.out_x, s.out_y), "The outlier", "red")
    return Scene([panel], ". ".join(errors) + ". Which line follows the outlier?", height=430)


def _slope_change(s: Settings) -> tuple[float, float]:
    """Return by how much the outlier changes the slope of each line, of MSE and of MAE."""
    x, y = points(s)
    mse, mae = (abs(fit(x, y, name)[0] - fit(LINE_X, LINE_Y, name)[0]) for name in ("mse", "mae"))
    return mse, mae


def to_class(y: np.ndarray, low: float, high: float, count: int) -> np.ndarray:
    """Return the number of the bin, from 0, that each response falls into."""
    return np.clip(((y - low) / (high - low) * count).astype(int), 0, count - 1)


def bins_figure(s: Settings) -> Scene:
    """Show a continuous response, cut into classes."""
    x = np.linspace(-4, 4, 241)
    y = np.sin(1.2 * x) + 0.25 * x
    panel = Panel(
        "A response cut into bins", (-4, 4), (LOWEST, HIGHEST), f"{s.bins} classes instead of all numbers", "x", "y"
    )
    edges = np.linspace(LOWEST, HIGHEST, s.bins + 1)
    width = edges[1] - edges[0]
    for k in range(1, s.bins, 2):  # every second bin is shaded
        panel.bar(-4, 4, edges[k], edges[k + 1], "quiet", 0.12)
    panel.curve(x, y, "ink", 3)
    middles = edges[to_class(y, LOWEST, HIGHEST, s.bins)] + width / 2
    panel.curve(x, middles, "blue", 2.5)
    gap = float(np.abs(middles - y).max())
    return Scene([panel], f"{s.bins} bins, each {width:.2f} wide: the answer is off by at most {gap:.2f}.", height=400)


CHAPTER = Chapter(
    "loss",
    6,
    "Loss",
    "What training makes small: likelihood and cross-entropy, squared and absolute error.",
    {
        "slope": (SLOPE, 1.0),
        "shift": (SHIFT, -1.5),
        "out_x": (AXIS, 3.0),
        "out_y": (HEIGHT, 2.8),
        "bins": (Number(2, 24, whole=True), 6),
    },
    (
        Screen(
            "Likelihood and cross-entropy",
            "A classifier gives each point a probability for its own class. The product of them all is the "
            "**likelihood** of what was observed. A product of many small numbers is hard to handle, so one takes −ln "
            "of it, which turns the product into a sum: the **cross-entropy**. The predictor with the largest "
            "likelihood has the smallest cross-entropy.",
            figure=likelihood_figure,
            formulas=(
                Formula(
                    r"\mathrm{CE} = -\ln p, \qquad p = \sigma(z) \text{ or } 1 - \sigma(z)",
                    {
                        "p": "probability of the point's own class, σ(z) for blue and 1 − σ(z) for orange",
                        "z": "the logit",
                        r"\sigma": "sigmoid",
                    },
                    computed_by=cross_entropy,
                    written_out=lambda z, label: (
                        -math.log(1 / (1 + math.exp(-z)) if label else 1 - 1 / (1 + math.exp(-z)))
                    ),
                    sample_arguments=lambda rng: (float(rng.normal(0, 2)), int(rng.integers(2))),
                ),
            ),
            controls=(Slider("slope", "Steepness"), Slider("shift", "Position")),
            tries=(
                Try("The wrong way round", {"slope": -1.0}),
                Try("Sure, and sometimes wrong", {"slope": 4.0, "shift": 0.0}),
                Try("No opinion", {"slope": 0.0}),
            ),
            checks=(
                Check(
                    "raise",
                    "Bring the likelihood of the six points above 0.08.",
                    lambda s, _: float(_own_probabilities(s).prod()) > 0.08,
                    lambda s, _: (
                        f"It is {float(_own_probabilities(s).prod()):.3f}. Move the middle of the curve between the "
                        "colours, then try a gentler or a steeper curve: two points contradict any steep one."
                    ),
                ),
                number_check(
                    "log",
                    "Two points get the probabilities 0.5 and 0.25 for their own classes. What is the sum of their "
                    "cross-entropies?",
                    -math.log(0.125),
                    "The likelihood is 0.5 · 0.25. Take −ln of that product, or add −ln of each.",
                    tolerance=0.006,
                ),
            ),
            drag=drag,
        ),
        Screen(
            "Squared and absolute error",
            "In a regression the loss measures distances. The **mean squared error** (MSE) counts a distance of 4 "
            "sixteen times as much as a distance of 1, so one far point can turn the whole line. The **mean absolute "
            "error** (MAE) counts it four times as much, and the line mostly stays with the majority of the points.",
            figure=outlier_figure,
            formulas=(
                Formula(
                    r"\mathrm{MSE} = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2",
                    {"n": "number of points", r"\hat y_i": "prediction", "y_i": "response"},
                    computed_by=lambda a, b, c, d: mean_loss("mse", np.array([a, b]), np.array([c, d])),
                    written_out=lambda a, b, c, d: ((a - c) ** 2 + (b - d) ** 2) / 2,
                    sample_arguments=lambda rng: tuple(rng.normal(size=4)),
                ),
                Formula(
                    r"\mathrm{MAE} = \frac{1}{n} \sum_{i=1}^{n} |\hat y_i - y_i|",
                    {},
                    computed_by=lambda a, b, c, d: mean_loss("mae", np.array([a, b]), np.array([c, d])),
                    written_out=lambda a, b, c, d: (abs(a - c) + abs(b - d)) / 2,
                    sample_arguments=lambda rng: tuple(rng.normal(size=4)),
                ),
            ),
            tries=(
                Try("An outlier at the end", {"out_x": 3.5, "out_y": 11.0}),
                Try("In the middle", {"out_x": 0.0, "out_y": 11.0}),
                Try("On the line", {"out_x": 3.0, "out_y": 2.8}),
            ),
            checks=(
                Check(
                    "turn",
                    "Change the slope of the blue line by more than 0.5, and that of the green one by less than 0.1.",
                    lambda s, _: _slope_change(s)[0] > 0.5 and _slope_change(s)[1] < 0.1,
                    lambda s, _: (
                        "The slope of the blue line has changed by {:.2f}, that of the green one by {:.2f}. "
                        "An outlier turns a line most at the end of the range.".format(*_slope_change(s))
                    ),
                ),
                Check(
                    "mse",
                    "The errors of three predictions are 1, −2 and 3. What is their MSE?",
                    lambda s, answer: near(answer, 14 / 3, 0.04),
                    lambda s, answer: (
                        "Square each, add, and divide by three." if not near(answer, 2) else "That is the MAE."
                    ),
                    "",
                ),
            ),
            drag=drag,
        ),
        Screen(
            "A regression as a classification",
            "A continuous response can be cut into N **bins**, and the network can be asked for the bin. It then "
            "answers with a probability for each bin, so it can also express “either low or high, but not in "
            "between”. The price: an answer is never finer than its bin, and the network does not know that "
            "neighbouring bins are similar.",
            figure=bins_figure,
            controls=(Slider("bins", "Number of bins N", 1),),
            checks=(
                Check(
                    "fine",
                    "Choose the smallest N for which the answer is off by at most 0.25.",
                    lambda s, _: s.bins == 8,
                    lambda s, _: (
                        "Half a bin must be at most 0.25 wide, and the responses span 4."
                        if s.bins < 8
                        else "Fine enough, but not the smallest."
                    ),
                ),
            ),
        ),
    ),
    ("Optimization", "Softmax layer"),
)
