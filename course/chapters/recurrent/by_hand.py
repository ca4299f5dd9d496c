"""Backpropagation through time by hand: worksheets for three moments, to fill in on the page or to print."""

from collections.abc import Callable

from course.chapters.parts import Check, Formula, Screen, Slider
from course.chapters.recurrent.unit import Numbers, numbers
from course.chapters.worksheet import Worksheet, signed
from engine.experiments.fields import Number

# w, u, the inputs and y of each sheet: with numbers that are easy, a negative w, one above 1, and one that keeps all.
SHEETS = {
    1: (0.5, 1.0, (2.0, 0.0, 1.0), 1.0),
    2: (-0.5, 1.0, (2.0, 2.0, 0.0), 0.5),
    3: (2.0, 1.0, (1.0, -1.0, 0.0), 1.0),
    4: (1.0, 0.5, (2.0, 0.0, 2.0), 3.0),
}
# The numbers to fill in: label, and how to read the right one.
BLANKS: dict[str, tuple[str, Callable[[Numbers], float]]] = {
    "h1": ("h₁", lambda n: n.h[0]),
    "h2": ("h₂", lambda n: n.h[1]),
    "h3": ("h₃", lambda n: n.h[2]),
    "loss": ("L", lambda n: n.loss),
    "d_h3": ("∂L/∂h₃", lambda n: n.d_h[2]),
    "d_h2": ("∂L/∂h₂", lambda n: n.d_h[1]),
    "d_h1": ("∂L/∂h₁", lambda n: n.d_h[0]),
    "part3": ("∂L/∂w at moment 3", lambda n: n.parts[2]),
    "part2": ("∂L/∂w at moment 2", lambda n: n.parts[1]),
    "part1": ("∂L/∂w at moment 1", lambda n: n.parts[0]),
    "d_w": ("∂L/∂w, whole", lambda n: n.d_w),
    "d_u": ("∂L/∂u, whole", lambda n: n.d_u),
}
FIELDS = {"sheet": (Number(1, len(SHEETS), whole=True), 1)}


def solution(sheet: int) -> Numbers:
    """Return all numbers of a worksheet."""
    return numbers(*SHEETS[sheet])


def _given(sheet: int) -> tuple[str, str, str, str]:
    w, u, x, y = SHEETS[sheet]
    return signed(w), signed(u), ", ".join(signed(value) for value in x), signed(y)


def _task(sheet: int) -> str:
    w, u, x, y = _given(sheet)
    return (
        f"**x = ({x})**, **y = {y}**. The state is hₜ = w·hₜ₋₁ + u·xₜ with **w = {w}**, **u = {u}** and h₀ = 0; the "
        "loss is L = (h₃ − y)²."
    )


def _on_paper(sheet: int) -> str:
    w, u, x, y = _given(sheet)
    return f"""
<p>A recurrent unit without activation: hₜ = w·hₜ₋₁ + u·xₜ with w = {w}, u = {u}, h₀ = 0, and L = (h₃ − y)².</p>
<p>Back: ∂L/∂h₃ = 2 (h₃ − y), and ∂L/∂hₜ₋₁ = w · ∂L/∂hₜ. At moment t, w gets ∂L/∂hₜ · hₜ₋₁, and u gets ∂L/∂hₜ · xₜ.
The whole slope is the sum over the three moments.</p>
<p>The inputs are x = ({x}), and y = {y}. Fill in:</p>"""


def _back_to_first(w: float, u: float, x1: float, x2: float, x3: float, y: float) -> float:
    """Return ∂L/∂h₁ of three moments, one number at a time."""
    h1 = u * x1
    h2 = w * h1 + u * x2
    h3 = w * h2 + u * x3
    return 2 * (h3 - y) * w * w


def _slope_along_u(w: float, u: float, x1: float, x2: float, x3: float, y: float) -> float:
    """Return ∂L/∂u of three moments, one part after the other."""
    back = 2 * (w * (w * u * x1 + u * x2) + u * x3 - y)
    return back * x3 + back * w * x2 + back * w * w * x1


SHEET = Worksheet("blank_in_time", "Backpropagation through time", solution, BLANKS, _task, _on_paper, "through-time")

SCREEN = Screen(
    "Back through time, by hand",
    "**Backpropagation through time** is backpropagation through the unrolled network. The slope goes back from moment "
    "to moment, each time × w. On its way, w collects a part at every moment: what comes back there, times the state "
    "that w met there. Fill in the sheet; its three parts of ∂L/∂w add up to the whole.",
    formulas=(
        Formula(
            r"\frac{\partial L}{\partial h_{t-1}} = w \, \frac{\partial L}{\partial h_t}, \qquad "
            r"\frac{\partial L}{\partial h_3} = 2 (h_3 - y)",
            {"L": "loss, (h₃ − y)²", "h_t": "state at moment t", "y": "target"},
            computed_by=lambda w, u, x1, x2, x3, y: numbers(w, u, (x1, x2, x3), y).d_h[0],
            written_out=_back_to_first,
            sample_arguments=lambda rng: tuple(float(v) for v in rng.normal(size=6)),
        ),
        Formula(
            r"w: \; h_{t-1} \, \frac{\partial L}{\partial h_t}, \qquad u: \; x_t \, \frac{\partial L}{\partial h_t}",
            {"w, u": "what each weight gets at moment t", "x_t": "input"},
            computed_by=lambda w, u, x1, x2, x3, y: numbers(w, u, (x1, x2, x3), y).d_u,
            written_out=_slope_along_u,
            sample_arguments=lambda rng: tuple(float(v) for v in rng.normal(size=6)),
        ),
    ),
    controls=(Slider("sheet", "Sheet", 1),),
    checks=(
        Check(
            "sheet",
            "Fill in a whole sheet, all twelve numbers right.",
            lambda s, _: SHEET.is_done(s.sheet),
            lambda s, _: f"{SHEET.count_right(s.sheet)} of {len(BLANKS)} are right so far.",
        ),
    ),
    live=lambda s: SHEET.show(s.sheet),
)
