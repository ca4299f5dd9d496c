"""Codes that cannot be guessed, keys that open one room only, and names that are text."""

import random

import pytest

from tests.ui.rooms.opening import CODE, KEY
from ui.rooms import codes, limits, names
from ui.rooms.limits import Tries
from ui.visit import room_code


def test_a_code_follows_from_its_key_alone():
    assert codes.code_of(KEY) == CODE
    keys = [codes.new_key() for _ in range(3)]
    assert all(codes.is_key(key) for key in keys)
    assert len({codes.code_of(key) for key in keys}) == 3
    assert all(codes.opens(key, codes.lock_of(key)) for key in keys)
    assert not codes.opens(keys[0], codes.lock_of(keys[1]))
    assert KEY not in codes.lock_of(KEY)


@pytest.mark.parametrize("text", [CODE, CODE.lower(), f" {CODE[:3]} {CODE[3:]}\n", f"{CODE[:3]}-{CODE[3:]}."])
def test_a_code_is_read_as_people_type_it(text):
    assert room_code.read(text) == CODE
    assert room_code.Code().parse(text) == (CODE, True)


@pytest.mark.parametrize("text", ["", "ABC", "ABCDEFG1", "O" * 7, "0234567", "<script>", "A" * 9999, "ＡＢ"])
def test_what_is_no_code_is_none(text):
    assert room_code.read(text) is None


def test_codes_have_enough_bits_for_the_tries_that_are_allowed():
    all_codes = len(room_code.ALPHABET) ** room_code.LENGTH
    tries = 4 * 3600 / limits.WINDOW * (limits.WRONG_CODES_OF_ALL + 30 * limits.WINDOW)  # 30 new sessions a second
    assert tries * 100 / all_codes < 0.003  # to find one of a hundred rooms in four hours


def test_a_session_that_guesses_is_not_heard_for_a_while_and_others_are(monkeypatch):
    monkeypatch.setattr(limits, "_of_all", Tries())
    guessing = Tries()
    for i in range(limits.WRONG_CODES):
        assert limits.may_try(guessing, i)
        limits.note_wrong(guessing, f"code {i}", i)
        limits.note_wrong(guessing, f"code {i}", i)  # its page runs again
    for _ in range(1000):
        assert not limits.may_try(guessing, 20)
    assert limits.may_try(guessing, limits.WINDOW + 20)
    for _ in range(1000):
        limits.note_wrong(Tries(), "code", 100)
    once = Tries()
    assert limits.may_try(once, 101)
    limits.note_wrong(once, "code", 101)
    assert not limits.may_try(once, 102)
    assert limits.may_try(Tries(), 102)  # a class gets in meanwhile
    assert limits.may_try(once, 102 + limits.WINDOW)


NASTY = ["<b>Ada</b>", "**Ada**", "a\0b", "\u202eadA", "x" * 5000, "\ud800", "👩‍🔬", "  ", "\n\n", "$x$", ":red[a]"]


@pytest.mark.parametrize("text", NASTY)
def test_a_name_is_a_short_line_of_text(text):
    name = names.read(text)
    assert len(name) <= names.MAX_NAME
    assert names.read(name) == name
    assert "\n" not in name
    assert names.unique(name, [name] if name else [])


def test_a_thousand_wrong_names_are_short_lines_too():
    draw = random.Random(5)
    for _ in range(1000):
        text = "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randrange(60)))
        name = names.read(text)
        assert len(name) <= names.MAX_NAME
        assert names.read(name) == name
    for wrong in (None, 5, [], {}, b"Ada"):
        assert names.read(wrong) == ""
