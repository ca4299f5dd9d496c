"""Thousands of hostile rooms, guests, keys and links: nothing raises, nothing is gained, nothing is lost."""

import json
import random

import pytest
import streamlit as st

from tests.ui.rooms.opening import CODE, KEY, REPORT, QuietHub, guest, join, room
from tests.ui.test_hostile import NASTY, mutated, queries, text
from ui.rooms import codes, names, teaching
from ui.rooms.hub import Refusal
from ui.rooms.room import MAX_GUESTS, MAX_QUERY, guest_text, read_guest, read_room, room_text
from ui.rooms.store import Memory
from ui.visit import session
from ui.visit.session import Visit


@pytest.fixture
def hub(monkeypatch):
    made = QuietHub(Memory())
    made.open(room())
    monkeypatch.setattr(st, "session_state", {"visit": Visit()})
    return made


def hostile(good, seed, count=1000):
    """Texts that are nearly the good one."""
    draw = random.Random(seed)
    for _ in range(count):
        said = json.dumps(mutated(draw, json.loads(good)))
        for _ in range(draw.randrange(3)):
            at = draw.randrange(len(said))
            said = said[:at] + text(draw) + said[at + draw.randrange(9) :]
        yield said


def test_rooms_that_are_none_are_not_read():
    for said in hostile(room_text(room()), 1):
        if found := read_room(said):
            assert len(found.query) <= MAX_QUERY
            assert read_room(room_text(found)) == found


def test_guests_that_are_none_are_not_read():
    for said in hostile(guest_text(guest(1, report=REPORT)), 2):
        if found := read_guest(said):
            assert names.read(found.name) == found.name
            assert read_guest(guest_text(found)) == found


def test_nobody_becomes_a_teacher_by_what_a_browser_says(hub):
    join(hub, "Ada")
    before, own = hub.room(CODE), json.dumps({"key": codes.new_key(), "room": room()._replace(version=9)._asdict()})
    for said in hostile(own, 3):
        kept = json.loads(said) if said.startswith("{") and _is_json(said) else {"key": said}
        if isinstance(kept, dict):
            assert teaching.open_again(kept, CODE, hub) is None
    assert session.current().teaches is None
    assert hub.room(CODE) == before
    assert len(hub.guests(CODE, KEY)) == 1


def _is_json(said):
    try:
        json.loads(said)
    except (ValueError, RecursionError):
        return False
    return True


def test_a_flood_of_guests_ends_where_the_room_is_full(hub):
    joined = 0
    for i in range(1000):
        try:
            join(hub, NASTY[i % len(NASTY)])
        except Refusal:
            continue
        joined += 1
    assert joined == MAX_GUESTS
    found = hub.guests(CODE, KEY)
    assert len({each.name for each in found}) == MAX_GUESTS
    assert all(len(each.name) <= names.MAX_NAME for each in found)


@pytest.mark.parametrize("seed", range(2))
def test_hostile_links_give_a_task_or_a_sentence(seed):
    for query in queries(seed, 500):
        said = "https://host/?" + "&".join(f"{name}={value}" for name, value in query.items())
        given, complaint = teaching.given_by(said)
        if given is None:
            assert complaint
        else:
            assert len(given.query) <= MAX_QUERY
            assert not given.parsed.keys() & teaching.NOT_SENT
            assert given.kind == given.experiment.KIND
            assert len(given.task.task) < MAX_QUERY
