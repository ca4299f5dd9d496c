"""The state by hand: three moments, with inputs to drag."""

from collections.abc import Mapping

from course.chapters.parts import Answer, Check, Pick, Prediction, Screen, Settings, Slider, Try, near, within
from course.chapters.recurrent.unit import states
from course.chapters.recurrent.unrolling import at, bracketed, rounded
from engine.experiments.fields import Choice, Number
from engine.numerals import plain
from pictures.sketch.scene import Panel, Scene

INPUT, HEIGHT = Number(-2, 2), 6.6
BY = {"linear": "none (linear)", "tanh": "tanh"}
FIELDS = {
    "in1": (INPUT, 2.0),
    "in2": (INPUT, 0.0),
    "in3": (INPUT, 0.0),
    "keep": (Number(-1, 1), 0.5),
    "by": (Choice(BY), "linear"),
}
U = 1.0  # the weight of an input
RIGHT = 2.5  # h₃ for x = (2, 4, 0) and w = 0.5
EMPTY, FULL = 0.1, 1.0  # a state that counts as forgotten, and a first input that counts as one


def inputs(s: Settings) -> tuple[float, float, float]:
    """Return the three inputs that are set."""
    return s.in1, s.in2, s.in3


def chosen(s: Settings) -> list[float]:
    """Return the three states."""
    return [float(h) for h in states(s.keep, U, inputs(s), s.by)]


def figure(s: Settings) -> Scene:
    """Show the inputs as bars to drag, and the states."""
    h = chosen(s)
    panels = []
    for name, values, colour in (("x", inputs(s), "orange"), ("h", h, "blue")):
        titles = {"x": "Inputs", "h": "States"}
        panel = Panel(
            titles[name], (0, 3), (-HEIGHT, HEIGHT), titles[name], categories=[at(name, t) for t in (1, 2, 3)]
        )
        panel.line([(0, 0), (3, 0)], "quiet", 1.5)
        for k, value in enumerate(values):
            panel.bar(k + 0.25, k + 0.75, min(value, 0), max(value, 0), colour)
            beyond = 0.8 if value >= 0 else -0.8
            panel.text((k + 0.5, value + beyond), rounded(value), "ink", 14, bold=True)
            if name == "x":
                panel.handle(f"in{k + 1}", (k + 0.5, value), f"Input {k + 1}", "red", "y", (0, 3, -2, 2))
        panels.append(panel)
    before = [0.0, *h]
    function = "tanh" if s.by == "tanh" else ""
    steps = []
    for t, x in enumerate(inputs(s), 1):
        total = f"{rounded(s.keep)} · {bracketed(before[t - 1])} + {bracketed(x)}"
        steps.append(f"{at('h', t)} = {f'{function}({total})' if function else total} = {rounded(h[t - 1])}")
    return Scene(panels, f"{'; '.join(steps)}.", height=320)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Set an input."""
    return {name: within(INPUT, y)}


def _by_hand_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 5):
        return "That is h₂ = 0.5 · 2 + 4. One moment is left."
    if near(answer, 6):
        return "That is the sum of the inputs. Each moment, half of the state is kept."
    if near(answer, 0):
        return "The input is 0 at moment 3, but the state still has what came before."
    if near(answer, 2) or near(answer, 3):
        return "Go moment by moment: h₁ = 2, then h₂ = 0.5 · h₁ + 4, then h₃."
    return "Begin with h₀ = 0. At each moment: half of the last state, plus the input."


def _forget_hint(s: Settings) -> str:
    if s.in1 < FULL:
        return f"The first input is to be at least {plain(FULL)}."
    if s.keep == 0:
        return "With w = 0 there is no memory at all. Forget it by the inputs: set w to something else."
    return f"h₃ is {rounded(chosen(s)[2])}. Which later input takes away what is left of the first one?"


SCREEN = Screen(
    "The state by hand",
    "Three moments of one unit, with u = 1 and b = 0: each new state is w times the last one, plus the input. So the "
    "first input is still there at the end, **w² times** as large. With tanh every state stays between −1 and 1. Drag "
    "the inputs and follow the numbers.",
    figure=figure,
    prediction=Prediction(
        "The inputs stay 2, 0, 0, and w becomes −1. What are the three states?",
        (
            Answer(
                "2, 1, 0.5 with a minus.", "The state is multiplied by −1, not by −0.5: it does not become smaller."
            ),
            Answer("2, −2, 2.", "Each moment multiplies by −1: the sign changes, the size stays."),
            Answer("2, 0, 0.", "The input is 0, but the state comes back: that is the memory."),
        ),
        1,
        {"in1": 2.0, "in2": 0.0, "in3": 0.0, "keep": -1.0},
    ),
    controls=(Slider("keep", "Weight w", 0.05), Pick("by", "Activation", BY)),
    tries=(
        Try("One input, then nothing", {"in1": 2.0, "in2": 0.0, "in3": 0.0}),
        Try("w = −1", {"keep": -1.0}),
    ),
    checks=(
        Check(
            "third",
            "w = 0.5, no activation, x = (2, 4, 0). What is h₃?",
            lambda s, answer: near(answer, RIGHT),
            _by_hand_hint,
            "",
        ),
        Check(
            "forget",
            f"With x₁ of {plain(FULL)} or more and w not 0, choose the later inputs so that h₃ is 0, to within "
            f"{plain(EMPTY)}.",
            lambda s, _: s.in1 >= FULL and s.keep != 0 and abs(chosen(s)[2]) <= EMPTY,
            lambda s, _: _forget_hint(s),
        ),
    ),
    drag=drag,
)
