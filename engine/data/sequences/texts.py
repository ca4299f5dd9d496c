"""First names and short texts, in English and Spanish, and how a text becomes sequences of symbols.

The names are the first names of Faker 40.63.0 (https://github.com/joke2k/faker, MIT licence, in names_licence.txt),
locales es_ES and en_US, without those of several words, in small letters. The texts are in the public domain:
L. Carroll, Alice's Adventures in Wonderland (1865), the beginning; A. Lincoln, the Gettysburg Address (1863), the Bliss
copy; M. de Cervantes, Don Quijote de la Mancha (1605), the beginning of chapter I in modern spelling; P. Calderón de la
Barca, La vida es sueño (1635), the end of Segismundo's monologue in modern spelling.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.data.sequences.tasks import Examples

FOLDER = Path(__file__).parent
END = "\n"  # comes before and after each entry of a list
LONGEST_ENTRY = 24  # characters; a text with a longer line is not a list
FEWEST_ENTRIES = 10


class Text(NamedTuple):
    """One text: its label, its author or source, and whether it is a list, an entry on each line."""

    label: str
    source: str
    is_list: bool = False


TEXTS: dict[str, Text] = {
    "names_spanish": Text("Spanish first names", "Faker, MIT licence", is_list=True),
    "names_english": Text("English first names", "Faker, MIT licence", is_list=True),
    "alice": Text("Alice in Wonderland", "Lewis Carroll, 1865"),
    "gettysburg": Text("Gettysburg Address", "Abraham Lincoln, 1863"),
    "quijote": Text("Don Quijote", "Miguel de Cervantes, 1605"),
    "calderon": Text("La vida es sueño", "Pedro Calderón de la Barca, 1635"),
}


@lru_cache(maxsize=len(TEXTS))
def content(name: str) -> str:
    """Return the text of this name."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip(END)


@lru_cache(maxsize=64)
def is_list(text: str) -> bool:
    """Return whether a text is a list: some lines, each a short one."""
    lines = text.split(END)
    return len(lines) >= FEWEST_ENTRIES and max(map(len, lines)) <= LONGEST_ENTRY


@lru_cache(maxsize=64)
def alphabet(text: str) -> tuple[str, ...]:
    """Return the different characters of a text in order; in a list the first one is END."""
    return tuple(sorted(set(text)))


@lru_cache(maxsize=64)
def entries(text: str) -> tuple[str, ...]:
    """Return the different entries of a list, without empty ones."""
    return tuple(dict.fromkeys(line for line in text.split(END) if line))


def moments(text: str, listed: bool, length: int) -> int:
    """Return the length of the sequences that `examples` makes; a text that is short has shorter ones."""
    if listed:
        return max(map(len, entries(text))) + 1
    return max(min(length, len(text) // 2 - 1), 1)


def symbols(text: str, characters: tuple[str, ...]) -> np.ndarray:
    """Return the places of a text's characters in an alphabet, (len(text),)."""
    places = {character: i for i, character in enumerate(characters)}
    return np.array([places[character] for character in text], int)


def examples(text: str, listed: bool, length: int, rng: np.random.Generator) -> Examples:
    """Return all sequences of a text, in which at every moment the next character is asked.

    Of a list, each entry is a sequence, from END to END, and they are shuffled; what follows the second END is not
    judged. Another text is cut into sequences of `length`, in its order; what is left over at its end is not used.
    No character follows from those before it: the accuracy counts all that are judged.
    """
    characters, size = alphabet(text), moments(text, listed, length)
    if listed:
        words = entries(text)
        rows = [END + words[i] + END * (size - len(words[i])) for i in rng.permutation(len(words))]
        judged = np.array([[t <= len(row.strip(END)) for row in rows] for t in range(size)])
    else:
        rows = [text[i : i + size + 1] for i in range(0, len(text) - size, size)]
        judged = np.ones((size, len(rows)), bool)
    numbers = symbols("".join(rows), characters).reshape(len(rows), size + 1).T
    return Examples(numbers[:-1], numbers[1:], judged, judged)
