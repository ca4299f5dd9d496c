"""A visitor's own text: which characters are kept, and a sentence on each that is not.

Kept are printable characters and line ends, at most MAX_CHARACTERS of them, of at most MAX_SYMBOLS different kinds: the
commonest ones.
"""

import unicodedata
from collections import Counter
from typing import Any, NamedTuple

from engine.numerals import grouped

MAX_CHARACTERS = 20_000
MAX_SYMBOLS = 64
MIN_CHARACTERS = 40
MAX_SHOWN = 5  # characters that a sentence names
NEEDED = f"{MIN_CHARACTERS} to {grouped(MAX_CHARACTERS)} characters, of 2 to {MAX_SYMBOLS} different ones"
ACCEPTS = f"a text of {NEEDED}"


class Own(NamedTuple):
    """What is kept of a text, and sentences on what is not. The text is empty where too little is left."""

    text: str
    sentences: tuple[str, ...]


def read(text: str) -> Own:
    """Return what is kept of a text that a visitor has written. Every character that is not kept is counted."""
    sentences = []
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    kept = "".join(character for character in plain if character == "\n" or character.isprintable())
    if lost := len(plain) - len(kept):
        sentences.append(f"{_characters(lost)} that cannot be printed {'was' if lost == 1 else 'were'} not kept.")
    if len(kept) > MAX_CHARACTERS:
        lost = len(kept) - MAX_CHARACTERS
        sentences.append(
            f"Of {grouped(len(kept))} characters the first {grouped(MAX_CHARACTERS)} were kept, {grouped(lost)} were "
            f"not."
        )
        kept = kept[:MAX_CHARACTERS]
    counts = Counter(kept)
    if len(counts) > MAX_SYMBOLS:
        rare = [character for character, _ in counts.most_common()[MAX_SYMBOLS:]]
        dropped = set(rare)
        kept = "".join(character for character in kept if character not in dropped)
        named = " ".join(rare[:MAX_SHOWN]) + (" …" if len(rare) > MAX_SHOWN else "")
        sentences.append(
            f"The text has {grouped(len(counts))} different characters, at most {MAX_SYMBOLS} are accepted: the rarest "
            f"{grouped(len(rare))} ({named}) were not kept, {_characters(sum(counts[each] for each in rare))} in all."
        )
    if text and (len(kept) < MIN_CHARACTERS or len(set(kept)) < 2):
        sentences.append(f"A text needs {NEEDED}; this one has {_characters(len(kept))}, {len(set(kept))} different.")
        kept = ""
    return Own(kept, tuple(sentences))


def _characters(count: int) -> str:
    return f"{grouped(count)} character" + ("" if count == 1 else "s")


class OwnText:
    """The field of a visitor's own text; an empty one is none."""

    accepts = ACCEPTS

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and len(value) <= MAX_CHARACTERS and read(value) == (value, ())

    def parse(self, text: str) -> tuple[str | None, bool]:
        """Return what is kept of the text; None if that is nothing."""
        value, _ = read(text)
        return (value or None, value == text) if text else ("", True)

    def write(self, value: str) -> str:
        return value
