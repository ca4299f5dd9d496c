"""What the guests of a room are called: as they like, or like an animal. No two have the same name."""

import secrets
import unicodedata
from collections.abc import Iterable

from ui.visit.task import Text

MAX_NAME = 20  # characters
NAME = Text(MAX_NAME)
ANIMALS = (
    "Badger", "Bat", "Bear", "Beaver", "Bee", "Camel", "Cat", "Cheetah", "Crab", "Crane", "Deer", "Dolphin", "Dove",
    "Duck", "Eagle", "Elephant", "Falcon", "Ferret", "Finch", "Fox", "Frog", "Gecko", "Giraffe", "Goat", "Hamster",
    "Hare", "Hedgehog", "Heron", "Horse", "Ibex", "Jackdaw", "Jay", "Kangaroo", "Kiwi", "Koala", "Lemur", "Lion",
    "Lizard", "Llama", "Lynx", "Magpie", "Mole", "Moose", "Mouse", "Newt", "Octopus", "Otter", "Owl", "Panda",
    "Parrot", "Pelican", "Penguin", "Puffin", "Rabbit", "Raven", "Robin", "Salmon", "Seal", "Sparrow", "Squid",
    "Squirrel", "Stork", "Swan", "Swift", "Tiger", "Toad", "Turtle", "Walrus", "Whale", "Wolf", "Wren", "Zebra",
)  # fmt: skip


def animal(taken: Iterable[str] = ()) -> str:
    """Return the name of an animal after which none of the guests is called, if there is one left."""
    known = {_plain(name) for name in taken}
    free = [name for name in ANIMALS if _plain(name) not in known]
    return secrets.choice(free or ANIMALS)


def read(text: object) -> str:
    """Return the name that a text says: its printable characters, at most MAX_NAME of them; "" for none."""
    if not isinstance(text, str):
        return ""
    name, _ = NAME.parse(unicodedata.normalize("NFC", text[: 4 * MAX_NAME]))
    return " ".join(name.split())


def unique(name: str, taken: Iterable[str]) -> str:
    """Return a name, with a number behind it where one of the guests is called the same."""
    known = {_plain(each) for each in taken}
    name = name or animal(taken)
    if _plain(name) not in known:
        return name
    number = 2
    while _plain(numbered := f"{name[: MAX_NAME - 4]} {number}") in known:
        number += 1
    return numbered


def _plain(name: str) -> str:
    """Return what two names that look the same have in common."""
    return unicodedata.normalize("NFKC", name).casefold()
