"""What visitors leave is given back."""

import gc
import time
import weakref

import pytest

from ui.server import memory, pacing


class Cycle:
    def __init__(self):
        self.me = self


@pytest.fixture
def collector_off():
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("collector_off")
def test_cycles_are_collected_but_not_at_every_call(monkeypatch):
    monkeypatch.setattr(memory, "_last", 100.0)
    gone = weakref.ref(Cycle())
    assert not memory.tidy(now=100.0 + memory.TIDY_INTERVAL / 2)
    assert gone() is not None
    assert memory.tidy(now=100.0 + memory.TIDY_INTERVAL)
    assert gone() is None
    assert not memory.tidy(now=101.0 + memory.TIDY_INTERVAL)


def test_who_fell_silent_is_forgotten_though_nobody_plays(monkeypatch):
    monkeypatch.setattr(memory, "_last", 100.0)
    monkeypatch.setattr(pacing, "_playing", {"gone": 100.0, "here": 99.0 + memory.TIDY_INTERVAL})
    memory.tidy(now=100.0 + memory.TIDY_INTERVAL)
    assert list(pacing._playing) == ["here"]


def test_a_collection_is_not_charged_to_whose_turn_it_falls_in():
    try:
        memory.keep()
        assert gc.get_freeze_count() > 10_000
        kept = [[] for _ in range(500_000)]  # which a collection has to look at
        before, took = memory.spent(), time.thread_time()
        gc.collect()
        charged, took = memory.spent() - before, time.thread_time() - took
        assert charged < took / 4
        before = memory.spent()
        while memory.spent() < before + 0.01:  # anything else is
            kept.pop()
    finally:
        gc.callbacks.remove(memory._time_collection)
        gc.unfreeze()
