"""A sequence that a visitor writes, read as the network takes it; what cannot be read is said."""

import re
from typing import NamedTuple

import numpy as np

from engine.data.sequences import tasks
from engine.data.sequences.datasets import SEQUENCES, WITH_ALPHABET, is_list, symbols_in
from engine.data.sequences.texts import END
from engine.numerals import grouped

MAX_MOMENTS = 200
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)")
MAX_SHOWN = 5  # characters that a sentence names


class Written(NamedTuple):
    """A sequence, points (…, moments, 1) as a Split has them, of at least one moment, or None; and sentences."""

    points: np.ndarray | None
    sentences: tuple[str, ...]


def read(name: str, text: str, own: str, written: str) -> Written:
    """Return the sequence that a visitor has written for the data set `name`; text and own are as in an Experiment."""
    if SEQUENCES[name].is_number:
        return _numbers(name, written)
    symbols, sentences = symbols_in(name, text, own), []
    places = {symbol: i for i, symbol in enumerate(symbols)}
    letters = written if name in WITH_ALPHABET else "".join(written.split())
    kept = [letter for letter in letters if letter in places]
    if unknown := list(dict.fromkeys(letter for letter in letters if letter not in places)):
        shown = " ".join(unknown[:MAX_SHOWN]) + (" …" if len(unknown) > MAX_SHOWN else "")
        accepted = "characters of the text" if name in WITH_ALPHABET else " ".join(symbols)
        sentences.append(f"Accepted are {accepted}; left out: {shown}.")
    if len(kept) > MAX_MOMENTS:
        sentences.append(f"Only the first {MAX_MOMENTS} of {grouped(len(kept))} symbols are used.")
        kept = kept[:MAX_MOMENTS]
    if name == "brackets":
        sentences += _check_brackets(kept)
    if is_list(name, text, own):
        kept = [END, *kept]
    if not kept:
        return Written(None, (*sentences, "Write at least one symbol."))
    return Written(np.array([places[letter] for letter in kept], np.int16)[:, None], tuple(sentences))


def _check_brackets(letters: list[str]) -> list[str]:
    """Return sentences on brackets that close nothing, and on those that never close; both are read all the same."""
    stack: list[str] = []
    for place, letter in enumerate(letters, 1):
        if letter in tasks.OPENING:
            stack.append(letter)
        elif not stack or tasks.OPENING.index(stack[-1]) != tasks.CLOSING.index(letter):
            what = f"the last one open is {stack[-1]}" if stack else "none is open"
            return [f"Bracket {place}, {letter}, closes nothing: {what}. No training sequence has that."]
        else:
            stack.pop()
    if stack:
        return [f"{len(stack)} bracket{'' if len(stack) == 1 else 's'} stay{'s' if len(stack) == 1 else ''} open."]
    return []


def _numbers(name: str, written: str) -> Written:
    """Return numbers; in the adding problem those with a * behind them are the marked ones."""
    sentences = []
    found = [(float(match[0]), written[match.end() : match.end() + 1] == "*") for match in NUMBER.finditer(written)]
    if not found:
        example = "0.3 0.5* 0.1 0.9*" if name == "adding" else "0 0.4 0.7 0.9"
        return Written(None, (f"Write numbers, such as {example}.",))
    if len(found) > MAX_MOMENTS:
        sentences.append(f"Only the first {MAX_MOMENTS} of {grouped(len(found))} numbers are used.")
        found = found[:MAX_MOMENTS]
    numbers, marks = np.array(found, float).T
    low, high = (0, 1) if name == "adding" else (-1, 1)
    if (numbers < low).any() or (numbers > high).any():
        sentences.append(f"The numbers of the training data are from {low} to {high}.")
        numbers = np.clip(numbers, -1e6, 1e6)
    if name != "adding":
        return Written(numbers[None, :, None], tuple(sentences))
    if marks.sum() != 2:
        sentences.append(f"In the training data two numbers are marked with a *, here {marks.sum():.0f}.")
    return Written(np.stack([numbers, marks])[:, :, None], tuple(sentences))
