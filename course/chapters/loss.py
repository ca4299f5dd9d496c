"""Chapter 6: loss."""

import math

import numpy as np

from course.chapters.parts import Chapter, Check, Formula, Screen, Settings, Slider, Try, near, within
from engine import activations
from engine.experiments.fields import Number
from engine.losses import LOSSES
from pictures.sketch.scene import Panel, Scene

SLOPE, SHIFT, AXIS, HIGH = Number(-4, 4), Number(-4, 4), Number(-4, 4), Number(-4, 12)
AT = np.array([-3.0, -1.8, -0.6, 0.5, 1.6, 2.8])  # of six points
LABELS = np.array([0, 0, 1, 0, 1, 1])
BASE_X = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0])
BASE_Y = 0.6 * BASE_X + np.array([0.15, -0.2, 0.1, 0.05, -0.15, 0.1]) + 1


def cross_entropy(z: float, label: int) -> float:
    """Return −ln of the probability of the right class, by the engine, for a logit z and a label 0 or 1."""
    return float(LOSSES["cross_entropy"].value(np.array([[[z]]]), np.array([[[float(label)]]]))[0, 0])


def _chances(s: Settings) -> np.ndarray:
    """Return the probability that the predictor gives to each point's own class."""
    p = activations.of("sigmoid").function(s.slope * (AT - s.shift))
    return np.where(LABELS == 1, p, 1 - p)


def likelihood(s: Settings) -> Scene:
    """A predictor over one input, and what it gives to each point's own class."""
    curve = Panel("The predictor p of blue", (-4, 4), (-0.1, 1.15), "Probability of blue", "x")
    x = np.linspace(-4, 4, 161)
    curve.curve(x, activations.of("sigmoid").function(s.slope * (x - s.shift)), "ink", 3)
    own = _chances(s)
    for at, label, chance in zip(AT, LABELS, own, strict=True):
        base = 1.0 if label else 0.0
        p = chance if label else 1 - chance
        curve.line([(at, base), (at, p)], "blue" if label else "orange", 2, dash=True)
        curve.dots([(at, base)], [label], size=7)
    curve.handle("shift", (s.shift, 0.5), "Move the predictor", "ink", "x")
    chances = Panel(
        "Probability of each point's own class",
        (0, 6),
        (0, 1.15),
        "p of each point's own class",
        categories=tuple("123456"),
    )
    for k, (chance, label) in enumerate(zip(own, LABELS, strict=True)):
        chances.bar(k + 0.15, k + 0.85, 0, chance, "blue" if label else "orange")
        chances.text((k + 0.5, chance + 0.05), f"{chance:.2f}", "ink", 13)
    product, total = float(own.prod()), float(-np.log(own).sum())
    says = f"Likelihood: the product of all is {product:.4g}. Its −ln is {total:.3f}, {total / 6:.3f} a point: the cross-entropy."
    return Scene([curve, chances], says, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the predictor, or the outlier."""
    if name == "shift":
        return {"shift": within(SHIFT, x)}
    return {"out_x": within(AXIS, x), "out_y": within(HIGH, y)}


def points(s: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Return six points near a line and the one that is dragged."""
    return np.append(BASE_X, s.out_x), np.append(BASE_Y, s.out_y)


def fit(x: np.ndarray, y: np.ndarray, loss: str) -> tuple[float, float]:
    """Return slope and intercept of the line with the least mean squared, or mean absolute, error.

    The absolute error has its least value on a line through two of the points: all pairs are tried.
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
            if (found := mean_loss("mae", a * x + b, y)) < least:
                best, least = (float(a), float(b)), found
    return best


def mean_loss(name: str, predicted: np.ndarray, wanted: np.ndarray) -> float:
    """Return the mean loss of predictions, by the engine."""
    z, y = (np.asarray(part, float)[None, None] for part in (predicted, wanted))
    return float(LOSSES[name].value(z, y).mean())


def outlier(s: Settings) -> Scene:
    """Two lines through the same points: one makes the squared error small, one the absolute."""
    x, y = points(s)
    panel = Panel("Two lines through the points", (-4, 4), (-4, 12), "Drag the red point", "x", "y")
    says = []
    for name, colour, label in (("mse", "blue", "MSE"), ("mae", "green", "MAE")):
        a, b = fit(x, y, name)
        panel.line([(-4, b - 4 * a), (4, b + 4 * a)], colour, 3.5)
        panel.text((3.9, min(max(b + 3.6 * a, -3.4), 11.2)), f"least {label}", colour, 15, "end", bold=True, box=True)
        says.append(f"{label} of its line: {mean_loss(name, a * x + b, y):.2f}")
    panel.dots(zip(x[:-1], y[:-1], strict=True), colour="ink", size=6)
    panel.handle("out", (s.out_x, s.out_y), "The outlier", "red")
    return Scene([panel], ". ".join(says) + ". Who follows the outlier?", height=430)


def bins(s: Settings) -> Scene:
    """A continuous response, cut into classes."""
    x = np.linspace(-4, 4, 241)
    y = np.sin(1.2 * x) + 0.25 * x
    low, high = -2.0, 2.0
    panel = Panel(
        "A response cut into bins", (-4, 4), (low, high), f"{s.bins} classes in place of all numbers", "x", "y"
    )
    edges = np.linspace(low, high, s.bins + 1)
    for k in range(s.bins):
        if k % 2:
            panel.bar(-4, 4, edges[k], edges[k + 1], "quiet", 0.12)
    panel.curve(x, y, "ink", 3)
    middle = to_class(y, low, high, s.bins)
    panel.curve(x, edges[middle] + (edges[1] - edges[0]) / 2, "blue", 2.5)
    gap = float(np.abs(edges[middle] + (edges[1] - edges[0]) / 2 - y).max())
    return Scene(
        [panel],
        f"{s.bins} bins, each {edges[1] - edges[0]:.2f} wide: the answer is off by at most {gap:.2f}.",
        height=400,
    )


def to_class(y: np.ndarray, low: float, high: float, count: int) -> np.ndarray:
    """Return the number of the bin, from 0, that each response falls into."""
    return np.clip(((y - low) / (high - low) * count).astype(int), 0, count - 1)


def _slope_change(s: Settings) -> tuple[float, float]:
    """Return how far the outlier has turned the line of each loss, as slopes."""
    x, y = points(s)
    return tuple(abs(fit(x, y, name)[0] - fit(BASE_X, BASE_Y, name)[0]) for name in ("mse", "mae"))


CHAPTER = Chapter(
    "loss",
    6,
    "Loss",
    "What training makes small: likelihood and cross-entropy, squared and absolute error.",
    {
        "slope": (SLOPE, 1.0),
        "shift": (SHIFT, -1.5),
        "out_x": (AXIS, 3.0),
        "out_y": (HIGH, 2.8),
        "bins": (Number(2, 24, whole=True), 6),
    },
    (
        Screen(
            "Likelihood and cross-entropy",
            "A classifier gives every point a probability for its own class. Multiply them all, and you have the **likelihood** of what was "
            "seen. A product of many small numbers is hard to handle, so one takes −ln of it, which turns the product into a sum: the "
            "**cross-entropy**. The same predictor makes the one largest and the other smallest.",
            likelihood,
            (
                Formula(
                    r"\mathrm{CE} = -\ln p, \qquad p = \sigma(z) \text{ or } 1 - \sigma(z)",
                    {
                        "p": "probability of the point's own class, σ(z) for blue and 1 − σ(z) for orange",
                        "z": "the logit",
                        r"\sigma": "sigmoid",
                    },
                    cross_entropy,
                    lambda z, label: -math.log(1 / (1 + math.exp(-z)) if label else 1 - 1 / (1 + math.exp(-z))),
                    lambda rng: (float(rng.normal(0, 2)), int(rng.integers(2))),
                ),
            ),
            (Slider("slope", "Steepness"), Slider("shift", "Place")),
            (
                Try("The wrong way round", {"slope": -1.0}),
                Try("Sure, and sometimes wrong", {"slope": 4.0, "shift": 0.0}),
                Try("No opinion", {"slope": 0.0}),
            ),
            (
                Check(
                    "raise",
                    "Bring the likelihood of the six points above 0.08.",
                    lambda s, _: float(_chances(s).prod()) > 0.08,
                    lambda s, _: (
                        f"It is {float(_chances(s).prod()):.3f}. Place the middle between the colours, then try a gentler or a steeper "
                        "curve: two points contradict any steep one."
                    ),
                ),
                Check(
                    "log",
                    "Two points get the probabilities 0.5 and 0.25 for their own classes. What is the sum of their cross-entropies?",
                    lambda s, answer: near(answer, -math.log(0.125), 0.006),
                    lambda s, answer: "The likelihood is 0.5 · 0.25. Take −ln of that product, or add −ln of each.",
                    "",
                ),
            ),
            drag,
        ),
        Screen(
            "Squared and absolute error",
            "In a regression the loss measures distances. The **mean squared error** (MSE) counts a distance of 4 sixteen times as much as "
            "a distance of 1, so one far point can turn the whole fit. The **mean absolute error** (MAE) counts it four times, and mostly "
            "keeps to the crowd.",
            outlier,
            (
                Formula(
                    r"\mathrm{MSE} = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2",
                    {"n": "number of points", r"\hat y_i": "prediction", "y_i": "response"},
                    lambda a, b, c, d: mean_loss("mse", np.array([a, b]), np.array([c, d])),
                    lambda a, b, c, d: ((a - c) ** 2 + (b - d) ** 2) / 2,
                    lambda rng: tuple(rng.normal(size=4)),
                ),
                Formula(
                    r"\mathrm{MAE} = \frac{1}{n} \sum_{i=1}^{n} |\hat y_i - y_i|",
                    {},
                    lambda a, b, c, d: mean_loss("mae", np.array([a, b]), np.array([c, d])),
                    lambda a, b, c, d: (abs(a - c) + abs(b - d)) / 2,
                    lambda rng: tuple(rng.normal(size=4)),
                ),
            ),
            (),
            (
                Try("An outlier at the end", {"out_x": 3.5, "out_y": 11.0}),
                Try("In the middle", {"out_x": 0.0, "out_y": 11.0}),
                Try("On the line", {"out_x": 3.0, "out_y": 2.8}),
            ),
            (
                Check(
                    "turn",
                    "Turn the blue line by more than 0.5 in slope while the green one turns by less than 0.1.",
                    lambda s, _: _slope_change(s)[0] > 0.5 and _slope_change(s)[1] < 0.1,
                    lambda s, _: (
                        "Blue has turned by {:.2f}, green by {:.2f}. An outlier turns most at the end of the range.".format(
                            *_slope_change(s)
                        )
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
            drag,
        ),
        Screen(
            "A regression as a classification",
            "A continuous response can be cut into N **bins**, and the network be asked for the bin. It then answers with a probability for "
            "each, so it can also say “either low or high, not in between”. The price: an answer is never finer than its bin, and the "
            "network is not told that neighbouring bins are alike.",
            bins,
            (),
            (Slider("bins", "Number of bins N", 1),),
            (),
            (
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
