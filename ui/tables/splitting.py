"""Text as rows of cells: what is not part of the table, which character separates cells, and quoted cells."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from engine.numerals import grouped
from ui.tables import numbers
from ui.tables.decoding import ACCEPTED, Unreadable

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces"}
COMMENTS = ("#", "%", "//")
SAMPLE = 200  # lines from which the separator is guessed
BLANKS = re.compile(r"""("(?:[^"]|"")*"|'[^']*'(?![^ \t]))|[ \t]+""")
ATTRIBUTE = re.compile(r"""@attribute\s+('[^']*'|"[^"]*"|[^\s{]+)""", re.IGNORECASE)
SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
INDEXED = re.compile(r"[+-]?[0-9.]+( [0-9]{1,3}:[^ :]+)+ *")  # label index:value …, as LIBSVM writes it
RULE = re.compile(r"[-=+:_|,; \t]*(--|==|__)[-=+:_|,; \t]*")  # a line under the header of a table in a text
MAX_CELLS = 2_000_000  # of a table, with those that are filled up
MAX_LINE = 1000  # characters of a line from which the separator is guessed
MAX_COMMENT = 4000  # characters


class Lines(NamedTuple):
    """The lines of a text that may be rows, with their numbers, and what was said beside them.

    attributes are names of columns that a header of @ lines gives; comments are the lines that begin with a mark of
    COMMENTS, without it; rules counts lines that only rule off; separator is what a sep= line says.
    """

    texts: list[str]
    numbers: list[int]
    attributes: list[str]
    comments: list[str]
    rules: int
    separator: str


def lines_of(text: str) -> Lines:
    """Return the lines of a text that may be rows. Raises Unreadable for HTML, XML and JSON."""
    start = text[:500].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<table", "<div")):
        raise Unreadable(f"This is a web page or XML, not a table as text. {ACCEPTED}")
    if start.startswith(("[[", "[(", "(", "array([[")):  # lists of Python, or what NumPy prints
        text = re.sub(r"[\])]\s*,?\s*[\[(]", "\n", text.strip().removeprefix("array(")).strip("[](), \n")
    elif start.startswith(("{", '[{"')):
        raise Unreadable(f"This is JSON; a network as JSON belongs under Take away. {ACCEPTED}")
    lines = Lines([], [], [], [], 0, "")
    rules, separator = 0, ""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.split("\x1a")[0]), 1):
        stripped = line.strip(" \t\f\v\ufeff")
        if not stripped:
            continue
        if stripped.startswith("@"):
            lines.attributes.extend(name.strip("'\"") for name in ATTRIBUTE.findall(stripped))
        elif stripped.startswith(COMMENTS):
            lines.comments.append(stripped[:MAX_COMMENT].lstrip("#%/ "))
        elif not lines.texts and (found := SEP_LINE.fullmatch(stripped)):
            separator = found[1]
        elif RULE.fullmatch(stripped):
            rules += 1
        else:
            lines.texts.append(line.replace("\0", ""))
            lines.numbers.append(number)
    return lines._replace(rules=rules, separator=separator)


def rows_of(lines: Iterable[str], separator: str, quoted: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Return for each row the number of its last line, from 0, and its cells, without spaces around them.

    separator " " is any run of spaces or tabs.
    """
    if separator == " ":
        lines = (BLANKS.sub(lambda found: found[1] or "\t", line.strip()) for line in lines)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(
        (f"{line}\n" for line in lines),
        delimiter="\t" if separator == " " else separator,
        quoting=quoting,
        skipinitialspace=True,
    )
    for cells in reader:
        yield reader.line_num - 1, [_bare(cell) for cell in cells]


def _bare(cell: str) -> str:
    """Return a cell without spaces and without single quotation marks around it."""
    cell = cell.strip()
    return cell[1:-1].strip() if len(cell) > 1 and cell[0] == cell[-1] and cell[0] in "'\"" else cell


def split(lines: Lines, separator: str) -> list[tuple[int, list[str]]]:
    """Return the number of the line and the cells of each row.

    Where cells have several lines, it may be that a quotation mark is never closed. Then quotation marks are characters
    like others, if that gives more rows of the usual length.
    """
    if separator == " " and all(INDEXED.fullmatch(line) for line in lines.texts):
        return list(_indexed(lines))
    tries = []
    for quoted in (True, False):
        try:
            rows = [(lines.numbers[k], cells) for k, cells in rows_of(lines.texts, separator, quoted)]
        except csv.Error:  # a cell longer than Python's reader takes
            continue
        if quoted and len(rows) == len(lines.texts):
            return rows
        tries.append(rows)
    if not tries:
        raise Unreadable(f"This has a cell of more than {grouped(csv.field_size_limit())} characters. {ACCEPTED}")
    return max(tries, key=_usual)


def _usual(rows: list[tuple[int, list[str]]]) -> int:
    """Return how many rows have the most frequent length."""
    return Counter(len(cells) for _, cells in rows).most_common(1)[0][1]


def _indexed(lines: Lines) -> Iterator[tuple[int, list[str]]]:
    """Return rows of label index:value …: the label, then the values that are given, or 0."""
    found = [
        [part.split(":") if ":" in part else ["0", part] for part in line.replace("+", "").split()]
        for line in lines.texts
    ]
    width = 1 + max(int(place) for parts in found for place, _ in parts)
    check_size(len(found), width)
    for number, parts in zip(lines.numbers, found, strict=True):
        cells = ["0"] * width
        for place, value in parts:
            cells[int(place)] = value
        yield number, cells


def check_size(rows: int, columns: int) -> None:
    """Raise Unreadable for a table that would need far more memory than its file."""
    if rows * columns > MAX_CELLS:
        raise Unreadable(
            f"This would be a table of {grouped(rows)} rows and {grouped(columns)} columns, which is too large."
        )


def guess_separator(lines: Lines) -> str:
    """Return the separator with which most rows are equally long and most of their cells are numbers."""
    if lines.separator in SEPARATORS:
        return lines.separator
    step = max(1, len(lines.texts) // SAMPLE)
    sample = [line[:MAX_LINE] for line in [*lines.texts[:20], *lines.texts[20::step]]]
    scores = {separator: _score(sample, separator) for separator in SEPARATORS}
    return max(scores, key=lambda separator: scores[separator])


def _score(sample: list[str], separator: str) -> float:
    """Return how well a separator suits, from 0 to 2."""
    try:
        rows = [cells for _, cells in rows_of(sample, separator)]
    except csv.Error:
        return 0
    if not rows:
        return 0
    width, count = Counter(map(len, rows)).most_common(1)[0]
    if width < 2:
        return 0
    cells = [cell for row in rows if len(row) == width for cell in row if cell]
    found = sum(1 for cell in cells if any(numbers.number(cell, mark) == numbers.number(cell, mark) for mark in ".,"))
    return count / len(rows) + found / max(len(cells), 1)
