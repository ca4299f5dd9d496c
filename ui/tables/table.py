"""A file as a Table: columns with names, and what was guessed to read it."""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

import numpy as np

from ui.tables import column, decoding, excel, numbers, one_hot, splitting
from ui.tables.column import Column
from ui.tables.decoding import ACCEPTED, Unreadable

MAX_BYTES = 1_000_000
MAX_COLUMNS = 2000
MARK = ("separator", "decimal", "label", "own_scale", "names")
KEPT = 4  # tables that the server keeps, so that a choice in the preview does not read the file again


class Format(NamedTuple):
    """How a file is written; "" is to be guessed. header is "names" or "data": what the first row is."""

    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    header: str = ""


class Table(NamedTuple):
    """The columns of a file, the number of the line of each row, how it was read, and what of it was not.

    left_out has for each reason the number of rows, or lines, and the first of them. mark is what a comment says that
    this app writes where a file does not say everything by itself; see writing.py.
    """

    columns: list[Column]
    lines: np.ndarray
    format: Format
    left_out: dict[str, tuple[int, int]]
    mark: dict[str, str]
    has_names: bool

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.lines)


GUESS = Format()


@lru_cache(maxsize=KEPT)
def read(raw: bytes, wanted: Format = GUESS) -> Table:
    """Return the Table in a file, read as wanted. Raises Unreadable, with a sentence, for what holds none."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"This has {len(raw) / 1e6:.1f} MB; up to {MAX_BYTES / 1e6:.0f} MB can be read.")
    if raw.startswith(excel.START):
        lines, found = splitting.Lines([], [], [], [], 0, ""), wanted._replace(encoding="", separator="")
        rows = excel.rows(raw)
    else:
        text, encoding = decoding.decode(raw, wanted.encoding)
        lines = splitting.lines_of(text)
        mark = _mark(lines.comments)
        separator = wanted.separator or mark.get("separator") or splitting.guess_separator(lines)
        found = wanted._replace(encoding=encoding, separator=separator)
        if mark:
            found = found._replace(decimal=wanted.decimal or mark["decimal"], header=wanted.header or "names")
        rows = splitting.split(lines, separator)
    if not rows:
        raise Unreadable(f"There are no rows in it. {ACCEPTED}")
    left_out: dict[str, tuple[int, int]] = {}
    if lines.rules:
        left_out["lines that only rule off"] = (lines.rules, 0)
    return _table(rows, lines, found, left_out)


def _table(
    rows: list[tuple[int, list[str]]], lines: splitting.Lines, found: Format, left_out: dict[str, tuple[int, int]]
) -> Table:
    """Return the Table of rows of cells."""
    names, rows = _rectangle(rows, found.separator == " ", left_out)
    decimal = found.decimal or numbers.guess_decimal(cell for _, cells in rows for cell in cells)
    header = found.header or ("names" if names or _is_header([cells for _, cells in rows], decimal) else "data")
    if header == "names" and not names:
        names, rows = rows[0][1], rows[1:]
    if header == "data" and names:  # of a row that is one shorter than the others, and so no point
        names, count = [], left_out.get("lines above the table", (0, 0))[0]
        left_out["lines above the table"] = (count + 1, rows[0][0] - 1)
    width = len(rows[0][1]) if rows else len(names)
    has_names = bool(names)
    if not has_names:
        names = next((given for given in _given_names(lines) if len(given) == width), [])
        has_names = bool(names)
    columns = [
        column.make(name, [cells[k] for _, cells in rows], decimal) for k, name in enumerate(_unique(names, width))
    ]
    columns = [each for each in columns if any(each.cells)]  # without those that a separator at the end makes
    columns += one_hot.label(columns)
    if not columns or not rows:
        raise Unreadable(f"There are no rows in it. {ACCEPTED}")
    return Table(
        columns,
        np.array([number for number, _ in rows]),
        found._replace(decimal=decimal, header=header),
        left_out,
        _mark(lines.comments),
        has_names,
    )


def _rectangle(
    rows: list[tuple[int, list[str]]], is_spaced: bool, left_out: dict[str, tuple[int, int]]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the names of a first row that is one shorter than the others, or none, and rows that are equally long.

    Rows that cannot be made so are noted in left_out. Cells that are missing at the end are empty, unless runs of
    spaces separate cells: there, any of them could be the missing one.
    """
    rows = [row for row in rows if any(row[1])]
    if not rows:
        raise Unreadable(f"There are no rows in it. {ACCEPTED}")
    counts = Counter(min(len(cells), MAX_COLUMNS) for _, cells in rows)
    width = max(counts, key=lambda n: (counts[n], n))
    while width > 1 and not any(cells[width - 1] for _, cells in rows if len(cells) >= width):
        width -= 1  # a separator at the end of each row
    splitting.check_size(len(rows), width)
    start = next(k for k, (_, cells) in enumerate(rows) if len(cells) >= width)
    names: list[str] = []
    if start and width > 2 and len(rows[start - 1][1]) == width - 1 and not _has_number(rows[start - 1][1]):
        names = ["", *rows[start - 1][1]]
        start -= 1
    else:
        while width > 2 and start < len(rows) - 2 and sum(map(bool, rows[start][1])) < 2:
            start += 1
    if start:
        left_out["lines above the table"] = (start, rows[0][0])
    kept: list[tuple[int, list[str]]] = []
    for number, cells in rows[start + bool(names) :]:
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if len(cells) == width:
            kept.append((number, cells))
        elif len(cells) < width and not is_spaced:
            kept.append((number, cells + [""] * (width - len(cells))))
        else:
            reason = f"more or fewer than {width} columns"
            count, first = left_out.get(reason, (0, number))
            left_out[reason] = (count + 1, first)
    return names, kept


def _mark(comments: list[str]) -> dict[str, str]:
    """Return what the mark of this app's own files says, or nothing."""
    for comment in comments[:5]:
        said = dict(parse_qsl(comment, keep_blank_values=True))
        if said.keys() == set(MARK) and said["separator"] in splitting.SEPARATORS and said["decimal"] in (".", ","):
            return said
    return {}


def _has_number(cells: list[str]) -> bool:
    return any(not np.isnan(numbers.number(cell, mark)) for cell in cells for mark in ".,")


def _is_header(rows: list[list[str]], decimal: str) -> bool:
    """Return whether the first row names the columns: it has text above numbers, and no number above numbers."""
    first, rest = rows[0], rows[1:200]
    above = [
        first[k]
        for k in range(len(first))
        if column.share_of_numbers(numbers.column([row[k] for row in rest], decimal), [row[k] for row in rest])
        >= column.MOST_NUMBERS
    ]
    if not above:  # no column of numbers: any row is as good a header as another
        return False
    if not first[0] and [row[0] for row in rest] in ([str(k + start) for k in range(len(rest))] for start in (0, 1)):
        return True  # pandas writes no name above the numbers of rows, and numbers above columns without a name
    return not any(not np.isnan(numbers.number(cell, decimal)) for cell in above) and any(
        not numbers.is_missing(cell) for cell in above
    )


def _given_names(lines: splitting.Lines) -> list[list[str]]:
    """Return lists of names that a header of @ lines, or a comment above the table, may give."""
    candidates = [lines.attributes]
    for comment in reversed(lines.comments):
        for separator in (",", ";", "\t", " "):
            cells = next((cells for _, cells in splitting.rows_of([comment], separator)), [])
            if len(cells) > 1 and not _has_number(cells):
                candidates.append(cells)
    return candidates


def _unique(names: list[str], width: int) -> list[str]:
    """Return a name for each of width columns, no two alike."""
    found: dict[str, None] = {}
    for k in range(width):
        given = " ".join(names[k].split()).strip(" ,;") if k < len(names) else ""
        name = given[:60] or f"column {k + 1}"
        unique, n = name, 2
        while unique in found:
            unique, n = f"{name} ({n})", n + 1
        found[unique] = None
    return list(found)
