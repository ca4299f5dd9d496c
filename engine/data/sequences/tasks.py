"""Tasks made by functions: what they ask needs memory of one kind or another.

make(rng, count, length, delay) returns Examples. Symbols are numbers, places in the tuple of the task's symbols.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

LETTERS = ("a", "b", "c", "d")  # to echo
RECALLED = tuple("abcdef")
BLANK = "·"  # between the letter to recall and the end
BITS = ("0", "1")
COUNTED = ("a", "b", ".")
OPENING, CLOSING = ("(", "[", "{"), (")", "]", "}")
NONE_OPEN = "·"
DEEPEST = 6  # brackets open at once
SINE = (0.2, 0.6)  # the lowest and the highest frequency, in radians per moment
SINE_KNOWN = 4  # moments from which on frequency and phase are known well


class Examples(NamedTuple):
    """Sequences with their answers.

    x is (moments, n) symbols, or (rows, moments, n) numbers. y is (moments, n), or (n,) where only the end is asked:
    symbols, or numbers. judged and determined, (moments, n) or (n,), say where y counts for the loss, and where it
    follows from x, so that it counts for the accuracy.
    """

    x: np.ndarray
    y: np.ndarray
    judged: np.ndarray
    determined: np.ndarray


Make = Callable[[np.random.Generator, int, int, int], Examples]


def recall(rng: np.random.Generator, count: int, length: int, delay: int) -> Examples:
    """Return one of RECALLED, then blanks to the end, where the letter is asked."""
    letters = rng.permutation(np.arange(count) % len(RECALLED))
    x = np.full((length, count), len(RECALLED))
    x[0] = letters
    everywhere = np.ones(count, bool)
    return Examples(x, letters, everywhere, everywhere)


def echo(rng: np.random.Generator, count: int, length: int, delay: int) -> Examples:
    """Return random LETTERS; from moment `delay` on, the letter of so many moments ago is asked."""
    x = rng.integers(0, len(LETTERS), (length, count))
    y = np.zeros_like(x)
    y[delay:] = x[: length - delay]
    asked = np.zeros(x.shape, bool)
    asked[delay:] = True
    return Examples(x, y, asked, asked)


def parity(rng: np.random.Generator, count: int, length: int, delay: int) -> Examples:
    """Return random bits; at every moment it is asked whether the number of ones so far is odd."""
    x = rng.integers(0, 2, (length, count))
    everywhere = np.ones(x.shape, bool)
    return Examples(x, x.cumsum(axis=0) % 2, everywhere, everywhere)


def counting(rng: np.random.Generator, count: int, length: int, delay: int) -> Examples:
    """Return n times a, then n times b, n at most half of length; the next symbol is asked, after the last b a dot.

    How many a come cannot be known: what follows is determined from the first b on.
    """
    n = rng.integers(1, length // 2 + 1, count)
    place = np.arange(length + 1)[:, None]
    symbols = np.where(place < n, 0, np.where(place < 2 * n, 1, 2))
    judged = place[:-1] < 2 * n
    return Examples(symbols[:-1], symbols[1:], judged, judged & (place[:-1] >= n))


def brackets(rng: np.random.Generator, count: int, length: int, delay: int) -> Examples:
    """Return brackets of three kinds, none closed that is not open; which one has to close next is asked."""
    x, y = np.empty((2, length, count), int)
    kinds = rng.integers(0, len(OPENING), (length, count))
    opens = rng.random((length, count)) < 0.5
    for i in range(count):
        stack: list[int] = []
        for t in range(length):
            if not stack or (opens[t, i] and len(stack) < DEEPEST):
                stack.append(int(kinds[t, i]))
                x[t, i] = stack[-1]
            else:
                x[t, i] = len(OPENING) + stack.pop()
            y[t, i] = stack[-1] if stack else len(CLOSING)
    everywhere = np.ones(x.shape, bool)
    return Examples(x, y, everywhere, everywhere)


def adding(rng: np.random.Generator, count: int, length: int, delay: int) -> Examples:
    """Return numbers in [0, 1] and marks, one in each half; at the end the sum of the two marked numbers is asked.

    Hochreiter and Schmidhuber 1997.
    """
    numbers, marks = rng.random((length, count)), np.zeros((length, count))
    everyone, half = np.arange(count), length // 2
    for first, stop in ((0, half), (half, length)):
        marks[rng.integers(first, stop, count), everyone] = 1
    everywhere = np.ones(count, bool)
    return Examples(np.stack([numbers, marks]), (numbers * marks).sum(axis=0), everywhere, everywhere)


def sine(rng: np.random.Generator, count: int, length: int, delay: int) -> Examples:
    """Return sine waves of any frequency and phase; at every moment the next value is asked."""
    frequency, phase = rng.uniform(*SINE, count), rng.uniform(0, 2 * np.pi, count)
    values = np.sin(frequency * np.arange(length + 1)[:, None] + phase)
    known = np.zeros((length, count), bool)
    known[SINE_KNOWN:] = True
    return Examples(values[None, :-1], values[1:], np.ones((length, count), bool), known)
