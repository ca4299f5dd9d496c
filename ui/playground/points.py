"""A visitor's own points from a CSV file or pasted text, and any points as CSV."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import streamlit as st

from engine.data.datasets import MAX_CLASSES
from engine.data.own_points import MAX_POINTS
from pictures.palette import CLASS_COLOUR_NAMES
from ui.players.player import Player
from ui.visit import changes, locks, notices, session
from ui.widgets.guard import pressed

MAX_BYTES = 1_000_000
FILL = 5.0  # points that do not fit the plane are scaled to [-FILL, FILL]
MAX_ROW = 1000  # characters
MAX_LINES = 20_000  # that are read
MAX_EXPLAINED = 5  # rejected rows
MAX_PASTED = 500_000  # characters: server.maxWidgetStateSize leaves room for them in any alphabet
FITS = (1.5, 6.0)  # the largest coordinate of an axis that needs no scaling

# The classes by the names of their colours, and of a colour that looks much the same.
COLOURS = {name: k for k, name in enumerate(CLASS_COLOUR_NAMES)} | {"red": 0, "violet": 3}


class Table(NamedTuple):
    """What a text holds: points (2, n), classes (n,), their names, whether points were scaled; and rejected rows.

    rejected has the line and the reason of the first MAX_EXPLAINED of them, rejected_count counts all.
    """

    points: np.ndarray
    labels: np.ndarray
    names: list[str]
    rejected: list[tuple[int, str]]
    scaled: bool
    rejected_count: int


def parse(text: str) -> Table:
    """Read rows of x, y, label, with or without a header, separated by commas, semicolons, tabs or spaces.

    Rows that cannot be read are rejected with the number of their line and a reason; nothing raises.
    """
    rows: list[tuple[float, float, int]] = []
    rejected: list[tuple[int, str]] = []
    rejected_count = 0
    names: dict[str, int] = {}
    for number, line in enumerate(text.replace("\0", " ").splitlines(), 1):
        if not line.strip():
            continue
        reason = _no_room(number, len(rows))
        cells = [] if reason else _cells(line)
        reason = reason or _reason(cells, names)
        if not reason:
            names.setdefault(cells[2], len(names))
            rows.append((float(cells[0]), float(cells[1]), names[cells[2]]))
        elif rows or rejected or not _is_header(cells):
            rejected_count += 1
            if len(rejected) < MAX_EXPLAINED:
                rejected.append((number, reason))
    table = np.array(rows, float).reshape(-1, 3)
    points, labels = table[:, :2].T, table[:, 2].astype(int)
    ordered = _ordered(names)
    ranks = np.array([ordered.index(name) for name in names], np.intp)
    labels = ranks[labels] if len(labels) else labels
    points, scaled = _to_plane(points)
    return Table(points, labels, ordered, rejected, scaled, rejected_count)


def _ordered(names: Iterable[str]) -> list[str]:
    """Return the names of the classes in order: by name, but one that is the name of a class's colour gets that colour.

    Which row comes first makes no difference.
    """
    rest = sorted(names)
    slots: list[str | None] = [None] * len(rest)
    for name in list(rest):
        k = COLOURS.get(name.lower(), len(slots))
        if k < len(slots) and slots[k] is None:
            slots[k] = name
            rest.remove(name)
    return [name if name is not None else rest.pop(0) for name in slots]


def _cells(line: str) -> list[str]:
    if len(line) > MAX_ROW:  # no row of a table; Python's reader raises for a very long cell
        return [line]
    for delimiter in ("\t", ";", ","):
        if delimiter in line:
            cells = next(csv.reader([line], delimiter=delimiter), [])
            if delimiter == ";":  # where a comma is the decimal point
                cells = [cell.replace(",", ".") for cell in cells[:2]] + cells[2:]
            return [cell.strip() for cell in cells]
    return line.split()


def _value(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _is_header(cells: list[str]) -> bool:
    return len(cells) == 3 and all(cell and np.isnan(_value(cell)) and cell.lower() != "nan" for cell in cells[:2])


def _no_room(number: int, count: int) -> str:
    """Return why a line is not even read, or nothing."""
    if count >= MAX_POINTS:
        return f"is beyond the {MAX_POINTS:,} points that there is room for"
    return f"is beyond the {MAX_LINES:,} lines that are read" if number > MAX_LINES else ""


def _reason(cells: list[str], names: dict[str, int]) -> str:
    """Return why a row cannot be used, or nothing."""
    if len(cells) != 3:
        return f"has {len(cells)} column{'s' if len(cells) != 1 else ''}; it takes three: x, y, label"
    for name, cell in zip("xy", cells, strict=False):
        value = _value(cell)
        if not (np.isfinite(value) and abs(value) < 1e100):
            return f"{name} must be a number, got “{cell[:20]}”"
    if not cells[2]:
        return "has no label"
    if cells[2] not in names and len(names) == MAX_CLASSES:
        return f"label “{cells[2][:20]}” would be a class more than {MAX_CLASSES}"
    return ""


def _to_plane(points: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return points that fill the plane, and whether they had to be scaled for that, each axis by itself."""
    if not points.size:
        return points, False
    largest = np.abs(points).max(axis=1)
    if (largest >= FITS[0]).all() and (largest <= FITS[1]).all():
        return points, False
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    extent = high - low
    middle = low + extent / 2
    return np.where(extent > 0, (points - middle) / np.where(extent > 0, extent, 1) * 2 * FILL, 0.0), True


def to_csv(player: Player) -> str:
    """Return the points on show: coordinates, class or value, and whether they train or test."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["x", "y", "label"])
    run = player.shown
    for split in (run.train, run.test):
        for (x, y), label in zip(split.points.T.tolist(), split.labels.tolist(), strict=True):
            writer.writerow([f"{x:.6g}", f"{y:.6g}", label if run.experiment.class_count else f"{label:.6g}"])
    return out.getvalue()


@st.dialog("Your own data")
def _dialog() -> None:
    st.markdown(
        "Rows of **x, y, label**; a header is optional. Up to five different labels, "
        f"{MAX_POINTS:,} points, 1 MB as a file. Points that do not fit the plane are scaled to it."
    )
    uploaded = st.file_uploader("A CSV file", type=["csv", "txt", "tsv"], key="csv_file", max_upload_size=1)
    example = "1.5, -2, red\n-0.3, 4, blue"
    pasted = st.text_area("or paste it", key="csv_text", height=140, max_chars=MAX_PASTED, placeholder=example)
    raw = uploaded.getvalue() if uploaded else pasted.encode("utf-8", "replace")
    if not raw.strip():
        return
    if len(raw) > MAX_BYTES:
        st.error(f"This has {len(raw) / 1e6:.1f} MB; up to 1 MB can be read.")
        return
    table = parse(raw.decode("utf-8-sig", "replace"))
    _explain(table)
    if st.button("Use these points", type="primary", disabled=not len(table.labels)):
        changes.use_points(table.points, table.labels)
        st.rerun()


def _explain(table: Table) -> None:
    if len(table.labels):
        classes = ", ".join(
            f"{notices.plain(name[:20])} → {CLASS_COLOUR_NAMES[k]}" for k, name in enumerate(table.names)
        )
        st.success(f"{len(table.labels):,} points: {classes}." + (" Scaled to the plane." if table.scaled else ""))
    else:
        st.warning("None of its rows can be used.")
    if table.rejected:
        lines = [f"- Line {number} {notices.plain(reason)}" for number, reason in table.rejected]
        rest = table.rejected_count - len(lines)
        st.warning(
            f"{table.rejected_count:,} row{'s' if table.rejected_count != 1 else ''} left out:\n\n"
            + "\n".join(lines)
            + (f"\n- … and {rest:,} more" if rest else "")
        )


def exchange(player: Player) -> None:
    """Show buttons to bring points and to take them away."""
    locked = locks.is_locked("data")
    with st.container(horizontal=True, gap="small"):
        if st.button("Upload or paste CSV", key="upload", icon=":material/upload:", disabled=locked):
            _dialog()
        st.download_button(
            "Download",
            lambda: to_csv(player),
            file_name="points.csv",
            mime="text/csv",
            key="download_points",
            icon=":material/download:",
            on_click="ignore",
            help="The points on show as CSV: x, y, label",
        )
        if session.current().experiment.data == "own":
            st.button(
                "Clear",
                key="clear",
                icon=":material/delete:",
                on_click=pressed,
                args=(_clear,),
                help="Take all points away",
                disabled=locked,
            )


def _clear() -> None:
    changes.use_points(np.empty((2, 0)), np.empty(0, int))
