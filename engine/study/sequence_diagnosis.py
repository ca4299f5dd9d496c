"""Diagnosis on sequences: gradients that vanish in time, steps that are clipped, names that are copied."""

from typing import Any

import numpy as np

from engine import network
from engine.data.sequences import datasets
from engine.numerals import grouped, plain, significant
from engine.runs import objective
from engine.runs.run import Run
from engine.study import sampling, through_time
from engine.study.finding import Finding, times

# Rules of thumb, like those in diagnosis.py. An untrained GRU has a ratio of 1e-3 over 20 moments, and learns.
VANISHED = 1e-4  # of the gradient at the first moment to that at the last
HYSTERESIS = 3  # times so far has a measure to go back before what was found is no longer found
BEGUN = 3  # epochs before which nothing is said
BATCHES = 8  # mini-batches whose gradients are measured
CLIPPED_SHARE = 0.75  # of them
SAMPLES = 40  # names that are written to see how many are copied
COPIED_SHARE = 0.5  # of them
SMALLEST = 16  # units: a network that copies with fewer needs something else than fewer units


def copied_names(run: Run, last: str) -> Finding | None:
    """Find a network that writes entries of its training list: it has learned them by heart."""
    e = run.experiment
    if run.epoch < BEGUN or not datasets.is_list(e.data, e.text, e.own):
        return None
    written = sampling.generate(run, SAMPLES)
    share = sampling.copied(run, written)
    if share < COPIED_SHARE * (0.8 if last == "copied" else 1):
        return None
    text = (
        f"{round(share * SAMPLES)} of {SAMPLES} entries that the network writes are in the training list: with "
        f"{grouped(network.layout(run.layers).size)} weights and biases it can learn them by heart."
    )
    if e.units > SMALLEST:
        units = max(e.units // 2, SMALLEST)
        return Finding("copied", text, f"Try {units} units", {"units": units})
    return Finding("copied", text, "Try L2, λ 0.01", {"regularization": "l2", "regularization_rate": 0.01})


def vanishing_in_time(run: Run, last: str) -> Finding | None:
    """Find a gradient that does not reach the first moments, or explodes on its way, where the answer lies at the end.

    At every moment, near answers give a gradient too, and nothing says how far back a task needs it.
    """
    e = run.experiment
    if run.epoch < BEGUN or e.each_moment:
        return None
    norms = through_time.gradient_norms(run)[0]
    if 0 < e.truncate < e.moments:
        return Finding(
            "truncated",
            f"The answer is asked after {e.moments} moments, and truncation stops the gradient at every {e.truncate}th "
            "moment: what comes early gets none.",
            "Try no truncation",
            {"truncate": 0},
        )
    if not (norms > 0).all() or not np.isfinite(norms).all():
        return None
    ratio, limit = float(norms[0] / norms[-1]), VANISHED
    if last in ("vanishing_in_time", "exploding_in_time"):
        limit *= HYSTERESIS
    if ratio > 1 / limit:
        text = f"The gradient explodes in time: at the first moment it is {times(ratio)} that of the last one."
        label, changes = _steadier(e) if e.clip_norm else ("Clip it at norm 1", {"clip_norm": 1.0})
        return Finding("exploding_in_time", text, label, changes)
    if ratio >= limit:
        return None
    text = (
        f"The gradient vanishes in time: at the first moment it is {times(ratio)} of that at the last one, so what the "
        "network sees first hardly changes its weights."
    )
    return Finding("vanishing_in_time", text, *_steadier(e))


def _steadier(e: Any) -> tuple[str, dict[str, Any]]:
    """Return the change with which the gradient goes further back in time."""
    if e.cell == "rnn":
        if e.recurrent_scale != 1 or e.activation != "tanh":
            return "Try tanh, recurrent scale 1", {"recurrent_scale": 1.0, "activation": "tanh"}
        return "Try LSTM", {"cell": "lstm", "forget_bias": 1.0}
    if e.cell == "lstm" and e.forget_bias < 1:
        return "Try forget bias 1", {"forget_bias": 1.0}
    return "Try an RNN, recurrent scale 1", {"cell": "rnn", "recurrent_scale": 1.0, "activation": "tanh"}


def clipping(run: Run, last: str) -> Finding | None:
    """Find a limit of the gradient's norm that most mini-batches reach: then every step has the same length."""
    e = run.experiment
    if not e.clip_norm or run.epoch < BEGUN:
        return None
    norms = batch_norms(run)
    share = float((norms > e.clip_norm).mean())
    if share < CLIPPED_SHARE / (HYSTERESIS if last == "clipped" else 1):
        return None
    higher = float(f"{2 * np.median(norms):.1g}")
    text = (
        f"In {round(share * len(norms))} of {len(norms)} mini-batches the gradient is clipped: its norm is "
        f"{significant(np.median(norms), 2)}, the limit {plain(e.clip_norm)}. A limit for rare leaps now sets the "
        f"length of every step."
    )
    if e.cell == "rnn" and e.recurrent_scale > 1:
        return Finding("clipped", text, "Try recurrent scale 1", {"recurrent_scale": 1.0})
    return Finding("clipped", text, f"Try a limit of {plain(higher)}", {"clip_norm": min(higher, 1000.0)})


def batch_norms(run: Run) -> np.ndarray:
    """Return the norm of the whole gradient of the first network, (n,), for up to BATCHES mini-batches of an epoch."""
    x, y, masks = run.shuffled
    loss, layout, size = objective.of(run.experiment), network.layout(run.layers), run.experiment.batch_size
    slope, norms = np.zeros_like(run.theta), []
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, run.train.size, size)[:BATCHES]:
            part = slice(start, start + size)
            trace = network.forward(run.layers, run.parameters, x[..., part], network.of_points(masks, part))
            da = loss.slope(trace.output, y[..., part]) / loss.size(y[..., part])
            network.backward(run.layers, run.parameters, layout.views(slope), trace, da)
            norms.append(np.linalg.norm(slope[0].astype(float)))
    return np.array(norms)
