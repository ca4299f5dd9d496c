"""Unrolling: the same weights at every moment."""

from collections.abc import Mapping

from course.chapters.parts import Check, Formula, Screen, Settings, Slider, near
from course.chapters.recurrent.unit import states
from course.chapters.worksheet import signed
from engine.experiments.fields import Number
from engine.layers.recurrent import Recurrent
from engine.numerals import plain
from pictures.sketch.scene import Panel, Scene, link

X = (2.0, 0.0, -1.0, 1.0, 0.0)  # the inputs
U = 1.0  # the weight of an input
FIELDS = {"now": (Number(1, len(X), whole=True), 1), "w": (Number(-1, 1), 0.5)}
UNITS, INPUTS, MOMENTS = 3, 2, 20  # of the network whose weights are counted
RIGHT = 18
STATE_Y, INPUT_Y, TOP = 2.9, 1.0, 4.4  # heights in the figure
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def weights(units: int, inputs: int) -> int:
    """Return the number of weights and biases of a recurrent layer, by the engine."""
    return Recurrent(inputs, units, MOMENTS, "tanh").parameters[0].size


def at(symbol: str, moment: int) -> str:
    """Return a symbol with the number of a moment below it, such as h₂."""
    return f"{symbol}{str(moment).translate(SUBSCRIPTS)}"


def rounded(value: float) -> str:
    """Return a number with at most three digits, and a real minus sign."""
    return signed(float(f"{value:.3g}") + 0.0)


def bracketed(value: float) -> str:
    """Return a number as `rounded` does, a negative one in brackets."""
    return rounded(value) if value >= 0 else f"({rounded(value)})"


def figure(s: Settings) -> Scene:
    """Show the unit with its loop, and unrolled: one copy for each moment, with its values up to now."""
    h = states(s.w, U, X)
    folded = Panel("The unit with its loop", (0, 2.1), (0, TOP), "One unit", axes=False, share=0.25)
    folded.line([(1, STATE_Y), (1, 3.8), (2, 3.8), (2, STATE_Y)], "blue", 2.5)
    folded.arrow((2.03, STATE_Y), (1.5, STATE_Y), "blue", 2)
    folded.arrow((1, INPUT_Y + 0.4), (1, STATE_Y - 0.5), "quiet")
    folded.circle((1, STATE_Y), 16, "blue", "paper", "h", 15).circle((1, INPUT_Y), 14, "ink", "paper", "x", 15)
    folded.text((1.4, 4.15), f"w = {rounded(s.w)}", "ink", 13, bold=True).text(
        (1.14, 1.95), f"u = {plain(U)}", "ink", 13, "start"
    )
    row = Panel(
        "The unit, unrolled", (-0.35, len(X) + 0.5), (0, TOP), "Unrolled in time: one copy a moment", axes=False
    )
    for t, x in enumerate(X, 1):
        known = t <= s.now
        row.arrow((t - 0.66, STATE_Y), (t - 0.38, STATE_Y), "blue" if known else "quiet", 2)
        row.text((t - 0.5, STATE_Y + 0.5), rounded(s.w), "ink", 12, bold=True).part("w")
        row.arrow((t, INPUT_Y + 0.4), (t, STATE_Y - 0.5), "ink" if known else "quiet", 2)
        row.text((t + 0.08, 1.95), plain(U), "ink", 12, "start").part("u")
        state, given = at("h", t), at("x", t)
        row.circle((t, INPUT_Y), 14, "ink", "paper", signed(x), 13).part(given)
        value = rounded(h[t - 1]) if known else ""
        row.circle((t, STATE_Y), 16, "blue" if known else "quiet", "paper", value, 11).part(state)
        row.text((t, STATE_Y + 0.95), state, "ink" if known else "quiet", 14, bold=t == s.now).part(state)
        row.text((t, INPUT_Y - 0.62), given, "quiet", 12).part(given)
    row.circle((0, STATE_Y), 14, "quiet", "paper", "0", 13).part("h₀").text(
        (0, STATE_Y + 0.95), "h₀", "quiet", 14
    ).part("h₀")
    row.handle("now", (s.now, 0.0), "Moment", "red", "x", (1, len(X), 0, 0), 1)
    before = h[s.now - 2] if s.now > 1 else 0.0
    state, last, given = at("h", s.now), at("h", s.now - 1), at("x", s.now)
    caption = (
        f"Moment {s.now}: {state} = w · {last} + u · {given} = {link('w', rounded(s.w))} · "
        f"{link(last, bracketed(before))} + {link('u', plain(U))} · {link(given, bracketed(X[s.now - 1]))} = "
        f"{link(state, rounded(h[s.now - 1]))}."
    )
    return Scene([folded, row], caption, height=240)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Go to the nearest moment."""
    return {"now": round(min(max(x, 1), len(X)))}


def _count_hint(s: Settings, answer: float | None) -> str:
    if near(answer, RIGHT * MOMENTS):
        return "All moments use the same weights: they are counted once."
    if near(answer, RIGHT - UNITS):
        return "The weights are right. Each unit has a bias too."
    if near(answer, UNITS * (INPUTS + 1)):
        return "Each unit also sees the states of all units, its own as well, one moment ago."
    return "One unit has a weight for each of 2 inputs, one for each of 3 states, and a bias. There are three units."


def _negative_hint(s: Settings) -> str:
    if s.now < len(X):
        return f"This is moment {s.now}. Drag the red dot to moment {len(X)}."
    before, last = states(s.w, U, X)[-2:]
    return f"It is {rounded(last)}. The last input is 0, so h₅ = w · h₄, and h₄ is {rounded(before)}."


SCREEN = Screen(
    "The same weights at every moment",
    "A **recurrent** layer reads a sequence, one input a moment. It has a **state** h: what it computed a moment ago "
    "comes back to it as one more input. **Unrolled** in time it is a deep network with a layer for each moment, and "
    "all these layers share their weights. Drag the red dot through time, and change w: it changes in all copies.",
    figure=figure,
    formulas=(
        Formula(
            r"h_t = \varphi(w \, h_{t-1} + u \, x_t + b), \qquad h_0 = 0",
            {
                "t": "moment",
                "x_t": "input",
                "h_t": "state",
                "w": "weight of the last state",
                "u": "weight of the input",
                "b": "bias, 0 in the figure",
                r"\varphi": "activation, linear in the figure",
            },
            computed_by=lambda w, u, x1, x2: states(w, u, (x1, x2)).tolist(),
            written_out=lambda w, u, x1, x2: [u * x1, w * (u * x1) + u * x2],
            sample_arguments=lambda rng: tuple(float(v) for v in rng.normal(size=4)),
        ),
    ),
    controls=(Slider("w", "Weight w", 0.05),),
    checks=(
        Check(
            "negative",
            "Go to the last moment, and choose w so that its state is below 0.",
            lambda s, _: s.now == len(X) and states(s.w, U, X)[-1] < 0,
            lambda s, _: _negative_hint(s),
        ),
        Check(
            "weights",
            f"A recurrent layer has {UNITS} units and {INPUTS} inputs, and reads sequences of {MOMENTS} moments. How "
            "many weights and biases does it have?",
            lambda s, answer: near(answer, RIGHT),
            _count_hint,
            "",
        ),
    ),
    drag=drag,
)
