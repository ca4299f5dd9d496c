"""The hub: who is in a room hears of its teacher, on any replica, and nobody waits for a store that is gone."""

import time

import pytest

from tests.ui.rooms.opening import CODE, KEY, REPORT, Frail, QuietHub, join, room
from ui.rooms import hub as hubs
from ui.rooms.hub import Refusal
from ui.rooms.room import MAX_GUESTS


@pytest.fixture
def frail():
    return Frail()


@pytest.fixture
def hub(frail):
    return QuietHub(frail)


def names(hub):
    return [guest.name for guest in hub.guests(CODE, KEY)]


def test_guests_of_one_replica_are_seen_on_another_and_hear_of_it(frail, hub):
    there, wakes = QuietHub(frail), []
    hub.open(room())
    hub.keep_in_step()
    place = join(there, "Ada", wakes=wakes)
    there.report(place, REPORT)
    hub.guests(CODE, KEY)  # a teacher looks
    for each in (there, hub):
        each.keep_in_step()
    (seen,) = hub.guests(CODE, KEY)
    assert (seen.name, seen.report) == ("Ada", REPORT)
    hub.act(CODE, KEY, command="start", command_number=1)
    assert not wakes
    for each in (hub, there):
        each.keep_in_step()
    assert there.room(CODE).command == "start"
    assert wakes == ["Ada"]
    hub.act(CODE, KEY, is_closed=True)
    for each in (hub, there):
        each.keep_in_step()
    assert there.room(CODE).is_over
    assert there.find(CODE) is None


def test_a_guest_of_the_same_process_hears_at_once(hub):
    wakes = []
    hub.open(room())
    join(hub, "Ada", wakes=wakes)
    hub.act(CODE, KEY, command="pause", command_number=1)
    assert wakes == ["Ada"]


@pytest.mark.parametrize("key", ["", "B" * 22, KEY[:-1], KEY + "A", "\0"])
def test_without_the_key_nobody_is_a_teacher(hub, key):
    hub.open(room())
    join(hub, "Ada")
    before = hub.room(CODE)
    for _ in range(1000):
        hub.act(CODE, key, is_closed=True)
        assert hub.guests(CODE, key) == []
    assert hub.room(CODE) == before
    assert names(hub) == ["Ada"]


def test_a_store_that_is_gone_holds_up_nobody_and_gets_everything_back(frail, hub):
    hub.open(room())
    places = [join(hub, name) for name in ("Ada", "Ben", "Cem")]
    hub.guests(CODE, KEY)
    hub.keep_in_step()
    frail.is_gone = True
    for place in places:
        hub.report(place, REPORT)
    hub.keep_in_step()
    assert not hub.is_reachable
    asked = frail.asked
    begun = time.perf_counter()
    hub.keep_in_step()
    hub.act(CODE, KEY, command="start", command_number=1)
    assert hub.room(CODE).command == "start"
    assert hub.find(CODE).command == "start"  # held here
    with pytest.raises(Refusal, match="cannot be reached"):
        hub.find("2222222")
    places.append(join(hub, "Dai"))  # who comes to this replica gets in
    hub.report(places[-1], REPORT)
    assert frail.asked == asked  # until it is due again
    assert time.perf_counter() - begun < 0.5
    frail.restart()
    hub.retry_at = 0.0
    hub.keep_in_step()
    hub.keep_in_step()
    assert frail.kept.read(CODE) == hub.room(CODE)
    assert [each.report for each in frail.kept.exchange(hub.room(CODE), (), True).guests] == [REPORT] * 4
    assert join(hub, "Dai").name == "Dai 2"


def test_a_restarted_store_gets_the_room_back_from_any_replica_that_knows_it(frail, hub):
    there = QuietHub(frail)
    hub.open(room())
    hub.act(CODE, KEY, command="start", command_number=1)
    hub.keep_in_step()
    join(there, "Ada")
    there.keep_in_step()
    frail.restart()
    there.keep_in_step()  # the teacher's replica is gone
    assert frail.kept.read(CODE).command == "start"


def test_no_two_have_the_same_name(hub):
    hub.open(room())
    for name, expected in (("Ada", "Ada"), ("ada", "ada 2"), ("ＡＤＡ", "ＡＤＡ 3"), (" Ada\n", "Ada 4")):
        assert join(hub, name).name == expected
    assert len({join(hub, "").name for _ in range(80)}) == 80


def test_who_comes_back_has_the_same_place(hub):
    hub.open(room())
    place = join(hub, "Ada")
    hub.report(place, REPORT)
    hub.keep_in_step()
    again = join(hub, "Ada", known=place.id)
    assert (again.id, again.name, again.joined_at, again.report) == (place.id, "Ada", place.joined_at, REPORT)
    assert names(hub) == ["Ada"]
    hub.leave(place)  # the session of before ends later
    hub.keep_in_step()
    assert not hub.guests(CODE, KEY)[0].has_left
    hub.leave(again)
    hub.keep_in_step()
    assert hub.guests(CODE, KEY)[0].has_left


def test_a_full_room_makes_room_of_who_has_gone(hub):
    hub.open(room())
    places = [join(hub, f"Guest {i}") for i in range(MAX_GUESTS)]
    with pytest.raises(Refusal, match="full"):
        join(hub, "Ada")
    hub.leave(places[7])
    hub.keep_in_step()
    join(hub, "Ada")
    assert "Ada" in names(hub)
    assert places[7].name not in names(hub)
    assert len(names(hub)) == MAX_GUESTS


def test_a_teacher_can_let_nobody_else_in(hub):
    hub.open(room())
    place = join(hub, "Ada")
    hub.act(CODE, KEY, lets_in=False)
    with pytest.raises(Refusal, match="nobody else"):
        join(hub, "Ben")
    assert join(hub, "Ada", known=place.id).id == place.id  # who was in may come back
    with pytest.raises(Refusal, match="nobody else"):
        join(hub, "Ben", known="0" * 16)  # who only says so may not


def test_rooms_in_which_nobody_is_make_room_for_others(hub, monkeypatch):
    monkeypatch.setattr(hubs, "MAX_ROOMS", 3)
    hub.open(room())
    join(hub, "Ada")
    for i in range(20):
        hub.open(room(code=f"{i:07d}"))
    assert len(hub.held) == 3
    assert names(hub) == ["Ada"]
    for code in list(hub.held):
        join(hub, "Ben", at=hub.room(code))
    with pytest.raises(Refusal, match="too many rooms"):
        hub.open(room(code="2222222"))


def test_a_room_that_nobody_uses_is_not_held(hub, monkeypatch):
    hub.open(room())
    place = join(hub, "Ada")
    monkeypatch.setattr(hubs, "KEPT_FOR", -1)
    hub.keep_in_step()
    assert hub.room(CODE)
    hub.leave(place)
    hub.keep_in_step()
    assert hub.room(CODE) is None


def test_a_page_that_is_there_is_seen_although_it_stands_still(hub, monkeypatch):
    monkeypatch.setattr(hubs, "SEEN_EVERY", 0.0)
    hub.open(room())
    there, gone = join(hub, "Ada"), join(hub, "Ben", here=False)
    before = there.seen_at, gone.seen_at
    hub.keep_in_step()
    assert there.seen_at > before[0]
    assert gone.seen_at == before[1]


def test_the_thread_keeps_a_room_in_step_and_ends(monkeypatch):
    monkeypatch.setattr(hubs, "INTERVAL", 0.01)
    frail = Frail()
    hub = hubs.Hub(frail)
    hub.open(room())
    end = time.monotonic() + 20
    while frail.kept.read(CODE) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    thread = hub._thread
    monkeypatch.setattr(hubs, "KEPT_FOR", -1)
    thread.join(20)
    assert not thread.is_alive()
    assert not hub.held
