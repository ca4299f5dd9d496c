"""A map of experiments, packed: the loss of each cell as far as it is trained, and the curves of the chosen one."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.numerals import grouped
from engine.runs.sweep import Result
from pictures.live import packing
from pictures.numbers import digits


def _row(result: Result | None) -> np.ndarray:
    """Return epochs, train losses and test losses of one cell, (3, n), its present end included."""
    if result is None:
        return np.empty((3, 0), np.float32)
    rows: list[list[float]] = [[*result.epochs], [*result.train_losses], [*result.test_losses]]
    if not rows[0] or result.epoch > rows[0][-1]:
        for row, value in zip(rows, (result.epoch, result.train_loss, result.test_loss), strict=True):
            row.append(value)
    return packing.losses(rows)


def pack(
    results: Sequence[Result | None],
    across: Sequence[str],
    up: Sequence[str],
    titles: tuple[str, str],
    chosen: int,
    loss: str,
    link: str | None,
    **more: Any,
) -> packing.Frame:
    """Return the Frame of the results of a sweep whose experiments are the cells, row by row from the bottom.

    across and up label the columns and the rows, titles the axes; chosen is the index of the cell whose curves
    are shown, loss what is measured, link the address of the chosen network; more goes into the header as it is.
    """
    begun = [result if result is not None and result.begun else None for result in results]
    values = [np.nan if result is None else result.test_loss for result in begun]
    diverged = [result is not None and result.diverged >= 0 for result in begun]
    firsts = [result.test_losses[0] for result in results if result is not None and result.test_losses]
    firsts = [loss for loss in firsts if not np.isnan(loss)]  # NaN: there are no test points
    result = results[chosen]
    name = f"{titles[0]} {across[chosen % len(across)]}, {titles[1]} {up[chosen // len(across)]}"
    if result is None:
        ending = "not yet begun"
    elif result.diverged >= 0:
        ending = f"diverged at step {grouped(result.diverged)}"
    else:
        ending = f"test loss {digits(result.test_loss)} at epoch {grouped(result.epoch)}"
    header = {
        **more,
        "across": list(across),
        "up": list(up),
        "titles": titles,
        "chosen": chosen,
        "told": name,
        "ending": ending,
        "loss": loss,
        "link": link,
        "count": len(results),
        "first": min(float(min(firsts, default=1.0)), packing.LARGEST),
    }
    blocks = {
        "values": packing.losses(values),
        "curve": _row(result),
        "diverged": np.array(diverged, np.uint8),
    }
    return packing.Frame(header, blocks)
