"""The Frame of a recurrent network: what one sequence makes of it from moment to moment, as small numbers.

Values of units and answers are int16: 32767 stands for the range that the header gives. So an update stays small
whatever the network's size.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS
from engine.data.sequences import datasets
from engine.experiments.sequence_experiment import CELLS, SequenceExperiment
from engine.runs import objective
from engine.runs.history import Scores
from engine.runs.run import Run
from engine.study import through_time
from engine.study.through_time import Moments
from pictures.live import maps, packing, progress
from pictures.sequences import arithmetic
from pictures.sequences.symbols import glyph

LARGEST_INT16 = 32767
SMALLEST_GRADIENT = 1e-12  # what is smaller is drawn as this

# The gates on show, by cell, with their names; below them, or above for an LSTM's state, the hidden state.
GATES: dict[str, dict[str, str]] = {
    "rnn": {},
    "lstm": {"forget": "forget gate f", "input": "input gate i", "output": "output gate o"},
    "gru": {"reset": "reset gate r", "update": "update gate u"},
}


class Shown(NamedTuple):
    """A sequence on show: points (…, moments, 1) as a Split has them, its title, and sentences on what was written.

    targets are as those of a Split, (rows, moments, 1), or (rows, 1) where only the end is asked; None where nobody
    knows the answers. own is the moment, from 0, at which the network begins to read its own answers, if it does.
    """

    points: np.ndarray
    title: str
    targets: np.ndarray | None = None
    sentences: tuple[str, ...] = ()
    own: int | None = None


def is_list(experiment: SequenceExperiment) -> bool:
    """Return whether the sequences are entries of a list."""
    return datasets.is_list(experiment.data, experiment.text, experiment.own)


def _small(values: np.ndarray, largest: float) -> np.ndarray:
    """Return values as int16, of which LARGEST_INT16 stands for `largest`."""
    return np.rint(np.clip(maps.bounded(values, largest) / largest, -1, 1) * LARGEST_INT16).astype(np.int16)


def _waves(cell: str, found: Moments) -> list[tuple[str, str, np.ndarray, float, bool]]:
    """Return what is drawn of the units: key, name, values (units, moments), their range, whether they have a sign."""
    waves = []
    if found.c is not None:
        waves.append(("c", "cell state c", found.c[..., 0], _range(found.c), True))
    waves += [(name, label, found.gates[name][..., 0], 1.0, False) for name, label in GATES[cell].items()]
    return [*waves, ("h", "hidden state h", found.h[..., 0], _range(found.h), True)]


def _range(values: np.ndarray) -> float:
    """Return the largest size of values that are finite, at least 1, as a power of 2: so a colour keeps its meaning."""
    sizes = np.abs(values[np.isfinite(values)])
    largest = float(sizes.max()) if sizes.size else 1.0
    return float(2.0 ** np.ceil(np.log2(min(max(largest, 1.0), packing.LARGEST / 4))))


def _inputs(experiment: SequenceExperiment, points: np.ndarray) -> dict[str, Any]:
    """Return what goes in: letters, or numbers by name."""
    if experiment.data in ("adding", "sine"):
        rows = zip(experiment.symbols, points[..., 0].tolist(), strict=True)
        return {"numbers": [[name, [round(value, 4) for value in row]] for name, row in rows]}
    listed = is_list(experiment)
    return {"letters": [glyph(experiment.symbols[place], listed) for place in points[:, 0]]}


def asked(experiment: SequenceExperiment, targets: np.ndarray | None, moments: int) -> list[Any]:
    """Return for each moment what is asked there, a place among the classes or a number; None where nothing is."""
    if targets is None:
        return [None] * moments
    if not experiment.each_moment:
        return [None] * (moments - 1) + [_answer(experiment, targets[:, 0])]
    counted = targets[objective.WEIGHT, :, 0] > 0
    rows = targets[: -objective.EXTRA, :, 0]
    return [_answer(experiment, rows[:, t]) if counted[t] else None for t in range(moments)]


def _answer(experiment: SequenceExperiment, column: np.ndarray) -> float | int:
    if not experiment.class_count:
        return round(float(column[0]), 4)
    return int(column[0] > 0) if len(column) == 1 else int(column.argmax())


def pack(
    run: Run,
    scores: Scores,
    state: str,
    serial: int,
    shown: Shown | None,
    looked_at: tuple[int, int],
    trunk: Run | None = None,
    branches: Sequence[tuple[str, Run]] = (),
    **more: Any,
) -> packing.Frame:
    """Return the Frame of the first network of a Run of sequences, and of the sequence that is shown.

    state is ready, playing, paused, past or diverged; serial changes when the picture must jump instead of glide.
    looked_at is the unit, from 1, and the moment, from 1, 0 for the last one. trunk is the Run whose loss curve is
    drawn, if run is a moment of its past; branches are other Runs with their names; more goes into the header.
    """
    trunk, e = trunk or run, run.experiment
    classes = [glyph(name, is_list(e)) for name in e.classes]
    header: dict[str, Any] = {
        "state": state,
        "serial": serial,
        **progress.about(run, scores, trunk),
        "branches": [name for name, _ in branches],
        "data": e.data,
        "cell": CELLS[e.cell],
        "activation": ACTIVATIONS[e.activation].label if e.cell == "rnn" else "",
        "units": e.units,
        "moments": e.moments,
        "shortest": datasets.SEQUENCES[e.data].shortest,
        "classes": classes,
        "is_number": not e.class_count,
        "each_moment": e.each_moment,
        "determined": datasets.SEQUENCES[e.data].determined,
        "note": datasets.SEQUENCES[e.data].note,
        "scored": [run.scored[2], run.scored[0].shape[-1] - run.scored[2]],
        "letters": [],
        "waves": [],
        **more,
    }
    floats = {"history": packing.losses(trunk.history.rows()), **progress.branch_curves(branches)}
    if shown is None:
        return packing.Frame(header, floats)
    more_header, blocks = _of_sequence(run, shown, *looked_at)
    norms = through_time.gradient_norms(run)[0] if run.train.size else np.zeros(0)
    floats["gradient"] = np.log10(maps.bounded(norms, packing.LARGEST).clip(SMALLEST_GRADIENT)).astype(np.float32)
    return packing.Frame(header | more_header, {**floats, **blocks})


def _of_sequence(run: Run, shown: Shown, unit: int, moment: int) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the parts of the header and the blocks that say what the network makes of a sequence."""
    e, found = run.experiment, through_time.moments(run, shown.points)
    length = found.h.shape[1]
    unit, moment = min(unit, e.units), min(moment or length, length)
    waves = _waves(e.cell, found)
    answers = found.answers[..., 0]
    if len(answers) == 1 and e.class_count == 2:
        answers = np.concatenate([1 - answers, answers])
    largest = 1.0 if e.class_count else _range(answers)
    header = {
        "title": shown.title,
        "sentences": list(shown.sentences),
        "begun": shown.own,
        **_inputs(e, shown.points),
        "asked_for": asked(e, shown.targets, length),
        "unit": unit,
        "moment": moment,
        "explained": arithmetic.explain(run, shown.points, found, unit - 1, moment - 1),
        "waves": [[key, label, its_range, has_sign] for key, label, _, its_range, has_sign in waves],
        "answers_range": largest,
    }
    blocks = {key: _small(values, its_range) for key, _, values, its_range, _ in waves}
    return header, {**blocks, "answers": _small(answers, largest)}
