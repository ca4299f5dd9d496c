"""A map of experiments, packed: the loss of each cell as far as it is trained, and the curves of the chosen one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine import sweep
from engine.sweep import Result
from ui import links, pacing
from ui.live import packing
from ui.live.component import Live
from ui.wall.frame import digits
from ui.work import Work

_live = Live("cells", Path(__file__).parent, ("cells.js",), ("cells.css",))
send_code, show_bytes = _live.send_code, _live.show
show: Callable[[bytes, Callable[[dict[str, Any]], None]], None] = show_bytes


def _row(result: Result | None) -> np.ndarray:
    """Return epochs, train losses and test losses of one cell, (3, n), its present end included."""
    if result is None:
        return np.empty((3, 0), np.float32)
    rows = [[*result.epochs], [*result.train_losses], [*result.test_losses]]
    if not rows[0] or result.epoch > rows[0][-1]:
        for row, value in zip(rows, (result.epoch, result.train_loss, result.test_loss), strict=True):
            row.append(value)
    return np.minimum(np.array(rows, np.float32), 3e38)


def pack(
    work: Work,
    across: Sequence[str],
    up: Sequence[str],
    titles: tuple[str, str],
    chosen: int,
    loss: str,
) -> bytes:
    """Return the Frame of a Work whose experiments are the cells, row by row from the bottom.

    across and up label the columns and the rows, titles the axes; chosen is the place of the cell whose curves
    are shown, loss what is measured.
    """
    results = sweep.results(work.sweep)
    begun = [result is not None and result.begun for result in results]
    values = [result.test_loss if ready else np.nan for result, ready in zip(results, begun, strict=True)]
    diverged = [ready and result.diverged >= 0 for result, ready in zip(results, begun, strict=True)]
    firsts = [result.test_losses[0] for result in results if result is not None and result.test_losses]
    result = results[chosen]
    experiment = work.sweep.experiments[chosen]
    step = 0 if result is None else result.step if result.diverged < 0 else result.diverged
    told = f"{titles[0]} {across[chosen % len(across)]}, {titles[1]} {up[chosen // len(across)]}"
    if result is None:
        ending = "not yet begun"
    elif result.diverged >= 0:
        ending = f"diverged at step {result.diverged:,}"
    else:
        ending = f"test loss {digits(result.test_loss)} at epoch {result.epoch:,}"
    header = {
        "state": work.state,
        "interval": 1000 * pacing.interval(least=pacing.SLICE),
        "beat": work.beat,
        "serial": work.serial,
        "share": work.sweep.share,
        "across": list(across),
        "up": list(up),
        "titles": titles,
        "chosen": chosen,
        "told": told,
        "ending": ending,
        "loss": loss,
        "link": links.opening(experiment, step) if links.is_whole(experiment) else None,
        "count": len(results),
        "first": min(float(min(firsts, default=1.0)), 3e38),
    }
    blocks = {
        "values": np.minimum(np.array(values, np.float32), 3e38),
        "curve": _row(result),
        "diverged": np.array(diverged, np.uint8),
    }
    return packing.pack(header, blocks)
