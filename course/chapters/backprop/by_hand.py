"""By hand: worksheets to fill in on the page, or to print."""

from collections.abc import Callable

import numpy as np

from course.chapters.backprop.one_pass import THETA, Numbers, numbers, signed
from course.chapters.parts import Check, Screen, Slider
from course.chapters.worksheet import Worksheet
from engine.experiments.fields import Number

# The numbers to fill in: label, and how to read the right one.
BLANKS: dict[str, tuple[str, Callable[[Numbers], float]]] = {
    "z1": ("z₁", lambda n: n.z[0]),
    "a2": ("a₂", lambda n: n.a[1]),
    "y": ("ŷ", lambda n: n.y),
    "loss": ("L", lambda n: n.loss),
    "d_y": ("∂L/∂ŷ", lambda n: n.d_y),
    "d_v1": ("∂L/∂v₁", lambda n: n.gradient[6]),
    "d_a2": ("∂L/∂a₂", lambda n: n.d_a[1]),
    "d_w11": ("∂L/∂w₁₁", lambda n: n.gradient[0]),
    "d_w22": ("∂L/∂w₂₂", lambda n: n.gradient[4]),
}
# x and y of each sheet: not those of the first screen, and all easy.
SHEETS = {1: ((2.0, 2.0), 1.0), 2: ((2.0, -2.0), 4.0), 3: ((4.0, 2.0), 3.0), 4: ((-1.0, 4.0), 2.0)}
FIELDS = {"sheet": (Number(1, len(SHEETS), whole=True), 1)}


def solution(sheet: int) -> Numbers:
    """Return all numbers of a worksheet."""
    x, y = SHEETS[sheet]
    return numbers(np.array(x), y)


def _task(sheet: int) -> str:
    (x1, x2), y = SHEETS[sheet]
    w = [signed(v) for v in THETA[0]]
    return (
        f"**x = ({signed(x1)}, {signed(x2)})**, **y = {signed(y)}**. z₁ = {w[0]}·x₁ + {w[1]}·x₂ + {w[2]}, "
        f"z₂ = {w[3]}·x₁ + ({w[4]})·x₂ + {w[5]}, a = ReLU(z), "
        f"ŷ = v₁a₁ + v₂a₂ + c with v₁ = {w[6]}, v₂ = {w[7]}, c = {w[8]}, L = (ŷ − y)²."
    )


def _on_paper(sheet: int) -> str:
    (x1, x2), y = SHEETS[sheet]
    w = [signed(v) for v in THETA[0]]
    return f"""<p>A network 2-2-1: z₁ = {w[0]}·x₁ + {w[1]}·x₂ + {w[2]},
z₂ = {w[3]}·x₁ − {signed(-THETA[0, 4])}·x₂ + {w[5]}, a = ReLU(z),
ŷ = v₁a₁ + v₂a₂ + c with v₁ = {w[6]}, v₂ = {w[7]}, c = {w[8]}; L = (ŷ − y)².</p>
<p>The point is x = ({signed(x1)}, {signed(x2)}), and y = {signed(y)}. Fill in:</p>"""


SHEET = Worksheet("blank", "Backpropagation", solution, BLANKS, _task, _on_paper, "backpropagation")

SCREEN = Screen(
    "By hand",
    "The best way to understand backpropagation is to do it once by hand. Fill in the sheet: the way forward first, "
    "then the way back. Each number is marked as you go. There are four sheets, and you can print each one, and its "
    "key.",
    controls=(Slider("sheet", "Sheet", 1),),
    checks=(
        Check(
            "sheet",
            "Fill in a whole sheet, all nine numbers right.",
            lambda s, _: SHEET.is_done(s.sheet),
            lambda s, _: f"{SHEET.count_right(s.sheet)} of {len(BLANKS)} are right so far.",
        ),
    ),
    live=lambda s: SHEET.show(s.sheet),
)
