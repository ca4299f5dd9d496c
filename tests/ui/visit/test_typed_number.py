"""Numbers as people type them: what is read, and what is not because it could mean two things or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.visit import typed_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-1.25", -1.25),
        ("−1.25", -1.25),  # as the course writes it
        ("–1,25", -1.25),  # a dash, and a decimal comma
        ("-1,25", -1.25),
        ("-5/4", -1.25),
        ("−5 / 4", -1.25),
        ("5/-4", -1.25),
        ("- 1.25", -1.25),
        ("  0,5 ", 0.5),
        (",5", 0.5),
        (".5", 0.5),
        ("3.", 3.0),
        ("+3", 3.0),
        ("007", 7.0),
        ("1 250", 1250.0),
        ("1\u202f250,5", 1250.5),
        ("1.5/2,5", 0.6),
        ("3e-4", 3e-4),
        ("3E−4", 3e-4),
        ("-0", 0.0),
    ],
)
def test_a_number_is_read(text, value):
    assert typed_number.read(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", " ", None, "abc", "-", "--1", "1-2", "1..2", "1,2,3", "1,250.5", "1.250,5", "1 1/4", "12 34", "1 2500",
        "1/0", "1/2/3", "/2", "1/", "1/.", ".", ",", "nan", "inf", "-Infinity", "1e999", "1e9999", "0x10", "1_000",
        "١٢", "½", "1½", "50 %", "9" * 41, "1/nan", "1e5/0,0", "e5",
    ],
)  # fmt: skip
def test_what_could_mean_two_things_or_nothing_is_not_read(text):
    assert typed_number.read(text) is None


def test_a_number_may_carry_its_unit_and_no_other():
    assert typed_number.read("50 %", "%") == typed_number.read("50%", "%") == typed_number.read("50", "%") == 50
    assert typed_number.read("10 Points", "points") == 10
    assert typed_number.read("10 %", "points") is None
    assert typed_number.read("%", "%") is None


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_what_is_written_is_read(value):
    assert typed_number.read(f"{value:.12g}") == float(f"{value:.12g}")
    assert typed_number.read(f"{value:.12g}".replace("-", "−").replace(".", ",")) == float(f"{value:.12g}")


@given(st.text(max_size=50))
def test_no_text_raises(text):
    value = typed_number.read(text)
    assert value is None or abs(value) < float("inf")
    assert "cannot be read" in typed_number.complaint(text)
