"""Worksheets: numbers to compute by hand and to fill in on the page, each marked at once, or to print with its key."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from course.chapters.parts import near
from engine.numerals import significant
from ui.visit import typed_number
from ui.widgets import typed

BLANKS_IN_A_ROW = 3
TOLERANCE = 0.006  # so that two decimals are enough

Numbers = Any  # all numbers of one sheet, as its chapter computes them


class Worksheet(NamedTuple):
    """Several sheets with the same blanks.

    name begins the keys of the fields and the names of the files. solution(sheet) computes the numbers of a sheet;
    blanks has the numbers to fill in: label, and how to read the right one. task(sheet) states the task, and on_paper
    does so for the printed sheet.
    """

    name: str
    title: str
    solution: Callable[[int], Numbers]
    blanks: Mapping[str, tuple[str, Callable[[Numbers], float]]]
    task: Callable[[int], str]
    on_paper: Callable[[int], str]
    file: str

    def marks(self, sheet: int, answers: Mapping[str, float | None]) -> dict[str, bool]:
        """Return for each blank of a sheet whether its answer is right."""
        numbers = self.solution(sheet)
        return {
            name: near(answers.get(name), float(right(numbers)), TOLERANCE) for name, (_, right) in self.blanks.items()
        }

    def count_right(self, sheet: int) -> int:
        """Return how many blanks the visitor has filled in with the right number."""
        return sum(self.marks(sheet, self._answers(sheet)).values())

    def is_done(self, sheet: int) -> bool:
        """Return whether all blanks of a sheet have the right number."""
        return self.count_right(sheet) == len(self.blanks)

    def printable(self, sheet: int, with_answers: bool) -> str:
        """Return a sheet as an HTML page to print, which loads nothing else; with its answers it is the key."""
        numbers = self.solution(sheet)
        rows = "".join(
            f"<tr><th>{label}</th><td>{signed(float(right(numbers))) if with_answers else ''}</td></tr>"
            for label, right in self.blanks.values()
        )
        return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>{self.title}, sheet {sheet}</title>
<style>body{{font:16px/1.5 sans-serif;max-width:42rem;margin:2rem auto;color:#000}}table{{border-collapse:collapse}}
th,td{{border:1px solid #666;padding:.5rem 1rem;text-align:left}}td{{min-width:9rem;height:1.6rem}}
@media print{{body{{margin:0}}}}</style>
<h1>{self.title} by hand, sheet {sheet}{": key" if with_answers else ""}</h1>
{self.on_paper(sheet)}
<table>{rows}</table></html>"""

    def show(self, sheet: int) -> None:
        """Show a sheet to fill in; each number is marked at once."""
        st.markdown(self.task(sheet))
        names = list(self.blanks)
        # A row at a time: the Tab key follows the order of the script.
        for start in range(0, len(names), BLANKS_IN_A_ROW):
            row = names[start : start + BLANKS_IN_A_ROW]
            for column, name in zip(st.columns(BLANKS_IN_A_ROW), row, strict=False):
                with column:
                    typed.show(self.blanks[name][0], self._key(sheet, name), "?")
                    st.markdown(self._mark(sheet, name))
        count = self.count_right(sheet)
        st.progress(count / len(names), f"{count} of {len(names)} right")
        with st.container(horizontal=True):
            for with_answers, label in ((False, "Print the sheet"), (True, "Print the key")):
                st.download_button(
                    label,
                    partial(self.printable, sheet, with_answers),
                    f"{self.file}-{sheet}{'-key' if with_answers else ''}.html",
                    "text/html",
                    icon=":material/print:",
                )

    def _key(self, sheet: int, name: str) -> str:
        """Return the key of the widget of a blank."""
        return f"{self.name}_{sheet}_{name}"

    def _answers(self, sheet: int) -> dict[str, float | None]:
        """Return the numbers that the visitor has typed in; None for a blank with no number."""
        return {name: typed_number.read(typed.text(self._key(sheet, name))) for name in self.blanks}

    def _mark(self, sheet: int, name: str) -> str:
        """Return the mark of a blank as Markdown. An empty one has a line too: no mark moves what stands below it."""
        text = typed.text(self._key(sheet, name))
        if not text:
            return "&nbsp;"
        answer = self._answers(sheet)[name]
        if answer is None:
            return ":material/help: no number"
        right = self.marks(sheet, {name: answer})[name]
        return ":material/check_circle: :green[right]" if right else ":material/close: :red[not yet]"


def signed(value: float) -> str:
    """Return a number as short text, with a real minus sign."""
    return significant(value, 6)
