"""Contenders and places as fields of an address."""

import pytest
from hypothesis import given, strategies

from engine.experiments.experiment import FIELDS
from ui.compare.contenders import MAX_CONTENDERS, Contender, Contenders, Position

FIELD = Contenders()
contenders = strategies.builds(
    Contender,
    strategies.sampled_from(FIELDS["optimizer"].options),
    strategies.floats(1e-6, 10),
    strategies.floats(0, 0.999),
    strategies.sampled_from(FIELDS["schedule"].options),
)


@given(strategies.lists(contenders, min_size=1, max_size=MAX_CONTENDERS).map(tuple))
def test_what_is_written_is_read(value):
    assert FIELD.valid(value)
    assert FIELD.parse(FIELD.write(value)) == (value, True)


@given(strategies.text(max_size=60) | strategies.from_regex(r"[a-z_*.0-9-]{0,80}", fullmatch=True))
def test_nothing_raises_and_only_valid_contenders_come_out(text):
    value, exact = FIELD.parse(text)
    assert value is None or FIELD.valid(value)
    assert not (exact and value is None)


def test_what_is_as_usual_need_not_be_said():
    assert FIELD.write((Contender("adam", 0.03), Contender("momentum", 0.01, 0.5))) == "adam*0.03**momentum*0.01*0.5"
    assert FIELD.parse("adam*0.03**momentum*0.01*0.5")[0][1].momentum == 0.5


@pytest.mark.parametrize(
    "text", ["adam", "adam*0.1**nonsense*1", "adam*99", "**".join(["adam*0.1"] * (MAX_CONTENDERS + 1))]
)
def test_what_is_not_understood_is_doubtful(text):
    assert not FIELD.parse(text)[1]


def test_a_label_says_what_is_special():
    assert Contender("adam", 0.03).label == "Adam, α 0.03"
    assert Contender("momentum", 0.02, 0.8, "cosine").label == "Momentum, α 0.02, μ 0.8, cosine"


def test_places():
    field = Position(10)
    assert field.parse(field.write((-1.5, 2.0))) == ((-1.5, 2.0), True)
    assert field.parse("99*1") == ((10, 1.0), False)
    for text in ("", "1", "1*2*3", "a*b", "nan*1"):
        assert field.parse(text) == (None, False)
