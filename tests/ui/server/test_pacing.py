"""Fair shares of the processor: whoever plays gets on, and nobody waits in a crowd."""

import heapq
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from ui.server import pacing


@pytest.fixture
def nobody_plays():
    def forget():
        pacing._playing.clear()
        pacing._meter, pacing._booked = pacing.Meter(), 0.0

    forget()
    yield
    forget()


@pytest.mark.usefixtures("nobody_plays")
def test_a_lone_player_gets_most_of_a_tick_and_thirty_share_it():
    alone = pacing.budget("0", now=100.0)
    assert 0.5 * pacing.UPDATE_INTERVAL < alone < pacing.UPDATE_INTERVAL
    shares = [pacing.budget(str(i), now=100.0) for i in range(30)]
    assert shares[-1] * 30 < pacing.UPDATE_INTERVAL
    assert shares[-1] >= pacing.MIN_BUDGET
    assert pacing.round_time() < 0.25


@pytest.mark.usefixtures("nobody_plays")
def test_the_more_play_the_longer_is_the_interval_so_that_all_updates_fit_in():
    assert pacing.book(99.0, 99.0) == pytest.approx(pacing.UPDATE_INTERVAL)
    assert pacing.book(100.0, 100.0, pacing.SWEEP_INTERVAL) == pytest.approx(pacing.SWEEP_INTERVAL)
    for i in range(100):
        share = pacing.budget(str(i), now=100.0)
    assert 100 * (share + pacing.DRAWING_COST) <= pacing.PROCESSOR_LOAD * pacing.round_time() < 1 / 1.2


@pytest.mark.usefixtures("nobody_plays")
def test_on_a_slower_machine_the_pages_wait_longer():
    for i in range(30):
        pacing.budget(str(i), now=100.0)
    usual, meter = pacing.round_time(), pacing._meter
    for second in range(1, 20):
        for _ in range(50):  # in a second of which the processor was busy all the time
            meter.count(100.0 + second, lambda used=second: used)
    assert pacing.round_time() == pytest.approx(30 * (1 / 50) / pacing.PROCESSOR_LOAD, rel=0.02)
    assert pacing.round_time() > 2 * usual
    steady = pacing.round_time()
    for second in (20, 21):  # many pages are loaded beside a few updates
        for _ in range(5):
            meter.count(100.0 + second, lambda used=second: used)
    assert pacing.round_time() < 1.25 * steady
    for second in range(22, 30):  # a thousand page loads and no update to speak of are not believed
        meter.count(100.0 + second, lambda used=10 * second: used)
    assert pacing.round_time() <= 30 * pacing.MAX_COST / pacing.PROCESSOR_LOAD
    for second in range(30, 50):
        meter.count(100.0 + second, lambda: 1000.0)
    assert pacing.round_time() < pacing.UPDATE_INTERVAL


def test_updates_take_turns():
    inside, most = [0], [0]

    def update():
        for _ in range(50):
            with pacing.turn():
                inside[0] += 1
                time.sleep(0)
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: update(), range(4)))
    assert most == [1]


def test_a_turn_ends_with_an_error_too():
    with pytest.raises(ValueError, match="late"), pacing.turn():
        raise ValueError("late")
    with pacing.turn():
        pass


@pytest.mark.usefixtures("nobody_plays")
def test_who_left_or_fell_silent_takes_no_share():
    alone = pacing.budget("a", now=100.0)
    pacing.budget("b", now=100.0)
    assert pacing.budget("a", now=100.1) < alone
    pacing.leave("b")
    assert pacing.budget("a", now=100.2) == alone
    pacing.budget("c", now=100.2)
    assert pacing.budget("a", now=110.0) == alone
    assert list(pacing._playing) == ["a"]


@pytest.mark.usefixtures("nobody_plays")
def test_threads_do_not_disturb_each_other():
    def visit(n):
        for i in range(3000):
            pacing.budget(str(n), now=100.0 + (i % 7))
            if i % 3 == 0:
                pacing.leave(str(n))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(visit, range(16)))  # raises what a thread raised
    finally:
        sys.setswitchinterval(interval)


def waits_of(players, cost, seconds, standstill=(0.0, 0.0)):
    """When each update was asked for and how long it waited for its turn: pages that all ask at once at first.

    Each update takes `cost` seconds, but for a standstill: when it begins, and its seconds.
    """
    for player in range(players):
        pacing.budget(str(player), now=0.0)
    pacing._meter.cost = cost
    asks, free, waits = [(0.0, player) for player in range(players)], 0.0, []
    while asks[0][0] < seconds:
        asked, player = heapq.heappop(asks)
        begins, length = standstill
        now = max(asked, free)
        if begins <= now < begins + length:
            now = begins + length
        free = now + cost
        waits.append((asked, now - asked))
        heapq.heappush(asks, (max(asked + pacing.book(asked, now), free), player))
    return waits


@pytest.mark.usefixtures("nobody_plays")
@pytest.mark.parametrize(
    ("players", "cost"),
    [(2, 0.02), (5, 0.02), (10, 0.008), (20, 0.008), (30, 0.0075), (30, 0.02), (100, 0.0075), (100, 0.02)],
)
def test_pages_that_ask_at_once_ask_one_after_the_other_soon(players, cost):
    waits = waits_of(players, cost, 60)
    around = max(players * cost / pacing.PROCESSOR_LOAD, pacing.UPDATE_INTERVAL)
    steady = [wait for asked, wait in waits if asked > 10 * around]
    assert max(wait for _, wait in waits) > 0.9 * (players - 1) * cost  # in the beginning they came in a crowd
    assert max(steady) < 0.2 * around
    assert len(steady) / (60 - 10 * around) / players > 0.97 * min(1 / (players * cost), 1 / pacing.UPDATE_INTERVAL)


@pytest.mark.usefixtures("nobody_plays")
def test_after_a_standstill_the_queue_does_not_stay():
    waits = waits_of(30, 0.02, 60, standstill=(20.0, 3.0))
    assert max(wait for asked, wait in waits if 20 < asked < 23) > 2
    assert max(wait for asked, wait in waits if asked > 27) < 0.1


@pytest.mark.usefixtures("nobody_plays")
def test_who_stays_does_not_wait_for_those_who_have_gone():
    waits_of(100, 0.02, 30)
    for player in range(1, 100):
        pacing.leave(str(player))
    assert pacing.book(30.0, 30.0) < 1.2 * pacing.UPDATE_INTERVAL
    assert pacing.book(30.2, 30.2) == pytest.approx(pacing.UPDATE_INTERVAL)


@pytest.mark.usefixtures("nobody_plays")
def test_an_update_that_waited_for_its_turn_counts_from_when_it_was_asked_for(monkeypatch):
    booked, clock, came = [], [1.0], threading.Event()

    def now():
        read = clock[0]
        if threading.current_thread() is not threading.main_thread():
            came.set()
        return read

    monkeypatch.setattr(pacing, "book", lambda asked, now, least: booked.append((asked, now)))
    monkeypatch.setattr(pacing, "time", SimpleNamespace(monotonic=now, process_time=time.process_time))

    def update():
        with pacing.turn():
            pacing.book_next()

    with ThreadPoolExecutor(1) as threads:
        with pacing.turn():
            waiting = threads.submit(update)
            assert came.wait(10)
            clock[0] = 2.0
        waiting.result()
    assert booked == [(1.0, 2.0)]
    assert pacing._asked is None
