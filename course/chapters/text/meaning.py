"""A unit that means something: which number of the state tells vowels from consonants?"""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.measured import SEEDS
from course.chapters.parts import Check, Screen, Settings, Slider, within
from course.chapters.text.writer import SEED, UNITS, VOWELS, codes, trained
from course.chapters.trainings import GREY
from engine.data.sequences.texts import END
from engine.experiments.fields import Number
from engine.runs import objective
from engine.study.through_time import moments
from pictures.sketch.scene import Panel, Scene

NAMES = ("adriana", "federico", "marisol", "quique", "yago", "segismundo")  # none of them is in the training data
LEVEL = Number(-1, 1)
FIELDS = {"read_unit": (Number(1, UNITS, whole=True), 1), "level": (LEVEL, 0.0)}
GOAL = 0.95  # of the characters of unseen names
LETTERS = "aeioubcdfghjklmnñpqrstvwxyz"
VOWEL_COUNT = sum(letter in VOWELS for letter in LETTERS)


@lru_cache(maxsize=2 * len(SEEDS))
def states(seed: int = SEED) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the state (units, n) after each letter of the unseen names, the letters, and whether each is a vowel."""
    run = trained(seed)
    points = run.test.points
    letters = np.array(run.experiment.symbols)[points]
    counts = (run.test.targets[objective.WEIGHT] > 0) & (letters != END)
    found = letters[counts]
    return moments(run, points).h[:, counts], found, np.isin(found, list(VOWELS))


def accuracy(unit: int, level: float, seed: int = SEED) -> float:
    """Return on which share of letters a unit, from 0, is on the right side of a level, whichever side that is."""
    h, _, is_vowel = states(seed)
    share = float(((h[unit] > level) == is_vowel).mean())
    return max(share, 1 - share)


def best(seed: int = SEED) -> tuple[int, float]:
    """Return the unit, from 0, that tells vowels best, and its accuracy at the best of many levels."""
    levels = np.linspace(-0.9, 0.9, 37)
    rows = np.array([[accuracy(unit, float(level), seed) for level in levels] for unit in range(UNITS)])
    return int(rows.max(axis=1).argmax()), float(rows.max())


def figure(s: Settings) -> Scene:
    """Show names in the colours of a unit, and the unit's mean after each letter, with a level to drag."""
    unit = s.read_unit - 1
    width = max(map(len, NAMES))
    values, letters = np.zeros((len(NAMES), width)), []
    for i, name in enumerate(NAMES):
        values[i, : len(name)] = moments(trained(), codes(name)).h[unit, 1:, 0]
        letters += list(name.ljust(width))
    names = Panel(
        f"Names in the colours of unit {s.read_unit}", (0, width), (0, len(NAMES)), f"Unit {s.read_unit}", axes=False
    )
    names.square = True
    names.pixels(values, (0, width, 0, len(NAMES)), True, letters)
    h, found, _ = states()
    each = Panel(
        "The unit after each letter, on average",
        (0, len(LETTERS)),
        (-1.1, 1.1),
        "Mean after each letter of unseen names",
        categories=tuple(LETTERS),
        share=1.2,
    )
    for k, letter in enumerate(LETTERS):
        of_letter = h[unit][found == letter]
        if of_letter.size:
            mean = float(of_letter.mean())
            each.bar(k + 0.15, k + 0.85, min(mean, 0), max(mean, 0), "purple" if k < VOWEL_COUNT else GREY)
    each.line([(0, s.level), (len(LETTERS), s.level)], "red", 2, dash=True)
    each.handle("level", (len(LETTERS) - 0.5, s.level), "Level", "red", "y")
    each.text((VOWEL_COUNT / 2, 1), "vowels", "purple", 14, bold=True)
    each.text(((VOWEL_COUNT + len(LETTERS)) / 2, 1), "consonants", "quiet", 14, bold=True)
    caption = (
        f"Unit {s.read_unit} is on one side of {s.level:.2f} after vowels and on the other after consonants on "
        f"{100 * accuracy(unit, s.level):.1f} % of the letters of {trained().test.size} unseen names."
    )
    return Scene([names, each], caption, height=310)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Move the level."""
    return {"level": within(LEVEL, round(y, 2))}


def _vowel_hint(s: Settings) -> str:
    unit = s.read_unit - 1
    if unit != best()[0]:
        return (
            f"With this unit and level {100 * accuracy(unit, s.level):.0f} % are right. Go through the units: one has "
            "bars that point one way for vowels and the other way for consonants."
        )
    return f"This is the unit. With this level {100 * accuracy(unit, s.level):.0f} % are right: put it between."


SCREEN = Screen(
    "A unit that means something",
    "Nobody told the network what a vowel is. Here are the 32 units of its state, one at a time: blue is positive, "
    "orange negative. Most mean nothing that has a name. One tells **vowels from consonants**, because what may follow "
    "depends on it. In five networks that differ in data and first weights, the best unit did so for 87 to 98 % "
    "of the letters: in some the knowledge is spread over several units. Guessing gives about 51 %.",
    figure=figure,
    controls=(Slider("read_unit", "Unit", 1),),
    checks=(
        Check(
            "vowels",
            "Find the unit and the level that tell vowels from consonants on at least 95 % of the letters.",
            lambda s, _: accuracy(s.read_unit - 1, s.level) >= GOAL,
            lambda s, _: _vowel_hint(s),
        ),
    ),
    drag=drag,
)
