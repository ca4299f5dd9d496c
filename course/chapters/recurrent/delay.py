"""A delay, built by hand: units that hand on what came in, one moment each."""

from collections.abc import Mapping

import numpy as np

from course.chapters.parts import Check, Screen, Settings, Slider, near
from course.chapters.recurrent.unrolling import rounded
from engine.experiments.fields import Number
from engine.layers.recurrent import Recurrent
from pictures.sketch.scene import Panel, Scene

X = np.array([1, -0.5, 0, 0.75, -1, 0.25, 0, 1, -0.75, 0.5])  # the inputs
MOST = 6  # units
FIELDS = {"chain": (Number(1, MOST, whole=True), 2), "followed": (Number(1, len(X), whole=True), 1)}
WANTED, RIGHT = 4, 4  # moments of the echo to build; units for an echo of three moments
LEFT = 2.6  # moments of room for the words at the left


def matrix(units: int) -> np.ndarray:
    """Return [W_h W_x b] (units, units + 2) of the delay: each unit copies the one before it, the first the input."""
    result = np.zeros((units, units + 2))
    result[0, units] = 1
    result[range(1, units), range(units - 1)] = 1
    return result


def states(units: int) -> np.ndarray:
    """Return the states of the delay at all moments (units, moments), by the engine."""
    layer = Recurrent(1, units, len(X), "linear")
    return layer.forward((matrix(units)[None],), layer.layer_input(X[None, None, :, None])).a[0, :, :, 0]


def _frame(panel: Panel, value: float, column: int, y: float) -> None:
    """Draw a value once more, with a frame."""
    panel.pixels(np.array([[value]]), (column, column + 1, y, y + 1), True, [rounded(value)], (0, 0, 1, 1))


def figure(s: Settings) -> Scene:
    """Show inputs and states over time, with one input that is followed, and the matrix."""
    h, top = states(s.chain), MOST + 1.5
    time = Panel("Inputs and states over time", (-LEFT, len(X)), (-0.8, top + 1), "Time runs to the right", axes=False)
    time.pixels(X[None], (0, len(X), top - 1, top), True, [rounded(x) for x in X])
    time.text((-0.2, top - 0.5), "input x", "ink", 13, "end")
    time.pixels(h, (0, len(X), MOST - s.chain, MOST), True, [rounded(value) for value in h.ravel()])
    for unit in range(s.chain):
        last = unit == s.chain - 1
        time.text((-0.2, MOST - unit - 0.5), f"unit {unit + 1}", "ink", 13, "end", bold=last)
    for t in range(len(X)):
        time.text((t + 0.5, MOST - s.chain - 0.45), f"{t + 1}", "quiet", 12)
    value = float(X[s.followed - 1])
    _frame(time, value, s.followed - 1, top - 1)
    for unit in range(min(s.chain, len(X) - s.followed + 1)):
        _frame(time, value, s.followed - 1 + unit, MOST - unit - 1)
    time.handle(
        "followed", (s.followed - 0.5, top + 0.45), "Input to follow", "red", "x", (0.5, len(X) - 0.5, 0, top), 1
    )
    weights = matrix(s.chain)[:, : s.chain]
    recurrent = Panel(
        "The recurrent weights", (0, s.chain), (0, s.chain), "W: from unit to unit", axes=False, share=0.4
    )
    recurrent.square = True
    recurrent.pixels(weights, (0, s.chain, 0, s.chain), True, [rounded(w) for w in weights.ravel()])
    delay = s.chain - 1
    comes = s.followed + delay
    caption = (
        f"The input of moment {s.followed}, which is {rounded(value)}, is in unit {s.chain} "
        + (f"at moment {comes}" if comes <= len(X) else "only after the end of this sequence")
        + f": an echo of {delay} moment{'s' * (delay != 1)}."
    )
    return Scene([time, recurrent], caption, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Follow the nearest input."""
    return {"followed": round(min(max(x + 0.5, 1), len(X)))}


def _units_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 3):
        return "The first unit has the input of this very moment: it does not delay yet."
    if near(answer, 9) or near(answer, 16):
        return "Units, not weights: how many have to stand one behind the other?"
    return "Unit 1 has what comes in now, unit 2 what came a moment ago. Which one has what came three moments ago?"


SCREEN = Screen(
    "An echo, built by hand",
    "How can a state know *when* something came? Here each unit copies the one before it: **W** has ones below its "
    "diagonal, and zeros elsewhere. So each input moves on from unit to unit, and the last one says what came in some "
    "moments ago. A longer echo needs a larger state, with a place for each input on its way. Drag the red dot.",
    figure=figure,
    controls=(Slider("chain", "Units", 1),),
    checks=(
        Check(
            "echo",
            f"Build an echo of {WANTED} moments: the last unit says what came in {WANTED} moments ago.",
            lambda s, _: s.chain == WANTED + 1,
            lambda s, _: f"Unit {s.chain} says what came in {s.chain - 1} moment{'s' * (s.chain != 2)} ago.",
        ),
        Check(
            "units",
            "How many such units does an echo of three moments need?",
            lambda s, answer: near(answer, RIGHT),
            _units_hint,
            "",
        ),
    ),
    drag=drag,
)
