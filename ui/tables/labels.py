"""Cells of a label column as classes: which spellings mean the same, their order, and their colours."""

import re
from collections import Counter
from collections.abc import Iterable

from engine.data.datasets import MAX_CLASSES
from pictures.palette import CLASS_COLOUR_NAMES
from ui.tables import numbers

# The colours of the classes in some languages, and colours that look much the same: class 0, 1, … of palette.py.
COLOURS = {
    word: k
    for k, words in enumerate(
        [
            "orange naranja laranja arancione oranje red rot rouge rojo rosso vermelho rood красный 红 赤 "
            "yellow gelb jaune amarillo giallo amarelo geel жёлтый желтый 黄",
            "blue blau bleu azul blu blauw синий голубой 蓝 青",
            "green grün vert verde groen зелёный зеленый 绿 緑",
            "purple violet lila violett magenta morado viola roxo paars фиолетовый 紫",
            "olive",
        ]
    )
    for word in words.split()
}
WORDS = {"+": "1", "-": "0"}  # signs in their order
GROUPED = "other"  # the class of all that are not chosen


def key_of(cell: str, decimal: str) -> str:
    """Return what all spellings of a class have in common: 1, 1.0 and +1 are one, and so are Red and red."""
    value = numbers.number(cell, decimal)
    if abs(value) < numbers.LARGEST:  # not NaN, not infinite
        return f"{value:.12g}"
    return " ".join(cell.casefold().split())


def is_missing(cell: str, has_plus: bool) -> bool:
    """Return whether a cell says that there is no label; "-" is a label beside "+"."""
    text = cell.strip().lower()
    return not has_plus if text == "-" else text in numbers.NO_LABEL


def spellings(cells: Iterable[str], decimal: str) -> dict[str, Counter[str]]:
    """Return the classes by their keys, each with how often each of its spellings occurs; without missing labels."""
    counts = Counter(cells)
    has_plus = "+" in counts
    found: dict[str, Counter[str]] = {}
    for cell, count in counts.items():
        if not is_missing(cell, has_plus):
            found.setdefault(key_of(cell, decimal), Counter())[" ".join(cell.split())] += count
    return found


def display(key: str, spelled: Counter[str]) -> str:
    """Return the most frequent spelling of a class, among equally frequent ones the shortest; 1 for 1.000000."""
    text = min(spelled, key=lambda text: (-spelled[text], len(text), text))
    return key if re.fullmatch(r"[+-]?[0-9]*[.,][0-9]*(e[+-]?[0-9]+)?", text, re.IGNORECASE) else text


def in_order(keys: Iterable[str]) -> list[str]:
    """Return keys of classes in order: numbers by size, then text by the alphabet; - comes before +."""

    def rank(key: str) -> tuple[int, float, str]:
        try:
            return 0, float(WORDS.get(key, key)), key
        except ValueError:
            return 1, 0.0, key

    return sorted(keys, key=rank)


def places(keys: Iterable[str]) -> dict[str, int]:
    """Return the class, 0 to MAX_CLASSES - 1, of each of at most MAX_CLASSES keys.

    A class that is named after the colour of one has that colour, if no other is; the rest follow in order. The five
    colours' own names always have theirs; a similar colour only where it leaves no class between them empty.
    """
    left = in_order(keys)
    found: dict[str, int] = {}
    count = len(left)
    for names in (CLASS_COLOUR_NAMES, COLOURS):
        for key in list(left):
            place = COLOURS.get(key, MAX_CLASSES)
            fits = place < count or names is CLASS_COLOUR_NAMES
            if key in names and place < MAX_CLASSES and fits and place not in found.values():
                found[key] = place
                left.remove(key)
    free = [place for place in range(MAX_CLASSES) if place not in found.values()]
    return found | dict(zip(left, free, strict=False))


def texts(names: tuple[str, ...]) -> list[str]:
    """Return what stands for each class in a file: its name or its colour's; their numbers if these are not unique."""
    found = [name or colour for name, colour in zip(names, CLASS_COLOUR_NAMES, strict=True)]
    is_unique = len({text.casefold() for text in found}) == len(found)
    return found if is_unique else [str(k) for k in range(len(found))]
