"""What became of each page of the rehearsal, the errors in it, and the table that is printed."""

import itertools
from typing import NamedTuple

from deploy.visitors import Visitor

MAX_LOST_STEPS = 0  # steps before the last one shown to which a page need not be trained again

COLUMNS = ("replica", "connected, s", "back, s", "step before", "first after", "at the end")


class Outcome(NamedTuple):
    """What became of one page after a replica was killed. Times are in seconds from then; None means never."""

    replica: str  # before
    replica_after: str
    step_before: int  # the last step that was shown in the old session
    speed: float  # steps per second before
    connected: float | None
    first_step: int | None  # the first step that was shown in the new session
    back: float | None  # when its step, or a later one, was shown again
    last_step: int
    step_drops: int  # how often a lower step was shown than just before
    new_sessions: int  # websockets that were opened since

    def row(self) -> tuple[str, ...]:
        """Return the cells of the page's row in the table."""
        same = self.replica == self.replica_after
        replica = self.replica if same else f"{self.replica} → {self.replica_after}"
        seconds = ("–" if value is None else f"{value:.1f}" for value in (self.connected, self.back))
        first_step = "–" if self.first_step is None else str(self.first_step)
        return (replica, *seconds, str(self.step_before), first_step, str(self.last_step))

    def survivor_errors(self) -> list[str]:
        """Return what is wrong with a page whose replica lived: it should have noticed nothing."""
        errors = []
        if self.new_sessions or self.replica_after != self.replica:
            errors.append("its replica lived, and it connected again")
        if self.step_drops:
            errors.append("its replica lived, and its step fell")
        if self.last_step <= self.step_before:
            errors.append(f"its replica lived, and it stands still at step {self.last_step}")
        return errors

    def orphan_errors(self) -> list[str]:
        """Return what is wrong with a page whose replica was killed: it should be back at its step and play on."""
        if self.connected is None:
            return ["it did not connect again"]
        errors = []
        if self.replica_after == self.replica:
            errors.append("its cookie still names the dead replica")
        if self.back is None:
            return [*errors, f"it had shown step {self.step_before} and reached only step {self.last_step} again"]
        if self.last_step <= self.step_before:
            errors.append(f"it is back at step {self.step_before} and does not play on")
        # Playing there again takes step_before / speed; training there at once takes much less than half of that.
        if self.back - self.connected > 0.5 * self.step_before / self.speed:
            errors.append(f"it was not trained to step {self.step_before} at once, but played from {self.first_step}")
        return errors


def outcome(visitor: Visitor, replica: str, killed: float) -> Outcome:
    """Return what became of a page that had this replica when one was killed, at a time as of time.time.

    Raises RuntimeError if the page was reloaded, because what it had recorded is gone then.
    """
    record = visitor.page.evaluate("() => __record")
    opened = [at for at in record["opened"] if at > killed]
    connected = opened[0] if opened else None
    # A page gets its Frames through its websocket: until a new one is open, they are from the old session.
    session_start = killed if connected is None else connected
    before = [shown for shown in record["shown"] if shown["at"] < session_start]
    since = [shown for shown in record["shown"] if shown["at"] >= session_start]
    if not before:
        raise RuntimeError("a page was reloaded by itself, so the step that it had shown is not known")
    last = before[-1]
    start = next(shown for shown in before if shown["state"] == "playing")
    reached = (shown["at"] - killed for shown in since if shown["step"] >= last["step"] - MAX_LOST_STEPS)
    steps = [shown["step"] for shown in record["shown"]]
    return Outcome(
        replica=replica,
        replica_after=visitor.replica,
        step_before=last["step"],
        speed=(last["step"] - start["step"]) / max(last["at"] - start["at"], 0.1),
        connected=None if connected is None else connected - killed,
        first_step=since[0]["step"] if since else None,
        back=next(reached, None),
        last_step=steps[-1],
        step_drops=sum(one > other for one, other in itertools.pairwise(steps)),
        new_sessions=len(opened),
    )


def table(outcomes: list[Outcome]) -> str:
    """Return the outcomes as a text table, a row for each page."""
    rows = [("page", *COLUMNS), *((str(number), *each.row()) for number, each in enumerate(outcomes, 1))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
