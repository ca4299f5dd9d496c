"""Both stores keep rooms in the same way: in memory, and in Redis."""

import time

import pytest

from tests.ui.rooms.opening import CODE, REPORT, guest, room
from ui.rooms import stores
from ui.rooms.room import MAX_GUESTS, TIME_TO_LIVE, guest_text, room_text
from ui.rooms.store import MAX_ROOMS, Memory, Unreachable

PATIENCE = 20  # seconds


@pytest.fixture(params=["memory", "redis"])
def kept_in(request):
    """A store with nothing in it."""
    if request.param == "memory":
        return Memory()
    from ui.rooms.redis_store import Redis

    made = Redis(request.getfixturevalue("redis_url"))
    made._redis.flushall()
    return made


def guests(kept_in, of):
    return kept_in.exchange(of, (), True).guests


def test_a_room_is_kept_in_its_newest_state(kept_in):
    first = room()
    assert kept_in.read(CODE) is None
    assert kept_in.exchange(first, (), False).room is None
    assert kept_in.read(CODE) == first
    second = first.changed(command="start", command_number=1)
    assert kept_in.exchange(second, (), False).room == first
    assert kept_in.exchange(first, (), False).room == second  # from a process that has not heard yet
    assert kept_in.read(CODE) == second


def test_guests_are_kept_as_they_were_told_last(kept_in):
    of = room()
    late, early = guest(2), guest(1, report=REPORT)
    kept_in.exchange(of, (late, early), False)
    assert {each.id for each in guests(kept_in, of)} == {early.id, late.id}
    assert kept_in.exchange(of, (), False).guests == []
    changed = late._replace(report=REPORT._replace(step=80, test_loss=None), has_left=True)
    kept_in.exchange(of, (changed,), False)
    assert {each.id: each for each in guests(kept_in, of)} == {early.id: early, late.id: changed}
    kept_in.drop(CODE, early.id)
    assert guests(kept_in, of) == [changed]


def test_a_room_takes_so_many_guests(kept_in):
    of = room()
    assert all(kept_in.join(of, guest(i)) for i in range(MAX_GUESTS))
    assert not kept_in.join(of, guest(MAX_GUESTS))
    assert kept_in.join(of, guest(3, has_left=True))  # who was there comes back
    assert len(guests(kept_in, of)) == MAX_GUESTS
    kept_in.drop(CODE, guest(3).id)
    assert kept_in.join(of, guest(MAX_GUESTS))


def test_of_a_closed_room_no_guest_is_left(kept_in):
    of = room()
    kept_in.join(of, guest(1))
    closed = of.changed(is_closed=True)
    assert kept_in.exchange(closed, (guest(2),), True).guests == []
    assert kept_in.exchange(of, (guest(1),), True) == (closed, [])  # of a process that has not heard yet
    assert kept_in.read(CODE).is_closed


def test_nothing_is_left_after_the_time_to_live(kept_in):
    of = room(opened_at=time.time() - TIME_TO_LIVE + 1.5)
    kept_in.exchange(of, (guest(1),), False)
    assert guests(kept_in, of)
    end = time.monotonic() + PATIENCE
    while kept_in.read(CODE):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert time.time() > of.ends_at - 1
    if isinstance(kept_in, Memory):
        assert not kept_in._kept
    else:
        while kept_in._redis.keys("*"):
            assert time.monotonic() < end
            time.sleep(0.05)


def test_memory_is_bounded():
    made = Memory()
    first = room(code="2222222")
    made.join(first, guest(1))
    for i in range(MAX_ROOMS + 20):
        made.exchange(room(code=f"{i:07d}"), (), False)
    assert len(made._kept) == MAX_ROOMS
    assert made.read("2222222") == first  # somebody is in it


def test_what_others_have_written_into_redis_harms_nobody(redis_url):
    from ui.rooms.redis_store import Redis

    made = Redis(redis_url)
    made._redis.flushall()
    of = room()
    made.join(of, guest(1))
    for text in ("", "[]", "{", '{"code": 1}', "\xff", room_text(of).replace("spiral", "x" * 5000)):
        made._redis.set(f"room:{CODE}", text)
        assert made.read(CODE) is None
        assert [each.name for each in guests(made, of)] == ["Guest 1"]
        assert made.read(CODE) == of
    wrong = guest_text(guest(2)).replace("Guest 2", "<b>\\u0000")
    made._redis.hset(f"room:{CODE}:guests", mapping={"a": "{}", "b": wrong, "c": "[" * 5000})
    assert [each.name for each in guests(made, of)] == ["Guest 1"]


def test_a_redis_that_does_not_answer_is_told_soon():
    from ui.rooms.redis_store import Redis

    made = Redis("redis://127.0.0.1:9/0")
    begun = time.monotonic()
    for ask in (lambda: made.read(CODE), lambda: made.exchange(room(), (), True), lambda: made.join(room(), guest(1))):
        with pytest.raises(Unreachable):
            ask()
    assert time.monotonic() - begun < 3


def test_the_environment_names_the_store(monkeypatch):
    monkeypatch.delenv("ROOMS_URL", raising=False)
    assert isinstance(stores.from_environment(), Memory)
    for url in ("redis://127.0.0.1:6379/0", "valkey://127.0.0.1:6379", "unix:///run/redis.sock"):
        monkeypatch.setenv("ROOMS_URL", url)
        assert type(stores.from_environment()).__name__ == "Redis"
    monkeypatch.setenv("ROOMS_URL", "http://user:secret@127.0.0.1:80")
    with pytest.raises(ValueError, match=r"ROOMS_URL must begin with redis://") as error:
        stores.from_environment()
    assert "secret" not in str(error.value)
