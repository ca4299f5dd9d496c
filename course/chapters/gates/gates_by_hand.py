"""Gates by hand: what one cell of an LSTM, or one unit of a GRU, does at one moment."""

from collections.abc import Mapping

import numpy as np

from course.chapters.parts import Answer, Check, Formula, Pick, Prediction, Screen, Settings, Slider, Try, near, within
from engine.experiments.fields import Choice, Number
from engine.layers.gru import GRU
from engine.layers.lstm import LSTM
from pictures.sketch.scene import Panel, Scene

KINDS = {"lstm": "LSTM", "gru": "GRU"}
GATE, CANDIDATE, HELD = Number(0, 1), Number(-1, 1), Number(-3, 3)
FIELDS = {
    "gate_kind": (Choice(KINDS), "lstm"),
    "held": (HELD, 2.0),
    "forget_gate": (GATE, 0.5),
    "input_gate": (GATE, 0.6),
    "candidate": (CANDIDATE, -0.5),
    "output_gate": (GATE, 0.8),
    "update_gate": (GATE, 0.7),
}
OPEN, CLOSED = 0.99, 0.01
RIGHT, WRONG_SIGN = 0.8, 1.2  # of the sum to compute
LARGEST = 40.0  # a weighted sum at which a sigmoid is 0 or 1 in all digits
ALMOST_ONE = 1 - 1e-15
HIGH, WIDE = 1.15, 3.4  # of the axes


def _logit(value: float) -> float:
    """Return the weighted sum for which a sigmoid has this value."""
    with np.errstate(divide="ignore"):
        return float(np.clip(np.log(value) - np.log1p(-value), -LARGEST, LARGEST))


def _before_tanh(value: float) -> float:
    return float(np.arctanh(np.clip(value, -ALMOST_ONE, ALMOST_ONE)))


def _row(sums: list[float]) -> tuple[np.ndarray]:
    """Return the matrix of a layer of one unit whose weights are 0: its biases are the weighted sums."""
    return (np.array([[[0.0, 0.0, z] for z in sums]]),)


X = np.array([[[[0.0]], [[1.0]]]])  # an input of one moment, and the row of ones


def lstm_cell(c: float, f: float, i: float, g: float, o: float) -> tuple[float, float]:
    """Return the next c and h of one LSTM cell, by the engine."""
    sums = [_logit(o), _logit(i), _logit(f), _before_tanh(g)]
    cells = LSTM(1, 1, 1).forward(_row(sums), X, (np.zeros((1, 1, 1)), np.full((1, 1, 1), c)))
    return float(cells.c[0, 0, 0, 0]), float(cells.a[0, 0, 0, 0])


def gru_unit(h: float, u: float, n: float) -> float:
    """Return the next h of one unit of a GRU, by the engine."""
    gated = GRU(1, 1, 1).forward(_row([0.0, _logit(u), _before_tanh(n)]), X, (np.full((1, 1, 1), h),))
    return float(gated.a[0, 0, 0, 0])


def _gates(s: Settings) -> dict[str, tuple[str, str, float, str]]:
    """Return the field, the name, the value and the colour of everything that can be dragged."""
    if s.gate_kind == "gru":
        return {
            "update_gate": ("update u", "Update gate u", s.update_gate, "blue"),
            "candidate": ("candidate n", "Candidate n", s.candidate, "green"),
        }
    return {
        "forget_gate": ("forget f", "Forget gate f", s.forget_gate, "blue"),
        "input_gate": ("input i", "Input gate i", s.input_gate, "purple"),
        "candidate": ("candidate g", "Candidate g", s.candidate, "green"),
        "output_gate": ("output o", "Output gate o", s.output_gate, "orange"),
    }


def _terms(s: Settings) -> tuple[dict[str, tuple[float, str]], str]:
    """Return what the second panel shows, and the arithmetic in words."""
    if s.gate_kind == "gru":
        h, u, n = within(CANDIDATE, s.held), s.update_gate, s.candidate
        after = gru_unit(h, u, n)
        bars = {"h": (h, "ink"), "u · h": (u * h, "blue"), "(1 − u) n": ((1 - u) * n, "green"), "new h": (after, "ink")}
        return bars, f"h = {u:.2f} · {h:.2f} + {1 - u:.2f} · ({n:.2f}) = {after:.2f}."
    c, f, i, g = s.held, s.forget_gate, s.input_gate, s.candidate
    after, h = lstm_cell(c, f, i, g, s.output_gate)
    bars = {
        "c": (c, "ink"),
        "f · c": (f * c, "blue"),
        "i · g": (i * g, "green"),
        "new c": (after, "ink"),
        "h": (h, "orange"),
    }
    words = f"c = {f:.2f} · {c:.2f} + {i:.2f} · ({g:.2f}) = {after:.2f}; h = {s.output_gate:.2f} · tanh({after:.2f})"
    return bars, f"{words} = {h:.2f}."


def figure(s: Settings) -> Scene:
    """Show the gates and the candidate, and what they make of what was held."""
    shown = _gates(s)
    gates = Panel(
        "Gates and candidate, to drag",
        (0, len(shown)),
        (-HIGH, HIGH),
        "Gates, 0 to 1, and the candidate, −1 to 1",
        categories=tuple(name for name, *_ in shown.values()),
    )
    for k, (field, (_, label, value, colour)) in enumerate(shown.items()):
        gates.bar(k + 0.25, k + 0.75, min(value, 0), max(value, 0), colour, 0.45)
        low = -1 if field == "candidate" else 0
        gates.handle(field, (k + 0.5, value), label, colour, "y", (k + 0.5, k + 0.5, low, 1), 0.05)
    terms, words = _terms(s)
    result = Panel(
        "What is held before and after",
        (0, len(terms)),
        (-WIDE, WIDE),
        "What the cell holds" if s.gate_kind == "lstm" else "The state",
        categories=tuple(terms),
    )
    for k, (value, colour) in enumerate(terms.values()):
        result.bar(k + 0.2, k + 0.8, min(value, 0), max(value, 0), colour)
        result.text((k + 0.5, value + (0.3 if value >= 0 else -0.3)), f"{value:.2f}", "ink", 14)
    result.line([(0, 0), (len(terms), 0)], "quiet", 1)
    return Scene([gates, result], words, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Set a gate or the candidate, in hundredths."""
    field = CANDIDATE if name == "candidate" else GATE
    return {name: within(field, round(y, 2))}


def _keep_hint(s: Settings) -> str:
    if s.gate_kind != "lstm":
        return "Choose the LSTM."
    if s.forget_gate < OPEN:
        return f"Only {s.forget_gate:.2f} of what is held goes on. Which gate is that?"
    return "All that is held goes on, and something is added. Which gate lets the candidate in?"


def _sum_hint(s: Settings, answer: float | None) -> str:
    if near(answer, WRONG_SIGN):
        return "Mind the sign of the candidate: it takes something away."
    if near(answer, 0.2):
        return "The forget gate multiplies what was held, 2, not 1 − f."
    return "0.5 of 2 stays. Then add 0.25 of the candidate."


SCREEN = Screen(
    "Gates by hand",
    "A **gate** is a sigmoid, a number between 0 and 1 that says how much of something passes. An **LSTM** has a cell "
    "c beside its state h: gate f says how much of c stays, i how much of the candidate g comes in, o how much is "
    "shown. A **GRU** has no cell, and one gate for both: what u does not keep makes room. A layer computes its gates "
    "from the input and the last state; here you set them.",
    figure=figure,
    formulas=(
        Formula(
            r"c' = f \, c + i \, g, \qquad h' = o \tanh c'",
            {
                "c": "cell",
                "f, i, o": "forget, input and output gate",
                "g": "candidate",
                "h": "state",
                "'": "at the next moment",
            },
            computed_by=lstm_cell,
            written_out=lambda c, f, i, g, o: (f * c + i * g, o * np.tanh(f * c + i * g)),
            sample_arguments=lambda rng: (
                float(rng.normal()),
                float(rng.random()),
                float(rng.random()),
                float(rng.uniform(-1, 1)),
                float(rng.random()),
            ),
        ),
        Formula(
            r"h' = u \, h + (1 - u) \, n",
            {"u": "update gate of a GRU", "n": "its candidate"},
            computed_by=gru_unit,
            written_out=lambda h, u, n: u * h + (1 - u) * n,
            sample_arguments=lambda rng: (float(rng.uniform(-1, 1)), float(rng.random()), float(rng.uniform(-1, 1))),
        ),
    ),
    prediction=Prediction(
        "The output gate of this LSTM closes: o goes from 0.8 to 0. What becomes of the new c?",
        (
            Answer("It becomes 0.", "That is h. The output gate stands behind the cell."),
            Answer("It stays as it is.", "Only what is shown, h, becomes 0."),
            Answer("It keeps all that it held.", "For that the forget gate would have to be 1 and the input gate 0."),
        ),
        1,
        {"gate_kind": "lstm", "output_gate": 0.0},
    ),
    controls=(Pick("gate_kind", "Layer", KINDS), Slider("held", "Held before", 0.1)),
    tries=(
        Try("Forget all", {"gate_kind": "lstm", "forget_gate": 0.0, "input_gate": 1.0}),
        Try("Hide it", {"gate_kind": "lstm", "output_gate": 0.0}),
    ),
    checks=(
        Check(
            "keep",
            "Set the gates of the LSTM so that the cell keeps what it holds, whatever the candidate is.",
            lambda s, _: s.gate_kind == "lstm" and s.forget_gate >= OPEN and s.input_gate <= CLOSED,
            lambda s, _: _keep_hint(s),
        ),
        Check(
            "cell",
            "A cell holds 2. Its forget gate is 0.5, its input gate 0.25, and the candidate is −0.8. What does it hold "
            "then?",
            lambda s, answer: near(answer, RIGHT),
            _sum_hint,
            "",
        ),
    ),
    drag=drag,
)
