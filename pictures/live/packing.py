"""A Frame: what the eye needs at one moment, and the bytes in which a picture gets it.

The bytes are four with the length n of a header, the header as JSON padded to 4 + n = 0 mod 4, then the blocks that
the header's "blocks" names in order, each as [name, type, count, kept]: float32 first, so that all are aligned, then
int16, then uint8. To a reader that has the Frame before, only what differs is sent: then "gone" names what is no longer
in the header, and `kept` is the number of values with which a block of the Frame before begins and goes on.
"""

import json
from typing import Any, NamedTuple

import numpy as np

LARGEST = 3e38  # that a float32 holds
MISSING = -1  # in place of a loss that there is not: a loss is never negative
NAMES = {np.dtype(name): name for name in ("float32", "int16", "uint8")}


def losses(values: Any) -> np.ndarray:
    """Return losses as float32 that are all finite: MISSING in place of NaN, LARGEST in place of what is larger."""
    return np.nan_to_num(np.minimum(np.asarray(values, np.float64), LARGEST), nan=MISSING).astype(np.float32)


class Frame(NamedTuple):
    """A header that JSON can hold, and arrays by name; nobody changes either of them afterwards."""

    header: dict[str, Any]
    blocks: dict[str, np.ndarray]

    def with_header(self, **more: Any) -> "Frame":
        """Return the Frame with more in its header."""
        return Frame({**self.header, **more}, self.blocks)


def pack(frame: Frame, last: Frame | None = None) -> bytes:
    """Return a Frame as bytes: all of it, or what differs from the last one that the reader has.

    Raises ValueError where a block would not be aligned, and for numbers that are not finite; raises KeyError for a
    block of other numbers than NAMES has.
    """
    sizes = [array.itemsize for array in frame.blocks.values()]
    if sizes != sorted(sizes, reverse=True):
        raise ValueError(f"blocks must come with the widest numbers first, got {list(frame.blocks)}")
    if wrong := [name for name, array in frame.blocks.items() if not np.isfinite(array).all()]:
        raise ValueError(f"all numbers must be finite, but some are not in {wrong}")
    header, blocks = frame.header, [(name, array, 0) for name, array in frame.blocks.items()]
    if last is not None:
        header = {name: value for name, value in header.items() if last.header.get(name, ...) != value}
        header["gone"] = [name for part in (0, 1) for name in last[part] if name not in frame[part]]
        blocks = [(name, array, _kept(array, last.blocks.get(name))) for name, array, _ in blocks]
        blocks = [each for each in blocks if not _is_same(last.blocks.get(each[0]), *each[1:])]
    listed = [[name, NAMES[array.dtype], array.size - kept, kept] for name, array, kept in blocks]
    text = json.dumps({**header, "blocks": listed}, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    contents = (array.ravel()[kept:].tobytes() for _, array, kept in blocks)
    return b"".join([len(text).to_bytes(4, "little"), text, *contents])


def _kept(array: np.ndarray, before: np.ndarray | None) -> int:
    """Return with how many values of the block before a block begins: all of them or none."""
    if before is array:
        return array.size
    if before is None or before.dtype != array.dtype or before.size > array.size:
        return 0
    return before.size if array.ravel()[: before.size].tobytes() == before.tobytes() else 0


def _is_same(before: np.ndarray | None, array: np.ndarray, kept: int) -> bool:
    return before is not None and kept == array.size == before.size
