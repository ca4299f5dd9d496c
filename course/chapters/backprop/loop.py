"""The loop, closed: forward, back, and a step against the gradient, again and again, on the network 2-2-1."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.chapters.backprop import one_pass
from course.chapters.backprop.forward_and_back import EDGES, NODES
from course.chapters.backprop.one_pass import NAMES, THETA, Numbers, signed
from course.chapters.parts import Answer, Check, Formula, Prediction, Screen, Settings, Slider, Try, near
from engine.experiments.fields import Number
from engine.numerals import plain
from pictures.numbers import magnitude
from pictures.sketch.scene import Panel, Scene, link

X, TARGET = np.array([1.0, 2.0]), 1.0  # the point of the first screen
ROUNDS = 12
ETA = Number(0.002, 0.08)
FIELDS = {
    "round": (Number(0, ROUNDS, whole=True), 0),
    "eta": (ETA, 0.01),
    "follow": (Number(1, len(NAMES), whole=True), 1),
}
BIASES = {"b₁": ("h1", 2), "b₂": ("h2", 5), "c": ("y", 8)}  # where each stands, and its position in THETA
LOW, BY_ROUND = 1e-6, 4  # the loss to reach, and when
HIGHEST = 1.0  # loss on the axis


class Round(NamedTuple):
    """The parameters (1, 9) before a round's step, and all numbers of its pass."""

    theta: np.ndarray
    numbers: Numbers


@lru_cache(maxsize=128)
def rounds(eta: float) -> tuple[Round, ...]:
    """Return ROUNDS rounds and the pass after them: each round steps against the gradient of its own pass."""
    result, theta = [], THETA.copy()
    for _ in range(ROUNDS + 1):
        result.append(Round(theta, one_pass.numbers(X, TARGET, theta)))
        theta = theta - eta * result[-1].numbers.gradient
    return tuple(result)


def losses(eta: float) -> list[float]:
    """Return the loss before the first round and after each."""
    return [each.numbers.loss for each in rounds(eta)]


def short(value: float) -> str:
    """Return a number with at most three decimals, and a real minus sign."""
    return signed(round(value, 3) + 0.0)


def figure(s: Settings) -> Scene:
    """Show the network with its weights of this round, what the step makes of them, and the loss over the rounds."""
    now = rounds(s.eta)[s.round]
    graph = Panel(
        "The network 2-2-1 with the weights of this round",
        (0, 12),
        (-0.4, 6.4),
        "Weights, and in red the slopes ∂L/∂w",
        axes=False,
        share=1.2,
    )
    k = s.follow - 1
    _add_graph(graph, now, NAMES[k])
    found = losses(s.eta)
    top = 1.1 * min(max(found), HIGHEST)
    curve = Panel("Loss over the rounds", (0, ROUNDS), (0, top), "Loss", "round", "L", share=0.7)
    curve.line(enumerate(found), "blue", 2.5)
    curve.dots(list(enumerate(found))[: s.round + 1], colour="blue", size=5)
    curve.handle("round", (s.round, found[s.round]), "Round", "red", "x", (0, ROUNDS, 0, top), 1)
    w, slope = float(now.theta[0, k]), float(now.numbers.gradient[k])
    caption = (
        f"Round {s.round}: the loss is {link('L', magnitude(now.numbers.loss))}. The step makes {NAMES[k]} = "
        f"{link(NAMES[k], short(w))} − {short(s.eta)} · ({link(NAMES[k], short(slope))}) = {short(w - s.eta * slope)}, "
        "and so for all nine."
    )
    return Scene([graph, curve], caption, height=340)


def _in_circle(name: str, value: float) -> str:
    return magnitude(value) if name == "L" else short(value)


def _add_graph(panel: Panel, now: Round, followed: str) -> None:
    theta, n = now.theta[0], now.numbers

    def ink(name: str) -> str:
        return "blue" if name == followed else "ink"

    def write(at: tuple[float, float], name: str, position: int, box: bool = True) -> None:
        """Write a parameter and, below it, the slope along it."""
        x, y = at
        panel.text(
            (x, y + 0.22), f"{name} = {short(float(theta[position]))}", ink(name), 13, bold=name == followed, box=box
        ).part(name)
        panel.text((x, y - 0.22), f"∂ {short(float(n.gradient[position]))}", "red", 13, box=box).part(name)

    for edge in EDGES:
        (x0, y0), (x1, y1) = NODES[edge.start], NODES[edge.end]
        panel.arrow((x0 + 0.42, y0 + (y1 - y0) * 0.12), (x1 - 0.5, y1 - (y1 - y0) * 0.14), ink(edge.name), 1.8).part(
            edge.name
        )
        level = y0 == y1
        share = 0.5 if level else 0.33 if edge.end != "y" else 0.5  # beside the crossing of two edges
        beside = (0.62 if y0 > 3 else -0.62) if level else 0.0
        write((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share + beside), edge.name, edge.position)
    panel.arrow((8.3, 3.0), (10.0, 3.0), "quiet", 2)
    shown = {"x1": X[0], "x2": X[1], "h1": n.a[0], "h2": n.a[1], "y": n.y, "L": n.loss}
    for name, number in shown.items():
        colour = "blue" if name == "L" else "ink"
        panel.circle(NODES[name], 25, colour, "paper", _in_circle(name, float(number)), 13).part(name)
    for name, (node, position) in BIASES.items():
        x, y = NODES[node]
        write((x, y + (1.35 if y > 3 else -1.35)), name, position, box=False)
    for node, words in {"x1": "x₁", "x2": "x₂", "y": "ŷ", "L": f"L, y = {plain(TARGET)}"}.items():
        x, y = NODES[node]
        panel.text((x, y + (-0.85 if node == "x2" else 0.85)), words, "quiet", 13)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, int]:
    """Go to the nearest round."""
    return {"round": round(min(max(x, 0), ROUNDS))}


def is_low(s: Settings) -> bool:
    """Return whether the loss is low enough, soon enough, at the round that is shown."""
    return bool(s.round <= BY_ROUND and losses(s.eta)[s.round] < LOW)


def _low_hint(s: Settings) -> str:
    found = losses(s.eta)
    if s.round > BY_ROUND:
        return f"Stay within the first {BY_ROUND} rounds: drag the red dot to the left."
    words = f"The loss is {magnitude(found[s.round])} after round {s.round}. "
    if found[1] > found[0]:
        return words + "The first step already makes it larger: α is too large."
    return words + ("Go on to a later round." if s.round < BY_ROUND else "Try a step size between 0.01 and 0.04.")


def _step_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 1.7):
        return "Against the slope: where it is negative, the weight has to grow."
    if near(answer, 5) or near(answer, -1):
        return "The slope is multiplied by α before it is subtracted."
    return "w − α · ∂L/∂w, and mind the two minus signs."


SCREEN = Screen(
    "The loop, closed",
    "Now all together: **forward**, **back**, and then a step of gradient descent changes every weight by −α times its "
    "slope. With the new weights the loss is smaller, unless α is too large, and all slopes are different: so forward "
    "and back again, and the next step. Drag the red dot through the rounds. That is training; the rest is more points "
    "and more weights.",
    figure=figure,
    formulas=(
        Formula(
            r"w \leftarrow w - \alpha \, \frac{\partial L}{\partial w}",
            {"w": "each weight and each bias", r"\alpha": "step size", "L": "loss"},
            computed_by=lambda v, w, x, y, alpha: w - alpha * one_pass.chain_slope(v, w, x, y),
            written_out=lambda v, w, x, y, alpha: w - alpha * 2 * (v * w * x - y) * v * x,
            sample_arguments=lambda rng: (*(float(v) for v in rng.normal(size=4)), float(rng.uniform(0, 0.5))),
        ),
    ),
    prediction=Prediction(
        "All nine slopes are computed at once, and all nine numbers change at once. With α = 0.07, is the loss "
        "smaller after the first step?",
        (
            Answer(
                "Yes: each weight goes downhill.", "Each does, if the others stay. Together they overshoot the target."
            ),
            Answer("No: it is larger.", "Each change alone helps, but all nine push ŷ the same way, past the target."),
            Answer("It is 0: the step is just right.", "With about 0.028 it would nearly be."),
        ),
        1,
        {"eta": 0.07, "round": 1},
    ),
    controls=(
        Slider("round", "Round", 1),
        Slider("eta", "Step size α", 0.002),
        Slider("follow", "Which of the nine numbers is followed", 1),
    ),
    tries=(Try("Small steps", {"eta": 0.004, "round": 0}),),
    checks=(
        Check(
            "low",
            f"Within {BY_ROUND} rounds, get the loss below 0.000001.",
            lambda s, _: is_low(s),
            lambda s, _: _low_hint(s),
        ),
        Check(
            "step",
            "w = 2, ∂L/∂w = −3, α = 0.1. What is w after the step?",
            lambda s, answer: near(answer, 2.3),
            _step_hint,
            "",
        ),
    ),
    drag=drag,
)
