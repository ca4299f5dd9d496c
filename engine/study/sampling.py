"""Text that a network writes, character by character, and how much of it is copied from the training text."""

import numpy as np

from engine import losses
from engine.data.sequences import datasets, texts
from engine.layers.through_time import State
from engine.runs.run import Run, layer_input
from engine.study.through_time import one_of, readout

COPIED = 20  # characters in a row that occur in the training text count as copied, where the text is no list


def generate(
    run: Run, count: int, temperature: float = 1, seed: int = 0, most: int = 100, prompt: str = "", index: int = 0
) -> list[str]:
    """Return `count` texts that a network writes; the same seed gives the same ones.

    Each character is drawn from the softmax of the outputs divided by temperature; at 0 it is the most probable one. An
    entry of a list ends where the network says so, any text after `most` characters. prompt is how all of them begin;
    characters that are not in the alphabet are left out. Raises ValueError where the data are not a text.
    """
    e = run.experiment
    if e.data not in datasets.WITH_ALPHABET:
        raise ValueError(f"data must be a text, got {e.data}")
    alphabet, is_list = e.symbols, datasets.is_list(e.data, e.text, e.own)
    allowed = set(alphabet) - {texts.END} if is_list else set(alphabet)
    begun = "".join(character for character in prompt if character in allowed)
    first = texts.END if texts.END in alphabet else " " if " " in alphabet else alphabet[0]
    layers, parameters = one_of(run, index)
    rng = np.random.default_rng(seed)
    points = np.repeat(texts.symbols(first + begun, alphabet)[:, None], count, axis=1)
    state: State = ()
    written: list[list[str]] = [[] for _ in range(count)]
    going = np.ones(count, bool)
    for _ in range(most - len(begun)):
        with np.errstate(over="ignore", invalid="ignore"):
            signal = layers[0].forward(parameters[0], layer_input(run, points), state)
            state = layers[0].state(signal)
            chosen = _draw(readout(parameters, signal.a[:, :, -1:])[0, :, 0], temperature, rng)
        for i in np.flatnonzero(going):
            if is_list and alphabet[chosen[i]] == texts.END:
                going[i] = False
            else:
                written[i].append(alphabet[chosen[i]])
        if not going.any():
            break
        points = chosen[None]
    return [begun + "".join(characters) for characters in written]


def _draw(z: np.ndarray, temperature: float, rng: np.random.Generator) -> np.ndarray:
    """Return a symbol for each column of outputs z, (outputs, n); one output is the second of two symbols."""
    z = np.nan_to_num(z.astype(float))
    if len(z) == 1:
        z = np.concatenate([np.zeros_like(z), z])
    draws = rng.random(z.shape[1])
    if temperature <= 0:
        return z.argmax(axis=0)
    p = losses.softmax(z / temperature)
    return np.minimum((p.cumsum(axis=0) < draws).sum(axis=0), len(z) - 1)


def training_text(run: Run) -> list[str]:
    """Return the training sequences as texts: the entries of a list, or pieces of prose."""
    symbols = np.array(run.experiment.symbols)
    lines = ["".join(symbols[column]) for column in run.train.points.T]
    if not datasets.is_list(run.experiment.data, run.experiment.text, run.experiment.own):
        return lines
    return [line.strip(texts.END) for line in lines]


def copied(run: Run, samples: list[str]) -> float:
    """Return the share of samples that are copied, 0 without samples.

    Of a list, these are the samples that are entries of the training data; of another text, it is the share of pieces
    of COPIED characters that occur in it.
    """
    known = training_text(run)
    if datasets.is_list(run.experiment.data, run.experiment.text, run.experiment.own):
        entries = set(known)
        return sum(sample in entries for sample in samples) / max(len(samples), 1)
    text = "".join(known)
    pieces = [sample[i : i + COPIED] for sample in samples for i in range(max(len(sample) - COPIED + 1, 0))]
    return sum(piece in text for piece in pieces) / max(len(pieces), 1)
