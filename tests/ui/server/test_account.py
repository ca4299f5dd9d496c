"""Who runs pages without end waits; who clicks now and then does not."""

import threading
import time

import pytest

from ui.server import account, pacing
from ui.server.account import LONGEST_WAIT, SAVED, Account, run_of


@pytest.fixture
def class_plays():
    pacing._playing.clear()
    for i in range(30):
        pacing.budget(str(i), 0.001)
    yield
    pacing._playing.clear()


def waits(own, costs, every, begun=100.0):
    """The waits before runs of these costs, of which one is asked for every so many seconds, or later."""
    own.seen, now, found = begun, begun, []
    for i, cost in enumerate(costs):
        now = max(now, begun + i * every)
        own.earn(now)
        found.append(own.wait())
        own.earn(now + found[-1])
        own.spend(cost)
        now += found[-1] + cost
    return found, now - begun


@pytest.mark.usefixtures("class_plays")
def test_who_draws_charts_in_a_loop_takes_a_bounded_share():
    costs = [0.25] * 40
    found, took = waits(Account(), costs, 0.0)
    assert 1 < max(found) <= LONGEST_WAIT
    assert (sum(costs) - SAVED) / took < 0.15


@pytest.mark.usefixtures("class_plays")
def test_who_clicks_in_a_class_does_not_wait():
    found, _ = waits(Account(), [0.04] * 100, 1.5)
    assert max(found) == 0
    found, _ = waits(Account(), [0.04] * 20, 0.1)  # and a series of quick clicks
    assert max(found) == 0


def test_alone_nobody_waits_for_long():
    pacing._playing.clear()
    found, _ = waits(Account(), [0.25] * 100, 0.0)
    assert max(found) < 0.05


def run_in_a_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


@pytest.mark.usefixtures("class_plays")
def test_a_run_is_charged_once_with_its_callbacks_and_without_its_wait(monkeypatch):
    slept = []
    monkeypatch.setattr(account.time, "sleep", slept.append)
    own = Account()

    def burn(seconds):
        end = time.thread_time() + seconds
        while time.thread_time() < end:
            pass

    def runs():
        for _ in range(2):
            burn(0.3)  # callbacks
            with run_of(own):
                burn(0.1)
                with run_of(own):  # the fragment of the page
                    burn(0.2)

    run_in_a_thread(runs)
    assert own.balance < 0
    assert slept == [0, 0]

    def another():
        with run_of(own):
            pass

    run_in_a_thread(another)
    assert 0 < slept[-1] <= LONGEST_WAIT
