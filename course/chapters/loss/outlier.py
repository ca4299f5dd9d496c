"""Squared and absolute error: two lines through points, of which one is an outlier."""

import numpy as np

from course.chapters.parts import Check, Formula, Screen, Settings, Try, near, within
from engine.experiments.fields import Number
from engine.losses import LOSSES
from pictures.sketch.scene import Panel, Scene

AXIS, HEIGHT = Number(-4, 4), Number(-4, 12)
FIELDS = {"out_x": (AXIS, 3.0), "out_y": (HEIGHT, 2.8)}
# Six points near a line.
LINE_X = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0])
LINE_Y = 0.6 * LINE_X + np.array([0.15, -0.2, 0.1, 0.05, -0.15, 0.1]) + 1
RESIDUALS_APART = 0.04  # of the distances to the two lines from the point, in units of x
LABEL_DISTANCE = 0.8  # of a line's label from the line, in units of y


def mean_loss(name: str, predicted: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean loss of predictions, by the engine."""
    z, y = (np.asarray(part, float)[None, None] for part in (predicted, targets))
    return float(LOSSES[name].value(z, y).mean())


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


def figure(s: Settings) -> Scene:
    """Show two lines through the same points: one minimizes the squared error, the other the absolute error."""
    x, y = points(s)
    panel = Panel("Two lines through the points", (-4, 4), (-4, 12), "Drag the red point", "x", "y")
    errors = []
    lines = {name: fit(x, y, name) for name in ("mse", "mae")}
    ends = {name: min(max(b + 3.6 * a, -2.4), 10.2) for name, (a, b) in lines.items()}
    mse_above = ends["mse"] >= ends["mae"]
    for name, colour, label in (("mse", "blue", "MSE"), ("mae", "green", "MAE")):
        a, b = lines[name]
        panel.line([(-4, b - 4 * a), (4, b + 4 * a)], colour, 3.5)
        beside = LABEL_DISTANCE if mse_above == (name == "mse") else -LABEL_DISTANCE
        panel.text((3.9, ends[name] + beside), f"least {label}", colour, 15, "end", bold=True, box=True)
        errors.append(f"{label} of its line: {mean_loss(name, a * x + b, y):.2f}")
        for at, response in zip(x, y, strict=True):  # the distances that the loss is made of
            place = at + (RESIDUALS_APART if name == "mae" else -RESIDUALS_APART)
            ends_of = (place, response), (place, b + a * at)
            panel.line(ends_of, colour, 1.5, dash=True)
            if name == "mse":
                panel.square_on(*ends_of)
    panel.dots(zip(x[:-1], y[:-1], strict=True), colour="ink", size=6)
    panel.handle("out", (s.out_x, s.out_y), "The outlier", "red")
    caption = (
        ". ".join(errors) + ". Dashed: the distances, and for the MSE their squares. Which line follows the outlier?"
    )
    return Scene([panel], caption, height=430)


def _slope_change(s: Settings) -> tuple[float, float]:
    """Return by how much the outlier changes the slope of each line, of MSE and of MAE."""
    x, y = points(s)
    mse, mae = (abs(fit(x, y, name)[0] - fit(LINE_X, LINE_Y, name)[0]) for name in ("mse", "mae"))
    return mse, mae


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the outlier."""
    return {"out_x": within(AXIS, x), "out_y": within(HEIGHT, y)} if name == "out" else {}


SCREEN = Screen(
    "Squared and absolute error",
    "In a **regression** the loss measures distances. The **mean squared error** (MSE) counts a distance of 4 "
    "sixteen times as much as a distance of 1, so one far point can turn the whole line. The **mean absolute "
    "error** (MAE) counts it four times as much, and the line mostly stays with the majority of the points.",
    figure=figure,
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
        Try("A point too high in the middle", {"out_x": 0.0, "out_y": 5.0}),
        Try("An outlier in the middle", {"out_x": 0.0, "out_y": 11.0}),
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
            lambda s, answer: "Square each, add, and divide by three." if not near(answer, 2) else "That is the MAE.",
            "",
        ),
    ),
    drag=drag,
)
