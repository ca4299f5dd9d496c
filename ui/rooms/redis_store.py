"""Rooms in Redis or Valkey: what one replica of a server keeps there, all others find.

A room is JSON under `room:CODE`, its guests are a hash of JSON by their ids under `room:CODE:guests`. Both end by
themselves with the room's time to live.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ui.rooms.guest import Guest
from ui.rooms.room import MAX_GUESTS, Room, guest_text, read_guest, read_room, room_text
from ui.rooms.store import Found, Unreachable, end_of

TIMEOUT = 0.5  # seconds to connect, and for an answer
MAX_CONNECTIONS = 8  # of one process; one thread does nearly all
SCHEMES = ("redis://", "rediss://", "unix://")

Answer = TypeVar("Answer")


class Redis:
    """Rooms in Redis. Raises ValueError for an address that is not one of SCHEMES."""

    def __init__(self, url: str):
        url = url.replace("valkey", "redis", 1) if url.startswith("valkey") else url
        if not url.startswith(SCHEMES):
            raise ValueError(f"ROOMS_URL must begin with {', '.join(SCHEMES)}, got {url.partition('@')[2] or url}")
        self._redis: Any = redis.Redis.from_url(
            url,
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
            retry=Retry(NoBackoff(), 0),  # the hub tries again
            max_connections=MAX_CONNECTIONS,
        )

    def read(self, code: str) -> Room | None:
        return read_room(_asked(lambda: self._redis.get(_room_key(code))))

    def exchange(self, room: Room, changed: Sequence[Guest], wants_guests: bool) -> Found:
        return _asked(lambda: self._exchange(room, changed, wants_guests))

    def join(self, room: Room, guest: Guest) -> bool:
        return _asked(lambda: self._join(room, guest))

    def drop(self, code: str, guest: str) -> None:
        _asked(lambda: self._redis.hdel(_guests_key(code), guest))

    def _exchange(self, room: Room, changed: Sequence[Guest], wants_guests: bool) -> Found:
        key = _guests_key(room.code)
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.get(_room_key(room.code))
            if changed:
                pipe.hset(key, mapping={guest.id: guest_text(guest) for guest in changed})
                pipe.expireat(key, int(room.ends_at))
            if wants_guests:
                pipe.hvals(key)
            answers = pipe.execute()
        before = read_room(answers[0])
        if before is None or before.version < room.version:
            self._redis.set(_room_key(room.code), room_text(room), exat=int(end_of(room)))
        if room.is_closed or (before and before.is_closed):
            self._redis.delete(key)
            return Found(before, [])
        found = [read_guest(text) for text in answers[-1]] if wants_guests else []
        guests = sorted((guest for guest in found if guest), key=lambda guest: (guest.joined_at, guest.id))
        return Found(before, guests[:MAX_GUESTS])

    def _join(self, room: Room, guest: Guest) -> bool:
        key = _guests_key(room.code)
        with self._redis.pipeline(transaction=True) as pipe:  # so that no two take the last place
            pipe.hset(key, guest.id, guest_text(guest))
            pipe.hlen(key)
            pipe.expireat(key, int(room.ends_at))
            is_new, count, _ = pipe.execute()
        if is_new and count > MAX_GUESTS:
            self._redis.hdel(key, guest.id)
            return False
        return True


def _asked(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except redis.RedisError as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error


def _room_key(code: str) -> str:
    return f"room:{code}"


def _guests_key(code: str) -> str:
    return f"room:{code}:guests"
