"""The sets of sequences: tasks that need memory, texts, and a visitor's own text.

A Split of sequences has points (moments, n), places in the tuple of symbols, or (rows, moments, n) numbers. Where every
moment is asked, its targets (outputs + 2, moments, n) have two rows more: how much the position counts for the loss,
and whether it counts for the accuracy.
"""

from typing import NamedTuple

import numpy as np

from engine.data.datasets import Split, as_targets
from engine.data.sequences import tasks, texts
from engine.data.sequences.tasks import Examples, Make

OWN, TEXT = "own", "text"
TRAIN_SHARE = 0.8
NOTHING = "ab"  # the alphabet while there is no text


class SequenceData(NamedTuple):
    """One set: its label, what it shows, and which of its positions are determined.

    inputs and outputs are the symbols, or the names of the numbers, that go in and that are asked for. each_moment is
    whether an answer is asked at every moment, not only at the end; is_number whether it is a number.
    """

    label: str
    note: str
    determined: str
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    make: Make | None = None
    each_moment: bool = True
    is_number: bool = False
    shortest: int = 2  # moments


SEQUENCES: dict[str, SequenceData] = {
    "recall": SequenceData(
        "Recall",
        "One letter, then blanks: which letter was it? It has to be carried through all moments between.",
        "The answer at the end, the only one that is asked.",
        (*tasks.RECALLED, tasks.BLANK),
        tasks.RECALLED,
        tasks.recall,
        each_moment=False,
    ),
    "echo": SequenceData(
        "Echo",
        "What came in a few moments ago? All of the last letters have to be remembered at once, and in order.",
        "From the moment on at which the first letter has to come back.",
        tasks.LETTERS,
        tasks.LETTERS,
        tasks.echo,
    ),
    "parity": SequenceData(
        "Parity",
        "Is the number of ones so far odd? One bit of memory is enough, but every one has to turn it over.",
        "Every position.",
        tasks.BITS,
        ("even", "odd"),
        tasks.parity,
    ),
    "anbn": SequenceData(
        "aⁿbⁿ",
        "As many b as there were a: what comes next? Something in the network has to count.",
        "From the first b on. How many a come is not known.",
        tasks.COUNTED,
        tasks.COUNTED,
        tasks.counting,
    ),
    "brackets": SequenceData(
        "Brackets",
        "Which bracket has to close next? The network needs a memory of brackets within brackets.",
        "Every position.",
        (*tasks.OPENING, *tasks.CLOSING),
        (*tasks.CLOSING, tasks.NONE_OPEN),
        tasks.brackets,
    ),
    "adding": SequenceData(
        "Adding",
        "Two of the numbers are marked: what is their sum? All others have to be kept out of the state.",
        "The answer at the end, the only one that is asked.",
        ("number", "mark"),
        ("sum",),
        tasks.adding,
        each_moment=False,
        is_number=True,
        shortest=4,
    ),
    "sine": SequenceData(
        "Sine",
        "How does the wave go on? Its frequency and its phase are in the first few values.",
        f"From moment {tasks.SINE_KNOWN + 1} on: before, too little of the wave is known.",
        ("value",),
        ("next value",),
        tasks.sine,
        is_number=True,
    ),
    TEXT: SequenceData(
        "Text",
        "Which character comes next? Names that look like names, and after a while words that look like words.",
        "Every character, though none follows from those before it.",
    ),
    OWN: SequenceData(
        "Your own",
        "A text of your own: a list of short lines, or prose.",
        "Every character, though none follows from those before it.",
    ),
}
WITH_ALPHABET = (TEXT, OWN)  # their symbols are the characters of the text


def text_of(name: str, text: str, own: str) -> str:
    """Return the text that the sequences are made of; empty for tasks, and without a visitor's own text."""
    return {TEXT: texts.content(text), OWN: own}.get(name, "")


def is_list(name: str, text: str, own: str) -> bool:
    """Return whether the sequences are the entries of a list."""
    return texts.TEXTS[text].is_list if name == TEXT else name == OWN and bool(own) and texts.is_list(own)


def symbols_in(name: str, text: str, own: str) -> tuple[str, ...]:
    """Return the symbols that go in, or the names of the numbers."""
    if name not in WITH_ALPHABET:
        return SEQUENCES[name].inputs
    return texts.alphabet(text_of(name, text, own) or NOTHING)


def symbols_out(name: str, text: str, own: str) -> tuple[str, ...]:
    """Return the symbols that are asked for, or the names of the numbers."""
    return symbols_in(name, text, own) if name in WITH_ALPHABET else SEQUENCES[name].outputs


def moments(name: str, text: str, own: str, length: int) -> int:
    """Return how many moments the sequences have: `length`, except where a text decides it."""
    written = text_of(name, text, own)
    return texts.moments(written, is_list(name, text, own), length) if written else length


def sample(
    name: str, text: str, own: str, length: int, delay: int, count: int, rng: np.random.Generator
) -> tuple[Split, Split]:
    """Return (train, test) sequences, at most `count` of them; both are empty without a visitor's own text."""
    data, outputs = SEQUENCES[name], len(symbols_out(name, text, own))
    if data.make:
        made = data.make(rng, count, length, delay)
    elif written := text_of(name, text, own):
        made = texts.examples(written, is_list(name, text, own), length, rng)
    else:
        made = Examples(*(np.zeros((length, 0), kind) for kind in (int, int, bool, bool)))
    made = Examples(*(values[..., :count] for values in made))
    total = made.y.shape[-1]
    cut = min(max(round(total * TRAIN_SHARE), 1), total - 1) if total > 1 else total
    return _split(data, outputs, made, slice(cut)), _split(data, outputs, made, slice(cut, None))


def _split(data: SequenceData, outputs: int, made: Examples, part: slice) -> Split:
    x, y, judged, determined = (values[..., part] for values in made)
    targets = y[None] if data.is_number else as_targets(y, outputs)
    if data.each_moment:
        targets = np.concatenate([targets, judged[None], determined[None]])
    return Split(x if data.is_number else x.astype(np.int16), targets.astype(np.float32), y)


def encode(name: str, text: str, own: str, points: np.ndarray) -> np.ndarray:
    """Return what goes into the network, (rows, moments, n): numbers as they are, symbols one-hot."""
    if SEQUENCES[name].is_number:
        return points
    rows = np.arange(len(symbols_in(name, text, own)))
    return (points == rows[:, None, None]).astype(np.float32)
