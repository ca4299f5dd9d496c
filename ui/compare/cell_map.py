"""The Frame of a map of experiments: a Work whose experiments are the cells."""

from collections.abc import Sequence

from engine.runs import sweep
from pictures.cells import cells
from pictures.live.packing import Frame
from ui.players.work import Work
from ui.visit import links


def pack(
    work: Work,
    across: Sequence[str],
    up: Sequence[str],
    titles: tuple[str, str],
    chosen: int,
    loss: str,
) -> Frame:
    """Return the Frame, with a link to the chosen cell's network."""
    results = sweep.results(work.sweep, exact=work.state != "working")
    link = links.of_experiment(work.sweep.experiments[chosen], results[chosen])
    return cells.pack(results, across, up, titles, chosen, loss, link, **work.status)
