"""What a live picture is sent of what trains, and what of the page it says to be outdated."""

import time

import pytest

from pictures.live.packing import Frame
from tests.ui.visiting import begin
from ui.players import updates
from ui.players.updates import Live
from ui.playground import actions, stage
from ui.server import pacing
from ui.visit import session


class OneLine:
    """A line that keeps what it is offered."""

    def __init__(self):
        self.offered, self.requests = [], 0

    def offer(self, frame, is_busy, interval):
        self.offered.append((frame, is_busy))

    def request(self):
        self.requests += 1


@pytest.fixture
def player(monkeypatch):
    player = begin(monkeypatch)
    yield player
    pacing._playing.clear()


@pytest.fixture
def line(player):
    """A line to the Stage of a visitor."""
    visit = session.current()
    frame = lambda: stage.make_frame(player, visit.view, stage.evaluate(player.shown))  # noqa: E731
    visit.channel.live = Live(visit, "stage", player, frame, actions.moves(player))
    visit.channel.line = OneLine()
    return visit.channel.line


def test_play_is_on_its_way_before_the_page_runs(player, line):
    updates.at_once(player.play, True)
    frame, is_busy = line.offered[-1]
    assert (frame.header["state"], is_busy) == ("playing", True)
    assert frame.header["step"] > 0
    assert frame.header["outdated"] == "page"  # its button still says Play
    updates.at_once(player.play, False)
    frame, is_busy = line.offered[-1]
    assert (frame.header["state"], is_busy) == ("paused", False)
    beats = [frame.header["beat"] for frame, _ in line.offered]
    assert beats == sorted(set(beats))


def test_what_only_moves_the_picture_leaves_the_page_as_it_is(player, line):
    visit = session.current()
    live = visit.channel.live
    live.act("trace", [1.0, 2.0])
    assert player.point == (1.0, 2.0)
    live.act("gradient", True)
    assert live.frame().blocks["gradient"].size == player.run.theta.size
    live.act("gradient", False)
    assert live.frame().blocks["gradient"].size == 0
    assert live.frame().header["outdated"] == ""
    live.act("layers", [5, 5])  # not a move: it changes a setting
    assert visit.experiment.layers == (3,)
    live.act("play", "yes")
    assert not player.playing


@pytest.mark.parametrize("waits", [True, False])
def test_a_turn_stops_for_whoever_waits_for_the_lock(player, line, waits):
    visit = session.current()
    channel, slices = visit.channel, []
    player.play(True)
    channel.live.trains = Counting(player, slices)
    channel.lock.waiting = int(waits)
    channel.advance(channel.budget())
    assert (len(slices) == 1) is waits


class Counting:
    """Counts the slices of what trains."""

    def __init__(self, player, slices):
        self.player, self.slices = player, slices

    @property
    def state(self):
        return self.player.state

    def advance(self, seconds):
        self.slices.append(seconds)
        time.sleep(0.01)
        return True


def test_what_stands_beside_is_outdated_once_it_has_changed(player):
    visit, count = session.current(), [1]
    live = Live(visit, "wall", player, lambda: Frame({}, {}), beside=lambda: count[0], drawn=1)
    assert live.frame().header["outdated"] == ""
    count[0] = 2
    assert live.frame().header["outdated"] == "fragment"
    session.request_page_run()
    assert live.frame().header["outdated"] == "page"
