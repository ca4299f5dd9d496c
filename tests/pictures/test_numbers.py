"""Numbers as text: the same in Python as in JavaScript."""

import json
from pathlib import Path

import pytest

from engine import numerals
from pictures import numbers

CASES = json.loads((Path(__file__).parent / "numbers.json").read_text(encoding="utf-8"))


def number(value):
    """JSON has neither NaN nor infinities: the cases have them as text."""
    return float(value) if isinstance(value, str) else value


@pytest.mark.parametrize(("value", "text"), CASES["digits"])
def test_losses_are_short(value, text):
    assert numbers.digits(number(value)) == text


@pytest.mark.parametrize(("value", "text"), CASES["significant"])
def test_numbers_are_rounded_to_significant_digits(value, text):
    assert numerals.significant(number(value)) == text


@pytest.mark.parametrize(("value", "text"), CASES["grouped"])
def test_digits_stand_in_groups(value, text):
    assert numerals.grouped(value) == text


@pytest.mark.parametrize(("value", "text"), CASES["wholePerCent"])
def test_shares_are_whole_per_cent(value, text):
    assert numbers.per_cent(number(value)) == text


@pytest.mark.parametrize(("value", "text"), CASES["magnitude"])
def test_tiny_norms_are_powers_of_ten(value, text):
    assert numbers.magnitude(number(value)) == text
