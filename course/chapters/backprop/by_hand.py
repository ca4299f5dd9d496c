"""By hand: worksheets to fill in on the page, or to print."""

from collections.abc import Callable, Mapping

import numpy as np
import streamlit as st

from course.chapters.backprop.one_pass import THETA, Numbers, numbers, signed
from course.chapters.parts import Check, Screen, Settings, Slider, near
from engine.experiments.fields import Number
from ui.visit import typed_number
from ui.widgets import typed

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
BLANKS_IN_A_ROW = 3
TOLERANCE = 0.006  # so that two decimals are enough


def solution(sheet: int) -> Numbers:
    """Return all numbers of a worksheet."""
    x, y = SHEETS[sheet]
    return numbers(np.array(x), y)


def marks(sheet: int, answers: Mapping[str, float | None]) -> dict[str, bool]:
    """Return for each blank of a worksheet whether its answer is right."""
    n = solution(sheet)
    return {name: near(answers.get(name), float(right(n)), TOLERANCE) for name, (_, right) in BLANKS.items()}


def _key(sheet: int, name: str) -> str:
    """Return the key of the widget of a blank."""
    return f"blank_{sheet}_{name}"


def _answers(sheet: int) -> dict[str, float | None]:
    """Return the numbers that the visitor has typed in; None for a blank with no number."""
    return {name: typed_number.read(typed.text(_key(sheet, name))) for name in BLANKS}


def _count_right(sheet: int) -> int:
    """Return how many blanks the visitor has filled in with the right number."""
    return sum(marks(sheet, _answers(sheet)).values())


def _mark(sheet: int, name: str) -> str:
    """Return the mark of a blank as Markdown. An empty one has a line too: no mark moves what stands below it."""
    text = typed.text(_key(sheet, name))
    if not text:
        return "&nbsp;"
    answer = _answers(sheet)[name]
    if answer is None:
        return ":material/help: no number"
    right = marks(sheet, {name: answer})[name]
    return ":material/check_circle: :green[right]" if right else ":material/close: :red[not yet]"


def printable(sheet: int, with_answers: bool) -> str:
    """Return a worksheet as an HTML page to print, which loads nothing else; with its answers it is the key."""
    n = solution(sheet)
    (x1, x2), y = SHEETS[sheet]
    w = [signed(v) for v in THETA[0]]
    rows = "".join(
        f"<tr><th>{label}</th><td>{signed(float(right(n))) if with_answers else ''}</td></tr>"
        for label, right in BLANKS.values()
    )
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Backpropagation, sheet {sheet}</title>
<style>body{{font:16px/1.5 sans-serif;max-width:42rem;margin:2rem auto;color:#000}}table{{border-collapse:collapse}}
th,td{{border:1px solid #666;padding:.5rem 1rem;text-align:left}}td{{min-width:9rem;height:1.6rem}}
@media print{{body{{margin:0}}}}</style>
<h1>Backpropagation by hand, sheet {sheet}{": key" if with_answers else ""}</h1>
<p>A network 2-2-1: z₁ = {w[0]}·x₁ + {w[1]}·x₂ + {w[2]},
z₂ = {w[3]}·x₁ − {signed(-THETA[0, 4])}·x₂ + {w[5]}, a = ReLU(z),
ŷ = v₁a₁ + v₂a₂ + c with v₁ = {w[6]}, v₂ = {w[7]}, c = {w[8]}; L = (ŷ − y)².</p>
<p>The point is x = ({signed(x1)}, {signed(x2)}), and y = {signed(y)}. Fill in:</p>
<table>{rows}</table></html>"""


def worksheet(s: Settings) -> None:
    """Show a sheet to fill in; each number is marked at once."""
    (x1, x2), y = SHEETS[s.sheet]
    w = [signed(v) for v in THETA[0]]
    st.markdown(
        f"**x = ({signed(x1)}, {signed(x2)})**, **y = {signed(y)}**. z₁ = {w[0]}·x₁ + {w[1]}·x₂ + {w[2]}, "
        f"z₂ = {w[3]}·x₁ + ({w[4]})·x₂ + {w[5]}, a = ReLU(z), "
        f"ŷ = v₁a₁ + v₂a₂ + c with v₁ = {w[6]}, v₂ = {w[7]}, c = {w[8]}, L = (ŷ − y)²."
    )
    names = list(BLANKS)
    for start in range(0, len(names), BLANKS_IN_A_ROW):  # a row at a time: the Tab key follows the order of the script
        row = names[start : start + BLANKS_IN_A_ROW]
        for column, name in zip(st.columns(BLANKS_IN_A_ROW), row, strict=True):
            with column:
                typed.show(BLANKS[name][0], _key(s.sheet, name), "?")
                st.markdown(_mark(s.sheet, name))
    count = _count_right(s.sheet)
    st.progress(count / len(BLANKS), f"{count} of {len(BLANKS)} right")
    with st.container(horizontal=True):
        for with_answers, label in ((False, "Print the sheet"), (True, "Print the key")):
            st.download_button(
                label,
                printable(s.sheet, with_answers),
                f"backpropagation-{s.sheet}{'-key' if with_answers else ''}.html",
                "text/html",
                icon=":material/print:",
            )


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
            lambda s, _: _count_right(s.sheet) == len(BLANKS),
            lambda s, _: f"{_count_right(s.sheet)} of {len(BLANKS)} are right so far.",
        ),
    ),
    live=worksheet,
)
