"""One guest's network, large: the live picture of the guest's own page, drawn of what the guest has reported."""

from dataclasses import dataclass

from engine.runs import mirror
from engine.runs.run import Run
from pictures.room import faces
from ui.players.player import Player
from ui.rooms import reading
from ui.rooms.guest import Guest
from ui.rooms.teaching import Teaching
from ui.visit import session
from ui.visit.task import CONTROLS, Task

NOTHING_TO_CHANGE = Task(lock=tuple(CONTROLS))  # the network is another's


def reflected(guest: Guest, run: Run | None = None) -> Run | None:
    """Return a Run with the network that a guest has reported: this one, if it has the same settings, or a new one.

    None where there is nothing to show: no report, or a network that is too large for one.
    """
    report, experiment = guest.report, reading.experiment(guest)
    if report is None or report.has_diverged:
        return run
    theta = faces.theta_of(experiment, report.weights)
    if theta is None:
        return run
    if run is None or run.experiment != experiment:
        run = mirror.begin(experiment)
    mirror.reflect(run, theta, report.step, int(report.epoch))
    return run


@dataclass(slots=True, eq=False)
class Shown:
    """The network that is shown to all. For a live picture it is what trains: it takes on each report of its guest."""

    own: Teaching
    guest: Guest
    player: Player

    @property
    def state(self) -> str:
        """`working` while the network is shown."""
        return "working" if self.own.room.shown == self.guest.id and not self.own.room.is_over else "done"

    def advance(self, seconds: float) -> bool:
        """Take on the newest report of the guest."""
        newest = _find(self.own, self.guest.id)
        if newest is not None and newest.report != self.guest.report:
            run = reflected(newest, self.player.run)
            if run is not None and run is not self.player.run:
                self.player.run, self.player.serial = run, self.player.serial + 1
            self.guest = newest
        return False


def _find(own: Teaching, id: str) -> Guest | None:
    return next((guest for guest in own.guests() if guest.id == id), None)


def present(own: Teaching) -> Shown | None:
    """Return the network that the teacher shows to all, if there is one to show."""
    visit = session.current()
    visit.work = before = visit.work if isinstance(visit.work, Shown) and visit.work.own is own else None
    if before is not None and before.guest.id == own.room.shown:
        return before  # with the loss curve that it has by now
    visit.work = now = _begin(own)
    return now


def _begin(own: Teaching) -> Shown | None:
    guest = _find(own, own.room.shown) if own.room.shown else None
    run = reflected(guest) if guest else None
    if guest is None or run is None:
        return None
    return Shown(own, guest, Player(run, task=NOTHING_TO_CHANGE, exact=False))
