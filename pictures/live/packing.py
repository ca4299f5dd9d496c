"""A Frame: what the eye needs at one moment, packed into one bytes value.

Layout: four bytes with the length n of the header, the header as JSON padded to 4 + n = 0 mod 4,
then the blocks that the header's "blocks" names in order, each as [name, type, count]:
float32 first, so that all are aligned, then int16, then uint8.
"""

import json
from typing import Any

import numpy as np

NAMES = {np.dtype(name): name for name in ("float32", "int16", "uint8")}


def pack(header: dict[str, Any], blocks: dict[str, np.ndarray]) -> bytes:
    """Return header and blocks as bytes. Raises ValueError where a block would not be aligned.

    Raises KeyError for a block of other numbers than NAMES has.
    """
    sizes = [array.itemsize for array in blocks.values()]
    if sizes != sorted(sizes, reverse=True):
        raise ValueError(f"blocks must come with the widest numbers first, got {list(blocks)}")
    listed = [[name, NAMES[array.dtype], array.size] for name, array in blocks.items()]
    text = json.dumps({**header, "blocks": listed}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([len(text).to_bytes(4, "little"), text, *(array.tobytes() for array in blocks.values())])
