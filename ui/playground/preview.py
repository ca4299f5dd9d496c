"""The dialog for a visitor's own table: what was read of it, what was guessed, and what of it would be used."""

import logging
import zlib
from html import escape
from itertools import zip_longest

import numpy as np
import streamlit as st

from engine.data.datasets import MAX_CLASSES, OWN
from engine.data.own_axes import axes
from engine.data.own_points import MAX_POINTS
from engine.experiments.experiment import MOST_TRAIN_SHARE, TRAIN_SHARE
from engine.numerals import grouped, plain, significant
from pictures.palette import CLASS_COLOUR_NAMES, CLASS_COLOURS
from ui.server import where
from ui.tables import dataset, guessing, labels, numbers, table
from ui.tables.dataset import Dataset
from ui.tables.decoding import ENCODINGS, Unreadable
from ui.tables.guessing import NONE, Roles
from ui.tables.splitting import SEPARATORS
from ui.tables.table import Format, Table
from ui.visit import changes, notices, session
from ui.widgets.guard import pressed

logger = logging.getLogger(__name__)

MAX_PASTED = 500_000  # characters: server.maxWidgetStateSize leaves room for them in any alphabet
SHOWN_ROWS = 5
MAX_CHOICES = 200  # classes to choose from
SHOWN_COLUMNS = 40
MAX_REASONS = 12  # for which rows are left out that are listed
HEADERS = {"names": "names of the columns", "data": "the first point"}
DECIMALS = {".": "decimal point", ",": "decimal comma"}


@st.dialog("Your own data", width="large")
def open_dialog() -> None:
    """Show the places to upload and to paste a table, and then the preview of it."""
    st.markdown(
        "A table with a point in each row: two columns of numbers, and a label or a value. "
        f"Up to {grouped(MAX_POINTS)} points are used of up to 1 MB."
    )
    left, right = st.columns(2)
    uploaded = left.file_uploader("A file: CSV or other text, or Excel (.xlsx)", key="csv_file", max_upload_size=1)
    example = "x, y, label\n1.5, -2, red\n-0.3, 4, blue"
    pasted = right.text_area("or paste it", key="csv_text", height=100, max_chars=MAX_PASTED, placeholder=example)
    raw = uploaded.getvalue() if uploaded else pasted.encode("utf-8", "replace")
    if not raw.strip():
        if uploaded:
            st.error(f"This file is empty. {table.ACCEPTED}")
        return
    if uploaded and pasted.strip():
        st.caption("This is the file; remove it to use what is pasted.")
    try:
        _preview(raw)
    except Unreadable as error:
        st.error(notices.plain(str(error)))
    except Exception:
        logger.exception("A table could not be read")
        st.error(f"This table could not be read. {table.ACCEPTED}")


def _preview(raw: bytes) -> None:
    """Show what is read of a file, and how that can be changed. Raises Unreadable for what holds no table."""
    file = f"{zlib.crc32(raw):08x}"
    above, below = st.container(), st.container()
    with below:
        wanted = _format(file)
    with above:
        found = table.read(raw, wanted)
        shown = {column.name: column.cells[:SHOWN_ROWS] for column in found.columns[:SHOWN_COLUMNS]}
        _show_rows(shown)
        st.caption(notices.plain(_how(found)))
        roles = guessing.guess(found)
        if roles is None:
            st.error(
                "This needs at least two columns, one of them of numbers: x and a label, or x, y and a label or a "
                "value. If it has them, change how it is read."
            )
            return
        _choose(found, roles, f"{file}_{zlib.crc32(repr(wanted).encode()):08x}")


def _show_rows(columns: dict[str, list[str]]) -> None:
    """Show the first rows of a table."""
    if not where.IN_BROWSER:
        st.dataframe(columns, hide_index=True, width="stretch", placeholder="–")
        return
    # st.dataframe would need pandas and pyarrow, which are too large for a browser.
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    rows = zip_longest(*columns.values(), fillvalue="")
    body = ["<tr>" + "".join(f"<td>{escape(cell) or '–'}</td>" for cell in row) + "</tr>" for row in rows]
    st.html(f'<div style="overflow-x: auto"><table><tr>{head}</tr>{"".join(body)}</table></div>')


def _choose(found: Table, guessed: Roles, key: str) -> None:
    """Show what is used of a table, the menus that change it, and the button that uses it."""
    roles = _roles(found, guessed, key)
    chosen, groups_rest = _choice(found, roles, f"{key}_{roles.label}")
    used = dataset.build(found, roles, chosen, groups_rest)
    _explain(found, roles, used)
    if st.button("Use these points", key="use_table", type="primary", disabled=not used.points):
        pressed(use, used)
        st.rerun()


def use(used: Dataset) -> None:
    """Make the points of a table the visitor's own data."""
    changes.use_own(**used.settings, **train_share(used.is_small))


def train_share(is_small: bool) -> dict[str, float]:
    """Return the change of the train share for new points of one's own: all of a few train, and not all of many."""
    if is_small:
        return {"train_share": 100}
    return {"train_share": TRAIN_SHARE} if _trains_all() else {}


def _trains_all() -> bool:
    experiment = session.current().experiment
    return experiment.data == OWN and experiment.train_share > MOST_TRAIN_SHARE


def _format(file: str) -> Format:
    """Show menus for how a file is written; return what of it the visitor has set."""

    def menu(name: str, label: str, options: dict[str, str]) -> str:
        return st.selectbox(
            label,
            ["", *options],
            key=f"table_{name}_{file}",
            format_func=lambda value: options.get(value, "as guessed"),
        )

    with st.expander("Read it otherwise"), st.container(horizontal=True):
        return Format(
            menu("encoding", "Encoding", ENCODINGS),
            menu("separator", "Separated by", SEPARATORS),
            menu("decimal", "Numbers have a", DECIMALS),
            menu("header", "The first row has", HEADERS),
        )


def _how(found: Table) -> str:
    """Return how a table was read, in words."""
    how = found.format
    parts = [
        ENCODINGS.get(how.encoding, "an Excel file"),
        f"separated by {SEPARATORS[how.separator]}" if how.separator else "its first sheet with rows",
        DECIMALS[how.decimal],
        f"the first row has {HEADERS[how.header]}" if how.header == "names" else "no row with names",
    ]
    return f"Read as {', '.join(parts)}: {grouped(found.rows)} rows, {grouped(len(found.columns))} columns."


def _roles(found: Table, guessed: Roles, key: str) -> Roles:
    """Show the menus for x, y and the label, and whether the label is a class or a value."""
    names = [column.name for column in found.columns]
    numeric = [k for k, column in enumerate(found.columns) if np.isfinite(column.numbers).any()]

    def menu(name: str, label: str, options: list[int], value: int) -> int:
        return st.selectbox(
            label,
            options,
            options.index(value),
            key=f"table_{name}_{key}",
            format_func=lambda place: "none: all points at 0" if place == NONE else names[place],
        )

    with st.container(horizontal=True):
        x = menu("x", "x", numeric, guessed.x)
        y = menu("y", "y", [*numeric, NONE], guessed.y)
        label = menu("label", "Label or value", list(range(len(names))), guessed.label)
    column = found.columns[label]
    is_value = guessing.prefers_values(column, found.format.decimal) if label != guessed.label else guessed.is_value
    if is_value or guessing.may_be_values(column, found.format.decimal):
        kind = st.segmented_control(
            f"“{notices.plain(column.name)}” is",
            ["classes", "values"],
            default="values" if is_value else "classes",
            key=f"table_kind_{key}_{label}",
            required=True,
            format_func=lambda kind: {"classes": "a class", "values": "a value: a regression"}[kind],
        )
        is_value = kind == "values"
    return Roles(x, y, label, is_value)


def _choice(found: Table, roles: Roles, key: str) -> tuple[tuple[str, ...], bool]:
    """Show which classes to use where there are more than colours; return their keys, and whether to group the rest."""
    if roles.is_value:
        return (), False
    classes = dataset.classes_of(found, roles.label)
    if len(classes) <= MAX_CLASSES:
        return (), False
    groups_rest = st.toggle(f"Make one class, “{labels.GROUPED}”, of the rest", key=f"table_rest_{key}")
    usual = dataset.most_frequent({key: count for key, (_, count) in classes.items()}, groups_rest)
    chosen = st.multiselect(
        f"Classes: {grouped(len(classes))} are in the table, up to {len(usual)} can be chosen",
        [*usual, *(key for key in classes if key not in usual)][:MAX_CHOICES],
        usual,
        key=f"table_classes_{key}_{groups_rest}",
        max_selections=len(usual),
        format_func=lambda key: f"{classes[key][0][:30]} ({grouped(classes[key][1])})",
    )
    return tuple(chosen), groups_rest


def _explain(found: Table, roles: Roles, used: Dataset) -> None:
    """Say what would be used of a table, and what would not."""
    if not used.points:
        st.warning("None of its rows can be used.")
    else:
        st.success(f"{grouped(used.points)} points{_labels(used)}.")
        colours = [
            f'<i style="background: {CLASS_COLOURS[each.place]}"></i>{escape(each.name[:30])}' for each in used.groups
        ]
        st.html(
            f'<p class="swatches" aria-hidden="true">{"".join(colours)}</p>'
        )  # the sentence above names the colours
        for sentence in _remarks(found, roles, used):
            st.caption(sentence)
    reasons = [
        f"- {notices.plain(reason)}: {_rows(count)}" + (f", the first in line {line}" if line else "")
        for reason, (count, line) in used.left_out.items()
    ]
    if reasons:
        total = sum(count for count, _ in used.left_out.values())
        st.warning(f"{_rows(total)} left out:\n\n" + "\n".join(reasons[:MAX_REASONS]))


def _rows(count: int) -> str:
    return f"{grouped(count)} row" if count == 1 else f"{grouped(count)} rows"


def _labels(used: Dataset) -> str:
    """Return the classes with their colours, or nothing for values."""
    parts = [
        f"{notices.plain(group.name[:30])} → {CLASS_COLOUR_NAMES[group.place]} ({grouped(group.points)})"
        for group in used.groups
    ]
    return (": " if parts else ", with values") + ", ".join(parts)


def _remarks(found: Table, roles: Roles, used: Dataset) -> list[str]:
    """Return sentences on what was done with the rows."""
    sentences = []
    for group in used.groups:
        if len(group.spellings) > 1:
            written = ", ".join(f"“{notices.plain(text[:20])}”" for text in group.spellings[:6])
            sentences.append(f"{written} are one class.")
    for place in (roles.x, roles.y):
        column = found.columns[place]
        if place != NONE and (cell := numbers.example_of_thousands(column.cells, found.format.decimal)):
            value = numbers.number(cell, found.format.decimal)
            sentences.append(f"“{notices.plain(cell)}” in “{notices.plain(column.name)}” is read as {plain(value)}.")
    if used.sampled:
        by = "chosen at random" if roles.is_value else "chosen at random, of each class by its share"
        sentences.append(f"Of {grouped(used.sampled)} rows {grouped(used.points)} are used, {by}.")
    if used.scaled:
        scale = axes("", used.settings["own_scale"])
        pairs = [("x", scale.x1), ("y", scale.x2)] + ([("the value", scale.value)] if roles.is_value else [])
        ranges = ", ".join(
            f"{name} from {significant(axis.low, 9)} to {significant(axis.high, 9)}"
            for name, axis in pairs
            if axis.is_scaled
        )
        sentences.append(f"Scaled to fill the plane: {ranges}. The axes and the programs keep these numbers.")
    if used.is_small:
        sentences.append(
            f"All points train, because there are fewer than {dataset.SMALL}; the train share changes that."
        )
    if len(used.groups) == 1:
        sentences.append("There is one class only: nothing to tell apart.")
    return sentences
