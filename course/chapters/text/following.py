"""The next character: its probabilities from counts of pairs, and from a network that has read the whole beginning."""

from collections.abc import Mapping

import numpy as np

from course.chapters.parts import Check, Pick, Screen, Settings, Slider, near
from course.chapters.text.writer import alphabet, codes, next_after, pairs, written
from course.chapters.trainings import GREY
from engine.experiments.fields import Choice, Number
from pictures.sketch.scene import Panel, Scene

# None of them is in the training data.
NAMES = {name: name for name in ("rosario", "adrián", "salvador", "lucas", "elvira")}
LONGEST = max(map(len, NAMES))
FIELDS = {"read_name": (Choice(NAMES), "rosario"), "read_to": (Number(0, LONGEST, whole=True), 2)}
SHOWN = 8  # characters
TIMES = 4  # as probable, in the check
RIGHT = 0.6  # 30 of 50


def begun(s: Settings) -> str:
    """Return what has been read of the name."""
    return s.read_name[: s.read_to]


def chances(s: Settings) -> tuple[np.ndarray, np.ndarray, int]:
    """Return the probabilities of all characters from the network and from pairs, and the one that follows."""
    place = len(begun(s))
    code = codes(s.read_name)[:, 0]
    follows = int(code[place + 1]) if place < len(s.read_name) else 0
    return next_after(begun(s)), pairs()[code[place]], follows


def figure(s: Settings) -> Scene:
    """Show the name with what has been read, and the probabilities of what may follow."""
    network, counted, follows = chances(s)
    symbols, place = alphabet(), len(begun(s))
    name = Panel("The name, and what has been read of it", (-0.5, LONGEST + 2), (0, 1), "Read so far", axes=False)
    for k, letter in enumerate(s.read_name):
        name.text((k + 0.5, 0.62), letter, "ink" if k < place else GREY, 30, bold=k < place)
    name.text((len(s.read_name) + 0.9, 0.62), "end", GREY, 15)
    name.line([(0, 0.3), (place, 0.3)], "blue", 4)
    name.handle("read", (place, 0.3), "Characters read", "red", "x", (0, len(s.read_name), 0.3, 0.3), 1)
    best = [int(k) for k in np.argsort(-network)[:SHOWN]]
    if follows not in best:
        best[-1] = follows
    chance = Panel(
        "Probabilities of the next character",
        (0, SHOWN),
        (0, 1.05),
        "What follows? Blue: the network, orange: pairs",
        categories=tuple(written(symbols[k]) for k in best),
        share=1.2,
    )
    for i, k in enumerate(best):
        chance.bar(i + 0.14, i + 0.48, 0, float(network[k]), "blue")
        chance.bar(i + 0.52, i + 0.86, 0, float(counted[k]), "orange")
        if k == follows:
            high = max(float(network[k]), float(counted[k]))
            chance.text((i + 0.5, high + 0.06), "↓", "red", 20, bold=True)
    last = written(symbols[codes(s.read_name)[place, 0]])
    after = f"after “{begun(s)}”" if place else "at the beginning"
    caption = (
        f"The next one is {written(symbols[follows])}. The network gives it {network[follows]:.2f} {after}, the pairs "
        f"{counted[follows]:.2f} after {last if place else 'the end of another name'}."
    )
    return Scene([name, chance], caption, height=300)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Read up to the nearest character."""
    return {"read_to": round(min(max(x, 0), len(s.read_name)))}


def is_ahead(s: Settings) -> bool:
    """Return whether the network gives the next character TIMES the probability that pairs give, and more."""
    network, counted, follows = chances(s)
    return bool(network[follows] >= TIMES * counted[follows])


def _ahead_hint(s: Settings) -> str:
    network, counted, follows = chances(s)
    return (
        f"Here it is {network[follows] / counted[follows]:.1f} times as probable. Where does it matter what came "
        "before the last character? Names that end in a consonant are a good place to look."
    )


def _count_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 0.75):
        return "Count the ends of names too: they follow an n like any other character."
    return "How often did a follow, out of all that followed?"


SCREEN = Screen(
    "The next character",
    "A network for text answers one question at every moment: which character comes next? The simplest answer **counts "
    "pairs**: how often did each one follow this one in the training names? It forgets all but the last character. A "
    "**recurrent network**, here a GRU of 32 units, has read the whole beginning. On names that neither has seen, the "
    "cross-entropy is 2.3 to 2.4 with pairs and 2.1 to 2.2 with the network. Drag the red dot through a name.",
    figure=figure,
    controls=(Pick("read_name", "Name", NAMES), Slider("read_to", "Characters read", 1)),
    checks=(
        Check(
            "context",
            "Find a place at which the network gives the true next character at least four times the probability that "
            "pairs give it.",
            lambda s, _: is_ahead(s),
            lambda s, _: _ahead_hint(s),
        ),
        Check(
            "pairs",
            "In a list of names, n is followed by a 30 times, by e 10 times, and 10 times the name ends. What is the "
            "probability of a after n?",
            lambda s, answer: near(answer, RIGHT),
            _count_hint,
            "",
        ),
    ),
    drag=drag,
)
