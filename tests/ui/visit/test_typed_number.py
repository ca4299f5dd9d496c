"""Numbers as people type them: what is read, and what is not because it could mean two things or nothing."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import numerals
from pictures import numbers
from ui.visit import typed_number

CASES = json.loads((Path(__file__).parents[2] / "pictures/typed.json").read_text(encoding="utf-8"))
FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=32)


@pytest.mark.parametrize(("text", "value"), CASES["read"])
def test_a_number_is_read(text, value):
    assert typed_number.read(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("text", [*CASES["refused"], None])
def test_what_could_mean_two_things_or_nothing_is_not_read(text):
    assert typed_number.read(text) is None


def test_a_number_may_carry_its_unit_and_no_other():
    assert typed_number.read("50 %", "%") == typed_number.read("50%", "%") == typed_number.read("50", "%") == 50
    assert typed_number.read("10 Points", "points") == 10
    assert typed_number.read("10 %", "points") is None
    assert typed_number.read("%", "%") is None


@given(FLOATS)
def test_what_is_written_is_read(value):
    assert typed_number.read(f"{value:.12g}") == float(f"{value:.12g}")
    assert typed_number.read(f"{value:.12g}".replace("-", "−").replace(".", ",")) == float(f"{value:.12g}")
    assert typed_number.read(numerals.plain(value)) == pytest.approx(value, rel=1e-11)
    assert typed_number.read(numerals.significant(value, 3)) == pytest.approx(value, rel=6e-3)
    if abs(value) < 1e27:  # longer ones are no numbers that a person types
        assert typed_number.read(numerals.grouped(value)) == pytest.approx(round(value))
    if 0 <= value < 1e30:
        shown = numbers.digits(value)
        assert shown == "<0.0001" or typed_number.read(shown) == pytest.approx(value, rel=0.05, abs=6e-4)


@given(st.text(max_size=50))
def test_no_text_raises(text):
    value = typed_number.read(text)
    assert value is None or abs(value) < float("inf")
    assert "cannot be read" in typed_number.complaint(text)
