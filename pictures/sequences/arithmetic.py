"""The arithmetic of one unit at one moment, with the numbers of a network: lines of a formula and its numbers."""

import numpy as np

from engine.activations import ACTIVATIONS
from engine.data.sequences import datasets
from engine.numerals import significant
from engine.runs.run import Run, layer_input
from engine.study.through_time import Moments, one_of
from pictures.numbers import per_cent
from pictures.sequences.symbols import glyph

PLACES = 3  # decimals
LARGEST = 1e6  # from which on numbers are written as 1·10⁶

Line = tuple[str, str]  # a formula, and the same with numbers


def number(value: float) -> str:
    """Return a number with a proper minus sign; "∞" for what is not finite."""
    if not np.isfinite(value):
        return "–" if np.isnan(value) else "∞" if value > 0 else "−∞"
    if abs(value) >= LARGEST:
        return significant(value, 2)
    text = f"{value:.{PLACES}f}"
    return text.replace("-", "−") if float(text) else text.removeprefix("-")


def factor(value: float) -> str:
    """Return a number as a factor or a summand behind a sign: a negative one in parentheses."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text


def explain(run: Run, points: np.ndarray, found: Moments, unit: int, moment: int) -> list[Line]:
    """Return what makes h of a unit at a moment, both from 0, and the answer there.

    points is the sequence, (…, moments, 1), and found what the network does with it.
    """
    lines = {"rnn": _plain, "lstm": _lstm, "gru": _gru}[run.experiment.cell](run, points, found, unit, moment)
    return [*lines, *_answer(run, found, moment)]


def _before(values: np.ndarray, unit: int, moment: int) -> float:
    """Return a unit's value a moment before; before the first it is 0."""
    return float(values[unit, moment - 1, 0]) if moment else 0.0


def _sums(run: Run, points: np.ndarray, found: Moments, row: int, moment: int) -> tuple[float, float, float, int]:
    """Return the parts of a row's weighted sum, state, input and bias, and the unit that adds most."""
    _, parameters = one_of(run, 0)
    units = run.experiment.units
    weights = parameters[0][0][0, row].astype(float)
    x = layer_input(run, points)[0, :-1, moment, 0].astype(float)
    state = found.h[:, moment - 1, 0].astype(float) if moment else np.zeros(units)
    with np.errstate(over="ignore", invalid="ignore"):
        parts = weights[:units] * state
        return float(parts.sum()), float(weights[units:-1] @ x), float(weights[-1]), int(np.nanargmax(np.abs(parts)))


def _plain(run: Run, points: np.ndarray, found: Moments, unit: int, moment: int) -> list[Line]:
    state, given, bias, most = _sums(run, points, found, unit, moment)
    h, name = float(found.h[unit, moment, 0]), ACTIVATIONS[run.experiment.activation].label
    sums = f"{number(state)} + {factor(given)} + {factor(bias)}"
    lines = [(f"h = {name}(from the state + from the input + bias)", f"{number(h)} = {name}({sums})")]
    if moment:
        _, parameters = one_of(run, 0)
        weight, value = float(parameters[0][0][0, unit, most]), float(found.h[most, moment - 1, 0])
        product = f"{factor(weight)} · {factor(value)} = {number(weight * value)}"
        lines.append((f"of the state, most comes from unit {most + 1}", f"w · h = {product}"))
    return lines


def _lstm(run: Run, points: np.ndarray, found: Moments, unit: int, moment: int) -> list[Line]:
    assert found.c is not None
    o, i, f, g = (float(found.gates[name][unit, moment, 0]) for name in ("output", "input", "forget", "candidate"))
    c, before, h = float(found.c[unit, moment, 0]), _before(found.c, unit, moment), float(found.h[unit, moment, 0])
    return [
        (
            "c = f · c before + i · g",
            f"{number(c)} = {number(f)} · {factor(before)} + {number(i)} · {factor(g)}",
        ),
        ("h = o · tanh(c)", f"{number(h)} = {number(o)} · tanh({number(c)})"),
    ]


def _gru(run: Run, points: np.ndarray, found: Moments, unit: int, moment: int) -> list[Line]:
    r, u, n = (float(found.gates[name][unit, moment, 0]) for name in ("reset", "update", "candidate"))
    h, before, units = float(found.h[unit, moment, 0]), _before(found.h, unit, moment), run.experiment.units
    state, given, bias, _ = _sums(run, points, found, 2 * units + unit, moment)
    return [
        (
            "h = u · h before + (1 − u) · n",
            f"{number(h)} = {number(u)} · {factor(before)} + {number(1 - u)} · {factor(n)}",
        ),
        (
            "n = tanh(from the input + bias + r · from the state)",
            f"{number(n)} = tanh({number(given)} + {factor(bias)} + {number(r)} · {factor(state)})",
        ),
    ]


def _answer(run: Run, found: Moments, moment: int) -> list[Line]:
    """Return what a readout at this moment answers."""
    e, values = run.experiment, found.answers[:, moment, 0]
    if not e.class_count:
        return [(f"{e.classes[0]}", number(float(values[0])))]
    if len(values) == 1:
        values = np.array([1 - values[0], values[0]])
    best = int(np.argmax(values))
    listed = datasets.is_list(e.data, e.text, e.own)
    what = "next" if e.data in ("text", "own", "anbn") else "answer"
    return [(f"most probable {what}", f"“{glyph(e.classes[best], listed)}”, {per_cent(float(values[best]))}")]
