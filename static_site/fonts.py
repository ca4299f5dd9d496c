"""Makes the fonts of the site smaller: of icons those that a page can show, of the others the alphabets that it has.

An icon is a ligature: its name, as text, is drawn as one glyph.
"""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ICONS = "MaterialSymbols"  # with which the name of the file begins
TEXTS = ("SourceSans", "SourceCode")
LIGATURES = 4  # type of a table of OpenType
COPYRIGHT, LICENCE = 0, (13, 14)  # numbers of what a font says of itself
# Latin, accents, Greek, punctuation, raised and lowered digits, currencies, letters of formulas, arrows, signs, shapes.
ALPHABETS = (
    *(range(0x20, 0x250), range(0x300, 0x400), range(0x2000, 0x20D0), range(0x2100, 0x2300)),
    *(range(0x25A0, 0x2700), range(0xFB00, 0xFB07), range(0xFFFC, 0xFFFE)),
)
_WORD = re.compile(r"(?<=[\"'`:/])[a-z0-9_]+(?=[\"'`:/])")


def shrink(folder: Path, texts: Iterable[str]) -> None:
    """Make the fonts in a folder smaller; icons are kept whose names are words in quotes in these texts."""
    named = {word for text in texts for word in words(text)}
    for path in folder.glob("*.woff2"):
        if path.name.startswith(ICONS):
            path.write_bytes(with_icons(path.read_bytes(), named))
        elif path.name.startswith(TEXTS):
            path.write_bytes(with_characters(path.read_bytes(), {code for each in ALPHABETS for code in each}))


def words(text: str) -> set[str]:
    """Return what may be names of icons in a program's text: words in quotes, and between colons as in Markdown."""
    return set(_WORD.findall(text))


def with_characters(font: bytes, codes: Iterable[int]) -> bytes:
    """Return a font with these characters alone, of those that it has."""
    return _subset(TTFont(io.BytesIO(font)), codes)


def with_icons(font: bytes, names: Iterable[str]) -> bytes:
    """Return a font of icons with those alone that have these names.

    Raises ValueError if it has none of them: then it is not made as expected.
    """
    read, wanted = TTFont(io.BytesIO(font)), set(names)
    found: set[str] = set()
    for table in _tables_of_ligatures(read):
        kept: dict[str, list[Any]] = {}
        for name, first, ligature in _named(read, table):
            if name in wanted:
                found.add(name)
                kept.setdefault(first, []).append(ligature)
        table.ligatures = kept
    if not found:
        raise ValueError("the font of icons has none with such a name")
    return _subset(read, {ord(letter) for name in found for letter in name})


def icons(font: bytes) -> set[str]:
    """Return the names of a font's icons."""
    read = TTFont(io.BytesIO(font))
    return {name for table in _tables_of_ligatures(read) for name, _, _ in _named(read, table)}


def _named(font: TTFont, table: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield the ligatures of a table: the text that each is drawn for, its first glyph, and the ligature."""
    letters = {glyph: chr(code).lower() for code, glyph in font.getBestCmap().items()}
    for first, ligatures in table.ligatures.items():
        for each in ligatures:
            yield "".join(letters.get(glyph, "?") for glyph in (first, *each.Component)), first, each


def _tables_of_ligatures(font: TTFont) -> list[Any]:
    tables = [table for lookup in font["GSUB"].table.LookupList.Lookup for table in lookup.SubTable]
    tables = [getattr(table, "ExtSubTable", table) for table in tables]
    return [table for table in tables if table.LookupType == LIGATURES]


def _subset(font: TTFont, codes: Iterable[int]) -> bytes:
    """Return a font with these characters, and what its features make of them."""
    options = Options()
    # Its licence does not let a font that was changed have the name of the whole one; whose it is stays in it.
    options.name_IDs = [COPYRIGHT, *LICENCE]
    options.layout_features = [*options.layout_features, "tnum"]  # digits of the same width
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
