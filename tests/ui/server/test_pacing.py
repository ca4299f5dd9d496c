"""Fair shares of the processor: whoever plays gets on, and the updates of all fit into the time."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ui.server import pacing

OVERHEAD = 0.002  # seconds that an update takes beside the training


@pytest.fixture
def nobody_plays():
    pacing._playing.clear()
    yield
    pacing._playing.clear()


@pytest.mark.usefixtures("nobody_plays")
def test_a_lone_player_gets_most_of_an_interval_and_thirty_share_it():
    alone = pacing.budget("0", OVERHEAD, now=100.0)
    assert 0.9 * pacing.UPDATE_INTERVAL < alone < pacing.UPDATE_INTERVAL
    shares = [pacing.budget(str(i), OVERHEAD, now=100.0) for i in range(30)]
    assert (shares[-1] + OVERHEAD) * 30 <= pacing.UPDATE_INTERVAL
    assert shares[-1] > pacing.MIN_BUDGET


@pytest.mark.usefixtures("nobody_plays")
def test_the_more_play_the_longer_is_the_interval_so_that_all_updates_fit_in():
    for i in range(200):
        share = pacing.budget(str(i), OVERHEAD, now=100.0)
    assert share == pacing.TRAINING_SHARE * OVERHEAD
    cost = share + OVERHEAD
    assert 200 * cost <= pacing.LOAD * pacing.interval(cost) * 1.001
    assert pacing.interval(cost) > pacing.UPDATE_INTERVAL


@pytest.mark.usefixtures("nobody_plays")
def test_a_costly_picture_does_not_take_the_time_that_trains():
    for i in range(30):
        pacing.budget(str(i), OVERHEAD, now=100.0)
    assert pacing.budget("costly", 0.05, now=100.0) == pytest.approx(0.02)


@pytest.mark.usefixtures("nobody_plays")
def test_who_costs_more_waits_longer():
    for i in range(30):
        pacing.budget(str(i), OVERHEAD, now=100.0)
    assert pacing.interval(0.004) == pacing.UPDATE_INTERVAL
    assert pacing.interval(0.04) == pytest.approx(30 * 0.04 / pacing.LOAD)
    assert pacing.interval(0.001, pacing.SWEEP_INTERVAL) == pacing.SWEEP_INTERVAL


@pytest.mark.usefixtures("nobody_plays")
def test_updates_leave_time_for_the_script_of_a_page():
    usual = pacing.budget("a", OVERHEAD, now=100.0)
    with pacing.page_run():
        assert pacing.budget("a", OVERHEAD, now=100.0) < 0.6 * usual
    assert pacing.budget("a", OVERHEAD, now=100.0) == usual
    with pytest.raises(ValueError, match="late"), pacing.page_run():
        raise ValueError("late")
    assert pacing.load() == pacing.LOAD


@pytest.mark.usefixtures("nobody_plays")
def test_who_left_or_fell_silent_takes_no_share():
    alone = pacing.budget("a", OVERHEAD, now=100.0)
    pacing.budget("b", OVERHEAD, now=100.0)
    assert pacing.budget("a", OVERHEAD, now=100.1) < alone
    pacing.leave("b")
    assert pacing.budget("a", OVERHEAD, now=100.2) == alone
    pacing.budget("c", OVERHEAD, now=100.2)
    assert pacing.budget("a", OVERHEAD, now=110.0) == alone
    assert list(pacing._playing) == ["a"]


@pytest.mark.usefixtures("nobody_plays")
def test_threads_do_not_disturb_each_other():
    def visit(n):
        for i in range(3000):
            pacing.budget(str(n), OVERHEAD, now=100.0 + (i % 7))
            if i % 3 == 0:
                pacing.leave(str(n))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(visit, range(16)))  # raises what a thread raised
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.usefixtures("nobody_plays")
def test_a_press_trains_at_once_for_a_shorter_time_where_many_play():
    assert pacing.at_once(0.05) == 0.05
    for i in range(30):
        pacing.budget(str(i), OVERHEAD)
    assert pacing.at_once(0.05) == pacing.MIN_AT_ONCE
    assert pacing.pause(0.01) == pytest.approx(0.3 / pacing.LOAD)


@pytest.mark.usefixtures("nobody_plays")
def test_a_class_that_has_left_slows_down_nobody():
    for i in range(30):
        pacing.budget(str(i), OVERHEAD, now=time.monotonic() - pacing.SILENT_AFTER - 1)
    assert pacing.at_once(0.05) == 0.05
    assert pacing.pause(0.01) == pytest.approx(0.01 / pacing.LOAD)
