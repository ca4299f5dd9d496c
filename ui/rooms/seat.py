"""A guest in a room, as the session holds it: follows what the teacher asks for, and reports the guest's network.

Both happen where a Frame is made (ui/players/updates.py), under the lock of what trains. The hub wakes the line of a
page that stands still, so that it makes a Frame and hears.
"""

import time
import weakref
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import numpy as np

from engine.experiments.training_settings import TrainingSettings
from ui.players.player import Player
from ui.rooms.guest import Report
from ui.rooms.hub import Hub, Place, hub
from ui.rooms.room import MAX_QUERY, MAX_WEIGHTS, Room
from ui.visit import links, locks, session, task
from ui.visit.session import Visit

REPORT_EVERY = 1.0  # seconds between two reports while the network trains
POLLED_FOR = 6.0  # seconds for which a page without a line counts as there after it has looked at the room
LARGEST = 65504.0  # that a float16 holds


@dataclass(slots=True, eq=False)
class Seat:
    """A guest's seat: the place in the room, and how far the guest has followed the teacher.

    room is the newest state of the room that was seen. polled_at is when a page without a line has looked at the room
    last, by time.monotonic.
    """

    place: Place
    room: Room
    hub: Hub
    task_number: int
    command_number: int
    polled_at: list[float] = field(default_factory=lambda: [time.monotonic()])
    report_at: float = 0.0  # when the next report may be made, by time.monotonic
    reported: tuple[Any, ...] = ()  # what the last report was of
    told: Room | None = None  # the state of the room with which the page has run last
    query: tuple[TrainingSettings | None, str] = (None, "")  # of the last Experiment, as a link says it

    @property
    def has_new_task(self) -> bool:
        """Whether the teacher has sent a task that this page has not opened."""
        return self.room.task_number > self.task_number

    @property
    def is_over(self) -> bool:
        """Whether the room is closed, or the guest was sent out."""
        return self.room.is_over or self.place.id in self.room.removed

    @property
    def is_on_show(self) -> bool:
        """Whether this guest's network is shown to all."""
        return self.room.shown == self.place.id

    def attend(self) -> None:
        """Do what the teacher has asked for since; called in the session, before a Frame is made."""
        self.room = self.hub.room(self.place.code) or self.room
        if not task.is_on(session.current().page):
            return
        if self.room.command_number > self.command_number and not self.has_new_task:
            self.command_number = self.room.command_number
            self._obey(self.room.command)
        if self.needs_page_run():
            session.request_page_run()

    def needs_page_run(self) -> bool:
        """Whether the page has to show something of the room that it did not show when it ran last."""
        if self.told is None:
            return False
        was_on_show = self.told.shown == self.place.id
        return self.is_over or self.has_new_task or self.is_on_show != was_on_show

    def begin_task(self) -> None:
        """Note that the page opens the newest task, in which nothing has been trained."""
        self.task_number, self.reported = self.room.task_number, ()
        self.hub.report(self.place, None)

    def _obey(self, command: str) -> None:
        player = session.current().player
        starts = command == "start"
        if isinstance(player, Player) and command and player.playing != starts and not (starts and player.is_over):
            player.play(starts)

    def note(self, header: dict[str, Any]) -> None:
        """Report the network of a Frame with this header, now and then; called in the session, after it was made."""
        visit, now = session.current(), time.monotonic()
        player = visit.player
        if not task.is_on(visit.page) or not isinstance(player, Player) or player.past is not None:
            return
        if not player.run.step and self.place.report is None:
            return  # it has not begun
        given = locks.current_task()
        is_solved = player.solved is not None and player.solved.task == given
        what = (visit.experiment, player.run.step, player.serial, is_solved, given.answer, player.run.stopped)
        if what == self.reported or (player.playing and now < self.report_at):
            return
        self.reported, self.report_at = what, now + REPORT_EVERY
        self.hub.report(self.place, self._report(player, header, is_solved if given.has_goal else None, given.answer))

    def _report(self, player: Player, header: dict[str, Any], has_reached: bool | None, answer: int) -> Report:
        run, (training_loss, test_loss, _, accuracy) = player.run, header["scores"]
        theta = run.theta[0]
        fits = theta.size <= MAX_WEIGHTS
        return Report(
            kind=run.experiment.KIND,
            query=self._query(run.experiment),
            step=run.step,
            epoch=run.epoch + run.position / max(run.train.size, 1),
            training_loss=training_loss,
            test_loss=test_loss,
            accuracy=accuracy,
            has_diverged=run.stopped,
            has_reached=has_reached,
            answer=answer,
            weights=np.clip(theta, -LARGEST, LARGEST).astype("<f2").tobytes() if fits else b"",
        )

    def _query(self, experiment: TrainingSettings) -> str:
        if self.query[0] is not experiment:
            text = urlencode(query := links.to_query(experiment))
            if len(text) > MAX_QUERY:
                text = urlencode(links.without_own(query, experiment))
            self.query = experiment, text
        return self.query[1]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A guest whose page was loaded again, on a server that does not know the room: the teacher's page brings it back.

    name, id and task_number are those that the guest's browser has kept.
    """

    code: str
    id: str
    name: str
    task_number: int

    def attend(self) -> None:
        """Nothing is asked of who waits."""

    def note(self, header: dict[str, Any]) -> None:
        """Nobody looks on meanwhile."""


def take(visit: Visit, room: Room, name: str, known: str = "", task_number: int = 0, at: Hub = hub) -> Seat:
    """Give a visitor a seat in a room; known and task_number are those of a guest who comes back. Raises Refusal."""
    leave(visit)
    channel = weakref.ref(visit.channel)  # the room must not keep a session from ending
    polled_at = [time.monotonic()]

    def is_here() -> bool:
        own = channel()
        return own is not None and (own.line is not None or time.monotonic() < polled_at[0] + POLLED_FOR)

    def wake() -> None:
        if own := channel():
            own.request()

    place = at.join(room, name, is_here, wake, known)
    weakref.finalize(visit.channel, at.leave, place).atexit = False
    seen = min(task_number or room.task_number, room.task_number)
    seat = Seat(place, room, at, seen, room.command_number, polled_at)
    visit.companion, visit.room = seat, room.code
    return seat


def of(visit: Visit) -> Seat | None:
    """Return the seat of a visitor, if there is one."""
    return visit.companion if isinstance(visit.companion, Seat) else None


def stand_up(visit: Visit) -> None:
    """Give a visitor's seat back, if there is one; what was trained stays on the visitor's page."""
    if seat := of(visit):
        seat.hub.leave(seat.place)
    visit.companion = None


def leave(visit: Visit) -> None:
    """Give a visitor's seat back, and leave the room."""
    stand_up(visit)
    visit.room = ""
