"""SECURITY.md says what is bounded: its numbers are those of the code."""

import re
from pathlib import Path

import pytest

from engine.data.sequences import own as own_text
from engine.data.sequences import written
from engine.experiments.sequence_experiment import MAX_EXAMPLES, MAX_LENGTH
from engine.runs import run, text
from pictures.constants import MAX_STROKE
from ui.playground import actions, preview
from ui.server import account, messages, uploads
from ui.tables import excel, splitting, table
from ui.visit import task
from ui.widgets import take_away

TEXT = (Path(__file__).parents[3] / "SECURITY.md").read_text(encoding="utf-8")
LIMITS = {
    "text of one's own": [own_text.MAX_CHARACTERS, own_text.MAX_SYMBOLS],
    "sequence that a visitor writes": [written.MAX_MOMENTS, task.MAX_TEXT],
    "sequences of a generated data set": [MAX_EXAMPLES, MAX_LENGTH],
    "pasted table": [preview.MAX_PASTED],
    "uploaded table or network file": [table.MAX_BYTES // 1_000_000],
    "cells of a table, cells and unpacked size of an Excel file": [
        splitting.MAX_CELLS,
        excel.MAX_CELLS,
        excel.MAX_UNPACKED // 1_000_000,
    ],
    "tables that the server keeps while they are looked at, and networks": [table.KEPT, take_away.KEPT],
    "lists and objects in a network file, and their levels": [text.MAX_LISTS, text.MAX_LEVELS],
    "pasted network": [take_away.MAX_PASTED],
    "uploads of one session": [uploads.MAX_FILES, uploads.MAX_BYTES // 1_000_000, uploads.MAX_KEPT],
    "uploads that the server keeps": [uploads.MAX_TOTAL // 1_000_000],
    "events of live pictures in one message": [messages.MAX_EVENTS, messages.MAX_JSON, messages.MAX_DEPTH],
    "widgets in one message, address in it, files it asks to upload": [
        messages.MAX_WIDGETS,
        messages.MAX_QUERY,
        messages.MAX_FILE_NAMES,
    ],
    "places of one stroke that adds or erases points": [MAX_STROKE, actions.ERASED_AT_ONCE],
    "points or images that a network is evaluated at, at once": [run.LEAST_BLOCK, run.BLOCK],
    "runs of one session's pages": [account.LONGEST_WAIT],
}


@pytest.mark.parametrize("what", LIMITS)
def test_a_limit_is_that_of_the_code(what):
    (said,) = re.findall(rf"^\| {re.escape(what)} \| (.*) \|$", TEXT, re.MULTILINE)
    numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?<!,)", said)]
    assert numbers[: len(LIMITS[what])] == LIMITS[what]
